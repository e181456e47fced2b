import { sql } from 'kysely'
import { notFound } from '../../domain/errors.ts'
import type { Invoice, Payment } from '../../domain/invoice.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx, ListCtx, ReadCtx } from '../../store/ctx.ts'
import { deleteRows, insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { InvoiceRow, PaymentRow } from '../../store/tables.ts'

export function insertPayment(ctx: Ctx, invoice: Invoice, payment: Payment, isCounted: boolean): void {
  insertRows(ctx.db, 'payment', [
    {
      id: payment.id,
      company_id: ctx.companyId,
      invoice_id: invoice.id,
      client_id: invoice.clientId,
      ...columns(payment),
      currency: invoice.currency,
      is_counted: isCounted ? 1 : 0,
      created_at: payment.createdAt,
    },
  ])
  countPayments(ctx, 1)
}

export function updatePayment(ctx: Ctx, payment: Payment): void {
  updateRow(ctx.db, 'payment', { company_id: ctx.companyId, id: payment.id }, columns(payment))
}

function columns(payment: Payment) {
  return {
    amount_bani: payment.amountBani,
    amount_ron_bani: payment.amountRonBani,
    paid_on: payment.paidOn,
    method: payment.method,
    reference: payment.reference,
    observations: payment.observations,
  }
}

export function deletePaymentRow(ctx: Ctx, id: string): void {
  deleteRows(ctx.db, 'payment', { company_id: ctx.companyId, id })
  countPayments(ctx, -1)
}

export function deletePaymentsOf(ctx: Ctx, invoice: Invoice): void {
  if (invoice.payments.length === 0) return
  deleteRows(ctx.db, 'payment', { company_id: ctx.companyId, invoice_id: invoice.id })
  countPayments(ctx, -invoice.payments.length)
}

function countPayments(ctx: Ctx, change: number): void {
  insertRows(
    ctx.db,
    'payment_tally',
    [{ company_id: ctx.companyId, n: change }],
    'on conflict (company_id) do update set n = payment_tally.n + excluded.n',
  )
}

const ownerOf = prepared<{ companyId: string; id: string }, { invoice_id: string }>(({ db, p }) =>
  db.selectFrom('payment').select('invoice_id').where('company_id', '=', p.companyId).where('id', '=', p.id),
)

/** The invoice that a payment belongs to. */
export async function getPaymentOwner(ctx: Pick<ReadCtx, 'db' | 'companyId'>, paymentId: string): Promise<string> {
  const row = (await ownerOf(ctx.db, { companyId: ctx.companyId, id: paymentId }))[0]
  if (!row) throw notFound('payment')
  return row.invoice_id
}

/** A payment with what its answer says of the invoice. */
export type ListedPayment = PaymentRow & Pick<InvoiceRow, 'number' | 'total_bani' | 'buyer'>

export interface PaymentFilter {
  readonly id: string | undefined
  readonly invoiceId: string | undefined
  readonly clientId: string | undefined
  readonly method: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly workPointId: string | undefined
}

export interface PaymentPage {
  readonly filter: PaymentFilter
  readonly sort: 'date' | 'amount'
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly offset: number
}

/** Rows that may be passed over on the way to a page. */
const SHORT_OFFSET = 1_000

/** A page of payments and how many match in all. */
export async function listPayments(
  ctx: ListCtx,
  page: PaymentPage,
): Promise<{ payments: ListedPayment[]; total: number }> {
  const { filter } = page
  const names = (Object.keys(filter) as (keyof PaymentFilter)[]).filter((name) => filter[name] !== undefined)
  const isShort = names.every((name) => name === 'id' || name === 'invoiceId') && page.offset <= SHORT_OFFSET
  const db = isShort ? ctx.db : ctx.longDb
  const column = page.sort === 'date' ? 'payment.paid_on' : 'payment.amount_bani'
  const chosen = filtered(db, ctx.companyId, filter)
    .select('payment.seq')
    .orderBy(column, page.order)
    .orderBy('payment.seq', page.order)
    .limit(page.limit)
    .offset(page.offset)
  const rows = db.kysely
    .selectFrom('payment')
    .innerJoin('invoice', 'invoice.id', 'payment.invoice_id')
    .selectAll('payment')
    .select(['invoice.number', 'invoice.total_bani', 'invoice.buyer'])
    .where('payment.seq', 'in', chosen)
    .orderBy(column, page.order)
    .orderBy('payment.seq', page.order)
    .execute()
  const total = names.length === 0 ? keptCount(db, ctx.companyId) : countMatching(db, ctx.companyId, filter)
  const [payments, counted] = await Promise.all([rows, total])
  return { payments, total: counted }
}

function filtered(db: Conn, companyId: string, filter: PaymentFilter) {
  const { workPointId } = filter
  let query = db.kysely.selectFrom('payment').where('payment.company_id', '=', companyId)
  if (filter.id !== undefined) query = query.where('payment.id', '=', filter.id)
  if (filter.invoiceId !== undefined) query = query.where('payment.invoice_id', '=', filter.invoiceId)
  if (filter.clientId !== undefined) query = query.where('payment.client_id', '=', filter.clientId)
  if (filter.method !== undefined) query = query.where('payment.method', '=', filter.method)
  if (filter.from !== undefined) query = query.where('payment.paid_on', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('payment.paid_on', '<=', filter.to)
  if (workPointId === undefined) return query
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom('invoice as of')
        .select('of.id')
        .whereRef('of.id', '=', 'payment.invoice_id')
        .where('of.work_point_id', '=', workPointId),
    ),
  )
}

const tally = prepared<{ companyId: string }, { n: number }>(({ db, p }) =>
  db.selectFrom('payment_tally').select('n').where('company_id', '=', p.companyId),
)

async function keptCount(db: Conn, companyId: string): Promise<number> {
  return (await tally(db, { companyId }))[0]?.n ?? 0
}

async function countMatching(db: Conn, companyId: string, filter: PaymentFilter): Promise<number> {
  const { n } = await filtered(db, companyId, filter)
    .select(sql<number>`cast(count(*) as bigint)`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}
