// Random documents from a seed, for the comparison of src/domain/amounts.ts with the oracle.

import type {
  OracleAdjustment,
  OracleDocumentAdjustment,
  OracleGroup,
  OracleInput,
  OracleLine,
} from './invoice-oracle.ts'

export interface Random {
  /** 0 <= x < 1 */
  next(): number
  /** a whole number, both ends included */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** mulberry32 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const item = list[Math.floor(next() * list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}

/** whole / 10^decimals, as text */
function decimalText(unscaled: bigint | number, decimals: number): string {
  const digits = unscaled.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** lei to a text with two decimals, never below zero */
const moneyText = (lei: number): string => decimalText(BigInt(Math.max(0, Math.floor(lei * 100 + 0.000001))), 2)

const STANDARD_RATES = [2100, 2100, 2100, 1900, 1100, 900, 500]
const OTHER_CATEGORIES = ['E', 'Z', 'AE', 'K', 'G']

function randomGroup(random: Random): OracleGroup {
  if (random.chance(0.75)) return { vatCategory: 'S', vatRateBp: random.pick(STANDARD_RATES) }
  // M4: what is said of the rate outside S does not matter
  return { vatCategory: random.pick(OTHER_CATEGORIES), vatRateBp: random.chance(0.05) ? 2100 : 0 }
}

function randomQuantity(random: Random): string {
  const kind = random.int(0, 99)
  if (kind < 35) return String(random.int(1, 12))
  if (kind < 50) return String(random.int(1, 1000))
  if (kind < 65) return decimalText(random.int(1, 99_999), random.int(1, 3))
  if (kind < 80) return decimalText(random.int(1, 2_000_000_000), random.int(4, 6))
  if (kind < 84) return '0.5'
  if (kind < 87) return '0.000001'
  if (kind < 91) return '1000000'
  if (kind < 93) return decimalText(random.int(1, random.chance(0.2) ? 5_000_000_000 : 999_999_999), 3)
  if (kind < 96) return `${random.int(1, 40)}.000000`
  return `0.${random.int(1, 9).toString().repeat(6)}`
}

function randomPrice(random: Random): string {
  const kind = random.int(0, 99)
  if (kind < 35) return decimalText(random.int(1, 50_000), 2)
  if (kind < 45) return String(random.int(1, 5000))
  if (kind < 55) return decimalText(random.int(0, 9999) * 10 + 5, 3) // halves of a ban
  if (kind < 60) return '0.005'
  if (kind < 63) return '0.00000001'
  if (kind < 67) return random.pick(['0.07', '0.0567', '0.01', '0.015', '0.00499999', '0.00500001', '99.99', '0.1'])
  if (kind < 85) return decimalText(random.int(1, 2_000_000_000), 8)
  if (kind < 92) return decimalText(random.int(1, 1_000_000_000), random.int(3, 7))
  if (kind < 95) return '0'
  return decimalText(random.int(1, 99_999_999), 3)
}

function randomPercent(random: Random, upTo: number): string {
  const kind = random.int(0, 9)
  if (kind < 5) return String(random.int(0, upTo))
  if (kind < 7) return decimalText(random.int(0, upTo * 100), 2)
  if (kind < 8) return random.pick(['0.0001', '0', '0.5', '33.3333', '16.6667', '12.5']) // all small enough
  return decimalText(random.int(0, upTo * 10_000), 4)
}

function randomAdjustment(random: Random, ofLei: number, upToPercent: number): OracleAdjustment {
  if (random.chance(0.5)) return { kind: 'percent', percent: randomPercent(random, upToPercent) }
  const lei = random.pick([0.01, 0.02, ofLei * 0.1, ofLei * 0.5, ofLei * random.next(), ofLei * random.next()])
  return { kind: 'amount', amount: moneyText(Math.min(lei, (ofLei * upToPercent) / 100)) }
}

/** Roughly, in lei; only to keep what is drawn within bounds. */
function roughAmount(line: OracleLine): number {
  const base = Math.round(Number(line.quantity) * Number(line.price) * 100) / 100
  const value = (adjustment: OracleAdjustment | null): number => {
    if (adjustment === null) return 0
    return adjustment.kind === 'percent' ? (base * Number(adjustment.percent)) / 100 : Number(adjustment.amount)
  }
  return base - value(line.discount) + value(line.charge)
}

/** A line of a few bani, all of it often discounted: where rounding can do the most harm. */
function tinyLine(random: Random, group: OracleGroup): OracleLine {
  const price = random.pick(['0.005', '0.01', '0.015', '0.02', '0.025', '0.05', '0.07', '0.1'])
  const line: OracleLine = {
    quantity: random.pick(['1', '2', '3', '0.5', '1.5', '7']),
    price,
    discount: null,
    charge: null,
    ...group,
  }
  const bani = Math.round(Number(line.quantity) * Number(price) * 100 + 0.000001)
  if (random.chance(0.4)) line.discount = { kind: 'amount', amount: decimalText(random.int(0, bani), 2) }
  if (random.chance(0.2)) line.charge = { kind: 'amount', amount: decimalText(random.int(0, 3), 2) }
  return line
}

function randomLine(random: Random, group: OracleGroup, largestLei: number): OracleLine {
  let quantity = randomQuantity(random)
  let price = randomPrice(random)
  if (largestLei > 100_000_000 && random.chance(0.5)) {
    quantity = decimalText(random.int(1, 1_000_000_000), 6)
    price = decimalText(random.int(1_000_000_000_000, 15_000_000_000_000), 8)
  }
  while (Number(quantity) * Number(price) > largestLei) {
    quantity = randomQuantity(random)
    price = randomPrice(random)
  }
  const base = Math.floor(Number(quantity) * Number(price) * 100) / 100
  const line: OracleLine = { quantity, price, discount: null, charge: null, ...group }
  if (random.chance(0.25)) {
    const everything: OracleAdjustment = random.chance(0.5)
      ? { kind: 'percent', percent: '100' }
      : { kind: 'amount', amount: moneyText(base) }
    line.discount = random.chance(0.08) ? everything : randomAdjustment(random, base, 100)
  }
  if (random.chance(0.04)) {
    // M8: a discount so small that the rounding of the charge weighs more
    line.discount = { kind: 'amount', amount: '0.01' }
    line.charge = { kind: 'amount', amount: decimalText(random.int(1, 3000), 2) }
  } else if (random.chance(0.15)) {
    line.charge =
      random.chance(0.2) || base === 0
        ? { kind: 'amount', amount: decimalText(random.int(0, 3000), 2) }
        : randomAdjustment(random, base, 100)
  }
  return line
}

/** A document that the rules accept; in a few of a thousand a rounding in a tiny document, or a net
 *  unit price that does not exist (M8), makes the rules refuse it after all. */
export function randomDocument(random: Random): OracleInput {
  const size = random.next()
  const count = size < 0.5 ? random.int(1, 5) : size < 0.88 ? random.int(6, 20) : random.int(21, 60)
  const groups: OracleGroup[] = []
  if (random.chance(0.04)) {
    groups.push({ vatCategory: 'O', vatRateBp: 0 })
  } else {
    const wanted = random.pick([1, 1, 2, 2, 3, 4, 6])
    for (let i = 0; i < wanted; i++) groups.push(randomGroup(random))
  }
  const largestLei = random.pick([1, 100, 10_000, 1_000_000, 100_000_000, 150_000_000])
  const lines: OracleLine[] = []
  const tiny = random.chance(0.1)
  const alike = random.chance(0.06) ? randomLine(random, random.pick(groups), largestLei) : null
  for (let i = 0; i < count; i++) {
    const group = random.pick(groups)
    if (tiny) lines.push(tinyLine(random, group))
    else lines.push(alike === null ? randomLine(random, group, largestLei) : { ...alike, ...group })
  }

  const isOfGroup = (line: OracleLine, group: OracleGroup): boolean =>
    line.vatCategory === group.vatCategory && line.vatRateBp === group.vatRateBp
  const roughSum = (group: OracleGroup | null): number =>
    lines
      .filter((line) => group === null || isOfGroup(line, group))
      .reduce((total, line) => total + roughAmount(line), 0)
  const documentAdjustment = (group: OracleGroup | null, upToPercent: number): OracleDocumentAdjustment => ({
    adjustment: randomAdjustment(random, roughSum(group), upToPercent),
    group: group === null ? null : { vatCategory: group.vatCategory, vatRateBp: group.vatRateBp },
  })
  const groupOfSomeLine = (): OracleGroup => random.pick(lines)

  const discounts: OracleDocumentAdjustment[] = []
  if (random.chance(0.4)) {
    const wanted = random.pick([1, 1, 1, 2, 3])
    if (wanted === 1 && random.chance(0.05)) {
      discounts.push({ adjustment: { kind: 'percent', percent: '100' }, group: null })
    } else if (wanted === 2 && random.chance(0.1)) {
      discounts.push({ adjustment: { kind: 'percent', percent: '50' }, group: null })
      discounts.push({ adjustment: { kind: 'percent', percent: '50' }, group: null })
    } else {
      for (let i = 0; i < wanted; i++) {
        const group = random.chance(0.5) ? null : groupOfSomeLine()
        discounts.push(documentAdjustment(group, wanted === 1 ? 95 : Math.floor(90 / wanted)))
      }
    }
  }
  const charges: OracleDocumentAdjustment[] = []
  if (random.chance(0.3)) {
    const wanted = random.pick([1, 1, 1, 2, 3])
    for (let i = 0; i < wanted; i++) {
      const kind = random.next()
      if (kind < 0.45) charges.push(documentAdjustment(null, 50))
      else if (kind < 0.85) charges.push(documentAdjustment(groupOfSomeLine(), 50))
      else {
        const group = groups[0]?.vatCategory === 'O' ? { vatCategory: 'O', vatRateBp: 0 } : randomGroup(random)
        const adjustment: OracleAdjustment = random.chance(0.8)
          ? { kind: 'amount', amount: decimalText(random.int(0, 50_000), 2) }
          : { kind: 'percent', percent: randomPercent(random, 30) }
        charges.push({ adjustment, group })
      }
    }
  }

  const currency = random.pick(['RON', 'RON', 'RON', 'EUR', 'USD'])
  const exchangeRate =
    currency === 'RON'
      ? '1'
      : decimalText(currency === 'EUR' ? random.int(48_000, 53_000) : random.int(41_000, 48_000), 4)

  return { lines, discounts, charges, pricesIncludeVat: random.chance(0.4), exchangeRate }
}

/** Quantities reversed so far, from nothing to everything, in random steps. */
export function randomReversals(random: Random, input: OracleInput): string[][] {
  const MILLION = 1_000_000n
  const micro = (text: string): bigint => {
    const [integer = '0', decimals = ''] = text.split('.')
    return BigInt(integer) * MILLION + BigInt(decimals.padEnd(6, '0'))
  }
  const full = input.lines.map((line) => micro(line.quantity))
  const states: bigint[][] = [full.map(() => 0n)]
  const steps = random.pick([0, 0, 1, 1, 2, 3])
  for (let step = 0; step < steps; step++) {
    const last = states[states.length - 1] ?? []
    const moved = random.pick([0.1, 0.5, 1])
    states.push(
      full.map((quantity, i) => {
        const before = last[i] ?? 0n
        const rest = quantity - before
        if (rest === 0n || !random.chance(moved)) return before
        const kind = random.next()
        if (kind < 0.25) return quantity
        if (kind < 0.6 && rest >= MILLION) {
          return before + MILLION * BigInt(random.int(1, Math.min(1_000_000, Number(rest / MILLION))))
        }
        if (kind < 0.7) return before + rest / 2n
        const part = (rest * BigInt(random.int(0, 1_000_000))) / MILLION
        return before + part
      }),
    )
  }
  states.push(full)
  return states.map((state) => state.map((quantity) => decimalText(quantity, 6)))
}

/** A document that must be refused, and why. */
export function randomRefusedDocument(random: Random): { input: OracleInput; why: string } {
  const input = randomDocument(random)
  input.discounts = []
  for (const it of input.lines) if (it.vatCategory !== 'S') it.vatRateBp = 0
  const line = random.pick(input.lines)
  const roughTotal = (): number => input.lines.reduce((total, it) => total + roughAmount(it), 0)
  const tooMuch = (lei: number): OracleAdjustment => ({
    kind: 'amount',
    amount: moneyText(lei + Math.max(2, lei * 0.000001)),
  })
  switch (random.int(0, 11)) {
    case 0: {
      line.charge = null
      line.discount = tooMuch(Math.round(Number(line.quantity) * Number(line.price) * 100) / 100)
      return { input, why: 'M2 line discount above its base' }
    }
    case 1: {
      line.quantity = '3'
      line.price = '12.345'
      line.charge = null
      line.discount = { kind: 'percent', percent: random.pick(['100.1', '101', '250']) }
      return { input, why: 'M2 line discount above 100 percent' }
    }
    case 2: {
      line.quantity = '-1'
      line.price = '10'
      line.discount = null
      line.charge = null
      return { input, why: 'M2 line below zero' }
    }
    case 3: {
      input.charges = []
      input.discounts = [{ adjustment: tooMuch(roughTotal()), group: null }]
      return { input, why: 'M3 discount above the document' }
    }
    case 4: {
      input.charges = []
      const group = { vatCategory: line.vatCategory, vatRateBp: line.vatRateBp }
      const lei = input.lines
        .filter((it) => it.vatCategory === group.vatCategory && it.vatRateBp === group.vatRateBp)
        .reduce((total, it) => total + roughAmount(it), 0)
      input.discounts = [{ adjustment: tooMuch(lei), group }]
      return { input, why: 'M3 discount above its group' }
    }
    case 5: {
      input.charges = []
      line.quantity = '1'
      line.price = '100'
      line.discount = null
      line.charge = null
      const group = { vatCategory: line.vatCategory, vatRateBp: line.vatRateBp }
      input.discounts = [
        { adjustment: { kind: 'percent', percent: '60' }, group },
        { adjustment: { kind: 'percent', percent: '40.5' }, group: null },
      ]
      return { input, why: 'M3 two discounts take a group below zero' }
    }
    case 6: {
      const group = { vatCategory: 'S', vatRateBp: random.pick(STANDARD_RATES) }
      for (const it of input.lines) {
        if (it.vatRateBp !== group.vatRateBp) continue
        it.vatCategory = 'E'
        it.vatRateBp = 0
      }
      const adjustment: OracleAdjustment = random.pick([
        { kind: 'amount', amount: '0.01' },
        { kind: 'percent', percent: '10' },
        { kind: 'amount', amount: '0' },
      ])
      input.discounts = [{ adjustment, group }]
      // not even a charge that names the group makes room for the discount
      input.charges = random.chance(0.5) ? [] : [{ adjustment: { kind: 'amount', amount: '100' }, group }]
      return { input, why: 'M3 discount names a group that no line has' }
    }
    case 7: {
      for (const it of input.lines) {
        it.price = '0'
        it.discount = null
        it.charge = null
      }
      input.charges = random.chance(0.5) ? [] : [{ adjustment: { kind: 'amount', amount: '50' }, group: null }]
      input.discounts = [{ adjustment: { kind: 'amount', amount: '0.01' }, group: null }]
      return { input, why: 'M3 discount on nothing' }
    }
    case 8: {
      line.quantity = '1000000'
      line.price = random.pick(['200000', '150000.00000001', '9999999', '70000'])
      line.discount = null
      line.charge = null
      input.lines.push({ ...line })
      return { input, why: 'M11 line above the limit' }
    }
    case 10: {
      const minus: OracleAdjustment = random.pick([
        { kind: 'amount', amount: '-0.01' },
        { kind: 'percent', percent: '-1' },
      ])
      const kind = random.int(0, 7)
      if (kind === 0) line.quantity = '0'
      else if (kind === 1) line.price = '-0.01'
      else if (kind === 2) line.discount = minus
      else if (kind === 3) line.charge = minus
      else if (kind === 4) input.discounts = [{ adjustment: minus, group: null }]
      else if (kind === 5) input.charges = [{ adjustment: minus, group: null }]
      else if (kind === 6) input.exchangeRate = random.pick(['0', '-1', '0.0000'])
      else input.lines = []
      return { input, why: 'given below zero, or nothing given' }
    }
    case 9: {
      line.quantity = '1000'
      line.price = '40000000'
      line.discount = null
      line.charge = null
      input.exchangeRate = '4.9761'
      return { input, why: 'M11 above the limit in RON' }
    }
    default: {
      input.pricesIncludeVat = true
      line.vatCategory = 'S'
      line.vatRateBp = 2100
      line.quantity = '7000000.5'
      line.price = decimalText(random.int(100_000_000, 900_000_000), 8)
      line.discount = null
      line.charge = null
      return { input, why: 'M8 no unit price for the net base' }
    }
  }
}
