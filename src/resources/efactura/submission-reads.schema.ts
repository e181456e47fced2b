import Type from 'typebox'
import {
  invoiceEfacturaStatus,
  isUnderWay,
  type SubmissionState,
  submissionStatus,
  TRANSITIONS,
} from '../../domain/efactura/submission.ts'
import { waitReasonOf } from '../../domain/efactura/waiting.ts'
import type { Language } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { DayText, Nullable, NullableText, Text } from '../../http/answers.ts'
import { day, id, object, oneOf, optional } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { pagingFields } from '../../http/paging.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import type { EventRow } from '../../store/tables.ts'
import { presentEvent } from '../invoices/history.schema.ts'
import { presentSubmission, SubmissionJson } from './efactura.schema.ts'

const STATES = Object.keys(TRANSITIONS) as SubmissionState[]
const STATUSES = ['submitted', 'processing', 'accepted', 'rejected', 'error', 'cancelled'] as const

export const SubmissionQuery = object({
  ...pagingFields,
  state: optional(oneOf(STATES)),
  status: optional(oneOf(STATUSES)),
  environment: optional(oneOf(['test', 'live'], { production: 'live', prod: 'live', sandbox: 'test' })),
  invoice_id: optional(id('inv')),
  start_date: optional(day, 'date_from', 'from'),
  end_date: optional(day, 'date_to', 'to'),
})

/** The states behind the two filters; null when neither was given. */
export function askedStates(query: {
  readonly state?: SubmissionState | undefined
  readonly status?: (typeof STATUSES)[number] | undefined
}): readonly SubmissionState[] | null {
  if (query.state === undefined && query.status === undefined) return null
  return STATES.filter(
    (state) =>
      (query.state === undefined || state === query.state) &&
      (query.status === undefined || submissionStatus(state) === query.status),
  )
}

const Instant = Type.String({ format: 'date-time' })
const EventJson = Type.Object(
  { id: Text, type: Text, type_label: Text, message: Text, icon: Text, by: Text, created_at: Instant },
  { title: 'EfacturaEvent' },
)

export const SubmissionHistoryJson = Type.Object(
  { ...SubmissionJson.properties, state: Text, events: Type.Array(EventJson) },
  { title: 'SubmissionWithEvents' },
)

export function presentWithEvents(
  row: SubmissionRow,
  invoice: Pick<Invoice, 'issued'>,
  events: readonly EventRow[],
  language: Language,
): Json {
  const own = events.filter(({ data }) => (JSON.parse(data) as { submission_id?: number }).submission_id === row.seq)
  return {
    ...presentSubmission(row, invoice, language),
    state: row.state,
    events: own.map((event) => presentEvent(event, language)),
  }
}

/** How one invoice stands with ANAF (contract 9.4). */
export const InvoiceEfacturaJson = Type.Object(
  {
    object: Type.Literal('efactura_invoice_status'),
    invoice_id: Text,
    invoice_number: NullableText,
    efactura_status: Type.Union(
      ['not_sent', 'pending', 'sent', 'accepted', 'rejected', 'error'].map((word) => Type.Literal(word)),
    ),
    sent_to_anaf: Type.Boolean({ description: 'ANAF has it, whatever it made of it.' }),
    is_final: Type.Boolean({ description: 'Nothing more happens by itself.' }),
    upload_id: NullableText,
    download_id: NullableText,
    environment: NullableText,
    submitted_at: Nullable(Instant),
    processed_at: Nullable(Instant),
    deadline: Nullable(DayText),
    errors: Type.Array(Text),
    error_code: NullableText,
    message: NullableText,
    configure_url: Nullable(
      Type.String({ description: 'While it waits for an authorisation: the page that says how to connect.' }),
    ),
    submission: Nullable(SubmissionJson),
  },
  { title: 'InvoiceEfacturaStatus' },
)

export function presentInvoiceStatus(
  invoice: Pick<Invoice, 'id' | 'issued'>,
  latest: SubmissionRow | null,
  { deadline, configureUrl }: { readonly deadline: string | null; readonly configureUrl: string },
  language: Language,
): Json {
  const submission = latest && presentSubmission(latest, invoice, language)
  const iso = (seconds: number | null | undefined) => (seconds ? new Date(seconds * 1000).toISOString() : null)
  return {
    object: 'efactura_invoice_status',
    invoice_id: invoice.id,
    invoice_number: invoice.issued?.number ?? null,
    efactura_status: latest ? invoiceEfacturaStatus(latest.state) : 'not_sent',
    sent_to_anaf: latest !== null && latest.upload_id !== null,
    is_final: latest !== null && !isUnderWay(latest.state),
    upload_id: latest?.upload_id ?? null,
    download_id: latest?.download_id ?? null,
    environment: latest?.environment ?? null,
    submitted_at: iso(latest?.submitted_at),
    processed_at: iso(latest?.decided_at),
    deadline: latest?.deadline ?? deadline,
    errors: latest ? (JSON.parse(latest.errors) as string[]) : [],
    error_code: submission?.error_code ?? null,
    message: submission?.message ?? null,
    configure_url: latest && waitReasonOf(latest.last_error) && isUnderWay(latest.state) ? configureUrl : null,
    submission,
  }
}
