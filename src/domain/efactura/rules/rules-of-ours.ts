import { RULES } from './all-rules.ts'
import type { Rule } from './rule.ts'

/**
 * What ANAF takes and a document of ours must not have: arithmetic that is not exact to the ban, amounts in two currencies,
 * an IBAN with wrong check digits. In documents of others they are warnings: they passed, and are as they are.
 */
const WRONG_IN_OURS: ReadonlySet<string> = new Set(
  ['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A10', 'I09', 'I10'].map((rule) => `FCT-${rule}`),
)

/** The rules for documents that we make, which are stricter than ANAF's. */
export const RULES_OF_OURS: readonly Rule[] = RULES.map((rule) =>
  WRONG_IN_OURS.has(rule.id) ? { ...rule, severity: 'fatal' } : rule,
)
