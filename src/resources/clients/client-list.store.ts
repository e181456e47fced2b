import { sql } from 'kysely'
import { fold } from '../../domain/text.ts'
import type { Conn } from '../../store/conn.ts'
import type { ListCtx } from '../../store/ctx.ts'
import { prepared, preparedByShape } from '../../store/prepared.ts'
import { countInIndex, matchesClient, searchTerm } from '../../store/search.ts'
import type { ClientRow } from '../../store/tables.ts'
import type { ClientVersion } from './client-rendering.store.ts'

export interface ClientFilter {
  readonly search: string | undefined
  readonly cui: string | undefined
  readonly city: string | undefined
  readonly county: string | undefined
  readonly isActive: boolean | undefined
}

export interface ClientPage {
  readonly filter: ClientFilter
  readonly sort: 'name' | 'created_at'
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly offset: number
}

interface ListParams {
  companyId: string
  term: string
  cui: string
  city: string
  county: string
  isActive: number
  limit: number
  offset: number
}

/** What the text of a list's query depends on. */
interface ListShape {
  readonly filters: readonly (keyof ClientFilter)[]
  readonly isIndexed: boolean
  /** Of many matches a page is found in the order of the list; few are all looked up and sorted. */
  readonly isMany: boolean
  readonly column: 'sort_name' | 'created_at'
  readonly order: 'asc' | 'desc'
}

type Parts = Parameters<Parameters<typeof preparedByShape<ListParams, ClientRow, string>>[0]>[0]

function matching({ db, p }: Parts, { filters, isIndexed, isMany }: ListShape) {
  const has = (name: keyof ClientFilter) => filters.includes(name)
  const company = sql.ref<string>('client.company_id')
  return db
    .selectFrom('client')
    .where(isIndexed && !isMany ? sql<string>`+${company}` : company, '=', p.companyId)
    .$if(has('search'), (q) => q.where(matchesClient({ isIndexed, isSortedByIndex: isMany }, p.companyId, p.term)))
    .$if(has('cui'), (q) => q.where('cui', '=', p.cui))
    .$if(has('city'), (q) => q.where('city', '=', p.city))
    .$if(has('county'), (q) => q.where('county', '=', p.county))
    .$if(has('isActive'), (q) => q.where('is_active', '=', p.isActive))
}

const page = preparedByShape<ListParams, ClientVersion, string>((parts, text) => {
  const shape = JSON.parse(text) as ListShape
  return matching(parts, shape)
    .select(['id', 'version'])
    .orderBy(shape.column, shape.order)
    .orderBy('seq', shape.order)
    .limit(parts.p.limit)
    .offset(parts.p.offset)
})

const count = preparedByShape<ListParams, { n: number }, string>((parts, text) =>
  matching(parts, JSON.parse(text) as ListShape).select(sql<number>`cast(count(*) as bigint)`.as('n')),
)

const countFound = prepared<ListParams, { n: number }>(
  ({ db, p }) => db.selectNoFrom(countInIndex(p.companyId, p.term).as('n')) as never,
)

/** Clients that are looked up one by one and sorted. */
const FEW = 100

/** A page of clients and how many match in all. */
export async function listClients(
  ctx: ListCtx,
  asked: ClientPage,
): Promise<{ clients: ClientVersion[]; total: number }> {
  const folded = fold(asked.filter.search ?? '')
  const filter = folded === '' ? { ...asked.filter, search: undefined } : asked.filter
  const { isIndexed, value } = searchTerm(ctx.db.engine, folded)
  const filters = (Object.keys(filter) as (keyof ClientFilter)[]).filter((name) => filter[name] !== undefined)
  const column = asked.sort === 'name' ? 'sort_name' : 'created_at'
  const shape: ListShape = { filters, isIndexed, isMany: false, column, order: asked.order }
  const params: ListParams = {
    companyId: ctx.companyId,
    term: value,
    cui: filter.cui ?? '',
    city: filter.city ?? '',
    county: filter.county ?? '',
    isActive: filter.isActive ? 1 : 0,
    limit: asked.limit,
    offset: asked.offset,
  }
  const isShort = filters.every((name) => name === 'cui')
  const db = isShort ? ctx.db : ctx.longDb
  const counting = countClientsOf(db, shape, params)
  const isMany = isIndexed && (await counting) > FEW
  const [rows, total] = await Promise.all([page(db, JSON.stringify({ ...shape, isMany }), params), counting])
  return { clients: rows, total }
}

async function countClientsOf(db: Conn, { filters, isIndexed }: ListShape, params: ListParams): Promise<number> {
  const [first, ...others] = filters
  const counting: ListShape = { filters, isIndexed, isMany: false, column: 'sort_name', order: 'asc' }
  const isOfIndex = first === 'search' && others.length === 0 && isIndexed
  const counted = await (first === undefined
    ? tally(db, params)
    : isOfIndex
      ? countFound(db, params)
      : count(db, JSON.stringify(counting), params))
  return counted[0]?.n ?? 0
}

const tally = prepared<Pick<ListParams, 'companyId'>, { n: number }>(({ db, p }) =>
  db.selectFrom('client_tally').select('n').where('company_id', '=', p.companyId),
)
