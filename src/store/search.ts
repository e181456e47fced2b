import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { numberTerm } from '../domain/number-parts.ts'
import type { Engine } from './conn.ts'

/** The trigram indexes answer for three characters and more; shorter texts are looked for row by row. */
const TRIGRAM = 3
/** Comes after every text that begins like the one before it. */
const LAST_CHARACTER = '\u{10ffff}'

/** A text to look for in clients, as the engine's index wants it. */
export interface SearchTerm {
  readonly isIndexed: boolean
  readonly value: string
}

export function searchTerm(engine: Engine, folded: string): SearchTerm {
  const isIndexed = engine === 'sqlite' && [...folded].length >= TRIGRAM
  return {
    isIndexed,
    value: isIndexed ? `"${folded.replaceAll('"', '""')}"` : `%${escaped(folded)}%`,
  }
}

/** Clients of the company whose folded text contains the term. For use in a query on `client`. */
export function matchesClient(
  { isIndexed, isSortedByIndex = false }: { isIndexed: boolean; isSortedByIndex?: boolean },
  companyId: string,
  value: string,
): RawBuilder<SqlBool> {
  if (!isIndexed) return sql<SqlBool>`client.search_text like ${value} escape '\\'`
  // A plus in front takes a column out of SQLite's choice of indexes: of many matches few are wanted, in an order.
  const seq = isSortedByIndex ? sql`+client.seq` : sql`client.seq`
  return sql<SqlBool>`${seq} in (select rowid & 4294967295 from client_search where client_search match ${value}
    and rowid between ${firstRowid(companyId)} and ${firstRowid(companyId)} + 4294967295)`
}

/** How many clients the index knows for a term: without reading any. */
export function countInIndex(companyId: string, value: string): RawBuilder<number> {
  return sql<number>`(select count(*) from client_search where client_search match ${value}
    and rowid between ${firstRowid(companyId)} and ${firstRowid(companyId)} + 4294967295)`
}

/** Where the clients of a company begin in SQLite's search index (migration 0001). */
function firstRowid(companyId: string): RawBuilder<number> {
  return sql<number>`((select seq from company where id = ${companyId}) << 32)`
}

/** A text to look for in numbers: as a span of `invoice_number_part`, and as a pattern for `invoice.number_text`. */
export interface NumberSpan {
  readonly isAny: boolean
  readonly from: string
  readonly below: string
  /** In the units of `NumberPart.shared`. */
  readonly length: number
  readonly pattern: string
}

export function numberSpan(folded: string): NumberSpan {
  const term = numberTerm(folded)
  return {
    isAny: term !== '',
    from: term,
    below: `${term}${LAST_CHARACTER}`,
    length: term.length,
    pattern: `%\n${escaped(term)}%`,
  }
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
