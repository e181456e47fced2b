import type { Clock } from '../store/clock.ts'
import type { Conn, Database } from '../store/conn.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A job that this worker holds. Times are Unix seconds. */
export interface ClaimedJob {
  readonly id: string
  /** Null for the work of the installation itself. */
  readonly companyId: string | null
  readonly kind: string
  readonly key: string
  /** Id of what the job is about. */
  readonly subject: string
  readonly payload: Json
  /** The how manieth in a row this is, from 1; `again` begins anew. */
  readonly attempts: number
  readonly createdAt: number
}

/** How a run ended. `at` is in Unix seconds; notes are shown to people and hold no secret. */
export type JobOutcome =
  | { readonly kind: 'done' }
  /** Not a failure: there is something to wait for, and attempts are not counted. */
  | { readonly kind: 'again'; readonly at: number; readonly note?: string }
  /** A failure that may pass: after a growing pause, or at a moment that the other side named. */
  | { readonly kind: 'retry'; readonly note: string; readonly at?: number }
  /** A failure that stays: the job is kept as failed until somebody has it tried again. */
  | { readonly kind: 'give_up'; readonly note: string }

/**
 * What carries out jobs of one kind. A job may run twice: when its worker dies between the work and the settling, or
 * takes longer than its lease. So `run` is idempotent. What it throws is a `retry` with the error's message.
 */
export interface JobHandler {
  readonly kind: string
  /** Given up after so many attempts in a row; null tries for ever. */
  readonly maxAttempts: number | null
  /** How long a run may take before its job is another worker's. */
  readonly leaseSeconds: number
  /** The pause after the first failure, which doubles with each further one up to the longest. */
  readonly firstPauseSeconds?: number
  readonly maxPauseSeconds?: number
  /** When set, the worker sees to it that one job of this kind, of no company, happens at these times. */
  readonly schedule?: Schedule
  run(job: ClaimedJob, tools: JobTools): Promise<JobOutcome>
}

/** Every so many seconds, or once a day at a time of the clock in Europe/Bucharest. */
export type Schedule =
  | { readonly everySeconds: number }
  | { readonly dailyAt: { readonly hour: number; readonly minute: number } }

export interface JobTools {
  readonly database: Database
  readonly clock: Clock
  /** Aborted when the worker stops and the grace is over: give it to every call to the outside. */
  readonly signal: AbortSignal
  /** Whether the job still belongs to this run: to ask before something that cannot be taken back. */
  isStillMine(): Promise<boolean>
  /** Begins the lease anew. Throws `LeaseLost`. */
  extendLease(): Promise<void>
  /**
   * Ends the run inside the transaction of its last write; `run` then answers the same outcome. Throws `LeaseLost`,
   * which has to leave the transaction, when the job is no longer this run's.
   */
  settle(db: Conn, outcome: JobOutcome): Promise<void>
}

/** The run took longer than its lease, and the job is somebody else's or was returned. */
export class LeaseLost extends Error {
  constructor(jobId: string) {
    super(`job ${jobId} is no longer this worker's`)
  }
}

/** What the worker says of itself. */
export interface WorkerLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
