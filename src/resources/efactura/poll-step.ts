import type { StatusAnswer } from '../../adapters/anaf/anaf.ts'
import { pollPause } from '../../domain/efactura/submission.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { archiveOf, comeBackAt } from './archive-step.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step, waitFor } from './submission-step.ts'

/** After this, a rejection is told without its reasons, which ANAF does not hand out. */
const REASONS_AWAITED_SECONDS = 3 * 86_400
/** Questions about one message are limited by the day (contract efactura 1.7). */
const LIMIT_PAUSE_SECONDS = 6 * 3_600

/** Asks ANAF how a submission that it has is doing. */
export async function pollStep(step: Step, connected: Connected): Promise<NextStep> {
  const { row } = step
  // The verdict is known, and only its reasons are missing.
  if (row.download_id !== null) return rejectedStep(step, connected, row.download_id)
  const answer = await connected.client.status(connected.token, row.upload_id ?? '')
  return afterStatus(step, connected, answer)
}

async function afterStatus(step: Step, connected: Connected, answer: StatusAnswer): Promise<NextStep> {
  const now = nowOf(step)
  switch (answer.kind) {
    case 'processing': {
      const polls = step.row.polls + 1
      return conclude(step, inProcessing({ set: { polls, last_error: null } }), { at: now + pollPause(polls) })
    }
    case 'accepted':
      return conclude(
        step,
        inProcessing({
          to: 'accepted',
          set: { download_id: answer.downloadId, decided_at: now, last_error: null },
          event: { type: 'efactura.accepted', data: { upload_id: step.row.upload_id } },
        }),
        { at: now },
      )
    case 'rejected':
      return rejectedStep(step, connected, answer.downloadId)
    case 'not_taken':
      return reject(step, null, answer.errors)
    case 'refusal':
      return waitFor(step, answer.errors.join(' '), answer.cause === 'limit' ? now + LIMIT_PAUSE_SECONDS : null)
    case 'failure':
      return waitFor(step, answer.detail, answer.retryAfterSeconds === null ? null : now + answer.retryAfterSeconds)
  }
}

/** Fetches the reasons before the rejection is told, so that whoever hears of it hears them too. */
async function rejectedStep(step: Step, { client, token }: Connected, downloadId: string | null): Promise<NextStep> {
  const now = nowOf(step)
  const verdictAt = step.row.decided_at ?? now
  const isOver = now - verdictAt > REASONS_AWAITED_SECONDS
  if (downloadId === null) return isOver ? reject(step, null, []) : awaitReasons(step, verdictAt)
  const answer = await client.download(token, downloadId)
  if (answer.kind === 'archive') return reject(step, downloadId, answer.errors, archiveOf(answer))
  if (isOver) return reject(step, downloadId, [])
  const problem = answer.kind === 'refusal' ? answer.errors.join(' ') : answer.detail
  const set = { download_id: downloadId, decided_at: verdictAt, last_error: problem }
  const at = comeBackAt(answer, now)
  return conclude(step, inProcessing({ set }), at === null ? { at: now, problem } : { at })
}

/** ANAF says no before it says where the reasons are. */
async function awaitReasons(step: Step, verdictAt: number): Promise<NextStep> {
  const polls = step.row.polls + 1
  const set = { decided_at: verdictAt, polls, last_error: null }
  return conclude(step, inProcessing({ set }), { at: nowOf(step) + pollPause(polls) })
}

async function reject(
  step: Step,
  downloadId: string | null,
  errors: readonly string[],
  keepArchive?: ReturnType<typeof archiveOf>,
): Promise<NextStep> {
  const reasons = errors.length > 0 ? errors : ['ANAF a respins factura fără să comunice motivul.']
  const next: NextStep = { at: null }
  return conclude(
    step,
    inProcessing({
      to: 'rejected',
      set: { download_id: downloadId, decided_at: nowOf(step), last_error: null },
      errors: reasons,
      event: { type: 'efactura.rejected', data: { upload_id: step.row.upload_id, errors: reasons } },
    }),
    next,
    keepArchive,
  )
}

function inProcessing<T>(change: T): (row: SubmissionRow) => T | null {
  return (row) => (row.state === 'processing' ? change : null)
}
