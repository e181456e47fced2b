import { sql } from 'kysely'
import { addDays, monthOf } from '../../domain/dates.ts'
import type { Conn } from '../../store/conn.ts'
import { preparedByShape } from '../../store/prepared.ts'
import { type FilterShape, filtered, type InvoiceFilter, type Params } from './invoice-filter.store.ts'

const count = preparedByShape<Params, { n: number }, string>(
  (parts, text) =>
    filtered(parts, JSON.parse(text) as FilterShape).select(sql<number>`cast(count(*) as bigint)`.as('n')) as never,
)

/** How many rows match, one by one. */
export async function countMatching(db: Conn, shape: FilterShape, params: Params): Promise<number> {
  return (await count(db, textOf(shape), params))[0]?.n ?? 0
}

/** What a count does not depend on is left out, so that all sorts of a list share a statement. */
function textOf({ filters, status, isPaid, search, by }: FilterShape): string {
  return JSON.stringify({ filters, status, isPaid, search, by, isSortedByDueDate: false } satisfies FilterShape)
}

/**
 * From the kept counts wherever they know the filters. Of a span of days, the whole months come from the kept
 * counts and the days at its edges from the index.
 */
export async function countInvoices(
  db: Conn,
  filter: InvoiceFilter,
  shape: FilterShape,
  params: Params,
): Promise<number> {
  if (filter.status === 'overdue') return countMatching(db, shape, params)
  if (filter.clientId !== undefined) {
    const knowsAll = shape.filters.every((name) => name === 'clientId' || name === 'status' || name === 'isPaid')
    return knowsAll ? kept(db, shape, params) : countMatching(db, shape, params)
  }
  if (filter.from === undefined && filter.to === undefined) return kept(db, shape, params)
  return countSpan(db, filter, shape, params)
}

async function countSpan(db: Conn, filter: InvoiceFilter, shape: FilterShape, params: Params): Promise<number> {
  const from = filter.from ?? '0000-01-01'
  const to = filter.to ?? '2199-12-31'
  if (from > to) return 0
  const isWhole = (filter.from === undefined || from.endsWith('-01')) && (filter.to === undefined || isLastOfMonth(to))
  const isShort = monthOf(from) === monthOf(to)
  if (isShort && !isWhole) return countMatching(db, shape, params)
  const both: FilterShape = { ...shape, filters: [...new Set([...shape.filters, 'from' as const, 'to' as const])] }
  const first =
    filter.from === undefined || from.endsWith('-01') ? null : { ...params, from, to: `${monthOf(from)}-31` }
  const last = filter.to === undefined || isLastOfMonth(to) ? null : { ...params, from: `${monthOf(to)}-01`, to }
  const months = {
    ...params,
    from: first ? `${monthOf(from)}-99` : monthOf(from),
    to: last ? monthOf(to) : `${monthOf(to)}-99`,
  }
  const parts = await Promise.all([
    kept(db, both, months),
    first ? countMatching(db, both, first) : 0,
    last ? countMatching(db, both, last) : 0,
  ])
  return parts.reduce((sum, part) => sum + part, 0)
}

function isLastOfMonth(day: string): boolean {
  return monthOf(addDays(day, 1)) !== monthOf(day)
}

/** `from` and `to` are bounds on `YYYY-MM`: from is compared with >=, to with <. */
const tally = preparedByShape<Params, { n: number | null }, string>(({ db, p }, text) => {
  const shape = JSON.parse(text) as FilterShape
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

async function kept(db: Conn, shape: FilterShape, params: Params): Promise<number> {
  return (await tally(db, textOf(shape), params))[0]?.n ?? 0
}
