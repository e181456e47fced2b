import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import { forgetSubmissions } from '../efactura/take-back.ts'
import { deletePaymentsOf } from '../payments/payment.store.ts'
import { getSeries, lockCounter, saveCounter } from '../series/series.store.ts'
import { deleteInvoiceRows, findLastNumbered, hasStornos, lockInvoice } from './invoice.store.ts'

/**
 * Deletes a draft, or a voided document that carries the last number of its series, which goes back to the series
 * in the same transaction (contract decision 7). The deletion stays in the event log. What was sent to ANAF stays.
 */
export async function deleteInvoice(ctx: Ctx, id: string): Promise<void> {
  const invoice = await lockInvoice(ctx, id)
  await forgetSubmissions(ctx, invoice)
  if (invoice.issued) await giveNumberBack(ctx, invoice, invoice.issued)
  deletePaymentsOf(ctx, invoice)
  deleteInvoiceRows(ctx, invoice)
  ctx.record(
    'invoice.deleted',
    { type: 'invoice', id },
    { number: invoice.issued?.number ?? null, total: invoice.totalBani, currency: invoice.currency },
  )
}

async function giveNumberBack(ctx: Ctx, invoice: Invoice, issued: NonNullable<Invoice['issued']>): Promise<void> {
  if (invoice.state !== 'voided') throw new AppError('invoice_cannot_be_deleted')
  const series = await getSeries(ctx, invoice.seriesId)
  const counter = await lockCounter(ctx, series, invoice.date)
  if (counter.period !== issued.period || counter.lastNumber !== issued.numberIdx)
    throw new AppError('invoice_not_last_in_series')
  // Its voided stornos can only be in a series that restarts yearly, in a later year. They keep naming it.
  if (await hasStornos(ctx, invoice.id)) throw new AppError('invoice_cannot_be_deleted')
  // Not necessarily the number before: the series may have been moved forward.
  const previous = await findLastNumbered(ctx, invoice.seriesId, issued.period, issued.numberIdx - 1)
  saveCounter(ctx, {
    ...counter,
    lastNumber: issued.numberIdx - 1,
    lastDate: previous?.date ?? null,
    lastHash: previous?.hash ?? '',
  })
}
