import type { AnafArchive, AnafFailure, AnafRefusal } from '../../adapters/anaf/anaf.ts'
import type { Ctx } from '../../store/ctx.ts'
import { keepFile } from './file.store.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step, waitFor } from './submission-step.ts'

/** ANAF hands a file out for 60 days (contract efactura 1.7). */
const HANDED_OUT_SECONDS = 60 * 86_400
/** Downloads of one message are limited by the day (contract efactura 1.7). */
const LIMIT_PAUSE_SECONDS = 6 * 3_600

/** Fetches the legal original of an accepted invoice: the XML with the signature of the Ministry of Finance. */
export async function archiveStep(step: Step, { client, token }: Connected): Promise<NextStep> {
  const { row } = step
  const answer = await client.download(token, row.download_id ?? '')
  if (answer.kind === 'archive') {
    const { keep } = archiveOf(answer)
    return conclude(step, () => ({ set: { last_error: null } }), { at: null }, { keep })
  }
  const now = nowOf(step)
  if (now - (row.decided_at ?? now) > HANDED_OUT_SECONDS) {
    return conclude(step, () => ({ set: { last_error: 'ANAF no longer hands out the archive' } }), { at: null })
  }
  const problem = answer.kind === 'refusal' ? answer.errors.join(' ') : answer.detail
  return waitFor(step, problem, comeBackAt(answer, now))
}

/** When a download that was refused may be asked for again, in Unix seconds; null when the queue may choose. */
export function comeBackAt(answer: AnafRefusal | AnafFailure, now: number): number | null {
  if (answer.kind === 'refusal') return answer.cause === 'limit' ? now + LIMIT_PAUSE_SECONDS : null
  return answer.retryAfterSeconds === null ? null : now + answer.retryAfterSeconds
}

/** Keeps a downloaded ZIP as it came, in the transaction that tells of it. */
export function archiveOf({ zip }: AnafArchive): { keep(ctx: Ctx): { readonly archive_file_id: string } } {
  return {
    keep: (ctx) => ({
      archive_file_id: keepFile(ctx.db, { companyId: ctx.companyId, kind: 'archive', bytes: zip, now: ctx.now }).id,
    }),
  }
}
