import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import type { JobRow } from '../store/job-table.ts'
import { type ClaimedJob, type JobHandler, type JobOutcome, type JobTools, LeaseLost, type WorkerLog } from './job.ts'
import { extendLease, type Held, isHeld, settleJob } from './settle.store.ts'
import { type Settlement, settlementOf } from './settlement.ts'

/** How long a job waits whose kind this version does not know: a newer one may be about to start beside it. */
const UNKNOWN_KIND_SECONDS = 3600

export interface RunParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: WorkerLog
  /** In [0, 1): spreads the pauses. */
  readonly random: () => number
  readonly signal: AbortSignal
}

/** Carries out a claimed job and writes how it ended. It never throws: what cannot be written is done again later. */
export async function runJob(parts: RunParts, handler: JobHandler | undefined, row: JobRow, held: Held): Promise<void> {
  const { database, log } = parts
  const { id, kind, company_id, subject, attempts } = row
  const about = { job: id, kind, company: company_id, subject, attempts }
  try {
    const { settlement, hasSettled } = handler
      ? await carryOut(parts, handler, row, held)
      : { settlement: unknownKind(row, now(parts)), hasSettled: false }
    const isWritten = await database.transact((db) => settleJob(db, held, settlement, now(parts)))
    if (!isWritten && !hasSettled) log.warn(about, 'a job ended after its lease, and what it answered was dropped')
    else if (settlement.kind === 'fail') log.error({ ...about, error: settlement.lastError }, 'a job was given up')
    else if (settlement.kind === 'wait' && settlement.lastError !== null)
      log.warn({ ...about, error: settlement.lastError, next_at: settlement.runAt }, 'a job failed and will be retried')
  } catch (error) {
    log.error({ ...about, error: (error as Error).message }, 'how a job ended could not be written')
  }
}

interface End {
  readonly settlement: Settlement
  /** Whether the handler ended it itself, in a transaction of its own. */
  readonly hasSettled: boolean
}

async function carryOut(parts: RunParts, handler: JobHandler, row: JobRow, held: Held): Promise<End> {
  const job = claimedJob(row)
  // It was claimed and not settled as often as it may be tried: what kills its worker is not let near another.
  if (handler.maxAttempts !== null && job.attempts > handler.maxAttempts) {
    const outcome = { kind: 'give_up', note: row.last_error ?? 'It never ended.' } as const
    return { settlement: settlementOf(handler, job, outcome, now(parts), 0), hasSettled: false }
  }
  const { tools, hasSettled } = toolsOf(parts, handler, job, held)
  const outcome = await outcomeOf(handler, job, tools)
  return {
    settlement: settlementOf(handler, job, outcome, now(parts), parts.random()),
    hasSettled: hasSettled(),
  }
}

async function outcomeOf(handler: JobHandler, job: ClaimedJob, tools: JobTools): Promise<JobOutcome> {
  try {
    return await handler.run(job, tools)
  } catch (error) {
    return { kind: 'retry', note: error instanceof Error ? error.message || error.name : 'unknown error' }
  }
}

function toolsOf(parts: RunParts, handler: JobHandler, job: ClaimedJob, held: Held) {
  const { database, clock, signal, random } = parts
  let isSettled = false
  const mine = (isMine: boolean) => {
    if (!isMine) throw new LeaseLost(job.id)
  }
  const tools: JobTools = {
    database,
    clock,
    signal,
    isStillMine: () => isHeld(database.read, held),
    extendLease: async () =>
      mine(await database.transact((db) => extendLease(db, held, now(parts) + handler.leaseSeconds))),
    settle: async (db, outcome) => {
      isSettled = true
      mine(await settleJob(db, held, settlementOf(handler, job, outcome, now(parts), random()), now(parts)))
    },
  }
  return { tools, hasSettled: () => isSettled }
}

function claimedJob(row: JobRow): ClaimedJob {
  return {
    id: row.id,
    companyId: row.company_id,
    kind: row.kind,
    key: row.job_key,
    subject: row.subject,
    payload: JSON.parse(row.payload),
    attempts: row.attempts,
    createdAt: row.created_at,
  }
}

function unknownKind(row: JobRow, at: number): Settlement {
  const note = `Nothing here carries out jobs of the kind "${row.kind}".`
  return {
    kind: 'wait',
    runAt: at + UNKNOWN_KIND_SECONDS,
    attempts: row.attempts - 1,
    lastError: row.last_error,
    note,
  }
}

function now({ clock }: RunParts): number {
  return Math.floor(clock.nowMs() / 1000)
}
