import { UNUSED_ELEMENTS } from '../../src/domain/efactura/rules/unused-elements.ts'
import { type Case, fault } from './case.ts'
import type { Draft } from './ubl-mutate.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const LINE = 'cac:InvoiceLine'
const MEANS = 'cac:PaymentMeans'

/** What a document would hold there; the kind of value follows from the name. */
function valueFor(name: string): string {
  if (/Amount$/.test(name)) return '1.00'
  if (/(Quantity|Numeric|Percent|Measure|Rate)$/.test(name)) return '1'
  if (/Indicator$/.test(name)) return 'true'
  if (/Date$/.test(name)) return '2026-03-02'
  return name === 'cbc:DescriptionCode' ? '3' : 'x'
}

function element(name: string): string {
  const currency = /Amount$/.test(name) ? ' currencyID="EUR"' : ''
  return name.startsWith('cbc:') ? `<${name}${currency}>${valueFor(name)}</${name}>` : `<${name}/>`
}

/** What else an element that does not belong there breaks, by the numbers of the rules. */
const ALSO: readonly (readonly [ids: string, numbers: string])[] = [
  ['BR-52', '043'],
  ['BR-49', '489 560 643'],
  ['FCT-X05', '022 302 392 488 528 558 559 561 641 642'],
  ['UBL-SR-53', '274 396'],
  ['UBL-CR-664', '430 431'],
  ['BR-CL-22', '480 600'],
  ['BR-55 UBL-SR-07', '531'],
  ['UBL-CR-631', '628'],
  ['FCT-X02', '629 630'],
  ['BR-CL-19 UBL-CR-669', '633'],
  ['UBL-CR-670', '634'],
  ['UBL-CR-671', '635'],
  ['UBL-CR-628', '631'],
  ['BR-CL-19 UBL-CR-633', '669'],
  ['UBL-CR-634', '670'],
  ['UBL-CR-635', '671'],
]

function unused(number: number, place: string, name: string): Case {
  const id = `UBL-CR-${String(number).padStart(3, '0')}`
  // The second additional document is the one that may have an attachment.
  const path = place.replace('LINE', LINE).replace(/^cac:AdditionalDocumentReference/, '$&[2]')
  const also = ALSO.find(([, numbers]) => numbers.includes(id.slice(-3)))?.[0] ?? ''
  return fault(id, (d) => d.add(withParents(d, path), element(name)), also)
}

/** The place in the rich invoice; parts that it does not have are made. */
function withParents(draft: Draft, path: string): string {
  const steps = path.split('/').filter((step) => step !== '')
  steps.forEach((step, at) => {
    const parent = steps.slice(0, at).join('/')
    if (!has(draft, `${parent}/${step}`.replace(/^\//, ''))) draft.add(parent, `<${step}/>`)
  })
  return path
}

function has(draft: Draft, path: string): boolean {
  try {
    return draft.at(path) !== undefined
  } catch {
    return false
  }
}

// biome-ignore format: a table reads best in rows.
const ATTRIBUTES: readonly (readonly [number: number, path: string, name: string, also?: string])[] = [
  [648, 'cbc:CustomizationID', 'schemeID'], [649, 'cbc:ProfileID', 'schemeID'], [650, 'cbc:ID', 'schemeID'],
  [651, 'cac:OrderReference/cbc:SalesOrderID', 'schemeID'], [652, `${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`, 'schemeID'],
  [653, `${MEANS}/cbc:PaymentID`, 'schemeID'], [654, `${MEANS}/cac:PayeeFinancialAccount/cbc:ID`, 'schemeID'],
  [655, `${MEANS}/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID`, 'schemeID'],
  [656, 'cbc:InvoiceTypeCode', 'listID'], [657, 'cbc:DocumentCurrencyCode', 'listID'], [658, 'cbc:TaxCurrencyCode', 'listID'],
  [659, 'cac:AdditionalDocumentReference/cbc:DocumentTypeCode', 'listID'],
  [660, `${SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`, 'listID'], [661, `${MEANS}/cbc:PaymentMeansCode`, 'listID'],
  [662, 'cac:AllowanceCharge/cbc:AllowanceChargeReasonCode', 'listID'], [663, `${LINE}/cbc:InvoicedQuantity`, 'unitCodeListID'],
  [665, 'cac:AdditionalDocumentReference[2]/cbc:ID', 'schemeID', 'UBL-SR-43'],
  [667, `${LINE}/cac:Item/cac:BuyersItemIdentification/cbc:ID`, 'schemeID'], [668, `${LINE}/cac:Item/cac:SellersItemIdentification/cbc:ID`, 'schemeID'],
  [674, `${MEANS}/cac:CardAccount/cbc:PrimaryAccountNumberID`, 'schemeID'], [675, `${MEANS}/cac:CardAccount/cbc:NetworkID`, 'schemeID'],
  [676, `${MEANS}/cac:PaymentMandate/cbc:ID`, 'schemeID'], [677, `${MEANS}/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID`, 'schemeID'],
  [678, 'cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID', 'schemeID'], [679, `${LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`, 'schemeID'],
]

/** UBL-CR-*. */
export const UNUSED_CASES: readonly Case[] = [
  fault('UBL-CR-002', (d) => d.add('', '<cbc:UBLVersionID>2.3</cbc:UBLVersionID>')),
  ...UNUSED_ELEMENTS.flatMap(([first, place, names]) =>
    names.split(' ').map((name, step) => unused(first + step, place, name)),
  ),
  fault('UBL-CR-412', (d) => d.add(MEANS, '<cbc:PaymentDueDate>2026-04-01</cbc:PaymentDueDate>')),
  unused(631, 'LINE/cac:Price', 'cbc:OrderableUnitFactorRate'),
  unused(664, `${MEANS}/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch`, 'cac:FinancialInstitution'),
  unused(669, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:AllowanceChargeReasonCode'),
  unused(670, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:AllowanceChargeReason'),
  unused(671, 'LINE/cac:Price/cac:AllowanceCharge', 'cbc:MultiplierFactorNumeric'),
  unused(680, MEANS, 'cac:PayerFinancialAccount'),
  ...ATTRIBUTES.map(([number, path, name, also]) =>
    fault(`UBL-CR-${number}`, (d) => d.attribute(path, name, 'x'), also),
  ),
  fault('UBL-CR-672', (d) => d.attribute('cbc:CreditNoteTypeCode', 'listID', 'x'), '', 'credit note'),
  fault('UBL-CR-666', (d) =>
    d.add(
      'cac:AdditionalDocumentReference',
      '<cac:Attachment><cac:ExternalReference><cbc:URI>x</cbc:URI></cac:ExternalReference></cac:Attachment>',
    ),
  ),
  fault('UBL-CR-673', (d) =>
    d.add('cac:AdditionalDocumentReference', '<cbc:DocumentDescription>x</cbc:DocumentDescription>'),
  ),
]
