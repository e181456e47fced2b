import { Worker } from 'node:worker_threads'
import type { Value } from '../src/store/conn.ts'
import type { Sink } from './sink.ts'
import type { Batch, Part } from './sqlite-writer.ts'

/** Messages on their way to the writer: enough that it never waits, few enough to fit in memory. */
const AHEAD = 3

/** Into an existing database, through a thread of its own, so that rows are made while others are written. */
export function sqliteSink(file: string): Sink {
  const worker = new Worker(new URL('./sqlite-writer.ts', import.meta.url), { workerData: file })
  let failed: Error | null = null
  let ahead = 0
  let parts = new Map<string, Part & { values: Value[] }>()
  let wake = () => {}
  worker.on('error', (error: Error) => {
    failed = error
    wake()
  })
  worker.on('message', () => {
    ahead--
    wake()
  })

  const add = (sql: string, length: number, values: readonly Value[]) => {
    let part = parts.get(sql)
    if (!part) {
      part = { sql, length, values: [] }
      parts.set(sql, part)
    }
    for (const value of values) part.values.push(value)
  }
  const send = (isLast: boolean) => {
    worker.postMessage({ parts: [...parts.values()], isLast } satisfies Batch)
    parts = new Map()
    ahead++
  }
  const wait = async (until: number) => {
    while (ahead > until && !failed) await new Promise<void>((resolve) => (wake = resolve))
    if (failed) throw failed
  }
  return {
    engine: 'sqlite',
    insert: (table, columns, values) =>
      add(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
        columns.length,
        values,
      ),
    run: (sql, params) => add(sql, params.length, params),
    async drain() {
      send(false)
      await wait(AHEAD)
    },
    async finish() {
      send(true)
      await wait(0)
    },
  }
}
