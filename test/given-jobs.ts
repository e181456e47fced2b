import { onTestFinished } from 'vitest'
import { foundCompany } from '../src/cli/first-start.ts'
import { enqueue, type NewJob } from '../src/jobs/enqueue.store.ts'
import type { JobHandler, JobOutcome } from '../src/jobs/job.ts'
import { makeWorker, type Worker, type WorkerParts } from '../src/jobs/worker.ts'
import type { Clock } from '../src/store/clock.ts'
import type { Database } from '../src/store/conn.ts'
import type { JobRow } from '../src/store/job-table.ts'
import { migrate } from '../src/store/migrate.ts'
import { type Dialect, freshDatabase, makeClock, TEST_NOW, type TestClock } from './harness.ts'

/** `TEST_NOW` in Unix seconds. */
export const NOW = Date.parse(TEST_NOW) / 1000

/** A log that keeps what it was told. */
export function keptLog() {
  const lines: string[] = []
  const say = (level: string) => (details: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(details)}`)
  return { lines, log: { info: say('info'), warn: say('warn'), error: say('error') } }
}

/** A handler of the kind `test`, that does what the case is about. */
export function handler(run: JobHandler['run'], more: Partial<JobHandler> = {}): JobHandler {
  return { kind: 'test', maxAttempts: 5, leaseSeconds: 60, run, ...more }
}

export const DONE: JobOutcome = { kind: 'done' }

/** A job of a company that was given up. */
export function failedJob(companyId: string, id = 'job_failed0001'): Omit<JobRow, 'seq'> {
  return {
    id,
    company_id: companyId,
    lane: companyId,
    kind: 'test',
    job_key: id,
    subject: 'inv_1',
    payload: '{"secret":"of the program"}',
    state: 'failed',
    run_at: NOW,
    attempts: 5,
    lease_token: null,
    lease_until: null,
    rerun_at: null,
    last_error: 'no answer',
    note: null,
    created_at: NOW,
    updated_at: NOW,
  }
}

export interface Queue {
  readonly database: Database
  readonly clock: TestClock
  /** Two companies; the first has the smaller id. */
  readonly companies: readonly [string, string]
  readonly log: readonly string[]
  put(job?: Partial<NewJob>): Promise<void>
  worker(handlers: readonly JobHandler[], more?: Partial<WorkerParts> & { clock?: Clock }): Worker
  rows(): Promise<JobRow[]>
}

/** An empty queue with two companies. */
export async function freshQueue(dialect: Dialect): Promise<Queue> {
  const { database, remove } = await freshDatabase(dialect)
  await migrate(database)
  onTestFinished(remove)
  const clock = makeClock(TEST_NOW)
  const found = (name: string) => database.transact(async (db) => (await foundCompany(db, 'live', name, NOW)).companyId)
  const companies = [await found('Prima SRL'), await found('A doua SRL')].sort() as [string, string]
  const { lines, log } = keptLog()
  return {
    database,
    clock,
    companies,
    log: lines,
    put: (job = {}) =>
      database.transact(async (db) => {
        const now = Math.floor(clock.nowMs() / 1000)
        enqueue(db, { companyId: companies[0], kind: 'test', subject: 'inv_1', runAt: now, now, ...job })
      }),
    worker: (handlers, more = {}) =>
      makeWorker({
        database,
        clock,
        handlers,
        concurrency: 4,
        pollMs: 20,
        graceMs: 5_000,
        log,
        random: () => 0.5,
        ...more,
      }),
    rows: () => database.read.kysely.selectFrom('job').selectAll().orderBy('seq').execute(),
  }
}
