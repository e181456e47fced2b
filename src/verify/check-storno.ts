import { stornoAmounts } from '../domain/amounts.ts'
import { compare, type Decimal, formatDecimal, subtract, ZERO } from '../domain/decimal.ts'
import { amountInput, type Invoice, isFullyStorned, storno } from '../domain/invoice.ts'
import type { InvoiceLine } from '../domain/invoice-content.ts'
import { toInvoice } from '../resources/invoices/invoice-rows.store.ts'
import { groupsText, lineText, sharesText, totalsText } from './check-amounts.ts'
import { type ReadDocument, subjectOf } from './documents.ts'
import { differs, type Fault } from './fault.ts'

/**
 * Every storno reverses what docs/money.md M10 gives for it; those that are not voided follow on each other, and
 * how far they went together is what the source says of itself.
 */
export function* checkStornos(source: ReadDocument): Generator<Fault> {
  const { stored, invoice, subject } = source
  let reached: readonly Decimal[] = invoice.lines.map(() => ZERO)
  let latest: string | null = null
  for (const { row, lines } of stored.stornos) {
    const reversal = toInvoice(row, lines, [])
    const after = reachedBy(invoice, reversal)
    yield* checkOne(source, reversal, after)
    if (row.state === 'voided') continue
    if (!isSame(reversal.stornoOf?.before ?? [], reached)) {
      const message = differs(
        subjectOf(row),
        `what it follows on, line by line of ${subject},`,
        quantities(reversal.stornoOf?.before ?? []),
        quantities(reached),
      )
      yield { code: 'storno_out_of_order', object: 'invoice', id: row.id, message }
    }
    reached = after
    latest = row.id
  }
  yield* checkSource(source, reached, latest)
}

/** How far each line of the source is reversed once the storno counts. */
function reachedBy(source: Invoice, reversal: Invoice): Decimal[] {
  const before = reversal.stornoOf?.before ?? []
  return source.lines.map((line, index) => {
    const mirrored = reversal.lines.find(({ texts }) => texts.sourceLineId === line.id)
    return subtract(before[index] ?? ZERO, mirrored?.quantity ?? ZERO)
  })
}

function* checkOne({ stored, invoice }: ReadDocument, reversal: Invoice, after: readonly Decimal[]): Generator<Fault> {
  const before = reversal.stornoOf?.before ?? []
  const subject = subjectOf({ id: reversal.id, number: reversal.issued?.number ?? null })
  const fault = (message: string): Fault => ({ code: 'storno_differs', object: 'invoice', id: reversal.id, message })
  if (before.length !== invoice.lines.length) {
    return yield fault(
      differs(subject, 'the number of lines it knows of its source', before.length, invoice.lines.length),
    )
  }
  const isWithin = after.every((quantity, index) => compare(quantity, invoice.lines[index]?.quantity ?? ZERO) <= 0)
  const isForward = after.every((quantity, index) => compare(quantity, before[index] ?? ZERO) >= 0)
  if (!isWithin || !isForward || before.some((quantity) => compare(quantity, ZERO) < 0)) {
    const message = `${subject}: it moves what is reversed of ${stored.row.id} from ${quantities(before)} to ${quantities(after)}, which is not within its lines.`
    return yield fault(message)
  }
  const at = {
    ...invoice,
    lines: invoice.lines.map((line, index) => ({ ...line, stornedQuantity: before[index] ?? ZERO })),
  }
  const amounts = stornoAmounts(amountInput(at), before, after)
  const expected = storno(at, after, amounts, {
    id: reversal.id,
    date: reversal.date,
    now: reversal.createdAt,
    newLineId: () => '',
  })
  for (const [what, find] of COMPARED) {
    const [is, must] = [find(reversal), find(expected)]
    if (is !== must) return yield fault(differs(subject, what, is, must))
  }
}

type Reversal = Omit<Invoice, 'issued'>

/** What a storno has from its source, as text. */
const COMPARED: readonly (readonly [what: string, of: (storno: Reversal) => string])[] = [
  ['series', ({ seriesId }) => seriesId],
  ['document_type', ({ documentType }) => documentType],
  ['client_id', ({ clientId }) => clientId],
  ['currency and rate', ({ currency, exchangeRate }) => `${currency} ${formatDecimal(exchangeRate)}`],
  ['lines', ({ lines }) => lines.map(reversedLineText).join('; ')],
  ['discounts', ({ discounts }) => sharesText(discounts)],
  ['charges', ({ charges }) => sharesText(charges)],
  ['VAT groups', ({ vat }) => groupsText(vat)],
  ['subtotal, VAT and total', totalsText],
  ['subtotal, VAT and total in RON', ({ ron }) => totalsText(ron)],
]

function reversedLineText(line: InvoiceLine): string {
  const given = line.givenPrice && formatDecimal(line.givenPrice)
  return `${line.texts.sourceLineId} × ${formatDecimal(line.quantity)} ${given ?? ''} ${line.vatCategory} ${line.vatRateBp} ${lineText(line)}`
}

function* checkSource(
  { stored, invoice, subject }: ReadDocument,
  reached: readonly Decimal[],
  latest: string | null,
): Generator<Fault> {
  for (const [index, line] of invoice.lines.entries()) {
    const expected = reached[index] ?? ZERO
    if (compare(line.stornedQuantity, expected) === 0) continue
    const message = differs(
      subject,
      `storned_quantity of line ${line.id}`,
      formatDecimal(line.stornedQuantity),
      formatDecimal(expected),
    )
    yield { code: 'storned_quantity_differs', object: 'line', id: line.id, message }
  }
  const fault = (message: string): Fault => ({ code: 'storned_by_differs', object: 'invoice', id: invoice.id, message })
  if (invoice.stornedBy !== latest) yield fault(differs(subject, 'storned_by', invoice.stornedBy, latest))
  const isFully = isFullyStorned(invoice) ? 1 : 0
  if (stored.row.is_fully_storned !== isFully) {
    yield fault(differs(subject, 'is_fully_storned', stored.row.is_fully_storned, isFully))
  }
  const isActive = invoice.documentType === 'fiscal' && (invoice.state === 'open' || invoice.state === 'paid')
  if (latest !== null && (!isActive || invoice.stornoOf !== null)) {
    yield fault(`${subject}: it is reversed by ${latest}, but it is not a fiscal invoice in force.`)
  }
}

function isSame(a: readonly Decimal[], b: readonly Decimal[]): boolean {
  return a.length === b.length && a.every((value, index) => compare(value, b[index] ?? ZERO) === 0)
}

function quantities(values: readonly Decimal[]): string {
  return `[${values.map(formatDecimal).join(', ')}]`
}
