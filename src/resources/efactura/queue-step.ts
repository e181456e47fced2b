import { enqueue } from '../../jobs/enqueue.store.ts'
import type { Conn } from '../../store/conn.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'

export const SUBMISSION_JOB = 'efactura.submission'

/** Has the next step of a submission taken at `runAt`; there is one such job per submission. */
export function queueStep(
  db: Conn,
  { id, company_id: companyId }: Pick<SubmissionRow, 'id' | 'company_id'>,
  runAt: number,
  now: number,
): void {
  enqueue(db, { companyId, kind: SUBMISSION_JOB, subject: id, key: id, runAt, now })
}
