import { type Case, fault } from './case.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const LINE = 'cac:InvoiceLine'
const ITEM = `${LINE}/cac:Item`
const OBJECT = 'cac:AdditionalDocumentReference/cbc:ID'
const FILE = 'cac:AdditionalDocumentReference[2]/cac:Attachment/cbc:EmbeddedDocumentBinaryObject'

/** BR-CL-*, and codes at the edges of their lists. */
export const CODE_CASES: readonly Case[] = [
  fault('BR-CL-01', (d) => d.set('cbc:InvoiceTypeCode', '381'), 'BR-RO-020_1'),
  fault('BR-CL-01', (d) => d.set('cbc:CreditNoteTypeCode', '380'), 'BR-RO-020_2', 'credit note'),
  fault('BR-CL-03', (d) => d.attribute(`${LINE}/cbc:LineExtensionAmount`, 'currencyID', 'LEI'), 'FCT-A10'),
  fault('BR-CL-04', (d) => d.set('cbc:DocumentCurrencyCode', 'LEI'), 'BR-CO-15 BR-RO-030 FCT-A10', 'plain'),
  fault('BR-CL-05', (d) => d.set('cbc:TaxCurrencyCode', 'LEI'), 'BR-53 BR-RO-030 FCT-A10'),
  fault('BR-CL-06', (d) => d.set('cac:InvoicePeriod/cbc:DescriptionCode', '4'), 'BR-RO-040'),
  fault(
    'BR-CL-06',
    (d) => d.add('cac:InvoiceLine/cac:InvoicePeriod', '<cbc:DescriptionCode>4</cbc:DescriptionCode>'),
    'BR-RO-040 UBL-CR-523',
  ),
  fault('BR-CL-07', (d) => d.attribute(OBJECT, 'schemeID', 'ACM')),
  fault('BR-CL-07', (d) => d.attribute(`${LINE}/cac:DocumentReference/cbc:ID`, 'schemeID', 'XXX')),
  fault('BR-CL-08', (d) => d.set('cbc:Note', '#QQQ#Text')),
  fault('BR-CL-10', (d) => d.attribute(`${SELLER}/cac:PartyIdentification/cbc:ID`, 'schemeID', '0001')),
  fault(
    'BR-CL-10',
    (d) => d.attribute('cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID', 'schemeID', 'SEPA'),
    'UBL-SR-29',
  ),
  fault('BR-CL-11', (d) => d.attribute(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`, 'schemeID', '0181')),
  fault('BR-CL-13', (d) =>
    d.attribute(`${ITEM}/cac:CommodityClassification/cbc:ItemClassificationCode`, 'listID', 'CPV'),
  ),
  fault('BR-CL-14', (d) => d.set(`${SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode`, 'EL')),
  fault('BR-CL-15', (d) => d.set(`${ITEM}/cac:OriginCountry/cbc:IdentificationCode`, 'UK')),
  fault('BR-CL-16', (d) => d.set('cac:PaymentMeans/cbc:PaymentMeansCode', '98')),
  fault('BR-CL-17', (d) => d.set('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID', 'H'), 'FCT-A05'),
  fault('BR-CL-18', (d) => d.set(`${ITEM}/cac:ClassifiedTaxCategory/cbc:ID`, 'H'), 'BR-S-08 FCT-A03 FCT-A05'),
  fault('BR-CL-19', (d) => d.set('cac:AllowanceCharge/cbc:AllowanceChargeReasonCode', '61')),
  fault('BR-CL-19', (d) => d.set(`${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode`, 'AA')),
  fault('BR-CL-20', (d) => d.set('cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode', '95')),
  fault('BR-CL-21', (d) => d.attribute(`${ITEM}/cac:StandardItemIdentification/cbc:ID`, 'schemeID', '0217')),
  fault('BR-CL-22', (d) =>
    d.set('cac:TaxTotal/cac:TaxSubtotal[3]/cac:TaxCategory/cbc:TaxExemptionReasonCode', 'VATEX-EU-135-1'),
  ),
  fault('BR-CL-23', (d) => d.attribute(`${LINE}[2]/cbc:InvoicedQuantity`, 'unitCode', 'BUC')),
  fault('BR-CL-24', (d) => d.attribute(FILE, 'mimeCode', 'application/zip')),
  fault('BR-CL-25', (d) => d.attribute(`${SELLER}/cbc:EndpointID`, 'schemeID', '0220')),
  fault('BR-CL-26', (d) => d.attribute('cac:Delivery/cac:DeliveryLocation/cbc:ID', 'schemeID', 'GLN')),
]
