import type { AnafArchive, AnafMessage } from '../../adapters/anaf/anaf.ts'
import { summaryOf } from '../../domain/efactura/summary.ts'
import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import { newId } from '../../store/ctx.ts'
import type { MessageRow } from '../../store/efactura-tables.ts'
import { sha256Of } from '../../store/hash.ts'
import { keepFile, readFile } from './file.store.ts'
import { inCompany } from './in-company.ts'
import { findMessage, insertMessages, updateMessage } from './message.store.ts'
import type { Connected } from './submission-step.ts'

export interface Place {
  readonly companyId: string
  readonly environment: 'test' | 'live'
}
interface Tools {
  readonly database: Database
  readonly clock: Clock
}

/** Downloads of one message are limited to 10 a day (contract efactura 1.7); after so many it is given up. */
const MOST_ATTEMPTS = 40

/** Writes down that these messages exist. None is written twice. */
export async function knowMessages(tools: Tools, place: Place, messages: readonly AnafMessage[]): Promise<void> {
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
  { readonly kind: 'stored'; readonly xmlSha256: string } | { readonly kind: 'problem'; readonly problem: string }

/** The files of a known message: those that are here, or else fetched from ANAF and kept byte for byte. */
export async function fetchMessage(
  tools: Tools,
  place: Place,
  { client, token }: Pick<Connected, 'client' | 'token'>,
  messageId: string,
): Promise<Fetched> {
  const { read } = tools.database
  const row = await findMessage(read, place, messageId)
  if (!row) throw new Error(`the message ${messageId} is not known`)
  const here = row.state === 'stored' ? await readFile(read, place.companyId, row.xml_file_id) : null
  if (here) return { kind: 'stored', xmlSha256: sha256Of(here) }
  const answer = await client.download(token, messageId)
  if (answer.kind === 'archive') return keep(tools, row, answer)
  const problem = answer.kind === 'refusal' ? answer.errors.join(' ') : answer.detail
  const attempts = row.attempts + 1
  await inCompany(tools, place.companyId, row.id, async (ctx) => {
    const state = attempts >= MOST_ATTEMPTS ? 'failed' : row.state
    updateMessage(ctx.db, row, { attempts, state, last_error: problem, updated_at: ctx.now })
  })
  return { kind: 'problem', problem }
}

async function keep(tools: Tools, row: MessageRow, archive: AnafArchive): Promise<Fetched> {
  const { zip, document } = archive
  return inCompany(tools, row.company_id, row.id, async (ctx) => {
    const file = { companyId: ctx.companyId, now: ctx.now }
    const kept = keepFile(ctx.db, { ...file, kind: 'archive', bytes: zip })
    const xml = keepFile(ctx.db, { ...file, kind: 'received_xml', bytes: document })
    updateMessage(ctx.db, row, {
      state: 'stored',
      attempts: row.attempts + 1,
      last_error: null,
      archive_file_id: kept.id,
      xml_file_id: xml.id,
      summary: JSON.stringify(summaryOf(document)),
      updated_at: ctx.now,
    })
    if (row.kind === 'received' || row.kind === 'buyer_message_received') {
      const type = row.kind === 'received' ? 'efactura.received' : 'efactura.message_received'
      ctx.record(type, { type: 'efactura_message', id: row.id }, { seller: row.seller_cif, upload_id: row.upload_id })
    }
    return { kind: 'stored', xmlSha256: xml.sha256 }
  })
}
