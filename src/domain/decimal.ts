/**
 * An exact decimal: `unscaled / 10^scale`. Quantities, unit prices, percentages and exchange rates are
 * Decimals from the wire to the database; they become whole bani at the places docs/money.md names and
 * nowhere else. Always canonical (no trailing zeros after the dot, zero has scale 0), so that equal
 * numbers are deeply equal.
 */
export interface Decimal {
  readonly unscaled: bigint
  readonly scale: number
}

export type DecimalFault = 'malformed' | 'too_many_decimals'

export const ZERO: Decimal = { unscaled: 0n, scale: 0 }
export const ONE: Decimal = { unscaled: 1n, scale: 0 }

/** A caller's text longer than this is not a number anybody means; the bound keeps every product small. */
const MAX_CHARS = 30
const DECIMAL_TEXT = /^([+-]?)(\d+)(?:\.(\d+))?$/
const NUMBER_TEXT = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/
/** Up to 15 significant digits survive a trip through a double; more are an artefact of binary arithmetic. */
const MEANT_DIGITS = 15

const POWERS = Array.from({ length: 41 }, (_, exponent) => 10n ** BigInt(exponent))

/** 10^exponent. A table, because this is asked several times per line. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent)
}

/**
 * numerator / denominator as a whole number, **half away from zero**: 0.5 → 1, −0.5 → −1. The one rounding
 * of the project: commercial rounding, the one EN 16931 and Romanian invoices use, and the same on both
 * sides of zero, so that a storno rounds as its invoice did.
 */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('divideRounded: the denominator must be above zero')
  const quotient = numerator / denominator
  const remainder = numerator - quotient * denominator
  if (remainder === 0n) return quotient
  if (remainder < 0n) return -2n * remainder >= denominator ? quotient - 1n : quotient
  return 2n * remainder >= denominator ? quotient + 1n : quotient
}

function canonical(unscaled: bigint, scale: number): Decimal {
  if (unscaled === 0n) return ZERO
  let digits = unscaled
  let decimals = scale
  while (decimals > 0 && digits % 10n === 0n) {
    digits /= 10n
    decimals -= 1
  }
  return { unscaled: digits, scale: decimals }
}

function fromText(text: string): Decimal | null {
  const parts = DECIMAL_TEXT.exec(text)
  if (parts === null) return null
  const [, sign = '', whole = '', fraction = ''] = parts
  const digits = BigInt(whole + fraction)
  return canonical(sign === '-' ? -digits : digits, fraction.length)
}

/** Text we wrote ourselves, or a literal in the code. Anything malformed is a bug and throws. */
export function decimal(text: string): Decimal {
  const value = fromText(text)
  if (value === null) throw new RangeError(`not a decimal: ${text.slice(0, MAX_CHARS)}`)
  return value
}

export function fromInteger(n: number | bigint): Decimal {
  if (typeof n === 'number' && !Number.isSafeInteger(n)) throw new RangeError(`not a safe integer: ${n}`)
  return { unscaled: BigInt(n), scale: 0 }
}

/**
 * A caller's number. Text must be plain digits (no exponent, no spaces, at most 30 characters); zeros at
 * the end of the fraction do not count as decimals. A JSON number is read by its shortest digits, never by
 * arithmetic. One that needs 16 or 17 significant digits is the residue of somebody's binary sum
 * (0.1 + 0.2), so it is rounded to `maxDecimals` instead of refused.
 */
export function parseDecimal(input: string | number, maxDecimals: number): Decimal | DecimalFault {
  if (typeof input === 'number') return parseNumber(input, maxDecimals)
  if (input.length > MAX_CHARS) return 'malformed'
  const value = fromText(input)
  if (value === null) return 'malformed'
  return value.scale > maxDecimals ? 'too_many_decimals' : value
}

function parseNumber(input: number, maxDecimals: number): Decimal | DecimalFault {
  if (Number.isSafeInteger(input)) return fromInteger(input)
  const parts = NUMBER_TEXT.exec(String(input))
  if (parts === null) return 'malformed'
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const scale = fraction.length - Number(exponent)
  const digits = whole + fraction
  if (digits.length - scale > MAX_CHARS) return 'malformed'
  const magnitude = BigInt(digits) * powerOfTen(Math.max(0, -scale))
  const value = canonical(sign === '-' ? -magnitude : magnitude, Math.max(0, scale))
  if (value.scale <= maxDecimals) return value
  const significant = digits.replace(/^0+/, '').length
  return significant > MEANT_DIGITS ? roundToScale(value, maxDecimals) : 'too_many_decimals'
}

/** The shortest plain text: `-0.05`, `12`, never an exponent and never trailing zeros. */
export function formatDecimal(value: Decimal): string {
  const sign = value.unscaled < 0n ? '-' : ''
  const digits = (value.unscaled < 0n ? -value.unscaled : value.unscaled).toString().padStart(value.scale + 1, '0')
  if (value.scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -value.scale)}.${digits.slice(-value.scale)}`
}

function at(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.unscaled : value.unscaled * powerOfTen(scale - value.scale)
}

export function negate(value: Decimal): Decimal {
  return { unscaled: -value.unscaled, scale: value.scale }
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return canonical(at(a, scale) + at(b, scale), scale)
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b))
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return canonical(a.unscaled * b.unscaled, a.scale + b.scale)
}

/** -1, 0 or 1, as `sort` wants it. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const scale = Math.max(a.scale, b.scale)
  const left = at(a, scale)
  const right = at(b, scale)
  return left < right ? -1 : left > right ? 1 : 0
}

export function isZero(value: Decimal): boolean {
  return value.unscaled === 0n
}

export function isNegative(value: Decimal): boolean {
  return value.unscaled < 0n
}

export function isPositive(value: Decimal): boolean {
  return value.unscaled > 0n
}

/** Half away from zero, to at most `scale` decimals. */
export function roundToScale(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value
  return canonical(divideRounded(value.unscaled, powerOfTen(value.scale - scale)), scale)
}

/** numerator / denominator to `scale` decimals, half away from zero. The denominator must be above zero. */
export function quotient(numerator: Decimal, denominator: Decimal, scale: number): Decimal {
  const top = numerator.unscaled * powerOfTen(denominator.scale + scale)
  return canonical(divideRounded(top, denominator.unscaled * powerOfTen(numerator.scale)), scale)
}
