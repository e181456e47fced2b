import type { AnafFailure, AnafRefusal, UploadAnswer } from '../../adapters/anaf/anaf.ts'
import { pollPause } from '../../domain/efactura/submission.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import type { SubmissionChange } from './change-submission.ts'
import { changeSubmission } from './change-submission.ts'
import { readFile } from './file.store.ts'
import { inCompany } from './in-company.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step } from './submission-step.ts'

/** The first look at the list after an answer was lost. */
const FIRST_LOOK_SECONDS = 20

/**
 * Uploads a submission that is `checked`. That it is being sent is committed before anything leaves, so that whoever
 * comes after a death of this worker knows that ANAF may have it.
 */
export async function sendStep(step: Step, { client, token }: Connected): Promise<NextStep> {
  const { row, tools } = step
  const xml = await readFile(tools.database.read, row.company_id, row.xml_file_id)
  if (!xml) throw new Error(`submission ${row.id} has no XML`)
  const begun = await inCompany(tools, row.company_id, row.id, (ctx) =>
    changeSubmission(ctx, row, (current, invoice) => {
      if (current.state !== 'checked') return null
      // Voided while its fate was unknown, and ANAF turned out not to have it.
      if (invoice.state === 'voided')
        return {
          to: 'cancelled',
          set: { decided_at: ctx.now, last_error: null },
          event: { type: 'efactura.cancelled' },
        }
      return { to: 'sending', set: { sending_since: ctx.now, attempts: current.attempts + 1, last_error: null } }
    }),
  )
  if (begun?.state !== 'sending') return conclude(step, () => null, { at: nowOf(step) })
  if (!(await step.isStillMine())) throw new Error('the upload was left to another worker')
  const answer = await client.upload(token, {
    xml,
    standard: row.standard,
    cif: row.cif,
    isConsumer: row.is_consumer === 1,
    isExtern: row.is_extern === 1,
    isSelfBilled: row.is_self_billed === 1,
    isEnforcement: false,
  })
  const { change, next } = afterUpload(answer, nowOf(step))
  return conclude(step, (current) => (mayStillChange(current) ? change : null), next)
}

/** While this run waited for the answer, another may have found it sending and looked at the list. */
function mayStillChange({ state }: SubmissionRow): boolean {
  return state === 'sending' || state === 'unknown'
}

function afterUpload(answer: UploadAnswer, now: number): { change: SubmissionChange; next: NextStep } {
  switch (answer.kind) {
    case 'received':
      return {
        change: {
          to: 'processing',
          set: { upload_id: answer.uploadId, submitted_at: now, sending_since: null, last_error: null, polls: 0 },
          event: { type: 'efactura.sent', data: { upload_id: answer.uploadId } },
        },
        next: { at: now + pollPause(0) },
      }
    case 'refusal':
      return afterRefusal(answer, now)
    case 'failure':
      return afterFailure(answer, now)
  }
}

/** ANAF said no while uploading: it has nothing, and will have nothing. */
function afterRefusal({ cause, errors }: AnafRefusal, now: number): { change: SubmissionChange; next: NextStep } {
  const text = errors.join(' ')
  if (cause === 'limit' || cause === 'technical') {
    return {
      change: { to: 'checked', set: { sending_since: null, last_error: text } },
      next: { at: now, problem: text },
    }
  }
  const isContent = cause === 'content'
  return {
    change: {
      to: isContent ? 'rejected' : 'failed',
      set: { sending_since: null, decided_at: now, last_error: null },
      errors,
      event: { type: isContent ? 'efactura.rejected' : 'efactura.error', data: { errors } },
    },
    next: { at: null },
  }
}

function afterFailure(failure: AnafFailure, now: number): { change: SubmissionChange; next: NextStep } {
  const { detail, mayHaveArrived, retryAfterSeconds } = failure
  if (mayHaveArrived) {
    return { change: { to: 'unknown', set: { last_error: detail } }, next: { at: now + FIRST_LOOK_SECONDS } }
  }
  const next: NextStep = retryAfterSeconds === null ? { at: now, problem: detail } : { at: now + retryAfterSeconds }
  return { change: { to: 'checked', set: { sending_since: null, last_error: detail } }, next }
}
