import type { Insertable } from 'kysely'
import type { Conn, Value } from './conn.ts'
import type { Tables } from './tables.ts'

const texts = new Map<string, string>()
/** Each number of rows is a statement of its own, which the databases keep: a few, and none of them large. */
const ROWS_LIMIT = 50

/** Pushes rows into a table. All rows carry the same columns in the same order. */
export function insertRows<T extends keyof Tables & string>(
  conn: Conn,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  onConflict = '',
): void {
  const first = rows[0]
  if (!first) return
  const columns = Object.keys(first)
  for (let from = 0; from < rows.length; from += ROWS_LIMIT) {
    const part = rows.slice(from, from + ROWS_LIMIT)
    conn.push(
      insertText(conn, table, columns, part.length, onConflict),
      part.flatMap((row) => Object.values(row) as Value[]),
    )
  }
}

function insertText(conn: Conn, table: string, columns: readonly string[], rows: number, onConflict: string): string {
  const key = `${conn.engine} ${table} ${rows} ${columns.join()} ${onConflict}`
  let text = texts.get(key)
  if (text) return text
  let n = 0
  const placeholder = () => (conn.engine === 'sqlite' ? '?' : `$${++n}`)
  const tuple = () => `(${columns.map(placeholder).join(', ')})`
  text = `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: rows }, tuple).join(', ')} ${onConflict}`
  texts.set(key, text)
  return text
}

/** Pushes an update of one row by its key columns. */
export function updateRow<T extends keyof Tables & string>(
  conn: Conn,
  table: T,
  key: Partial<Record<keyof Tables[T] & string, Value>>,
  changes: Partial<Record<keyof Tables[T] & string, Value>>,
): void {
  const set = Object.keys(changes)
  const where = Object.keys(key)
  if (set.length === 0) return
  const cacheKey = `${conn.engine} update ${table} ${set.join()} by ${where.join()}`
  let text = texts.get(cacheKey)
  if (!text) {
    let n = 0
    const is = (column: string) => `${column} = ${conn.engine === 'sqlite' ? '?' : `$${++n}`}`
    text = `update ${table} set ${set.map(is).join(', ')} where ${where.map(is).join(' and ')}`
    texts.set(cacheKey, text)
  }
  conn.push(text, [...Object.values(changes), ...Object.values(key)] as Value[])
}

/** Pushes the deletion of the rows that match all key columns. */
export function deleteRows<T extends keyof Tables & string>(
  conn: Conn,
  table: T,
  key: Partial<Record<keyof Tables[T] & string, Value>>,
): void {
  const where = Object.keys(key)
  const is = (column: string, index: number) => `${column} = ${conn.engine === 'sqlite' ? '?' : `$${index + 1}`}`
  conn.push(`delete from ${table} where ${where.map(is).join(' and ')}`, Object.values(key) as Value[])
}
