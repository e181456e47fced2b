import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import { prepared } from '../store/prepared.ts'
import type { Settlement } from './settlement.ts'

/** A job as one run of it holds it. */
export interface Held {
  readonly id: string
  readonly token: string
}

interface Found {
  readonly id: string
}

const deleted = prepared<Held, Found>(({ db, p }) =>
  db
    .deleteFrom('job')
    .where('id', '=', p.id)
    .where('lease_token', '=', p.token)
    .where('rerun_at', 'is', null)
    .returning('id'),
)

const restarted = prepared<Held & { now: number }, Found>(({ db, p }) => ({
  compile: () =>
    sql<Found>`update job set state = 'waiting', run_at = coalesce(rerun_at, run_at), rerun_at = null, attempts = 0,
        lease_token = null, lease_until = null, last_error = null, note = null, updated_at = ${p.now}
      where id = ${p.id} and lease_token = ${p.token} returning id`.compile(db),
}))

interface Later extends Held {
  readonly runAt: number
  readonly attempts: number
  readonly lastError: string | null
  readonly note: string | null
  readonly now: number
}

const postponed = prepared<Later, Found>(({ db, p }) => ({
  compile: () =>
    sql<Found>`update job set state = 'waiting', run_at = case when rerun_at < ${p.runAt} then rerun_at else ${p.runAt} end,
        rerun_at = null, attempts = ${p.attempts}, lease_token = null, lease_until = null, last_error = ${p.lastError},
        note = ${p.note}, updated_at = ${p.now}
      where id = ${p.id} and lease_token = ${p.token} returning id`.compile(db),
}))

/** Asked for again meanwhile, it has a new chance instead. */
const failed = prepared<Held & { lastError: string; now: number }, Found>(({ db, p }) => ({
  compile: () =>
    sql<Found>`update job set state = case when rerun_at is null then 'failed' else 'waiting' end,
        run_at = coalesce(rerun_at, run_at), attempts = case when rerun_at is null then attempts else 0 end,
        rerun_at = null, lease_token = null, lease_until = null, last_error = ${p.lastError}, note = null,
        updated_at = ${p.now}
      where id = ${p.id} and lease_token = ${p.token} returning id`.compile(db),
}))

/** Writes how a run ended; false when the job is not this run's any more, and nothing was written. */
export async function settleJob(db: Conn, held: Held, settlement: Settlement, now: number): Promise<boolean> {
  const { id, token } = held
  switch (settlement.kind) {
    case 'finish': {
      const gone = await deleted(db, { id, token })
      return gone.length > 0 || (await restarted(db, { id, token, now })).length > 0
    }
    case 'wait': {
      const { runAt, attempts, lastError, note } = settlement
      return (await postponed(db, { id, token, runAt, attempts, lastError, note, now })).length > 0
    }
    case 'fail':
      return (await failed(db, { id, token, lastError: settlement.lastError, now })).length > 0
  }
}

const extended = prepared<Held & { until: number }, Found>(({ db, p }) =>
  db
    .updateTable('job')
    .set({ lease_until: p.until })
    .where('id', '=', p.id)
    .where('lease_token', '=', p.token)
    .returning('id'),
)

/** Moves the end of the lease, in Unix seconds; false when the job is not this run's any more. */
export async function extendLease(db: Conn, { id, token }: Held, until: number): Promise<boolean> {
  return (await extended(db, { id, token, until })).length > 0
}

const held = prepared<Held, Found>(({ db, p }) =>
  db.selectFrom('job').select('id').where('id', '=', p.id).where('lease_token', '=', p.token),
)

export async function isHeld(db: Conn, { id, token }: Held): Promise<boolean> {
  return (await held(db, { id, token })).length > 0
}

/** Gives back what a stopping worker could not finish: due at once, as if it had not been tried. */
export async function releaseJob(db: Conn, { id, token }: Held, now: number): Promise<void> {
  await db.kysely
    .updateTable('job')
    .set((eb) => ({
      state: 'waiting' as const,
      run_at: now,
      attempts: eb('attempts', '-', 1),
      lease_token: null,
      lease_until: null,
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('lease_token', '=', token)
    .execute()
}
