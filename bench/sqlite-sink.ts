import { closeSync, fsyncSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Sink } from './sink.ts'

const ROWS_PER_TRANSACTION = 200_000

/**
 * Into an existing database, without a journal (a data set that was not finished is made anew) and without indexes
 * and triggers: those are made at the end, each in one sorted pass, and the searches filled in one statement each.
 */
export function sqliteSink(file: string): Sink {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory')
  // The indexes behind a constraint have no text, and stay.
  const made = db.prepare(`select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null`).all()
  for (const { type, name } of made) db.exec(`drop ${type} ${name}`)
  const statements = new Map<string, StatementSync>()
  const statement = (sql: string) => {
    let found = statements.get(sql)
    if (!found) statements.set(sql, (found = db.prepare(sql)))
    return found
  }
  let rows = 0
  db.exec('begin')
  return {
    engine: 'sqlite',
    insert(table, columns, values) {
      const insert = statement(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
      const { length } = columns
      if (values.length === length) insert.run(...values)
      else for (let at = 0; at < values.length; at += length) insert.run(...values.slice(at, at + length))
      rows += values.length / length
    },
    run: (sql, params) => void statement(sql).run(...params),
    async drain() {
      if (rows < ROWS_PER_TRANSACTION) return
      rows = 0
      db.exec('commit; begin')
    },
    async finish() {
      db.exec('insert into client_search (rowid, text) select seq, search_text from client')
      db.exec('insert into number_search (rowid, text) select seq, number from invoice where number is not null')
      for (const { sql } of made) db.exec(sql as string)
      db.exec('commit; pragma journal_mode = wal')
      db.close()
      const handle = openSync(file, 'r')
      fsyncSync(handle)
      closeSync(handle)
    },
  }
}
