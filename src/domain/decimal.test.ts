import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  compare,
  type Decimal,
  decimal,
  divideRounded,
  formatDecimal,
  fromInteger,
  isNegative,
  isPositive,
  isZero,
  multiply,
  negate,
  ONE,
  parseDecimal,
  powerOfTen,
  quotient,
  roundToScale,
  subtract,
  ZERO,
} from './decimal.ts'

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 10 }))
  .map(([unscaled, scale]) => multiply({ unscaled, scale }, ONE))

describe('a caller may write a number', () => {
  test.each([
    ['1', 2, '1'],
    ['0', 0, '0'],
    ['-0', 2, '0'],
    ['+2.50', 2, '2.5'],
    ['-0.05', 2, '-0.05'],
    ['007.10', 2, '7.1'],
    ['1.1000', 2, '1.1'],
    ['0.00000001', 8, '0.00000001'],
    ['123456789012345678901234567890', 0, '123456789012345678901234567890'],
    [1.15, 2, '1.15'],
    [-12, 0, '-12'],
    [-0, 2, '0'],
    [1e-7, 8, '0.0000001'],
    [1.5e-7, 8, '0.00000015'],
    [1e21, 2, '1000000000000000000000'],
    [1.25e22, 2, '12500000000000000000000'],
    [9007199254740992, 0, '9007199254740992'],
    [99999999999.99, 2, '99999999999.99'],
  ])('%j with at most %i decimals is %s', (input, maxDecimals, text) => {
    const value = parseDecimal(input, maxDecimals)
    expect(value).toEqual(decimal(text))
    expect(formatDecimal(value as Decimal)).toBe(text)
  })

  test.each([
    '',
    '.',
    '.5',
    '5.',
    '-',
    '1e3',
    '1,5',
    ' 1',
    '1 ',
    '1\n',
    '0x10',
    '--1',
    '1.2.3',
    '١',
    'NaN',
    'Infinity',
    '1'.repeat(31),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    1e30,
    1.7e308,
  ])('%j is malformed', (input) => {
    expect(parseDecimal(input, 8)).toBe('malformed')
  })

  test.each([
    ['1.005', 2],
    ['0.1', 0],
    [1.005, 2],
    [1e-7, 6],
    [5e-324, 8],
    [0.12345678901234, 8],
  ])('%j has more than %i decimals', (input, maxDecimals) => {
    expect(parseDecimal(input, maxDecimals)).toBe('too_many_decimals')
  })

  test.each([
    [0.1 + 0.2, 2, '0.3'],
    [1.1 * 3, 2, '3.3'],
    [1.15 * 100, 0, '115'],
    [-(0.1 + 0.7) * 3, 2, '-2.4'],
    [1.1 + 2.2, 8, '3.3'],
    [1e-300 / 3, 8, '0'],
    [10 / 3, 8, '3.33333333'],
    [2 / 3, 2, '0.67'],
  ])('%j is the residue of binary arithmetic and is read with %i decimals as %s', (input, maxDecimals, text) => {
    expect(parseDecimal(input, maxDecimals)).toEqual(decimal(text))
  })

  test('every number of up to 15 digits is read back as it was typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }), fc.nat(8), (unscaled, scale) => {
        const typed = { unscaled: BigInt(unscaled), scale }
        const text = formatDecimal(typed)
        expect(parseDecimal(Number(text), 8)).toEqual(decimal(text))
      }),
    )
  })
})

describe('a decimal', () => {
  test('is canonical, so equal numbers are equal values', () => {
    expect(decimal('1.500')).toEqual({ unscaled: 15n, scale: 1 })
    expect(decimal('100')).toEqual({ unscaled: 100n, scale: 0 })
    expect(decimal('-0.000')).toEqual(ZERO)
    expect(fromInteger(1)).toEqual(ONE)
  })

  test('refuses to be made from nonsense', () => {
    expect(() => decimal('1e3')).toThrow(RangeError)
    expect(() => fromInteger(1.5)).toThrow(RangeError)
    expect(() => fromInteger(2 ** 53)).toThrow(RangeError)
  })

  test('survives the trip through its text', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        expect(decimal(formatDecimal(value))).toEqual(value)
      }),
    )
  })

  test('adds, subtracts and multiplies exactly', () => {
    expect(add(decimal('0.1'), decimal('0.2'))).toEqual(decimal('0.3'))
    expect(subtract(decimal('1'), decimal('0.99999999'))).toEqual(decimal('0.00000001'))
    expect(multiply(decimal('0.5'), decimal('-0.2'))).toEqual(decimal('-0.1'))
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        expect(subtract(add(a, b), b)).toEqual(a)
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)))
      }),
    )
  })

  test('compares by value, whatever its decimals', () => {
    expect(compare(decimal('2'), decimal('10.5'))).toBe(-1)
    expect(compare(decimal('1.50'), decimal('1.5'))).toBe(0)
    expect(compare(decimal('-1'), decimal('-1.1'))).toBe(1)
    expect([isZero(ZERO), isPositive(ONE), isNegative(negate(ONE))]).toEqual([true, true, true])
    expect([isZero(ONE), isPositive(ZERO), isNegative(ZERO)]).toEqual([false, false, false])
  })

  test.each([
    ['0.005', 2, '0.01'],
    ['-0.005', 2, '-0.01'],
    ['0.0049', 2, '0'],
    ['2.5', 0, '3'],
    ['1.2', 4, '1.2'],
    ['9.996', 2, '10'],
  ])('%s rounds half away from zero to %i decimals: %s', (text, scale, rounded) => {
    expect(roundToScale(decimal(text), scale)).toEqual(decimal(rounded))
  })

  test('divides to as many decimals as asked', () => {
    expect(quotient(decimal('100'), decimal('3'), 8)).toEqual(decimal('33.33333333'))
    expect(quotient(decimal('0.02'), decimal('0.03'), 2)).toEqual(decimal('0.67'))
    expect(() => quotient(ONE, ZERO, 2)).toThrow(RangeError)
  })
})

describe('the one rounding function', () => {
  test.each([
    [5n, 10n, 1n],
    [4n, 10n, 0n],
    [-5n, 10n, -1n],
    [-4n, 10n, 0n],
    [15n, 10n, 2n],
    [25n, 10n, 3n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [7n, 1n, 7n],
  ])('%s / %s is %s, halves away from zero', (numerator, denominator, rounded) => {
    expect(divideRounded(numerator, denominator)).toBe(rounded)
  })

  test('is never more than half away, and the same on both sides of zero', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 20n }), (numerator, denominator) => {
        const twiceOff = 2n * (divideRounded(numerator, denominator) * denominator - numerator)
        expect(twiceOff <= denominator && -twiceOff <= denominator).toBe(true)
        expect(divideRounded(-numerator, denominator)).toBe(-divideRounded(numerator, denominator))
      }),
    )
  })

  test('refuses a denominator that is not above zero', () => {
    expect(() => divideRounded(1n, 0n)).toThrow(RangeError)
    expect(() => divideRounded(1n, -1n)).toThrow(RangeError)
  })

  test('powers of ten beyond the table are right too', () => {
    expect([powerOfTen(0), powerOfTen(2), powerOfTen(60)]).toEqual([1n, 100n, 10n ** 60n])
  })
})
