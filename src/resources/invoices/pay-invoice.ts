import type { Client } from '../../domain/client.ts'
import { isCounted } from '../../domain/client-figures.ts'
import type { Day } from '../../domain/dates.ts'
import { fieldError } from '../../domain/errors.ts'
import { assertPayable, type Invoice, type Payment, remainingBani, withPayments } from '../../domain/invoice.ts'
import { type Bani, bani, formatLei } from '../../domain/money.ts'
import type { PaymentMethod } from '../../domain/payment-method.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockClient, saveFigures } from '../clients/client.store.ts'
import { insertPayment } from '../payments/payment.store.ts'
import { moveClientFigures } from './create-invoice.ts'
import { lockInvoice, saveInvoice } from './invoice.store.ts'

export interface AskedPayment {
  /** Absent: all that is left. */
  readonly amountBani: Bani | undefined
  readonly paidOn: Day | undefined
  readonly method: PaymentMethod | undefined
  readonly reference: string | null
  readonly observations: string | null
}

/** Records a payment of all or part of what is left (contract 3.6). */
export async function payInvoice(
  ctx: Ctx,
  id: string,
  asked: AskedPayment,
): Promise<{ invoice: Invoice; payment: Payment }> {
  const before = await lockInvoice(ctx, id)
  assertPayable(before)
  const left = remainingBani(before)
  const amountBani = asked.amountBani ?? left
  if (amountBani > left)
    throw fieldError('invalid_field_value', {
      path: 'amount',
      code: 'above_remaining',
      params: { left: formatLei(left) },
    })
  const payment: Payment = {
    id: ctx.newId('pay'),
    amountBani,
    amountRonBani: bani(0),
    paidOn: asked.paidOn ?? ctx.today,
    method: asked.method ?? 'bank_transfer',
    reference: asked.reference,
    observations: asked.observations,
    createdAt: ctx.now,
  }
  const invoice: Invoice = { ...withPayments(before, [...before.payments, payment]), updatedAt: ctx.now }
  const valued = invoice.payments.at(-1) ?? payment
  const client = await lockClient(ctx, invoice.clientId)
  insertPayment(ctx, invoice, valued, isCounted(invoice))
  saveInvoice(ctx, before, invoice)
  noteLastPayment(ctx, moveClientFigures(ctx, client, before, invoice), invoice, valued)
  ctx.record(
    'payment.received',
    { type: 'payment', id: payment.id },
    { invoice_id: id, amount: amountBani, currency: invoice.currency, method: payment.method },
  )
  ctx.record(
    'invoice.payment',
    { type: 'invoice', id },
    { payment_id: payment.id, amount: amountBani, currency: invoice.currency },
  )
  if (invoice.state === 'paid') ctx.record('invoice.paid', { type: 'invoice', id }, { number: invoice.issued?.number })
  return { invoice, payment: valued }
}

/** The newest of payments made on the same day is the last one. */
function noteLastPayment(ctx: Ctx, client: Client, invoice: Invoice, payment: Payment): void {
  const isLast = client.lastPayment === null || payment.paidOn >= client.lastPayment.paidOn
  if (!isCounted(invoice) || !isLast) return
  const lastPayment = {
    paidOn: payment.paidOn,
    amountBani: payment.amountBani,
    currency: invoice.currency,
    invoiceId: invoice.id,
    invoiceNumber: invoice.issued?.number ?? '',
  }
  saveFigures(ctx, { ...client, lastPayment })
}
