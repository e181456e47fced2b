import { DECIMALS } from './decimals.ts'
import { EN_CODES } from './en-codes.ts'
import { EN_DOCUMENT } from './en-document.ts'
import { EN_ADJUSTMENTS, EN_GROUPS, EN_LINES } from './en-lines.ts'
import { EN_TOTALS } from './en-totals.ts'
import { EN_VAT } from './en-vat.ts'
import { EN_VAT_SPECIAL } from './en-vat-special.ts'
import { OWN_ARITHMETIC } from './own-arithmetic.ts'
import { OWN_CONSISTENCY } from './own-consistency.ts'
import { OWN_IDENTIFIERS } from './own-identifiers.ts'
import { OWN_STRUCTURE } from './own-structure.ts'
import { RO_DOCUMENT } from './ro-document.ts'
import { RO_LENGTHS } from './ro-lengths.ts'
import { RO_PARTIES } from './ro-parties.ts'
import type { Rule } from './rule.ts'
import { UBL_ATTRIBUTES } from './ubl-attributes.ts'
import { UBL_SYNTAX } from './ubl-syntax.ts'
import { UBL_UNUSED } from './ubl-unused.ts'

/**
 * Every rule, in the order in which findings are given: what ANAF's schema refuses, CIUS-RO, EN 16931, the syntax, and
 * what is ours. Not here, because no program can check them: BR-CO-05 to 08, which ask whether a reason and its code
 * mean the same.
 */
export const RULES: readonly Rule[] = [
  ...OWN_STRUCTURE,
  ...RO_DOCUMENT,
  ...RO_PARTIES,
  ...RO_LENGTHS,
  ...EN_DOCUMENT,
  ...EN_LINES,
  ...EN_ADJUSTMENTS,
  ...EN_GROUPS,
  ...EN_TOTALS,
  ...EN_VAT,
  ...EN_VAT_SPECIAL,
  ...EN_CODES,
  ...DECIMALS,
  ...UBL_SYNTAX,
  ...UBL_ATTRIBUTES,
  ...OWN_ARITHMETIC,
  ...OWN_IDENTIFIERS,
  ...OWN_CONSISTENCY,
  ...UBL_UNUSED,
]
