import type { DocumentAllowance, EInvoice, LineAllowance, VatOf } from '../einvoice.ts'
import { amount, group, leaf, number } from './xml-text.ts'

const VAT_SCHEME = group('cac:TaxScheme', leaf('cbc:ID', 'VAT'))

/** BG-20, then BG-21. */
export function writeDocumentAllowances({ allowances, charges, currency }: EInvoice): string {
  const written = (isCharge: boolean) => (given: DocumentAllowance) =>
    writeAllowance(given, isCharge, currency, writeVatCategory('cac:TaxCategory', given.vat))
  return allowances.map(written(false)).join('') + charges.map(written(true)).join('')
}

/** BG-27 or BG-28; with a category at its end, BG-20 or BG-21. */
export function writeAllowance(
  given: LineAllowance,
  isCharge: boolean,
  currency: string | null,
  vatCategory = '',
): string {
  return group(
    'cac:AllowanceCharge',
    leaf('cbc:ChargeIndicator', String(isCharge)) +
      leaf('cbc:AllowanceChargeReasonCode', given.reasonCode) +
      leaf('cbc:AllowanceChargeReason', given.reason) +
      number('cbc:MultiplierFactorNumeric', given.percent) +
      amount('cbc:Amount', given.amountBani, currency) +
      amount('cbc:BaseAmount', given.baseBani, currency) +
      vatCategory,
  )
}

/** BG-30, BT-95 with BT-96, BG-23 with its exemption: never on a line, where it is not foreseen (UBL-CR-601). */
export function writeVatCategory(name: string, vat: VatOf | null, exemption = ''): string {
  if (vat === null) return ''
  return group(name, leaf('cbc:ID', vat.category) + number('cbc:Percent', vat.percent) + exemption + VAT_SCHEME)
}
