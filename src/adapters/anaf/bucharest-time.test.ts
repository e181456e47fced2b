import { expect, test } from 'vitest'
import { bucharestUnix } from './bucharest-time.ts'

test.each([
  ['winter', '202211011336', '2022-11-01T11:36:00Z'],
  ['summer', '202108051140', '2021-08-05T08:40:00Z'],
  ['midnight', '202601010000', '2025-12-31T22:00:00Z'],
  ['the minute before the clocks go forward', '202603290259', '2026-03-29T00:59:00Z'],
  ['the minute after', '202603290400', '2026-03-29T01:00:00Z'],
  ['the minute before the hour that there is twice', '202610250259', '2026-10-24T23:59:00Z'],
  ['the minute after', '202610250400', '2026-10-25T02:00:00Z'],
  ['with seconds', '20221101133645', '2022-11-01T11:36:45Z'],
])('%s: %s is %s', (_what, text, instant) => {
  expect(bucharestUnix(text)).toBe(Date.parse(instant) / 1000)
})

test('in the hour that there is twice it is one of the two', () => {
  expect([Date.parse('2026-10-25T00:30:00Z') / 1000, Date.parse('2026-10-25T01:30:00Z') / 1000]).toContain(
    bucharestUnix('202610250330'),
  )
})

test.each(['', '2022', '202213011336', '202202301336', '202211012536', '2022-11-01 13:36', 'abc'])(
  '"%s" is nothing',
  (text) => {
    expect(bucharestUnix(text)).toBe(null)
  },
)
