import { builderFor, type Conn, type Value } from '../src/store/conn.ts'
import type { Sink } from './sink.ts'

interface Statement {
  readonly table: string
  readonly columns: readonly string[]
  /** The columns that name a count, for a statement that adds to it. */
  readonly isCount: boolean
}

const INSERT = /^insert into (\w+) \(([^)]*)\) values .*?(on conflict .*)?$/s

/**
 * A connection that the real stores write to, and which hands what they write to a sink: the rows of the data set
 * are made by the code that makes them in production. Counts are added up here and written once, at the end.
 */
export function captureConn(sink: Sink): { readonly conn: Conn; flushCounts(): void } {
  const statements = new Map<string, Statement | null>()
  const counts = new Map<string, { table: string; columns: readonly string[]; values: Value[] }>()
  const statementOf = (sql: string): Statement | null => {
    let found = statements.get(sql)
    if (found === undefined) {
      found = parse(sql)
      statements.set(sql, found)
    }
    return found
  }
  const count = ({ table, columns }: Statement, values: readonly Value[]) => {
    for (let at = 0; at < values.length; at += columns.length) {
      const row = values.slice(at, at + columns.length)
      const key = `${table} ${row.slice(0, -1).join(' ')}`
      const known = counts.get(key)
      if (known) known.values[columns.length - 1] = Number(known.values[columns.length - 1]) + Number(row.at(-1))
      else counts.set(key, { table, columns, values: row })
    }
  }
  const conn: Conn = {
    engine: sink.engine,
    kysely: builderFor(sink.engine),
    query: () => Promise.reject(new Error('a data set is written without being read')),
    push: (sql, params) => {
      const statement = statementOf(sql)
      if (!statement) sink.run(sql, params)
      else if (statement.isCount) count(statement, params)
      else sink.insert(statement.table, statement.columns, params)
    },
  }
  const flushCounts = () => {
    for (const { table, columns, values } of counts.values())
      if (values.at(-1) !== 0) sink.insert(table, columns, values)
    counts.clear()
  }
  return { conn, flushCounts }
}

function parse(sql: string): Statement | null {
  const [, table, columns, onConflict] = INSERT.exec(sql) ?? []
  if (table === undefined || columns === undefined) return null
  const names = columns.split(', ')
  if (onConflict && names.at(-1) !== 'n') throw new Error(`not a count: ${sql}`)
  return { table, columns: names, isCount: onConflict !== undefined }
}
