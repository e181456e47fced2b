import { hastenJobs } from '../../jobs/hasten.store.ts'
import type { Conn } from '../../store/conn.ts'
import { SUBMISSION_JOB } from './queue-step.ts'
import { waitingForAuthorisation } from './waiting-submissions.store.ts'

/**
 * Has the submissions go on that waited for an authorisation, in the transaction that keeps it; `now` in Unix seconds.
 * What is queued for an hour of its own waits for that hour (contract 3.2).
 */
export async function goOnWaiting(
  db: Conn,
  companyId: string,
  environment: 'test' | 'live',
  now: number,
): Promise<void> {
  const job = { companyId, kind: SUBMISSION_JOB, now }
  await hastenJobs(db, job, waitingForAuthorisation(companyId, environment))
}
