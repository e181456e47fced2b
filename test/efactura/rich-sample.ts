const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>'

function eur(name: string, amount: string): string {
  return `<cbc:${name} currencyID="EUR">${amount}</cbc:${name}>`
}

function country(code: string): string {
  return `<cac:Country><cbc:IdentificationCode>${code}</cbc:IdentificationCode></cac:Country>`
}

function address(name: string, city: string, county: string, code: string): string {
  return `<cac:${name}><cbc:StreetName>Str. Lungă 7</cbc:StreetName><cbc:AdditionalStreetName>Etaj 2</cbc:AdditionalStreetName>
    <cbc:CityName>${city}</cbc:CityName><cbc:PostalZone>100200</cbc:PostalZone><cbc:CountrySubentity>${county}</cbc:CountrySubentity>
    <cac:AddressLine><cbc:Line>Scara B</cbc:Line></cac:AddressLine>${country(code)}</cac:${name}>`
}

const CONTACT = `<cac:Contact><cbc:Name>Ana Pop</cbc:Name><cbc:Telephone>0721000000</cbc:Telephone>
  <cbc:ElectronicMail>ana@exemplu.ro</cbc:ElectronicMail></cac:Contact>`

/** BG-4 to BG-15. */
const PARTIES = `<cac:AccountingSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="EM">ana@exemplu.ro</cbc:EndpointID>
    <cac:PartyIdentification><cbc:ID schemeID="0088">5940000000017</cbc:ID></cac:PartyIdentification>
    <cac:PartyIdentification><cbc:ID schemeID="SEPA">RO98ZZZ123</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>Exemplu</cbc:Name></cac:PartyName>${address('PostalAddress', 'Cluj-Napoca', 'RO-CJ', 'RO')}
    <cac:PartyTaxScheme><cbc:CompanyID>RO1234567897</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>
    <cac:PartyTaxScheme><cbc:CompanyID>1234567897</cbc:CompanyID><cac:TaxScheme><cbc:ID>NOT_EU_VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Exemplu SRL</cbc:RegistrationName><cbc:CompanyID>J12/1/2020</cbc:CompanyID>
      <cbc:CompanyLegalForm>Capital social 200 lei</cbc:CompanyLegalForm></cac:PartyLegalEntity>${CONTACT}
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="EM">dan@client.ro</cbc:EndpointID>
    <cac:PartyIdentification><cbc:ID schemeID="0088">5940000000024</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>Client</cbc:Name></cac:PartyName>${address('PostalAddress', 'SECTOR3', 'RO-B', 'RO')}
    <cac:PartyTaxScheme><cbc:CompanyID>RO1459002</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Client SA</cbc:RegistrationName><cbc:CompanyID>J40/2/2010</cbc:CompanyID></cac:PartyLegalEntity>
    ${CONTACT}</cac:Party></cac:AccountingCustomerParty>
  <cac:PayeeParty><cac:PartyIdentification><cbc:ID schemeID="0088">5940000000031</cbc:ID></cac:PartyIdentification>
    <cac:PartyName><cbc:Name>Factoring SA</cbc:Name></cac:PartyName>
    <cac:PartyLegalEntity><cbc:CompanyID>J40/3/2011</cbc:CompanyID></cac:PartyLegalEntity></cac:PayeeParty>
  <cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Reprezentant SRL</cbc:Name></cac:PartyName>
    ${address('PostalAddress', 'SECTOR2', 'RO-B', 'RO')}
    <cac:PartyTaxScheme><cbc:CompanyID>RO1459010</cbc:CompanyID>${VAT}</cac:PartyTaxScheme></cac:TaxRepresentativeParty>
  <cac:Delivery><cbc:ActualDeliveryDate>2026-03-01</cbc:ActualDeliveryDate><cac:DeliveryLocation>
    <cbc:ID schemeID="0088">5940000000048</cbc:ID>${address('Address', 'SECTOR4', 'RO-B', 'RO')}</cac:DeliveryLocation>
    <cac:DeliveryParty><cac:PartyName><cbc:Name>Depozit SRL</cbc:Name></cac:PartyName></cac:DeliveryParty></cac:Delivery>`

/** BG-16 to BG-21. */
const PAYMENT = `<cac:PaymentMeans><cbc:PaymentMeansCode name="Transfer">30</cbc:PaymentMeansCode><cbc:PaymentID>FCT 0002</cbc:PaymentID>
    <cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID><cbc:NetworkID>VISA</cbc:NetworkID>
      <cbc:HolderName>Dan Ion</cbc:HolderName></cac:CardAccount>
    <cac:PayeeFinancialAccount><cbc:ID>RO49AAAA1B31007593840000</cbc:ID><cbc:Name>Exemplu</cbc:Name>
      <cac:FinancialInstitutionBranch><cbc:ID>AAAAROBU</cbc:ID></cac:FinancialInstitutionBranch></cac:PayeeFinancialAccount>
    <cac:PaymentMandate><cbc:ID>M-1</cbc:ID><cac:PayerFinancialAccount><cbc:ID>DE89370400440532013000</cbc:ID></cac:PayerFinancialAccount></cac:PaymentMandate>
  </cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>30 de zile</cbc:Note></cac:PaymentTerms>
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>
    <cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>
    ${eur('Amount', '70.00')}${eur('BaseAmount', '700.00')}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>${VAT}</cac:TaxCategory></cac:AllowanceCharge>
  <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>
    <cbc:AllowanceChargeReason>Transport</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>
    ${eur('Amount', '30.00')}${eur('BaseAmount', '300.00')}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>${VAT}</cac:TaxCategory></cac:AllowanceCharge>`

function group(base: string, vat: string, category: string): string {
  return `<cac:TaxSubtotal>${eur('TaxableAmount', base)}${eur('TaxAmount', vat)}<cac:TaxCategory>${category}${VAT}</cac:TaxCategory></cac:TaxSubtotal>`
}

const TOTALS = `<cac:TaxTotal>${eur('TaxAmount', '206.30')}
    ${group('930.00', '195.30', '<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>')}
    ${group('100.00', '11.00', '<cbc:ID>S</cbc:ID><cbc:Percent>11</cbc:Percent>')}
    ${group('50.00', '0.00', '<cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent><cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>Scutit</cbc:TaxExemptionReason>')}
  </cac:TaxTotal>
  <cac:TaxTotal><cbc:TaxAmount currencyID="RON">1031.50</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>${eur('LineExtensionAmount', '1120.00')}${eur('TaxExclusiveAmount', '1080.00')}
    ${eur('TaxInclusiveAmount', '1286.30')}${eur('AllowanceTotalAmount', '70.00')}${eur('ChargeTotalAmount', '30.00')}
    ${eur('PrepaidAmount', '86.30')}${eur('PayableRoundingAmount', '0.10')}${eur('PayableAmount', '1200.10')}</cac:LegalMonetaryTotal>`

function line(id: string, quantity: string, net: string, category: string, price: string, more = ''): string {
  return `<cac:InvoiceLine><cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="H87">${quantity}</cbc:InvoicedQuantity>
    ${eur('LineExtensionAmount', net)}${more}<cac:Item><cbc:Name>Articol ${id}</cbc:Name>
    <cac:ClassifiedTaxCategory>${category}${VAT}</cac:ClassifiedTaxCategory></cac:Item><cac:Price>${eur('PriceAmount', price)}</cac:Price></cac:InvoiceLine>`
}

/** BG-25 with everything a line can have: 10 × 100 − 50 + 20. */
const FULL_LINE = `<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:Note>Notă</cbc:Note>
  <cbc:InvoicedQuantity unitCode="H87">10</cbc:InvoicedQuantity>${eur('LineExtensionAmount', '970.00')}<cbc:AccountingCost>704</cbc:AccountingCost>
  <cac:InvoicePeriod><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-02-28</cbc:EndDate></cac:InvoicePeriod>
  <cac:OrderLineReference><cbc:LineID>4</cbc:LineID></cac:OrderLineReference>
  <cac:DocumentReference><cbc:ID schemeID="AWR">OB-1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>
  <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>
    <cbc:AllowanceChargeReason>Rabat</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>5</cbc:MultiplierFactorNumeric>
    ${eur('Amount', '50.00')}${eur('BaseAmount', '1000.00')}</cac:AllowanceCharge>
  <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>PC</cbc:AllowanceChargeReasonCode>
    <cbc:AllowanceChargeReason>Ambalaj</cbc:AllowanceChargeReason><cbc:MultiplierFactorNumeric>2</cbc:MultiplierFactorNumeric>
    ${eur('Amount', '20.00')}${eur('BaseAmount', '1000.00')}</cac:AllowanceCharge>
  <cac:Item><cbc:Description>Descriere</cbc:Description><cbc:Name>Articol</cbc:Name>
    <cac:BuyersItemIdentification><cbc:ID>B-1</cbc:ID></cac:BuyersItemIdentification>
    <cac:SellersItemIdentification><cbc:ID>S-1</cbc:ID></cac:SellersItemIdentification>
    <cac:StandardItemIdentification><cbc:ID schemeID="0160">05940000000055</cbc:ID></cac:StandardItemIdentification>
    <cac:OriginCountry><cbc:IdentificationCode>RO</cbc:IdentificationCode></cac:OriginCountry>
    <cac:CommodityClassification><cbc:ItemClassificationCode listID="STI">30125110-5</cbc:ItemClassificationCode></cac:CommodityClassification>
    <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>${VAT}</cac:ClassifiedTaxCategory>
    <cac:AdditionalItemProperty><cbc:Name>Culoare</cbc:Name><cbc:Value>negru</cbc:Value></cac:AdditionalItemProperty></cac:Item>
  <cac:Price>${eur('PriceAmount', '100')}<cbc:BaseQuantity unitCode="H87">1</cbc:BaseQuantity>
    <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>${eur('Amount', '25')}${eur('BaseAmount', '125')}</cac:AllowanceCharge></cac:Price></cac:InvoiceLine>`

const HEAD = `<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1</cbc:CustomizationID>
  <cbc:ProfileID>P1</cbc:ProfileID><cbc:ID>FCT 0002</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>2026-04-01</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>#AAI#Mulțumim</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:TaxCurrencyCode>RON</cbc:TaxCurrencyCode><cbc:AccountingCost>411</cbc:AccountingCost><cbc:BuyerReference>BR-7</cbc:BuyerReference>
  <cac:InvoicePeriod><cbc:StartDate>2026-02-01</cbc:StartDate><cbc:EndDate>2026-02-28</cbc:EndDate><cbc:DescriptionCode>3</cbc:DescriptionCode></cac:InvoicePeriod>
  <cac:OrderReference><cbc:ID>CMD-1</cbc:ID><cbc:SalesOrderID>DV-1</cbc:SalesOrderID></cac:OrderReference>
  <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>FCT 0000</cbc:ID><cbc:IssueDate>2026-02-27</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>
  <cac:DespatchDocumentReference><cbc:ID>AE-1</cbc:ID></cac:DespatchDocumentReference>
  <cac:ReceiptDocumentReference><cbc:ID>NIR-1</cbc:ID></cac:ReceiptDocumentReference>
  <cac:OriginatorDocumentReference><cbc:ID>LOT-1</cbc:ID></cac:OriginatorDocumentReference>
  <cac:ContractDocumentReference><cbc:ID>CTR-1</cbc:ID></cac:ContractDocumentReference>
  <cac:AdditionalDocumentReference><cbc:ID schemeID="AWR">OB-1</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>
  <cac:AdditionalDocumentReference><cbc:ID>ANX-1</cbc:ID><cbc:DocumentDescription>Anexă</cbc:DocumentDescription><cac:Attachment>
    <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="anexa.pdf">JVBERg==</cbc:EmbeddedDocumentBinaryObject>
    <cac:ExternalReference><cbc:URI>https://exemplu.ro/anexa</cbc:URI></cac:ExternalReference></cac:Attachment></cac:AdditionalDocumentReference>
  <cac:ProjectReference><cbc:ID>PRJ-1</cbc:ID></cac:ProjectReference>`

/** An invoice in which every group of EN 16931 occurs, so that every rule has something to look at. Clean. */
export const RICH_INVOICE = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">${HEAD}${PARTIES}${PAYMENT}${TOTALS}${FULL_LINE}
  ${line('2', '3', '100.00', '<cbc:ID>S</cbc:ID><cbc:Percent>11</cbc:Percent>', '33.3333')}
  ${line('3', '2', '50.00', '<cbc:ID>E</cbc:ID><cbc:Percent>0</cbc:Percent>', '25')}
</Invoice>`
