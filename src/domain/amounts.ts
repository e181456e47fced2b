/**
 * What a document amounts to: docs/money.md, rule by rule. Pure and exact. M1 to M3 are in
 * `agreed-amounts.ts`, M4 to M9 in `settled-amounts.ts`; here are the document, its refusals and its storno.
 *
 * Problem codes:
 *   too_few_items {min}                   items: there is no line (BR-16)
 *   not_positive                          items.N.quantity, currency_rate
 *   negative                              items.N.price (BR-27), .discount, .charge, discounts.N, charges.N
 *   discount_exceeds_line {available}     items.N.discount: the line would fall below zero
 *   discount_exceeds_total {available}    discounts.N: the document or its group would fall below zero
 *   discount_without_lines                discounts.N: it names a VAT group that no line has
 *   price_not_expressible_net             items.N.price: no net price of 8 decimals gives the net amount (M8)
 *   too_large {max}                       any of the paths above, and items (M11)
 */
import {
  type Adjustment,
  type AmountInput,
  agreeAdjustments,
  agreeLines,
  isOfGroup,
  type Report,
  TOO_LARGE,
} from './agreed-amounts.ts'
import { compare, type Decimal, isNegative, isPositive, ONE, quotient } from './decimal.ts'
import { type Bani, bani, MAX_DOCUMENT_BANI, productInBani } from './money.ts'
import type { Problem } from './problem.ts'
import {
  type AdjustmentAmounts,
  type DocumentAmounts,
  type LineAmounts,
  type RonAmounts,
  type State,
  settle,
} from './settled-amounts.ts'

export type { Adjustment, AmountInput, AmountLine, DocumentAdjustment } from './agreed-amounts.ts'
export type { AdjustmentAmounts, DocumentAmounts, LineAmounts, RonAmounts, VatGroup } from './settled-amounts.ts'

const ignore: Report = () => {}

/** A new document's figures, or everything that is wrong with it, by field. */
export function computeDocument(
  input: AmountInput,
): { ok: true; amounts: DocumentAmounts } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = []
  const report: Report = (path, code, params) => {
    if (problems.some((problem) => problem.path === path)) return
    problems.push(params === undefined ? { path, code } : { path, code, params })
  }
  checkInput(input, report)
  if (problems.length > 0) return { ok: false, problems }
  const agreed = agreeLines(input, null, report)
  if (problems.length > 0) return { ok: false, problems }
  const adjusted = agreeAdjustments(input, agreed, null, report)
  if (problems.length > 0) return { ok: false, problems }
  const amounts = settle(input, null, { agreed, adjusted }, report)
  const lines = withNetPrices(input, amounts.lines, report)
  checkLimits(amounts, report)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, amounts: { ...withoutEmpty(amounts), lines } }
}

/**
 * M10: what a storno adds that moves the reversed quantities from `before` to `after`, one per line of the original,
 * each between zero and the line's own. The first full storno is the exact mirror, and any series of partial ones
 * adds up to it, group by group. All lines and VAT groups of the original are present; what does not move is zero.
 */
export function stornoAmounts(
  input: AmountInput,
  before: readonly Decimal[],
  after: readonly Decimal[],
): DocumentAmounts {
  assertWithin(input, before, after)
  const full = agreeLines(input, null, ignore)
  const stateAt = (quantities: readonly Decimal[]): State => {
    const isComplete = input.lines.every((line, index) => isSame(line.quantity, quantities[index]))
    const agreed = agreeLines(input, quantities, ignore)
    return { agreed, adjusted: agreeAdjustments(input, agreed, { isComplete, full }, ignore) }
  }
  const moved = negated(settle(input, stateAt(before), stateAt(after), ignore))
  if (!input.pricesIncludeVat) return withoutEmpty(moved)
  const original = settle(input, null, stateAt(input.lines.map((line) => line.quantity)), ignore)
  const prices = withNetPrices(input, original.lines, ignore)
  const lines = moved.lines.map((line, index) => ({ ...line, price: prices[index]?.price ?? line.price }))
  return { ...withoutEmpty(moved), lines }
}

function isSame(a: Decimal, b: Decimal | undefined): boolean {
  return b !== undefined && compare(a, b) === 0
}

function assertWithin(input: AmountInput, before: readonly Decimal[], after: readonly Decimal[]): void {
  const isWithin = input.lines.every((line, index) => {
    const [from, to] = [before[index], after[index]]
    return from && to && !isNegative(from) && compare(from, to) <= 0 && compare(to, line.quantity) <= 0
  })
  const isAligned = before.length === input.lines.length && after.length === input.lines.length
  if (!isWithin || !isAligned) throw new RangeError('reversed quantities outside the document')
}

function checkInput(input: AmountInput, report: Report): void {
  if (input.lines.length === 0) report('items', 'too_few_items', { min: 1 })
  if (!isPositive(input.exchangeRate)) report('currency_rate', 'not_positive')
  for (const [index, line] of input.lines.entries()) {
    if (!isPositive(line.quantity)) report(`items.${index}.quantity`, 'not_positive')
    if (isNegative(line.price)) report(`items.${index}.price`, 'negative')
    if (isBelowZero(line.discount)) report(`items.${index}.discount`, 'negative')
    if (isBelowZero(line.charge)) report(`items.${index}.charge`, 'negative')
  }
  for (const [index, { adjustment, group }] of input.discounts.entries()) {
    if (isBelowZero(adjustment)) report(`discounts.${index}`, 'negative')
    const hasLines = group === null || input.lines.some((line) => isOfGroup(line, group))
    if (!hasLines) report(`discounts.${index}`, 'discount_without_lines')
  }
  for (const [index, { adjustment }] of input.charges.entries()) {
    if (isBelowZero(adjustment)) report(`charges.${index}`, 'negative')
  }
}

function isBelowZero(adjustment: Adjustment | null): boolean {
  if (adjustment === null) return false
  return adjustment.kind === 'percent' ? isNegative(adjustment.percent) : adjustment.amountBani < 0
}

/** M11, for the figures that VAT made larger than what was agreed. */
function checkLimits(amounts: DocumentAmounts, report: Report): void {
  const isTooLarge = (figure: { totalBani: number }) => figure.totalBani > MAX_DOCUMENT_BANI
  for (const [index, line] of amounts.lines.entries()) {
    if (isTooLarge(line)) report(`items.${index}.price`, 'too_large', TOO_LARGE)
  }
  for (const share of amounts.discounts)
    if (isTooLarge(share)) report(`discounts.${share.index}`, 'too_large', TOO_LARGE)
  for (const share of amounts.charges) if (isTooLarge(share)) report(`charges.${share.index}`, 'too_large', TOO_LARGE)
  if (isTooLarge(amounts)) report('items', 'too_large', TOO_LARGE)
  else if (isTooLarge(amounts.ron)) report('currency_rate', 'too_large', TOO_LARGE)
}

/** M8: unit price without VAT, to 8 decimals (the most that CIUS-RO is known to take). */
function withNetPrices(input: AmountInput, lines: readonly LineAmounts[], report: Report): readonly LineAmounts[] {
  if (!input.pricesIncludeVat) return lines
  return lines.map((line, index) => {
    const quantity = input.lines[index]?.quantity ?? ONE
    const price = quotient({ unscaled: BigInt(line.baseBani), scale: 2 }, quantity, 8)
    const isExact = productInBani(quantity, price) === BigInt(line.baseBani)
    if (!isExact) report(`items.${index}.price`, 'price_not_expressible_net')
    return { ...line, price }
  })
}

function withoutEmpty(amounts: DocumentAmounts): DocumentAmounts {
  if (amounts.discounts.length === 0 && amounts.charges.length === 0) return amounts
  const isSomething = (share: AdjustmentAmounts) => share.amountBani !== 0 || share.vatBani !== 0
  return { ...amounts, discounts: amounts.discounts.filter(isSomething), charges: amounts.charges.filter(isSomething) }
}

/** Every figure with its sign changed; prices stay. */
function negated(amounts: DocumentAmounts): DocumentAmounts {
  const share = (entry: AdjustmentAmounts): AdjustmentAmounts => ({
    ...entry,
    amountBani: opposite(entry.amountBani),
    vatBani: opposite(entry.vatBani),
    totalBani: opposite(entry.totalBani),
  })
  return {
    lines: amounts.lines.map((line) => ({
      price: line.price,
      baseBani: opposite(line.baseBani),
      discountBani: opposite(line.discountBani),
      chargeBani: opposite(line.chargeBani),
      ...oppositeTotals(line),
    })),
    discounts: amounts.discounts.map(share),
    charges: amounts.charges.map(share),
    vat: amounts.vat.map((group) => ({
      ...group,
      baseBani: opposite(group.baseBani),
      vatBani: opposite(group.vatBani),
    })),
    ...oppositeTotals(amounts),
    discountBani: opposite(amounts.discountBani),
    chargeBani: opposite(amounts.chargeBani),
    ron: oppositeTotals(amounts.ron),
  }
}

function oppositeTotals({ subtotalBani, vatBani, totalBani }: RonAmounts): RonAmounts {
  return { subtotalBani: opposite(subtotalBani), vatBani: opposite(vatBani), totalBani: opposite(totalBani) }
}

/** Zero has no sign. */
function opposite(amount: Bani): Bani {
  return bani(0 - amount)
}
