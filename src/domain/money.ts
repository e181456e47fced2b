import { type Decimal, type DecimalFault, divideRounded, parseDecimal, powerOfTen } from './decimal.ts'

export { divideRounded }

/** A whole number of bani; in a foreign currency, of its cents. Lei exist only on the wire and on paper. */
export type Bani = number & { readonly __unit: 'bani' }

/**
 * No amount of a document may be larger: 100 billion lei (docs/money.md M11). Far enough below 2^53 that
 * several hundred of them still add up exactly as plain numbers.
 */
export const MAX_DOCUMENT_BANI = 10 ** 13

/** Asserts a whole, safe number of bani. For figures of ours, never for a caller's: that is `parseLei`. */
export function bani(n: number | bigint): Bani {
  const value = Number(n)
  if (!Number.isSafeInteger(value)) throw new RangeError(`not an amount in bani: ${n}`)
  return (value + 0) as Bani // -0 becomes 0
}

/** `10500.00`, `-0.05`: always two decimals, a dot, no thousands separator. */
export function formatLei(amount: Bani): string {
  const digits = Math.abs(amount).toString().padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * A caller's amount in lei, read by its digits (`1.15 * 100` is 114.99…); what is accepted is said at
 * `parseDecimal`. An amount too large to be a safe integer of bani is `malformed`.
 */
export function parseLei(input: string | number): Bani | DecimalFault {
  const lei = parseDecimal(input, 2)
  if (typeof lei === 'string') return lei
  const amount = Number(lei.unscaled * powerOfTen(2 - lei.scale))
  return Number.isSafeInteger(amount) ? bani(amount) : 'malformed'
}

/**
 * round2(quantity × unit price) in bani (BT-131 before allowances, docs/money.md M1). A bigint, because the
 * product of two accepted decimals may exceed what a document may hold; the caller checks it against M11.
 */
export function productInBani(quantity: Decimal, price: Decimal): bigint {
  const unscaled = quantity.unscaled * price.unscaled
  const scale = quantity.scale + price.scale - 2
  return scale <= 0 ? unscaled * powerOfTen(-scale) : divideRounded(unscaled, powerOfTen(scale))
}

/** round2(amount × factor / divisor) in bani, unbounded like `productInBani`. */
export function scaleBani(amount: number, factor: Decimal, divisor = 1n): bigint {
  return divideRounded(BigInt(amount) * factor.unscaled, powerOfTen(factor.scale) * divisor)
}

/** round2(quantity × unit price), for figures known to be small enough. */
export function timesDecimal(quantity: Decimal, price: Decimal): Bani {
  return bani(productInBani(quantity, price))
}

/** The same amount at an exchange rate in RON per unit (BT-111, art. 290 Cod fiscal). */
export function atRate(amount: Bani, rate: Decimal): Bani {
  return bani(scaleBani(amount, rate))
}

export function percentOf(amount: Bani, percent: Decimal): Bani {
  return bani(scaleBani(amount, percent, 100n))
}

/**
 * Shares `total` out so that nothing is lost: everyone gets the floor of their exact quota
 * (numerator / denominator, towards minus infinity), then the bani still missing go one each to the largest
 * fractional parts, ties to the earlier one (docs/money.md M3 and M5). `total` must be the sum of the quotas
 * rounded up or down; anything else is a bug and throws.
 */
export function shareByLargestRemainder(total: Bani, numerators: readonly bigint[], denominator: bigint): Bani[] {
  if (numerators.length === 1) return [total]
  const shares: number[] = []
  const fractions: bigint[] = []
  let missing: number = total
  for (const numerator of numerators) {
    let floor = numerator / denominator
    let fraction = numerator - floor * denominator
    if (fraction < 0n) {
      floor -= 1n
      fraction += denominator
    }
    shares.push(Number(floor))
    fractions.push(fraction)
    missing -= Number(floor)
  }
  if (missing < 0 || missing > shares.length) throw new RangeError('the quotas do not add up to the total')
  for (const index of missing === 0 ? [] : largestFirst(fractions).slice(0, missing))
    shares[index] = at(shares, index) + 1
  return shares.map(bani)
}

function largestFirst(fractions: readonly bigint[]): number[] {
  const order = fractions.map((_, index) => index)
  return order.sort((a, b) => {
    const left = at(fractions, a)
    const right = at(fractions, b)
    return left > right ? -1 : left < right ? 1 : a - b
  })
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index]
  if (value === undefined) throw new RangeError(`no element ${index}`)
  return value
}
