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

/** Everything agreed about a document, or about the part of it that is reversed. */
export interface State {
  readonly agreed: AgreedLines
  readonly adjusted: AgreedAdjustments
}

/**
 * M4 to M9 for what lies between two states: from nothing to the whole document, or, for a storno, from what was
 * reversed before to what is reversed with it (M10). Every entry is there, zeros too; a line's price is still the
 * agreed one.
 */
export function settle(input: AmountInput, from: State | null, to: State, report: Report): DocumentAmounts {
  const isGross = input.pricesIncludeVat
  const moved = from === null ? to : movement(from, to)
  const components: readonly Component[] = [
    ...moved.agreed.lines,
    ...moved.adjusted.discounts,
    ...moved.adjusted.charges,
  ]
  const [before, after] = [from && totalsOf(from, isGross), totalsOf(to, isGross)]
  const vat = after.map((group, index) => ({
    ...group,
    baseBani: bani(group.baseBani - (before?.[index]?.baseBani ?? 0)),
    vatBani: bani(group.vatBani - (before?.[index]?.vatBani ?? 0)),
  }))
  const vatOf = sharedVat(to.agreed.groups, vat, components, isGross)
  const lines = moved.agreed.lines.map((line) => settleLine(line, vatOf(line), isGross))
  const discounts = moved.adjusted.discounts.map((share) => settleShare(share, vatOf(share), isGross, -1))
  const charges = moved.adjusted.charges.map((share) => settleShare(share, vatOf(share), isGross, 1))
  const totals = documentTotals(after)
  const totalsBefore = before && documentTotals(before)
  return {
    lines,
    discounts,
    charges,
    vat,
    ...difference(totals, totalsBefore),
    discountBani: sum(discounts, (share) => share.amountBani),
    chargeBani: sum(charges, (share) => share.amountBani),
    ron: difference(
      inRon(totals, input.exchangeRate, report),
      totalsBefore && inRon(totalsBefore, input.exchangeRate, report),
    ),
  }
}

/** M10: by how much each line and each share of a document discount or charge moved. */
function movement(from: State, to: State): State {
  const lines = to.agreed.lines.map((line, index) => {
    const old = from.agreed.lines[index] ?? NOTHING
    return {
      ...line,
      baseBani: line.baseBani - old.baseBani,
      discountBani: line.discountBani - old.discountBani,
      chargeBani: line.chargeBani - old.chargeBani,
      amountBani: line.amountBani - old.amountBani,
    }
  })
  const shares = (after: readonly AgreedShare[], before: readonly AgreedShare[]) =>
    after.map((share, index) => ({ ...share, amountBani: share.amountBani - (before[index]?.amountBani ?? 0) }))
  return {
    agreed: { ...to.agreed, lines },
    adjusted: {
      discounts: shares(to.adjusted.discounts, from.adjusted.discounts),
      charges: shares(to.adjusted.charges, from.adjusted.charges),
    },
  }
}

const NOTHING = { baseBani: 0, discountBani: 0, chargeBani: 0, amountBani: 0 }

/** M4, or M7 when prices include VAT: base and VAT of every group of a state. */
function totalsOf({ agreed, adjusted }: State, isGross: boolean): VatGroup[] {
  const components: readonly Component[] = [...agreed.lines, ...adjusted.discounts, ...adjusted.charges]
  return agreed.groups.map((group) => {
    const { vatCategory, vatRateBp } = group
    let amountBani = 0
    for (const component of components) if (component.group === group) amountBani += component.amountBani
    const baseBani = isGross ? withoutVat(amountBani, vatRateBp) : bani(amountBani)
    const vatBani = isGross
      ? bani(amountBani - baseBani)
      : bani(divideRounded(BigInt(amountBani) * BigInt(vatRateBp), WHOLE_BP))
    return { vatCategory, vatRateBp, baseBani, vatBani }
  })
}

/** M5: each group's VAT shared over its components. */
function sharedVat(
  groups: readonly Group[],
  vat: readonly VatGroup[],
  all: readonly Component[],
  isGross: boolean,
): (component: Component) => Bani {
  const vatOf = new Map<Component, Bani>()
  for (const [index, group] of groups.entries()) {
    if (group.vatRateBp === 0) continue
    const rate = BigInt(group.vatRateBp)
    const components = all.filter((component) => component.group === group)
    const quotas = components.map((component) => BigInt(component.amountBani) * rate)
    const shares = shareByLargestRemainder(
      vat[index]?.vatBani ?? ZERO_BANI,
      quotas,
      isGross ? WHOLE_BP + rate : WHOLE_BP,
    )
    for (const [position, component] of components.entries()) vatOf.set(component, shares[position] ?? ZERO_BANI)
  }
  return (component) => vatOf.get(component) ?? ZERO_BANI
}

function documentTotals(vat: readonly VatGroup[]): RonAmounts {
  const subtotalBani = sum(vat, (group) => group.baseBani)
  const vatBani = sum(vat, (group) => group.vatBani)
  return { subtotalBani, vatBani, totalBani: bani(subtotalBani + vatBani) }
}

function difference(after: RonAmounts, before: RonAmounts | null): RonAmounts {
  if (before === null) return after
  return {
    subtotalBani: bani(after.subtotalBani - before.subtotalBani),
    vatBani: bani(after.vatBani - before.vatBani),
    totalBani: bani(after.totalBani - before.totalBani),
  }
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
function inRon(totals: RonAmounts, rate: Decimal, report: Report): RonAmounts {
  if (compare(rate, ONE) === 0) return totals
  const subtotalBani = bani(limited(scaleBani(totals.subtotalBani, rate), 'currency_rate', report))
  const vatBani = bani(limited(scaleBani(totals.vatBani, rate), 'currency_rate', report))
  return { subtotalBani, vatBani, totalBani: bani(subtotalBani + vatBani) }
}

function sum<T>(list: readonly T[], of: (element: T) => number): Bani {
  let total = 0
  for (const element of list) total += of(element)
  return bani(total)
}
