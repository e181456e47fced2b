/**
 * The first half of docs/money.md, M1 to M3: quantities, prices, discounts and charges become whole bani, once
 * each. "Agreed" figures are those the parties shook hands on: they include VAT when the prices do.
 */
import { type Decimal, powerOfTen } from './decimal.ts'
import {
  type Bani,
  bani,
  divideRounded,
  formatLei,
  MAX_DOCUMENT_BANI,
  productInBani,
  scaleBani,
  shareByLargestRemainder,
} from './money.ts'
import type { Problem } from './problem.ts'
import { effectiveRateBp, type VatCategory } from './vat.ts'

/** A discount or a charge, of a line (BG-27, BG-28) or of the document (BG-20, BG-21). Never negative. */
export type Adjustment =
  | { readonly kind: 'percent'; readonly percent: Decimal }
  | { readonly kind: 'amount'; readonly amountBani: Bani }

export interface VatGroupKey {
  readonly vatCategory: VatCategory
  readonly vatRateBp: number
}

export interface AmountLine extends VatGroupKey {
  readonly quantity: Decimal
  readonly price: Decimal
  readonly discount: Adjustment | null
  readonly charge: Adjustment | null
}

export interface DocumentAdjustment {
  readonly adjustment: Adjustment
  /** The only VAT group it applies to; null is the whole document. */
  readonly group: VatGroupKey | null
}

export interface AmountInput {
  readonly lines: readonly AmountLine[]
  readonly discounts: readonly DocumentAdjustment[]
  readonly charges: readonly DocumentAdjustment[]
  readonly pricesIncludeVat: boolean
  /** RON per unit of the document's currency; 1 for RON. */
  readonly exchangeRate: Decimal
}

export type Report = (path: string, code: string, params?: Problem['params']) => void

export interface Group extends VatGroupKey {
  /** Sum of the agreed line amounts. */
  linesBani: number
  /** The same, with the document charges and less the discounts met so far; never below zero. */
  heldBani: number
}

/** What carries a part of its group's VAT: a line, a share of a document charge, or of a discount (negative). */
export interface Component {
  readonly group: Group
  readonly amountBani: number
}

export interface AgreedLine extends Component {
  readonly line: AmountLine
  readonly baseBani: number
  readonly discountBani: number
  readonly chargeBani: number
}

export interface AgreedShare extends Component {
  /** Of the document discount or charge. */
  readonly index: number
}

export interface AgreedLines {
  readonly lines: readonly AgreedLine[]
  /** In the order of the first line of each, then those that only a charge names. */
  readonly groups: readonly Group[]
  readonly linesBani: number
}

export interface AgreedAdjustments {
  readonly discounts: readonly AgreedShare[]
  readonly charges: readonly AgreedShare[]
}

/** M10: the document in full, and whether all of it is reversed. */
export interface Reversal {
  readonly isComplete: boolean
  readonly full: AgreedLines
}

interface Fraction {
  readonly part: bigint
  readonly whole: bigint
}

const ALL: Fraction = { part: 1n, whole: 1n }
const NONE: Fraction = { part: 0n, whole: 1n }
export const TOO_LARGE = { max: formatLei(bani(MAX_DOCUMENT_BANI)) }

/** M11. What is too large is reported and cut, so that the faults after it can still be looked for. */
export function limited(value: bigint, path: string, report: Report): number {
  if (value <= MAX_DOCUMENT_BANI) return Number(value)
  report(path, 'too_large', TOO_LARGE)
  return MAX_DOCUMENT_BANI
}

/** M4: only S has a rate, so a rate on any other category is not part of its identity. */
export function isOfGroup(a: VatGroupKey, b: VatGroupKey): boolean {
  return a.vatCategory === b.vatCategory && (a.vatCategory !== 'S' || a.vatRateBp === b.vatRateBp)
}

/** M1 and M2, for every line in full or, for a storno, at the quantities reversed. */
export function agreeLines(input: AmountInput, quantities: readonly Decimal[] | null, report: Report): AgreedLines {
  const groups: Group[] = []
  let linesBani = 0
  const lines = input.lines.map((line, index) => {
    const agreed = agreeLine(line, quantities?.[index] ?? line.quantity, groupOf(groups, line), index, report)
    agreed.group.linesBani += agreed.amountBani
    agreed.group.heldBani += agreed.amountBani
    linesBani += agreed.amountBani
    return agreed
  })
  for (const { group } of input.charges) if (group !== null) groupOf(groups, group)
  if (linesBani > MAX_DOCUMENT_BANI) report('items', 'too_large', TOO_LARGE)
  return { lines, groups, linesBani }
}

function groupOf(groups: Group[], key: VatGroupKey): Group {
  const known = groups.find((group) => isOfGroup(group, key))
  if (known !== undefined) return known
  const { vatCategory, vatRateBp } = key
  const added = { vatCategory, vatRateBp: effectiveRateBp(vatCategory, vatRateBp), linesBani: 0, heldBani: 0 }
  groups.push(added)
  return added
}

function agreeLine(line: AmountLine, quantity: Decimal, group: Group, index: number, report: Report): AgreedLine {
  const baseBani = limited(productInBani(quantity, line.price), `items.${index}.price`, report)
  if (line.discount === null && line.charge === null) {
    return { line, group, baseBani, discountBani: 0, chargeBani: 0, amountBani: baseBani }
  }
  const fraction = quantity === line.quantity ? ALL : ratio(quantity, line.quantity)
  const chargeBani = limited(adjustmentOf(line.charge, baseBani, fraction), `items.${index}.charge`, report)
  let discountBani = limited(adjustmentOf(line.discount, baseBani, fraction), `items.${index}.discount`, report)
  const available = baseBani + chargeBani
  if (discountBani > available) {
    report(`items.${index}.discount`, 'discount_exceeds_line', { available: formatLei(bani(available)) })
    discountBani = available
  }
  const amountBani = limited(BigInt(available - discountBani), `items.${index}.charge`, report)
  return { line, group, baseBani, discountBani, chargeBani, amountBani }
}

function ratio(part: Decimal, whole: Decimal): Fraction {
  return { part: part.unscaled * powerOfTen(whole.scale), whole: whole.unscaled * powerOfTen(part.scale) }
}

function adjustmentOf(adjustment: Adjustment | null, ofBani: number, reversed: Fraction): bigint {
  if (adjustment === null) return 0n
  if (adjustment.kind === 'percent') return scaleBani(ofBani, adjustment.percent, 100n)
  return divideRounded(BigInt(adjustment.amountBani) * reversed.part, reversed.whole)
}

/**
 * M3. The charges come first, because a discount may take whatever its group holds by then. A discount that
 * asks for more is a problem in a document; in the state of a storno, where only rounding can bring that
 * about, it is cut at what there is.
 */
export function agreeAdjustments(
  input: AmountInput,
  agreed: AgreedLines,
  reversal: Reversal | null,
  report: Report,
): AgreedAdjustments {
  const charges: AgreedShare[] = []
  const discounts: AgreedShare[] = []
  let totalBani = agreed.linesBani
  for (const [index, charge] of input.charges.entries()) {
    const path = `charges.${index}`
    const amountBani = limited(documentAdjustment(charge, agreed, reversal), path, report)
    totalBani += amountBani
    if (totalBani > MAX_DOCUMENT_BANI) {
      report(path, 'too_large', TOO_LARGE)
      break // a thousand such charges would leave the safe integers
    }
    for (const share of shareOut(amountBani, charge.group, index, agreed)) {
      share.group.heldBani += share.amountBani
      charges.push(share)
    }
  }
  for (const [index, discount] of input.discounts.entries()) {
    const path = `discounts.${index}`
    const amountBani = limited(documentAdjustment(discount, agreed, reversal), path, report)
    const available = formatLei(bani(heldBani(agreed, discount.group)))
    const isOfNothing = discount.group === null && agreed.linesBani === 0 && amountBani > 0
    if (isOfNothing) report(path, 'discount_exceeds_total', { available: formatLei(bani(0)) })
    for (const { group, amountBani: asked } of shareOut(amountBani, discount.group, index, agreed)) {
      if (asked > group.heldBani) report(path, 'discount_exceeds_total', { available })
      const taken = Math.min(asked, group.heldBani)
      group.heldBani -= taken
      discounts.push({ index, group, amountBani: 0 - taken })
    }
  }
  return { discounts, charges }
}

function heldBani(agreed: AgreedLines, key: VatGroupKey | null): number {
  const groups = agreed.groups.filter((group) => key === null || isOfGroup(group, key))
  return groups.reduce((sum, group) => sum + group.heldBani, 0)
}

function documentAdjustment(given: DocumentAdjustment, agreed: AgreedLines, reversal: Reversal | null): bigint {
  const ofBani = linesBani(agreed, given.group)
  return adjustmentOf(given.adjustment, ofBani, reversal === null ? ALL : reversedPart(given.group, agreed, reversal))
}

/** Falls back to the whole document, then to all or nothing, where there are no line amounts to compare. */
function reversedPart(key: VatGroupKey | null, agreed: AgreedLines, { full, isComplete }: Reversal): Fraction {
  for (const scope of [key, null]) {
    const whole = linesBani(full, scope)
    if (whole > 0) return { part: BigInt(linesBani(agreed, scope)), whole: BigInt(whole) }
  }
  return isComplete ? ALL : NONE
}

function linesBani(agreed: AgreedLines, key: VatGroupKey | null): number {
  return key === null ? agreed.linesBani : (agreed.groups.find((group) => isOfGroup(group, key))?.linesBani ?? 0)
}

/** One share per group it concerns, zeros included; over a document worth nothing, all of it on the first group. */
function shareOut(amountBani: number, key: VatGroupKey | null, index: number, agreed: AgreedLines): AgreedShare[] {
  const groups = agreed.groups.filter((group) => key === null || isOfGroup(group, key))
  if (key !== null || agreed.linesBani === 0) {
    return groups.map((group, position) => ({ index, group, amountBani: position === 0 ? amountBani : 0 }))
  }
  const quotas = groups.map((group) => BigInt(group.linesBani) * BigInt(amountBani))
  const shares = shareByLargestRemainder(bani(amountBani), quotas, BigInt(agreed.linesBani))
  return groups.map((group, position) => ({ index, group, amountBani: shares[position] ?? 0 }))
}
