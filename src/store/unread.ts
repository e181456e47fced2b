import { type AliasedRawBuilder, sql } from 'kysely'
import type { Engine } from './conn.ts'

/** A text that is passed through: as its UTF-8 where the driver can hand that over, which spares decoding it. */
export type Unread = string | Uint8Array

/** A text column for an answer that nobody reads on the way. SQLite keeps text as UTF-8, so the cast costs nothing. */
export function unread<C extends string>(engine: Engine, column: C): AliasedRawBuilder<Unread, C> {
  const ref = sql.ref(column)
  return (engine === 'sqlite' ? sql<Unread>`cast(${ref} as blob)` : sql<Unread>`${ref}`).as(column)
}
