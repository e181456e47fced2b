import type { Config } from '../config.ts'
import { listAllJobs, retryAnyJob, retryFailedJobs } from '../jobs/job-list.store.ts'
import type { Clock } from '../store/clock.ts'
import type { Conn, Database } from '../store/conn.ts'
import type { JobRow } from '../store/job-table.ts'
import { withStore } from './open-store.ts'
import { moment, table } from './print-table.ts'
import { readArguments, UsageError } from './usage.ts'

/** Of a long queue, what fits on a screen or two is enough to see what it is about. */
const LIST_LIMIT = 200
const ERROR_WIDTH = 100

/** `jobs list|retry`; answers what to print. */
export async function jobsCommand(config: Config, clock: Clock, [action, ...args]: readonly string[]): Promise<string> {
  const now = Math.floor(clock.nowMs() / 1000)
  switch (action) {
    case 'list': {
      const { values } = readArguments(args, { failed: { type: 'boolean' } })
      return withStore(config, (database) => describeJobs(database.read, values.failed ?? false))
    }
    case 'retry': {
      const isAll = args.includes('--all-failed')
      const options = { 'all-failed': { type: 'boolean' } } as const
      const [id = ''] = readArguments(args, options, isAll ? [] : ['The id of the job, or --all-failed,']).words
      return withStore(config, (database) => (isAll ? retryAll(database, now) : retry(database, id, now)))
    }
    default:
      throw new UsageError(
        action ? `There is no "jobs ${action}": use jobs list or jobs retry.` : 'Use jobs list or jobs retry.',
      )
  }
}

async function describeJobs(db: Conn, isFailedOnly: boolean): Promise<string> {
  const jobs = await listAllJobs(db, isFailedOnly ? 'failed' : undefined, LIST_LIMIT)
  if (jobs.length === 0) return isFailedOnly ? 'No job has failed.' : 'There are no jobs.'
  const rows = jobs.map((job) => [
    job.id,
    job.kind,
    job.subject || '-',
    job.company_id ?? '-',
    job.state,
    String(job.attempts),
    nextOf(job),
    (job.last_error ?? job.note ?? '-').slice(0, ERROR_WIDTH),
  ])
  const list = table([['ID', 'KIND', 'ABOUT', 'COMPANY', 'STATE', 'ATTEMPTS', 'NEXT', 'LAST ERROR'], ...rows])
  return jobs.length < LIST_LIMIT ? list : `${list}\nThese are the newest ${LIST_LIMIT}; there may be more.`
}

function nextOf(job: JobRow): string {
  if (job.state === 'waiting') return moment(job.run_at)
  return job.state === 'running' ? 'now' : 'never'
}

async function retry(database: Database, id: string, now: number): Promise<string> {
  const fullId = id.replace(/^(job_)?/, 'job_')
  if (!(await database.transact((db) => retryAnyJob(db, fullId, now))))
    throw new UsageError(`There is no job "${id}" that waits or failed: jobs list shows them all.`)
  return `The job ${fullId} is due now. Running workers notice within seconds.`
}

async function retryAll(database: Database, now: number): Promise<string> {
  const count = await database.transact((db) => retryFailedJobs(db, now))
  if (count === 0) return 'No job has failed.'
  return `${count === 1 ? '1 job is' : `${count} jobs are`} due now. Running workers notice within seconds.`
}
