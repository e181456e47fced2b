import { sql } from 'kysely'
import type { ListCtx } from '../../store/ctx.ts'
import { preparedByShape } from '../../store/prepared.ts'
import { type FilterShape, foundClients, isCountedPart, type Params, type SearchShape } from './invoice-filter.store.ts'

/** How much a search finds, from kept counts and indexes alone. */
export interface Found {
  /** Documents of the clients that were found; and those of them in the states that the list is filtered by. */
  readonly ofClients: number
  readonly ofClientsInState: number
  /** Documents whose number was found. */
  readonly byNumber: number
  /** All documents of the company. */
  readonly all: number
}

type StatesShape = Pick<FilterShape, 'status' | 'isPaid'> & { readonly search: SearchShape }

const measured = preparedByShape<Params, Found, string>((parts, text) => {
  const { search, status, isPaid } = JSON.parse(text) as StatesShape
  const { db, p } = parts
  const state = status === 'issued' ? 'open' : status
  const ofState = state === undefined ? sql`true` : sql`state = ${sql.lit(state)}`
  const paid = isPaid === undefined ? sql`true` : isPaid ? sql`state = 'paid'` : sql`state <> 'paid'`
  const sumOf = (column: string) => sql<number>`coalesce(cast(sum(${sql.ref(column)}) as bigint), 0)`
  return db
    .selectFrom(
      sql<{
        n: number
        m: number
      }>`(select n, case when ${ofState} and ${paid} then n else 0 end as m from invoice_tally
        where company_id = ${p.companyId} and client_id in ${foundClients(parts, search)})`.as('tally'),
    )
    .select([
      sumOf('tally.n').as('ofClients'),
      sumOf('tally.m').as('ofClientsInState'),
      search.inNumbers
        ? sql<number>`(select cast(count(*) as bigint) from invoice_number_part p where ${isCountedPart(parts)})`.as(
            'byNumber',
          )
        : sql<number>`0`.as('byNumber'),
      sql<number>`(select coalesce(cast(sum(n) as bigint), 0) from invoice_tally
        where company_id = ${p.companyId} and client_id = '')`.as('all'),
    ]) as never
})

export async function measureSearch(ctx: ListCtx, shape: StatesShape, params: Params): Promise<Found> {
  const { search, status, isPaid } = shape
  const found = (await measured(ctx.longDb, JSON.stringify({ search, status, isPaid }), params))[0]
  if (!found) throw new Error('a sum is always one row')
  return found
}

const otherClients = preparedByShape<Params, { n: number }, string>((parts, text) => {
  const search = JSON.parse(text) as SearchShape
  return parts.db
    .selectFrom('invoice_number_part as p')
    .select(sql<number>`cast(count(*) as bigint)`.as('n'))
    .where(isCountedPart(parts))
    .where(sql<boolean>`p.client_id not in ${foundClients(parts, search)}` as never) as never
})

/** Documents whose number was found, and whose client was not. */
export async function countByNumberAlone(ctx: ListCtx, search: SearchShape, params: Params): Promise<number> {
  return (await otherClients(ctx.longDb, JSON.stringify(search), params))[0]?.n ?? 0
}

/** Documents that are read one by one and sorted without a second thought; and one of how many they may be. */
const FEW = 2_000
const SHARE = 4

/** Whether a search finds so few that its page is made from all of them. Of more, the indexes of the list tell. */
export function isFew({ ofClients, byNumber, all }: Found): boolean {
  return ofClients + byNumber <= Math.min(FEW, all / SHARE)
}
