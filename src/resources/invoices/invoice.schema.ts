import Type from 'typebox'
import { isCurrency } from '../../domain/currencies.ts'
import { PAYMENT_METHODS, type PaymentMethod } from '../../domain/payment-method.ts'
import { isKnownRate, isVatCategory, knownRatesBp } from '../../domain/vat.ts'
import {
  checked,
  clearable,
  day,
  fail,
  flag,
  id,
  list,
  name,
  object,
  oneOf,
  optional,
  type Reader,
  required,
  text,
} from '../../http/fields.ts'
import { amount, decimalField, integer } from '../../http/number-fields.ts'
import { ClientChanges, NewClient } from '../clients/client.schema.ts'

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
export const lineBody = object(lineFields)

export const documentAdjustment = object({
  percent: optional(percent),
  amount: optional(amount('not_negative')),
  reason: optional(text({ max: 100 })),
  vat_rate: optional(vatRate),
  vat_key: optional(vatKey),
})
const adjustments = list(documentAdjustment, { max: 50 })

export const delegateBody = object({
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
