import { Worker } from 'node:worker_threads'
import { type Conn, kyselyOn, type Row, TooManyReads, type Value } from './conn.ts'
import type { LongRead, LongReadOutcome } from './sqlite-reader.ts'

/** Reads that wait or run. Each caller waits for all before it, so a queue that is longer than this helps nobody. */
const WAITING_LIMIT = 256
const WORKER = new URL(import.meta.url.replace(/-long-reads(\.\w+)$/, '-reader$1'))

interface Waiting {
  resolve(rows: Row[]): void
  reject(error: Error): void
}

/**
 * A connection whose reads are carried out one after another by a thread of its own, because the driver gives nobody
 * else a turn before it has the last row. The thread is started by the first of them.
 */
export function openLongReads(file: string): { readonly conn: Conn; close(): Promise<void> } {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let lastId = 0

  const fail = (error: Error) => {
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = () => {
    const started = new Worker(WORKER, { workerData: file })
    // Whoever waits for an answer has a socket open; the thread alone keeps no program from ending.
    started.unref()
    started.on('message', ({ id, rows, error }: LongReadOutcome) => {
      const asked = waiting.get(id)
      waiting.delete(id)
      if (waiting.size === 0) started.unref()
      if (rows) asked?.resolve(rows)
      else asked?.reject(new Error(error))
    })
    started.on('error', fail)
    return started
  }
  const query = (sql: string, params: readonly Value[]) =>
    new Promise<Row[]>((resolve, reject) => {
      if (waiting.size >= WAITING_LIMIT) return reject(new TooManyReads())
      worker ??= start()
      if (waiting.size === 0) worker.ref()
      waiting.set(++lastId, { resolve, reject })
      worker.postMessage({ id: lastId, sql, params } satisfies LongRead)
    })
  return {
    conn: {
      engine: 'sqlite',
      kysely: kyselyOn('sqlite', query as Conn['query']),
      query: query as Conn['query'],
      push: () => {
        throw new Error('writes need a transaction')
      },
    },
    close: async () => {
      const running = worker
      fail(new Error('the database is closed'))
      await running?.terminate()
    },
  }
}
