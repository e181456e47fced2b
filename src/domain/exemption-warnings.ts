import type { Problem } from './problem.ts'
import { categoryOf, type VatCategory } from './vat.ts'

/** What a line says of its VAT. */
interface VatOfLine {
  readonly vatCategory: VatCategory | null
  readonly vatRateBp: number
  readonly texts: { readonly exemptionCode: string | null; readonly exemptionReason: string | null }
}

/**
 * VAT 0 alone is taken for an exemption under art. 292 (`categoryOf`), which is a legal ground that nobody stated.
 * A letter, a code or a reason states one; reverse charge and a seller outside VAT leave no doubt. The number of an
 * older client's `vat_key` states nothing (contract C14).
 */
export function exemptionWarnings(
  lines: readonly VatOfLine[],
  seller: { readonly sellerIsVatPayer: boolean; readonly reverseCharge: boolean },
): Problem[] {
  return lines.flatMap(({ vatCategory: vatKey, vatRateBp: rateBp, texts }, index) =>
    vatKey === null &&
    isBlank(texts.exemptionCode) &&
    isBlank(texts.exemptionReason) &&
    categoryOf({ vatKey, rateBp, ...seller }) === 'E'
      ? [{ path: `items.${index}.vat_exemption_reason`, code: 'vat_exemption_assumed' }]
      : [],
  )
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === ''
}
