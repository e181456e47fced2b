import { formatDecimal } from './decimal.ts'
import type { Invoice } from './invoice.ts'
import { type DocumentAdjustmentAmounts, type InvoiceLine, legalMentions } from './invoice-content.ts'

/** The seller as it stood when the document was issued (Cod fiscal art. 319 (20) d). */
export interface Seller {
  readonly name: string
  readonly cui: string | null
  readonly cuiPrefix: string | null
  readonly rc: string
  readonly address: string | null
  readonly city: string | null
  readonly county: string | null
  readonly country: string
  readonly postalCode: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly accounts: readonly { readonly iban: string; readonly bank: string | null; readonly currency: string }[]
}

/**
 * What was issued, in one canonical text: parties, lines, totals and mentions, never changed afterwards. Its hash,
 * chained to the previous document of the series, is what `facturier verify` recomputes (decision 0004). Keys and
 * their order are part of version 1; a later version is a new function beside this one.
 */
export function snapshotV1(invoice: Omit<Invoice, 'issued'>, number: string, seller: Seller): string {
  return JSON.stringify({
    v: 1,
    id: invoice.id,
    number,
    document_type: invoice.documentType,
    date: invoice.date,
    currency: invoice.currency,
    exchange_rate: formatDecimal(invoice.exchangeRate),
    seller,
    buyer: { id: invoice.clientId, ...invoice.buyer },
    storno_of: invoice.stornoOf && {
      id: invoice.stornoOf.id,
      number: invoice.stornoOf.number,
      date: invoice.stornoOf.date,
    },
    prices_include_vat: invoice.texts.pricesIncludeVat,
    lines: invoice.lines.map(canonicalLine),
    discounts: invoice.discounts.map(canonicalAdjustment),
    charges: invoice.charges.map(canonicalAdjustment),
    vat: invoice.vat.map((group) => [group.vatCategory, group.vatRateBp, group.baseBani, group.vatBani]),
    totals: [invoice.subtotalBani, invoice.vatBani, invoice.totalBani],
    totals_ron: [invoice.ron.subtotalBani, invoice.ron.vatBani, invoice.ron.totalBani],
    mentions: legalMentions(invoice.lines, invoice.texts),
    delegate: invoice.texts.delegate,
  })
}

function canonicalLine({ texts, ...line }: InvoiceLine) {
  return {
    id: line.id,
    description: texts.description,
    extended: texts.descriptionExtended,
    quantity: formatDecimal(line.quantity),
    unit: texts.unit,
    price: formatDecimal(line.price),
    given_price: line.givenPrice && formatDecimal(line.givenPrice),
    vat: [line.vatCategory, line.vatRateBp],
    exemption: [texts.exemptionCode, texts.exemptionReason],
    amounts: [line.baseBani, line.discountBani, line.chargeBani, line.subtotalBani, line.vatBani, line.totalBani],
    reasons: [texts.discount?.reason ?? null, texts.charge?.reason ?? null],
    codes: [texts.sku, texts.ublUm, texts.ublNc, texts.ublCpv],
    reverses: texts.sourceLineId,
  }
}

function canonicalAdjustment({ input, shares }: DocumentAdjustmentAmounts) {
  return {
    reason: input.reason,
    shares: shares.map((share) => [share.vatCategory, share.vatRateBp, share.amountBani, share.vatBani]),
  }
}
