import { codes } from './code-list.ts'

/*
 * Codes that ANAF's lists (1.0.9) still have and the EN 16931 artefacts of 2026 (1.3.16) no longer do: a buyer abroad
 * may refuse them.
 */
export const RETIRED_CURRENCIES = codes('HRK SLL VEF ZWL')
export const RETIRED_ELECTRONIC_ADDRESSES = codes('9901 9906 9907 9955')
