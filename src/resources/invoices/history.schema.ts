import Type from 'typebox'
import type { Language } from '../../domain/errors.ts'
import { type Bani, formatLei } from '../../domain/money.ts'
import { Text } from '../../http/answers.ts'
import type { Json } from '../../http/json.ts'
import type { EventRow } from '../../store/tables.ts'
import { isoTime } from './invoice-json.schema.ts'

interface Kind {
  readonly type: string
  readonly icon: string
  readonly en: string
  readonly ro: string
}

/** How the events of an invoice read in its history (contract 3.15). */
const KINDS: Readonly<Record<string, Kind>> = {
  'invoice.created': { type: 'create', icon: 'plus', en: 'Created', ro: 'Creată' },
  'invoice.updated': { type: 'update', icon: 'pencil', en: 'Updated', ro: 'Modificată' },
  'invoice.issued': { type: 'issue', icon: 'check', en: 'Issued', ro: 'Emisă' },
  'invoice.payment': { type: 'payment', icon: 'cash', en: 'Payment recorded', ro: 'Încasare înregistrată' },
  'invoice.payment_changed': {
    type: 'payment_update',
    icon: 'pencil',
    en: 'Payment changed',
    ro: 'Încasare modificată',
  },
  'invoice.payment_deleted': { type: 'payment_delete', icon: 'trash', en: 'Payment deleted', ro: 'Încasare ștearsă' },
  'invoice.paid': { type: 'paid', icon: 'check', en: 'Paid in full', ro: 'Încasată integral' },
  'invoice.voided': { type: 'void', icon: 'ban', en: 'Voided', ro: 'Anulată' },
  'invoice.unvoided': { type: 'unvoid', icon: 'undo', en: 'Reinstated', ro: 'Reactivată' },
  'invoice.storno': { type: 'storno', icon: 'rotate', en: 'Reversed', ro: 'Stornată' },
  'invoice.storned': { type: 'storned', icon: 'rotate', en: 'Reversal issued', ro: 'Storno emis' },
  'efactura.submitted': {
    type: 'efactura_submitted',
    icon: 'send',
    en: 'To be sent to RO e-Factura',
    ro: 'Urmează să fie trimisă în RO e-Factura',
  },
  'efactura.queued': {
    type: 'efactura_queued',
    icon: 'clock',
    en: 'Waiting to be sent to ANAF',
    ro: 'Așteaptă trimiterea la ANAF',
  },
  'efactura.sent': { type: 'efactura_sent', icon: 'send', en: 'Sent to ANAF', ro: 'Trimisă la ANAF' },
  'efactura.accepted': {
    type: 'efactura_accepted',
    icon: 'check',
    en: 'Accepted by ANAF',
    ro: 'Acceptată de ANAF',
  },
  'efactura.rejected': { type: 'efactura_rejected', icon: 'alert', en: 'Rejected by ANAF', ro: 'Respinsă de ANAF' },
  'efactura.error': {
    type: 'efactura_error',
    icon: 'alert',
    en: 'Could not be sent to RO e-Factura',
    ro: 'Nu a putut fi trimisă în RO e-Factura',
  },
  'efactura.corrected': {
    type: 'efactura_corrected',
    icon: 'pencil',
    en: 'Corrected for RO e-Factura',
    ro: 'Corectată pentru RO e-Factura',
  },
  'efactura.cancelled': {
    type: 'efactura_cancelled',
    icon: 'undo',
    en: 'Sending to RO e-Factura was taken back',
    ro: 'Trimiterea în RO e-Factura a fost anulată',
  },
  'efactura.deadline': {
    type: 'efactura_deadline',
    icon: 'clock',
    en: 'Must be in RO e-Factura by',
    ro: 'Trebuie să fie în RO e-Factura până la',
  },
  'invoice.deleted': { type: 'delete', icon: 'trash', en: 'Deleted', ro: 'Ștearsă' },
}

export const HistoryJson = Type.Object(
  {
    object: Type.Literal('list'),
    data: Type.Array(
      Type.Object({
        id: Text,
        type: Text,
        type_label: Text,
        message: Text,
        icon: Text,
        by: Text,
        created_at: Type.String({ format: 'date-time' }),
      }),
    ),
    has_more: Type.Boolean(),
    total: Type.Integer(),
    page: Type.Integer(),
    per_page: Type.Integer(),
    total_pages: Type.Integer(),
    pagination: Type.Object({
      page: Type.Integer(),
      per_page: Type.Integer(),
      total: Type.Integer(),
      total_pages: Type.Integer(),
    }),
  },
  { title: 'History' },
)

export function presentEvent(event: EventRow, language: Language): Json {
  const kind = KINDS[event.type] ?? { type: event.type, icon: 'dot', en: event.type, ro: event.type }
  return {
    id: event.id,
    type: kind.type,
    type_label: kind[language],
    message: messageOf(kind[language], JSON.parse(event.data) as Record<string, unknown>, event.created_at),
    icon: kind.icon,
    by: event.actor_name,
    created_at: isoTime(event.created_at),
  }
}

/** The label with what the event says: a number, an amount, a reason, a time that was still to come. */
function messageOf(label: string, data: Record<string, unknown>, createdAt: number): string {
  const amount = typeof data.amount === 'number' ? data.amount : data.total
  const parts = [
    typeof data.number === 'string' ? data.number : null,
    typeof amount === 'number'
      ? `${formatLei(amount as Bani)} ${typeof data.currency === 'string' ? data.currency : ''}`.trim()
      : null,
    typeof data.reason === 'string' ? data.reason : null,
    typeof data.deadline === 'string' ? data.deadline : null,
    typeof data.send_at === 'number' && data.send_at > createdAt ? bucharestMinute.format(data.send_at * 1000) : null,
    typeof data.upload_id === 'string' ? data.upload_id : null,
    textsOf(data.errors),
    textsOf(data.fields),
  ].filter((part) => part !== null)
  return parts.length === 0 ? label : `${label}: ${parts.join(', ')}`
}

/** As `2026-11-22 20:00`. */
const bucharestMinute = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Bucharest',
  dateStyle: 'short',
  timeStyle: 'short',
})

const MOST_TEXTS = 5

/** Reasons of a rejection, or the fields that changed; the submission has them all. */
function textsOf(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const texts = value.slice(0, MOST_TEXTS).map(String)
  return `${texts.join('; ')}${value.length > MOST_TEXTS ? '; …' : ''}`
}
