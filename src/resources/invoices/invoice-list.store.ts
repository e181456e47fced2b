import { sql } from 'kysely'
import { fold } from '../../domain/text.ts'
import type { Conn } from '../../store/conn.ts'
import type { ListCtx } from '../../store/ctx.ts'
import { preparedByShape } from '../../store/prepared.ts'
import { numberSpan, searchTerm } from '../../store/search.ts'
import { type Unread, unread } from '../../store/unread.ts'
import { countInvoices, countMatching } from './invoice-count.store.ts'
import {
  type FilterShape,
  filtered,
  type InvoiceFilter,
  type Params,
  type SearchShape,
  type Sort,
} from './invoice-filter.store.ts'
import type { RenderedRow } from './invoice-read.store.ts'
import { countByNumberAlone, type Found, isFew, measureSearch } from './invoice-search.store.ts'

/** Where a page ends: the values it is sorted by, and the tie-breaker. */
export interface Cursor {
  readonly value: string | number
  readonly numberSort: string
  readonly seq: number
}

export interface ListedRow extends RenderedRow {
  readonly seq: number
  readonly sort_value: string | number
  readonly number_sort: string
}

export interface InvoicePage {
  readonly filter: InvoiceFilter
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly offset: number
  readonly after: Cursor | null
  readonly withLines: boolean
  readonly withPayments: boolean
  readonly withEfactura: boolean
}

/** What the text of a page's query depends on. */
interface PageShape extends FilterShape {
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly isAfter: boolean
  readonly withLines: boolean
  readonly withPayments: boolean
  readonly withEfactura: boolean
  /** Rows hold kilobytes: where many are looked at, the page is chosen first, and its rows are read then. */
  readonly isChosenFirst: boolean
}

const COLUMNS = {
  date: 'date',
  created_at: 'created_at',
  due_date: 'due_sort',
  total: 'total_bani',
  number: 'number_sort',
} as const

const page = preparedByShape<Params, ListedRow, string>((parts, text) => {
  const shape = JSON.parse(text) as PageShape
  const { db, p, engine } = parts
  const column = COLUMNS[shape.sort]
  const ref = sql.ref(`invoice.${column}`)
  const compared = sql.raw(shape.order === 'asc' ? '>' : '<')
  const isByDate = shape.sort === 'date'
  // Where rows are found through a filter, SQLite must not prefer the index that would spare it the sorting.
  const isSortedHere = engine === 'sqlite' && shape.by === 'filter' && !isSortedAsFiltered(shape)
  const sorted = (query: ReturnType<typeof filtered>) =>
    query
      .orderBy(isSortedHere && shape.isChosenFirst ? sql`+${ref}` : ref, shape.order)
      .$if(isByDate, (q) => q.orderBy('number_sort', shape.order))
      .orderBy('seq', shape.order)
  const asked = sorted(filtered(parts, shape))
    .$if(shape.isAfter && isByDate, (q) =>
      q.where(
        sql<boolean>`(invoice.date, invoice.number_sort, invoice.seq) ${compared} (${p.afterValue}, ${p.afterNumber}, ${p.afterSeq})` as never,
      ),
    )
    .$if(shape.isAfter && !isByDate, (q) =>
      q.where(sql<boolean>`(${ref}, invoice.seq) ${compared} (${p.afterValue}, ${p.afterSeq})` as never),
    )
    .limit(p.limit)
    .offset(p.offset)
  const rows = shape.isChosenFirst
    ? sorted(db.selectFrom('invoice').where('invoice.seq', 'in', asked.select('invoice.seq') as never))
    : asked
  return rows
    .select(['id', 'seq', 'state', 'due_date', 'json_shape', 'client_id', 'number_sort'])
    .select(unread(engine, 'json'))
    .select(sql<string | number>`${ref}`.as('sort_value'))
    .select(shape.withLines ? unread(engine, 'lines_json') : sql<Unread>`''`.as('lines_json'))
    .select(shape.withPayments ? unread(engine, 'payments_json') : sql<Unread>`''`.as('payments_json'))
    .$if(shape.withEfactura, (q) => q.select(['document_type', 'efactura'])) as never
})

interface Listed {
  readonly rows: ListedRow[]
  readonly total: number
}

/** A page of invoices, and how many match in all. */
export async function listInvoices(ctx: ListCtx, asked: InvoicePage): Promise<Listed> {
  const folded = fold(asked.filter.search ?? '')
  const filter = folded === '' ? { ...asked.filter, search: undefined } : asked.filter
  const params = paramsOf(ctx, asked, folded)
  const shape = shapeOf(asked, filter)
  if (filter.search !== undefined) return searchInvoices(ctx, folded, shape, params)
  if (isShort(asked, shape)) {
    const [rows, total] = await Promise.all([
      pageOf(ctx.db, shape, params),
      countInvoices(ctx.db, filter, shape, params),
    ])
    return { rows, total }
  }
  const total = await countInvoices(ctx.longDb, filter, shape, params)
  const by = isSortedAsFiltered(shape) || total <= FEW ? 'filter' : 'order'
  return { rows: await pageOf(ctx.longDb, { ...shape, by, isChosenFirst: true }, params), total }
}

function pageOf(db: Conn, shape: PageShape, params: Params): Promise<ListedRow[]> {
  return page(db, JSON.stringify(shape), params)
}

/** Rows that may be sorted for a page. */
const FEW = 5_000
/** Rows that may be passed over on the way to a page. */
const SHORT_OFFSET = 1_000
/** Filters whose index holds the order by date. */
const ORDERED_BY_DATE: readonly (keyof InvoiceFilter)[] = ['clientId', 'seriesId', 'documentType', 'currency', 'status']

/** Whether an index gives the page in its order, and the total too, so that it costs the same however many there are. */
function isShort({ sort, offset }: InvoicePage, { filters, status }: FilterShape): boolean {
  if (offset > SHORT_OFFSET) return false
  if (filters.length === 0) return true
  const besides = filters.filter((name) => name !== 'from' && name !== 'to')
  const isOne = besides.length === 0 || (besides.length === 1 && ORDERED_BY_DATE.includes(besides[0] as 'status'))
  const isClientAndStatus = besides.length === 2 && besides.includes('clientId') && besides.includes('status')
  return sort === 'date' && status !== 'overdue' && (isOne || isClientAndStatus)
}

/** Whether every index of a filter holds the order of the list. */
function isSortedAsFiltered({ sort, filters, status }: PageShape): boolean {
  const isOpen = status === 'issued' || status === 'overdue'
  return sort === 'date' || (sort === 'due_date' && isOpen && filters.length === 1)
}

async function searchInvoices(ctx: ListCtx, folded: string, shape: PageShape, params: Params): Promise<Listed> {
  const { isIndexed } = searchTerm(ctx.db.engine, folded)
  const everywhere = { isClientIndexed: isIndexed, inClients: true, inNumbers: numberSpan(folded).isAny }
  const found = await measureSearch(ctx, { ...shape, search: everywhere }, params)
  if (found.ofClients + found.byNumber === 0) return { rows: [], total: 0 }
  const search = { ...everywhere, inClients: found.ofClients > 0, inNumbers: found.byNumber > 0 }
  const searching = { ...shape, search, isChosenFirst: true }
  const by = isFew(found) ? 'search' : isSortedAsFiltered(shape) ? 'filter' : 'order'
  const [rows, total] = await Promise.all([
    pageOf(ctx.longDb, { ...searching, by }, params),
    countSearched(ctx, found, { ...searching, by: by === 'search' ? by : 'filter' }, params),
  ])
  return { rows, total }
}

async function countSearched(
  ctx: ListCtx,
  found: Found,
  shape: FilterShape & { readonly search: SearchShape },
  params: Params,
): Promise<number> {
  const others = shape.filters.filter((name) => name !== 'search')
  const isByState = others.every((name) => name === 'isPaid' || (name === 'status' && shape.status !== 'overdue'))
  if (isByState && found.byNumber === 0) return found.ofClientsInState
  if (others.length > 0) return countMatching(ctx.longDb, shape, params)
  if (found.ofClients === 0) return found.byNumber
  return found.ofClients + (await countByNumberAlone(ctx, shape.search, params))
}

function shapeOf(
  { sort, order, after, withLines, withPayments, withEfactura }: InvoicePage,
  filter: InvoiceFilter,
): PageShape {
  const filters = (Object.keys(filter) as (keyof InvoiceFilter)[]).filter((name) => filter[name] !== undefined)
  const { status, isPaid } = filter
  const page = { sort, order, isAfter: after !== null, withLines, withPayments, withEfactura, isChosenFirst: false }
  return { filters, status, isPaid, search: null, by: 'filter', isSortedByDueDate: sort === 'due_date', ...page }
}

function paramsOf(ctx: ListCtx, { filter, limit, offset, after }: InvoicePage, folded: string): Params {
  const span = numberSpan(folded)
  return {
    companyId: ctx.companyId,
    workPointId: filter.workPointId ?? '',
    clientId: filter.clientId ?? '',
    seriesId: filter.seriesId ?? '',
    documentType: filter.documentType ?? '',
    currency: filter.currency ?? '',
    from: filter.from ?? '',
    to: filter.to ?? '',
    today: ctx.today,
    clientTerm: searchTerm(ctx.db.engine, folded).value,
    numberFrom: span.from,
    numberBelow: span.below,
    numberLength: span.length,
    numberPattern: span.pattern,
    afterValue: after?.value ?? '',
    afterNumber: after?.numberSort ?? '',
    afterSeq: after?.seq ?? 0,
    limit,
    offset,
  }
}
