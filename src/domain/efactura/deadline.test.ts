import { expect, test } from 'vitest'
import { efacturaDeadline } from './deadline.ts'

test.each([
  ['5 working days', '2026-11-20', '2026-11-27'],
  ['5 working days over holidays', '2026-11-27', '2026-12-08'],
  ['the first day of the rule on working days', '2026-01-01', '2026-01-13'],
  ['5 calendar days before it', '2025-12-31', '2026-01-05'],
  ['none before the duty', '2023-12-31', null],
])('an invoice has %s', (_what, issuedOn, deadline) => {
  expect(efacturaDeadline(issuedOn)).toBe(deadline)
})
