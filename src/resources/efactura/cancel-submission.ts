import { isCancellable } from '../../domain/efactura/submission.ts'
import { AppError } from '../../domain/errors.ts'
import { withdrawJob } from '../../jobs/withdraw.store.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { changeSubmission } from './change-submission.ts'
import { SUBMISSION_JOB } from './queue-step.ts'

/** Takes back what ANAF has not seen, and refuses the rest. */
export async function cancelSubmission(ctx: Ctx, row: SubmissionRow): Promise<SubmissionRow> {
  const cancelled = await cancelUnsent(ctx, row)
  if (!cancelled) throw new AppError('submission_not_cancellable')
  return cancelled
}

/**
 * Takes back what ANAF has not seen, with its job; null when it has left, or is over. A worker that is about to send
 * it waits for the same lock, and then does not.
 */
export async function cancelUnsent(ctx: Ctx, row: SubmissionRow): Promise<SubmissionRow | null> {
  let isCancelled = false
  const after = await changeSubmission(ctx, row, ({ state }) => {
    isCancelled = isCancellable(state)
    if (!isCancelled) return null
    return { to: 'cancelled', set: { decided_at: ctx.now, last_error: null }, event: { type: 'efactura.cancelled' } }
  })
  if (!isCancelled) return null
  await withdrawJob(ctx.db, { companyId: ctx.companyId, kind: SUBMISSION_JOB, key: row.id })
  return after
}
