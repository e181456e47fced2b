import { isCounted } from '../domain/client-figures.ts'
import { paidBani, settledOn, withPayments } from '../domain/invoice.ts'
import type { ReadDocument } from './documents.ts'
import { differs, type Fault, lei } from './fault.ts'

/** Payments add up to what the document says was paid, in its currency and in RON, and its state follows from them. */
export function* checkPayments({ stored: { row, payments }, invoice, subject }: ReadDocument): Generator<Fault> {
  const fault = (message: string): Fault => ({ code: 'payments_do_not_add_up', object: 'invoice', id: row.id, message })
  const paid = paidBani(invoice)
  if (row.paid_bani !== paid) yield fault(differs(subject, 'paid_bani', lei(row.paid_bani), lei(paid)))
  if (payments.length > 0 && paid > invoice.totalBani) {
    yield fault(`${subject}: ${lei(paid)} was paid of a total of ${lei(invoice.totalBani)}.`)
  }
  if (payments.length > 0 && (row.state === 'draft' || row.storno_of !== null)) {
    yield fault(`${subject}: it has payments, and a ${row.state === 'draft' ? 'draft' : 'storno'} cannot be paid.`)
  }
  const expected = withPayments(invoice, invoice.payments)
  const paidRon = expected.payments.reduce((sum, payment) => sum + payment.amountRonBani, 0)
  if (row.paid_ron_bani !== paidRon)
    yield fault(differs(subject, 'paid_ron_bani', lei(row.paid_ron_bani), lei(paidRon)))
  if (row.state !== expected.state) {
    const why = `${expected.state}, for ${lei(paid)} of ${lei(invoice.totalBani)} was paid`
    yield { ...fault(differs(subject, 'state', row.state, why)), code: 'state_differs' }
  }
  const settled = settledOn(invoice)
  if (row.settled_on !== settled) yield fault(differs(subject, 'settled_on', row.settled_on, settled))
  for (const [index, payment] of payments.entries()) {
    const columns = [
      ['amount_ron_bani', payment.amount_ron_bani, expected.payments[index]?.amountRonBani],
      ['is_counted', payment.is_counted, isCounted(invoice) ? 1 : 0],
      ['client_id', payment.client_id, row.client_id],
      ['currency', payment.currency, row.currency],
    ] as const
    for (const [column, found, must] of columns) {
      if (found === must) continue
      const message = differs(`Payment ${payment.id} of ${row.number ?? row.id}`, column, found, must)
      yield { code: 'payment_differs', object: 'payment', id: payment.id, message }
    }
    if (payment.amount_bani <= 0) {
      const message = differs(
        `Payment ${payment.id} of ${row.number ?? row.id}`,
        'amount_bani',
        lei(payment.amount_bani),
        'more than zero',
      )
      yield { code: 'payment_differs', object: 'payment', id: payment.id, message }
    }
  }
}
