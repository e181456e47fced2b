import type { AnafMessage } from '../../adapters/anaf/anaf.ts'
import { fetchMessage, knowMessages } from './fetch-message.ts'
import { listAll } from './list-all.ts'
import { knownUploads } from './submission.store.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step, waitFor } from './submission-step.ts'

/** ANAF's clock and ours may differ. */
const CLOCKS_DIFFER_SECONDS = 600
const SHORTEST_LOOK_SECONDS = 20
const LONGEST_LOOK_SECONDS = 1_800

/**
 * Finds out what became of an upload whose answer was lost (contract efactura 1.3): among the messages of the time
 * since, ours is the one whose XML is ours, byte for byte. It is sent again only when the list has not had it for as
 * long as ANAF may need.
 */
export async function unknownStep(step: Step, connected: Connected): Promise<NextStep> {
  const { row, tools } = step
  const now = nowOf(step)
  const since = row.sending_since ?? row.updated_at
  const listed = await listAll(connected, {
    cif: row.cif,
    fromMs: (since - CLOCKS_DIFFER_SECONDS) * 1000,
    toMs: now * 1000,
    filter: 'T',
  })
  if (listed.kind !== 'messages') return waitFor(step, listed.problem, null)
  const known = await knownUploads(
    tools.database.read,
    row.company_id,
    listed.messages.map((message) => message.uploadId),
  )
  const candidates = listed.messages.filter((message) => !known.has(message.uploadId))
  const ours = await findOurs(step, connected, candidates)
  if (typeof ours === 'string') return waitFor(step, ours, null)
  if (ours) {
    return conclude(
      step,
      (current) =>
        current.state === 'unknown'
          ? {
              to: 'processing',
              set: { upload_id: ours.uploadId, submitted_at: since, sending_since: null, last_error: null, polls: 0 },
              event: { type: 'efactura.sent', data: { upload_id: ours.uploadId, found_in_list: true } },
            }
          : null,
      { at: now },
    )
  }
  if (now - since >= connected.certainAfterSeconds) {
    return conclude(
      step,
      (current) => (current.state === 'unknown' ? { to: 'checked', set: { sending_since: null } } : null),
      { at: now },
    )
  }
  const pause = Math.min(LONGEST_LOOK_SECONDS, Math.max(SHORTEST_LOOK_SECONDS, Math.floor((now - since) / 4)))
  const certainAt = since + connected.certainAfterSeconds
  return conclude(step, () => ({}), { at: Math.min(now + pause, certainAt) })
}

/** The message whose document is what was sent; a sentence when one of them could not be looked at. */
async function findOurs(
  step: Step,
  connected: Connected,
  candidates: readonly AnafMessage[],
): Promise<AnafMessage | string | null> {
  const { row, tools } = step
  const place = { companyId: row.company_id, environment: row.environment }
  await knowMessages(tools, place, candidates)
  for (const candidate of candidates) {
    const fetched = await fetchMessage(tools, place, connected, candidate.id)
    if (fetched.kind === 'problem') return fetched.problem
    if (fetched.xmlSha256 === row.xml_sha256) return candidate
  }
  return null
}
