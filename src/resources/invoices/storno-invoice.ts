import { stornoAmounts } from '../../domain/amounts.ts'
import type { Day } from '../../domain/dates.ts'
import { add, compare, type Decimal, formatDecimal, subtract } from '../../domain/decimal.ts'
import { refuseProblems } from '../../domain/errors.ts'
import { amountInput, assertStornable, type Invoice, storno } from '../../domain/invoice.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import { together } from '../../store/together.ts'
import { lockClient } from '../clients/client.store.ts'
import { recordQueued } from '../efactura/queue-submission.ts'
import { getSeries } from '../series/series.store.ts'
import { listAccounts } from '../settings/bank-account.store.ts'
import { getCompany } from '../settings/company.store.ts'
import { moveClientFigures, type Written } from './create-invoice.ts'
import { insertInvoice, lockInvoice, saveInvoice, saveStornedQuantities } from './invoice.store.ts'
import { issue, sellerOf } from './issue-invoice.ts'

export interface AskedStorno {
  /** Absent: everything that is left. */
  readonly items: readonly { readonly id: string; readonly quantity: Decimal }[] | undefined
  readonly date: Day | undefined
  readonly ignoresChronology?: boolean
}

/** Issues the reversal of an invoice, whole or in part. The lock is what makes two simultaneous calls end in one storno. */
export async function stornoInvoice(ctx: Ctx, id: string, asked: AskedStorno): Promise<Written> {
  const source = await lockInvoice(ctx, id)
  assertStornable(source)
  const date = asked.date ?? ctx.today
  if (date < source.date) refuseProblems([{ path: 'date', code: 'before_invoice_date' }])
  const before = source.lines.map((line) => line.stornedQuantity)
  const after = asked.items ? partly(source, asked.items) : source.lines.map((line) => line.quantity)
  const [company, series, client, accounts] = await together([
    getCompany(ctx),
    getSeries(ctx, source.seriesId),
    lockClient(ctx, source.clientId),
    listAccounts(ctx.db, ctx.companyId),
  ])
  const amounts = stornoAmounts(amountInput(source), before, after)
  const reversal = storno(source, after, amounts, {
    id: ctx.newId('inv'),
    date,
    now: ctx.now,
    newLineId: () => ctx.newId('lin'),
  })
  const { invoice, snapshot, efactura } = await issue(ctx, reversal, {
    series,
    company,
    seller: sellerOf(company, accounts),
    ignoresChronology: asked.ignoresChronology ?? false,
  })
  insertInvoice(ctx, invoice, snapshot)

  const lines = source.lines.map((line, index) => ({ ...line, stornedQuantity: after[index] ?? line.stornedQuantity }))
  saveStornedQuantities(
    ctx,
    lines.filter((line, index) => line.stornedQuantity !== before[index]),
  )
  saveInvoice(ctx, source, { ...source, lines, stornedBy: invoice.id, updatedAt: ctx.now })
  const moved = moveClientFigures(ctx, client, null, invoice)
  ctx.record('invoice.storno', { type: 'invoice', id }, { storno_id: invoice.id, number: invoice.issued?.number })
  ctx.record(
    'invoice.storned',
    { type: 'invoice', id: invoice.id },
    { source_id: id, number: source.issued?.number, total: invoice.totalBani },
  )
  recordQueued(ctx, efactura.queued)
  return { invoice, client: moved, warnings: [...warningsOf(source), ...efactura.warnings], efactura }
}

/** What ANAF rejected was never sent in law, and needs no storno there: it is corrected and sent (contract efactura 3.3). */
function warningsOf({ efactura }: Invoice): Problem[] {
  if (efactura?.state !== 'rejected' && efactura?.state !== 'failed') return []
  return [{ path: 'efactura_status', code: 'efactura_original_not_there' }]
}

/** How far each line is reversed after this storno, never past what is left of it. */
function partly(source: Invoice, items: NonNullable<AskedStorno['items']>): Decimal[] {
  const problems: Problem[] = []
  const after = new Map(source.lines.map((line) => [line.id, line.stornedQuantity]))
  for (const [index, item] of items.entries()) {
    const line = source.lines.find(({ id }) => id === item.id)
    if (!line || items.findIndex(({ id }) => id === item.id) !== index) {
      problems.push({ path: `items.${index}.id`, code: line ? 'repeated' : 'unknown_line' })
      continue
    }
    const reached = add(line.stornedQuantity, item.quantity)
    if (compare(reached, line.quantity) > 0) {
      const left = formatDecimal(subtract(line.quantity, line.stornedQuantity))
      problems.push({ path: `items.${index}.quantity`, code: 'above_what_is_left', params: { left } })
      continue
    }
    after.set(line.id, reached)
  }
  refuseProblems(problems)
  return source.lines.map((line) => after.get(line.id) ?? line.stornedQuantity)
}
