import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  daysBetween,
  isCalendarDay,
  lastMonths,
  monthOf,
  parseDay,
  unixMidnightUtc,
  yearOf,
} from './dates.ts'

const anyDay = fc.integer({ min: 0, max: 76_699 }).map((days) => addDays('1990-01-01', days))

/** Every day of some years, written down as one would by hand. */
function calendar(from: number, to: number): string[] {
  const years = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  return years.flatMap((year) => {
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].flatMap((length, month) =>
      Array.from({ length }, (_, at) => `${year}-${`${month + 1}`.padStart(2, '0')}-${`${at + 1}`.padStart(2, '0')}`),
    )
  })
}

describe('isCalendarDay', () => {
  test.each([
    '0001-01-01',
    '0400-02-29',
    '1899-12-31',
    '1989-12-31',
    '2000-02-29',
    '2026-03-15',
    '2200-01-01',
    '9999-12-31',
  ])('accepts %s', (text) => {
    expect(isCalendarDay(text)).toBe(true)
  })

  test.each([
    '0000-01-01',
    '0100-02-29',
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-00-10',
    '2026-13-01',
    '2026-01-00',
    '2026-1-001',
    '2026-01-01Z',
    '-001-01-01',
    ' 2026-01-1',
    '2026-01-1\u0661',
    '',
  ])('refuses %j', (text) => {
    expect(isCalendarDay(text)).toBe(false)
  })

  test('knows every day that parseDay knows, and no other of those years', () => {
    fc.assert(fc.property(anyDay, (day) => isCalendarDay(day)))
    const texts = fc
      .tuple(fc.integer({ min: 1990, max: 2199 }), fc.nat(13), fc.nat(32))
      .map(([year, month, date]) => `${year}-${`${month}`.padStart(2, '0')}-${`${date}`.padStart(2, '0')}`)
    fc.assert(fc.property(texts, (text) => isCalendarDay(text) === (parseDay(text) !== null)))
  })
})

describe('parseDay', () => {
  test.each([
    ['an ordinary day', '2026-03-15'],
    ['the first day it knows', '1990-01-01'],
    ['the last day it knows', '2199-12-31'],
    ['29 February of a leap year', '2024-02-29'],
    ['29 February 2000, a leap century', '2000-02-29'],
    ['the 31st of a long month', '2026-07-31'],
  ])('accepts %s', (_what, text) => {
    expect(parseDay(text)).toBe(text)
  })

  test.each([
    ['29 February of a common year', '2026-02-29'],
    ['29 February 2100, not a leap century', '2100-02-29'],
    ['30 February', '2024-02-30'],
    ['31 April', '2026-04-31'],
    ['the 32nd', '2026-01-32'],
    ['a zeroth day', '2026-01-00'],
    ['a zeroth month', '2026-00-10'],
    ['a 13th month', '2026-13-01'],
    ['a year before 1990', '1989-12-31'],
    ['a year after 2199', '2200-01-01'],
    ['a broken year', '20x6-01-01'],
    ['a year with a sign', '+026-01-01'],
    ['a year whose last digits are missing', '20-1-01-01'],
    ['one-digit parts', '2026-3-5'],
    ['slashes', '2026/03/15'],
    ['day first', '15-03-2026'],
    ['a time behind it', '2026-03-15T00:00:00Z'],
    ['spaces around it', ' 2026-03-15'],
    ['other digits than 0 to 9', '２０２６-03-15'],
    ['no text', ''],
  ])('refuses %s', (_what, text) => {
    expect(parseDay(text)).toBeNull()
  })

  test('never throws, and answers only with what it was given', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), (text) => [null, text].includes(parseDay(text))))
  })
})

describe('counting days', () => {
  test('every day of 1990 to 2199 follows the one before it and is a real day', () => {
    const expected = calendar(1990, 2199)
    expect(expected).toHaveLength(76_701)
    let day = '1990-01-01'
    for (const [at, name] of expected.entries()) {
      const asCounted = daysBetween('1990-01-01', name)
      if (day !== name || asCounted !== at || parseDay(name) !== name) {
        expect({ name, day, asCounted }).toEqual({ name, day: name, asCounted: at })
      }
      day = addDays(day, 1)
    }
    expect(day).toBe('2200-01-01')
  })

  test.each([
    ['thirty days of term', '2024-03-15', 31, '2024-04-15'],
    ['within the month', '2026-03-01', 27, '2026-03-28'],
    ['past the 28th', '2026-03-01', 28, '2026-03-29'],
    ['nothing', '2026-12-31', 0, '2026-12-31'],
    ['into the next year', '2026-12-31', 1, '2027-01-01'],
    ['back over a leap day', '2024-03-01', -1, '2024-02-29'],
    ['back over a common February', '2026-03-01', -1, '2026-02-28'],
    ['a whole leap year', '2024-01-01', 366, '2025-01-01'],
    ['back before 1970', '1990-01-01', -7_306, '1969-12-31'],
  ])('adds %s', (_what, day, days, expected) => {
    expect(addDays(day, days)).toBe(expected)
    expect(daysBetween(day, expected)).toBe(days)
  })

  test('adding and counting undo each other', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, days) => {
        const other = addDays(day, days)
        expect(daysBetween(day, other)).toBe(days)
        expect(addDays(other, -days)).toBe(day)
      }),
    )
  })

  test('a later day sorts after an earlier one as plain text', () => {
    fc.assert(fc.property(anyDay, anyDay, (a, b) => a < b === daysBetween(a, b) > 0))
  })

  test.each([
    ['1970-01-01', 0],
    ['1990-01-01', 631_152_000],
    ['2000-03-01', 951_868_800],
    ['2024-03-15', 1_710_460_800],
    ['2026-11-21', 1_795_219_200],
    ['2038-01-20', 2_147_558_400],
  ])('midnight UTC of %s is %i', (day, seconds) => {
    expect(unixMidnightUtc(day)).toBe(seconds)
  })
})

describe('months', () => {
  test('a day knows its month and its year', () => {
    expect(monthOf('2026-03-15')).toBe('2026-03')
    expect(yearOf('2026-03-15')).toBe(2026)
    expect(yearOf('2026-03')).toBe(2026)
  })

  test.each([
    ['2026-01', 1, '2026-02'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-06', 0, '2026-06'],
    ['2026-06', 25, '2028-07'],
    ['2026-06', -30, '2023-12'],
  ])('%s plus %i months is %s', (month, months, expected) => {
    expect(addMonths(month, months)).toBe(expected)
  })

  test('adding months and taking them away leads back', () => {
    fc.assert(
      fc.property(anyDay.map(monthOf), fc.integer({ min: -600, max: 600 }), (month, months) => {
        expect(addMonths(addMonths(month, months), -months)).toBe(month)
      }),
    )
  })

  test('the last 12 months end with this one, oldest first, labelled in English', () => {
    const months = lastMonths('2026-03-31', 12)
    expect(months).toHaveLength(12)
    expect(months[0]).toEqual({ label: 'Apr 2025', year: 2025, month: 4, key: '2025-04' })
    expect(months[11]).toEqual({ label: 'Mar 2026', year: 2026, month: 3, key: '2026-03' })
    expect(months.map((month) => month.label.slice(0, 3)).join(' ')).toBe(
      'Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar',
    )
    expect(months.map((month) => month.key)).toEqual(months.map((month) => month.key).toSorted())
  })

  test('twelve is what one gets without asking for a number', () => {
    expect(lastMonths('2026-01-01')).toEqual(lastMonths('2026-01-01', 12))
    expect(lastMonths('2026-01-01', 1)).toEqual([{ label: 'Jan 2026', year: 2026, month: 1, key: '2026-01' }])
  })
})
