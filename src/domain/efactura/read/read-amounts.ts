import type { DocumentAllowance, EInvoice, ETotals, LineAllowance, VatBreakdown, VatOf } from '../einvoice.ts'
import { attribute, child, textAt, type XmlElement } from '../xml-tree.ts'
import type { UblReading } from './ubl-reading.ts'

/** XSD booleans have two spellings each. */
function isCharge(element: XmlElement): boolean {
  const written = textAt(element, 'cbc:ChargeIndicator')
  return written === 'true' || written === '1'
}

/** BG-20 or BG-21, BG-27 or BG-28. */
function matchingAllowances(reading: UblReading, parent: XmlElement, areCharges: boolean): XmlElement[] {
  const found = reading.matching(parent, 'cac:AllowanceCharge', (element) => isCharge(element) === areCharges)
  for (const element of found) reading.one(element, 'cbc:ChargeIndicator')
  return found
}

export function readLineAllowances(reading: UblReading, line: XmlElement, areCharges: boolean): LineAllowance[] {
  return matchingAllowances(reading, line, areCharges).map((element) => readAllowance(reading, element))
}

export function readDocumentAllowances(
  reading: UblReading,
  root: XmlElement,
  areCharges: boolean,
): DocumentAllowance[] {
  return matchingAllowances(reading, root, areCharges).map((element) => ({
    ...readAllowance(reading, element),
    vat: readVatOf(reading, element, 'cac:TaxCategory'),
  }))
}

function readAllowance(reading: UblReading, element: XmlElement): LineAllowance {
  return {
    amountBani: reading.amount(element, 'cbc:Amount'),
    baseBani: reading.amount(element, 'cbc:BaseAmount'),
    percent: reading.decimal(element, 'cbc:MultiplierFactorNumeric'),
    reason: reading.text(element, 'cbc:AllowanceChargeReason'),
    reasonCode: reading.text(element, 'cbc:AllowanceChargeReasonCode'),
  }
}

/** BG-30, BT-95 with BT-96, BT-102 with BT-103, BT-118 with BT-119. */
export function readVatOf(reading: UblReading, parent: XmlElement | undefined, name: string): VatOf | null {
  const category = reading.one(parent, name)
  if (category === undefined) return null
  const scheme = reading.one(category, 'cac:TaxScheme/cbc:ID')
  const written = scheme?.text.trim() ?? ''
  if (scheme !== undefined && written.toUpperCase() !== 'VAT') reading.report('other_tax_scheme', scheme, written)
  return { category: reading.text(category, 'cbc:ID'), percent: reading.decimal(category, 'cbc:Percent') }
}

/** BT-110 and BG-23 are in the document's currency; a total in the currency for VAT (BT-6) is BT-111. */
export function readVat(
  reading: UblReading,
  root: XmlElement,
  { currency, vatCurrency }: Pick<EInvoice, 'currency' | 'vatCurrency'>,
): Pick<EInvoice, 'vatBreakdown'> & Pick<ETotals, 'vatBani' | 'vatInVatCurrencyBani'> {
  const isForeign = (total: XmlElement) => {
    const written = currencyOf(total)
    return vatCurrency !== null && vatCurrency !== currency && written === vatCurrency
  }
  const [own] = reading.matching(
    root,
    'cac:TaxTotal',
    firstOf(root, (total) => !isForeign(total)),
  )
  const [foreign] = reading.matching(root, 'cac:TaxTotal', firstOf(root, isForeign))
  return {
    vatBani: reading.amount(own, 'cbc:TaxAmount'),
    vatBreakdown: reading.many(own, 'cac:TaxSubtotal').map((element) => readSubtotal(reading, element)),
    vatInVatCurrencyBani: reading.amount(foreign, 'cbc:TaxAmount', vatCurrency),
  }
}

/** Only the first that fits; a second would be unread. */
function firstOf(root: XmlElement, fits: (total: XmlElement) => boolean): (total: XmlElement) => boolean {
  const first = root.children.find((element) => element.name === 'TaxTotal' && fits(element))
  return (total) => total === first
}

function currencyOf(total: XmlElement): string | null {
  const amount = child(total, 'cbc:TaxAmount')
  return amount === undefined ? null : attribute(amount, 'currencyID')
}

function readSubtotal(reading: UblReading, element: XmlElement): VatBreakdown {
  const vat = readVatOf(reading, element, 'cac:TaxCategory')
  const category = reading.one(element, 'cac:TaxCategory')
  return {
    baseBani: reading.amount(element, 'cbc:TaxableAmount'),
    vatBani: reading.amount(element, 'cbc:TaxAmount'),
    category: vat?.category ?? null,
    percent: vat?.percent ?? null,
    exemptionReason: reading.text(category, 'cbc:TaxExemptionReason'),
    exemptionCode: reading.text(category, 'cbc:TaxExemptionReasonCode'),
  }
}

/** BG-22, without the VAT. */
export function readTotals(reading: UblReading, root: XmlElement): Omit<ETotals, 'vatBani' | 'vatInVatCurrencyBani'> {
  const totals = reading.one(root, 'cac:LegalMonetaryTotal')
  return {
    linesBani: reading.amount(totals, 'cbc:LineExtensionAmount'),
    allowancesBani: reading.amount(totals, 'cbc:AllowanceTotalAmount'),
    chargesBani: reading.amount(totals, 'cbc:ChargeTotalAmount'),
    withoutVatBani: reading.amount(totals, 'cbc:TaxExclusiveAmount'),
    withVatBani: reading.amount(totals, 'cbc:TaxInclusiveAmount'),
    paidBani: reading.amount(totals, 'cbc:PrepaidAmount'),
    roundingBani: reading.amount(totals, 'cbc:PayableRoundingAmount'),
    payableBani: reading.amount(totals, 'cbc:PayableAmount'),
  }
}
