import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Conn, kyselyOn, type Value } from './conn.ts'

const BUSY_TIMEOUT_MS = 5_000
const STATEMENTS_KEPT = 1_000

/** One connection of the driver, with its statements kept by their text. */
export interface Connection {
  db: DatabaseSync
  conn: Conn
  run(sql: string): void
  /** The first failure of a pushed write, forgotten once taken. */
  takePushed(): unknown
  throwPushed(): void
}

/** `cacheKib`: how much of the file it keeps in memory. */
export function openConnection(file: string, cacheKib = 65_536): Connection {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  db.exec('pragma journal_mode = wal')
  db.exec('pragma synchronous = full')
  db.exec('pragma foreign_keys = on')
  db.exec('pragma wal_autocheckpoint = 8000')
  db.exec(`pragma cache_size = -${cacheKib}`)
  db.exec('pragma temp_store = memory')
  const statements = new Map<string, StatementSync>()
  let pushedError: unknown = null

  function statement(sql: string): StatementSync {
    let found = statements.get(sql)
    if (found) return found
    if (statements.size >= STATEMENTS_KEPT) statements.clear()
    found = db.prepare(sql)
    statements.set(sql, found)
    return found
  }
  const query = async (sql: string, params: readonly Value[]) => statement(sql).all(...params)
  const conn: Conn = {
    engine: 'sqlite',
    kysely: kyselyOn('sqlite', query as Conn['query']),
    query: query as Conn['query'],
    push: (sql, params) => {
      if (pushedError) return
      try {
        statement(sql).run(...params)
      } catch (error) {
        pushedError = error
      }
    },
  }
  const takePushed = () => {
    const error = pushedError
    pushedError = null
    return error
  }
  const throwPushed = () => {
    const error = takePushed()
    if (error) throw error
  }
  return { db, conn, run: (sql) => void statement(sql).run(), takePushed, throwPushed }
}
