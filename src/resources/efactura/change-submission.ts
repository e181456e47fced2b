import { assertTransition, type SubmissionState } from '../../domain/efactura/submission.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { lockInvoice, saveInvoice } from '../invoices/invoice.store.ts'
import { lockSubmission, standingOf, updateSubmission } from './submission.store.ts'

type Columns = Partial<Omit<SubmissionRow, 'seq' | 'id' | 'company_id' | 'invoice_id' | 'state' | 'errors'>>

export interface SubmissionChange {
  /** Where it goes; absent: it stays where it is. */
  readonly to?: SubmissionState
  readonly set?: Columns
  readonly errors?: readonly string[]
  /** What happened, for the history of the invoice and for webhooks. */
  readonly event?: { readonly type: string; readonly data?: Readonly<Record<string, unknown>> }
}

/**
 * Changes a submission in the caller's transaction, as `decide` says on seeing it as it stands now; null leaves it
 * alone. The invoice, which is held before it, shows the new standing, and its history tells of it.
 */
export async function changeSubmission(
  ctx: Ctx,
  { id, invoice_id: invoiceId }: Pick<SubmissionRow, 'id' | 'invoice_id'>,
  decide: (row: SubmissionRow, invoice: Invoice) => SubmissionChange | null,
): Promise<SubmissionRow | null> {
  const invoice = await lockInvoice(ctx, invoiceId)
  const before = await lockSubmission(ctx.db, ctx.companyId, id)
  const change = before && decide(before, invoice)
  if (!before || !change) return before
  if (change.to !== undefined) assertTransition(before.state, change.to)
  const after: SubmissionRow = {
    ...before,
    ...change.set,
    state: change.to ?? before.state,
    errors: change.errors ? JSON.stringify(change.errors) : before.errors,
    updated_at: ctx.now,
  }
  updateSubmission(ctx.db, before, {
    ...change.set,
    state: after.state,
    errors: after.errors,
    updated_at: after.updated_at,
  })
  showStanding(ctx, invoice, after)
  if (change.event) {
    const data = { submission_id: after.seq, environment: after.environment, ...change.event.data }
    ctx.record(change.event.type, { type: 'invoice', id: invoiceId }, { number: invoice.issued?.number, ...data })
  }
  return after
}

/** The invoice with its latest submission, where it stands differently than the invoice says. */
export function showStanding(ctx: Ctx, invoice: Invoice, row: SubmissionRow): Invoice {
  const standing = standingOf(row)
  // The archive of what the test environment accepted may come after the invoice has gone to the real one.
  if (invoice.efactura !== null && invoice.efactura.submissionId > standing.submissionId) return invoice
  if (JSON.stringify(standing) === JSON.stringify(invoice.efactura)) return invoice
  const shown: Invoice = { ...invoice, efactura: standing, updatedAt: ctx.now }
  saveInvoice(ctx, invoice, shown)
  return shown
}
