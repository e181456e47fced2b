import { computeDocument, type DocumentAmounts, type LineAmounts } from '../domain/amounts.ts'
import { formatDecimal } from '../domain/decimal.ts'
import { amountInput, type Invoice } from '../domain/invoice.ts'
import type { DocumentAdjustmentAmounts } from '../domain/invoice-content.ts'
import type { ReadDocument } from './documents.ts'
import { differs, type Fault, lei } from './fault.ts'

/** Lines, discounts and charges add up to the VAT groups and to the document, in its currency and in RON. */
export function* checkSums({ invoice, subject }: ReadDocument): Generator<Fault> {
  for (const line of invoice.lines) {
    const sums = [
      ['subtotal', line.subtotalBani, line.baseBani - line.discountBani + line.chargeBani],
      ['total', line.totalBani, line.subtotalBani + line.vatBani],
    ] as const
    for (const [what, found, expected] of sums) {
      if (found === expected) continue
      const message = differs(subject, `the ${what} of line ${line.id}`, lei(found), lei(expected))
      yield { code: 'amounts_do_not_add_up', object: 'line', id: line.id, message }
    }
  }
  for (const [what, found, expected] of documentSums(invoice)) {
    if (found === expected) continue
    const message = differs(subject, what, lei(found), lei(expected))
    yield { code: 'amounts_do_not_add_up', object: 'invoice', id: invoice.id, message }
  }
}

type Sum = readonly [what: string, found: number, expected: number]

function* documentSums(invoice: Invoice): Generator<Sum> {
  const parts = [
    ...invoice.lines.map((line) => ({ ...line, amountBani: line.subtotalBani, sign: 1 })),
    ...invoice.discounts.flatMap(({ shares }) => shares.map((share) => ({ ...share, sign: -1 }))),
    ...invoice.charges.flatMap(({ shares }) => shares.map((share) => ({ ...share, sign: 1 }))),
  ]
  const sum = (key: 'amountBani' | 'vatBani', of = parts) =>
    of.reduce((total, part) => total + part.sign * part[key], 0)
  yield ['subtotal', invoice.subtotalBani, sum('amountBani')]
  yield ['vat', invoice.vatBani, sum('vatBani')]
  yield ['total', invoice.totalBani, invoice.subtotalBani + invoice.vatBani]
  yield ['total in RON', invoice.ron.totalBani, invoice.ron.subtotalBani + invoice.ron.vatBani]
  const keyOf = (part: { vatCategory: string; vatRateBp: number }) => `${part.vatCategory} ${part.vatRateBp / 100}%`
  const byGroup = Map.groupBy(parts, keyOf)
  for (const group of invoice.vat) {
    const of = byGroup.get(keyOf(group)) ?? []
    byGroup.delete(keyOf(group))
    yield [`base of VAT group ${keyOf(group)}`, group.baseBani, sum('amountBani', of)]
    yield [`VAT of group ${keyOf(group)}`, group.vatBani, sum('vatBani', of)]
  }
  for (const [key, of] of byGroup) {
    yield [`base of the missing VAT group ${key}`, 0, sum('amountBani', of)]
    yield [`VAT of the missing group ${key}`, 0, sum('vatBani', of)]
  }
}

/** The amounts are those that docs/money.md gives for what was agreed. Stornos are judged by their source. */
export function* checkAmounts({ stored, invoice, subject }: ReadDocument): Generator<Fault> {
  if (stored.row.storno_of !== null) return
  const fault = (message: string): Fault => ({ code: 'amounts_differ', object: 'invoice', id: invoice.id, message })
  const computed = computeDocument(amountInput(invoice))
  if (!computed.ok) {
    const { path, code } = computed.problems[0] ?? { path: 'items', code: 'unknown' }
    return yield fault(`${subject}: its amounts cannot be computed anew (${path}: ${code}).`)
  }
  for (const [what, found, expected] of amountPairs(invoice, computed.amounts)) {
    if (found !== expected) return yield fault(differs(subject, what, found, expected))
  }
}

/** What is compared, as text: what it is, what the document says, what was computed. */
export function* amountPairs(
  invoice: Pick<Invoice, 'lines' | 'discounts' | 'charges' | 'vat' | 'subtotalBani' | 'vatBani' | 'totalBani' | 'ron'>,
  amounts: DocumentAmounts,
): Generator<readonly [what: string, found: string, expected: string]> {
  yield ['number of lines', `${invoice.lines.length}`, `${amounts.lines.length}`]
  for (const [index, line] of invoice.lines.entries()) {
    const expected = amounts.lines[index]
    yield [`line ${line.id}`, lineText(line), expected ? lineText(expected) : '']
  }
  yield ['discounts', sharesText(invoice.discounts), adjustmentsText(amounts.discounts, invoice.discounts.length)]
  yield ['charges', sharesText(invoice.charges), adjustmentsText(amounts.charges, invoice.charges.length)]
  yield ['VAT groups', groupsText(invoice.vat), groupsText(amounts.vat)]
  yield ['subtotal, VAT and total', totalsText(invoice), totalsText(amounts)]
  yield ['subtotal, VAT and total in RON', totalsText(invoice.ron), totalsText(amounts.ron)]
}

export function lineText(line: LineAmounts): string {
  const amounts = [line.baseBani, line.discountBani, line.chargeBani, line.subtotalBani, line.vatBani, line.totalBani]
  return `price ${formatDecimal(line.price)}, amounts ${amounts.map(lei).join(' ')}`
}

type Share = DocumentAdjustmentAmounts['shares'][number]

export function sharesText(adjustments: readonly DocumentAdjustmentAmounts[]): string {
  return adjustments.map(({ shares }) => `[${shares.map(shareText).join(', ')}]`).join(' ')
}

function adjustmentsText(shares: DocumentAmounts['discounts'], count: number): string {
  const of = (index: number) => shares.filter((share) => share.index === index)
  return Array.from({ length: count }, (_, index) => `[${of(index).map(shareText).join(', ')}]`).join(' ')
}

function shareText(share: Share): string {
  return `${share.vatCategory} ${share.vatRateBp}: ${lei(share.amountBani)} + ${lei(share.vatBani)}`
}

export function groupsText(groups: DocumentAmounts['vat']): string {
  return groups
    .map((group) => `${group.vatCategory} ${group.vatRateBp}: ${lei(group.baseBani)} + ${lei(group.vatBani)}`)
    .join(', ')
}

export function totalsText(totals: { subtotalBani: number; vatBani: number; totalBani: number }): string {
  return [totals.subtotalBani, totals.vatBani, totals.totalBani].map(lei).join(', ')
}
