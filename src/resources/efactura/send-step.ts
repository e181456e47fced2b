import type { AnafFailure, AnafRefusal, UploadAnswer } from '../../adapters/anaf/anaf.ts'
import { pollPause } from '../../domain/efactura/submission.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import type { SubmissionChange } from './change-submission.ts'
import { changeSubmission } from './change-submission.ts'
import { readFile } from './file.store.ts'
import { inCompany } from './in-company.ts'
import { knownUploads } from './submission.store.ts'
import { type Connected, conclude, concludeSurely, type NextStep, nowOf, type Step } from './submission-step.ts'

/** The first look at the list after an answer was lost. */
const FIRST_LOOK_SECONDS = 20
/**
 * An upload leaves this soon after `sending` is committed, or not at all. What becomes of it is reckoned from that
 * moment: a process that was held up in between, for as long as the list is waited for, would send a second copy.
 */
export const LEAVES_WITHIN_SECONDS = 60

/**
 * Uploads a submission that is `checked`. That it is being sent is committed before anything leaves, so that whoever
 * comes after a death of this worker knows that ANAF may have it.
 */
export async function sendStep(step: Step, { client, token }: Connected): Promise<NextStep> {
  const { row, tools } = step
  const xml = await readFile(tools.database.read, row.company_id, row.xml_file_id)
  if (!xml) throw new Error(`submission ${row.id} has no XML`)
  const attempt = await begin(step)
  if (attempt === null) return conclude(step, () => null, { at: nowOf(step) })
  if (!(await step.isStillMine())) {
    // Nothing has left, and without this the other worker would look for it in ANAF's lists for a day.
    const unsent: SubmissionChange = { to: 'checked', set: { sending_since: null } }
    return concludeSurely(step, async () => ofAttempt(attempt, unsent), { at: nowOf(step) })
  }
  const answer = await client.upload(token, {
    mayLeave: () => Math.abs(nowOf(step) - attempt.since) <= LEAVES_WITHIN_SECONDS,
    xml,
    standard: row.standard,
    cif: row.cif,
    isConsumer: row.is_consumer === 1,
    isExtern: row.is_extern === 1,
    isSelfBilled: row.is_self_billed === 1,
    isEnforcement: false,
  })
  const now = nowOf(step)
  const { change, next } = afterUpload(answer, now)
  if (answer.kind !== 'received') return concludeSurely(step, async () => ofAttempt(attempt, change), next)
  const decide = async (ctx: Ctx) =>
    ofAttempt(attempt, (await isAnothers(ctx, row, answer.uploadId)) ? afterFailure(REPEATED, now).change : change)
  return concludeSurely(step, decide, next)
}

interface Attempt {
  /** The how manieth it is, from 1. */
  readonly nth: number
  /** When it was begun, in Unix seconds. */
  readonly since: number
}

/** Commits that it is being sent; null when it is not to be sent. */
async function begin({ row, tools }: Step): Promise<Attempt | null> {
  return inCompany(tools, row.company_id, row.id, async (ctx) => {
    let attempt: Attempt | null = null
    await changeSubmission(ctx, row, (current, invoice) => {
      if (current.state !== 'checked') return null
      // Voided while its fate was unknown, and ANAF turned out not to have it.
      if (invoice.state === 'voided') {
        const set = { decided_at: ctx.now, last_error: null }
        return { to: 'cancelled', set, event: { type: 'efactura.cancelled' } }
      }
      const nth = current.attempts + 1
      attempt = { nth, since: ctx.now }
      return { to: 'sending', set: { sending_since: ctx.now, attempts: nth, last_error: null } }
    })
    return attempt
  })
}

/**
 * What an attempt changes. While it waited for its answer, another run may have found it sending, looked at the list,
 * and even prepared the next attempt, which is then not made; where that has begun, this answer is not about it.
 */
function ofAttempt({ nth }: Attempt, change: SubmissionChange): (row: SubmissionRow) => SubmissionChange | null {
  return ({ state, attempts }) => {
    if (attempts !== nth) return null
    if (state === 'checked') return change.to === 'processing' ? change : null
    if (state !== 'sending' && state !== 'unknown') return null
    const { to: _same, ...rest } = change
    return change.to === state ? rest : change
  }
}

/** An index that another submission has says nothing about this one: some proxy has answered for ANAF. */
async function isAnothers(ctx: Ctx, row: SubmissionRow, uploadId: string): Promise<boolean> {
  const known = await knownUploads(ctx.db, row.company_id, row.environment, [uploadId])
  return known.has(uploadId)
}

const REPEATED: AnafFailure = {
  kind: 'failure',
  reason: 'unreadable',
  mayHaveArrived: true,
  retryAfterSeconds: null,
  status: 200,
  detail: 'ANAF answered with the index of another upload',
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
