import type { EInvoice, VatBreakdown } from '../einvoice.ts'
import { writeVatCategory } from './write-allowance.ts'
import { amount, group, leaf } from './xml-text.ts'

/** BT-110 with BG-23; then, bare and in its own currency, BT-111. */
export function writeVat({ totals, vatBreakdown, currency, vatCurrency }: EInvoice): string {
  const subtotals = vatBreakdown.map((one) => writeSubtotal(one, currency)).join('')
  return (
    group('cac:TaxTotal', amount('cbc:TaxAmount', totals.vatBani, currency) + subtotals) +
    group('cac:TaxTotal', amount('cbc:TaxAmount', totals.vatInVatCurrencyBani, vatCurrency))
  )
}

function writeSubtotal(vat: VatBreakdown, currency: string | null): string {
  const exemption =
    leaf('cbc:TaxExemptionReasonCode', vat.exemptionCode) + leaf('cbc:TaxExemptionReason', vat.exemptionReason)
  return group(
    'cac:TaxSubtotal',
    amount('cbc:TaxableAmount', vat.baseBani, currency) +
      amount('cbc:TaxAmount', vat.vatBani, currency) +
      writeVatCategory('cac:TaxCategory', vat, exemption),
  )
}

/** BG-22. */
export function writeTotals({ totals, currency }: EInvoice): string {
  return group(
    'cac:LegalMonetaryTotal',
    amount('cbc:LineExtensionAmount', totals.linesBani, currency) +
      amount('cbc:TaxExclusiveAmount', totals.withoutVatBani, currency) +
      amount('cbc:TaxInclusiveAmount', totals.withVatBani, currency) +
      amount('cbc:AllowanceTotalAmount', totals.allowancesBani, currency) +
      amount('cbc:ChargeTotalAmount', totals.chargesBani, currency) +
      amount('cbc:PrepaidAmount', totals.paidBani, currency) +
      amount('cbc:PayableRoundingAmount', totals.roundingBani, currency) +
      amount('cbc:PayableAmount', totals.payableBani, currency),
  )
}
