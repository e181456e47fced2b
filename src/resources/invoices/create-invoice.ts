import type { Client } from '../../domain/client.ts'
import { isWithinBounds, moveFigures } from '../../domain/client-figures.ts'
import { ONE } from '../../domain/decimal.ts'
import { fieldError } from '../../domain/errors.ts'
import { figured, type Invoice } from '../../domain/invoice.ts'
import { type InvoiceContent, NO_TEXTS } from '../../domain/invoice-content.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { together } from '../../store/together.ts'
import { saveFigures } from '../clients/client.store.ts'
import { type EfacturaSaid, efacturaOfDraft } from '../efactura/at-issue.ts'
import { recordQueued } from '../efactura/queue-submission.ts'
import { listAccounts } from '../settings/bank-account.store.ts'
import { getCompany } from '../settings/company.store.ts'
import type { AskedInvoice } from './asked.ts'
import { chooseClient } from './choose-client.ts'
import { chooseSeries } from './choose-series.ts'
import { insertInvoice } from './invoice.store.ts'
import { issue, sellerOf } from './issue-invoice.ts'
import { prepare, withDefaultRate, withHeader } from './prepare-invoice.ts'

export interface Written {
  readonly invoice: Invoice
  /** With its figures as they stand after the write. */
  readonly client: Client
  readonly warnings: readonly Problem[]
  /** What RO e-Factura has to say of it. */
  readonly efactura: EfacturaSaid
}

/** Creates a draft, or issues a document under the next number of its series (contract 3.2). */
export async function createInvoice(ctx: Ctx, asked: AskedInvoice): Promise<Written> {
  const { documentType, isDraft } = asked
  const [company, chosen, series, accounts] = await together([
    getCompany(ctx),
    chooseClient(ctx, { clientId: asked.clientId, data: asked.clientData }),
    chooseSeries(ctx, documentType, asked.seriesId),
    listAccounts(ctx.db, ctx.companyId),
  ])
  const problems = [...asked.problems]
  const blank: InvoiceContent = {
    documentType,
    date: ctx.today,
    dueDate: null,
    currency: 'RON',
    exchangeRate: ONE,
    lines: withDefaultRate(asked.lines, company).map((line) => ({ ...line, id: null })),
    discounts: [],
    charges: [],
    texts: { ...NO_TEXTS, efacturaEnabled: documentType === 'fiscal', buyerChanges: chosen.changes },
  }
  const content = withHeader(ctx, blank, asked.header, company, problems)
  const { document, warnings } = await prepare(
    ctx,
    content,
    { company, clientId: chosen.client.id, buyer: chosen.buyer, series },
    { id: ctx.newId('inv'), workPointId: series.workPointId ?? ctx.workPointId, isDraft, createdAt: ctx.now },
    { problems, warnings: chosen.warnings },
  )
  const seller = sellerOf(company, accounts)
  if (isDraft) {
    const invoice = { ...document, issued: null }
    insertInvoice(ctx, invoice, null)
    ctx.record(
      'invoice.created',
      { type: 'invoice', id: invoice.id },
      { state: 'draft', total: invoice.totalBani, currency: invoice.currency },
    )
    const efactura = efacturaOfDraft(ctx, invoice, { company, seller, series })
    return { invoice, client: chosen.client, warnings, efactura }
  }
  const { invoice, snapshot, efactura } = await issue(ctx, document, {
    series,
    company,
    seller,
    ignoresChronology: asked.ignoresChronology,
  })
  insertInvoice(ctx, invoice, snapshot)
  const client = moveClientFigures(ctx, chosen.client, null, invoice)
  ctx.record(
    'invoice.created',
    { type: 'invoice', id: invoice.id },
    { number: invoice.issued?.number, total: invoice.totalBani, currency: invoice.currency },
  )
  recordQueued(ctx, efactura.queued)
  return { invoice, client, warnings: [...warnings, ...efactura.warnings], efactura }
}

/** Keeps the client's figures through a change of one of its documents, in this transaction. */
export function moveClientFigures(ctx: Ctx, client: Client, before: Invoice | null, after: Invoice | null): Client {
  const figures = moveFigures(client.figures, before && figured(before), after && figured(after))
  if (figures === client.figures) return client
  if (!isWithinBounds(figures))
    throw fieldError('invalid_field_value', { path: 'items', code: 'client_total_too_large' })
  const moved = { ...client, figures }
  saveFigures(ctx, moved)
  return moved
}
