import { randomUUID } from 'node:crypto'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { makeAlarm } from './alarm.ts'
import { type Claimed, claimJobs, type DueLane, hasDueJobs, nextDueLanes, returnExpired } from './claim.store.ts'
import { enqueueSchedule } from './enqueue.store.ts'
import type { JobHandler, WorkerLog } from './job.ts'
import { type RunParts, runJob } from './run-job.ts'
import { firstOccurrence, nextOccurrence, SCHEDULE_KEY } from './schedule.ts'
import { type Held, releaseJob } from './settle.store.ts'
import { type Space, sharesOf, spaceBeside } from './shares.ts'

/** More than that in one `runDue` is a job that asks to be done again at once. */
const RUN_DUE_LIMIT = 10_000
/** For kinds that nothing here knows: they are put back at once. */
const UNKNOWN_LEASE_SECONDS = 60

export interface WorkerParts {
  readonly database: Database
  readonly clock: Clock
  readonly handlers: readonly JobHandler[]
  /** How many jobs run at a time in this process; `sharesOf` tells how many of them may be one company's. */
  readonly concurrency: number
  /** How often it looks for jobs that nobody woke it for, give or take a quarter. */
  readonly pollMs: number
  /** How long a stop waits for jobs that run. */
  readonly graceMs: number
  readonly log: WorkerLog
  /** In [0, 1); tests hand in their own. */
  readonly random?: () => number
}

export interface Worker {
  /** Puts the schedules into the queue and begins to look for jobs. */
  start(): void
  /** Claims nothing more, lets jobs finish within the grace, and gives back those that do not. */
  stop(): Promise<void>
  /** Looks for jobs at once: after the commit that enqueued one. */
  wake(): void
  /**
   * For tests: runs what is due now, one after another and without timers, until nothing is. Resolves with how many
   * runs that were. Schedules take part once `plan` was called.
   */
  runDue(): Promise<number>
  /** Puts the schedules into the queue, which `start` does by itself. */
  plan(): Promise<void>
}

/** Carries out the jobs of the database. Any number of workers, in as many processes, may share one. */
export function makeWorker(parts: WorkerParts): Worker {
  const { database, clock, concurrency, pollMs, graceMs, log, random = Math.random } = parts
  const handlers = new Map(parts.handlers.map((handler) => [handler.kind, handler]))
  const shares = sharesOf(concurrency)
  const running = new Map<Promise<void>, DueLane & { readonly held: Held }>()
  const alarm = makeAlarm()
  const abort = new AbortController()
  const run: RunParts = { database, clock, log, random, signal: abort.signal }
  const now = () => Math.floor(clock.nowMs() / 1000)
  let lastLane = ''
  let isStopping = false
  let loop: Promise<void> | null = null

  async function claim({ limit, room, full }: Space): Promise<(Claimed & { held: Held })[]> {
    const at = now()
    if (!(await hasDueJobs(database.read, at))) return []
    const token = randomUUID()
    const leaseSecondsOf = (kind: string) => handlers.get(kind)?.leaseSeconds ?? UNKNOWN_LEASE_SECONDS
    const query = { after: lastLane, now: at, limit, without: full, withSandboxes: room.ofSandboxes > 0 }
    const { claimed, lanes, returned } = await database.transact(async (db) => {
      // In this order, and on PostgreSQL in one round trip.
      const [returned, lanes] = await Promise.all([returnExpired(db, at), nextDueLanes(db, query)])
      return { claimed: await claimJobs(db, { lanes, limit, room, now: at, token, leaseSecondsOf }), lanes, returned }
    })
    for (const { id, kind, attempts } of returned) log.warn({ job: id, kind, attempts }, 'the lease of a job ran out')
    lastLane = lastServed(lanes, claimed) ?? lastLane
    return claimed.map((one) => ({ ...one, held: { id: one.row.id, token } }))
  }

  /** Claims as long as there are jobs that may run and hands free to do them. */
  async function fill(): Promise<void> {
    while (!isStopping) {
      const space = spaceBeside(running.values(), shares)
      if (space.limit === 0) return
      const claimed = await claim(space)
      if (claimed.length === 0) return
      if (isStopping) return release(claimed.map(({ held }) => held))
      for (const { row, held, lane, isSandbox } of claimed) {
        const done = runJob(run, handlers.get(row.kind), row, held).finally(() => {
          running.delete(done)
          alarm.ring()
        })
        running.set(done, { held, lane, isSandbox })
      }
    }
  }

  async function work(): Promise<void> {
    let isPlanned = false
    while (!isStopping) {
      try {
        if (!isPlanned) await plan()
        isPlanned = true
        await fill()
      } catch (error) {
        log.warn({ error: (error as Error).message }, 'the queue could not be asked')
      }
      await alarm.wait(pollMs * (0.75 + random() / 2))
    }
  }

  async function plan(): Promise<void> {
    const at = now()
    await database.transact(async (db) => {
      for (const { kind, schedule } of handlers.values()) {
        if (!schedule) continue
        const job = { companyId: null, kind, subject: '', key: SCHEDULE_KEY, runAt: firstOccurrence(schedule, at) }
        await enqueueSchedule(db, { ...job, now: at }, nextOccurrence(schedule, at))
      }
    })
  }

  async function release(held: readonly Held[]): Promise<void> {
    if (held.length === 0) return
    await database.transact(async (db) => {
      for (const one of held) await releaseJob(db, one, now())
    })
  }

  return {
    start: () => {
      loop ??= work()
    },
    stop: async () => {
      isStopping = true
      alarm.ring()
      await loop
      const grace = makeAlarm()
      await Promise.race([Promise.all(running.keys()), grace.wait(graceMs)])
      grace.ring()
      // First the leases, so that what the abort makes of a run is not written.
      await release([...running.values()].map(({ held }) => held))
      abort.abort()
    },
    wake: alarm.ring,
    plan,
    runDue: async () => {
      lastLane = ''
      for (let count = 0; count < RUN_DUE_LIMIT; count++) {
        const [claimed] = await claim({ ...spaceBeside([], shares), limit: 1 })
        if (!claimed) return count
        await runJob(run, handlers.get(claimed.row.kind), claimed.row, claimed.held)
      }
      throw new Error('a job is always due again')
    },
  }
}

/** Where the circle goes on: a sandbox for which there was no room is the next to have its turn. */
function lastServed(lanes: readonly DueLane[], claimed: readonly Claimed[]): string | undefined {
  const served = new Set(claimed.map(({ lane }) => lane))
  const passedOver = lanes.findIndex(({ lane, isSandbox }) => isSandbox && !served.has(lane))
  return lanes.at(passedOver > 0 ? passedOver - 1 : -1)?.lane
}
