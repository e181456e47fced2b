import { type Corrections, mergedCorrections } from '../../domain/efactura/corrections.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { findLatestSubmission } from './submission.store.ts'

/**
 * What is put right in the XML of a document: for a storno first what was put right in its invoice, which ANAF and the
 * buyer know in that form, and then its own.
 */
export async function correctionsOf(
  ctx: Pick<Ctx, 'db' | 'companyId'>,
  invoice: Pick<Invoice, 'stornoOf'>,
  own: Corrections | null,
): Promise<Corrections | null> {
  if (invoice.stornoOf === null) return own
  const inherited = correctionsIn(await findLatestSubmission(ctx.db, ctx.companyId, invoice.stornoOf.id))
  // Who the parties are and how lines are called; the texts of the invoice are its own.
  const { buyer, lines } = inherited ?? {}
  return mergedCorrections(inherited && { ...(buyer ? { buyer } : {}), ...(lines ? { lines } : {}) }, own)
}

/** What a submission was corrected by; null when it was sent as issued, or not at all. */
export function correctionsIn(row: Pick<SubmissionRow, 'corrections'> | null): Corrections | null {
  return row?.corrections ? (JSON.parse(row.corrections) as Corrections) : null
}
