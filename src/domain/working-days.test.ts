import { describe, expect, test } from 'vitest'
import { addWorkingDays, isWorkingDay, orthodoxEaster } from './working-days.ts'

describe('orthodoxEaster', () => {
  test.each([
    [2000, '2000-04-30'],
    [2010, '2010-04-04'],
    [2024, '2024-05-05'],
    [2025, '2025-04-20'],
    [2026, '2026-04-12'],
    [2027, '2027-05-02'],
    [2028, '2028-04-16'],
    [2043, '2043-05-03'],
  ])('%i', (year, day) => {
    expect(orthodoxEaster(year)).toBe(day)
  })
})

describe('isWorkingDay', () => {
  test.each([
    ['a Friday', '2026-11-20', true],
    ['a Saturday', '2026-11-21', false],
    ['a Sunday', '2026-11-22', false],
    ['Saint Andrew', '2026-11-30', false],
    ['the National Day', '2026-12-01', false],
    ['Good Friday', '2026-04-10', false],
    ['Easter Monday', '2026-04-13', false],
    ['the Tuesday after Easter', '2026-04-14', true],
    ['Catholic Easter Monday, which is no holiday', '2026-04-06', true],
    ['Pentecost Monday', '2026-06-01', false],
    ['Pentecost Monday of a year in which it is no other holiday', '2027-06-21', false],
    ['Epiphany, before it was a holiday', '2023-01-06', true],
    ['Epiphany since', '2025-01-06', false],
    ['Good Friday, before it was a holiday', '2017-04-14', true],
  ])('%s', (_what, day, expected) => {
    expect(isWorkingDay(day)).toBe(expected)
  })
})

describe('addWorkingDays', () => {
  test.each([
    ['from a Monday, over a weekend', '2026-11-16', 5, '2026-11-23'],
    ['from a Saturday, which is not counted', '2026-11-21', 5, '2026-11-27'],
    ['over two holidays', '2026-11-26', 5, '2026-12-07'],
    ['over Easter', '2026-04-09', 5, '2026-04-20'],
    ['over the end of the year', '2026-12-30', 5, '2027-01-11'],
    ['none', '2026-11-21', 0, '2026-11-21'],
  ])('%s', (_what, day, count, expected) => {
    expect(addWorkingDays(day, count)).toBe(expected)
  })
})
