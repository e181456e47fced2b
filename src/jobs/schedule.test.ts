import { expect, test } from 'vitest'
import { firstOccurrence, nextOccurrence } from './schedule.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const iso = (at: number) => new Date(at * 1000).toISOString().slice(0, 16)

test.each([
  ['in winter', '2026-11-21T00:00:00Z', 3, 30, '2026-11-21T01:30'],
  ['a second before', '2026-11-21T01:29:59Z', 3, 30, '2026-11-21T01:30'],
  ['at that second, tomorrow', '2026-11-21T01:30:00Z', 3, 30, '2026-11-22T01:30'],
  ['in summer', '2026-07-01T00:00:00Z', 3, 30, '2026-07-01T00:30'],
  ['when it is tomorrow in Bucharest already', '2026-11-21T22:30:00Z', 0, 15, '2026-11-22T22:15'],
  ['over the end of a year', '2026-12-31T12:00:00Z', 6, 0, '2027-01-01T04:00'],
  ['on the night that becomes summer', '2026-03-28T22:30:00Z', 2, 30, '2026-03-29T00:30'],
  ['in the hour that is left out, an hour later', '2026-03-28T22:30:00Z', 3, 30, '2026-03-29T01:30'],
  ['after the night that became summer', '2026-03-29T01:30:00Z', 3, 30, '2026-03-30T00:30'],
  ['in the hour that comes twice, the first time', '2026-10-24T22:00:00Z', 3, 30, '2026-10-25T00:30'],
  ['and only the first time', '2026-10-25T00:30:00Z', 3, 30, '2026-10-26T01:30'],
])('a time of day comes %s', (_when, now, hour, minute, expected) => {
  const schedule = { dailyAt: { hour, minute } }
  expect(iso(nextOccurrence(schedule, seconds(now)))).toBe(expected)
  expect(iso(firstOccurrence(schedule, seconds(now)))).toBe(expected)
})

test('an interval begins at once and goes on from there', () => {
  expect(firstOccurrence({ everySeconds: 600 }, 1_000)).toBe(1_000)
  expect(nextOccurrence({ everySeconds: 600 }, 1_000)).toBe(1_600)
})
