import { type Decimal, formatDecimal } from '../../domain/decimal.ts'
import type { Invoice, Payment } from '../../domain/invoice.ts'
import type { AdjustmentInput, DocumentAdjustmentAmounts, InvoiceLine } from '../../domain/invoice-content.ts'
import type { Bani } from '../../domain/money.ts'
import { PAYMENT_METHODS } from '../../domain/payment-method.ts'
import { exact, type Json, lei, type RawJson } from '../../http/json.ts'

export function presentLine(line: InvoiceLine): Json {
  const { texts } = line
  return {
    id: line.id,
    description: texts.description,
    quantity: exact(line.quantity),
    unit: texts.unit,
    price: price(line.price),
    vat_rate: percent(line.vatRateBp),
    subtotal: lei(line.subtotalBani),
    vat_amount: lei(line.vatBani),
    total: lei(line.totalBani),
    name: texts.description,
    unit_of_measure: texts.unit,
    description_extended: texts.descriptionExtended,
    price_with_vat: line.givenPrice && price(line.givenPrice),
    vat_key: texts.vatKey,
    vat_category: line.vatCategory,
    vat_exemption_code: texts.exemptionCode,
    vat_exemption_reason: texts.exemptionReason,
    discount_percent: percentGiven(texts.discount),
    discount_amount: texts.discount && lei(line.discountBani),
    discount_reason: texts.discount?.reason ?? null,
    charge_percent: percentGiven(texts.charge),
    charge_amount: texts.charge && lei(line.chargeBani),
    charge_reason: texts.charge?.reason ?? null,
    product_id: texts.productId,
    sku: texts.sku,
    ubl_um: texts.ublUm,
    ubl_nc: texts.ublNc,
    ubl_cpv: texts.ublCpv,
    save_as_product: texts.saveAsProduct,
    storned_quantity: exact(line.stornedQuantity),
  }
}

export function presentAdjustment({ input, shares }: DocumentAdjustmentAmounts): Json {
  const sum = (key: 'amountBani' | 'vatBani') => lei(shares.reduce((total, share) => total + share[key], 0))
  return { percent: percentGiven(input), amount: sum('amountBani'), vat_amount: sum('vatBani'), reason: input.reason }
}

/** What a payment says of the document it pays. */
interface PaidDocument {
  readonly id: string
  readonly number: string | null
  readonly totalBani: Bani
  readonly currency: string
  readonly clientId: string
  readonly clientName: string
}

export function documentOf(invoice: Invoice): PaidDocument {
  const { id, totalBani, currency, clientId } = invoice
  return { id, number: invoice.issued?.number ?? null, totalBani, currency, clientId, clientName: invoice.buyer.name }
}

/** The union of contract 18.4: every generation finds its own names. */
export function presentPayment(payment: Payment, document: PaidDocument): Json {
  return {
    id: payment.id,
    object: 'payment',
    amount: lei(payment.amountBani),
    currency: document.currency,
    date: payment.paidOn,
    payment_date: payment.paidOn,
    type: payment.method,
    payment_method: payment.method,
    type_description: PAYMENT_METHODS[payment.method].ro,
    reference: payment.reference,
    observations: payment.observations,
    description: payment.observations,
    status: 'success',
    invoice_id: document.id,
    invoice_cz_uid: document.id,
    invoice: { id: document.id, number: document.number, total: lei(document.totalBani), currency: document.currency },
    client: { id: document.clientId, name: document.clientName },
    transaction_id: null,
    gateway: null,
    gateway_response: {},
    metadata: {},
    created_at: payment.createdAt,
  }
}

function percentGiven(input: AdjustmentInput | null): RawJson | null {
  return input?.adjustment.kind === 'percent' ? exact(input.adjustment.percent) : null
}

export function percent(rateBp: number): number {
  return rateBp / 100
}

/** A price with at least two decimals, as people write them. */
function price(value: Decimal): RawJson {
  const text = formatDecimal(value)
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  if (decimals >= 2) return JSON.rawJSON(text)
  return JSON.rawJSON(decimals === 1 ? `${text}0` : `${text}.00`)
}
