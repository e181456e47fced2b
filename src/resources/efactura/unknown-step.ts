import type { AnafMessage } from '../../adapters/anaf/anaf.ts'
import type { Summary } from '../../domain/efactura/summary.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { fetchMessage, knowMessages, UNREAD } from './fetch-message.ts'
import { readFile } from './file.store.ts'
import { listAll } from './list-all.ts'
import { knownUploads } from './submission.store.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step, waitFor } from './submission-step.ts'
import { summarizeDocument } from './summarize-document.ts'

/** ANAF's clock and ours may differ. */
const CLOCKS_DIFFER_SECONDS = 600
const SHORTEST_LOOK_SECONDS = 20
const LONGEST_LOOK_SECONDS = 1_800
/** ANAF lists the messages of 60 days (contract efactura 1.7), less a minute for the way there. */
const LISTED_SECONDS = 60 * 86_400 - 60
const NOT_KNOWN =
  'Nu se știe dacă ANAF a primit factura: lista de mesaje nu mai ajunge până la data trimiterii. Verificați în SPV înainte de a o retrimite.'

/**
 * Finds out what became of an upload whose answer was lost (contract efactura 1.3): among the messages of the time
 * since, ours is the one with our XML, or with our number, date, seller and total in another writing. It is sent again
 * only when the list has not had it for as long as ANAF may need.
 */
export async function unknownStep(step: Step, connected: Connected): Promise<NextStep> {
  const { row, tools } = step
  const now = nowOf(step)
  const since = row.sending_since ?? row.updated_at
  if (since > now) return beginAnew(step, now)
  if (now - since > LISTED_SECONDS - CLOCKS_DIFFER_SECONDS) return giveUp(step, now)
  const window = {
    cif: row.cif,
    fromMs: (since - CLOCKS_DIFFER_SECONDS) * 1000,
    toMs: now * 1000,
    filter: 'T',
  } as const
  const listed = await listAll(connected, window, step.holdOn)
  if (listed.kind !== 'messages') {
    return waitFor(step, listed.problem, listed.retryAfterSeconds === null ? null : now + listed.retryAfterSeconds)
  }
  const ids = listed.messages.map((message) => message.uploadId)
  const known = await knownUploads(tools.database.read, row.company_id, row.environment, ids)
  const candidates = listed.messages.filter((message) => !known.has(message.uploadId))
  const ours = await findOurs(step, connected, candidates)
  if (typeof ours === 'string') return waitFor(step, ours, null)
  if (ours) {
    const set = { upload_id: ours.uploadId, submitted_at: since, sending_since: null, last_error: null, polls: 0 }
    const event = { type: 'efactura.sent', data: { upload_id: ours.uploadId, found_in_list: true } }
    return conclude(step, inUnknown({ to: 'processing', set, event }), { at: now })
  }
  if (now - since >= connected.certainAfterSeconds) {
    return conclude(step, inUnknown({ to: 'checked', set: { sending_since: null } }), { at: now })
  }
  const pause = Math.min(LONGEST_LOOK_SECONDS, Math.max(SHORTEST_LOOK_SECONDS, Math.floor((now - since) / 4)))
  const certainAt = since + connected.certainAfterSeconds
  return conclude(step, () => ({}), { at: Math.min(now + pause, certainAt) })
}

function inUnknown<T>(change: T): (row: SubmissionRow) => T | null {
  return (row) => (row.state === 'unknown' ? change : null)
}

/** Our clock was ahead when it was sent, and nobody knows by how much: what counts as long enough begins now. */
async function beginAnew(step: Step, now: number): Promise<NextStep> {
  return conclude(step, inUnknown({ set: { sending_since: now } }), { at: now + SHORTEST_LOOK_SECONDS })
}

/** Nobody can tell any more, and a second copy can only be undone by a storno: a person has to look. */
async function giveUp(step: Step, now: number): Promise<NextStep> {
  const errors = [NOT_KNOWN]
  const event = { type: 'efactura.error', data: { errors } }
  const set = { sending_since: null, decided_at: now, last_error: null }
  return conclude(step, inUnknown({ to: 'failed', set, errors, event }), { at: null })
}

/** The message whose document is what was sent; a sentence when one of them could not be looked at. */
async function findOurs(
  step: Step,
  connected: Connected,
  candidates: readonly AnafMessage[],
): Promise<AnafMessage | string | null> {
  const { row } = step
  const tools = { ...step.tools, xmlJudge: step.xmlJudge }
  const place = { companyId: row.company_id, environment: row.environment }
  const xml = await readFile(tools.database.read, row.company_id, row.xml_file_id)
  const own = xml && (await summarizeDocument(tools, xml, row.company_id))
  const identity = own && own.kind !== 'busy' ? identityOf(own) : null
  await knowMessages(tools, place, candidates)
  let problem: string | null = null
  for (const candidate of candidates) {
    await step.holdOn()
    const fetched = await fetchMessage(tools, place, connected, candidate.id)
    if (fetched.kind === 'problem') problem ??= fetched.problem
    else if (fetched.xmlSha256 === row.xml_sha256) return candidate
    else if (fetched.kind === 'unread' || own?.kind === 'busy') problem ??= UNREAD
    else if (identity !== null && identityOf(fetched.summary) === identity) return candidate
  }
  return problem
}

/** What makes two documents the same invoice, whoever wrote them; null for what is none. */
function identityOf(summary: Summary | null): string | null {
  if (summary?.kind !== 'invoice' || summary.number === null) return null
  const { number, typeCode, issueDate, currency, withVatBani, seller } = summary
  return JSON.stringify([number, typeCode, issueDate, currency, withVatBani, seller.fiscalCode?.replace(/\D/g, '')])
}
