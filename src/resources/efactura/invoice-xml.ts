import type { Corrections } from '../../domain/efactura/corrections.ts'
import { type DocumentMaker, isLarge } from '../../domain/efactura/document-desk.ts'
import { type EfacturaDocument, makeDocument } from '../../domain/efactura/make-document.ts'
import { AppError } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import { printedNumber } from '../../domain/series.ts'
import type { Seller } from '../../domain/snapshot.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { getInvoice } from '../invoices/invoice.store.ts'
import { sellerOf } from '../invoices/issue-invoice.ts'
import { getStanding } from '../series/series-standing.store.ts'
import { listAccounts } from '../settings/bank-account.store.ts'
import { getCompany } from '../settings/company.store.ts'
import { correctionsIn, correctionsOf } from './corrections-of.ts'
import { readFile } from './file.store.ts'
import { findLatestSubmission } from './submission.store.ts'
import { sellerAtIssue } from './submit-invoice.ts'

type Reading = Pick<ReadCtx, 'db' | 'companyId'>

/** What an invoice would be sent as, without making it: drafts with the seller as it is now. */
export interface Unmade {
  readonly invoice: Invoice
  readonly seller: Seller
  readonly stornoAs: '380' | '381'
  readonly corrections: Corrections | null
}

/** Everything that the XML of a fiscal document is made from; proformas have none. */
export async function readUnmade(ctx: Reading, id: string): Promise<Unmade> {
  const invoice = await getInvoice(ctx, id)
  if (invoice.documentType !== 'fiscal') throw new AppError('not_fiscal_invoice')
  const company = await getCompany(ctx)
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, id)
  const corrections = await correctionsOf(ctx, invoice, correctionsIn(latest))
  const stornoAs = company.efactura_storno_as
  if (invoice.issued) return { invoice, seller: await sellerAtIssue(ctx, id), stornoAs, corrections }
  const seller = sellerOf(company, await listAccounts(ctx.db, ctx.companyId))
  return { invoice: await withNextNumber(ctx, invoice), seller, stornoAs, corrections }
}

/** A draft as if it were issued now: without a number, nothing else could be judged. The number is not taken. */
async function withNextNumber(ctx: Reading, draft: Invoice): Promise<Invoice> {
  const series = await getStanding({ ...ctx, today: draft.date }, draft.seriesId)
  const number = printedNumber(series, series.nextNumber, draft.date)
  return { ...draft, issued: { period: 0, numberIdx: series.nextNumber, number, hash: '' } }
}

/** Outside of any transaction: a large one is waited for. */
export async function makeUnmade(
  { invoice, seller, stornoAs, corrections }: Unmade,
  maker: DocumentMaker | undefined,
  companyId: string,
): Promise<EfacturaDocument> {
  const choices = { stornoAs, corrections }
  return maker && isLarge(invoice)
    ? maker.make({ invoice, seller, choices }, companyId)
    : makeDocument(invoice, seller, choices)
}

/** The XML as it was sent last, byte for byte; of one that was never sent, as it would be. */
export async function readInvoiceXml(
  ctx: Reading,
  id: string,
  maker: DocumentMaker | undefined,
): Promise<{ bytes: Uint8Array; name: string }> {
  const latest = await findLatestSubmission(ctx.db, ctx.companyId, id)
  const sent = await readFile(ctx.db, ctx.companyId, latest?.xml_file_id ?? null)
  const invoice = await getInvoice(ctx, id)
  const name = `${invoice.issued?.number ?? id}.xml`
  if (sent) return { bytes: sent, name }
  const { xml } = await makeUnmade(await readUnmade(ctx, id), maker, ctx.companyId)
  return { bytes: Buffer.from(xml, 'utf8'), name }
}

/** The ZIP with ANAF's signature: of the newest submission that has one, accepted or rejected. */
export async function readArchive(
  ctx: Reading,
  id: string,
  submissions: readonly { readonly archive_file_id: string | null }[],
): Promise<{ bytes: Uint8Array; name: string }> {
  const invoice = await getInvoice(ctx, id)
  const fileId = submissions.find(({ archive_file_id }) => archive_file_id !== null)?.archive_file_id ?? null
  const bytes = await readFile(ctx.db, ctx.companyId, fileId)
  if (!bytes) throw new AppError('efactura_xml_missing')
  return { bytes, name: `${invoice.issued?.number ?? id}.zip` }
}
