import type { Invoice } from '../../domain/invoice.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { findLatestSubmission } from './submission.store.ts'

/**
 * What is odd about sending a storno: in ANAF's books it takes back what was never there. It may be right all the same,
 * as for an invoice of the time before e-Factura.
 */
export async function originalWarnings(ctx: Ctx, { stornoOf }: Pick<Invoice, 'stornoOf'>): Promise<Problem[]> {
  if (stornoOf === null) return []
  const original = await findLatestSubmission(ctx.db, ctx.companyId, stornoOf.id)
  if (original === null || original.state === 'cancelled')
    return [{ path: 'storno_for', code: 'efactura_original_not_sent' }]
  const isRefused = original.state === 'rejected' || original.state === 'failed'
  return isRefused ? [{ path: 'storno_for', code: 'efactura_original_not_there' }] : []
}
