import Type, { type TObject, type TSchema } from 'typebox'
import { optional, type Reader } from './fields.ts'
import { type Json, JsonText, type Piece, piecesOf } from './json.ts'
import { wholeNumber } from './number-fields.ts'

const MAX_PER_PAGE = 100
const DEFAULT_PER_PAGE = 50

export interface Paging {
  readonly page: number
  readonly perPage: number
}

const pageNumber: Reader<number> = {
  schema: Type.Integer({ minimum: 1, default: 1 }),
  read(value, path, problems) {
    const read = wholeNumber(value)
    if (read === null) {
      problems.push({ path, code: 'not_integer' })
      return undefined
    }
    return Math.max(1, Math.min(read, 1_000_000_000))
  },
}

const pageSize: Reader<number> = {
  schema: Type.Integer({ minimum: 1, maximum: MAX_PER_PAGE, default: DEFAULT_PER_PAGE }),
  read(value, path, problems) {
    const read = wholeNumber(value)
    if (read === null) {
      problems.push({ path, code: 'not_integer' })
      return undefined
    }
    return read < 1 ? DEFAULT_PER_PAGE : Math.min(read, MAX_PER_PAGE)
  },
}

/** Spread into the query of a list. `limit` wins over `per_page` (contract decision 18). */
export const pagingFields = {
  page: optional(pageNumber),
  per_page: optional(pageSize),
  limit: optional(pageSize),
}

export function pagingOf(query: {
  page: number | undefined
  per_page: number | undefined
  limit: number | undefined
}): Paging {
  return { page: query.page ?? 1, perPage: query.limit ?? query.per_page ?? DEFAULT_PER_PAGE }
}

interface ListExtras {
  /** Known without the total, for lists that are walked by cursor. */
  readonly hasMore?: boolean
  readonly nextCursor?: string | null
  readonly pagination?: Json
}

/** The list object of contract 1.4; `items` may be rendered already. */
export function listJson(
  items: readonly (Json | JsonText)[],
  paging: Paging,
  total: number,
  extras: ListExtras = {},
): JsonText {
  const totalPages = Math.ceil(total / paging.perPage)
  const hasMore = extras.hasMore ?? paging.page < totalPages
  const cursor = extras.nextCursor === undefined ? '' : `,"next_cursor":${JSON.stringify(extras.nextCursor)}`
  const pagination = extras.pagination === undefined ? '' : `,"pagination":${JSON.stringify(extras.pagination)}`
  const pieces: Piece[] = ['{"object":"list","data":[']
  for (const [index, item] of items.entries()) {
    if (index > 0) pieces.push(',')
    pieces.push(...piecesOf(item))
  }
  pieces.push(
    `],"has_more":${hasMore},"total":${total},"page":${paging.page},"per_page":${paging.perPage},"total_pages":${totalPages}${cursor}${pagination}}`,
  )
  return new JsonText(pieces)
}

export function ListOf(item: TSchema): TObject {
  return Type.Object({
    object: Type.Literal('list'),
    data: Type.Array(item),
    has_more: Type.Boolean(),
    total: Type.Integer(),
    page: Type.Integer(),
    per_page: Type.Integer(),
    total_pages: Type.Integer(),
    next_cursor: Type.Optional(
      Type.Union([Type.String(), Type.Null()], {
        description: 'Send as `after` for the next page, whatever the size of the list.',
      }),
    ),
  })
}

/** A list that is never paged. */
export function WholeListOf(item: TSchema): TObject {
  return Type.Object({ object: Type.Literal('list'), data: Type.Array(item), total: Type.Integer() })
}
