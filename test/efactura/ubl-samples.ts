/** Clean documents for the tests of the rules: what they say is right by every rule, warnings included. */

const NAMESPACES = `xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"`
const CIUS_RO = 'urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1'
const VAT = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>'

const SELLER = `<cac:AccountingSupplierParty><cac:Party>
  <cac:PostalAddress><cbc:StreetName>Str. Unirii 1</cbc:StreetName><cbc:CityName>Cluj-Napoca</cbc:CityName>
    <cbc:PostalZone>400001</cbc:PostalZone><cbc:CountrySubentity>RO-CJ</cbc:CountrySubentity>
    <cac:Country><cbc:IdentificationCode>RO</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>RO1234567897</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Exemplu SRL</cbc:RegistrationName>
    <cbc:CompanyID>J12/1/2020</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>`

/** A seller who is not registered for VAT: the CUI stands where no VAT identifier may. */
const SELLER_WITHOUT_VAT = SELLER.replace(/<cac:PartyTaxScheme>.*<\/cac:PartyTaxScheme>/, '').replace(
  'J12/1/2020',
  '1234567897',
)

function buyer(address: string, ids: string): string {
  return `<cac:AccountingCustomerParty><cac:Party>${address}${ids}</cac:Party></cac:AccountingCustomerParty>`
}

const IN_BUCHAREST = `<cac:PostalAddress><cbc:StreetName>Calea Victoriei 2</cbc:StreetName>
  <cbc:CityName>SECTOR1</cbc:CityName><cbc:CountrySubentity>RO-B</cbc:CountrySubentity>
  <cac:Country><cbc:IdentificationCode>RO</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`
const IN_VIENNA = `<cac:PostalAddress><cbc:StreetName>Ring 3</cbc:StreetName><cbc:CityName>Wien</cbc:CityName>
  <cac:Country><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country></cac:PostalAddress>`
const LEGAL = '<cac:PartyLegalEntity><cbc:RegistrationName>Client SA</cbc:RegistrationName>'
const BUYER = buyer(
  IN_BUCHAREST,
  `<cac:PartyTaxScheme><cbc:CompanyID>RO1459002</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>${LEGAL}</cac:PartyLegalEntity>`,
)
const CONSUMER = buyer(
  IN_BUCHAREST,
  `${LEGAL.replace('Client SA', 'Ion Pop')}<cbc:CompanyID>0000000000000</cbc:CompanyID></cac:PartyLegalEntity>`,
)
const AUSTRIAN = buyer(
  IN_VIENNA,
  `<cac:PartyTaxScheme><cbc:CompanyID>ATU12345678</cbc:CompanyID>${VAT}</cac:PartyTaxScheme>${LEGAL}</cac:PartyLegalEntity>`,
)

interface Sample {
  readonly kind?: 'Invoice' | 'CreditNote'
  readonly type?: string
  readonly currency?: string
  readonly seller?: string
  readonly buyer?: string
  /** UNTDID 5305, and the rate; null leaves the rate out. */
  readonly category?: string
  readonly percent?: string | null
  readonly exemption?: string
  readonly quantity?: string
  readonly price?: string
  readonly net?: string
  readonly vat?: string
  readonly total?: string
  readonly due?: string
  /** What stands between the dates and the seller, and between the parties and the totals. */
  readonly references?: string
  readonly delivery?: string
}

/** A document of one line, as most of the tests need it. */
export function sample(about: Sample = {}): string {
  const { kind = 'Invoice', type = '380', currency = 'RON', seller = SELLER, category = 'S', percent = '21' } = about
  const { quantity = '2', price = '100', net = '200.00', vat = '42.00', total = '242.00', exemption = '' } = about
  const isNote = kind === 'CreditNote'
  const rate = percent === null ? '' : `<cbc:Percent>${percent}</cbc:Percent>`
  const money = (name: string, amount: string) => `<cbc:${name} currencyID="${currency}">${amount}</cbc:${name}>`
  const dueDate = '<cbc:DueDate>2026-04-01</cbc:DueDate>'
  return `<?xml version="1.0" encoding="UTF-8"?>
<${kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${kind}-2" ${NAMESPACES}>
  <cbc:CustomizationID>${CIUS_RO}</cbc:CustomizationID><cbc:ID>FCT 0001</cbc:ID>
  <cbc:IssueDate>2026-03-02</cbc:IssueDate>${isNote ? '' : (about.due ?? dueDate)}
  <cbc:${kind}TypeCode>${type}</cbc:${kind}TypeCode><cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
  ${about.references ?? ''}${seller}${about.buyer ?? BUYER}${about.delivery ?? ''}
  <cac:TaxTotal>${money('TaxAmount', vat)}<cac:TaxSubtotal>${money('TaxableAmount', net)}${money('TaxAmount', vat)}
    <cac:TaxCategory><cbc:ID>${category}</cbc:ID>${rate}${exemption}${VAT}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal>${money('LineExtensionAmount', net)}${money('TaxExclusiveAmount', net)}
    ${money('TaxInclusiveAmount', total)}${money('PayableAmount', total)}</cac:LegalMonetaryTotal>
  <cac:${kind}Line><cbc:ID>1</cbc:ID>
    <cbc:${isNote ? 'Credited' : 'Invoiced'}Quantity unitCode="H87">${quantity}</cbc:${isNote ? 'Credited' : 'Invoiced'}Quantity>
    ${money('LineExtensionAmount', net)}
    <cac:Item><cbc:Name>Serviciu</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>${category}</cbc:ID>${rate}${VAT}</cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price>${money('PriceAmount', price)}</cac:Price></cac:${kind}Line>
</${kind}>`
}

function exempt(code: string, text: string): string {
  return `<cbc:TaxExemptionReasonCode>${code}</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>${text}</cbc:TaxExemptionReason>`
}

const UNTAXED = { percent: '0', vat: '0.00', total: '200.00' } as const
const ORIGINAL = `<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>FCT 0000</cbc:ID>
  <cbc:IssueDate>2026-02-27</cbc:IssueDate></cac:InvoiceDocumentReference></cac:BillingReference>`
const TO_VIENNA = `<cac:Delivery><cbc:ActualDeliveryDate>2026-03-01</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address>
  <cbc:StreetName>Ring 3</cbc:StreetName><cbc:CityName>Wien</cbc:CityName><cbc:CountrySubentity>Wien</cbc:CountrySubentity>
  <cac:Country><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>`

/** One clean document of every kind that is written in practice (efactura 4.4, 4.6), by what it is. */
export const SAMPLES = {
  plain: sample(),
  'to a consumer': sample({ buyer: CONSUMER }),
  'zero rate': sample({ category: 'Z', ...UNTAXED }),
  exempt: sample({ category: 'E', ...UNTAXED, exemption: exempt('VATEX-EU-132', 'Scutit, art. 292') }),
  'reverse charge': sample({ category: 'AE', ...UNTAXED, exemption: exempt('VATEX-EU-AE', 'Taxare inversă') }),
  'intra-community': sample({
    category: 'K',
    ...UNTAXED,
    buyer: AUSTRIAN,
    delivery: TO_VIENNA,
    exemption: exempt('VATEX-EU-IC', 'Livrare intracomunitară'),
  }),
  export: sample({
    category: 'G',
    ...UNTAXED,
    exemption: exempt('VATEX-EU-G', 'Export'),
    buyer: buyer(
      IN_VIENNA.replace('>AT<', '>MD<'),
      `${LEGAL}<cbc:CompanyID>1003600012345</cbc:CompanyID></cac:PartyLegalEntity>`,
    ),
  }),
  'not subject to VAT': sample({
    category: 'O',
    ...UNTAXED,
    percent: null,
    exemption: exempt('VATEX-EU-O', 'Regim special de scutire, art. 310'),
    seller: SELLER_WITHOUT_VAT,
    buyer: CONSUMER,
  }),
  IGIC: sample({ category: 'L', percent: '7', vat: '14.00', total: '214.00' }),
  IPSI: sample({ category: 'M', percent: '10', vat: '20.00', total: '220.00' }),
  storno: sample({ quantity: '-2', net: '-200.00', vat: '-42.00', total: '-242.00', references: ORIGINAL, due: '' }),
  'credit note': sample({ kind: 'CreditNote', type: '381', references: ORIGINAL }),
  corrected: sample({ type: '384', references: ORIGINAL }),
  'prices with VAT, one ban off': sample({
    quantity: '1',
    price: '82.64',
    net: '82.64',
    vat: '17.36',
    total: '100.00',
  }),
} as const

export type SampleName = keyof typeof SAMPLES
