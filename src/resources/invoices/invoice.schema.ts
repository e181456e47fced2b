import Type from 'typebox'
import type { Adjustment } from '../../domain/amounts.ts'
import { isCurrency } from '../../domain/currencies.ts'
import type { Decimal } from '../../domain/decimal.ts'
import type { AdjustmentInput, AskedLine, Delegate, HeaderChanges } from '../../domain/invoice-content.ts'
import { PAYMENT_METHODS, type PaymentMethod } from '../../domain/payment-method.ts'
import type { Problem } from '../../domain/problem.ts'
import { isKnownRate, isVatCategory, knownRatesBp, letterOf } from '../../domain/vat.ts'
import {
  amount,
  checked,
  clearable,
  day,
  decimalField,
  fail,
  flag,
  id,
  integer,
  list,
  name,
  object,
  oneOf,
  optional,
  type Reader,
  required,
  text,
  type ValueOf,
} from '../../http/fields.ts'
import { ClientChanges, NewClient, partyChanges } from '../clients/client.schema.ts'
import type { AskedInvoice, AskedUpdate } from './asked.ts'

const quantity = decimalField({ decimals: 6, sign: 'positive' })
const unitPrice = decimalField({
  decimals: 8,
  sign: 'positive',
  description: 'Without VAT, unless prices_include_vat.',
})
const percent = decimalField({ decimals: 4, sign: 'not_negative', max: 1_000n })
export const currency = checked(
  Type.String({ description: 'ISO 4217.', default: 'RON', examples: ['RON', 'EUR'] }),
  'not_currency',
  (sent) => {
    const code = sent.toUpperCase()
    return isCurrency(code) ? code : null
  },
)
const exchangeRate = decimalField({
  decimals: 6,
  sign: 'positive',
  max: 1_000_000n,
  description: 'RON per unit of the currency.',
})

/** A VAT rate in percent, as basis points; only rates that the law has known (contract decision 16). */
const vatRate: Reader<number> = {
  schema: Type.Number({ description: 'Percent.', examples: [21] }),
  read(value, path, problems) {
    const sent = typeof value === 'string' ? Number(value.trim() || 'x') : value
    const rateBp = typeof sent === 'number' ? sent * 100 : Number.NaN
    if (Number.isInteger(rateBp) && isKnownRate(rateBp)) return rateBp
    return fail(problems, path, 'unknown_vat_rate', {
      known: knownRatesBp()
        .map((known) => known / 100)
        .join(', '),
    })
  },
}

/** A category letter, or the number of an older client, which says nothing about the category (contract C14). */
const vatKey: Reader<string> = {
  schema: Type.Union([Type.String(), Type.Integer()], { description: 'VAT category: S, Z, E, AE, K, G or O.' }),
  read(value, path, problems) {
    const sent = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toUpperCase() : ''
    if (isVatCategory(sent) || /^\d{1,4}$/.test(sent)) return sent
    return fail(problems, path, 'unknown_vat_key', { known: 'S, Z, E, AE, K, G, O' })
  },
}

const lineFields = {
  id: optional(id('lin')),
  description: required(name({ max: 1_000 }), 'name'),
  quantity: required(quantity),
  price: required(unitPrice, 'unit_price'),
  vat_rate: optional(vatRate, 'vat'),
  vat_key: optional(vatKey),
  vat_exemption_code: optional(text({ max: 50 })),
  vat_exemption_reason: optional(text({ max: 1_000 })),
  unit: optional(text({ max: 50 }), 'unit_of_measure', 'um'),
  description_extended: optional(text({ max: 5_000 })),
  product_id: optional(text({ max: 50 }), 'product_czuid'),
  sku: optional(text({ max: 100 })),
  ubl_um: optional(text({ max: 10 })),
  ubl_nc: optional(text({ max: 20 })),
  ubl_cpv: optional(text({ max: 20 })),
  save_as_product: optional(flag),
  discount_percent: optional(percent),
  discount_amount: optional(amount('not_negative')),
  discount_reason: optional(text({ max: 100 })),
  charge_percent: optional(percent),
  charge_amount: optional(amount('not_negative')),
  charge_reason: optional(text({ max: 100 })),
}
const lineBody = object(lineFields)

const documentAdjustment = object({
  percent: optional(percent),
  amount: optional(amount('not_negative')),
  reason: optional(text({ max: 100 })),
  vat_rate: optional(vatRate),
  vat_key: optional(vatKey),
})
const adjustments = list(documentAdjustment, { max: 50 })

const delegateBody = object({
  delegate_name: optional(text({ max: 150 })),
  delegate_ci: optional(text({ max: 50 })),
  delegate_transport: optional(text({ max: 100 })),
  delegate_date: optional(clearable(day)),
  delegate_time: optional(text({ max: 20 })),
})

const MAX_LINES = 5_000

const headerFields = {
  date: optional(clearable(day), 'date_at'),
  due_date: optional(clearable(day), 'due_at'),
  due_days: optional(integer({ min: 0, max: 3_650 })),
  currency: optional(currency),
  currency_rate: optional(exchangeRate, 'exchange_rate'),
  is_draft: optional(flag),
  efactura_enabled: optional(flag),
  spv_environment: optional(oneOf(['test', 'live'], { production: 'live' })),
  with_vat_inverted: optional(flag),
  prices_include_vat: optional(flag),
  payment_method: optional(text({ max: 50 })),
  payment_type: optional(text({ max: 50 })),
  payment_installments: optional(integer({ min: 0, max: 1_000 })),
  with_delegate: optional(flag),
  delegate: optional(delegateBody),
  info: optional(text({ max: 5_000, description: 'Internal, never printed.' })),
  observations: optional(text({ max: 5_000, description: 'Printed on the document.' })),
  notes: optional(text({ max: 5_000, description: 'Printed on the document.' })),
  force_chronology: optional(flag),
  discounts: optional(adjustments),
  charges: optional(adjustments),
  discount_percent: optional(percent),
  discount_amount: optional(amount('not_negative')),
}

export const NewInvoice = object({
  client_id: optional(id('cli')),
  client_data: optional(NewClient),
  items: required(list(lineBody, { min: 1, max: MAX_LINES }), 'lines'),
  series_id: optional(id('ser')),
  document_type: optional(oneOf(['fiscal', 'proforma'], { invoice: 'fiscal' })),
  ...headerFields,
})

export const InvoiceChanges = object({
  client_id: optional(id('cli')),
  client_data: optional(ClientChanges),
  items: optional(list(lineBody, { min: 1, max: MAX_LINES }), 'lines'),
  series_id: optional(id('ser')),
  ...headerFields,
})

type HeaderBody = Omit<ValueOf<typeof InvoiceChanges>, 'items' | 'client_id' | 'client_data' | 'series_id'>
type LineBody = ValueOf<typeof lineBody>

const methodSynonyms = Object.fromEntries(
  Object.entries(PAYMENT_METHODS).flatMap(([method, { synonyms }]) =>
    synonyms.map((word) => [word, method as PaymentMethod]),
  ),
)
export const paymentMethod = oneOf(Object.keys(PAYMENT_METHODS) as PaymentMethod[], methodSynonyms)

const paymentTexts = { observations: optional(text({ max: 1_000 }), 'notes'), reference: optional(text({ max: 200 })) }
export const PaymentBody = object({
  amount: optional(amount('positive')),
  payment_date: optional(day, 'date'),
  payment_method: optional(paymentMethod, 'method', 'type'),
  ...paymentTexts,
})
export const NewPayment = object({
  amount: required(amount('positive')),
  payment_date: optional(day, 'date'),
  payment_method: optional(paymentMethod, 'method', 'type'),
  ...paymentTexts,
})

export const VoidBody = object({ reason: optional(text({ max: 500 })) })
export const StornoBody = object({
  items: optional(
    list(object({ id: required(id('lin'), 'line_id'), quantity: required(quantity) }), { min: 1, max: MAX_LINES }),
    'lines',
  ),
  date: optional(day),
  force_chronology: optional(flag),
})

/** A new document as it was asked for, in the words of the domain, with the problems found on the way. */
export function newInvoiceAsked(body: ValueOf<typeof NewInvoice>): AskedInvoice {
  const problems: Problem[] = []
  return {
    clientId: body.client_id,
    clientData: body.client_data && {
      changes: partyChanges(body.client_data),
      notes: body.client_data.notes ?? null,
      isActive: true,
    },
    documentType: body.document_type ?? 'fiscal',
    seriesId: body.series_id,
    isDraft: body.is_draft ?? false,
    ignoresChronology: body.force_chronology === false,
    lines: askedLines(body.items, problems),
    header: headerChanges(body, problems),
    problems,
  }
}

export function invoiceUpdateAsked(body: ValueOf<typeof InvoiceChanges>): AskedUpdate {
  const problems: Problem[] = []
  return {
    clientId: body.client_id,
    clientData: body.client_data && partyChanges(body.client_data),
    seriesId: body.series_id,
    isDraft: body.is_draft,
    ignoresChronology: body.force_chronology === false,
    lines: body.items && askedLines(body.items, problems),
    header: headerChanges(body, problems),
    problems,
  }
}

function headerChanges(body: HeaderBody, problems: Problem[]): HeaderChanges {
  return {
    date: body.date,
    dueDate: body.due_date,
    dueDays: body.due_days,
    currency: body.currency,
    exchangeRate: body.currency_rate,
    discounts: askedDiscounts(body, problems),
    charges: askedCharges(body, problems),
    texts: sentOnly({
      observations: body.observations,
      notes: body.notes,
      info: body.info,
      paymentMethod: body.payment_method,
      paymentType: body.payment_type,
      paymentInstallments: body.payment_installments,
      withVatInverted: body.with_vat_inverted,
      pricesIncludeVat: body.prices_include_vat,
      efacturaEnabled: body.efactura_enabled,
      spvEnvironment: body.spv_environment,
      withDelegate: body.with_delegate,
      delegate: body.delegate && delegateOf(body.delegate),
    }),
  }
}

function sentOnly<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** From the wire's lines to the domain's; a percentage and an amount together are refused. */
function askedLines(items: readonly LineBody[], problems: Problem[]): AskedLine[] {
  return items.map((item, index) => {
    const key = item.vat_key ?? null
    const category = letterOf(key)
    const vatRateBp = item.vat_rate ?? (category === null || category === 'S' ? null : 0)
    const at = `items.${index}`
    return {
      id: item.id ?? null,
      quantity: item.quantity,
      price: item.price,
      vatRateBp,
      vatCategory: category,
      texts: {
        description: item.description,
        descriptionExtended: item.description_extended ?? null,
        unit: item.unit ?? 'buc',
        vatKey: key,
        vatRateBp,
        discount: adjustmentOf(
          item.discount_percent,
          item.discount_amount,
          item.discount_reason ?? null,
          `${at}.discount_amount`,
          problems,
        ),
        charge: adjustmentOf(
          item.charge_percent,
          item.charge_amount,
          item.charge_reason ?? null,
          `${at}.charge_amount`,
          problems,
        ),
        exemptionCode: item.vat_exemption_code ?? null,
        exemptionReason: item.vat_exemption_reason ?? null,
        productId: item.product_id ?? null,
        sku: item.sku ?? null,
        ublUm: item.ubl_um ?? null,
        ublNc: item.ubl_nc ?? null,
        ublCpv: item.ubl_cpv ?? null,
        saveAsProduct: item.save_as_product ?? false,
        sourceLineId: null,
      },
    }
  })
}

/** The document's discounts: the list, or the single one given beside it. */
function askedDiscounts(body: HeaderBody, problems: Problem[]): AdjustmentInput[] | undefined {
  const single = adjustmentOf(body.discount_percent, body.discount_amount, null, 'discount_amount', problems)
  const listed = body.discounts?.flatMap((discount, index) =>
    listedAdjustment(discount, `discounts.${index}`, problems),
  )
  return single ? [...(listed ?? []), single] : listed
}

function askedCharges(body: HeaderBody, problems: Problem[]): AdjustmentInput[] | undefined {
  return body.charges?.flatMap((charge, index) => listedAdjustment(charge, `charges.${index}`, problems))
}

function listedAdjustment(
  body: ValueOf<typeof documentAdjustment>,
  at: string,
  problems: Problem[],
): AdjustmentInput[] {
  if (body.percent === undefined && body.amount === undefined) {
    problems.push({ path: `${at}.amount`, code: 'required' })
    return []
  }
  const read = adjustmentOf(body.percent, body.amount, body.reason ?? null, `${at}.amount`, problems)
  if (!read) return []
  const key = body.vat_key ?? null
  const category = letterOf(key)
  if (body.vat_rate === undefined && category === null) return [read]
  const vatRateBp = body.vat_rate ?? 0
  return [{ ...read, group: { vatCategory: category ?? (vatRateBp === 0 ? 'E' : 'S'), vatRateBp } }]
}

function adjustmentOf(
  percentage: Decimal | undefined,
  bani: ValueOf<ReturnType<typeof amount>> | undefined,
  reason: string | null,
  path: string,
  problems: Problem[],
): AdjustmentInput | null {
  const hasPercent = percentage !== undefined && percentage.unscaled !== 0n
  const hasAmount = bani !== undefined && bani !== 0
  if (hasPercent && hasAmount) problems.push({ path, code: 'percent_or_amount' })
  const adjustment: Adjustment | null = hasPercent
    ? { kind: 'percent', percent: percentage }
    : hasAmount
      ? { kind: 'amount', amountBani: bani }
      : null
  return adjustment && { adjustment, reason, group: null }
}

function delegateOf(body: ValueOf<typeof delegateBody>): Delegate {
  return {
    name: body.delegate_name ?? null,
    identityCard: body.delegate_ci ?? null,
    transport: body.delegate_transport ?? null,
    date: body.delegate_date ?? null,
    time: body.delegate_time ?? null,
  }
}
