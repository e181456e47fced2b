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
    message: messageOf(kind[language], JSON.parse(event.data) as Record<string, unknown>),
    icon: kind.icon,
    by: event.actor_name,
    created_at: isoTime(event.created_at),
  }
}

/** The label with what the event says: a number, an amount, a reason. */
function messageOf(label: string, data: Record<string, unknown>): string {
  const amount = typeof data.amount === 'number' ? data.amount : data.total
  const parts = [
    typeof data.number === 'string' ? data.number : null,
    typeof amount === 'number'
      ? `${formatLei(amount as Bani)} ${typeof data.currency === 'string' ? data.currency : ''}`.trim()
      : null,
    typeof data.reason === 'string' ? data.reason : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? label : `${label}: ${parts.join(', ')}`
}
