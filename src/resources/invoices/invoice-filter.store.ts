import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { preparedByShape } from '../../store/prepared.ts'
import { matchesClient } from '../../store/search.ts'

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

/** The values that a list's queries are bound to. */
export interface Params {
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
  numberFrom: string
  numberBelow: string
  numberLength: number
  numberPattern: string
  afterValue: string | number
  afterNumber: string
  afterSeq: number
  limit: number
  offset: number
}

/** What of a search the text of a query depends on. */
export interface SearchShape {
  readonly isClientIndexed: boolean
  /** Where the term may be found: what finds nothing is left out. */
  readonly inClients: boolean
  readonly inNumbers: boolean
}

export interface FilterShape {
  readonly filters: readonly (keyof InvoiceFilter)[]
  readonly status: StatusFilter | undefined
  readonly isPaid: boolean | undefined
  readonly search: SearchShape | null
  /**
   * How rows are come by. By `filter`: through an index of one of the filters. By `order`: in the order of the list,
   * until enough of them match. By `search`: first all that the search finds.
   */
  readonly by: 'filter' | 'order' | 'search'
  readonly isSortedByDueDate: boolean
}

export type Parts = Parameters<Parameters<typeof preparedByShape<Params, object, string>>[0]>[0]

/** The rows that match; the text of the query is compiled once per shape. */
export function filtered(parts: Parts, shape: FilterShape) {
  const { db, p, engine } = parts
  const has = (name: keyof InvoiceFilter) => shape.filters.includes(name)
  // A plus in front takes a column out of SQLite's choice of indexes; PostgreSQL knows how many rows to expect.
  const column = (name: string, isFree: boolean) =>
    engine === 'sqlite' && isFree ? sql<string>`+${sql.ref(`invoice.${name}`)}` : sql.ref<string>(`invoice.${name}`)
  // The documents of one client are the fewest.
  const of = (name: string) => column(name, shape.by !== 'filter' || (has('clientId') && name !== 'client_id'))
  const state = shape.status === 'issued' || shape.status === 'overdue' ? 'open' : shape.status
  return db
    .selectFrom('invoice')
    .where(column('company_id', shape.by === 'search'), '=', p.companyId)
    .$if(has('workPointId'), (q) => q.where(of('work_point_id'), '=', p.workPointId))
    .$if(has('clientId'), (q) => q.where(of('client_id'), '=', p.clientId))
    .$if(has('seriesId'), (q) => q.where(of('series_id'), '=', p.seriesId))
    .$if(has('documentType'), (q) => q.where(of('document_type'), '=', p.documentType))
    .$if(has('currency'), (q) => q.where(of('currency'), '=', p.currency))
    .$if(has('from'), (q) => q.where(column('date', shape.by !== 'filter'), '>=', p.from))
    .$if(has('to'), (q) => q.where(column('date', shape.by !== 'filter'), '<=', p.to))
    .$if(state !== undefined, (q) => q.where(of('state'), '=', sql.lit(state as string)))
    .$if(shape.status === 'overdue', (q) => {
      const due = column('due_sort', !shape.isSortedByDueDate || shape.by !== 'filter')
      return q.where(due, '>', sql.lit('')).where(due, '<', p.today)
    })
    .$if(shape.isPaid === true, (q) => q.where(of('state'), '=', sql.lit('paid')))
    .$if(shape.isPaid === false, (q) => q.where(of('state'), '<>', sql.lit('paid')))
    .$if(shape.search !== null, (q) => {
      const search = shape.search as SearchShape
      return q.where(shape.by === 'search' ? isAmongFound(parts, search) : isFound(parts, search))
    })
}

/** The ids of the clients that the term is found in, in brackets. */
export function foundClients({ p }: Parts, { isClientIndexed }: SearchShape): RawBuilder<string> {
  return sql<string>`(select client.id from client where ${isClientIndexed ? sql`+` : sql``}client.company_id = ${p.companyId}
    and ${matchesClient({ isIndexed: isClientIndexed }, p.companyId, p.clientTerm)})`
}

/** The parts of numbers that begin with the term, one of each number: the condition on `invoice_number_part p`. */
export function isCountedPart({ p }: Parts): RawBuilder<SqlBool> {
  return sql<SqlBool>`p.company_id = ${p.companyId} and p.part >= ${p.numberFrom} and p.part < ${p.numberBelow}
    and p.shared < ${p.numberLength}`
}

/** Whether a row is one that the search finds, asked of rows one by one. */
function isFound(parts: Parts, search: SearchShape): RawBuilder<SqlBool> {
  // PostgreSQL would make a join of the first alone, and sort all of it before the page.
  const inClients = search.inClients ? sql`invoice.client_id in ${foundClients(parts, search)}` : sql`false`
  const inNumber = search.inNumbers ? sql`invoice.number_text like ${parts.p.numberPattern} escape '\\'` : sql`false`
  return sql<SqlBool>`(${inClients} or ${inNumber})`
}

/** The same through the indexes of the search. */
function isAmongFound(parts: Parts, search: SearchShape): RawBuilder<SqlBool> {
  const { p, engine } = parts
  const ofClients = sql`select i.seq from invoice i where i.company_id = ${p.companyId}
    and i.client_id in ${foundClients(parts, search)}`
  const ofNumbers = sql`select i.seq from invoice_number_part p cross join invoice i
    where ${isCountedPart(parts)} and i.id = p.invoice_id`
  const found = [...(search.inClients ? [ofClients] : []), ...(search.inNumbers ? [ofNumbers] : [])]
  const union = sql.join(found, sql` union all `)
  return engine === 'sqlite'
    ? sql<SqlBool>`invoice.seq in (${union})`
    : sql<SqlBool>`invoice.seq = any (array(${union}))`
}
