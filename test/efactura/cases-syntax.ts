import { type Case, fault } from './case.ts'
import type { Draft } from './ubl-mutate.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const AGENT = 'cac:TaxRepresentativeParty'
const PAYEE = 'cac:PayeeParty'
const LINE = 'cac:InvoiceLine'
const MEANS = 'cac:PaymentMeans'
const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>'

function repeated(rule: string, path: string, also = ''): Case {
  return fault(rule, (d) => d.repeat(path), also)
}

/** A second payment means without what may be there only once. */
function secondMeans(draft: Draft): Draft {
  return draft
    .repeat(MEANS)
    .remove(`${MEANS}[2]/cac:CardAccount`)
    .remove(`${MEANS}[2]/cac:PaymentMandate`)
    .attribute(`${MEANS}[2]/cbc:PaymentMeansCode`, 'name', null)
}

/** UBL-SR-*. */
export const SYNTAX_CASES: readonly Case[] = [
  repeated('UBL-SR-01', 'cac:ContractDocumentReference'),
  repeated('UBL-SR-02', 'cac:ReceiptDocumentReference'),
  repeated('UBL-SR-03', 'cac:DespatchDocumentReference'),
  repeated('UBL-SR-04', 'cac:AdditionalDocumentReference'),
  repeated('UBL-SR-05', 'cac:PaymentTerms'),
  repeated('UBL-SR-06', 'cac:BillingReference/cac:InvoiceDocumentReference', 'FCT-X04'),
  fault('UBL-SR-07', (d) => d.remove('cac:BillingReference/cac:InvoiceDocumentReference'), 'BR-55'),
  fault('UBL-SR-08', (d) => d.repeat('cac:InvoicePeriod').remove('cac:InvoicePeriod[2]/cbc:DescriptionCode')),
  repeated('UBL-SR-09', `${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`, 'FCT-X04'),
  repeated('UBL-SR-10', `${SELLER}/cac:PartyName`),
  repeated('UBL-SR-11', `${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`, 'FCT-X04'),
  fault('UBL-SR-12', (d) =>
    d
      .set(`${SELLER}/cac:PartyTaxScheme[2]/cac:TaxScheme/cbc:ID`, 'VAT')
      .set(`${SELLER}/cac:PartyTaxScheme[2]/cbc:CompanyID`, 'RO1459029'),
  ),
  fault('UBL-SR-13', (d) => d.set(`${SELLER}/cac:PartyTaxScheme/cac:TaxScheme/cbc:ID`, 'GST')),
  repeated('UBL-SR-14', `${SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`, 'FCT-X04'),
  repeated('UBL-SR-15', `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`, 'FCT-X04'),
  repeated('UBL-SR-16', `${BUYER}/cac:PartyIdentification`),
  repeated('UBL-SR-17', `${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`, 'FCT-X04'),
  repeated('UBL-SR-18', `${BUYER}/cac:PartyTaxScheme`),
  repeated('UBL-SR-19', `${PAYEE}/cac:PartyName`),
  fault('UBL-SR-19', (d) => d.set(`${PAYEE}/cac:PartyName/cbc:Name`, 'Exemplu SRL'), 'UBL-SR-20 UBL-SR-21'),
  repeated('UBL-SR-20', `${PAYEE}/cac:PartyIdentification`),
  repeated('UBL-SR-21', `${PAYEE}/cac:PartyLegalEntity/cbc:CompanyID`, 'FCT-X04'),
  repeated('UBL-SR-22', `${AGENT}/cac:PartyName`),
  repeated('UBL-SR-23', `${AGENT}/cac:PartyTaxScheme`),
  repeated('UBL-SR-24', 'cac:Delivery'),
  repeated('UBL-SR-25', 'cac:Delivery/cac:DeliveryParty/cac:PartyName'),
  repeated('UBL-SR-26', `${MEANS}/cbc:PaymentID`),
  repeated('UBL-SR-27', `${MEANS}/cbc:PaymentMeansCode`, 'FCT-X04 UBL-SR-46'),
  repeated('UBL-SR-28', `${MEANS}/cac:PaymentMandate/cbc:ID`, 'FCT-X04'),
  fault('UBL-SR-29', (d) =>
    d.add(PAYEE, '<cac:PartyIdentification><cbc:ID schemeID="SEPA">RO98ZZZ999</cbc:ID></cac:PartyIdentification>'),
  ),
  repeated('UBL-SR-30', 'cac:AllowanceCharge/cbc:AllowanceChargeReason'),
  repeated('UBL-SR-30', `${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReason`),
  repeated('UBL-SR-31', 'cac:AllowanceCharge[2]/cbc:AllowanceChargeReason'),
  repeated('UBL-SR-32', 'cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:TaxExemptionReason'),
  repeated('UBL-SR-33', 'cac:AdditionalDocumentReference[2]/cbc:DocumentDescription'),
  repeated('UBL-SR-34', `${LINE}/cbc:Note`),
  repeated('UBL-SR-35', `${LINE}/cac:OrderLineReference`),
  repeated('UBL-SR-36', `${LINE}/cac:InvoicePeriod`),
  repeated('UBL-SR-37', `${LINE}/cac:Price/cac:AllowanceCharge`),
  repeated('UBL-SR-39', 'cac:ProjectReference'),
  repeated('UBL-SR-40', `${BUYER}/cac:PartyName`),
  fault(
    'UBL-SR-42',
    (d) =>
      d.add(
        SELLER,
        '<cac:PartyTaxScheme><cbc:CompanyID>X</cbc:CompanyID><cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>',
      ),
    'UBL-SR-13',
  ),
  fault('UBL-SR-43', (d) =>
    d.add('cac:AdditionalDocumentReference[2]', '<cbc:DocumentTypeCode>916</cbc:DocumentTypeCode>'),
  ),
  fault('UBL-SR-43', (d) => d.attribute('cac:AdditionalDocumentReference[2]/cbc:ID', 'schemeID', 'AWR'), 'UBL-CR-665'),
  fault('UBL-SR-44', (d) => secondMeans(d).set(`${MEANS}[2]/cbc:PaymentID`, 'FCT 0003')),
  fault(
    'UBL-SR-45',
    (d) =>
      [1, 2].reduce(
        (draft, at) => draft.add(`${MEANS}[${at}]`, '<cbc:PaymentDueDate>2026-04-01</cbc:PaymentDueDate>'),
        secondMeans(d),
      ),
    'UBL-CR-412',
  ),
  fault('UBL-SR-46', (d) => secondMeans(d).attribute(`${MEANS}[2]/cbc:PaymentMeansCode`, 'name', 'Ordin')),
  fault('UBL-SR-47', (d) => secondMeans(d).set(`${MEANS}[2]/cbc:PaymentMeansCode`, '42')),
  fault('UBL-SR-48', (d) => d.repeat(`${LINE}/cac:Item/cac:ClassifiedTaxCategory`)),
  repeated('UBL-SR-49', 'cac:InvoicePeriod/cbc:DescriptionCode'),
  repeated('UBL-SR-50', `${LINE}/cac:Item/cbc:Description`),
  repeated('UBL-SR-51', `${SELLER}/cac:PostalAddress/cac:AddressLine`),
  repeated('UBL-SR-52', `${LINE}/cac:DocumentReference`),
  fault('UBL-SR-53', (d) => d.add(BUYER, `<cac:PartyTaxScheme>${VAT}</cac:PartyTaxScheme>`)),
]

const UNUSED = `08 schemeName 09 schemeAgencyName 10 schemeDataURI 11 schemeURI 12 format 13 unitCodeListIdentifier
  14 unitCodeListAgencyIdentifier 15 unitCodeListAgencyName 16 listAgencyName 17 listName 18 name 19 languageID 20 listURI
  21 listSchemeURI 22 languageLocaleID 23 uri 24 currencyCodeListVersionID 25 characterSetCode 26 encodingCode
  27 schemeAgencyID 28 listAgencyID`.split(/\s+/)
const FILE = 'cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject'

/** UBL-DT-*. */
export const ATTRIBUTE_CASES: readonly Case[] = [
  fault(
    'UBL-DT-01',
    (d) =>
      d.add(`${MEANS}/cac:PaymentMandate`, '<cbc:MaximumPaidAmount currencyID="EUR">1.234</cbc:MaximumPaidAmount>'),
    'UBL-CR-437',
  ),
  fault('UBL-DT-06', (d) => d.attribute(FILE, 'mimeCode', null)),
  fault('UBL-DT-07', (d) => d.attribute(FILE, 'filename', null)),
  ...UNUSED.flatMap((name, at) =>
    at % 2 === 0
      ? []
      : [
          fault(
            `UBL-DT-${UNUSED[at - 1]}`,
            (d) => d.attribute('cbc:Note', name, 'x'),
            // Only these two are attributes of a text.
            /^language/.test(name) ? '' : 'FCT-X12',
          ),
        ],
  ),
]
