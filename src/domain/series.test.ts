import { describe, expect, test } from 'vitest'
import { checkNumbering, type Numbering, periodOf, printedNumber, printedPattern } from './series.ts'

const CTZ: Numbering = {
  name: 'CTZ',
  format: '{NAME}-{year}-{number}',
  padding: 5,
  startNumber: 1,
  resetsYearly: false,
}

describe('a printed number', () => {
  test.each<[string, Partial<Numbering>, number, string]>([
    ['as the reference invoice has it', {}, 123, 'CTZ-2024-00123'],
    ['longer than its padding', {}, 1_234_567, 'CTZ-2024-1234567'],
    ['without padding', { padding: 1 }, 7, 'CTZ-2024-7'],
    ['without a year', { format: '{NAME}{number}' }, 7, 'CTZ00007'],
    ['the year behind and twice', { format: '{number}/{year}/{year}' }, 7, '00007/2024/2024'],
    ['with words around', { format: 'Seria {NAME} nr. {number}' }, 7, 'Seria CTZ nr. 00007'],
    ['of a name that looks like a placeholder', { name: '{number}$&' }, 7, '{number}$&-2024-00007'],
  ])('%s', (_what, fields, number, printed) => {
    expect(printedNumber({ ...CTZ, ...fields }, number, '2024-03-15')).toBe(printed)
  })
})

describe('the period in which a series counts', () => {
  test('is all time, or the year of the document', () => {
    expect(periodOf(CTZ, '2024-12-31')).toBe(0)
    expect(periodOf({ resetsYearly: true }, '2024-12-31')).toBe(2024)
    expect(periodOf({ resetsYearly: true }, '2025-01-01')).toBe(2025)
  })
})

describe('two series that would print equal numbers', () => {
  test('have the same pattern', () => {
    expect(printedPattern({ name: 'AB', format: 'A{NAME}{number}' })).toBe('AAB{number}')
    expect(printedPattern({ name: 'AAB', format: '{NAME}{number}' })).toBe('AAB{number}')
    expect(printedPattern(CTZ)).toBe('CTZ-{year}-{number}')
  })
})

describe('a numbering is refused', () => {
  test.each<[string, Partial<Numbering>, string[]]>([
    ['not, as it comes', {}, []],
    ['without a number', { format: '{NAME}-{year}' }, ['format_without_number']],
    ['with two numbers', { format: '{number}{number}' }, ['format_without_number']],
    [
      'for restarting yearly without showing the year',
      { format: '{NAME}{number}', resetsYearly: true },
      ['format_without_year'],
    ],
    ['for both', { format: 'X', resetsYearly: true }, ['format_without_number', 'format_without_year']],
    ['not, for restarting yearly and showing it', { resetsYearly: true }, []],
  ])('%s', (_what, fields, codes) => {
    const problems = checkNumbering({ ...CTZ, ...fields })
    expect(problems.map(({ code }) => code)).toEqual(codes)
    expect(problems.every(({ path }) => path === 'format')).toBe(true)
  })
})
