import { countryName } from '../../domain/countries.ts'
import type { Day } from '../../domain/dates.ts'
import { type EfacturaStanding, invoiceEfacturaStatus } from '../../domain/efactura/submission.ts'
import { waitSentence } from '../../domain/efactura/waiting.ts'
import type { Language } from '../../domain/errors.ts'
import { type Invoice, isFullyStorned, paidBani, remainingBani, settledOn } from '../../domain/invoice.ts'
import { legalMentions } from '../../domain/invoice-content.ts'
import { fullFiscalCode } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import { warningsText } from '../../http/envelope.ts'
import { exact, type Json, JsonText, lei, type Piece } from '../../http/json.ts'
import type { InvoiceState } from '../../store/tables.ts'
import { documentOf, percent, presentAdjustment, presentLine, presentPayment } from './invoice-parts-json.schema.ts'
import type { Rendering } from './invoice-rows.store.ts'

/**
 * The invoice as JSON, rendered when it is written and passed through when it is read (decision 0002). Raise the
 * shape whenever anything here changes: documents rendered for another shape are rendered anew when they are read.
 */
export const SHAPE = 1

/** Where lines and payments are put; JSON text cannot contain it. */
const GAP = '\u0001'

/** A write renders the same invoice for its row and for its answer. */
const renderings = new WeakMap<Invoice, Rendering>()

/** Everything but the status, which depends on the day. */
export function renderInvoice(invoice: Invoice): Rendering {
  const known = renderings.get(invoice)
  if (known) return known
  const rendering = renderAnew(invoice)
  renderings.set(invoice, rendering)
  return rendering
}

function renderAnew(invoice: Invoice): Rendering {
  const head = JSON.stringify(headOf(invoice)).slice(0, -1)
  const tail = JSON.stringify(tailOf(invoice)).slice(1, -1)
  return {
    json: `${head},${GAP}${tail}`,
    lines_json: JSON.stringify(invoice.lines.map(presentLine)),
    payments_json: JSON.stringify(invoice.payments.map((payment) => presentPayment(payment, documentOf(invoice)))),
    json_shape: SHAPE,
  }
}

export interface Expansion {
  readonly lines: boolean
  readonly payments: boolean
  readonly efactura: boolean
  /** The full client, rendered, when asked for. */
  readonly client: string | null
}

/** The rendered columns are bytes where the database hands them over as such. */
interface Rendered {
  readonly json: Piece
  readonly lines_json: Piece
  readonly payments_json: Piece
  readonly state: InvoiceState
  readonly due_date: string | null
  /** Read only where `expand[]=efactura` asks for it. */
  readonly document_type?: Invoice['documentType']
  readonly efactura?: string | null
}

/** Puts a rendered invoice together for one answer. `extra` is more keys, each with a leading comma. */
export function composeInvoice(
  row: Rendered,
  { today, language }: { readonly today: Day; readonly language: Language },
  expand: Expansion,
  extra = '',
): JsonText {
  const [head, tail] = cut(row.json, GAP, 1)
  const efactura = expand.efactura ? `,"efactura":${JSON.stringify(presentEfactura(row, language))}` : ''
  const end = `"status":"${statusOf(row.state, row.due_date, today)}"${efactura}${extra}}`
  const pieces: Piece[] = expand.client === null ? [head] : withClient(head, expand.client)
  if (expand.lines) pieces.push('"lines":', row.lines_json, ',')
  if (expand.payments) pieces.push('"payments":', row.payments_json, ',')
  if (expand.lines) pieces.push(tail, ',"items":', row.lines_json, `,${end}`)
  else pieces.push(tail, `,"items":null,${end}`)
  return new JsonText(pieces)
}

/** The full client in the place of the short one. */
function withClient(head: Piece, client: string): Piece[] {
  const [before, rest] = cut(head, ',"client":{', 0)
  const [, after] = cut(rest, '},"client_id":', 1)
  return [before, ',"client":', client, after]
}

/** What is before the first occurrence of the mark, and what is after so many characters of it. */
function cut(whole: Piece, mark: string, skip: number): readonly [Piece, Piece] {
  if (typeof whole === 'string') {
    const at = whole.indexOf(mark)
    return [whole.slice(0, at), whole.slice(at + skip)]
  }
  const bytes = Buffer.from(whole.buffer, whole.byteOffset, whole.length)
  const at = bytes.indexOf(mark)
  return [bytes.subarray(0, at), bytes.subarray(at + skip)]
}

/** The answer to a write, with more keys behind; each of `extra` has a leading comma. */
export function presentWritten(
  ctx: { readonly today: Day; readonly language: Language },
  invoice: Invoice,
  warnings: readonly Problem[] = [],
  extra = '',
): JsonText {
  const row = { ...renderInvoice(invoice), state: invoice.state, due_date: invoice.dueDate }
  const expand = { lines: true, payments: true, efactura: false, client: null }
  return composeInvoice(row, ctx, expand, `${warningsText(warnings, ctx.language)}${extra}`)
}

/** The word on the wire (contract 4.1): an open invoice past its due date is overdue. */
export function statusOf(
  state: InvoiceState,
  dueDate: Day | null,
  today: Day,
): 'draft' | 'issued' | 'overdue' | 'paid' | 'voided' {
  if (state !== 'open') return state
  return dueDate !== null && dueDate < today ? 'overdue' : 'issued'
}

function headOf(invoice: Invoice): Json {
  return {
    id: invoice.id,
    object: 'invoice',
    number: invoice.issued?.number ?? null,
    document_type: invoice.documentType,
    date: invoice.date,
    due_date: invoice.dueDate,
    client: presentBuyer(invoice),
    client_id: invoice.clientId,
  }
}

/** The client as it stood when the document was issued; its id is bare here (contract decision 2). */
function presentBuyer({ buyer, clientId }: Invoice): Json {
  return {
    id: clientId.slice('cli_'.length),
    name: buyer.name,
    cui: fullFiscalCode(buyer),
    rc: buyer.rc,
    email: buyer.email,
    phone: buyer.phone,
    address: buyer.address,
    city: buyer.city,
    county: buyer.county,
    country: countryName(buyer.country) ?? buyer.country,
    bank: buyer.bank,
    iban: buyer.iban,
    postal_code: buyer.postalCode,
    contact_person: buyer.contactPerson,
    type: buyer.type,
    client_type: buyer.type === 'company' ? 'b2b' : 'b2c',
  }
}

function tailOf(invoice: Invoice): Json {
  const { texts, issued, ron } = invoice
  return {
    subtotal: lei(invoice.subtotalBani),
    vat_amount: lei(invoice.vatBani),
    total: lei(invoice.totalBani),
    currency: invoice.currency,
    is_paid: invoice.state === 'paid',
    paid_amount: lei(paidBani(invoice)),
    remaining_amount: lei(remainingBani(invoice)),
    observations: texts.observations,
    created_at: invoice.createdAt,
    updated_at: invoice.updatedAt,
    is_draft: invoice.state === 'draft',
    is_voided: invoice.state === 'voided',
    is_void: invoice.state === 'voided',
    voided_at: invoice.voidedAt === null ? null : isoTime(invoice.voidedAt),
    void_reason: invoice.voidReason,
    paid_at: settledOn(invoice),
    series: invoice.seriesName,
    series_id: invoice.seriesId,
    full_number: issued?.number ?? null,
    number_idx: issued?.numberIdx ?? null,
    exchange_rate: exact(invoice.exchangeRate),
    subtotal_ron: lei(ron.subtotalBani),
    vat_amount_ron: lei(ron.vatBani),
    total_ron: lei(ron.totalBani),
    vat_breakdown: invoice.vat.map((group) => ({
      vat_key: group.vatCategory,
      vat_rate: percent(group.vatRateBp),
      subtotal: lei(group.baseBani),
      vat_amount: lei(group.vatBani),
    })),
    discounts: invoice.discounts.map(presentAdjustment),
    charges: invoice.charges.map(presentAdjustment),
    mentions: legalMentions(invoice.lines, texts),
    is_storno: invoice.stornoOf !== null,
    storno_for: invoice.stornoOf?.id ?? null,
    storno_for_number: invoice.stornoOf?.number ?? null,
    storno_bill_id: invoice.stornoOf?.id ?? null,
    is_storned: isFullyStorned(invoice),
    storned_by: invoice.stornedBy,
    payment_method: texts.paymentMethod,
    payment_type: texts.paymentType,
    payment_installments: texts.paymentInstallments,
    payment_url: null,
    notes: texts.notes,
    info: texts.info,
    with_vat_inverted: texts.withVatInverted,
    prices_include_vat: texts.pricesIncludeVat,
    vat_on_collection: texts.hasCashVat,
    efactura_enabled: texts.efacturaEnabled,
    efactura_status: efacturaStatusOf(invoice),
    efactura_submission_id: invoice.efactura?.submissionId ?? null,
    spv_environment: texts.spvEnvironment,
    with_delegate: texts.withDelegate,
    delegate: texts.delegate && {
      delegate_name: texts.delegate.name,
      delegate_ci: texts.delegate.identityCard,
      delegate_transport: texts.delegate.transport,
      delegate_date: texts.delegate.date,
      delegate_time: texts.delegate.time,
    },
    work_point_id: invoice.workPointId,
  }
}

/** Null for what is never sent: drafts, proformas, and documents that were voided before they were. */
function efacturaStatusOf({ documentType, state, efactura }: Pick<Invoice, 'documentType' | 'state' | 'efactura'>) {
  if (efactura && efactura.state !== 'cancelled') return invoiceEfacturaStatus(efactura.state)
  return documentType === 'fiscal' && (state === 'open' || state === 'paid') ? 'not_sent' : null
}

/** What `expand[]=efactura` shows (contract 9.2, SDK 9.4). */
function presentEfactura(row: Pick<Rendered, 'document_type' | 'state' | 'efactura'>, language: Language): Json {
  const standing = row.efactura ? (JSON.parse(row.efactura) as EfacturaStanding) : null
  return presentStanding(row.document_type ?? 'fiscal', row.state, standing, language)
}

export function presentStanding(
  documentType: Invoice['documentType'],
  state: InvoiceState,
  standing: EfacturaStanding | null,
  language: Language,
) {
  const { waitsFor = null, environment = '' } = standing ?? {}
  const time = (seconds: number | null | undefined) => (seconds ? isoTime(seconds) : null)
  return {
    object: 'efactura_submission',
    id: standing?.submissionId ?? null,
    status: efacturaStatusOf({ documentType, state, efactura: standing }),
    environment: standing?.environment ?? null,
    upload_id: standing?.uploadId ?? null,
    download_id: standing?.downloadId ?? null,
    submitted_at: time(standing?.submittedAt),
    decided_at: time(standing?.decidedAt),
    deadline: standing?.deadline ?? null,
    errors: [...(standing?.errors ?? [])],
    error_code: waitsFor,
    message: waitsFor && waitSentence(waitsFor, environment, language),
  }
}

export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString()
}
