import { findingProblems } from '../../domain/efactura/finding-problems.ts'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import { isFatal } from '../../domain/efactura/rules/validate-ubl.ts'
import { mayBeAtAnaf } from '../../domain/efactura/submission.ts'
import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { isPublicInstitution } from '../../domain/legal-form.ts'
import type { Problem } from '../../domain/problem.ts'
import { type Numbering, printedNumber } from '../../domain/series.ts'
import type { Seller } from '../../domain/snapshot.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { getCompany } from '../settings/company.store.ts'
import { correctionsIn, correctionsOf } from './corrections-of.ts'
import { documentOf } from './document-of.ts'
import { originalWarnings } from './original-warnings.ts'
import { holdSubmission, type QueuedSubmission, queueSubmission } from './queue-submission.ts'
import { findLatestSubmission } from './submission.store.ts'
import { lateWarnings, sellerAtIssue } from './submit-invoice.ts'

/** What RO e-Factura has to say of a document that is being written. */
export interface EfacturaSaid {
  /** Everything that our rules find, for previews and drafts; null where nobody asked. */
  readonly findings: readonly Finding[] | null
  /** What ANAF would refuse of an issued document, and what somebody should know. */
  readonly warnings: readonly Problem[]
  /** What was put on its way. */
  readonly queued: QueuedSubmission | null
}

export const NOTHING_SAID: EfacturaSaid = { findings: null, warnings: [], queued: null }

interface As {
  readonly company: CompanyRow
  readonly seller: Seller
}

/**
 * At the moment of issuing, before the number is spent: where the company sends by itself, what ANAF would refuse is
 * refused (`efactura_invalid`), and the rest waits for its time; elsewhere it is a warning. A storno is never refused,
 * because what is wrong with it comes from its invoice and only a storno undoes that: it is issued, and its submission
 * waits for corrections. So does an invoice that would pass, but probably not as it was meant. The invoice comes back
 * as it then stands. Companies without e-Factura pay nothing for it.
 */
export async function efacturaAtIssue(
  ctx: Ctx,
  invoice: Invoice,
  as: As,
): Promise<{ invoice: Invoice; said: EfacturaSaid }> {
  if (!isAsked(ctx, invoice, as.company)) return { invoice, said: NOTHING_SAID }
  const corrections = await correctionsOf(ctx, invoice, null)
  const document = documentOf(ctx, invoice, as.seller, { stornoAs: as.company.efactura_storno_as, corrections })
  const findings = ctx.isDryRun ? document.findings : null
  if (!isWanted(invoice, as.company)) return { invoice, said: { ...NOTHING_SAID, findings } }
  const fatal = findingProblems(document.findings)
  const doubts = findingProblems(
    document.findings.filter(({ ruleId }) => WORTH_SAYING.has(ruleId)),
    'warning',
  )
  const warnings = [...fatal, ...doubts, ...lateWarnings(document, ctx.today)]
  if (!isSentByItself(as.company)) return { invoice, said: { findings, warnings, queued: null } }
  // One that ANAF refused is told of wherever it is storned.
  const unsent = (await originalWarnings(ctx, invoice)).filter(({ code }) => code === 'efactura_original_not_sent')
  warnings.push(...unsent)
  if (isLeftToPeople(invoice, as.company)) {
    const left: Problem = { path: 'client_data.name', code: 'efactura_left_to_people' }
    return { invoice, said: { findings, warnings: [...warnings, left], queued: null } }
  }
  if (document.isRefused && invoice.stornoOf === null) throw new AppError('efactura_invalid', {}, fatal)
  const isSame = await isAcceptedAlready(ctx, invoice.stornoOf)
  const stopping = document.findings.filter((found) => isFatal(found) || (STOPPING.has(found.ruleId) && !isSame))
  const queued =
    stopping.length > 0
      ? await holdSubmission(ctx, invoice, as.company, { document, stopping })
      : await queueSubmission(ctx, invoice, as.company, document)
  return { invoice: queued.invoice, said: { findings, warnings, queued } }
}

/** Whether ANAF has the invoice of a storno, which then says of the parties what that one said. */
async function isAcceptedAlready(ctx: Ctx, original: Invoice['stornoOf']): Promise<boolean> {
  return original !== null && (await findLatestSubmission(ctx.db, ctx.companyId, original.id))?.state === 'accepted'
}

/** What passes at ANAF and is told of when an invoice is issued, because nothing else tells of it. */
const WORTH_SAYING: ReadonlySet<string> = new Set(['FCT-C14', 'FCT-C15'])
/** What passes at ANAF and is not sent by itself: once it is there, only a storno undoes it. */
const STOPPING: ReadonlySet<string> = new Set(['FCT-C14'])

/** Of a draft: judged as if it carried a number of its series, which it gets when it is issued. */
export function efacturaOfDraft(ctx: Ctx, draft: Invoice, as: As & { readonly series: Numbering }): EfacturaSaid {
  if (!isAsked(ctx, draft, as.company)) return NOTHING_SAID
  const { startNumber } = as.series
  const issued = {
    period: 0,
    numberIdx: startNumber,
    number: printedNumber(as.series, startNumber, draft.date),
    hash: '',
  }
  const choices = { stornoAs: as.company.efactura_storno_as }
  return { ...NOTHING_SAID, findings: documentOf(ctx, { ...draft, issued }, as.seller, choices).findings }
}

/** Of an issued document whose texts change. What ANAF has, or may have, is past changing. */
export async function efacturaOfChange(ctx: Ctx, invoice: Invoice): Promise<EfacturaSaid> {
  if (invoice.documentType !== 'fiscal' || (invoice.efactura && mayBeAtAnaf(invoice.efactura.state)))
    return NOTHING_SAID
  const company = await getCompany(ctx)
  if (!isAsked(ctx, invoice, company)) return NOTHING_SAID
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, invoice.id)
  const corrections = await correctionsOf(ctx, invoice, correctionsIn(latest))
  const { findings } = documentOf(ctx, invoice, await sellerAtIssue(ctx, invoice.id), {
    stornoAs: company.efactura_storno_as,
    corrections,
  })
  return {
    findings: ctx.isDryRun ? findings : null,
    warnings: isWanted(invoice, company) ? findingProblems(findings) : [],
    queued: null,
  }
}

type Switches = Pick<CompanyRow, 'efactura_enabled' | 'efactura_auto_send'>

/** A preview is told everything; a write only where it matters, because building and judging takes milliseconds. */
function isAsked(ctx: Ctx, invoice: Invoice, company: Switches): boolean {
  return invoice.documentType === 'fiscal' && (ctx.isDryRun === true || isWanted(invoice, company))
}

function isWanted({ texts }: Invoice, company: Switches): boolean {
  return company.efactura_enabled === 1 && texts.efacturaEnabled
}

function isSentByItself(company: Switches): boolean {
  return company.efactura_auto_send === 1
}

/** Some send to public institutions in another way, and by hand. */
function isLeftToPeople({ buyer }: Invoice, company: Pick<CompanyRow, 'efactura_public_institutions'>): boolean {
  return company.efactura_public_institutions === 0 && isPublicInstitution(buyer)
}
