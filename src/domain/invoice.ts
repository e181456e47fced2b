import type { AmountInput, DocumentAmounts, RonAmounts, VatGroup } from './amounts.ts'
import type { FiguredDocument } from './client-figures.ts'
import type { Day } from './dates.ts'
import { compare, type Decimal, isZero, negate, subtract, ZERO } from './decimal.ts'
import type { EfacturaStanding } from './efactura/submission.ts'
import { AppError } from './errors.ts'
import { type DocumentAdjustmentAmounts, groupOf, type InvoiceLine, type InvoiceTexts } from './invoice-content.ts'
import { atRate, type Bani, bani } from './money.ts'
import type { Party } from './party.ts'
import type { PaymentMethod } from './payment-method.ts'
import type { DocumentType } from './series.ts'

/** `open` is issued and not paid in full; on the wire it is `issued` or, past its due date, `overdue` (contract 4.1). */
export type InvoiceState = 'draft' | 'open' | 'paid' | 'voided'

export interface Payment {
  readonly id: string
  readonly amountBani: Bani
  /** Its part of the document's total in RON. */
  readonly amountRonBani: Bani
  readonly paidOn: Day
  readonly method: PaymentMethod
  readonly reference: string | null
  readonly observations: string | null
  readonly createdAt: number
}

export interface Invoice {
  readonly id: string
  readonly workPointId: string
  readonly seriesId: string
  readonly seriesName: string
  readonly documentType: DocumentType
  readonly state: InvoiceState
  /** Null for drafts. */
  readonly issued: {
    readonly period: number
    readonly numberIdx: number
    readonly number: string
    readonly hash: string
  } | null
  readonly date: Day
  readonly dueDate: Day | null
  readonly clientId: string
  readonly buyer: Party
  readonly currency: string
  /** RON per unit of the currency. */
  readonly exchangeRate: Decimal
  readonly subtotalBani: Bani
  readonly vatBani: Bani
  readonly totalBani: Bani
  readonly ron: RonAmounts
  readonly vat: readonly VatGroup[]
  readonly discounts: readonly DocumentAdjustmentAmounts[]
  readonly charges: readonly DocumentAdjustmentAmounts[]
  readonly lines: readonly InvoiceLine[]
  readonly payments: readonly Payment[]
  readonly texts: InvoiceTexts
  readonly voidedAt: number | null
  readonly voidReason: string | null
  /** The invoice that this one reverses, and how far it was reversed before. */
  readonly stornoOf: {
    readonly id: string
    readonly number: string
    readonly date: Day
    readonly before: readonly Decimal[]
  } | null
  /** The latest storno of this invoice. */
  readonly stornedBy: string | null
  /** How its latest submission to RO e-Factura stands; null when it was never sent. */
  readonly efactura: EfacturaStanding | null
  readonly createdAt: number
  readonly updatedAt: number
}

export function paidBani(invoice: Pick<Invoice, 'payments'>): Bani {
  return bani(invoice.payments.reduce((sum, payment) => sum + payment.amountBani, 0))
}

export function remainingBani(invoice: Pick<Invoice, 'payments' | 'totalBani'>): Bani {
  return bani(invoice.totalBani - paidBani(invoice))
}

/** The day of the payment that settled the invoice (contract decision 13); null while something is left to pay. */
export function settledOn(invoice: Pick<Invoice, 'state' | 'payments'>): Day | null {
  if (invoice.state !== 'paid') return null
  return invoice.payments.reduce<Day | null>(
    (last, { paidOn }) => (last === null || paidOn > last ? paidOn : last),
    null,
  )
}

export function isFullyStorned(invoice: Pick<Invoice, 'lines' | 'stornedBy'>): boolean {
  return invoice.stornedBy !== null && invoice.lines.every((line) => compare(line.stornedQuantity, line.quantity) === 0)
}

/** What the client's figures see of the invoice. */
export function figured(invoice: Invoice): FiguredDocument {
  return {
    documentType: invoice.documentType,
    state: invoice.state,
    date: invoice.date,
    totalRonBani: invoice.ron.totalBani,
    settledOn: settledOn(invoice),
    payments: invoice.payments,
  }
}

/** The invoice with other payments: its state follows, and their parts in RON add up to its total in RON. */
export function withPayments(invoice: Invoice, payments: readonly Payment[]): Invoice {
  let paid = 0
  let paidRon = 0
  const valued = payments.map((payment) => {
    paid += payment.amountBani
    const reached = paid === invoice.totalBani ? invoice.ron.totalBani : atRate(bani(paid), invoice.exchangeRate)
    const amountRonBani = bani(reached - paidRon)
    paidRon = reached
    return { ...payment, amountRonBani }
  })
  const state =
    invoice.state === 'open' || invoice.state === 'paid' ? activeState(invoice.totalBani, paid) : invoice.state
  return { ...invoice, payments: valued, state }
}

/** An issued invoice is paid when nothing is left to pay; one of zero lei is paid from the start. */
export function activeState(totalBani: number, paid: number): 'open' | 'paid' {
  return paid === totalBani ? 'paid' : 'open'
}

/** Takes a payment of at most what is left (contract 3.6). */
export function assertPayable(invoice: Invoice): void {
  if (invoice.state !== 'open' || invoice.stornoOf !== null) throw new AppError('invoice_cannot_be_paid')
}

/** A payment may be corrected or removed while its invoice stands. */
export function assertPaymentsMayChange(invoice: Invoice): void {
  if (invoice.state === 'voided') throw new AppError('payment_of_voided_invoice')
}

/** Marks the invoice as void; it keeps its number and its payments (contract 3.7). */
export function voided(invoice: Invoice, as: { at: number; reason: string | null }): Invoice {
  const isActive = invoice.state === 'open' || invoice.state === 'paid'
  if (!isActive || invoice.stornedBy !== null) throw new AppError('invoice_cannot_be_voided')
  return { ...invoice, state: 'voided', voidedAt: as.at, voidReason: as.reason }
}

/** Back to the state before (contract 3.8). */
export function unvoided(invoice: Invoice): Invoice {
  if (invoice.state !== 'voided') throw new AppError('invoice_not_voided')
  return { ...invoice, state: activeState(invoice.totalBani, paidBani(invoice)), voidedAt: null, voidReason: null }
}

/** The amounts as they were agreed, from which a storno is computed. */
export function amountInput(invoice: Invoice): AmountInput {
  const documentAdjustment = ({ input }: DocumentAdjustmentAmounts) => ({
    adjustment: input.adjustment,
    group: groupOf(input.group, invoice.texts),
  })
  return {
    lines: invoice.lines.map((line) => ({
      quantity: line.quantity,
      price: line.givenPrice ?? line.price,
      discount: line.texts.discount?.adjustment ?? null,
      charge: line.texts.charge?.adjustment ?? null,
      vatCategory: line.vatCategory,
      vatRateBp: line.vatRateBp,
    })),
    discounts: invoice.discounts.map(documentAdjustment),
    charges: invoice.charges.map(documentAdjustment),
    pricesIncludeVat: invoice.texts.pricesIncludeVat,
    exchangeRate: invoice.exchangeRate,
  }
}

/** Refuses what cannot be reversed (contract 3.9). */
export function assertStornable(source: Invoice): void {
  const isActive = source.state === 'open' || source.state === 'paid'
  const isReversible = source.documentType === 'fiscal' && source.stornoOf === null
  if (isReversible && source.state === 'voided')
    throw new AppError('invoice_cannot_be_storned', {}, [{ path: 'status', code: 'unvoid_first' }])
  if (!isReversible || !isActive) throw new AppError('invoice_cannot_be_storned')
  if (isFullyStorned(source)) throw new AppError('invoice_already_storned')
}

/**
 * The reversal of an issued invoice, in the same series (Cod fiscal art. 330). Quantities change sign and prices
 * do not, because EN 16931 forbids a negative price (BR-27). `after` is how far each line is reversed with it.
 */
export function storno(
  source: Invoice,
  after: readonly Decimal[],
  amounts: DocumentAmounts,
  as: { readonly id: string; readonly date: Day; readonly now: number; newLineId(): string },
): Omit<Invoice, 'issued'> {
  const before = source.lines.map((line) => line.stornedQuantity)
  const lines = source.lines.flatMap((line, index) => {
    const moved = subtract(after[index] ?? line.stornedQuantity, line.stornedQuantity)
    const amount = amounts.lines[index]
    if (!amount || (isZero(moved) && amount.subtotalBani === 0 && amount.vatBani === 0)) return []
    const { price: _price, ...figures } = amount
    return [
      {
        ...line,
        ...figures,
        id: as.newLineId(),
        quantity: negate(moved),
        stornedQuantity: ZERO,
        texts: { ...line.texts, sourceLineId: line.id },
      },
    ]
  })
  const adjusted = (adjustments: readonly DocumentAdjustmentAmounts[], shares: DocumentAmounts['discounts']) =>
    adjustments
      .map(({ input }, index) => ({ input, shares: shares.filter((share) => share.index === index) }))
      .filter(({ shares }) => shares.length > 0)
  return {
    ...source,
    id: as.id,
    state: activeState(amounts.totalBani, 0),
    date: as.date,
    dueDate: null,
    subtotalBani: amounts.subtotalBani,
    vatBani: amounts.vatBani,
    totalBani: amounts.totalBani,
    ron: amounts.ron,
    vat: amounts.vat.filter((group) => group.baseBani !== 0 || group.vatBani !== 0),
    discounts: adjusted(source.discounts, amounts.discounts),
    charges: adjusted(source.charges, amounts.charges),
    lines,
    payments: [],
    stornoOf: { id: source.id, number: source.issued?.number ?? '', date: source.date, before },
    stornedBy: null,
    efactura: null,
    createdAt: as.now,
    updatedAt: as.now,
  }
}
