import type { Generated, Selectable } from 'kysely'
import type { SubmissionState } from '../domain/efactura/submission.ts'

/** Rows of e-Factura (migration 0003). Instants are Unix seconds unless a name says milliseconds. */
export interface EfacturaTables {
  efactura_submission: SubmissionTable
  efactura_file: EfacturaFileRow
  efactura_message: MessageTable
  efactura_inbox: InboxRow
  efactura_turn: TurnRow
  efactura_reply: ReplyRow
}

/** Columns of `company`. */
export interface EfacturaSettingsColumns {
  /** Whether the company sends through RO e-Factura at all. */
  efactura_enabled: number
  efactura_environment: 'test' | 'live'
  efactura_auto_send: number
  efactura_timing: 'immediate' | 'daily' | 'delayed'
  /** Hours after issue, for `delayed`. */
  efactura_delay_hours: number
  /** Hour of the day in Europe/Bucharest, for `daily`. */
  efactura_daily_hour: number
  efactura_public_institutions: number
  /** The document type of stornos: 380 with negative quantities, or the credit note 381. */
  efactura_storno_as: '380' | '381'
}

interface SubmissionTable {
  /** The number of the submission on the wire (contract 9.2). */
  seq: Generated<number>
  id: string
  company_id: string
  invoice_id: string
  environment: 'test' | 'live'
  state: SubmissionState
  /** Digits of the seller's fiscal code, in whose name it is sent. */
  cif: string
  standard: 'UBL' | 'CN'
  is_consumer: number
  is_extern: number
  is_self_billed: number
  xml_file_id: string | null
  xml_sha256: string | null
  /** The last legal day to send (contract efactura 3.1). */
  deadline: string | null
  /** Uploads tried, and times the status was asked for. */
  attempts: number
  polls: number
  /** When the upload that may be under way was begun. */
  sending_since: number | null
  upload_id: string | null
  download_id: string | null
  archive_file_id: string | null
  /** JSON: why it was rejected, one sentence each. */
  errors: string
  /** What went wrong last on the way; null once something went right. */
  last_error: string | null
  /** JSON: what was corrected after a rejection. */
  corrections: string | null
  actor_name: string
  submitted_at: number | null
  decided_at: number | null
  created_at: number
  updated_at: number
}
export type SubmissionRow = Selectable<SubmissionTable>

export interface EfacturaFileRow {
  id: string
  company_id: string
  kind: 'sent_xml' | 'archive' | 'received_xml' | 'pdf' | 'reply_xml'
  /** Of the bytes, in hex. */
  sha256: string
  size: number
  /** Base64, which holds any bytes on both engines. */
  content: string
  created_at: number
}

interface MessageTable {
  seq: Generated<number>
  id: string
  company_id: string
  environment: 'test' | 'live'
  /** ANAF's ids: of the download, and of the upload it belongs to. */
  message_id: string
  upload_id: string
  kind: string
  cif: string
  seller_cif: string | null
  buyer_cif: string | null
  details: string
  /** When ANAF made it. */
  listed_at: number
  /** `listed`: known, not fetched yet; `stored`: its files are here; `failed`: given up. */
  state: 'listed' | 'stored' | 'failed'
  attempts: number
  last_error: string | null
  archive_file_id: string | null
  xml_file_id: string | null
  /** ANAF's picture of the document, once somebody asked for it. */
  pdf_file_id: Generated<string | null>
  /** JSON: what the document says, for lists and for supplier bills. */
  summary: string | null
  created_at: number
  updated_at: number
}
export type MessageRow = Selectable<MessageTable>

export interface InboxRow {
  company_id: string
  environment: 'test' | 'live'
  cif: string
  /** Everything that ANAF listed before this instant, in Unix milliseconds, is known. */
  synced_until_ms: number
  last_synced_at: number | null
  last_error: string | null
}

/** Who reads the inbox of a company now. Instants are Unix seconds. */
export interface TurnRow {
  company_id: string
  environment: 'test' | 'live'
  /** Null when nobody does. */
  token: string | null
  /** After this, whoever reads it is taken for dead. */
  held_until: number
  /** When a caller last had it read; what the program reads by itself does not count. */
  asked_at: number
}

/** What a buyer wrote to the issuer of an invoice that it received (contract efactura 1.2). */
export interface ReplyRow {
  id: string
  company_id: string
  environment: 'test' | 'live'
  /** Ours, of the received invoice. */
  message_id: string
  /** ANAF's index of that invoice. */
  invoice_upload_id: string
  text: string
  xml_file_id: string
  /** `sending`: a request is at it, or died with it; `unknown`: ANAF may have it or not. */
  state: 'sending' | 'sent' | 'refused' | 'failed' | 'unknown'
  upload_id: string | null
  error: string | null
  /** By whom and under which `Idempotency-Key`, so that the same request is never sent twice. */
  request_key: string | null
  actor_name: string
  created_at: number
  updated_at: number
}
