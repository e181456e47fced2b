import { type Case, fault } from './case.ts'
import type { Draft } from './ubl-mutate.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const LINE = 'cac:InvoiceLine'
const TOTAL = 'cac:LegalMonetaryTotal'
const GROUP = 'cac:TaxTotal/cac:TaxSubtotal'

/** Sets VAT of the only group, and what follows from it. */
function withVat(draft: Draft, vat: string, total: string): Draft {
  return draft
    .set('cac:TaxTotal/cbc:TaxAmount', vat)
    .set(`${GROUP}/cbc:TaxAmount`, vat)
    .set(`${TOTAL}/cbc:TaxInclusiveAmount`, total)
    .set(`${TOTAL}/cbc:PayableAmount`, total)
}

/** FCT-A*: what two public libraries send and every published rule lets pass (efactura 4.5). */
export const ARITHMETIC_CASES: readonly Case[] = [
  fault('FCT-A01', (d) => d.set(`${LINE}[2]/cac:Price/cbc:PriceAmount`, '33.33')),
  fault('FCT-A01', (d) => d.set(`${LINE}/cac:Price/cbc:BaseQuantity`, '10')),
  fault('FCT-A01', (d) => d.set(`${LINE}/cbc:InvoicedQuantity`, '10.0001')),
  fault('FCT-A02', (d) => withVat(d, '42.02', '242.02'), '', 'plain'),
  fault('FCT-A02', (d) => withVat(d, '41.50', '241.50'), '', 'plain'),
  fault('FCT-A03', (d) => d.set(`${GROUP}/cbc:TaxableAmount`, '929.99').set(`${GROUP}[2]/cbc:TaxableAmount`, '100.01')),
  fault('FCT-A04', (d) => d.set(`${LINE}/cac:Price/cbc:BaseQuantity`, '0')),
  fault(
    'FCT-A05',
    (d) =>
      d
        .remove(`${GROUP}[2]`)
        .set('cac:TaxTotal/cbc:TaxAmount', '195.30')
        .set(`${TOTAL}/cbc:TaxInclusiveAmount`, '1275.30')
        .set(`${TOTAL}/cbc:PayableAmount`, '1189.10'),
    'FCT-A07',
  ),
  fault(
    'FCT-A06',
    (d) =>
      d
        .repeat(`${GROUP}[2]`)
        .set('cac:TaxTotal/cbc:TaxAmount', '217.30')
        .set(`${TOTAL}/cbc:TaxInclusiveAmount`, '1297.30')
        .set(`${TOTAL}/cbc:PayableAmount`, '1211.10'),
    'FCT-A07',
  ),
  fault('FCT-A07', (d) => d.set(`${GROUP}[2]/cbc:TaxableAmount`, '100.02'), 'FCT-A03'),
  fault('FCT-A08', (d) => d.set('cac:AllowanceCharge/cbc:MultiplierFactorNumeric', '11')),
  fault('FCT-A08', (d) => d.set(`${LINE}/cac:AllowanceCharge[2]/cbc:BaseAmount`, '900.00')),
  fault('FCT-A09', (d) => d.set(`${LINE}/cac:Price/cac:AllowanceCharge/cbc:Amount`, '24')),
  fault('FCT-A10', (d) => d.attribute(`${LINE}/cac:Price/cbc:PriceAmount`, 'currencyID', 'RON')),
  fault('FCT-A11', (d) => d.set('cac:TaxTotal[2]/cbc:TaxAmount', '-1031.50')),
  fault('FCT-A12', (d) => d.attribute(`${LINE}/cac:Price/cbc:BaseQuantity`, 'unitCode', 'KGM')),
]

/** FCT-I*. */
export const IDENTIFIER_CASES: readonly Case[] = [
  fault('FCT-I01', (d) => d.set(`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`, 'RO1234567891')),
  fault('FCT-I01', (d) => d.set(`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`, 'RO 1234567897')),
  fault('FCT-I02', (d) => d.set(`${SELLER}/cac:PartyTaxScheme[2]/cbc:CompanyID`, '1234567891')),
  fault('FCT-I03', (d) => d.set(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`, '1234567891')),
  fault('FCT-I04', (d) => d.set(`${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, 'RO1459003')),
  fault('FCT-I05', (d) => d.set(`${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`, '1850423400007')),
  fault('FCT-I05', (d) => d.set(`${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`, 'RO1459003')),
  fault('FCT-I06', (d) => d.set('cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID', 'RO1459011')),
  fault('FCT-I07', (d) => d.set(`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`, 'DE123456789')),
  fault('FCT-I08', (d) =>
    d
      .set(`${BUYER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`, 'GR')
      .set(`${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, 'GR123456789'),
  ),
  fault('FCT-I09', (d) => d.set('cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID', 'RO49AAAA1B31007593840001')),
  fault('FCT-I10', (d) =>
    d.set('cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID', 'DE89370400440532013001'),
  ),
  fault('FCT-I11', (d) => currency(d, 'HRK')),
  fault('FCT-I12', (d) => d.attribute(`${BUYER}/cbc:EndpointID`, 'schemeID', '9906')),
]

/** The document in another currency, all of it but the total VAT in lei. */
function currency(draft: Draft, code: string): Draft {
  const change = (element: Draft['root']) => {
    element.attributes = element.attributes.map((found) =>
      found.name === 'currencyID' && found.value === 'EUR' ? { ...found, value: code } : found,
    )
    element.children.forEach(change)
  }
  change(draft.root)
  return draft.set('cbc:DocumentCurrencyCode', code)
}

/** FCT-C*. */
export const CONSISTENCY_CASES: readonly Case[] = [
  fault('FCT-C01', (d) => d.set('cbc:DueDate', '2026-03-01')),
  fault('FCT-C02', (d) => d.remove('cac:BillingReference'), '', 'storno'),
  fault('FCT-C02', (d) => d.remove('cac:BillingReference'), '', 'credit note'),
  fault('FCT-C02', (d) => d.set('cbc:InvoiceTypeCode', '384'), '', 'plain'),
  fault(
    'FCT-C03',
    (d) =>
      withVat(d, '-42.00', '-242.00')
        .set('cac:CreditNoteLine/cbc:CreditedQuantity', '-2')
        .set('cac:CreditNoteLine/cbc:LineExtensionAmount', '-200.00')
        .set(`${GROUP}/cbc:TaxableAmount`, '-200.00')
        .set(`${TOTAL}/cbc:LineExtensionAmount`, '-200.00')
        .set(`${TOTAL}/cbc:TaxExclusiveAmount`, '-200.00'),
    '',
    'credit note',
  ),
  fault('FCT-C04', (d) => d.set('cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate', '2026-03-03')),
  fault('FCT-C05', (d) => d.set(`${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, 'RO1234567897')),
  fault('FCT-C06', (d) => d.set(`${GROUP}[3]/cac:TaxCategory/cbc:TaxExemptionReasonCode`, 'VATEX-EU-AE')),
  fault(
    'FCT-C06',
    (d) => d.set(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReasonCode`, 'VATEX-EU-132'),
    '',
    'reverse charge',
  ),
  fault(
    'FCT-C07',
    (d) =>
      withVat(d, '38.00', '238.00')
        .set(`${GROUP}/cac:TaxCategory/cbc:Percent`, '19')
        .set(`${LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent`, '19'),
    '',
    'plain',
  ),
  fault('FCT-C08', (d) => d.set(`${LINE}[2]/cbc:ID`, '1')),
  fault('FCT-C09', (d) => d.set('cac:InvoicePeriod/cbc:DescriptionCode', '432')),
  fault('FCT-C10', (d) => d.set('cbc:InvoiceTypeCode', '389'), '', 'plain'),
  fault('FCT-C11', (d) => d.set(`${GROUP}/cac:TaxCategory/cbc:TaxExemptionReason`, 'Art. 331'), '', 'reverse charge'),
  fault('FCT-C12', (d) =>
    d.set(
      'cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject',
      'AAAA'.repeat(1_048_577),
    ),
  ),
  fault('FCT-C13', (d) => d.set(`${TOTAL}/cbc:PrepaidAmount`, '-86.30').set(`${TOTAL}/cbc:PayableAmount`, '1372.70')),
  fault(
    'FCT-C14',
    (d) => d.set(`${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`, 'Exemplu S.R.L.'),
    '',
    'to a consumer',
  ),
  fault(
    'FCT-C15',
    (d) =>
      d
        .remove(`${BUYER}/cac:PartyTaxScheme`)
        .add(`${BUYER}/cac:PartyLegalEntity`, '<cbc:CompanyID>1459002</cbc:CompanyID>'),
    '',
    'reverse charge',
  ),
]

/** FCT-X*. */
export const STRUCTURE_CASES: readonly Case[] = [
  fault('FCT-X02', (d) => d.add('', '<cbc:Remark>x</cbc:Remark>')),
  fault(
    'FCT-X02',
    (d) => d.add(LINE, '<cac:Delivery/>').add('', '<cac:InvoiceLines><cbc:ID>1</cbc:ID></cac:InvoiceLines>'),
    'UBL-CR-550',
  ),
  fault('FCT-X02', (d) => d.add('', '<cbc:DueDate>2026-04-01</cbc:DueDate>'), '', 'credit note'),
  fault('FCT-X03', (d) => late(d, 'cbc:IssueDate')),
  fault('FCT-X03', (d) => late(d, 'cac:PaymentTerms')),
  fault('FCT-X04', (d) => d.repeat('cac:OrderReference')),
  fault('FCT-X05', (d) => d.remove('cac:AllowanceCharge/cbc:ChargeIndicator'), 'BR-CO-11 BR-S-08 FCT-A03'),
  fault('FCT-X05', (d) => d.remove(TOTAL), 'BR-CO-15', 'plain'),
  fault('FCT-X06', (d) => d.set(`${LINE}/cac:Price/cbc:PriceAmount`, '1.00e2')),
  fault('FCT-X06', (d) => d.set(`${LINE}[2]/cbc:InvoicedQuantity`, '3,00')),
  fault('FCT-X07', (d) => d.set(`${LINE}/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator`, 'False')),
  fault('FCT-X08', (d) => d.attribute(`${TOTAL}/cbc:PayableAmount`, 'currencyID', null), 'BR-CL-03'),
  fault('FCT-X09', (d) =>
    d.set('cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject', 'nu*este'),
  ),
  fault('FCT-X06', (d) => d.set(`${LINE}/cac:Price/cbc:PriceAmount`, '100\u00a0')),
  fault('FCT-X10', (d) => d.set('cbc:BuyerReference', '  ')),
  fault('FCT-X11', (d) => d.repeat('cac:OriginatorDocumentReference')),
  fault('FCT-X05', (d) => d.remove(`${LINE}/cac:Price/cac:AllowanceCharge/cbc:Amount`)),
  fault('FCT-X12', (d) => d.attribute('cbc:IssueDate', 'format', 'YMD'), 'UBL-DT-12'),
  fault('FCT-X12', (d) => d.attribute(`${LINE}/cac:Item/cbc:Name`, 'schemeID', 'x')),
  fault('FCT-X13', (d) => d.set('cac:Delivery', 'astăzi')),
  fault('FCT-X13', (d) => d.add('cbc:BuyerReference', '<cbc:ID>1</cbc:ID>')),
]

/** Moves an element to the end of the document. */
function late(draft: Draft, path: string): Draft {
  const element = draft.at(path)
  draft.remove(path)
  draft.root.children.push(element)
  return draft
}
