import { fieldError, notFound } from '../../domain/errors.ts'
import { assertPaymentsMayChange, type Invoice, type Payment, paidBani, withPayments } from '../../domain/invoice.ts'
import { type Bani, formatLei } from '../../domain/money.ts'
import type { PaymentMethod } from '../../domain/payment-method.ts'
import type { Ctx } from '../../store/ctx.ts'
import { findLastPayment, lockClient, saveFigures } from '../clients/client.store.ts'
import { moveClientFigures } from '../invoices/create-invoice.ts'
import { lockInvoice, saveInvoice } from '../invoices/invoice.store.ts'
import { deletePaymentRow, getPaymentOwner, updatePayment } from './payment.store.ts'

export interface PaymentUpdate {
  readonly amountBani: Bani | undefined
  readonly paidOn: string | undefined
  readonly method: PaymentMethod | undefined
  readonly reference: string | null | undefined
  readonly observations: string | null | undefined
}

/** Corrects a payment; the invoice's paid state follows (contract 5.3). */
export async function changePayment(
  ctx: Ctx,
  id: string,
  update: PaymentUpdate,
): Promise<{ invoice: Invoice; payment: Payment }> {
  const { before, payment: old } = await lockPayment(ctx, id)
  const payment: Payment = {
    ...old,
    amountBani: update.amountBani ?? old.amountBani,
    paidOn: update.paidOn ?? old.paidOn,
    method: update.method ?? old.method,
    reference: update.reference === undefined ? old.reference : update.reference,
    observations: update.observations === undefined ? old.observations : update.observations,
  }
  const left = (before.totalBani - paidBani(before) + old.amountBani) as Bani
  if (payment.amountBani > left) {
    throw fieldError('invalid_field_value', {
      path: 'amount',
      code: 'above_remaining',
      params: { left: formatLei(left) },
    })
  }
  const invoice = await saveWithPayments(
    ctx,
    before,
    before.payments.map((other) => (other.id === id ? payment : other)),
  )
  ctx.record(
    'payment.updated',
    { type: 'payment', id },
    { invoice_id: invoice.id, amount: payment.amountBani, currency: invoice.currency },
  )
  ctx.record(
    'invoice.payment_changed',
    { type: 'invoice', id: invoice.id },
    { payment_id: id, amount: payment.amountBani, currency: invoice.currency },
  )
  if (invoice.state === 'paid' && before.state !== 'paid')
    ctx.record('invoice.paid', { type: 'invoice', id: invoice.id }, { number: invoice.issued?.number })
  return { invoice, payment: invoice.payments.find((other) => other.id === id) ?? payment }
}

/** Removes a payment that was recorded by mistake; a paid invoice becomes open again. */
export async function deletePayment(ctx: Ctx, id: string): Promise<Invoice> {
  const { before, payment } = await lockPayment(ctx, id)
  const invoice = await saveWithPayments(
    ctx,
    before,
    before.payments.filter((other) => other.id !== id),
  )
  ctx.record(
    'payment.cancelled',
    { type: 'payment', id },
    { invoice_id: invoice.id, amount: payment.amountBani, currency: invoice.currency },
  )
  ctx.record(
    'invoice.payment_deleted',
    { type: 'invoice', id: invoice.id },
    { payment_id: id, amount: payment.amountBani, currency: invoice.currency },
  )
  return invoice
}

async function lockPayment(ctx: Ctx, id: string): Promise<{ before: Invoice; payment: Payment }> {
  const before = await lockInvoice(ctx, await getPaymentOwner(ctx, id))
  const payment = before.payments.find((candidate) => candidate.id === id)
  // It may have been deleted between the look-up and the lock.
  if (!payment) throw notFound('payment')
  assertPaymentsMayChange(before)
  return { before, payment }
}

/** Saves the invoice with other payments, its client's figures, and the payments whose part in RON moved with them. */
async function saveWithPayments(ctx: Ctx, before: Invoice, payments: readonly Payment[]): Promise<Invoice> {
  const invoice: Invoice = { ...withPayments(before, payments), updatedAt: ctx.now }
  // The client before the kept count of payments, as everywhere: in two orders, two requests would wait for each other.
  const client = await lockClient(ctx, invoice.clientId)
  for (const old of before.payments) {
    const payment = invoice.payments.find((candidate) => candidate.id === old.id)
    if (!payment) deletePaymentRow(ctx, old.id)
    else if (JSON.stringify(old) !== JSON.stringify(payment)) updatePayment(ctx, payment)
  }
  saveInvoice(ctx, before, invoice)
  const moved = moveClientFigures(ctx, client, before, invoice)
  saveFigures(ctx, { ...moved, lastPayment: await findLastPayment(ctx.db, ctx.companyId, client.id) })
  return invoice
}
