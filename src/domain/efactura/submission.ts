import type { WaitReason } from './waiting.ts'

/**
 * The life of a submission to RO e-Factura (docs/efactura.md has it as a table).
 *
 * `queued`: waits for its time. `checked`: its XML is made and passes our rules. `sending`: an upload is under way,
 * or was when a worker died. `unknown`: ANAF may have it or not, and the list of messages will tell. `processing`: ANAF
 * has it. `accepted`, `rejected`: ANAF decided. `failed`: our rules refuse it, or nobody may send it; a person has to
 * act. `cancelled`: taken back before it was sent.
 */
export type SubmissionState =
  | 'queued'
  | 'checked'
  | 'sending'
  | 'unknown'
  | 'processing'
  | 'accepted'
  | 'rejected'
  | 'failed'
  | 'cancelled'

/** Everything that may follow; whatever is not here never happens. */
export const TRANSITIONS: Readonly<Record<SubmissionState, readonly SubmissionState[]>> = {
  queued: ['checked', 'failed', 'cancelled'],
  // To `processing` by an answer that came when nobody waited for it any more.
  checked: ['sending', 'processing', 'failed', 'cancelled'],
  sending: ['processing', 'checked', 'unknown', 'rejected', 'failed'],
  unknown: ['processing', 'accepted', 'rejected', 'checked', 'failed'],
  processing: ['accepted', 'rejected', 'failed'],
  accepted: [],
  rejected: [],
  failed: ['queued', 'cancelled'],
  cancelled: [],
}

/** Something will still happen to it by itself. */
export function isUnderWay(state: SubmissionState): boolean {
  return TRANSITIONS[state].length > 0 && state !== 'failed'
}

type Standing = Pick<EfacturaStanding, 'state' | 'environment'>

/**
 * The same invoice may not be sent to `environment` beside it (contract 9.2: `already_sent_to_spv`). What ANAF's test
 * environment accepted is sent nowhere but there, and may still go to the real one; not the other way round.
 */
export function standsInTheWay({ state, environment }: Standing, to: 'test' | 'live'): boolean {
  return isUnderWay(state) || (state === 'accepted' && (environment === 'live' || to === 'test'))
}

/** ANAF has it, or may have it: only a storno undoes it there. */
export function mayBeAtAnaf(state: SubmissionState): boolean {
  return state === 'sending' || state === 'unknown' || state === 'processing' || state === 'accepted'
}

/** It can be taken back: ANAF has not seen it. */
export function isCancellable(state: SubmissionState): boolean {
  return TRANSITIONS[state].includes('cancelled')
}

export function assertTransition(from: SubmissionState, to: SubmissionState): void {
  if (!TRANSITIONS[from].includes(to)) throw new Error(`a submission that is ${from} does not become ${to}`)
}

/** The words of contract 9.2 for a submission. */
export function submissionStatus(
  state: SubmissionState,
): 'submitted' | 'processing' | 'accepted' | 'rejected' | 'error' | 'cancelled' {
  switch (state) {
    case 'queued':
    case 'checked':
    case 'sending':
    case 'unknown':
      return 'submitted'
    case 'failed':
      return 'error'
    default:
      return state
  }
}

/** The words of contract 9.2 for an invoice (`efactura_status`). */
export function invoiceEfacturaStatus(
  state: SubmissionState,
): 'not_sent' | 'pending' | 'sent' | 'accepted' | 'rejected' | 'error' {
  switch (state) {
    case 'queued':
    case 'checked':
    case 'sending':
    case 'unknown':
      return 'pending'
    case 'processing':
      return 'sent'
    case 'failed':
      return 'error'
    case 'cancelled':
      return 'not_sent'
    default:
      return state
  }
}

/** The words of the PHP SDK (contract 9.4). */
export function sdkStatus(
  state: SubmissionState,
): 'pending' | 'uploading' | 'processing' | 'processed' | 'rejected' | 'error' {
  switch (state) {
    case 'queued':
    case 'checked':
      return 'pending'
    case 'sending':
    case 'unknown':
      return 'uploading'
    case 'accepted':
      return 'processed'
    case 'failed':
    case 'cancelled':
      return 'error'
    default:
      return state
  }
}

/** What an invoice knows of its latest submission, kept with it so that reading it costs nothing more. */
export interface EfacturaStanding {
  readonly submissionId: number
  readonly state: SubmissionState
  readonly environment: 'test' | 'live'
  readonly uploadId: string | null
  readonly downloadId: string | null
  /** Unix seconds. */
  readonly submittedAt: number | null
  readonly decidedAt: number | null
  /** The last legal day to send. */
  readonly deadline: string | null
  readonly errors: readonly string[]
  /** Why it waits, where only an authorisation is missing. */
  readonly waitsFor?: WaitReason
}

/** Seconds to wait before asking ANAF for the status the n-th time: most are ready at once, and 100 questions a day are all. */
export function pollPause(polls: number): number {
  const pauses = [2, 3, 5, 10, 20, 30, 60, 120, 300]
  return pauses[polls] ?? 900
}
