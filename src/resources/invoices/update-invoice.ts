import type { Client } from '../../domain/client.ts'
import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { InvoiceContent } from '../../domain/invoice-content.ts'
import { changeParty, type Party } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockClient } from '../clients/client.store.ts'
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
  const series = await seriesOfDraft(ctx, before, asked)
  const { buyer, warnings: buyerWarnings } = buyerOfDraft(before, client, asked)
  const problems = [...asked.problems]
  const lines =
    asked.lines &&
    withDefaultRate(asked.lines, company).map((line) => ({
      ...line,
      id: before.lines.some(({ id }) => id === line.id) ? line.id : null,
    }))
  const old = contentOf(before)
  const content = withHeader(ctx, { ...old, lines: lines ?? old.lines }, asked.header, company, problems)
  const isDraft = asked.isDraft ?? true
  const { document, warnings } = await prepare(
    ctx,
    content,
    { company, clientId: client.id, buyer, series },
    { id: before.id, workPointId: before.workPointId, isDraft, createdAt: before.createdAt },
    { problems, warnings: buyerWarnings },
  )
  if (isDraft) {
    const invoice = { ...document, issued: null }
    replaceInvoice(ctx, before, invoice, null)
    ctx.record(
      'invoice.updated',
      { type: 'invoice', id: invoice.id },
      { total: invoice.totalBani, currency: invoice.currency },
    )
    return { invoice, client, warnings }
  }
  const { invoice, snapshot } = await issue(ctx, document, {
    series,
    seller: sellerOf(company, accounts),
    ignoresChronology: asked.ignoresChronology,
  })
  replaceInvoice(ctx, before, invoice, snapshot)
  const moved = moveClientFigures(ctx, client, before, invoice)
  ctx.record(
    'invoice.issued',
    { type: 'invoice', id: invoice.id },
    { number: invoice.issued?.number, total: invoice.totalBani, currency: invoice.currency },
  )
  return { invoice, client: moved, warnings }
}

async function seriesOfDraft(ctx: Ctx, before: Invoice, asked: AskedUpdate): Promise<Series> {
  if (asked.seriesId === undefined) return getSeries(ctx, before.seriesId)
  return chooseSeries(ctx, before.documentType, asked.seriesId)
}

/** A draft follows its client until it is issued; what is sent with this update comes on top. */
function buyerOfDraft(
  before: Invoice,
  client: Client,
  asked: AskedUpdate,
): { buyer: Party; warnings: readonly Problem[] } {
  const base = client.id === before.clientId && asked.clientData !== undefined ? before.buyer : client.party
  if (!asked.clientData) return { buyer: base, warnings: [] }
  const { party, problems, warnings } = changeParty(base, asked.clientData, 'client_data.')
  refuseProblems(problems)
  return { buyer: party, warnings }
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
  if (before.state === 'voided' || !isOnlyHeader) throw new AppError('invoice_not_editable')
  refuseProblems(asked.problems)
  const dueDate = header.dueDate === undefined ? before.dueDate : header.dueDate
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
    { fields: [...Object.keys(sent), ...(header.dueDate === undefined ? [] : ['due_date'])] },
  )
  return { invoice, client, warnings: [] }
}

/** A stored draft as the content it was made from. */
function contentOf(draft: Invoice): InvoiceContent {
  return {
    documentType: draft.documentType,
    date: draft.date,
    dueDate: draft.dueDate,
    currency: draft.currency,
    exchangeRate: draft.exchangeRate,
    lines: draft.lines.map((line) => ({
      id: line.id,
      quantity: line.quantity,
      price: line.givenPrice ?? line.price,
      vatRateBp: line.texts.vatRateBp,
      vatCategory: isVatCategory(line.texts.vatKey ?? '') ? (line.texts.vatKey as VatCategory) : null,
      texts: line.texts,
    })),
    discounts: draft.discounts.map(({ input }) => input),
    charges: draft.charges.map(({ input }) => input),
    texts: draft.texts,
  }
}
