import { type SelectQueryBuilder, sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { JobRow, JobState } from '../store/job-table.ts'
import { prepared } from '../store/prepared.ts'
import type { Tables } from '../store/tables.ts'
import { markEnqueued } from './wake-on-enqueue.ts'

export interface JobFilter {
  readonly state: JobState | undefined
  readonly kind: string | undefined
}

export interface JobPage {
  readonly filter: JobFilter
  readonly limit: number
  readonly offset: number
}

/** A page of a company's jobs, newest first, and how many match in all. */
export async function listJobs(db: Conn, companyId: string, page: JobPage): Promise<{ jobs: JobRow[]; total: number }> {
  const matching = filtered(db.kysely.selectFrom('job').where('company_id', '=', companyId), page.filter)
  const newest = matching.selectAll().orderBy('created_at', 'desc').orderBy('seq', 'desc')
  const rows = newest.limit(page.limit).offset(page.offset).execute()
  const count = matching.select(sql<number>`cast(count(*) as bigint)`.as('n')).executeTakeFirstOrThrow()
  const [jobs, { n }] = await Promise.all([rows, count])
  return { jobs, total: n }
}

/** The newest jobs of the whole installation, for whoever runs it. */
export async function listAllJobs(db: Conn, state: JobState | undefined, limit: number): Promise<JobRow[]> {
  const all = filtered(db.kysely.selectFrom('job'), { state, kind: undefined })
  return all.selectAll().orderBy('seq', 'desc').limit(limit).execute()
}

function filtered<O>(query: SelectQueryBuilder<Tables, 'job', O>, { state, kind }: JobFilter) {
  // A literal, so that the partial index of the state is found.
  const ofState = state === undefined ? query : query.where('state', '=', sql.lit(state))
  return kind === undefined ? ofState : ofState.where('kind', '=', kind)
}

const one = prepared<{ companyId: string; id: string }, JobRow>(({ db, p }) =>
  db.selectFrom('job').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)

export async function findJob(db: Conn, companyId: string, id: string): Promise<JobRow | null> {
  return (await one(db, { companyId, id }))[0] ?? null
}

/** Makes a job due now that waits or failed, with all its attempts before it. What runs is left alone. */
export async function retryJob(db: Conn, companyId: string, id: string, now: number): Promise<void> {
  await freshStart(db, now).where('company_id', '=', companyId).where('id', '=', id).execute()
  markEnqueued(db)
}

/** The same for a job of any company, for whoever runs the installation; false when there is none to retry. */
export async function retryAnyJob(db: Conn, id: string, now: number): Promise<boolean> {
  return (await freshStart(db, now).where('id', '=', id).returning('id').execute()).length > 0
}

/** The same for all that failed, of all companies; answers how many those were. */
export async function retryFailedJobs(db: Conn, now: number): Promise<number> {
  const failed = freshStart(db, now).where('state', '=', sql.lit('failed' as const))
  return (await failed.returning('id').execute()).length
}

function freshStart(db: Conn, now: number) {
  return db.kysely
    .updateTable('job')
    .set({ state: 'waiting', run_at: now, attempts: 0, updated_at: now })
    .where('state', '<>', 'running')
}
