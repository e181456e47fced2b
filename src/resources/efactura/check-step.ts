import { withDocuments } from '../../domain/efactura/document-desk.ts'
import { findingSentence } from '../../domain/efactura/finding-problems.ts'
import { isFatal } from '../../domain/efactura/rules/validate-ubl.ts'
import { getInvoice } from '../invoices/invoice.store.ts'
import { getCompany } from '../settings/company.store.ts'
import { changeSubmission } from './change-submission.ts'
import { correctionsIn, correctionsOf } from './corrections-of.ts'
import { documentOf } from './document-of.ts'
import { inCompany } from './in-company.ts'
import { type NextStep, nowOf, type Step } from './submission-step.ts'
import { fileColumns, sellerAtIssue } from './submit-invoice.ts'

/** Makes and checks the XML of a submission whose time has come. What our rules refuse is never sent. */
export async function checkStep(step: Step): Promise<NextStep> {
  const { row, tools } = step
  return withDocuments(step.xmlJudge, row.company_id, (documents) =>
    inCompany(tools, row.company_id, row.id, async (ctx) => {
      const invoice = await getInvoice(ctx, row.invoice_id)
      const company = await getCompany(ctx)
      const corrections = await correctionsOf(ctx, invoice, correctionsIn(row))
      const seller = await sellerAtIssue(ctx, row.invoice_id)
      const document = documentOf({ documents }, invoice, seller, { stornoAs: company.efactura_storno_as, corrections })
      const errors = document.findings.filter(isFatal).map(findingSentence)
      const isVoided = invoice.state === 'voided'
      await changeSubmission(ctx, row, (current) => {
        if (current.state !== 'queued') return null
        if (isVoided) return { to: 'cancelled', set: { decided_at: ctx.now } }
        if (errors.length === 0) return { to: 'checked', set: fileColumns(ctx, document) }
        return {
          to: 'failed',
          set: { decided_at: ctx.now },
          errors,
          event: { type: 'efactura.error', data: { errors } },
        }
      })
      const next: NextStep = errors.length === 0 && !isVoided ? { at: nowOf(step) } : { at: null }
      await step.settle(ctx.db, next)
      return next
    }),
  )
}
