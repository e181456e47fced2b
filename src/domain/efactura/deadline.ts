import { addDays, type Day } from '../dates.ts'
import { addWorkingDays } from '../working-days.ts'

interface DeadlineRule {
  /** The first day of issue that it holds for. */
  readonly since: Day
  readonly days: number
  readonly areWorkingDays: boolean
}

/** How long an issuer has to send an invoice to RO e-Factura (OUG 120/2021 art. 10, OUG 89/2025), newest first. */
const RULES: readonly DeadlineRule[] = [
  { since: '2026-01-01', days: 5, areWorkingDays: true },
  { since: '2024-01-01', days: 5, areWorkingDays: false },
]

/**
 * The last day on which an invoice issued on `issuedOn` may be sent (contract efactura 3.1); null for the days before
 * the duty. The day of issue is not counted.
 */
export function efacturaDeadline(issuedOn: Day): Day | null {
  const rule = RULES.find(({ since }) => issuedOn >= since)
  if (!rule) return null
  return rule.areWorkingDays ? addWorkingDays(issuedOn, rule.days) : addDays(issuedOn, rule.days)
}
