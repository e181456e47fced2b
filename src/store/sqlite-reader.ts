import { parentPort, workerData } from 'node:worker_threads'
import type { Row, Value } from './conn.ts'
import { openConnection } from './sqlite-connection.ts'

/** The thread behind `sqlite-long-reads.ts`: one read after another, on a connection of its own. */

export interface LongRead {
  readonly id: number
  readonly sql: string
  readonly params: readonly Value[]
}

export interface LongReadOutcome {
  readonly id: number
  readonly rows?: Row[]
  /** What the driver says was wrong. */
  readonly error?: string
}

const CACHE_KIB = 8_192

const { db, conn } = openConnection(workerData as string, CACHE_KIB)
db.exec('pragma query_only = on')
parentPort?.on('message', async ({ id, sql, params }: LongRead) => {
  try {
    answer({ id, rows: await conn.query(sql, params) })
  } catch (error) {
    answer({ id, error: error instanceof Error ? error.message : String(error) })
  }
})

function answer(outcome: LongReadOutcome): void {
  parentPort?.postMessage(outcome)
}
