import Type from 'typebox'
import type { Summary, SummaryParty } from '../../domain/efactura/summary.ts'
import type { Bani } from '../../domain/money.ts'
import { Amount, Nullable, NullableText, Text } from '../../http/answers.ts'
import { name, object, oneOf, optional, required } from '../../http/fields.ts'
import { type Json, lei } from '../../http/json.ts'
import { integer } from '../../http/number-fields.ts'
import { pagingFields } from '../../http/paging.ts'
import type { MessageRow, ReplyRow } from '../../store/efactura-tables.ts'

const TYPES = ['received', 'sent', 'errors', 'buyer_message', 'other'] as const
/** The words of the API for what ANAF lists, and ANAF's own (contract efactura 1.2). */
const KINDS: Readonly<Record<(typeof TYPES)[number], readonly string[]>> = {
  received: ['received'],
  sent: ['sent'],
  errors: ['errors'],
  buyer_message: ['buyer_message_received', 'buyer_message_sent'],
  other: ['other'],
}
const STATUSES = { pending: 'listed', downloaded: 'stored', failed: 'failed' } as const

export const MessageQuery = object({
  ...pagingFields,
  days: optional(integer({ min: 1, max: 3_650 })),
  type: optional(
    oneOf(TYPES, {
      p: 'received',
      t: 'sent',
      e: 'errors',
      r: 'buyer_message',
      'factura primita': 'received',
      'factura trimisa': 'sent',
      'erori factura': 'errors',
    }),
  ),
  status: optional(oneOf(['pending', 'downloaded', 'failed'], { listed: 'pending', stored: 'downloaded' })),
})
export const SyncBody = object({ days: optional(integer({ min: 1, max: 60 })) })
/** ANAF names no limit; longer ones would not be read. */
export const ReplyBody = object({ message: required(name({ max: 1_000 }), 'text') })

export function askedKinds(type: (typeof TYPES)[number] | undefined): readonly string[] | null {
  return type === undefined ? null : KINDS[type]
}

export function askedState(status: keyof typeof STATUSES | undefined): MessageRow['state'] | null {
  return status === undefined ? null : STATUSES[status]
}

const Instant = Type.String({ format: 'date-time' })
const PartyJson = Type.Object({ name: NullableText, cui: NullableText }, { title: 'EfacturaParty' })

const DocumentJson = Type.Object(
  {
    number: NullableText,
    document_type: Nullable(Type.String({ description: 'UNTDID 1001: 380, 381 …' })),
    date: NullableText,
    due_date: NullableText,
    currency: NullableText,
    subtotal: Nullable(Amount),
    vat_amount: Nullable(Amount),
    total: Nullable(Amount),
    payable: Nullable(Amount),
    seller: PartyJson,
    buyer: PartyJson,
    lines_count: Type.Integer(),
  },
  { title: 'ReceivedDocument' },
)

const MessageFields = {
  id: Type.String({ description: 'The id that ANAF gave the message.' }),
  object: Type.Literal('efactura_message'),
  message_id: Text,
  uid: Type.String({ description: 'Ours.' }),
  number: Type.Integer(),
  type: Type.Union(TYPES.map((type) => Type.Literal(type))),
  kind: Type.String({ description: 'Finer: whether a message of a buyer came or went.' }),
  status: Type.Union(Object.keys(STATUSES).map((status) => Type.Literal(status))),
  environment: Type.Union([Type.Literal('test'), Type.Literal('live')]),
  upload_id: NullableText,
  cif: Text,
  seller_cif: NullableText,
  buyer_cif: NullableText,
  details: Text,
  created_at: Type.String({ format: 'date-time', description: 'When ANAF made it.' }),
  has_xml: Type.Boolean(),
  has_zip: Type.Boolean(),
  last_error: NullableText,
  document: Nullable(DocumentJson),
  text: Nullable(Type.String({ description: 'What a buyer wrote.' })),
  errors: Type.Array(Text, { description: 'Why an invoice was rejected.' }),
}
export const MessageJson = Type.Object(MessageFields, { title: 'EfacturaMessage' })

export function presentMessage(row: MessageRow): { readonly [key: string]: Json } {
  const summary = row.summary === null ? null : (JSON.parse(row.summary) as Summary)
  return {
    id: row.message_id,
    object: 'efactura_message',
    message_id: row.message_id,
    uid: row.id,
    number: row.seq,
    type: TYPES.find((type) => KINDS[type].includes(row.kind)) ?? 'other',
    kind: row.kind,
    status: row.state === 'listed' ? 'pending' : row.state === 'stored' ? 'downloaded' : 'failed',
    environment: row.environment,
    upload_id: row.upload_id === '' ? null : row.upload_id,
    cif: row.cif,
    seller_cif: row.seller_cif,
    buyer_cif: row.buyer_cif,
    details: row.details,
    created_at: iso(row.listed_at),
    has_xml: row.xml_file_id !== null,
    has_zip: row.archive_file_id !== null,
    last_error: row.last_error,
    document: summary?.kind === 'invoice' ? presentDocument(summary) : null,
    text: summary?.kind === 'message' ? summary.text : null,
    errors: summary?.kind === 'errors' ? [...summary.errors] : [],
  }
}

function presentDocument(summary: Extract<Summary, { kind: 'invoice' }>): Json {
  const amount = (bani: number | null) => (bani === null ? null : lei(bani as Bani))
  const party = ({ name: called, fiscalCode }: SummaryParty): Json => ({ name: called, cui: fiscalCode })
  return {
    number: summary.number,
    document_type: summary.typeCode,
    date: summary.issueDate,
    due_date: summary.dueDate,
    currency: summary.currency,
    subtotal: amount(summary.withoutVatBani),
    vat_amount: amount(summary.vatBani),
    total: amount(summary.withVatBani),
    payable: amount(summary.payableBani),
    seller: party(summary.seller),
    buyer: party(summary.buyer),
    lines_count: summary.lines,
  }
}

export const ReplyJson = Type.Object(
  {
    id: Text,
    object: Type.Literal('efactura_reply'),
    status: Type.Union(
      ['sending', 'sent', 'refused', 'failed', 'unknown'].map((word) => Type.Literal(word)),
      {
        description: '`unknown`: ANAF did not confirm; the message may have arrived. Look for it in the inbox later.',
      },
    ),
    message: Text,
    invoice_upload_id: Text,
    upload_id: NullableText,
    environment: Text,
    error: NullableText,
    by: Text,
    created_at: Instant,
  },
  { title: 'EfacturaReply' },
)

/** After this long nobody is at it any more: whoever was sending is gone. */
const SENDING_SECONDS = 180

export function presentReply(row: ReplyRow, now: number): Json {
  const isLost = row.state === 'sending' && now - row.updated_at > SENDING_SECONDS
  return {
    id: row.id,
    object: 'efactura_reply',
    status: isLost ? 'unknown' : row.state,
    message: row.text,
    invoice_upload_id: row.invoice_upload_id,
    upload_id: row.upload_id,
    environment: row.environment,
    error: row.error,
    by: row.actor_name,
    created_at: iso(row.created_at),
  }
}

export const MessageWithRepliesJson = Type.Object(
  { ...MessageFields, replies: Type.Array(ReplyJson) },
  { title: 'EfacturaMessageWithReplies' },
)

export const SyncedJson = Type.Object(
  {
    object: Type.Literal('efactura_sync'),
    new_messages: Type.Integer({ description: 'That were not known before.' }),
    downloaded: Type.Integer({ description: 'Whose files were fetched now.' }),
    is_complete: Type.Boolean({ description: 'Nothing is left to fetch; what is goes on by itself.' }),
    synced_at: Instant,
  },
  { title: 'EfacturaSync' },
)

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
