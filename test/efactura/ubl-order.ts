import { isNamed, type XmlElement } from '../../src/domain/efactura/xml-tree.ts'

/** Children in the order of the UBL 2.1 XSD; `*` may repeat, `!` must be there. Only elements that EN 16931 uses. */
const PARTY = 'EndpointID PartyIdentification* PartyName PostalAddress PartyTaxScheme* PartyLegalEntity Contact'
const ADDRESS = 'StreetName AdditionalStreetName CityName PostalZone CountrySubentity AddressLine Country'
const DOCUMENT = 'ID! IssueDate DocumentTypeCode DocumentDescription Attachment'
const ALLOWANCE =
  'ChargeIndicator! AllowanceChargeReasonCode AllowanceChargeReason MultiplierFactorNumeric Amount! BaseAmount TaxCategory'
const CATEGORY = 'ID Percent TaxExemptionReasonCode TaxExemptionReason TaxScheme!'
const LINE = (quantity: string) =>
  `ID! Note ${quantity} LineExtensionAmount! AccountingCost InvoicePeriod OrderLineReference DocumentReference AllowanceCharge* Item! Price`

const ORDER: Readonly<Record<string, string>> = {
  Invoice:
    'CustomizationID ProfileID ID! IssueDate! DueDate InvoiceTypeCode Note* TaxPointDate DocumentCurrencyCode TaxCurrencyCode AccountingCost BuyerReference InvoicePeriod OrderReference BillingReference* DespatchDocumentReference ReceiptDocumentReference OriginatorDocumentReference ContractDocumentReference AdditionalDocumentReference* ProjectReference AccountingSupplierParty! AccountingCustomerParty! PayeeParty TaxRepresentativeParty Delivery PaymentMeans* PaymentTerms AllowanceCharge* TaxTotal* LegalMonetaryTotal! InvoiceLine*',
  CreditNote:
    'CustomizationID ProfileID ID! IssueDate! TaxPointDate CreditNoteTypeCode Note* DocumentCurrencyCode TaxCurrencyCode AccountingCost BuyerReference InvoicePeriod OrderReference BillingReference* DespatchDocumentReference ReceiptDocumentReference ContractDocumentReference AdditionalDocumentReference* OriginatorDocumentReference AccountingSupplierParty! AccountingCustomerParty! PayeeParty TaxRepresentativeParty Delivery PaymentMeans* PaymentTerms AllowanceCharge* TaxTotal* LegalMonetaryTotal! CreditNoteLine*',
  InvoicePeriod: 'StartDate EndDate DescriptionCode',
  OrderReference: 'ID! SalesOrderID',
  BillingReference: 'InvoiceDocumentReference',
  InvoiceDocumentReference: DOCUMENT,
  DespatchDocumentReference: DOCUMENT,
  ReceiptDocumentReference: DOCUMENT,
  OriginatorDocumentReference: DOCUMENT,
  ContractDocumentReference: DOCUMENT,
  AdditionalDocumentReference: DOCUMENT,
  DocumentReference: DOCUMENT,
  ProjectReference: 'ID!',
  Attachment: 'EmbeddedDocumentBinaryObject ExternalReference',
  ExternalReference: 'URI',
  AccountingSupplierParty: 'Party',
  AccountingCustomerParty: 'Party',
  Party: PARTY,
  PayeeParty: PARTY,
  TaxRepresentativeParty: PARTY,
  DeliveryParty: PARTY,
  PartyIdentification: 'ID!',
  PartyName: 'Name!',
  PostalAddress: ADDRESS,
  Address: ADDRESS,
  AddressLine: 'Line!',
  Country: 'IdentificationCode',
  OriginCountry: 'IdentificationCode',
  PartyTaxScheme: 'CompanyID TaxScheme!',
  TaxScheme: 'ID',
  PartyLegalEntity: 'RegistrationName CompanyID CompanyLegalForm',
  Contact: 'Name Telephone ElectronicMail',
  Delivery: 'ActualDeliveryDate DeliveryLocation DeliveryParty',
  DeliveryLocation: 'ID Address',
  PaymentMeans: 'PaymentMeansCode! PaymentDueDate PaymentID CardAccount PayeeFinancialAccount PaymentMandate',
  CardAccount: 'PrimaryAccountNumberID! NetworkID! HolderName',
  PayeeFinancialAccount: 'ID Name FinancialInstitutionBranch',
  PayerFinancialAccount: 'ID',
  FinancialInstitutionBranch: 'ID',
  PaymentMandate: 'ID PayerFinancialAccount',
  PaymentTerms: 'Note',
  AllowanceCharge: ALLOWANCE,
  TaxTotal: 'TaxAmount! TaxSubtotal*',
  TaxSubtotal: 'TaxableAmount TaxAmount! TaxCategory!',
  TaxCategory: CATEGORY,
  ClassifiedTaxCategory: CATEGORY,
  LegalMonetaryTotal:
    'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount!',
  InvoiceLine: LINE('InvoicedQuantity'),
  CreditNoteLine: LINE('CreditedQuantity'),
  OrderLineReference: 'LineID!',
  Item: 'Description Name BuyersItemIdentification SellersItemIdentification StandardItemIdentification OriginCountry CommodityClassification* ClassifiedTaxCategory AdditionalItemProperty*',
  BuyersItemIdentification: 'ID!',
  SellersItemIdentification: 'ID!',
  StandardItemIdentification: 'ID!',
  CommodityClassification: 'ItemClassificationCode',
  AdditionalItemProperty: 'Name! Value',
  Price: 'PriceAmount! BaseQuantity AllowanceCharge',
}

/** What the XSD would object to, as far as the table above knows it. */
export function faultsOfOrder(element: XmlElement): string[] {
  const order = ORDER[element.name]
  if (order === undefined) return element.children.length === 0 ? leafFaults(element) : [`unknown ${element.name}`]
  const faults: string[] = []
  const allowed = order.split(' ')
  let at = 0
  for (const entry of allowed) {
    const name = entry.replace(/[*!]/, '')
    const from = at
    while (element.children[at]?.name === name) at += 1
    if (entry.endsWith('!') && at === from) faults.push(`${element.name} lacks ${name}`)
    if (!entry.endsWith('*') && at > from + 1) faults.push(`${element.name} repeats ${name}`)
  }
  if (at < element.children.length) faults.push(`${element.name} has ${element.children[at]?.name} out of order`)
  return [...faults, ...element.children.flatMap(faultsOfOrder)]
}

function leafFaults(element: XmlElement): string[] {
  const isBasic = isNamed(element, `cbc:${element.name}`)
  const lacksCurrency = /Amount$/.test(element.name) && !element.attributes.some(({ name }) => name === 'currencyID')
  return [
    ...(isBasic ? [] : [`${element.name} is not of cbc`]),
    ...(lacksCurrency ? [`${element.name} lacks currencyID`] : []),
    ...(element.text.trim() === '' ? [`${element.name} is empty`] : []),
  ]
}
