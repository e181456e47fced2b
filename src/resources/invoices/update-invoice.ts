import type { Client } from '../../domain/client.ts'
import { addDays, type Day } from '../../domain/dates.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { AskedLine, ContentLine, HeaderChanges, InvoiceContent } from '../../domain/invoice-content.ts'
import { changeParty, type Party, type PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import { letterOf } from '../../domain/vat.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockClient } from '../clients/client.store.ts'
import { efacturaOfChange, efacturaOfDraft } from '../efactura/at-issue.ts'
import { recordQueued } from '../efactura/queue-submission.ts'
import { getSeries, type Series } from '../series/series.store.ts'
import { listAccounts } from '../settings/bank-account.store.ts'
import { getCompany } from '../settings/company.store.ts'
import type { AskedUpdate } from './asked.ts'
import { chooseSeries } from './choose-series.ts'
import { moveClientFigures, type Written } from './create-invoice.ts'
import { lockInvoice, replaceInvoice, saveInvoice } from './invoice.store.ts'
import { issue, sellerOf } from './issue-invoice.ts'
import { prepare, withDefaultRate, withHeader } from './prepare-invoice.ts'

/**
 * Drafts change freely, and `is_draft: 0` issues them. Issued documents change only their info, observations,
 * notes and due date; voided ones nothing (contract 3.4).
 */
export async function updateInvoice(ctx: Ctx, id: string, asked: AskedUpdate): Promise<Written> {
  const before = await lockInvoice(ctx, id)
  if (before.state === 'draft') return updateDraft(ctx, before, asked)
  return updateIssued(ctx, before, asked)
}

async function updateDraft(ctx: Ctx, before: Invoice, asked: AskedUpdate): Promise<Written> {
  const client = await lockClient(ctx, asked.clientId ?? before.clientId)
  const [company, accounts] = [await getCompany(ctx), await listAccounts(ctx.db, ctx.companyId)]
  if (asked.clientId !== undefined && !client.isActive) refuseProblems([{ path: 'client_id', code: 'client_inactive' }])
  const isDraft = asked.isDraft ?? true
  const series = await seriesOfDraft(ctx, before, asked.seriesId, isDraft)
  const { buyer, changes: buyerChanges, warnings: buyerWarnings } = buyerOfDraft(before, client, asked)
  const problems = [...asked.problems]
  const lines = asked.lines ? linesOfDraft(before, asked.lines, problems) : storedLines(before)
  const old = { ...contentOf(before, withDefaultRate(lines, company)), texts: { ...before.texts, buyerChanges } }
  const content = withHeader(ctx, old, asked.header, company, problems)
  const { document, warnings } = await prepare(
    ctx,
    content,
    { company, clientId: client.id, buyer, series },
    { id: before.id, workPointId: before.workPointId, isDraft, createdAt: before.createdAt },
    { problems, warnings: buyerWarnings },
  )
  const seller = sellerOf(company, accounts)
  if (isDraft) {
    const invoice = { ...document, issued: null }
    replaceInvoice(ctx, before, invoice, null)
    ctx.record(
      'invoice.updated',
      { type: 'invoice', id: invoice.id },
      { total: invoice.totalBani, currency: invoice.currency },
    )
    return { invoice, client, warnings, efactura: efacturaOfDraft(ctx, invoice, { company, seller, series }) }
  }
  const { invoice, snapshot, efactura } = await issue(ctx, document, {
    series,
    company,
    seller,
    ignoresChronology: asked.ignoresChronology,
  })
  replaceInvoice(ctx, before, invoice, snapshot)
  const moved = moveClientFigures(ctx, client, before, invoice)
  ctx.record(
    'invoice.issued',
    { type: 'invoice', id: invoice.id },
    { number: invoice.issued?.number, total: invoice.totalBani, currency: invoice.currency },
  )
  recordQueued(ctx, efactura.queued)
  return { invoice, client: moved, warnings: [...warnings, ...efactura.warnings], efactura }
}

/** A draft may wait in a series that was put out of use, and is not issued in one. */
async function seriesOfDraft(ctx: Ctx, before: Invoice, asked: string | undefined, isDraft: boolean): Promise<Series> {
  if (asked === undefined && isDraft) return getSeries(ctx, before.seriesId)
  return chooseSeries(ctx, before.documentType, asked ?? before.seriesId)
}

/** A line sent with the id of one of the draft's keeps it; every other one is new. */
function linesOfDraft(before: Invoice, asked: readonly AskedLine[], problems: Problem[]): AskedLine[] {
  const kept = new Set<string>()
  return asked.map((line, index) => {
    if (line.id === null || !before.lines.some(({ id }) => id === line.id)) return { ...line, id: null }
    if (kept.has(line.id)) problems.push({ path: `items.${index}.id`, code: 'repeated' })
    kept.add(line.id)
    return line
  })
}

/** A draft follows its client until it is issued; what was sent for this document comes on top. */
function buyerOfDraft(
  before: Invoice,
  client: Client,
  asked: AskedUpdate,
): { buyer: Party; changes: PartyChanges | null; warnings: readonly Problem[] } {
  const sent = Object.entries(asked.clientData ?? {}).filter(([, value]) => value !== undefined)
  const kept = client.id === before.clientId ? before.texts.buyerChanges : null
  if (kept === null && sent.length === 0) return { buyer: client.party, changes: null, warnings: [] }
  const changes: PartyChanges = { ...kept, ...Object.fromEntries(sent) }
  const { party, problems, warnings } = changeParty(client.party, changes, 'client_data.')
  refuseProblems(problems)
  return { buyer: party, changes, warnings }
}

/** `due_date` wins over `due_days`; an empty one leaves the document without. */
function dueDateOf(date: Day, { dueDate, dueDays }: HeaderChanges): Day | null {
  if (dueDate !== undefined) return dueDate
  return addDays(date, dueDays ?? 0)
}

async function updateIssued(ctx: Ctx, before: Invoice, asked: AskedUpdate): Promise<Written> {
  const { header } = asked
  const { observations, notes, info, ...otherTexts } = header.texts
  const isOnlyHeader =
    asked.clientId === undefined &&
    asked.clientData === undefined &&
    asked.seriesId === undefined &&
    asked.lines === undefined &&
    asked.isDraft !== true &&
    header.date === undefined &&
    header.currency === undefined &&
    header.exchangeRate === undefined &&
    header.discounts === undefined &&
    header.charges === undefined &&
    Object.keys(otherTexts).length === 0
  const isDueDateSent = header.dueDate !== undefined || header.dueDays !== undefined
  const dueDate = isDueDateSent ? dueDateOf(before.date, header) : before.dueDate
  // There is nothing to collect of a storno, so it is never due (decision 0006).
  const makesStornoDue = before.stornoOf !== null && dueDate !== null
  if (before.state === 'voided' || !isOnlyHeader || makesStornoDue) throw new AppError('invoice_not_editable')
  refuseProblems(asked.problems)
  if (dueDate !== null && dueDate < before.date) refuseProblems([{ path: 'due_date', code: 'before_invoice_date' }])
  const sent = Object.fromEntries(
    Object.entries({ observations, notes, info }).filter(([, value]) => value !== undefined),
  )
  const invoice: Invoice = { ...before, dueDate, texts: { ...before.texts, ...sent }, updatedAt: ctx.now }
  const client = await lockClient(ctx, before.clientId)
  saveInvoice(ctx, before, invoice)
  ctx.record(
    'invoice.updated',
    { type: 'invoice', id: invoice.id },
    { fields: [...Object.keys(sent), ...(isDueDateSent ? ['due_date'] : [])] },
  )
  const efactura = await efacturaOfChange(ctx, invoice)
  return { invoice, client, warnings: efactura.warnings, efactura }
}

/** The lines of a stored draft as they were asked for: the flags of the document and the seller decide anew. */
function storedLines(draft: Invoice): AskedLine[] {
  return draft.lines.map((line) => ({
    id: line.id,
    quantity: line.quantity,
    price: line.givenPrice ?? line.price,
    vatRateBp: line.texts.vatRateBp,
    vatCategory: letterOf(line.texts.vatKey),
    texts: line.texts,
  }))
}

function contentOf(draft: Invoice, lines: readonly ContentLine[]): InvoiceContent {
  return {
    documentType: draft.documentType,
    date: draft.date,
    dueDate: draft.dueDate,
    currency: draft.currency,
    exchangeRate: draft.exchangeRate,
    lines,
    discounts: draft.discounts.map(({ input }) => input),
    charges: draft.charges.map(({ input }) => input),
    texts: draft.texts,
  }
}
