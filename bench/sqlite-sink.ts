import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Value } from '../src/store/conn.ts'
import type { Sink } from './sink.ts'

const ROWS_PER_TRANSACTION = 200_000

/** Into an existing database, without a journal: a data set that was not finished is made anew. */
export function sqliteSink(file: string): Sink {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; pragma cache_size = -2000000')
  const statements = new Map<string, StatementSync>()
  let rows = 0
  db.exec('begin')
  const statement = (sql: string) => {
    let found = statements.get(sql)
    if (!found) statements.set(sql, (found = db.prepare(sql)))
    return found
  }
  return {
    engine: 'sqlite',
    insert(table, columns, values) {
      const sql = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
      const insert = statement(sql)
      const { length } = columns
      if (values.length === length) insert.run(...values)
      else for (let at = 0; at < values.length; at += length) insert.run(...values.slice(at, at + length))
      rows += values.length / length
    },
    run: (sql: string, params: readonly Value[]) => void statement(sql).run(...params),
    async drain() {
      if (rows < ROWS_PER_TRANSACTION) return
      rows = 0
      db.exec('commit; begin')
    },
    async finish() {
      db.exec('commit; pragma journal_mode = wal; pragma synchronous = full')
      // In the order of a checkpoint: everything is in the file, and the file on the disk.
      db.exec('pragma wal_checkpoint(truncate)')
      db.close()
    },
  }
}
