import { type Case, fault } from './case.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const AGENT = 'cac:TaxRepresentativeParty'
const LINE = 'cac:InvoiceLine'

/** BR-01 to BR-67 and the BR-CO rules that do not calculate. */
export const DOCUMENT_CASES: readonly Case[] = [
  fault('BR-01', (d) => d.remove('cbc:CustomizationID'), 'BR-RO-001'),
  fault('BR-02', (d) => d.remove('cbc:ID'), 'BR-RO-010'),
  fault('BR-03', (d) => d.remove('cbc:IssueDate')),
  fault('BR-04', (d) => d.remove('cbc:InvoiceTypeCode')),
  fault('BR-04', (d) => d.remove('cbc:CreditNoteTypeCode'), '', 'credit note'),
  fault('BR-05', (d) => d.remove('cbc:DocumentCurrencyCode'), 'BR-RO-030', 'plain'),
  fault(
    'BR-06',
    (d) => d.remove(`${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`),
    'UBL-SR-19 UBL-SR-20 UBL-SR-21',
  ),
  fault('BR-07', (d) => d.remove(`${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`)),
  fault('BR-08', (d) => d.remove(`${SELLER}/cac:PostalAddress`), 'BR-RO-081 BR-RO-091'),
  fault('BR-09', (d) => d.remove(`${SELLER}/cac:PostalAddress/cac:Country`)),
  fault('BR-10', (d) => d.remove(`${BUYER}/cac:PostalAddress`), 'BR-RO-082 BR-RO-092'),
  fault('BR-11', (d) => d.remove(`${BUYER}/cac:PostalAddress/cac:Country`)),
  fault('BR-16', (d) => d.remove(LINE), 'BR-CO-10 BR-S-01 BR-S-08', 'plain'),
  fault(
    'BR-16',
    (d) => d.remove(LINE).set('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount', '0.00'),
    'BR-CO-10 BR-E-08 FCT-A07',
    'exempt',
  ),
  fault('BR-17', (d) => d.remove('cac:PayeeParty/cac:PartyName'), 'UBL-SR-19 UBL-SR-20 UBL-SR-21'),
  fault('BR-17', (d) => d.set('cac:PayeeParty/cac:PartyName/cbc:Name', 'Exemplu')),
  fault('BR-17', (d) => d.set('cac:PayeeParty/cac:PartyIdentification/cbc:ID', '5940000000017')),
  fault('BR-18', (d) => d.remove(`${AGENT}/cac:PartyName`)),
  fault('BR-19', (d) => d.remove(`${AGENT}/cac:PostalAddress`)),
  fault('BR-20', (d) => d.remove(`${AGENT}/cac:PostalAddress/cac:Country`)),
  fault('BR-21', (d) => d.remove(`${LINE}/cbc:ID`)),
  fault('BR-22', (d) => d.remove(`${LINE}/cbc:InvoicedQuantity`), 'BR-23'),
  fault('BR-23', (d) => d.attribute(`${LINE}[2]/cbc:InvoicedQuantity`, 'unitCode', null)),
  fault('BR-24', (d) => d.remove(`${LINE}/cbc:LineExtensionAmount`), 'BR-CO-10 BR-S-08 FCT-A03', 'plain'),
  fault('BR-25', (d) => d.remove(`${LINE}/cac:Item/cbc:Name`)),
  fault('BR-26', (d) => d.remove(`${LINE}/cac:Price`), 'BR-27', 'plain'),
  fault(
    'BR-27',
    (d) => d.set(`${LINE}/cac:Price/cbc:PriceAmount`, '-100').set(`${LINE}/cbc:InvoicedQuantity`, '-2'),
    '',
    'plain',
  ),
  fault('BR-28', (d) =>
    d
      .set(`${LINE}/cac:Price/cac:AllowanceCharge/cbc:BaseAmount`, '-125')
      .set(`${LINE}/cac:Price/cac:AllowanceCharge/cbc:Amount`, '-225'),
  ),
  fault('BR-29', (d) => d.set('cac:InvoicePeriod/cbc:EndDate', '2026-01-31')),
  fault('BR-30', (d) => d.set(`${LINE}/cac:InvoicePeriod/cbc:EndDate`, '2026-01-31')),
  fault('BR-31', (d) => d.remove('cac:AllowanceCharge/cbc:Amount'), 'BR-CO-11 BR-S-08 FCT-A03'),
  fault('BR-32', (d) => d.remove('cac:AllowanceCharge/cac:TaxCategory'), 'BR-S-08 FCT-A03'),
  fault(
    'BR-33',
    (d) =>
      d
        .remove('cac:AllowanceCharge/cbc:AllowanceChargeReason')
        .remove('cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'),
    'BR-CO-21',
  ),
  fault('BR-36', (d) => d.remove('cac:AllowanceCharge[2]/cbc:Amount'), 'BR-CO-12 BR-S-08 FCT-A03'),
  fault('BR-37', (d) => d.remove('cac:AllowanceCharge[2]/cac:TaxCategory'), 'BR-S-08 FCT-A03'),
  fault(
    'BR-38',
    (d) =>
      d
        .remove('cac:AllowanceCharge[2]/cbc:AllowanceChargeReason')
        .remove('cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode'),
    'BR-CO-22',
  ),
  fault('BR-41', (d) => d.remove(`${LINE}/cac:AllowanceCharge/cbc:Amount`)),
  fault(
    'BR-42',
    (d) =>
      d
        .remove(`${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReason`)
        .remove(`${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode`),
    'BR-CO-23',
  ),
  fault('BR-43', (d) => d.remove(`${LINE}/cac:AllowanceCharge[2]/cbc:Amount`)),
  fault(
    'BR-44',
    (d) =>
      d
        .remove(`${LINE}/cac:AllowanceCharge[2]/cbc:AllowanceChargeReason`)
        .remove(`${LINE}/cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode`),
    'BR-CO-24',
  ),
  fault('BR-45', (d) => d.remove('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount'), 'BR-CO-17 BR-S-08 BR-S-09'),
  fault('BR-46', (d) => d.remove('cac:TaxTotal/cac:TaxSubtotal[3]/cbc:TaxAmount'), 'BR-CO-17 BR-E-09'),
  fault('BR-47', (d) => d.remove('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID'), 'FCT-A05'),
  fault(
    'BR-48',
    (d) => d.remove('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent'),
    'BR-CO-17 BR-S-09 FCT-A05',
  ),
  fault('BR-49', (d) => d.remove('cac:PaymentMeans/cbc:PaymentMeansCode')),
  fault('BR-50', (d) => d.remove('cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID'), 'BR-61'),
  fault('BR-51', (d) => d.set('cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID', '4111111111111111')),
  fault('BR-52', (d) => d.remove('cac:AdditionalDocumentReference[2]/cbc:ID')),
  fault('BR-53', (d) => d.remove('cac:TaxTotal[2]')),
  fault('BR-54', (d) => d.remove(`${LINE}/cac:Item/cac:AdditionalItemProperty/cbc:Name`)),
  fault('BR-54', (d) => d.remove(`${LINE}/cac:Item/cac:AdditionalItemProperty/cbc:Value`)),
  fault('BR-55', (d) => d.remove('cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID'), 'UBL-SR-07'),
  fault('BR-56', (d) => d.remove(`${AGENT}/cac:PartyTaxScheme`)),
  fault('BR-57', (d) => d.remove('cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country')),
  fault('BR-61', (d) => d.remove('cac:PaymentMeans/cac:PayeeFinancialAccount')),
  fault('BR-62', (d) => d.attribute(`${SELLER}/cbc:EndpointID`, 'schemeID', null)),
  fault('BR-63', (d) => d.attribute(`${BUYER}/cbc:EndpointID`, 'schemeID', null)),
  fault('BR-64', (d) => d.attribute(`${LINE}/cac:Item/cac:StandardItemIdentification/cbc:ID`, 'schemeID', null)),
  fault('BR-65', (d) =>
    d.attribute(`${LINE}/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode`, 'listID', null),
  ),
  fault('BR-66', (d) =>
    d
      .repeat('cac:PaymentMeans')
      .remove('cac:PaymentMeans[2]/cac:PaymentMandate')
      .attribute('cac:PaymentMeans[2]/cbc:PaymentMeansCode', 'name', null),
  ),
  fault('BR-67', (d) =>
    d
      .repeat('cac:PaymentMeans')
      .remove('cac:PaymentMeans[2]/cac:CardAccount')
      .attribute('cac:PaymentMeans[2]/cbc:PaymentMeansCode', 'name', null),
  ),
  fault('BR-CO-03', (d) => d.add('', '<cbc:TaxPointDate>2026-03-01</cbc:TaxPointDate>')),
  fault('BR-CO-04', (d) => d.remove(`${LINE}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID`), 'BR-S-08 FCT-A03'),
  fault('BR-CO-09', (d) => d.set(`${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, '1459002'), 'FCT-I08'),
  // White space before it hides the prefix.
  fault('BR-CO-09', (d) => d.set(`${BUYER}/cac:PartyTaxScheme/cbc:CompanyID`, '  RO1459002')),
  fault('BR-CO-18', (d) => d.remove('cac:TaxTotal/cac:TaxSubtotal'), 'BR-S-01 FCT-A05', 'plain'),
  fault('BR-CO-19', (d) =>
    d
      .remove('cac:InvoicePeriod/cbc:StartDate')
      .remove('cac:InvoicePeriod/cbc:EndDate')
      .remove('cac:InvoicePeriod/cbc:DescriptionCode'),
  ),
  fault('BR-CO-20', (d) =>
    d.remove(`${LINE}/cac:InvoicePeriod/cbc:StartDate`).remove(`${LINE}/cac:InvoicePeriod/cbc:EndDate`),
  ),
  fault(
    'BR-CO-21',
    (d) =>
      d
        .remove('cac:AllowanceCharge/cbc:AllowanceChargeReason')
        .remove('cac:AllowanceCharge/cbc:AllowanceChargeReasonCode'),
    'BR-33',
  ),
  fault(
    'BR-CO-22',
    (d) =>
      d
        .remove('cac:AllowanceCharge[2]/cbc:AllowanceChargeReason')
        .remove('cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode'),
    'BR-38',
  ),
  fault(
    'BR-CO-23',
    (d) =>
      d
        .remove(`${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReason`)
        .remove(`${LINE}/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode`),
    'BR-42',
  ),
  fault(
    'BR-CO-24',
    (d) =>
      d
        .remove(`${LINE}/cac:AllowanceCharge[2]/cbc:AllowanceChargeReason`)
        .remove(`${LINE}/cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode`),
    'BR-44',
  ),
  fault('BR-CO-26', (d) => d.remove(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`), '', 'not subject to VAT'),
]
