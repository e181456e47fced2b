import type { Adjustment } from '../../domain/amounts.ts'
import { decimal, formatDecimal } from '../../domain/decimal.ts'
import type { EfacturaStanding } from '../../domain/efactura/submission.ts'
import { type Invoice, isFullyStorned, type Payment, paidBani, settledOn } from '../../domain/invoice.ts'
import type {
  AdjustmentInput,
  DocumentAdjustmentAmounts,
  InvoiceLine,
  InvoiceTexts,
  LineTexts,
} from '../../domain/invoice-content.ts'
import { type Bani, bani } from '../../domain/money.ts'
import { numberParts, numberText } from '../../domain/number-parts.ts'
import type { Party } from '../../domain/party.ts'
import type { PaymentMethod } from '../../domain/payment-method.ts'
import { naturalSortKey } from '../../domain/text.ts'
import type { VatCategory } from '../../domain/vat.ts'
import type { InvoiceLineRow, InvoiceNumberPartRow, InvoiceRow, PaymentRow } from '../../store/tables.ts'
import type { LoadedRow } from './loaded-columns.store.ts'

/** The rendered answer's columns, made by the presenter. */
export type Rendering = Pick<InvoiceRow, 'json' | 'lines_json' | 'payments_json' | 'json_shape'>
type StoredInvoice = Omit<InvoiceRow, 'seq' | 'company_id' | 'snapshot' | keyof Rendering>

/** What no query asks for, in one JSON text. */
interface Details {
  readonly seriesName: string
  readonly texts: InvoiceTexts
  readonly vat: Invoice['vat']
  readonly discounts: readonly StoredAdjustment[]
  readonly charges: readonly StoredAdjustment[]
  readonly stornoOf: { readonly number: string; readonly date: string; readonly before: readonly string[] } | null
}

interface StoredAdjustment {
  readonly input: StoredInput
  readonly shares: DocumentAdjustmentAmounts['shares']
}
interface StoredInput {
  readonly percent: string | null
  readonly amountBani: number | null
  readonly reason: string | null
  readonly group: AdjustmentInput['group']
}
type StoredLineTexts = Omit<LineTexts, 'description' | 'unit' | 'discount' | 'charge'> & {
  discount: StoredInput | null
  charge: StoredInput | null
}

export function invoiceColumns(invoice: Invoice): StoredInvoice {
  const details: Details = {
    seriesName: invoice.seriesName,
    texts: invoice.texts,
    vat: invoice.vat,
    discounts: invoice.discounts.map(storedAdjustment),
    charges: invoice.charges.map(storedAdjustment),
    stornoOf: invoice.stornoOf && {
      number: invoice.stornoOf.number,
      date: invoice.stornoOf.date,
      before: invoice.stornoOf.before.map(formatDecimal),
    },
  }
  return {
    id: invoice.id,
    work_point_id: invoice.workPointId,
    series_id: invoice.seriesId,
    document_type: invoice.documentType,
    date: invoice.date,
    due_date: invoice.dueDate,
    due_sort: invoice.dueDate ?? '',
    client_id: invoice.clientId,
    currency: invoice.currency,
    exchange_rate: formatDecimal(invoice.exchangeRate),
    subtotal_bani: invoice.subtotalBani,
    vat_bani: invoice.vatBani,
    total_bani: invoice.totalBani,
    subtotal_ron_bani: invoice.ron.subtotalBani,
    vat_ron_bani: invoice.ron.vatBani,
    total_ron_bani: invoice.ron.totalBani,
    storno_of: invoice.stornoOf?.id ?? null,
    created_at: invoice.createdAt,
    buyer: JSON.stringify(invoice.buyer),
    details: JSON.stringify(details),
    ...issueColumns(invoice),
    ...stateColumns(invoice),
  }
}

function issueColumns({ issued }: Invoice) {
  return {
    period: issued?.period ?? null,
    number_idx: issued?.numberIdx ?? null,
    number: issued?.number ?? null,
    number_sort: naturalSortKey(issued?.number ?? ''),
    number_text: numberText(issued?.number ?? ''),
    hash: issued?.hash ?? null,
  }
}

/** The columns that still change once a document is issued. */
export function stateColumns(invoice: Invoice) {
  return {
    state: invoice.state,
    paid_bani: paidBani(invoice),
    paid_ron_bani: invoice.payments.reduce((sum, payment) => sum + payment.amountRonBani, 0),
    settled_on: settledOn(invoice),
    voided_at: invoice.voidedAt,
    void_reason: invoice.voidReason,
    storned_by: invoice.stornedBy,
    is_fully_storned: isFullyStorned(invoice) ? 1 : 0,
    efactura: invoice.efactura && JSON.stringify(invoice.efactura),
    updated_at: invoice.updatedAt,
  }
}

/** By what the document is found; nothing for a draft. */
export function numberPartRows({ id, issued, clientId }: Invoice, companyId: string): InvoiceNumberPartRow[] {
  return numberParts(issued?.number ?? '').map(({ text, shared }) => ({
    company_id: companyId,
    part: text,
    invoice_id: id,
    shared,
    client_id: clientId,
  }))
}

export function lineColumns(invoice: Invoice, companyId: string): InvoiceLineRow[] {
  return invoice.lines.map((line, position) => {
    const { description, unit, discount, charge, ...texts } = line.texts
    const stored: StoredLineTexts = {
      ...texts,
      discount: discount && storedInput(discount),
      charge: charge && storedInput(charge),
    }
    return {
      id: line.id,
      company_id: companyId,
      invoice_id: invoice.id,
      position,
      description,
      quantity: formatDecimal(line.quantity),
      unit,
      price: formatDecimal(line.price),
      given_price: line.givenPrice && formatDecimal(line.givenPrice),
      vat_category: line.vatCategory,
      vat_rate_bp: line.vatRateBp,
      base_bani: line.baseBani,
      discount_bani: line.discountBani,
      charge_bani: line.chargeBani,
      subtotal_bani: line.subtotalBani,
      vat_bani: line.vatBani,
      total_bani: line.totalBani,
      storned_quantity: formatDecimal(line.stornedQuantity),
      details: JSON.stringify(stored),
    }
  })
}

export function toInvoice(row: LoadedRow, lines: readonly InvoiceLineRow[], payments: readonly PaymentRow[]): Invoice {
  const details = JSON.parse(row.details) as Details
  const isIssued = row.number !== null && row.period !== null && row.number_idx !== null
  return {
    id: row.id,
    workPointId: row.work_point_id,
    seriesId: row.series_id,
    seriesName: details.seriesName,
    documentType: row.document_type,
    state: row.state,
    issued: isIssued
      ? { period: row.period ?? 0, numberIdx: row.number_idx ?? 0, number: row.number ?? '', hash: row.hash ?? '' }
      : null,
    date: row.date,
    dueDate: row.due_date,
    clientId: row.client_id,
    buyer: JSON.parse(row.buyer) as Party,
    currency: row.currency,
    exchangeRate: decimal(row.exchange_rate),
    subtotalBani: bani(row.subtotal_bani),
    vatBani: bani(row.vat_bani),
    totalBani: bani(row.total_bani),
    ron: {
      subtotalBani: bani(row.subtotal_ron_bani),
      vatBani: bani(row.vat_ron_bani),
      totalBani: bani(row.total_ron_bani),
    },
    vat: details.vat,
    discounts: details.discounts.map(toAdjustment),
    charges: details.charges.map(toAdjustment),
    lines: lines.map(toLine),
    payments: payments.map(toPayment),
    texts: details.texts,
    voidedAt: row.voided_at,
    voidReason: row.void_reason,
    stornoOf:
      row.storno_of && details.stornoOf
        ? { id: row.storno_of, ...details.stornoOf, before: details.stornoOf.before.map(decimal) }
        : null,
    stornedBy: row.storned_by,
    efactura: row.efactura === null ? null : (JSON.parse(row.efactura) as EfacturaStanding),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function toLine(row: InvoiceLineRow): InvoiceLine {
  const { discount, charge, ...texts } = JSON.parse(row.details) as StoredLineTexts
  return {
    id: row.id,
    quantity: decimal(row.quantity),
    price: decimal(row.price),
    givenPrice: row.given_price === null ? null : decimal(row.given_price),
    vatCategory: row.vat_category as VatCategory,
    vatRateBp: row.vat_rate_bp,
    baseBani: bani(row.base_bani),
    discountBani: bani(row.discount_bani),
    chargeBani: bani(row.charge_bani),
    subtotalBani: bani(row.subtotal_bani),
    vatBani: bani(row.vat_bani),
    totalBani: bani(row.total_bani),
    stornedQuantity: decimal(row.storned_quantity),
    texts: {
      ...texts,
      description: row.description,
      unit: row.unit,
      discount: discount && toInput(discount),
      charge: charge && toInput(charge),
    },
  }
}

export function toPayment(row: PaymentRow): Payment {
  return {
    id: row.id,
    amountBani: bani(row.amount_bani),
    amountRonBani: bani(row.amount_ron_bani),
    paidOn: row.paid_on,
    method: row.method as PaymentMethod,
    reference: row.reference,
    observations: row.observations,
    createdAt: row.created_at,
  }
}

function storedAdjustment({ input, shares }: DocumentAdjustmentAmounts): StoredAdjustment {
  return { input: storedInput(input), shares }
}

function toAdjustment({ input, shares }: StoredAdjustment): DocumentAdjustmentAmounts {
  return { input: toInput(input), shares }
}

function storedInput({ adjustment, reason, group }: AdjustmentInput): StoredInput {
  const isPercent = adjustment.kind === 'percent'
  return {
    percent: isPercent ? formatDecimal(adjustment.percent) : null,
    amountBani: isPercent ? null : adjustment.amountBani,
    reason,
    group,
  }
}

function toInput(stored: StoredInput): AdjustmentInput {
  const adjustment: Adjustment =
    stored.percent === null
      ? { kind: 'amount', amountBani: (stored.amountBani ?? 0) as Bani }
      : { kind: 'percent', percent: decimal(stored.percent) }
  return { adjustment, reason: stored.reason, group: stored.group }
}
