/**
 * The second half of docs/money.md, M4 to M9: agreed figures become net amounts and VAT. VAT is computed once
 * per category and rate (BR-CO-17, contract decision 3) and shared out, so that everything adds up to the cent.
 */
import type {
  AgreedAdjustments,
  AgreedLine,
  AgreedLines,
  AgreedShare,
  AmountInput,
  Component,
  Group,
  Report,
  VatGroupKey,
} from './agreed-amounts.ts'
import { limited } from './agreed-amounts.ts'
import { compare, type Decimal, ONE } from './decimal.ts'
import { type Bani, bani, divideRounded, scaleBani, shareByLargestRemainder } from './money.ts'

const ZERO_BANI = bani(0)
/** 100 % in basis points. */
const WHOLE_BP = 10_000n

/** All net but the last two; subtotal = base − discount + charge (BT-131). */
export interface LineAmounts {
  /** Net unit price (BT-146); on a storno the original's, because prices never turn negative (BR-27). */
  readonly price: Decimal
  readonly baseBani: Bani
  readonly discountBani: Bani
  readonly chargeBani: Bani
  readonly subtotalBani: Bani
  readonly vatBani: Bani
  readonly totalBani: Bani
}

/** What of a document discount or charge falls on one VAT group; where that is nothing, there is no entry. */
export interface AdjustmentAmounts extends VatGroupKey {
  /** Of the input's discount or charge. */
  readonly index: number
  /** Net (BT-92, BT-99). Positive; negative on a storno. */
  readonly amountBani: Bani
  readonly vatBani: Bani
  readonly totalBani: Bani
}

/** BG-23. */
export interface VatGroup extends VatGroupKey {
  readonly baseBani: Bani
  readonly vatBani: Bani
}

export interface RonAmounts {
  readonly subtotalBani: Bani
  /** BT-111. */
  readonly vatBani: Bani
  readonly totalBani: Bani
}

export interface DocumentAmounts {
  readonly lines: readonly LineAmounts[]
  readonly discounts: readonly AdjustmentAmounts[]
  readonly charges: readonly AdjustmentAmounts[]
  readonly vat: readonly VatGroup[]
  /** BT-109: lines − discounts + charges. */
  readonly subtotalBani: Bani
  /** BT-110. */
  readonly vatBani: Bani
  /** BT-112. */
  readonly totalBani: Bani
  /** Net sums of the document discounts (BT-107) and charges (BT-108). */
  readonly discountBani: Bani
  readonly chargeBani: Bani
  readonly ron: RonAmounts
}

/** M4 to M9. Every entry is there, zeros too, so that two states line up; a line's price is still the agreed one. */
export function settle(
  input: AmountInput,
  agreed: AgreedLines,
  { discounts, charges }: AgreedAdjustments,
  report: Report,
): DocumentAmounts {
  const isGross = input.pricesIncludeVat
  const components: readonly Component[] = [...agreed.lines, ...discounts, ...charges]
  const vatOf = new Map<Component, Bani>()
  const vat = agreed.groups.map((group) => settleGroup(group, components, isGross, vatOf))
  const vatBaniOf = (component: Component) => vatOf.get(component) ?? ZERO_BANI
  const lines = agreed.lines.map((line) => settleLine(line, vatBaniOf(line), isGross))
  const settledDiscounts = discounts.map((share) => settleShare(share, vatBaniOf(share), isGross, -1))
  const settledCharges = charges.map((share) => settleShare(share, vatBaniOf(share), isGross, 1))
  const subtotalBani = sum(vat, (group) => group.baseBani)
  const vatBani = sum(vat, (group) => group.vatBani)
  return {
    lines,
    discounts: settledDiscounts,
    charges: settledCharges,
    vat,
    subtotalBani,
    vatBani,
    totalBani: bani(subtotalBani + vatBani),
    discountBani: sum(settledDiscounts, (share) => share.amountBani),
    chargeBani: sum(settledCharges, (share) => share.amountBani),
    ron: inRon(subtotalBani, vatBani, input.exchangeRate, report),
  }
}

/** M4, or M7 when prices include VAT; then M5, which leaves every component's VAT in `vatOf`. */
function settleGroup(group: Group, all: readonly Component[], isGross: boolean, vatOf: Map<Component, Bani>): VatGroup {
  const { vatCategory, vatRateBp } = group
  const components = all.filter((component) => component.group === group)
  const amountBani = sum(components, (component) => component.amountBani)
  if (vatRateBp === 0) return { vatCategory, vatRateBp, baseBani: amountBani, vatBani: ZERO_BANI }
  const rate = BigInt(vatRateBp)
  const denominator = isGross ? WHOLE_BP + rate : WHOLE_BP
  const baseBani = isGross ? withoutVat(amountBani, vatRateBp) : amountBani
  const vatBani = isGross ? bani(amountBani - baseBani) : bani(divideRounded(BigInt(amountBani) * rate, WHOLE_BP))
  const quotas = components.map((component) => BigInt(component.amountBani) * rate)
  const shares = shareByLargestRemainder(vatBani, quotas, denominator)
  for (const [position, component] of components.entries()) vatOf.set(component, shares[position] ?? ZERO_BANI)
  return { vatCategory, vatRateBp, baseBani, vatBani }
}

/** round2(gross / (1 + rate)). */
function withoutVat(grossBani: number, rateBp: number): Bani {
  return bani(divideRounded(BigInt(grossBani) * WHOLE_BP, WHOLE_BP + BigInt(rateBp)))
}

function settleLine(agreed: AgreedLine, vatBani: Bani, isGross: boolean): LineAmounts {
  const subtotalBani = isGross ? bani(agreed.amountBani - vatBani) : bani(agreed.amountBani)
  const { baseBani, discountBani, chargeBani } = isGross ? netFigures(agreed, subtotalBani) : agreed
  return {
    price: agreed.line.price,
    baseBani: bani(baseBani),
    discountBani: bani(discountBani),
    chargeBani: bani(chargeBani),
    subtotalBani,
    vatBani,
    totalBani: bani(subtotalBani + vatBani),
  }
}

/** M8: net base, discount and charge that give the net amount, none of them below zero. */
function netFigures(
  agreed: AgreedLine,
  netBani: number,
): { baseBani: number; discountBani: number; chargeBani: number } {
  const rateBp = agreed.group.vatRateBp
  if (agreed.discountBani === 0 && agreed.chargeBani === 0) return { baseBani: netBani, discountBani: 0, chargeBani: 0 }
  const baseBani = withoutVat(agreed.baseBani, rateBp)
  if (agreed.discountBani === 0) {
    const kept = Math.min(baseBani, netBani)
    return { baseBani: kept, discountBani: 0, chargeBani: netBani - kept }
  }
  const chargeBani = withoutVat(agreed.chargeBani, rateBp)
  const raised = Math.max(baseBani, netBani - chargeBani)
  return { baseBani: raised, discountBani: raised + chargeBani - netBani, chargeBani }
}

/** A discount is negative among the components and positive on the document. */
function settleShare(share: AgreedShare, vatShareBani: Bani, isGross: boolean, sign: 1 | -1): AdjustmentAmounts {
  const { vatCategory, vatRateBp } = share.group
  const netBani = isGross ? share.amountBani - vatShareBani : share.amountBani
  return {
    index: share.index,
    vatCategory,
    vatRateBp,
    amountBani: bani(sign * netBani),
    vatBani: bani(sign * vatShareBani),
    totalBani: bani(sign * (netBani + vatShareBani)),
  }
}

/** M9. The total is the sum of the other two, so that the ledger balances. */
function inRon(subtotal: Bani, vat: Bani, rate: Decimal, report: Report): RonAmounts {
  if (compare(rate, ONE) === 0) return { subtotalBani: subtotal, vatBani: vat, totalBani: bani(subtotal + vat) }
  const subtotalBani = bani(limited(scaleBani(subtotal, rate), 'currency_rate', report))
  const vatBani = bani(limited(scaleBani(vat, rate), 'currency_rate', report))
  return { subtotalBani, vatBani, totalBani: bani(subtotalBani + vatBani) }
}

function sum<T>(list: readonly T[], of: (element: T) => number): Bani {
  let total = 0
  for (const element of list) total += of(element)
  return bani(total)
}
