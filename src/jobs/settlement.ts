import { pauseSeconds } from './back-off.ts'
import type { ClaimedJob, JobHandler, JobOutcome } from './job.ts'
import { nextOccurrence, SCHEDULE_KEY } from './schedule.ts'

/** What an outcome means for the row. `runAt` is in Unix seconds. */
export type Settlement =
  | { readonly kind: 'finish' }
  | {
      readonly kind: 'wait'
      readonly runAt: number
      readonly attempts: number
      readonly lastError: string | null
      readonly note: string | null
    }
  | { readonly kind: 'fail'; readonly lastError: string }

const NOTE_LIMIT = 500

/** Decides what becomes of a job. `chance` in [0, 1) spreads the pauses. */
export function settlementOf(
  handler: JobHandler,
  job: Pick<ClaimedJob, 'key' | 'attempts' | 'companyId'>,
  outcome: JobOutcome,
  now: number,
  chance: number,
): Settlement {
  const wait = (runAt: number, attempts: number, lastError: string | null, note: string | null) =>
    ({ kind: 'wait', runAt: Math.ceil(runAt), attempts, lastError, note }) as const
  const isScheduled = handler.schedule !== undefined && job.companyId === null && job.key === SCHEDULE_KEY
  const nextTurn = handler.schedule ? nextOccurrence(handler.schedule, now) : now
  switch (outcome.kind) {
    case 'done':
      return isScheduled ? wait(nextTurn, 0, null, null) : { kind: 'finish' }
    case 'again':
      return wait(outcome.at, 0, null, outcome.note === undefined ? null : tellable(outcome.note))
    case 'retry': {
      const note = tellable(outcome.note)
      if (handler.maxAttempts === null || job.attempts < handler.maxAttempts) {
        return wait(outcome.at ?? now + pauseSeconds(job.attempts, handler, chance), job.attempts, note, null)
      }
      return isScheduled ? wait(nextTurn, 0, note, null) : { kind: 'fail', lastError: note }
    }
    case 'give_up': {
      const note = tellable(outcome.note)
      return isScheduled ? wait(nextTurn, 0, note, null) : { kind: 'fail', lastError: note }
    }
  }
}

/** What may be shown of an error: one line, not long, and without what looks like a credential. */
export function tellable(text: string): string {
  return text
    .slice(0, NOTE_LIMIT * 10)
    .replace(/\b(bearer|basic)\s+[^\s"',]+/gi, '$1 …')
    .replace(/\beyJ[\w-]{5,}(\.[\w-]+)*/g, '…')
    .replace(/\bsk_(live|test)_\w+/g, 'sk_$1_…')
    .replace(/:\/\/[^\s/@]+@/g, '://…@')
    .replace(/\b(password|client_secret|access_token|refresh_token)=[^\s&"']+/gi, '$1=…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, NOTE_LIMIT)
}
