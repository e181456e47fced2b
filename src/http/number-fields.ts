import Type from 'typebox'
import { type Decimal, isNegative, isPositive, parseDecimal } from '../domain/decimal.ts'
import { type Bani, parseLei } from '../domain/money.ts'
import { fail, type Reader } from './fields.ts'

export function integer(bounds: { min: number; max: number }): Reader<number> {
  return {
    schema: Type.Integer({ minimum: bounds.min, maximum: bounds.max }),
    read(value, path, problems) {
      const read = wholeNumber(value)
      if (read === null) return fail(problems, path, 'not_integer')
      if (read < bounds.min) return fail(problems, path, 'too_small', { min: bounds.min })
      if (read > bounds.max) return fail(problems, path, 'too_large', { max: bounds.max })
      return read
    },
  }
}

export function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  if (typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value)
  return null
}

type Sign = 'positive' | 'not_negative' | 'any'

/** An exact decimal, read by its digits from a JSON number or a string. */
export function decimalField(rule: {
  decimals: number
  sign: Sign
  max?: bigint
  description?: string
}): Reader<Decimal> {
  return {
    schema: Type.Number({
      ...(rule.sign === 'positive' ? { exclusiveMinimum: 0 } : rule.sign === 'not_negative' ? { minimum: 0 } : {}),
      description: `${rule.description ? `${rule.description} ` : ''}At most ${rule.decimals} decimals; may be sent as a string.`,
    }),
    read(value, path, problems) {
      if (typeof value !== 'number' && typeof value !== 'string') return fail(problems, path, 'not_number')
      const read = parseDecimal(typeof value === 'string' ? value.trim() : value, rule.decimals)
      if (read === 'malformed') return fail(problems, path, 'not_number')
      if (read === 'too_many_decimals') return fail(problems, path, 'too_many_decimals', { max: rule.decimals })
      if (rule.sign === 'positive' && !isPositive(read)) return fail(problems, path, 'not_positive')
      if (rule.sign === 'not_negative' && isNegative(read)) return fail(problems, path, 'negative')
      const max = rule.max ?? 1_000_000_000_000n
      const whole = read.unscaled / 10n ** BigInt(read.scale)
      if (whole >= max || whole <= -max) return fail(problems, path, 'too_large', { max: String(max) })
      return read
    },
  }
}

/** An amount of money with at most two decimals. */
export function amount(sign: Sign): Reader<Bani> {
  return {
    schema: Type.Number({
      ...(sign === 'positive' ? { exclusiveMinimum: 0 } : {}),
      description: 'At most 2 decimals; may be sent as a string.',
    }),
    read(value, path, problems) {
      if (typeof value !== 'number' && typeof value !== 'string') return fail(problems, path, 'not_number')
      const read = parseLei(typeof value === 'string' ? value.trim() : value)
      if (read === 'malformed') return fail(problems, path, 'not_number')
      if (read === 'too_many_decimals') return fail(problems, path, 'too_many_decimals', { max: 2 })
      if (sign === 'positive' && read <= 0) return fail(problems, path, 'not_positive')
      if (sign === 'not_negative' && read < 0) return fail(problems, path, 'negative')
      return read
    },
  }
}
