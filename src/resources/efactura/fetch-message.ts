import type { AnafArchive, AnafFailure, AnafMessage, AnafRefusal } from '../../adapters/anaf/anaf.ts'
import type { Busy, Summary } from '../../domain/efactura/summary.ts'
import { type Ctx, newId } from '../../store/ctx.ts'
import type { MessageRow } from '../../store/efactura-tables.ts'
import { sha256Of } from '../../store/hash.ts'
import { keepFile, readFile } from './file.store.ts'
import { inCompany } from './in-company.ts'
import { findMessage, insertMessages, lockMessage, updateMessage } from './message.store.ts'
import type { Connected } from './submission-step.ts'
import { type InboxTools, summarizeDocument } from './summarize-document.ts'

export interface Place {
  readonly companyId: string
  readonly environment: 'test' | 'live'
}

/** A message that ANAF refused as often is given up: at ten attempts a day (contract efactura 1.7), after four days. */
const MOST_ATTEMPTS = 40
/** What ANAF does not hand out for reasons of its own is tried for as long as it keeps it (contract efactura 1.7). */
const KEPT_SECONDS = 60 * 86_400

/** Writes down that these messages exist. None is written twice. */
export async function knowMessages(
  tools: Pick<InboxTools, 'database' | 'clock'>,
  place: Place,
  messages: readonly AnafMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const now = Math.floor(tools.clock.nowMs() / 1000)
  const rows = messages.map((message) => ({
    id: newId('msg'),
    company_id: place.companyId,
    environment: place.environment,
    message_id: message.id,
    upload_id: message.uploadId,
    kind: message.kind,
    cif: message.cif,
    seller_cif: message.sellerCif,
    buyer_cif: message.buyerCif,
    details: message.details,
    listed_at: message.createdAtUnix ?? now,
    state: 'listed' as const,
    attempts: 0,
    last_error: null,
    archive_file_id: null,
    xml_file_id: null,
    summary: null,
    created_at: now,
    updated_at: now,
  }))
  await tools.database.transact(async (db) => insertMessages(db, rows))
}

export type Fetched =
  /** `xmlSha256` is that of the document in the ZIP, byte for byte. */
  | { readonly kind: 'stored'; readonly xmlSha256: string; readonly summary: Summary | null }
  /** The files are here, and nobody has had the time to read them: the message stays `listed`, and is read later. */
  | {
      readonly kind: 'unread'
      readonly xmlSha256: string
      readonly problem: string
      readonly retryAfterSeconds: number
    }
  /** `isAboutMessage`: ANAF answered, and others may be handed out all the same. */
  | { readonly kind: 'problem'; readonly problem: string; readonly isAboutMessage: boolean }

/** The files of a known message: those that are here, or else fetched from ANAF and kept byte for byte. */
export async function fetchMessage(
  tools: InboxTools,
  place: Place,
  { client, token }: Pick<Connected, 'client' | 'token'>,
  messageId: string,
): Promise<Fetched> {
  const { read } = tools.database
  const row = await findMessage(read, place, messageId)
  if (!row) throw new Error(`the message ${messageId} is not known`)
  const here = await readFile(read, place.companyId, row.xml_file_id)
  if (here && row.state === 'stored') {
    const summary = await summarizeDocument(tools, here, place.companyId)
    const xmlSha256 = sha256Of(here)
    return summary.kind === 'busy' ? unread(xmlSha256, summary) : { kind: 'stored', xmlSha256, summary }
  }
  if (here) return keep(tools, row, { document: here })
  const answer = await client.download(token, messageId)
  if (answer.kind === 'archive') return keep(tools, row, answer)
  const problem = answer.kind === 'refusal' ? answer.errors.join(' ') : answer.detail
  await inCompany(tools, place.companyId, row.id, async (ctx) => {
    const current = await lockMessage(ctx.db, place, messageId)
    if (current?.state !== 'listed') return
    const attempts = current.attempts + (isOurOwn(answer) ? 0 : 1)
    const isTooOften = answer.kind === 'refusal' && attempts >= MOST_ATTEMPTS
    const isTooLate = ctx.now - current.listed_at > KEPT_SECONDS
    const state = isTooOften || isTooLate ? 'failed' : 'listed'
    updateMessage(ctx.db, current, { attempts, state, last_error: problem, updated_at: ctx.now })
  })
  return { kind: 'problem', problem, isAboutMessage: answer.kind === 'refusal' }
}

/** Our own budgets and breaker answered, and ANAF was not asked. */
function isOurOwn(answer: AnafRefusal | AnafFailure): boolean {
  return answer.kind === 'failure' && answer.status === null && !answer.mayHaveArrived
}

/** Said of a document that waits for the thread. */
export const UNREAD = 'Fișierele au fost descărcate și urmează să fie citite.'

function unread(xmlSha256: string, { retryAfterSeconds }: Busy): Fetched {
  return { kind: 'unread', xmlSha256, problem: UNREAD, retryAfterSeconds }
}

/**
 * Keeps the files, and what they say as soon as there is time to read them. Without a ZIP they are those that are kept
 * already: ANAF counts downloads, and is not asked twice.
 */
async function keep(
  tools: InboxTools,
  row: MessageRow,
  { zip, document }: Pick<AnafArchive, 'document'> & Partial<Pick<AnafArchive, 'zip'>>,
): Promise<Fetched> {
  const summary = await summarizeDocument(tools, document, row.company_id)
  const isRead = summary.kind !== 'busy'
  return inCompany(tools, row.company_id, row.id, async (ctx) => {
    const place = { companyId: row.company_id, environment: row.environment }
    const current = await lockMessage(ctx.db, place, row.message_id)
    const xmlSha256 = sha256Of(document)
    // Another run has read it meanwhile, and told of it.
    if (isRead && current?.state === 'stored') return { kind: 'stored', xmlSha256, summary }
    const files = zip && !current?.xml_file_id ? keepFiles(ctx, zip, document) : {}
    if (!isRead) {
      // Without attempts it is due at once: what failed before was the fetching, which is done.
      const changes = { ...files, attempts: 0, last_error: UNREAD, updated_at: ctx.now }
      if (current?.state !== 'stored') updateMessage(ctx.db, row, changes)
      return unread(xmlSha256, summary)
    }
    updateMessage(ctx.db, row, {
      ...files,
      state: 'stored',
      attempts: (current ?? row).attempts + 1,
      last_error: null,
      summary: JSON.stringify(summary),
      updated_at: ctx.now,
    })
    if (row.kind === 'received' || row.kind === 'buyer_message_received') {
      const type = row.kind === 'received' ? 'efactura.received' : 'efactura.message_received'
      ctx.record(type, { type: 'efactura_message', id: row.id }, { seller: row.seller_cif, upload_id: row.upload_id })
    }
    return { kind: 'stored', xmlSha256, summary }
  })
}

function keepFiles(ctx: Ctx, zip: Uint8Array, document: Uint8Array) {
  const file = { companyId: ctx.companyId, now: ctx.now }
  const archive = keepFile(ctx.db, { ...file, kind: 'archive', bytes: zip })
  const xml = keepFile(ctx.db, { ...file, kind: 'received_xml', bytes: document })
  return { archive_file_id: archive.id, xml_file_id: xml.id }
}
