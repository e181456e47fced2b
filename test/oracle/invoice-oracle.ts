// The amounts of an invoice, computed a second time: slowly, with exact fractions, straight from
// the rules M1-M11 of docs/money.md. Judges src/domain/amounts.ts and shares nothing with it.

import { Fraction, whole } from './fraction.ts'

export type OracleAdjustment =
  | { kind: 'percent'; percent: string }
  /** in the currency of the document, '12.50' */
  | { kind: 'amount'; amount: string }

export interface OracleGroup {
  vatCategory: string
  vatRateBp: number
}

export interface OracleLine extends OracleGroup {
  quantity: string
  price: string
  discount: OracleAdjustment | null
  charge: OracleAdjustment | null
}

export interface OracleDocumentAdjustment {
  adjustment: OracleAdjustment
  group: OracleGroup | null
}

export interface OracleInput {
  lines: OracleLine[]
  discounts: OracleDocumentAdjustment[]
  charges: OracleDocumentAdjustment[]
  pricesIncludeVat: boolean
  exchangeRate: string
}

export interface OracleLineAmounts {
  /** net unit price, in units of 10^-8 */
  price: bigint
  baseBani: bigint
  discountBani: bigint
  chargeBani: bigint
  subtotalBani: bigint
  vatBani: bigint
  totalBani: bigint
}

export interface OracleAdjustmentAmounts extends OracleGroup {
  index: number
  amountBani: bigint
  vatBani: bigint
  totalBani: bigint
}

export interface OracleVatGroup extends OracleGroup {
  baseBani: bigint
  vatBani: bigint
}

export interface OracleAmounts {
  lines: OracleLineAmounts[]
  /** one for every group that the adjustment reaches; M3: a share of nothing is not listed */
  discounts: OracleAdjustmentAmounts[]
  charges: OracleAdjustmentAmounts[]
  vat: OracleVatGroup[]
  subtotalBani: bigint
  vatBani: bigint
  totalBani: bigint
  discountBani: bigint
  chargeBani: bigint
  ron: { subtotalBani: bigint; vatBani: bigint; totalBani: bigint }
}

export type OracleResult = { ok: true; amounts: OracleAmounts } | { ok: false; refusals: string[] }

const HUNDRED = whole(100n)
const ONE = whole(1n)
const LARGEST_BANI = 10n ** 13n

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error(`nothing at ${index} of ${list.length}`)
  return item
}

function sum(numbers: readonly bigint[]): bigint {
  let total = 0n
  for (const n of numbers) total += n
  return total
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const sameGroup = (a: OracleGroup, b: OracleGroup): boolean =>
  a.vatCategory === b.vatCategory && a.vatRateBp === b.vatRateBp

const rateOf = (group: OracleGroup): Fraction => new Fraction(BigInt(group.vatRateBp), 10000n)

/** Largest remainder: every quota gets its floor; the missing bani go one each to the largest
 *  fractional parts, the earlier one first among equals. */
function shareOut(total: bigint, quotas: Fraction[]): bigint[] {
  const shares = quotas.map((quota) => quota.floor())
  const fractions = quotas.map((quota, i) => quota.minus(whole(at(shares, i))))
  const served = quotas.map(() => false)
  let missing = total - sum(shares)
  if (missing < 0n || missing > BigInt(quotas.length)) throw new Error(`cannot share out ${missing} missing bani`)
  while (missing > 0n) {
    let best = -1
    for (let i = 0; i < quotas.length; i++) {
      if (at(served, i)) continue
      if (best === -1 || at(fractions, i).isGreaterThan(at(fractions, best))) best = i
    }
    served[best] = true
    shares[best] = at(shares, best) + 1n
    missing -= 1n
  }
  return shares
}

/** What a discount or charge comes to, in bani, before sharing. */
function adjustmentBani(adjustment: OracleAdjustment | null, ofBani: bigint): bigint {
  if (adjustment === null) return 0n
  if (adjustment.kind === 'percent') {
    return whole(ofBani).times(Fraction.parse(adjustment.percent)).dividedBy(HUNDRED).round()
  }
  return Fraction.parse(adjustment.amount).times(HUNDRED).round()
}

/** M4: the rate is 0 in every category but S, whatever the document says. */
function withRealRates(input: OracleInput): OracleInput {
  const rate = (group: OracleGroup): number => (group.vatCategory === 'S' ? group.vatRateBp : 0)
  const adjustment = (it: OracleDocumentAdjustment): OracleDocumentAdjustment => ({
    ...it,
    group: it.group === null ? null : { vatCategory: it.group.vatCategory, vatRateBp: rate(it.group) },
  })
  return {
    ...input,
    lines: input.lines.map((line) => ({ ...line, vatRateBp: rate(line) })),
    discounts: input.discounts.map(adjustment),
    charges: input.charges.map(adjustment),
  }
}

interface GrossLine {
  base: bigint
  discount: bigint
  charge: bigint
  amount: bigint
}

interface GrossShare {
  index: number
  group: number
  amount: bigint
}

/** What is agreed (M1-M3), before VAT is looked at; a share of nothing included. */
interface Agreed {
  groups: OracleGroup[]
  lines: GrossLine[]
  discounts: GrossShare[]
  charges: GrossShare[]
}

interface ComponentVat {
  lines: bigint[]
  discounts: bigint[]
  charges: bigint[]
}

/** M5, and M7 when prices include VAT: the VAT of every group, shared over its components. The VAT of
 *  a discount is given as the positive amount it takes away. */
function shareVat(input: OracleInput, agreed: Agreed, groupVat: bigint[]): ComponentVat {
  const vat: ComponentVat = {
    lines: agreed.lines.map(() => 0n),
    discounts: agreed.discounts.map(() => 0n),
    charges: agreed.charges.map(() => 0n),
  }
  agreed.groups.forEach((group, g) => {
    const rate = rateOf(group)
    const rateOfAmount = input.pricesIncludeVat ? rate.dividedBy(ONE.plus(rate)) : rate
    // the components, in the order of M5
    const components: { amount: bigint; give: (bani: bigint) => void }[] = []
    agreed.lines.forEach((line, i) => {
      if (!sameGroup(at(input.lines, i), group)) return
      components.push({
        amount: line.amount,
        give: (bani) => {
          vat.lines[i] = bani
        },
      })
    })
    agreed.discounts.forEach((share, i) => {
      if (share.group !== g) return
      components.push({
        amount: -share.amount,
        give: (bani) => {
          vat.discounts[i] = -bani
        },
      })
    })
    agreed.charges.forEach((share, i) => {
      if (share.group !== g) return
      components.push({
        amount: share.amount,
        give: (bani) => {
          vat.charges[i] = bani
        },
      })
    })
    const quotas = components.map((component) => whole(component.amount).times(rateOfAmount))
    shareOut(at(groupVat, g), quotas).forEach((bani, i) => {
      at(components, i).give(bani)
    })
  })
  return vat
}

/** M6, and M8 when prices include VAT: the figures of a line, all but its price. */
function lineFigures(
  input: OracleInput,
  group: OracleGroup,
  gross: GrossLine,
  vatBani: bigint,
): Omit<OracleLineAmounts, 'price'> {
  if (!input.pricesIncludeVat) {
    return {
      baseBani: gross.base,
      discountBani: gross.discount,
      chargeBani: gross.charge,
      subtotalBani: gross.amount,
      vatBani,
      totalBani: gross.amount + vatBani,
    }
  }
  const onePlusRate = ONE.plus(rateOf(group))
  const netAmount = gross.amount - vatBani
  const netOfBase = whole(gross.base).dividedBy(onePlusRate).round()
  let netBase = netAmount
  let netDiscount = 0n
  let netCharge = 0n
  // a discount or charge that comes to nothing is none
  if (gross.discount !== 0n) {
    if (gross.charge !== 0n) netCharge = whole(gross.charge).dividedBy(onePlusRate).round()
    netBase = larger(netOfBase, netAmount - netCharge)
    netDiscount = netBase + netCharge - netAmount
  } else if (gross.charge !== 0n) {
    netBase = smaller(netOfBase, netAmount)
    netCharge = netAmount - netBase
  }
  return {
    baseBani: netBase,
    discountBani: netDiscount,
    chargeBani: netCharge,
    subtotalBani: netAmount,
    vatBani,
    totalBani: gross.amount,
  }
}

/** The figures of the document discounts or charges, as positive amounts (M6, M7). */
function shareFigures(
  input: OracleInput,
  groups: OracleGroup[],
  shares: GrossShare[],
  vats: bigint[],
): OracleAdjustmentAmounts[] {
  return shares.map((share, i) => {
    const group = at(groups, share.group)
    const vatBani = at(vats, i)
    const amountBani = input.pricesIncludeVat ? share.amount - vatBani : share.amount
    return {
      index: share.index,
      vatCategory: group.vatCategory,
      vatRateBp: group.vatRateBp,
      amountBani,
      vatBani,
      totalBani: amountBani + vatBani,
    }
  })
}

/** M1 and M2. `isState`: see calculate. */
function grossLine(line: OracleLine, isState: boolean): GrossLine {
  const base = Fraction.parse(line.quantity).times(Fraction.parse(line.price)).times(HUNDRED).round()
  let discount = adjustmentBani(line.discount, base)
  const charge = adjustmentBani(line.charge, base)
  if (isState) discount = smaller(discount, base + charge)
  return { base, discount, charge, amount: base - discount + charge }
}

interface Calculation {
  agreed: Agreed
  amounts: OracleAmounts
  refusals: string[]
}

/** Computes every figure, and lists the reasons for which the rules refuse the document.
 *
 *  `isState`: State(R) of M10, where nothing is refused: a discount of a line takes at most base +
 *  charge, and those of the document, in their order, at most what the group with its charges holds. */
function calculate(input: OracleInput, isState: boolean): Calculation {
  const refusals: string[] = []

  // refused before anything is computed; a state may well have quantities of zero
  const isBelowZero = (text: string): boolean => Fraction.parse(text).numerator < 0n
  const isAboveZero = (text: string): boolean => Fraction.parse(text).numerator > 0n
  const given = [
    ...input.lines.flatMap((line) => [line.discount, line.charge]),
    ...[...input.discounts, ...input.charges].map((it) => it.adjustment),
  ].filter((it) => it !== null)
  if (!isState) {
    if (input.lines.length === 0) refusals.push('no lines')
    if (!input.lines.every((line) => isAboveZero(line.quantity))) refusals.push('quantity not above zero')
    if (!isAboveZero(input.exchangeRate)) refusals.push('exchange rate not above zero')
    if (input.lines.some((line) => isBelowZero(line.price))) refusals.push('negative price')
    if (given.some((it) => isBelowZero(it.kind === 'percent' ? it.percent : it.amount))) {
      refusals.push('negative discount or charge')
    }
  }

  // the groups, ordered by the first line that uses them; M3: charges add theirs at the end
  const groups: OracleGroup[] = []
  const findGroup = (wanted: OracleGroup): number => groups.findIndex((group) => sameGroup(group, wanted))
  for (const line of input.lines) {
    if (findGroup(line) === -1) groups.push({ vatCategory: line.vatCategory, vatRateBp: line.vatRateBp })
  }
  const lineGroupCount = groups.length
  for (const { group } of input.discounts) {
    if (group !== null && findGroup(group) === -1) refusals.push('M3 discount names a group that no line has')
  }
  for (const { group } of input.charges) {
    if (group !== null && findGroup(group) === -1) {
      groups.push({ vatCategory: group.vatCategory, vatRateBp: group.vatRateBp })
    }
  }
  // M1, M2
  const grossLines = input.lines.map((line) => grossLine(line, isState))
  for (const line of grossLines) if (line.amount < 0n) refusals.push('M2 line below zero')

  // M3
  const lineSums = groups.map((group) =>
    sum(grossLines.filter((_, i) => sameGroup(at(input.lines, i), group)).map((line) => line.amount)),
  )
  const sumOfLines = sum(grossLines.map((line) => line.amount))
  const beforeSharing: bigint[] = []
  const shareAdjustments = (adjustments: OracleDocumentAdjustment[], isDiscount: boolean): GrossShare[] => {
    const shares: GrossShare[] = []
    adjustments.forEach(({ adjustment, group }, index) => {
      if (group !== null) {
        const named = findGroup(group)
        if (named === -1) return // refused above
        const amount = adjustmentBani(adjustment, at(lineSums, named))
        beforeSharing.push(amount)
        shares.push({ index, group: named, amount })
        return
      }
      const amount = adjustmentBani(adjustment, sumOfLines)
      beforeSharing.push(amount)
      if (sumOfLines === 0n) {
        if (isDiscount && amount > 0n) refusals.push('M3 discount on nothing')
        for (let g = 0; g < lineGroupCount; g++) shares.push({ index, group: g, amount: g === 0 ? amount : 0n })
        return
      }
      const quotas: Fraction[] = []
      for (let g = 0; g < lineGroupCount; g++) {
        quotas.push(
          whole(amount)
            .times(whole(at(lineSums, g)))
            .dividedBy(whole(sumOfLines)),
        )
      }
      shareOut(amount, quotas).forEach((share, g) => {
        shares.push({ index, group: g, amount: share })
      })
    })
    return shares
  }
  const discountShares = shareAdjustments(input.discounts, true)
  const chargeShares = shareAdjustments(input.charges, false)
  if (isState) {
    for (let g = 0; g < groups.length; g++) {
      let left = at(lineSums, g) + sum(chargeShares.filter((share) => share.group === g).map((share) => share.amount))
      for (const share of discountShares) {
        if (share.group !== g) continue
        share.amount = smaller(share.amount, left)
        left -= share.amount
      }
    }
  }

  // M4 and M7, group by group
  const agreed: Agreed = { groups, lines: grossLines, discounts: discountShares, charges: chargeShares }
  const vat: OracleVatGroup[] = groups.map((group, g) => {
    const rate = rateOf(group)
    const ofGroup = (shares: GrossShare[]): bigint =>
      sum(shares.filter((share) => share.group === g).map((share) => share.amount))
    const together = at(lineSums, g) - ofGroup(discountShares) + ofGroup(chargeShares)
    if (together < 0n) refusals.push('M3 group below zero')
    let base: bigint
    let groupVat: bigint
    if (input.pricesIncludeVat) {
      base = whole(together).dividedBy(ONE.plus(rate)).round()
      groupVat = together - base
    } else {
      base = together
      groupVat = whole(together).times(rate).round()
    }
    return { vatCategory: group.vatCategory, vatRateBp: group.vatRateBp, baseBani: base, vatBani: groupVat }
  })
  const shared = shareVat(
    input,
    agreed,
    vat.map((group) => group.vatBani),
  )

  const lines: OracleLineAmounts[] = input.lines.map((line, i) => {
    const figures = lineFigures(input, line, at(grossLines, i), at(shared.lines, i))
    if (!input.pricesIncludeVat) {
      const price = Fraction.parse(line.price)
        .times(whole(10n ** 8n))
        .floor()
      return { price, ...figures }
    }
    // M8
    const quantity = Fraction.parse(line.quantity)
    let price = 0n
    if (quantity.numerator !== 0n) {
      price = new Fraction(figures.baseBani, 100n)
        .dividedBy(quantity)
        .times(whole(10n ** 8n))
        .round()
      const back = quantity
        .times(new Fraction(price, 10n ** 8n))
        .times(HUNDRED)
        .round()
      if (back !== figures.baseBani) refusals.push('M8 no unit price to 8 decimals gives the net base')
    }
    return { price, ...figures }
  })
  const discounts = shareFigures(input, groups, discountShares, shared.discounts)
  const charges = shareFigures(input, groups, chargeShares, shared.charges)

  // M6
  const subtotalBani = sum(vat.map((group) => group.baseBani))
  const vatBani = sum(vat.map((group) => group.vatBani))

  // M9
  const exchangeRate = Fraction.parse(input.exchangeRate)
  const ronSubtotal = whole(subtotalBani).times(exchangeRate).round()
  const ronVat = whole(vatBani).times(exchangeRate).round()

  const amounts: OracleAmounts = {
    lines,
    discounts,
    charges,
    vat,
    subtotalBani,
    vatBani,
    totalBani: subtotalBani + vatBani,
    discountBani: sum(discounts.map((discount) => discount.amountBani)),
    chargeBani: sum(charges.map((charge) => charge.amountBani)),
    ron: { subtotalBani: ronSubtotal, vatBani: ronVat, totalBani: ronSubtotal + ronVat },
  }

  // M11
  const all = [
    ...lines.flatMap((l) => [l.baseBani, l.discountBani, l.chargeBani, l.subtotalBani, l.vatBani, l.totalBani]),
    ...beforeSharing,
    ...lineSums,
    sumOfLines,
    ...grossLines.flatMap((l) => [l.base, l.discount, l.charge, l.amount]),
    ...[...discounts, ...charges].flatMap((a) => [a.amountBani, a.vatBani, a.totalBani]),
    ...vat.flatMap((group) => [group.baseBani, group.vatBani]),
    amounts.subtotalBani,
    amounts.vatBani,
    amounts.totalBani,
    amounts.discountBani,
    amounts.chargeBani,
    amounts.ron.subtotalBani,
    amounts.ron.vatBani,
    amounts.ron.totalBani,
  ]
  if (all.some((bani) => bani > LARGEST_BANI)) refusals.push('M11 above 10^13 bani')

  return { agreed, amounts, refusals }
}

/** M3: a share of nothing (no amount and no VAT) is not listed. */
function withoutEmptyShares(amounts: OracleAmounts): OracleAmounts {
  const isSome = (it: OracleAdjustmentAmounts): boolean => it.amountBani !== 0n || it.vatBani !== 0n
  return { ...amounts, discounts: amounts.discounts.filter(isSome), charges: amounts.charges.filter(isSome) }
}

/** M1-M9 and M11 */
export function oracleDocument(input: OracleInput): OracleResult {
  const { amounts, refusals } = calculate(withRealRates(input), false)
  return refusals.length === 0 ? { ok: true, amounts: withoutEmptyShares(amounts) } : { ok: false, refusals }
}

function baniText(bani: bigint): string {
  const digits = (bani < 0n ? -bani : bani).toString().padStart(3, '0')
  return `${bani < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** An amount × part / all, rounded once */
function scaled(amount: string, part: Fraction, all: Fraction): string {
  return baniText(Fraction.parse(amount).times(HUNDRED).times(part).dividedBy(all).round())
}

/** M10: the document with the quantities R */
function oracleState(given: OracleInput, quantities: string[]): Calculation {
  const input = withRealRates(given)
  const scaleOfLine = (adjustment: OracleAdjustment | null, line: OracleLine, r: string): OracleAdjustment | null => {
    if (adjustment === null || adjustment.kind === 'percent') return adjustment
    return { kind: 'amount', amount: scaled(adjustment.amount, Fraction.parse(r), Fraction.parse(line.quantity)) }
  }
  const lines = input.lines.map((line, i) => {
    const r = at(quantities, i)
    return {
      ...line,
      quantity: r,
      discount: scaleOfLine(line.discount, line, r),
      charge: scaleOfLine(line.charge, line, r),
    }
  })
  const isEverything = input.lines.every((line, i) => {
    const rest = Fraction.parse(line.quantity).minus(Fraction.parse(at(quantities, i)))
    return rest.numerator === 0n
  })
  const scaleOfDocument = ({ adjustment, group }: OracleDocumentAdjustment): OracleDocumentAdjustment => {
    if (adjustment.kind === 'percent') return { adjustment, group }
    const isMeant = (line: OracleLine): boolean => group === null || sameGroup(line, group)
    const inFull = sum(input.lines.filter(isMeant).map((line) => grossLine(line, false).amount))
    const atR = sum(lines.filter(isMeant).map((line) => grossLine(line, true).amount))
    const allInFull = sum(input.lines.map((line) => grossLine(line, false).amount))
    const allAtR = sum(lines.map((line) => grossLine(line, true).amount))
    let amount: string
    if (inFull !== 0n) amount = scaled(adjustment.amount, whole(atR), whole(inFull))
    // the lines of the group are worth nothing, or there are none: in proportion to the whole document
    else if (allInFull !== 0n) amount = scaled(adjustment.amount, whole(allAtR), whole(allInFull))
    // all lines are worth nothing: with the last of them
    else amount = isEverything ? adjustment.amount : '0.00'
    return { adjustment: { kind: 'amount', amount }, group }
  }
  const state = {
    ...input,
    lines,
    discounts: input.discounts.map(scaleOfDocument),
    charges: input.charges.map(scaleOfDocument),
  }
  return calculate(state, true)
}

/** M10: a storno that moves the reversed quantities from `before` to `after`, at the unit prices of the
 *  original. What moves is computed as a document of its own, with the signs of the invoice, and turned
 *  around last: only so is the first full storno the mirror of the invoice, ban by ban. */
export function oracleStorno(given: OracleInput, before: string[], after: string[]): OracleAmounts {
  const input = withRealRates(given)
  input.lines.forEach((_, i) => {
    const moved = Fraction.parse(at(after, i)).minus(Fraction.parse(at(before, i)))
    if (moved.numerator < 0n) throw new Error(`M10 line ${i} moves backwards`)
  })
  const original = calculate(input, false).amounts
  const from = oracleState(input, before)
  const to = oracleState(input, after)

  // what is agreed, the groups and the totals: State(R') - State(R)
  const movedShares = (left: GrossShare[], right: GrossShare[]): GrossShare[] => {
    if (left.length !== right.length) throw new Error('the shares of the two states differ')
    return right.map((share, i) => {
      const was = at(left, i)
      if (was.index !== share.index || was.group !== share.group) throw new Error('the shares of the two states differ')
      return { ...share, amount: share.amount - was.amount }
    })
  }
  const agreed: Agreed = {
    groups: to.agreed.groups,
    lines: to.agreed.lines.map((line, i) => {
      const was = at(from.agreed.lines, i)
      return {
        base: line.base - was.base,
        discount: line.discount - was.discount,
        charge: line.charge - was.charge,
        amount: line.amount - was.amount,
      }
    }),
    discounts: movedShares(from.agreed.discounts, to.agreed.discounts),
    charges: movedShares(from.agreed.charges, to.agreed.charges),
  }
  const vat: OracleVatGroup[] = to.amounts.vat.map((group, g) => {
    const was = at(from.amounts.vat, g)
    return { ...group, baseBani: group.baseBani - was.baseBani, vatBani: group.vatBani - was.vatBani }
  })
  const moved = (pick: (amounts: OracleAmounts) => bigint): bigint => pick(to.amounts) - pick(from.amounts)

  // the VAT that each group moved by, shared over what moved; the net figures follow
  const shared = shareVat(
    input,
    agreed,
    vat.map((group) => group.vatBani),
  )
  const lines = input.lines.map((line, i) => ({
    price: at(original.lines, i).price,
    ...lineFigures(input, line, at(agreed.lines, i), at(shared.lines, i)),
  }))
  const discounts = shareFigures(input, agreed.groups, agreed.discounts, shared.discounts)
  const charges = shareFigures(input, agreed.groups, agreed.charges, shared.charges)

  const turned = (shares: OracleAdjustmentAmounts[]): OracleAdjustmentAmounts[] =>
    shares.map((share) => ({
      ...share,
      amountBani: -share.amountBani,
      vatBani: -share.vatBani,
      totalBani: -share.totalBani,
    }))
  return withoutEmptyShares({
    lines: lines.map((line) => ({
      price: line.price,
      baseBani: -line.baseBani,
      discountBani: -line.discountBani,
      chargeBani: -line.chargeBani,
      subtotalBani: -line.subtotalBani,
      vatBani: -line.vatBani,
      totalBani: -line.totalBani,
    })),
    discounts: turned(discounts),
    charges: turned(charges),
    vat: vat.map((group) => ({ ...group, baseBani: -group.baseBani, vatBani: -group.vatBani })),
    subtotalBani: -moved((a) => a.subtotalBani),
    vatBani: -moved((a) => a.vatBani),
    totalBani: -moved((a) => a.totalBani),
    // BR-CO-11 and 12: the sums of what is listed
    discountBani: -sum(discounts.map((discount) => discount.amountBani)),
    chargeBani: -sum(charges.map((charge) => charge.amountBani)),
    ron: {
      subtotalBani: -moved((a) => a.ron.subtotalBani),
      vatBani: -moved((a) => a.ron.vatBani),
      totalBani: -moved((a) => a.ron.totalBani),
    },
  })
}
