import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Engine } from './conn.ts'

/** The trigram indexes answer for three characters and more; shorter texts are looked for row by row. */
const TRIGRAM = 3

/** A text to look for, as the engine's index wants it. */
export interface SearchTerm {
  readonly isIndexed: boolean
  readonly value: string
}

export function searchTerm(engine: Engine, folded: string): SearchTerm {
  const isIndexed = engine === 'sqlite' && [...folded].length >= TRIGRAM
  return {
    isIndexed,
    value: isIndexed ? `"${folded.replaceAll('"', '""')}"` : `%${folded.replace(/[\\%_]/g, '\\$&')}%`,
  }
}

/** Clients whose folded text contains the term. For use in a query on `client`. */
export function matchesClient(isIndexed: boolean, value: string): RawBuilder<SqlBool> {
  return isIndexed
    ? sql<SqlBool>`client.seq in (select rowid from client_search where client_search match ${value})`
    : sql<SqlBool>`client.search_text like ${value} escape '\\'`
}

/** Invoices whose folded number contains the term. For use in a query on `invoice`. */
export function matchesNumber(isIndexed: boolean, value: string): RawBuilder<SqlBool> {
  return isIndexed
    ? sql<SqlBool>`invoice.seq in (select rowid from number_search where number_search match ${value})`
    : sql<SqlBool>`invoice.number_text like ${value} escape '\\'`
}
