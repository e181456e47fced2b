import { bani } from '../../domain/money.ts'
import type { Party } from '../../domain/party.ts'
import type { PaymentMethod } from '../../domain/payment-method.ts'
import { day, id, object, oneOf, optional, text } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { amount } from '../../http/number-fields.ts'
import { pagingFields } from '../../http/paging.ts'
import { paymentMethod } from '../invoices/invoice.schema.ts'
import { presentPayment } from '../invoices/invoice-parts-json.schema.ts'
import type { ListedPayment } from './payment.store.ts'

export const PaymentQuery = object({
  ...pagingFields,
  invoice_id: optional(id('inv')),
  client_id: optional(id('cli')),
  start_date: optional(day, 'date_from'),
  end_date: optional(day, 'date_to'),
  method: optional(paymentMethod, 'payment_method', 'type'),
  sort: optional(oneOf(['date', 'amount'])),
  order: optional(oneOf(['asc', 'desc'])),
})

export const PaymentChanges = object({
  amount: optional(amount('positive')),
  payment_date: optional(day, 'date'),
  payment_method: optional(paymentMethod, 'method', 'type'),
  observations: optional(text({ max: 1_000 }), 'notes', 'description'),
  reference: optional(text({ max: 200 })),
})

export function presentListed(row: ListedPayment): Json {
  const payment = {
    id: row.id,
    amountBani: bani(row.amount_bani),
    amountRonBani: bani(row.amount_ron_bani),
    paidOn: row.paid_on,
    method: row.method as PaymentMethod,
    reference: row.reference,
    observations: row.observations,
    createdAt: row.created_at,
  }
  return presentPayment(payment, {
    id: row.invoice_id,
    number: row.number,
    totalBani: bani(row.total_bani),
    currency: row.currency,
    clientId: row.client_id,
    clientName: (JSON.parse(row.buyer) as Party).name,
  })
}
