import { isCounted } from '../../domain/client-figures.ts'
import { add, compare, subtract, ZERO } from '../../domain/decimal.ts'
import { mayBeAtAnaf } from '../../domain/efactura/submission.ts'
import { AppError } from '../../domain/errors.ts'
import { type Invoice, unvoided, voided } from '../../domain/invoice.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { findLastPayment, lockClient, saveFigures } from '../clients/client.store.ts'
import { takeSubmissionBack } from '../efactura/take-back.ts'
import { moveClientFigures } from './create-invoice.ts'
import {
  countPayments,
  findLatestStorno,
  hasNewerStorno,
  lockInvoice,
  saveInvoice,
  saveStornedQuantities,
} from './invoice.store.ts'

/**
 * Voids an issued document; its number stays taken (contract 3.7). A voided storno gives back what it reversed. What
 * has not left for ANAF is taken back; what ANAF has, or may have, stands there all the same, and is warned of.
 */
export async function voidInvoice(
  ctx: Ctx,
  id: string,
  reason: string | null,
): Promise<{ invoice: Invoice; warnings: readonly Problem[] }> {
  const before = await takeSubmissionBack(ctx, await lockInvoice(ctx, id))
  const invoice: Invoice = { ...voided(before, { at: ctx.now, reason }), updatedAt: ctx.now }
  if (before.stornoOf) await giveBack(ctx, before, before.stornoOf.id)
  await saveMoved(ctx, before, invoice)
  ctx.record('invoice.voided', { type: 'invoice', id }, { number: invoice.issued?.number, reason })
  const isAtAnaf = invoice.efactura !== null && mayBeAtAnaf(invoice.efactura.state)
  return { invoice, warnings: isAtAnaf ? [{ path: 'efactura_status', code: 'efactura_void_sent' }] : [] }
}

/** Takes the voiding back (contract 3.8). */
export async function unvoidInvoice(ctx: Ctx, id: string): Promise<Invoice> {
  const before = await lockInvoice(ctx, id)
  const invoice: Invoice = { ...unvoided(before), updatedAt: ctx.now }
  if (before.stornoOf) await takeAgain(ctx, before, before.stornoOf)
  await saveMoved(ctx, before, invoice)
  ctx.record('invoice.unvoided', { type: 'invoice', id }, { number: invoice.issued?.number })
  return invoice
}

async function saveMoved(ctx: Ctx, before: Invoice, invoice: Invoice): Promise<void> {
  const client = await lockClient(ctx, invoice.clientId)
  saveInvoice(ctx, before, invoice)
  countPayments(ctx, invoice, isCounted(invoice))
  const moved = moveClientFigures(ctx, client, before, invoice)
  if (invoice.payments.length > 0)
    saveFigures(ctx, { ...moved, lastPayment: await findLastPayment(ctx.db, ctx.companyId, client.id) })
}

/** Stornos are undone last first, because each is computed from how far the ones before it went (docs/money.md M10). */
async function giveBack(ctx: Ctx, storno: Invoice, sourceId: string): Promise<void> {
  const source = await lockInvoice(ctx, sourceId)
  if (source.stornedBy !== storno.id) throw new AppError('storno_is_not_the_last')
  const lines = source.lines.map((line) => ({
    ...line,
    stornedQuantity: add(line.stornedQuantity, reversedBy(storno, line.id)),
  }))
  saveStornedQuantities(ctx, lines)
  // The storno itself is not voided yet in the table, so the one before it is looked for among the others.
  const stornedBy = await findLatestStorno(ctx, sourceId, storno.id)
  saveInvoice(ctx, source, { ...source, lines, stornedBy, updatedAt: ctx.now })
}

async function takeAgain(ctx: Ctx, storno: Invoice, of: NonNullable<Invoice['stornoOf']>): Promise<void> {
  const source = await lockInvoice(ctx, of.id)
  const isWhereItWas =
    source.state !== 'voided' &&
    source.lines.every((line, index) => compare(line.stornedQuantity, of.before[index] ?? line.quantity) === 0)
  // Stornos that count stay in the order in which they were issued, so that the last of them can always be named.
  if (!isWhereItWas || (await hasNewerStorno(ctx, of.id, storno.id))) throw new AppError('storno_is_not_the_last')
  const lines = source.lines.map((line) => ({
    ...line,
    stornedQuantity: subtract(line.stornedQuantity, reversedBy(storno, line.id)),
  }))
  saveStornedQuantities(ctx, lines)
  saveInvoice(ctx, source, { ...source, lines, stornedBy: storno.id, updatedAt: ctx.now })
}

/** The (negative) quantity with which a storno reverses a line. */
function reversedBy(storno: Invoice, lineId: string) {
  return storno.lines.find((line) => line.texts.sourceLineId === lineId)?.quantity ?? ZERO
}
