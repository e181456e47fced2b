import { isCancellable, mayBeAtAnaf } from '../../domain/efactura/submission.ts'
import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import { cancelUnsent } from './cancel-submission.ts'
import { deleteSubmissionsOf, findLatestSubmission, listSubmissions, standingOf } from './submission.store.ts'

/** Cancels the submission of a document that is being voided, unless it has left. The caller holds the invoice. */
export async function takeSubmissionBack(ctx: Ctx, invoice: Invoice): Promise<Invoice> {
  if (!invoice.efactura || !isCancellable(invoice.efactura.state)) return invoice
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, invoice.id)
  const after = latest && (await cancelUnsent(ctx, latest))
  return after ? { ...invoice, efactura: standingOf(after) } : invoice
}

/**
 * Deletes the submissions of a document that is being deleted, with their files. What ANAF has, or may have, is
 * refused: `invoice_sent_to_spv`.
 */
export async function forgetSubmissions(ctx: Ctx, invoice: Invoice): Promise<void> {
  if (!invoice.efactura) return
  const all = await listSubmissions(ctx.db, ctx.companyId, invoice.id)
  if (all.some(({ state }) => mayBeAtAnaf(state))) throw new AppError('invoice_sent_to_spv')
  deleteSubmissionsOf(ctx.db, ctx.companyId, invoice.id, all)
}
