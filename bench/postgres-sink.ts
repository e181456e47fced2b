import pg from 'pg'
import type { Value } from '../src/store/conn.ts'
import type { Sink } from './sink.ts'

/** The part of the driver's connection that COPY needs; `@types/pg` leaves it out. */
interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/**
 * Into an existing database, with COPY. Indexes that are not behind a constraint are made at the end; foreign keys
 * are not checked while loading, which asks for a superuser (`session_replication_role`).
 */
export async function postgresSink(url: string): Promise<Sink> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
  const { rows: indexes } = await client.query(`
    select indexname as name, indexdef as sql from pg_indexes where schemaname = current_schema()
      and not exists (select 1 from pg_constraint where conname = indexname)`)
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  const pending = new Map<string, { head: string; text: string[] }>()
  const updates: { sql: string; params: readonly Value[] }[] = []
  let running = Promise.resolve()

  const flush = async () => {
    const parts = [...pending.values()].map(({ head, text }) => ({ head, data: Buffer.from(text.join('')) }))
    pending.clear()
    // Rows of the next batch are made while the server takes this one.
    await running
    running = copyAll(client, parts)
    running.catch(() => {})
  }
  return {
    engine: 'postgres',
    insert(table, columns, values) {
      const head = `copy ${table} (${columns.join(', ')}) from stdin`
      let part = pending.get(head)
      if (!part) {
        part = { head, text: [] }
        pending.set(head, part)
      }
      const { length } = columns
      for (let at = 0; at < values.length; at += length) part.text.push(copyLine(values, at, at + length))
    },
    run: (sql, params) => void updates.push({ sql, params }),
    drain: flush,
    async finish() {
      await flush()
      await running
      for (const { sql, params } of updates) await client.query(sql, [...params])
      for (const { sql } of indexes) await client.query(sql)
      await client.query('vacuum analyze')
      await client.query('checkpoint')
      await client.end()
    },
  }
}

const SPECIAL = /[\\\n\r\t]/g
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function copyLine(values: readonly Value[], from: number, to: number): string {
  let line = ''
  for (let at = from; at < to; at++) {
    const value = values[at]
    const text = value === null || value === undefined ? '\\N' : escaped(String(value))
    line += at === from ? text : `\t${text}`
  }
  return `${line}\n`
}

function escaped(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPED[character] ?? character)
}

async function copyAll(client: pg.Client, parts: readonly { head: string; data: Buffer }[]): Promise<void> {
  for (const { head, data } of parts) await copy(client, head, data)
}

/** One COPY … FROM STDIN, in the form of a query that the driver hands its messages to. */
function copy(client: pg.Client, head: string, data: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: Error | null = null
    const submittable = {
      submit: (connection: CopyConnection) => connection.query(head),
      handleCopyInResponse(connection: CopyConnection) {
        connection.sendCopyFromChunk(data)
        connection.endCopyFrom()
      },
      handleCommandComplete() {},
      handleError: (error: Error) => (failed = error),
      handleReadyForQuery: () => (failed ? reject(failed) : resolve()),
    }
    client.query(submittable as unknown as pg.Submittable)
  })
}
