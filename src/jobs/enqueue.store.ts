import type { Conn } from '../store/conn.ts'
import { newId } from '../store/ctx.ts'
import { insertRows } from '../store/insert.ts'
import type { JobRow } from '../store/job-table.ts'
import type { Json } from './job.ts'
import { markEnqueued } from './wake-on-enqueue.ts'

/** The lane of what belongs to no company. */
const SYSTEM_LANE = 'system'

export interface NewJob {
  /** Null for the work of the installation itself. */
  readonly companyId: string | null
  readonly kind: string
  /** Id of what the job is about. */
  readonly subject: string
  readonly payload?: Json
  /** Unix seconds. */
  readonly runAt: number
  /** At most one job of the company has this kind and key. */
  readonly key?: string
  readonly now: number
}

/**
 * Where there is a job with the key: one that waits runs earlier if it was to run later, one that failed begins anew
 * as this one, and one that runs now runs once more, because it may have read already what this one is about.
 */
const KEYED = `on conflict (lane, kind, job_key) do update set
  run_at = case when job.state = 'failed' or excluded.run_at < job.run_at then excluded.run_at else job.run_at end,
  rerun_at = case when job.state = 'running' and (job.rerun_at is null or excluded.run_at < job.rerun_at)
    then excluded.run_at else job.rerun_at end,
  subject = case when job.state = 'failed' then excluded.subject else job.subject end,
  payload = case when job.state = 'failed' then excluded.payload else job.payload end,
  attempts = case when job.state = 'failed' then 0 else job.attempts end,
  state = case when job.state = 'failed' then 'waiting' else job.state end,
  updated_at = excluded.updated_at`

/** Puts a job into the queue in the caller's transaction. One pushed statement; nothing is read. */
export function enqueue(db: Conn, job: NewJob): void {
  insertJob(db, newRow(job), job.key === undefined ? '' : KEYED)
  markEnqueued(db)
}

/** The job of a schedule, unless it is there: then it comes at the latest when its next turn would be. */
export async function enqueueSchedule(
  db: Conn,
  job: NewJob & { readonly key: string },
  latestAt: number,
): Promise<void> {
  insertJob(db, newRow(job), 'on conflict (lane, kind, job_key) do nothing')
  await db.kysely
    .updateTable('job')
    .set({ run_at: latestAt })
    .where('lane', '=', SYSTEM_LANE)
    .where('kind', '=', job.kind)
    .where('job_key', '=', job.key)
    .where('run_at', '>', latestAt)
    .execute()
}

/** A row as it is: for demo data and tests. */
export function insertJob(db: Conn, row: Omit<JobRow, 'seq'>, onConflict = ''): void {
  insertRows(db, 'job', [row], onConflict)
}

function newRow(job: NewJob): Omit<JobRow, 'seq'> {
  const id = newId('job')
  return {
    id,
    company_id: job.companyId,
    lane: job.companyId ?? SYSTEM_LANE,
    kind: job.kind,
    job_key: job.key ?? id,
    subject: job.subject,
    payload: JSON.stringify(job.payload ?? null),
    state: 'waiting',
    run_at: job.runAt,
    attempts: 0,
    lease_token: null,
    lease_until: null,
    rerun_at: null,
    last_error: null,
    note: null,
    created_at: job.now,
    updated_at: job.now,
  }
}
