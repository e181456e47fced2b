import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimal } from './decimal.ts'
import {
  atRate,
  bani,
  formatLei,
  MAX_DOCUMENT_BANI,
  parseLei,
  percentOf,
  productInBani,
  shareByLargestRemainder,
  timesDecimal,
} from './money.ts'

describe('bani', () => {
  test('are whole and safe, and zero has no sign', () => {
    expect(bani(5n)).toBe(5)
    expect(Object.is(bani(-0), 0)).toBe(true)
    for (const n of [0.5, 2 ** 53, Number.NaN, 2n ** 53n]) expect(() => bani(n)).toThrow(RangeError)
  })

  test.each([
    [1050000, '10500.00'],
    [-5, '-0.05'],
    [0, '0.00'],
    [7, '0.07'],
    [-100, '-1.00'],
    [MAX_DOCUMENT_BANI, '100000000000.00'],
  ])('%i bani are written %s lei', (amount, text) => {
    expect(formatLei(bani(amount))).toBe(text)
    expect(parseLei(text)).toBe(amount)
  })

  test.each([
    ['1.15', 115],
    [1.15, 115],
    [1.15 * 100, 11500],
    [0.1 + 0.2, 30],
    ['12', 1200],
    ['-0.5', -50],
    ['1.005', 'too_many_decimals'],
    [1.005, 'too_many_decimals'],
    ['1 000', 'malformed'],
    ['1.000,50', 'malformed'],
    ['99999999999999999999', 'malformed'],
    [1e21, 'malformed'],
  ])('a caller who sends %j lei means %s bani', (input, amount) => {
    expect(parseLei(input)).toBe(amount)
  })
})

describe('an amount', () => {
  test.each([
    ['40', '250', 1000000],
    ['3', '0.335', 101],
    ['1000', '0.0567', 5670],
    ['0.000001', '0.00000001', 0],
    ['-3', '0.335', -101],
    ['0.5', '0.01', 1],
    ['0.5', '-0.01', -1],
  ])('of %s × %s lei is %i bani, halves away from zero', (quantity, price, amount) => {
    expect(timesDecimal(decimal(quantity), decimal(price))).toBe(amount)
  })

  test('too large to be exact is an assertion for our own figures and a bigint for the caller’s', () => {
    expect(productInBani(decimal('1000000000000'), decimal('1000000'))).toBe(10n ** 20n)
    expect(() => timesDecimal(decimal('1000000000000'), decimal('1000000'))).toThrow(RangeError)
  })

  test('is converted at a rate and taken a percentage of, rounded once', () => {
    expect(atRate(bani(100), decimal('4.9765'))).toBe(498)
    expect(atRate(bani(-100), decimal('4.9765'))).toBe(-498)
    expect(percentOf(bani(1050), decimal('12.5'))).toBe(131)
    expect(percentOf(bani(50), decimal('1'))).toBe(1)
    expect(percentOf(bani(49), decimal('1'))).toBe(0)
  })
})

describe('sharing out by largest remainder', () => {
  test.each([
    ['the fractions that are largest get the missing bani', 10, [33n, 33n, 34n], 10n, [3, 3, 4]],
    ['ties go to the earlier one', 1, [1n, 1n], 2n, [1, 0]],
    ['zero quotas get nothing', 3, [0n, 5n, 0n, 5n], 4n, [0, 2, 0, 1]],
    ['a negative quota is floored towards minus infinity', 1, [15n, -3n], 10n, [1, 0]],
    ['an exact split has nothing missing', 6, [2n, 4n, 6n], 2n, [1, 2, 3]],
    ['a single share takes the rounded total', 3, [5n], 2n, [3]],
    ['a total rounded down leaves the smallest fractions without', 2, [9n, 8n, 7n], 10n, [1, 1, 0]],
  ])('%s', (_what, total, numerators, denominator, shares) => {
    expect(shareByLargestRemainder(bani(total), numerators, denominator)).toEqual(shares)
  })

  test('refuses a total the quotas cannot make', () => {
    expect(() => shareByLargestRemainder(bani(5), [1n, 1n], 1n)).toThrow(RangeError)
    expect(() => shareByLargestRemainder(bani(0), [1n, 1n], 1n)).toThrow(RangeError)
  })

  test('loses nothing and stays within one ban of every quota', () => {
    const numerators = fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(numerators, fc.bigInt({ min: 1n, max: 10n ** 5n }), fc.boolean(), (quotas, denominator, up) => {
        const sum = quotas.reduce((a, b) => a + b, 0n)
        const below = sum / denominator - (sum % denominator < 0n ? 1n : 0n)
        const total = up && sum % denominator !== 0n ? below + 1n : below
        fc.pre(quotas.every((q) => q / denominator < 2n ** 50n && q / denominator > -(2n ** 50n)))
        fc.pre(total < 2n ** 52n && total > -(2n ** 52n))
        const shares = shareByLargestRemainder(bani(total), quotas, denominator)
        expect(shares.reduce((a, b) => a + BigInt(b), 0n)).toBe(total)
        for (const [index, quota] of quotas.entries()) {
          const off = BigInt(shares[index] ?? 0) * denominator - quota
          expect(off < denominator && off > -denominator).toBe(true)
        }
      }),
    )
  })
})
