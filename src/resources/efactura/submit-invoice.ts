import { namesBucharest } from '../../domain/counties.ts'
import type { Day } from '../../domain/dates.ts'
import type { Corrections } from '../../domain/efactura/corrections.ts'
import { findingProblems } from '../../domain/efactura/finding-problems.ts'
import type { EfacturaDocument } from '../../domain/efactura/make-document.ts'
import { isUnderWay, standsInTheWay } from '../../domain/efactura/submission.ts'
import { waitReasonOf } from '../../domain/efactura/waiting.ts'
import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Party } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Seller } from '../../domain/snapshot.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { getSnapshot, lockInvoice } from '../invoices/invoice.store.ts'
import { getCompany } from '../settings/company.store.ts'
import { cancelUnsent } from './cancel-submission.ts'
import { showStanding } from './change-submission.ts'
import { correctionsIn, correctionsOf } from './corrections-of.ts'
import { documentOf } from './document-of.ts'
import { keepFile } from './file.store.ts'
import { findWaitReason } from './may-be-sent.ts'
import { originalWarnings } from './original-warnings.ts'
import { queueStep } from './queue-step.ts'
import { findLatestSubmission, insertSubmission } from './submission.store.ts'

export interface SubmitRequest {
  readonly environment?: 'test' | 'live' | undefined
  /** All that is put right; absent: what was put right before stays so. */
  readonly corrections?: Corrections | null
  readonly actorName: string
}

export interface Submitted {
  readonly invoice: Invoice
  readonly submission: SubmissionRow
  /** What somebody should know, although it goes out. */
  readonly warnings: readonly Problem[]
}

/** Makes the XML of an issued invoice, checks it, and puts it on its way to ANAF (contract 9.2). */
export async function submitInvoice(ctx: Ctx, id: string, asked: SubmitRequest): Promise<Submitted> {
  const invoice = await lockInvoice(ctx, id)
  const company = await getCompany(ctx)
  assertSendable(invoice)
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, id)
  const environment = environmentOf(company, invoice, asked.environment)
  // What waits for its hour does not have to, where somebody sends it now.
  const isSooner = latest?.state === 'queued' && latest.environment === environment
  if (latest && !isSooner && standsInTheWay(latest, environment))
    throw new AppError('already_sent_to_spv', {}, whyItWaits(latest))
  if ((await findWaitReason(ctx, company, environment)) !== null)
    throw new AppError('oauth_not_configured', { environment })
  const own = asked.corrections === undefined ? correctionsIn(latest) : asked.corrections
  const corrections = await correctionsOf(ctx, invoice, own)
  assertClientComplete({ ...invoice.buyer, ...corrections?.buyer })
  const document = documentOf(ctx, invoice, await sellerAtIssue(ctx, id), {
    stornoAs: company.efactura_storno_as,
    corrections,
  })
  if (document.isRefused) throw new AppError('efactura_invalid', {}, findingProblems(document.findings))
  if (latest && isSooner) await cancelUnsent(ctx, latest)
  const submission = await insertSubmission(ctx.db, {
    ...blankSubmission(ctx, invoice, environment, { ...asked, corrections: own }),
    ...fileColumns(ctx, document),
    state: 'checked',
  })
  queueStep(ctx.db, submission, ctx.now, ctx.now)
  ctx.record(
    'efactura.submitted',
    { type: 'invoice', id },
    { number: invoice.issued?.number, submission_id: submission.seq, environment },
  )
  const isUnchanged = latest?.state === 'rejected' && latest.xml_sha256 === submission.xml_sha256
  const warnings: Problem[] = [
    ...lateWarnings(document, ctx.today),
    ...(await originalWarnings(ctx, invoice)),
    ...(isUnchanged ? [{ path: 'corrections', code: 'efactura_resent_unchanged' }] : []),
    ...findingProblems(document.findings, 'warning'),
  ]
  return { invoice: showStanding(ctx, invoice, submission), submission, warnings }
}

/** What keeps here what nobody has sent yet, so that somebody can do something about it. */
function whyItWaits({ state, last_error }: SubmissionRow): Problem[] {
  const reason = isUnderWay(state) ? waitReasonOf(last_error) : null
  const code = reason ?? (state === 'queued' ? 'efactura_waits' : null)
  return code === null ? [] : [{ path: 'efactura_status', code }]
}

/** Sending late is sending all the same: the duty stays, and the fine grows with the months (contract efactura 3.1). */
export function lateWarnings({ deadline }: Pick<EfacturaDocument, 'deadline'>, today: Day): Problem[] {
  if (deadline === null || today <= deadline) return []
  return [{ path: 'date', code: 'efactura_deadline_passed', params: { deadline } }]
}

/** A new row for an invoice, before anything is made of it. */
export function blankSubmission(
  ctx: Ctx,
  invoice: Invoice,
  environment: 'test' | 'live',
  asked: Pick<SubmitRequest, 'corrections' | 'actorName'>,
) {
  return {
    id: ctx.newId('sub'),
    company_id: ctx.companyId,
    invoice_id: invoice.id,
    environment,
    state: 'queued' as const,
    cif: '',
    standard: 'UBL' as const,
    is_consumer: 0,
    is_extern: 0,
    is_self_billed: 0,
    xml_file_id: null,
    xml_sha256: null,
    deadline: null,
    attempts: 0,
    polls: 0,
    sending_since: null,
    upload_id: null,
    download_id: null,
    archive_file_id: null,
    errors: '[]',
    last_error: null,
    corrections: asked.corrections ? JSON.stringify(asked.corrections) : null,
    actor_name: asked.actorName,
    submitted_at: null,
    decided_at: null,
    created_at: ctx.now,
    updated_at: ctx.now,
  }
}

/** Keeps the XML, and answers the columns that speak of it. */
export function fileColumns(ctx: Pick<Ctx, 'db' | 'companyId' | 'now'>, document: EfacturaDocument) {
  const bytes = Buffer.from(document.xml, 'utf8')
  const file = keepFile(ctx.db, { companyId: ctx.companyId, kind: 'sent_xml', bytes, now: ctx.now })
  return {
    xml_file_id: file.id,
    xml_sha256: file.sha256,
    cif: document.cif,
    standard: document.standard,
    is_consumer: document.isConsumer ? 1 : 0,
    is_extern: document.isExtern ? 1 : 0,
    deadline: document.deadline,
  }
}

/** The seller as it stood when the invoice was issued. */
export async function sellerAtIssue(ctx: Pick<Ctx, 'db' | 'companyId'>, invoiceId: string): Promise<Seller> {
  return (JSON.parse(await getSnapshot(ctx, invoiceId)) as { seller: Seller }).seller
}

/** Only issued fiscal documents that stand are sent, in the order of contract 9.2. */
export function assertSendable(invoice: Pick<Invoice, 'documentType' | 'state'>): void {
  if (invoice.documentType !== 'fiscal') throw new AppError('not_fiscal_invoice')
  if (invoice.state === 'draft') throw new AppError('invoice_is_draft')
  if (invoice.state === 'voided') throw new AppError('invoice_is_voided')
}

/** The sandbox has one environment, the simulator. */
export function environmentOf(
  company: Pick<CompanyRow, 'mode' | 'efactura_environment'>,
  invoice: Pick<Invoice, 'texts'>,
  asked: 'test' | 'live' | undefined,
): 'test' | 'live' {
  if (company.mode === 'test') return 'test'
  return asked ?? (invoice.texts.spvEnvironment as 'test' | 'live' | null) ?? company.efactura_environment
}

/** Name and address, and the fiscal code of a company (contract 9.2). București is a county of its own. */
function assertClientComplete(buyer: Party): void {
  const problems: Problem[] = []
  const need = (field: string, value: string | null) => {
    if (value === null || value.trim() === '') problems.push({ path: `client_data.${field}`, code: 'required' })
  }
  need('name', buyer.name)
  need('address', buyer.address)
  need('city', buyer.city)
  if (buyer.country === 'RO' && !namesBucharest(buyer.city ?? '')) need('county', buyer.county)
  if (buyer.type === 'company' && buyer.country === 'RO') need('cui', buyer.cui)
  if (problems.length > 0) throw new AppError('invalid_client_data', {}, problems)
}
