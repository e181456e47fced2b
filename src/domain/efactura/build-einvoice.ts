import type { Invoice } from '../invoice.ts'
import { type Bani, bani } from '../money.ts'
import type { Seller } from '../snapshot.ts'
import { buildDocumentAllowances } from './build/build-allowances.ts'
import { buildDelivery } from './build/build-delivery.ts'
import { buildLine } from './build/build-line.ts'
import { buildNotes, taxPointCodeOf } from './build/build-notes.ts'
import { buildBuyer, buildSeller } from './build/build-party.ts'
import { buildPaymentMeans, buildPaymentTerms } from './build/build-payment.ts'
import { buildVatBreakdown } from './build/build-vat.ts'
import { AS_IT_IS, type Signed, TURNED_AROUND } from './build/signed.ts'
import { type TextFinding, TextLimits } from './build/text-limits.ts'
import { CIUS_RO, TYPE_CODES, type TypeCode } from './codes.ts'
import type { Attachment, DocumentAllowance, EInvoice, ETotals } from './einvoice.ts'

/** The currency of the books, in which VAT is told besides the invoice's own (BR-RO-030, BT-111). */
const RON = 'RON'

export interface BuildOptions {
  /** 380 when absent, also for a storno (contract efactura 3.4). 381 is for stornos only. */
  readonly typeCode?: TypeCode
  readonly attachments?: readonly Attachment[]
}

export interface BuiltInvoice {
  readonly einvoice: EInvoice
  /** Texts too long for CIUS-RO, which the model holds in full. */
  readonly findings: readonly TextFinding[]
}

/**
 * An invoice of ours in the terms of EN 16931, with its seller as it stood at issue. Nothing is invented: what the
 * seller, the buyer or the invoice lacks is absent, for the rules to report; a draft has no number. Payments are left
 * out, because the document must stay the same whenever it is made.
 */
export function buildEInvoice(invoice: Invoice, seller: Seller, options: BuildOptions = {}): BuiltInvoice {
  const typeCode = options.typeCode ?? TYPE_CODES.invoice
  const isCreditNote = typeCode === TYPE_CODES.creditNote
  if (isCreditNote && invoice.stornoOf === null) throw new RangeError('a credit note is the storno of an invoice')
  const signed = isCreditNote ? TURNED_AROUND : AS_IT_IS
  const limits = new TextLimits()
  const isOutsideVat = invoice.lines.length > 0 && invoice.lines.every((line) => line.vatCategory === 'O')
  const isExport = invoice.lines.some(({ vatCategory }) => vatCategory === 'G' || vatCategory === 'K')
  const buyer = buildBuyer(invoice.buyer, { isOutsideVat, isExport }, limits)
  const allowances = buildDocumentAllowances('discounts', invoice, signed, limits)
  const charges = buildDocumentAllowances('charges', invoice, signed, limits)
  const einvoice: EInvoice = {
    ...NO_REFERENCES,
    syntax: isCreditNote ? 'CreditNote' : 'Invoice',
    customizationId: CIUS_RO,
    number: limits.fit(invoice.issued?.number ?? null, 'series_id', 'BT-1', 200),
    issueDate: invoice.date,
    typeCode,
    currency: invoice.currency,
    vatCurrency: invoice.currency === RON ? null : RON,
    taxPointCode: taxPointCodeOf(invoice),
    dueDate: invoice.dueDate,
    paymentTerms: buildPaymentTerms(invoice, signed(invoice.totalBani)),
    notes: buildNotes(invoice, typeCode, limits),
    precedingInvoices: invoice.stornoOf ? [{ number: invoice.stornoOf.number, issueDate: invoice.stornoOf.date }] : [],
    seller: buildSeller(seller, isOutsideVat, limits),
    buyer,
    delivery: buildDelivery(invoice, buyer.address),
    paymentMeans: buildPaymentMeans(invoice, seller, limits),
    allowances,
    charges,
    totals: buildTotals(invoice, signed, allowances, charges),
    vatBreakdown: buildVatBreakdown(invoice, signed, limits),
    attachments: options.attachments ?? [],
    lines: invoice.lines.map((line, index) => buildLine(line, index, signed, limits)),
  }
  return { einvoice, findings: limits.findings }
}

/** What CIUS-RO does not ask for (BT-23) and our invoices do not know yet. */
export const NO_REFERENCES = {
  profileId: null,
  taxPointDate: null,
  buyerReference: null,
  projectReference: null,
  contractReference: null,
  orderReference: null,
  salesOrderReference: null,
  receiptReference: null,
  despatchReference: null,
  tenderReference: null,
  invoicedObject: null,
  accountingReference: null,
  payee: null,
  taxRepresentative: null,
  period: null,
} satisfies Partial<EInvoice>

/** BG-22. What has been paid is not part of it (BT-113), so that what is due is the total. */
function buildTotals(
  invoice: Invoice,
  signed: Signed,
  allowances: readonly DocumentAllowance[],
  charges: readonly DocumentAllowance[],
): ETotals {
  const sum = (list: readonly DocumentAllowance[]): Bani | null =>
    list.length === 0 ? null : bani(list.reduce((total, { amountBani }) => total + (amountBani ?? 0), 0))
  return {
    linesBani: signed(bani(invoice.lines.reduce((total, line) => total + line.subtotalBani, 0))),
    allowancesBani: sum(allowances),
    chargesBani: sum(charges),
    withoutVatBani: signed(invoice.subtotalBani),
    vatBani: signed(invoice.vatBani),
    vatInVatCurrencyBani: invoice.currency === RON ? null : signed(invoice.ron.vatBani),
    withVatBani: signed(invoice.totalBani),
    paidBani: null,
    roundingBani: null,
    payableBani: signed(invoice.totalBani),
  }
}
