import { closeSync, fsyncSync, openSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { Value } from '../src/store/conn.ts'

/** One message from `sqlite-sink.ts`: rows for one table after another, or that there are no more. */
export interface Batch {
  readonly parts: readonly Part[]
  readonly isLast: boolean
}

/** Rows of one table one after another in `values`, or the parameters of one statement. */
export interface Part {
  readonly sql: string
  readonly length: number
  readonly values: readonly Value[]
}

const ROWS_PER_TRANSACTION = 200_000

const file = workerData as string
const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
db.exec(
  'pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory',
)
// The indexes behind a constraint have no text, and stay.
const made = db
  .prepare(`select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null`)
  .all()
for (const { type, name } of made) db.exec(`drop ${type} ${name}`)
const statements = new Map<string, StatementSync>()
let rows = 0

db.exec('begin')
parentPort?.on('message', ({ parts, isLast }: Batch) => {
  for (const part of parts) write(part)
  if (isLast) finish()
  parentPort?.postMessage('written')
  if (isLast) parentPort?.close()
})

function write({ sql, length, values }: Part): void {
  let statement = statements.get(sql)
  if (!statement) {
    statement = db.prepare(sql)
    statements.set(sql, statement)
  }
  for (let at = 0; at < values.length; at += length) statement.run(...values.slice(at, at + length))
  rows += values.length / length
  if (rows < ROWS_PER_TRANSACTION) return
  rows = 0
  db.exec('commit; begin')
}

/** What was dropped is made again, each in one sorted pass, and the search is filled in one statement. */
function finish(): void {
  db.exec(`insert into client_search (rowid, text)
    select (c.seq << 32) + x.seq, x.search_text from client x join company c on c.id = x.company_id order by 1`)
  for (const { sql } of made) db.exec(sql as string)
  db.exec('commit; pragma journal_mode = wal')
  db.close()
  const handle = openSync(file, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
