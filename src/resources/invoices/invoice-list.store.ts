import { sql } from 'kysely'
import { addDays, monthOf } from '../../domain/dates.ts'
import { fold } from '../../domain/text.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { preparedByShape } from '../../store/prepared.ts'
import { matchesClient, matchesNumber, searchTerm } from '../../store/search.ts'
import { type Unread, unread } from '../../store/unread.ts'
import type { RenderedRow } from './invoice-read.store.ts'

export type Sort = 'date' | 'created_at' | 'due_date' | 'total' | 'number'
export type StatusFilter = 'draft' | 'issued' | 'paid' | 'overdue' | 'voided'

export interface InvoiceFilter {
  readonly workPointId: string | undefined
  readonly clientId: string | undefined
  readonly seriesId: string | undefined
  readonly documentType: string | undefined
  readonly status: StatusFilter | undefined
  readonly isPaid: boolean | undefined
  readonly currency: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly search: string | undefined
}

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

interface Params {
  companyId: string
  workPointId: string
  clientId: string
  seriesId: string
  documentType: string
  currency: string
  from: string
  to: string
  today: string
  clientTerm: string
  numberTerm: string
  afterValue: string | number
  afterNumber: string
  afterSeq: number
  limit: number
  offset: number
}

/** What a query's text depends on. */
interface Shape {
  readonly filters: readonly (keyof InvoiceFilter)[]
  readonly status: StatusFilter | undefined
  readonly isPaid: boolean | undefined
  readonly isIndexed: readonly [client: boolean, number: boolean]
  readonly sort: Sort
  readonly order: 'asc' | 'desc'
  readonly isAfter: boolean
  readonly withLines: boolean
  readonly withPayments: boolean
  readonly withEfactura: boolean
}

const COLUMNS = {
  date: 'date',
  created_at: 'created_at',
  due_date: 'due_sort',
  total: 'total_bani',
  number: 'number_sort',
} as const

type Parts = Parameters<Parameters<typeof preparedByShape<Params, ListedRow, string>>[0]>[0]

/** The rows that match; the text of the query is compiled once per shape. */
function matching({ db, p }: Parts, shape: Shape) {
  const has = (name: keyof InvoiceFilter) => shape.filters.includes(name)
  const [isClientIndexed, isNumberIndexed] = shape.isIndexed
  return db
    .selectFrom('invoice')
    .where('invoice.company_id', '=', p.companyId)
    .$if(has('workPointId'), (q) => q.where('invoice.work_point_id', '=', p.workPointId))
    .$if(has('clientId'), (q) => q.where('invoice.client_id', '=', p.clientId))
    .$if(has('seriesId'), (q) => q.where('invoice.series_id', '=', p.seriesId))
    .$if(has('documentType'), (q) => q.where('invoice.document_type', '=', p.documentType as 'fiscal'))
    .$if(has('currency'), (q) => q.where('invoice.currency', '=', p.currency))
    .$if(has('from'), (q) => q.where('invoice.date', '>=', p.from))
    .$if(has('to'), (q) => q.where('invoice.date', '<=', p.to))
    .$if(shape.status !== undefined, (q) =>
      q.where(
        'invoice.state',
        '=',
        sql.lit(shape.status === 'issued' || shape.status === 'overdue' ? 'open' : shape.status) as never,
      ),
    )
    .$if(shape.status === 'overdue', (q) => q.where('invoice.due_date', '<', p.today))
    .$if(shape.isPaid === true, (q) => q.where('invoice.state', '=', sql.lit('paid') as never))
    .$if(shape.isPaid === false, (q) => q.where('invoice.state', '<>', sql.lit('paid') as never))
    .$if(has('search'), (q) =>
      q.where((eb) =>
        eb.or([
          eb(
            'invoice.client_id',
            'in',
            (sub: typeof eb) =>
              sub
                .selectFrom('client')
                .select('client.id')
                .where('client.company_id', '=', p.companyId)
                .where(matchesClient(isClientIndexed, p.clientTerm)) as never,
          ),
          matchesNumber(isNumberIndexed, p.numberTerm) as never,
        ]),
      ),
    )
}

const page = preparedByShape<Params, ListedRow, string>((parts, text) => {
  const shape = JSON.parse(text) as Shape
  const { p } = parts
  const column = COLUMNS[shape.sort]
  const ref = sql.ref(`invoice.${column}`)
  const compared = sql.raw(shape.order === 'asc' ? '>' : '<')
  const isByDate = shape.sort === 'date'
  return matching(parts, shape)
    .select(['id', 'seq', 'state', 'due_date', 'json_shape', 'client_id', 'number_sort'])
    .select(unread(parts.engine, 'json'))
    .select(sql<string | number>`${ref}`.as('sort_value'))
    .select(shape.withLines ? unread(parts.engine, 'lines_json') : sql<Unread>`''`.as('lines_json'))
    .select(shape.withPayments ? unread(parts.engine, 'payments_json') : sql<Unread>`''`.as('payments_json'))
    .$if(shape.withEfactura, (q) => q.select(['document_type', 'efactura']))
    .$if(shape.isAfter && isByDate, (q) =>
      q.where(
        sql<boolean>`(invoice.date, invoice.number_sort, invoice.seq) ${compared} (${p.afterValue}, ${p.afterNumber}, ${p.afterSeq})` as never,
      ),
    )
    .$if(shape.isAfter && !isByDate, (q) =>
      q.where(sql<boolean>`(${ref}, invoice.seq) ${compared} (${p.afterValue}, ${p.afterSeq})` as never),
    )
    .orderBy(column, shape.order)
    .$if(isByDate, (q) => q.orderBy('number_sort', shape.order))
    .orderBy('seq', shape.order)
    .limit(p.limit)
    .offset(p.offset) as never
})

const count = preparedByShape<Params, { n: number }, string>(
  (parts, text) =>
    matching(parts, JSON.parse(text) as Shape).select(sql<number>`cast(count(*) as bigint)`.as('n')) as never,
)

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

/** A page of invoices, and how many match in all. */
export async function listInvoices(ctx: ReadCtx, asked: InvoicePage): Promise<{ rows: ListedRow[]; total: number }> {
  const { shape, params } = queryOf(ctx, asked)
  const [rows, total] = await Promise.all([
    page(ctx.db, JSON.stringify(shape), params),
    countInvoices(ctx, asked.filter, shape, params),
  ])
  return { rows, total }
}

function queryOf(
  ctx: ReadCtx,
  { filter, sort, order, limit, offset, after, withLines, withPayments, withEfactura }: InvoicePage,
): { shape: Shape; params: Params } {
  const folded = filter.search === undefined ? '' : fold(filter.search)
  const clientTerm = searchTerm(ctx.db.engine, folded)
  const numberTerm = searchTerm(ctx.db.engine, folded)
  const filters = (Object.keys(filter) as (keyof InvoiceFilter)[]).filter((name) => filter[name] !== undefined)
  const shape: Shape = {
    filters,
    status: filter.status,
    isPaid: filter.isPaid,
    isIndexed: [clientTerm.isIndexed, numberTerm.isIndexed],
    sort,
    order,
    isAfter: after !== null,
    withLines,
    withPayments,
    withEfactura,
  }
  const params: Params = {
    companyId: ctx.companyId,
    workPointId: filter.workPointId ?? '',
    clientId: filter.clientId ?? '',
    seriesId: filter.seriesId ?? '',
    documentType: filter.documentType ?? '',
    currency: filter.currency ?? '',
    from: filter.from ?? '',
    to: filter.to ?? '',
    today: ctx.today,
    clientTerm: clientTerm.value,
    numberTerm: numberTerm.value,
    afterValue: after?.value ?? '',
    afterNumber: after?.numberSort ?? '',
    afterSeq: after?.seq ?? 0,
    limit,
    offset,
  }
  return { shape, params }
}

/** What a count does not depend on is the same for all, so that they share a statement. */
function countShape(shape: Shape): string {
  return JSON.stringify({
    ...shape,
    sort: 'date',
    order: 'asc',
    isAfter: false,
    withLines: false,
    withPayments: false,
    withEfactura: false,
  })
}

/**
 * From the kept counts wherever they know the filters. Of a span of days, the whole months come from the kept
 * counts and the days at its edges from the index.
 */
async function countInvoices(ctx: ReadCtx, filter: InvoiceFilter, shape: Shape, params: Params): Promise<number> {
  const isKept = filter.search === undefined && filter.status !== 'overdue'
  if (!isKept) return indexed(ctx, shape, params)
  if (filter.clientId !== undefined) {
    const knowsAll = shape.filters.every((name) => name === 'clientId' || name === 'status' || name === 'isPaid')
    return knowsAll ? kept(ctx, shape, params) : indexed(ctx, shape, params)
  }
  if (filter.from === undefined && filter.to === undefined) return kept(ctx, shape, params)
  return countSpan(ctx, filter, shape, params)
}

async function countSpan(ctx: ReadCtx, filter: InvoiceFilter, shape: Shape, params: Params): Promise<number> {
  const from = filter.from ?? '0000-01-01'
  const to = filter.to ?? '2199-12-31'
  if (from > to) return 0
  const isWhole = (filter.from === undefined || from.endsWith('-01')) && (filter.to === undefined || isLastOfMonth(to))
  const isShort = monthOf(from) === monthOf(to)
  if (isShort && !isWhole) return indexed(ctx, shape, params)
  const both: Shape = { ...shape, filters: [...new Set([...shape.filters, 'from' as const, 'to' as const])] }
  const first =
    filter.from === undefined || from.endsWith('-01') ? null : { ...params, from, to: `${monthOf(from)}-31` }
  const last = filter.to === undefined || isLastOfMonth(to) ? null : { ...params, from: `${monthOf(to)}-01`, to }
  const months = {
    ...params,
    from: first ? `${monthOf(from)}-99` : monthOf(from),
    to: last ? monthOf(to) : `${monthOf(to)}-99`,
  }
  const parts = await Promise.all([
    kept(ctx, both, months),
    first ? indexed(ctx, both, first) : 0,
    last ? indexed(ctx, both, last) : 0,
  ])
  return parts.reduce((sum, part) => sum + part, 0)
}

function isLastOfMonth(day: string): boolean {
  return monthOf(addDays(day, 1)) !== monthOf(day)
}

async function indexed(ctx: ReadCtx, shape: Shape, params: Params): Promise<number> {
  return Number((await count(ctx.db, countShape(shape), params))[0]?.n ?? 0)
}

/** `from` and `to` are bounds on `YYYY-MM`: from is compared with >=, to with <. */
const tally = preparedByShape<Params, { n: number | null }, string>(({ db, p }, text) => {
  const shape = JSON.parse(text) as Shape
  const has = (name: keyof InvoiceFilter) => shape.filters.includes(name)
  const state = shape.status === 'issued' ? 'open' : shape.status
  return db
    .selectFrom('invoice_tally')
    .select(sql<number | null>`cast(sum(n) as bigint)`.as('n'))
    .where('company_id', '=', p.companyId)
    .where('client_id', '=', has('clientId') ? p.clientId : '')
    .$if(has('workPointId'), (q) => q.where('work_point_id', '=', p.workPointId))
    .$if(has('seriesId'), (q) => q.where('series_id', '=', p.seriesId))
    .$if(has('documentType'), (q) => q.where('document_type', '=', p.documentType))
    .$if(has('currency'), (q) => q.where('currency', '=', p.currency))
    .$if(state !== undefined, (q) => q.where('state', '=', state as string))
    .$if(shape.isPaid === true, (q) => q.where('state', '=', 'paid'))
    .$if(shape.isPaid === false, (q) => q.where('state', '<>', 'paid'))
    .$if(has('from'), (q) => q.where('month', '>=', p.from))
    .$if(has('to'), (q) => q.where('month', '<', p.to)) as never
})

async function kept(ctx: ReadCtx, shape: Shape, params: Params): Promise<number> {
  return Number((await tally(ctx.db, countShape(shape), params))[0]?.n ?? 0)
}
