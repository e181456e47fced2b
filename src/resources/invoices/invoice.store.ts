import { formatDecimal } from '../../domain/decimal.ts'
import { notFound } from '../../domain/errors.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { InvoiceLine } from '../../domain/invoice-content.ts'
import type { Ctx } from '../../store/ctx.ts'
import { deleteRows, insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { InvoiceLineRow, PaymentRow } from '../../store/tables.ts'
import { renderInvoice } from './invoice-json.schema.ts'
import { invoiceColumns, lineColumns, numberPartRows, stateColumns, toInvoice } from './invoice-rows.store.ts'
import { moveTally } from './invoice-tally.store.ts'
import { LOADED_COLUMNS, type LoadedRow } from './loaded-columns.store.ts'

type Key = { companyId: string; id: string }
type Db = Pick<Ctx, 'db' | 'companyId'>

const lockedRow = prepared<Key, LoadedRow>(({ db, p, engine }) =>
  db
    .selectFrom('invoice')
    .select(LOADED_COLUMNS)
    .where('company_id', '=', p.companyId)
    .where('id', '=', p.id)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)
const plainRow = prepared<Key, LoadedRow>(({ db, p }) =>
  db.selectFrom('invoice').select(LOADED_COLUMNS).where('company_id', '=', p.companyId).where('id', '=', p.id),
)

const linesOf = prepared<Key, InvoiceLineRow>(({ db, p }) =>
  db
    .selectFrom('invoice_line')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('invoice_id', '=', p.id)
    .orderBy('position'),
)
const paymentsOf = prepared<Key, PaymentRow>(({ db, p }) =>
  db
    .selectFrom('payment')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('invoice_id', '=', p.id)
    .orderBy('seq'),
)

/** Holds the invoice until the end of the transaction. Drafts and issued documents alike; deleted ones are not found. */
export async function lockInvoice(ctx: Ctx, id: string): Promise<Invoice> {
  return loadInvoice(ctx, id, lockedRow)
}

/** The whole invoice without holding it. */
export async function getInvoice(ctx: Db, id: string): Promise<Invoice> {
  return loadInvoice(ctx, id, plainRow)
}

async function loadInvoice(ctx: Db, id: string, read: typeof plainRow): Promise<Invoice> {
  const key = { companyId: ctx.companyId, id }
  const [rows, lines, payments] = await Promise.all([read(ctx.db, key), linesOf(ctx.db, key), paymentsOf(ctx.db, key)])
  const row = rows[0]
  if (!row) throw notFound('invoice')
  return toInvoice(row, lines, payments)
}

export function insertInvoice(ctx: Ctx, invoice: Invoice, snapshot: string | null): void {
  insertRows(ctx.db, 'invoice', [
    { company_id: ctx.companyId, ...invoiceColumns(invoice), snapshot, ...renderInvoice(invoice) },
  ])
  insertRows(ctx.db, 'invoice_line', lineColumns(invoice, ctx.companyId))
  insertRows(ctx.db, 'invoice_number_part', numberPartRows(invoice, ctx.companyId))
  moveTally(ctx, null, invoice)
}

/** Saves a draft that changed in any way, or that was just issued; its lines are written anew. */
export function replaceInvoice(ctx: Ctx, before: Invoice, invoice: Invoice, snapshot: string | null): void {
  updateRow(
    ctx.db,
    'invoice',
    { company_id: ctx.companyId, id: invoice.id },
    { ...invoiceColumns(invoice), snapshot, ...renderInvoice(invoice) },
  )
  deleteRows(ctx.db, 'invoice_line', { company_id: ctx.companyId, invoice_id: invoice.id })
  insertRows(ctx.db, 'invoice_line', lineColumns(invoice, ctx.companyId))
  insertRows(ctx.db, 'invoice_number_part', numberPartRows(invoice, ctx.companyId))
  moveTally(ctx, before, invoice)
}

/** Saves what may still change on an issued document: state, payments' sums, texts and due date. */
export function saveInvoice(ctx: Ctx, before: Invoice, invoice: Invoice): void {
  const { due_date, due_sort, details } = invoiceColumns(invoice)
  updateRow(
    ctx.db,
    'invoice',
    { company_id: ctx.companyId, id: invoice.id },
    { ...stateColumns(invoice), due_date, due_sort, details, ...renderInvoice(invoice) },
  )
  moveTally(ctx, before, invoice)
}

export function saveStornedQuantities(ctx: Ctx, lines: readonly InvoiceLine[]): void {
  for (const line of lines) {
    updateRow(
      ctx.db,
      'invoice_line',
      { company_id: ctx.companyId, id: line.id },
      { storned_quantity: formatDecimal(line.stornedQuantity) },
    )
  }
}

export function deleteInvoiceRows(ctx: Ctx, invoice: Invoice): void {
  for (const { company_id, part, invoice_id } of numberPartRows(invoice, ctx.companyId))
    deleteRows(ctx.db, 'invoice_number_part', { company_id, part, invoice_id })
  deleteRows(ctx.db, 'invoice_line', { company_id: ctx.companyId, invoice_id: invoice.id })
  deleteRows(ctx.db, 'invoice', { company_id: ctx.companyId, id: invoice.id })
  moveTally(ctx, invoice, null)
}

/** Whether the payments of a document count in the client's figures follows its state. */
export function countPayments(ctx: Ctx, invoice: Invoice, isCounted: boolean): void {
  if (invoice.payments.length > 0)
    updateRow(
      ctx.db,
      'payment',
      { company_id: ctx.companyId, invoice_id: invoice.id },
      { is_counted: isCounted ? 1 : 0 },
    )
}

const snapshotOf = prepared<Key, { snapshot: string | null }>(({ db, p }) =>
  db.selectFrom('invoice').select('snapshot').where('company_id', '=', p.companyId).where('id', '=', p.id),
)

/** What was issued, as canonical JSON (decision 0004). Drafts have none and are not found. */
export async function getSnapshot(ctx: Db, id: string): Promise<string> {
  const snapshot = (await snapshotOf(ctx.db, { companyId: ctx.companyId, id }))[0]?.snapshot
  if (!snapshot) throw notFound('invoice')
  return snapshot
}

const anyStorno = prepared<Key, { id: string }>(({ db, p }) =>
  db.selectFrom('invoice').select('id').where('company_id', '=', p.companyId).where('storno_of', '=', p.id).limit(1),
)

/** Whether a document was ever reversed; voided stornos, which keep their number, count too. */
export async function hasStornos(ctx: Ctx, sourceId: string): Promise<boolean> {
  return (await anyStorno(ctx.db, { companyId: ctx.companyId, id: sourceId })).length > 0
}

const stornosOf = prepared<Key & { except: string }, { id: string }>(({ db, p }) =>
  db
    .selectFrom('invoice')
    .select('id')
    .where('company_id', '=', p.companyId)
    .where('storno_of', '=', p.id)
    .where('state', '<>', 'voided')
    .where('id', '<>', p.except)
    .orderBy('seq', 'desc')
    .limit(1),
)

const newerStorno = prepared<Key & { stornoId: string }, { id: string }>(({ db, p }) =>
  db
    .selectFrom('invoice')
    .select('id')
    .where('company_id', '=', p.companyId)
    .where('storno_of', '=', p.id)
    .where('state', '<>', 'voided')
    .where('seq', '>', (eb) =>
      eb.selectFrom('invoice as storno').select('storno.seq').where('storno.id', '=', p.stornoId),
    )
    .limit(1),
)

/** Whether a document has a storno that was issued after the given one and is not voided. */
export async function hasNewerStorno(ctx: Ctx, sourceId: string, stornoId: string): Promise<boolean> {
  return (await newerStorno(ctx.db, { companyId: ctx.companyId, id: sourceId, stornoId })).length > 0
}

/** The latest storno of a document that is not voided, leaving one out. */
export async function findLatestStorno(ctx: Ctx, sourceId: string, except: string): Promise<string | null> {
  return (await stornosOf(ctx.db, { companyId: ctx.companyId, id: sourceId, except }))[0]?.id ?? null
}

const lastInSeries = prepared<
  { companyId: string; seriesId: string; period: number; number: number },
  { date: string; hash: string | null }
>(({ db, p }) =>
  db
    .selectFrom('invoice')
    .select(['date', 'hash'])
    .where('company_id', '=', p.companyId)
    .where('series_id', '=', p.seriesId)
    .where('period', '=', p.period)
    .where('number_idx', '<=', p.number)
    .orderBy('number_idx', 'desc')
    .limit(1),
)

/** The last document of a series up to a number, as the counter remembers it. */
export async function findLastNumbered(
  ctx: Ctx,
  seriesId: string,
  period: number,
  number: number,
): Promise<{ date: string; hash: string } | null> {
  const row = (await lastInSeries(ctx.db, { companyId: ctx.companyId, seriesId, period, number }))[0]
  return row ? { date: row.date, hash: row.hash ?? '' } : null
}
