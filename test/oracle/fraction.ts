// Exact fractions, in the plainest way. Shares nothing with src/.

export class Fraction {
  readonly numerator: bigint
  readonly denominator: bigint

  constructor(numerator: bigint, denominator: bigint = 1n) {
    if (denominator === 0n) throw new Error('division by zero')
    let a = numerator < 0n ? -numerator : numerator
    let b = denominator < 0n ? -denominator : denominator
    while (b !== 0n) {
      const rest = a % b
      a = b
      b = rest
    }
    const sign = denominator < 0n ? -1n : 1n
    this.numerator = (sign * numerator) / a
    this.denominator = (sign * denominator) / a
  }

  /** '12.5', '-0.00000001', '7' */
  static parse(text: string): Fraction {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
    if (match === null) throw new Error(`not a decimal number: ${text}`)
    const sign = match[1] === '-' ? -1n : 1n
    const decimals = match[3] ?? ''
    return new Fraction(sign * BigInt(`${match[2]}${decimals}`), 10n ** BigInt(decimals.length))
  }

  plus(other: Fraction): Fraction {
    return new Fraction(
      this.numerator * other.denominator + other.numerator * this.denominator,
      this.denominator * other.denominator,
    )
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.numerator, other.denominator))
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator)
  }

  dividedBy(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.denominator, this.denominator * other.numerator)
  }

  isGreaterThan(other: Fraction): boolean {
    return this.numerator * other.denominator > other.numerator * this.denominator
  }

  /** The whole number at or below this one (towards minus infinity). */
  floor(): bigint {
    const truncated = this.numerator / this.denominator
    return this.numerator < 0n && this.numerator % this.denominator !== 0n ? truncated - 1n : truncated
  }

  /** The nearest whole number; a half goes away from zero. */
  round(): bigint {
    const half = new Fraction(1n, 2n)
    if (this.numerator >= 0n) return this.plus(half).floor()
    return -new Fraction(-this.numerator, this.denominator).plus(half).floor()
  }
}

export const whole = (n: bigint): Fraction => new Fraction(n)
