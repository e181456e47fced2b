import { notFound } from '../../domain/errors.ts'
import { findJob, retryJob } from '../../jobs/job-list.store.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { JobRow } from '../../store/job-table.ts'

/** Has a job that failed or waits tried at once, with all its attempts before it. One that runs is left to run. */
export async function retryFailedJob(ctx: Ctx, id: string): Promise<JobRow> {
  const before = await findJob(ctx.db, ctx.companyId, id)
  if (!before) throw notFound('job')
  if (before.state === 'running') return before
  await retryJob(ctx.db, ctx.companyId, id, ctx.now)
  // Done between the two reads, it is gone, and nothing is left to retry.
  const after = await findJob(ctx.db, ctx.companyId, id)
  if (!after) throw notFound('job')
  ctx.record('job.retried', { type: 'job', id }, { kind: after.kind, last_error: before.last_error })
  return after
}
