import { AppError } from '../../domain/errors.ts'
import { type Invoice, isFullyStorned } from '../../domain/invoice.ts'
import { type Bani, bani } from '../../domain/money.ts'
import { readAll } from '../../http/fields.ts'
import { NewClient, partyChanges } from '../../resources/clients/client.schema.ts'
import { createClient } from '../../resources/clients/create-client.ts'
import { changeClient } from '../../resources/clients/update-client.ts'
import { invoiceUpdateAsked, newInvoiceAsked } from '../../resources/invoices/asked-invoice.schema.ts'
import { createInvoice } from '../../resources/invoices/create-invoice.ts'
import { InvoiceChanges, NewInvoice, StornoBody } from '../../resources/invoices/invoice.schema.ts'
import { payInvoice } from '../../resources/invoices/pay-invoice.ts'
import { stornoInvoice } from '../../resources/invoices/storno-invoice.ts'
import { updateInvoice } from '../../resources/invoices/update-invoice.ts'
import { voidInvoice } from '../../resources/invoices/void-invoice.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import { makeEventRecorder } from '../../store/events.ts'
import { type Moment, unixOf } from './calendar.ts'
import { idsOf } from './chance.ts'
import { CLERKS } from './lists/seller.ts'
import type { Step } from './plan.ts'

/** Above this nobody pays in cash (Legea 70/2015). */
const MOST_CASH_BANI = 100_000

/** Steps go by day; but somebody may issue an invoice of today while the company is still being filled. */
const IN_ANY_ORDER = { ignoresChronology: true } as const

export interface Stage {
  readonly db: Conn
  readonly companyId: string
  /** Where what happens happens, unless the step says otherwise. */
  readonly workPointId: string
}

/** Invoices as they stand, by id. */
export type Known = ReadonlyMap<string, Invoice>

/**
 * Carries out what was planned, each step as if it had been asked for on its own day. What is known of the invoices
 * goes in and comes out, so that a transaction that has to be tried again begins where it began before.
 */
export async function carryOut(stage: Stage, steps: readonly Step[], known: Known): Promise<Known> {
  const invoices = new Map(known)
  for (const step of steps) {
    try {
      await onItsDay(stage, step, (ctx) => doStep(ctx, step, invoices))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const problems = JSON.stringify([error.code, error.params, error.problems])
      throw new Error(`the demo was refused: ${step.what} ${step.id} on ${step.at.day}: ${problems}`, { cause: error })
    }
  }
  return invoices
}

type Happening = Pick<Step, 'id' | 'workPointId'> & { readonly at: Moment }

/** Does something in a context that stands on that day, with ids that are the same each time, and keeps its events. */
export async function onItsDay<T>(stage: Stage, happening: Happening, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { id, at, workPointId } = happening
  const now = unixOf(at)
  const newId = idsFor(happening)
  const clerk = CLERKS[now % CLERKS.length] ?? ''
  const events = makeEventRecorder({
    companyId: stage.companyId,
    actorId: 'demo',
    actorName: clerk,
    requestId: `demo ${id}`,
    now,
    newId,
  })
  const result = await work({
    db: stage.db,
    companyId: stage.companyId,
    workPointId: workPointId ?? stage.workPointId,
    today: at.day,
    now,
    language: 'ro',
    newId,
    record: events.record,
  })
  events.flush(stage.db)
  return result
}

/** The planned id for the first object of its kind, and predictable ones for what comes with it. */
function idsFor({ id, at }: Happening): (prefix: string) => string {
  const others = idsOf(`${id} ${at.day} ${at.second}`)
  let planned: string | null = id
  return (prefix) => {
    if (planned === null || !planned.startsWith(`${prefix}_`)) return others(prefix)
    const taken = planned
    planned = null
    return taken
  }
}

async function doStep(ctx: Ctx, step: Step, invoices: Map<string, Invoice>): Promise<void> {
  switch (step.what) {
    case 'create client': {
      const body = readAll(NewClient, step.body)
      await createClient(ctx, { changes: partyChanges(body), notes: body.notes ?? null, isActive: true })
      return
    }
    case 'deactivate client':
      await changeClient(ctx, step.id, { changes: {}, notes: undefined, isActive: false })
      return
    case 'create invoice': {
      const asked = { ...newInvoiceAsked(readAll(NewInvoice, step.body)), ...IN_ANY_ORDER }
      invoices.set(step.id, (await createInvoice(ctx, asked)).invoice)
      return
    }
    case 'issue draft': {
      const asked = { ...invoiceUpdateAsked(readAll(InvoiceChanges, { is_draft: false })), ...IN_ANY_ORDER }
      invoices.set(step.id, (await updateInvoice(ctx, step.id, asked)).invoice)
      return
    }
    case 'void invoice':
      await voidInvoice(ctx, step.id, step.reason)
      return
    case 'pay invoice':
      return pay(ctx, step, invoices)
    case 'storno invoice':
      return reverse(ctx, step, invoices)
  }
}

async function pay(ctx: Ctx, step: Extract<Step, { what: 'pay invoice' }>, invoices: Map<string, Invoice>) {
  const invoice = invoiceOf(invoices, step.invoiceId)
  // What was given back needs no payment.
  if (isFullyStorned(invoice)) return
  const part = step.percent === null ? null : partOf(invoice, step.percent)
  const isTooMuchCash = step.method === 'receipt' && invoice.totalBani > MOST_CASH_BANI
  const { invoice: paid } = await payInvoice(ctx, step.invoiceId, {
    amountBani: part ?? undefined,
    paidOn: undefined,
    method: isTooMuchCash ? 'card' : step.method,
    reference: step.reference,
    observations: null,
  })
  invoices.set(step.invoiceId, { ...invoice, payments: paid.payments, state: paid.state })
}

/** In whole lei, as people pay on account; of very small invoices all. */
function partOf(invoice: Invoice, percent: number): Bani | null {
  const lei = Math.floor((invoice.totalBani * percent) / 10_000)
  return lei > 0 ? bani(lei * 100) : null
}

async function reverse(ctx: Ctx, step: Extract<Step, { what: 'storno invoice' }>, invoices: Map<string, Invoice>) {
  const source = invoiceOf(invoices, step.invoiceId)
  const items = step.parts?.flatMap(({ line, percent }) => {
    const { id, quantity } = source.lines[line] ?? {}
    if (!id || !quantity) return []
    const whole = Number(quantity.unscaled) / 10 ** quantity.scale
    return [{ id, quantity: Math.max(Math.min(1, whole), Math.floor((whole * percent) / 100)) }]
  })
  const asked = readAll(StornoBody, items ? { items } : {})
  const { invoice } = await stornoInvoice(ctx, step.invoiceId, { items: asked.items, date: undefined, ...IN_ANY_ORDER })
  const reversed = new Map(invoice.lines.map(({ texts, quantity }) => [texts.sourceLineId, quantity]))
  const lines = source.lines.map((line) => {
    const moved = reversed.get(line.id)
    return moved ? { ...line, stornedQuantity: { ...moved, unscaled: -moved.unscaled } } : line
  })
  invoices.set(source.id, { ...source, lines, stornedBy: invoice.id })
}

function invoiceOf(invoices: Known, id: string): Invoice {
  const invoice = invoices.get(id)
  if (!invoice) throw new Error(`the demo uses ${id} before it makes it`)
  return invoice
}
