import { sql } from 'kysely'
import { notFound } from '../../domain/errors.ts'
import type { Invoice, Payment } from '../../domain/invoice.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
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

/** A page of payments and how many match in all. */
export async function listPayments(
  ctx: ReadCtx,
  page: PaymentPage,
): Promise<{ payments: ListedPayment[]; total: number }> {
  const rows = filtered(ctx, page.filter)
    .selectAll('payment')
    .select(['invoice.number', 'invoice.total_bani', 'invoice.buyer'])
    .orderBy(page.sort === 'date' ? 'payment.paid_on' : 'payment.amount_bani', page.order)
    .orderBy('payment.seq', page.order)
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const [payments, total] = await Promise.all([rows, countMatching(ctx, page.filter)])
  return { payments, total }
}

function filtered(ctx: ReadCtx, filter: PaymentFilter) {
  let query = ctx.db.kysely
    .selectFrom('payment')
    .innerJoin('invoice', 'invoice.id', 'payment.invoice_id')
    .where('payment.company_id', '=', ctx.companyId)
  if (filter.id !== undefined) query = query.where('payment.id', '=', filter.id)
  if (filter.invoiceId !== undefined) query = query.where('payment.invoice_id', '=', filter.invoiceId)
  if (filter.clientId !== undefined) query = query.where('payment.client_id', '=', filter.clientId)
  if (filter.method !== undefined) query = query.where('payment.method', '=', filter.method)
  if (filter.from !== undefined) query = query.where('payment.paid_on', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('payment.paid_on', '<=', filter.to)
  if (filter.workPointId !== undefined) query = query.where('invoice.work_point_id', '=', filter.workPointId)
  return query
}

const tally = prepared<{ companyId: string }, { n: number }>(({ db, p }) =>
  db.selectFrom('payment_tally').select('n').where('company_id', '=', p.companyId),
)

async function countMatching(ctx: ReadCtx, filter: PaymentFilter): Promise<number> {
  const isUnfiltered = Object.values(filter).every((value) => value === undefined)
  if (isUnfiltered) return (await tally(ctx.db, { companyId: ctx.companyId }))[0]?.n ?? 0
  const counted = await filtered(ctx, filter)
    .select(sql<number>`cast(count(*) as bigint)`.as('n'))
    .executeTakeFirstOrThrow()
  return counted.n
}
