import { type Case, fault } from './case.ts'
import type { Draft } from './ubl-mutate.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const AGENT = 'cac:TaxRepresentativeParty'
const PLACE = 'cac:Delivery/cac:DeliveryLocation/cac:Address'
const LINE = 'cac:InvoiceLine'
const ITEM = `${LINE}/cac:Item`

const ADDRESSES = [
  [`${SELLER}/cac:PostalAddress`, '081', '091', '100', '110'],
  [`${BUYER}/cac:PostalAddress`, '082', '092', '101', '111'],
  [`${AGENT}/cac:PostalAddress`, '140', '150', '160', '170'],
  [PLACE, '180', '201', '202', '212'],
] as const

function inBucharest(draft: Draft, address: string, city: string): Draft {
  return draft.set(`${address}/cbc:CountrySubentity`, 'RO-B').set(`${address}/cbc:CityName`, city)
}

function times(draft: Draft, count: number, path: string): Draft {
  for (let done = 1; done < count; done++) draft.repeat(path)
  return draft
}

/** BR-RO-001 to BR-RO-212, the dates and the counts. */
export const RO_CASES: readonly Case[] = [
  fault('BR-RO-001', (d) =>
    d.set('cbc:CustomizationID', 'urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.0'),
  ),
  fault('BR-RO-010', (d) => d.set('cbc:ID', 'FCT')),
  fault('BR-RO-020_1', (d) => d.set('cbc:InvoiceTypeCode', '386')),
  fault('BR-RO-020_2', (d) => d.set('cbc:CreditNoteTypeCode', '396'), '', 'credit note'),
  fault('BR-RO-030', (d) => d.remove('cbc:TaxCurrencyCode').remove('cac:TaxTotal[2]')),
  fault('BR-RO-040', (d) => d.set('cac:InvoicePeriod/cbc:DescriptionCode', '35 '.repeat(2)), 'BR-CL-06'),
  fault('BR-RO-065', (d) => d.set(`${SELLER}/cac:PartyTaxScheme/cbc:CompanyID`, ''), 'FCT-X10', 'plain'),
  fault('BR-RO-120', (d) => d.remove(`${BUYER}/cac:PartyTaxScheme`), 'FCT-C14', 'plain'),
  fault('BR-RO-A020', (d) => times(d, 21, 'cbc:Note')),
  fault('BR-RO-A051', (d) => times(d, 51, 'cac:AdditionalDocumentReference[2]')),
  fault('BR-RO-A052', (d) => times(d, 51, `${ITEM}/cac:AdditionalItemProperty`)),
  fault('BR-RO-A500', (d) => times(d, 501, 'cac:BillingReference')),
  ...ADDRESSES.flatMap(([address, street, city, sector, county]) => [
    fault(`BR-RO-${street}`, (d) => d.remove(`${address}/cbc:StreetName`)),
    fault(`BR-RO-${city}`, (d) =>
      inBucharest(d, address, 'x').set(`${address}/cbc:CountrySubentity`, 'RO-IF').remove(`${address}/cbc:CityName`),
    ),
    fault(`BR-RO-${sector}`, (d) => inBucharest(d, address, 'București, Sectorul 3')),
    fault(`BR-RO-${county}`, (d) => d.set(`${address}/cbc:CountrySubentity`, 'CJ')),
  ]),
  fault('BR-RO-211', (d) => d.remove(`${PLACE}/cbc:CountrySubentity`), '', 'intra-community'),
  // A no-break space is no white space to XPath.
  fault('BR-RO-160', (d) => d.set(`${AGENT}/cac:PostalAddress/cbc:CityName`, 'SECTOR2\u00a0')),
  fault('BR-RO-110', (d) => d.set(`${SELLER}/cac:PostalAddress/cbc:CountrySubentity`, 'RO-CJ\u2003')),
  fault('BR-RO-001', (d) => d.set('cbc:CustomizationID', `${d.at('cbc:CustomizationID').text} `)),
  fault('BR-RO-DT001', (d) => d.set('cbc:IssueDate', '2026-03-02Z')),
  fault(
    'BR-RO-DT001',
    (d) => d.set('cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate', '27.02.2026'),
    'FCT-C04',
  ),
  fault('BR-RO-DT002', (d) => d.remove('cac:InvoicePeriod').add('', '<cbc:TaxPointDate>2026-3-1</cbc:TaxPointDate>')),
  fault('BR-RO-DT003', (d) => d.set('cbc:DueDate', '2026-04-31')),
  fault(
    'BR-RO-DT003_CN',
    (d) =>
      d.add(
        '',
        '<cac:PaymentMeans><cbc:PaymentMeansCode>42</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-04-01+03:00</cbc:PaymentDueDate></cac:PaymentMeans>',
      ),
    '',
    'credit note',
  ),
  fault('BR-RO-DT004', (d) => d.set('cac:Delivery/cbc:ActualDeliveryDate', '2026-02-30')),
  fault('BR-RO-DT005', (d) => d.set('cac:InvoicePeriod/cbc:StartDate', '2026-02-01T00:00:00')),
  fault('BR-RO-DT006', (d) => d.set(`${LINE}/cac:InvoicePeriod/cbc:EndDate`, '2026-02-29')),
]

// biome-ignore format: a table reads best in rows.
const LENGTHS: readonly (readonly [id: string, max: number, path: string, also?: string])[] = [
  ['L0201', 20, `${SELLER}/cac:PostalAddress/cbc:PostalZone`], ['L0202', 20, `${BUYER}/cac:PostalAddress/cbc:PostalZone`],
  ['L0203', 20, `${AGENT}/cac:PostalAddress/cbc:PostalZone`], ['L0204', 20, `${PLACE}/cbc:PostalZone`],
  ['L0501', 50, `${SELLER}/cac:PostalAddress/cbc:CityName`], ['L0502', 50, `${BUYER}/cac:PostalAddress/cbc:CityName`, 'BR-RO-101'],
  ['L0503', 50, `${AGENT}/cac:PostalAddress/cbc:CityName`, 'BR-RO-160'], ['L0504', 50, `${PLACE}/cbc:CityName`, 'BR-RO-202'],
  ['L0505', 50, `${ITEM}/cac:AdditionalItemProperty/cbc:Name`], ['L1025', 100, `${ITEM}/cac:AdditionalItemProperty/cbc:Value`],
  ['L1001', 100, 'cbc:AccountingCost'], ['L1021', 100, `${LINE}/cbc:AccountingCost`],
  ['L1002', 100, `${SELLER}/cac:PostalAddress/cbc:AdditionalStreetName`], ['L1003', 100, `${SELLER}/cac:PostalAddress/cac:AddressLine/cbc:Line`],
  ['L1004', 100, `${SELLER}/cac:Contact/cbc:Name`], ['L1005', 100, `${SELLER}/cac:Contact/cbc:Telephone`], ['L1006', 100, `${SELLER}/cac:Contact/cbc:ElectronicMail`],
  ['L1007', 100, `${BUYER}/cac:PostalAddress/cbc:AdditionalStreetName`], ['L1008', 100, `${BUYER}/cac:PostalAddress/cac:AddressLine/cbc:Line`],
  ['L1009', 100, `${BUYER}/cac:Contact/cbc:Name`], ['L1010', 100, `${BUYER}/cac:Contact/cbc:Telephone`], ['L1011', 100, `${BUYER}/cac:Contact/cbc:ElectronicMail`],
  ['L1012', 100, `${AGENT}/cac:PostalAddress/cbc:AdditionalStreetName`], ['L1013', 100, `${AGENT}/cac:PostalAddress/cac:AddressLine/cbc:Line`],
  ['L1014', 100, `${PLACE}/cbc:AdditionalStreetName`], ['L1015', 100, `${PLACE}/cac:AddressLine/cbc:Line`],
  ['L1017', 100, 'cac:AllowanceCharge/cbc:AllowanceChargeReason'], ['L1018', 100, 'cac:AllowanceCharge[2]/cbc:AllowanceChargeReason'],
  ['L1022', 100, `${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReason`], ['L1023', 100, `${LINE}/cac:AllowanceCharge[2]/cbc:AllowanceChargeReason`],
  ['L1019', 100, 'cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:TaxExemptionReason'], ['L1020', 100, 'cac:AdditionalDocumentReference[2]/cbc:DocumentDescription'],
  ['L1024', 100, `${ITEM}/cbc:Name`], ['L140', 140, 'cac:PaymentMeans/cbc:PaymentID'],
  ['L151', 150, `${SELLER}/cac:PostalAddress/cbc:StreetName`], ['L152', 150, `${BUYER}/cac:PostalAddress/cbc:StreetName`],
  ['L153', 150, `${AGENT}/cac:PostalAddress/cbc:StreetName`], ['L154', 150, `${PLACE}/cbc:StreetName`],
  ['L155', 200, 'cbc:ID'], ['L156', 200, 'cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'],
  ['L0302', 200, 'cac:ContractDocumentReference/cbc:ID'], ['L0303', 200, 'cac:OrderReference/cbc:ID'], ['L0304', 200, 'cac:OrderReference/cbc:SalesOrderID'],
  ['L0305', 200, 'cac:ReceiptDocumentReference/cbc:ID'], ['L0306', 200, 'cac:DespatchDocumentReference/cbc:ID'],
  ['L0307', 200, 'cac:OriginatorDocumentReference/cbc:ID'], ['L0308', 200, 'cac:AdditionalDocumentReference[2]/cbc:ID'],
  ['L201', 200, `${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`], ['L202', 200, `${SELLER}/cac:PartyName/cbc:Name`],
  ['L203', 200, `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`], ['L204', 200, `${BUYER}/cac:PartyName/cbc:Name`],
  ['L205', 200, 'cac:PayeeParty/cac:PartyName/cbc:Name'], ['L206', 200, `${AGENT}/cac:PartyName/cbc:Name`], ['L207', 200, 'cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name'],
  ['L208', 200, 'cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name'], ['L209', 200, 'cac:PaymentMeans/cac:CardAccount/cbc:HolderName'],
  ['L210', 200, 'cac:AdditionalDocumentReference[2]/cac:Attachment/cac:ExternalReference/cbc:URI'], ['L212', 200, `${ITEM}/cbc:Description`],
  ['L301', 300, 'cac:PaymentTerms/cbc:Note', 'BR-RO-L302'], ['L302', 300, 'cbc:Note'], ['L303', 300, `${LINE}/cbc:Note`, 'BR-RO-L302'],
  ['L1000', 1000, `${SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`],
]

/** `length` characters, begun by `id`: one takes two UTF-16 units, and there is white space that does not count. */
function text(length: number, id: string): string {
  return `  ${id}😀${'ă'.repeat(length - id.length - 3)} x\n `
}

/** BR-RO-L*: one character too many. That exactly as many pass is in the test of the clean documents. */
export const LENGTH_CASES: readonly Case[] = [
  ...LENGTHS.map(([id, max, path, also]) => fault(`BR-RO-${id}`, (d) => d.set(path, text(max + 1, id)), also)),
  fault('BR-RO-L0202', (d) => d.set(`${BUYER}/cac:PostalAddress/cbc:PostalZone`, `${'1'.repeat(20)}\u00a0`)),
  fault('BR-RO-L1017', (d) => d.set('cac:AllowanceCharge/cbc:AllowanceChargeReasonCode', '9'.repeat(101)), 'BR-CL-19'),
  fault('BR-RO-L1016', (d) => d.attribute('cac:PaymentMeans/cbc:PaymentMeansCode', 'name', `${'x'.repeat(100)}\u00a0`)),
  fault('BR-RO-L1016', (d) => d.attribute('cac:PaymentMeans/cbc:PaymentMeansCode', 'name', text(101, 'L1016'))),
  fault('BR-RO-L211', (d) =>
    d.attribute(
      'cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject',
      'filename',
      text(201, 'L211'),
    ),
  ),
]

/** The same texts at their longest, which is still right. */
export function longestTexts(draft: Draft): Draft {
  for (const [id, max, path, also] of LENGTHS)
    if (also === undefined || also === 'BR-RO-L302') draft.set(path, text(max, id))
  return draft
}
