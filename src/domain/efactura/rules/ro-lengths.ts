import {
  allowances,
  along,
  anyLines,
  anywhere,
  attribute,
  below,
  charges,
  either,
  lineAllowances,
  lineCharges,
  noLongerThan,
  type Where,
} from './checks.ts'
import { type Check, fatal, type Rule } from './rule.ts'
import { collapsed } from './values.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const AGENT = 'cac:TaxRepresentativeParty'
const PLACE = 'cac:Delivery/cac:DeliveryLocation/cac:Address'

type Row = readonly [id: string, term: string, max: number, where: Where, ro: string, en: string]

const ITEMS = below(anyLines, 'cac:Item')
const PROPERTIES = below(anywhere('cac:Item'), 'cac:AdditionalItemProperty')

/**
 * What each length rule is about. L1017 and L1018 look at the code in ANAF's file; the text is meant (efactura 4.3), so
 * both are looked at. L302 is of every note there is, also of those that L301 and L303 look at.
 */
// biome-ignore format: a table reads best in rows.
const ROWS: readonly Row[] = [
  ['L0201', 'BT-38', 20, along(`${SELLER}/cac:PostalAddress/cbc:PostalZone`), 'Codul poștal al vânzătorului', 'The post code of the seller'],
  ['L0202', 'BT-53', 20, along(`${BUYER}/cac:PostalAddress/cbc:PostalZone`), 'Codul poștal al cumpărătorului', 'The post code of the buyer'],
  ['L0203', 'BT-67', 20, along(`${AGENT}/cac:PostalAddress/cbc:PostalZone`), 'Codul poștal al reprezentantului fiscal', 'The post code of the tax representative'],
  ['L0204', 'BT-78', 20, along(`${PLACE}/cbc:PostalZone`), 'Codul poștal de livrare', 'The post code of the delivery'],
  ['L0501', 'BT-37', 50, along(`${SELLER}/cac:PostalAddress/cbc:CityName`), 'Localitatea vânzătorului', 'The city of the seller'],
  ['L0502', 'BT-52', 50, along(`${BUYER}/cac:PostalAddress/cbc:CityName`), 'Localitatea cumpărătorului', 'The city of the buyer'],
  ['L0503', 'BT-66', 50, along(`${AGENT}/cac:PostalAddress/cbc:CityName`), 'Localitatea reprezentantului fiscal', 'The city of the tax representative'],
  ['L0504', 'BT-77', 50, along(`${PLACE}/cbc:CityName`), 'Localitatea de livrare', 'The city of the delivery'],
  ['L0505', 'BT-160', 50, below(PROPERTIES, 'cbc:Name'), 'Denumirea atributului', 'The name of the attribute'],
  ['L1001', 'BT-19', 100, along('cbc:AccountingCost'), 'Referința contabilă', 'The accounting reference'],
  ['L1002', 'BT-36', 100, along(`${SELLER}/cac:PostalAddress/cbc:AdditionalStreetName`), 'Linia 2 a adresei vânzătorului', 'Address line 2 of the seller'],
  ['L1003', 'BT-162', 100, along(`${SELLER}/cac:PostalAddress/cac:AddressLine/cbc:Line`), 'Linia 3 a adresei vânzătorului', 'Address line 3 of the seller'],
  ['L1004', 'BT-41', 100, along(`${SELLER}/cac:Contact/cbc:Name`), 'Persoana de contact a vânzătorului', 'The contact of the seller'],
  ['L1005', 'BT-42', 100, along(`${SELLER}/cac:Contact/cbc:Telephone`), 'Telefonul vânzătorului', 'The telephone of the seller'],
  ['L1006', 'BT-43', 100, along(`${SELLER}/cac:Contact/cbc:ElectronicMail`), 'Adresa de e-mail a vânzătorului', 'The e-mail address of the seller'],
  ['L1007', 'BT-51', 100, along(`${BUYER}/cac:PostalAddress/cbc:AdditionalStreetName`), 'Linia 2 a adresei cumpărătorului', 'Address line 2 of the buyer'],
  ['L1008', 'BT-163', 100, along(`${BUYER}/cac:PostalAddress/cac:AddressLine/cbc:Line`), 'Linia 3 a adresei cumpărătorului', 'Address line 3 of the buyer'],
  ['L1009', 'BT-56', 100, along(`${BUYER}/cac:Contact/cbc:Name`), 'Persoana de contact a cumpărătorului', 'The contact of the buyer'],
  ['L1010', 'BT-57', 100, along(`${BUYER}/cac:Contact/cbc:Telephone`), 'Telefonul cumpărătorului', 'The telephone of the buyer'],
  ['L1011', 'BT-58', 100, along(`${BUYER}/cac:Contact/cbc:ElectronicMail`), 'Adresa de e-mail a cumpărătorului', 'The e-mail address of the buyer'],
  ['L1012', 'BT-65', 100, along(`${AGENT}/cac:PostalAddress/cbc:AdditionalStreetName`), 'Linia 2 a adresei reprezentantului fiscal', 'Address line 2 of the tax representative'],
  ['L1013', 'BT-164', 100, along(`${AGENT}/cac:PostalAddress/cac:AddressLine/cbc:Line`), 'Linia 3 a adresei reprezentantului fiscal', 'Address line 3 of the tax representative'],
  ['L1014', 'BT-76', 100, along(`${PLACE}/cbc:AdditionalStreetName`), 'Linia 2 a adresei de livrare', 'Address line 2 of the delivery'],
  ['L1015', 'BT-165', 100, along(`${PLACE}/cac:AddressLine/cbc:Line`), 'Linia 3 a adresei de livrare', 'Address line 3 of the delivery'],
  ['L1017', 'BT-97', 100, reasons(allowances), 'Motivul deducerii', 'The reason of the allowance'],
  ['L1018', 'BT-104', 100, reasons(charges), 'Motivul taxei suplimentare', 'The reason of the charge'],
  ['L1019', 'BT-120', 100, along('cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:TaxExemptionReason'), 'Motivul scutirii de TVA', 'The exemption reason'],
  ['L1020', 'BT-123', 100, below(anywhere('cac:AdditionalDocumentReference'), 'cbc:DocumentDescription'), 'Descrierea documentului justificativ', 'The description of the supporting document'],
  ['L1021', 'BT-133', 100, below(anyLines, 'cbc:AccountingCost'), 'Referința contabilă a liniei', 'The accounting reference of the line'],
  ['L1022', 'BT-139', 100, below(lineAllowances, 'cbc:AllowanceChargeReason'), 'Motivul deducerii liniei', 'The reason of the line allowance'],
  ['L1023', 'BT-144', 100, below(lineCharges, 'cbc:AllowanceChargeReason'), 'Motivul taxei liniei', 'The reason of the line charge'],
  ['L1024', 'BT-153', 100, below(ITEMS, 'cbc:Name'), 'Denumirea articolului', 'The name of the item'],
  ['L1025', 'BT-161', 100, below(PROPERTIES, 'cbc:Value'), 'Valoarea atributului', 'The value of the attribute'],
  ['L140', 'BT-83', 140, below(anywhere('cac:PaymentMeans'), 'cbc:PaymentID'), 'Referința plății', 'The payment reference'],
  ['L151', 'BT-35', 150, along(`${SELLER}/cac:PostalAddress/cbc:StreetName`), 'Linia 1 a adresei vânzătorului', 'Address line 1 of the seller'],
  ['L152', 'BT-50', 150, along(`${BUYER}/cac:PostalAddress/cbc:StreetName`), 'Linia 1 a adresei cumpărătorului', 'Address line 1 of the buyer'],
  ['L153', 'BT-64', 150, along(`${AGENT}/cac:PostalAddress/cbc:StreetName`), 'Linia 1 a adresei reprezentantului fiscal', 'Address line 1 of the tax representative'],
  ['L154', 'BT-75', 150, along(`${PLACE}/cbc:StreetName`), 'Linia 1 a adresei de livrare', 'Address line 1 of the delivery'],
  ['L155', 'BT-1', 200, along('cbc:ID'), 'Numărul facturii', 'The invoice number'],
  ['L156', 'BT-25', 200, below(anywhere('cac:BillingReference'), 'cac:InvoiceDocumentReference/cbc:ID'), 'Numărul facturii anterioare', 'The number of the preceding invoice'],
  ['L0302', 'BT-12', 200, along('cac:ContractDocumentReference/cbc:ID'), 'Contractul', 'The contract reference'],
  ['L0303', 'BT-13', 200, along('cac:OrderReference/cbc:ID'), 'Comanda', 'The order reference'],
  ['L0304', 'BT-14', 200, along('cac:OrderReference/cbc:SalesOrderID'), 'Dispoziția de vânzare', 'The sales order reference'],
  ['L0305', 'BT-15', 200, along('cac:ReceiptDocumentReference/cbc:ID'), 'Avizul de recepție', 'The receiving advice reference'],
  ['L0306', 'BT-16', 200, along('cac:DespatchDocumentReference/cbc:ID'), 'Avizul de expediție', 'The despatch advice reference'],
  ['L0307', 'BT-17', 200, along('cac:OriginatorDocumentReference/cbc:ID'), 'Licitația sau lotul', 'The tender or lot reference'],
  ['L0308', 'BT-122', 200, below(anywhere('cac:AdditionalDocumentReference'), 'cbc:ID'), 'Referința documentului suplimentar', 'The reference of the additional document'],
  ['L201', 'BT-27', 200, along(`${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`), 'Denumirea vânzătorului', 'The name of the seller'],
  ['L202', 'BT-28', 200, along(`${SELLER}/cac:PartyName/cbc:Name`), 'Denumirea comercială a vânzătorului', 'The trading name of the seller'],
  ['L203', 'BT-44', 200, along(`${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`), 'Denumirea cumpărătorului', 'The name of the buyer'],
  ['L204', 'BT-45', 200, along(`${BUYER}/cac:PartyName/cbc:Name`), 'Denumirea comercială a cumpărătorului', 'The trading name of the buyer'],
  ['L205', 'BT-59', 200, along('cac:PayeeParty/cac:PartyName/cbc:Name'), 'Denumirea beneficiarului plății', 'The name of the payee'],
  ['L206', 'BT-62', 200, along(`${AGENT}/cac:PartyName/cbc:Name`), 'Denumirea reprezentantului fiscal', 'The name of the tax representative'],
  ['L207', 'BT-70', 200, along('cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name'), 'Denumirea primitorului', 'The name of the receiver'],
  ['L208', 'BT-85', 200, below(anywhere('cac:PaymentMeans'), 'cac:PayeeFinancialAccount/cbc:Name'), 'Numele contului', 'The name of the account'],
  ['L209', 'BT-88', 200, below(anywhere('cac:PaymentMeans'), 'cac:CardAccount/cbc:HolderName'), 'Numele deținătorului cardului', 'The name of the card holder'],
  ['L210', 'BT-124', 200, below(anywhere('cac:AdditionalDocumentReference'), 'cac:Attachment/cac:ExternalReference/cbc:URI'), 'Adresa documentului extern', 'The location of the external document'],
  ['L212', 'BT-154', 200, below(ITEMS, 'cbc:Description'), 'Descrierea articolului', 'The description of the item'],
  ['L301', 'BT-20', 300, along('cac:PaymentTerms/cbc:Note'), 'Textul termenilor de plată', 'The text of the payment terms'],
  ['L302', 'BT-22', 300, anywhere('cbc:Note'), 'Comentariul', 'The note'],
  ['L303', 'BT-127', 300, below(anyLines, 'cbc:Note'), 'Nota liniei', 'The note of the line'],
  ['L1000', 'BT-33', 1000, along(`${SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`), 'Informația juridică a vânzătorului', 'The legal information of the seller'],
]

/** The same for two texts that are attributes. */
// biome-ignore format: a table reads best in rows.
const ATTRIBUTES: readonly (readonly [id: string, term: string, max: number, where: Where, name: string, ro: string, en: string])[] = [
  ['L1016', 'BT-82', 100, below(anywhere('cac:PaymentMeans'), 'cbc:PaymentMeansCode'), 'name', 'Textul instrumentului de plată', 'The text of the payment means'],
  ['L211', 'BT-125', 200, below(anywhere('cac:AdditionalDocumentReference'), 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject'), 'filename', 'Numele fișierului atașat', 'The name of the attached file'],
]

/** CIUS-RO, how long texts may be (BR-RO-L), counted after white space is trimmed and collapsed. */
export const RO_LENGTHS: readonly Rule[] = [
  ...ROWS.map(([id, term, max, where, ro, en]) => length(id, term, noLongerThan(max, where), ro, en)),
  ...ATTRIBUTES.map(([id, term, max, where, name, ro, en]) =>
    length(id, term, attributeNoLonger(max, where, name), ro, en),
  ),
]

function reasons(where: Where): Where {
  return either(below(where, 'cbc:AllowanceChargeReason'), below(where, 'cbc:AllowanceChargeReasonCode'))
}

function length(id: string, term: string, check: Check, ro: string, en: string): Rule {
  return fatal(`BR-RO-${id}`, term, check, [
    `${ro} poate avea cel mult {max} de caractere; aici are {length}.`,
    `${en} may have at most {max} characters; here it has {length}.`,
  ])
}

function attributeNoLonger(max: number, where: Where, name: string): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) {
      const length = [...collapsed(attribute(element, name) ?? '')].length
      if (length > max) report(element, { attribute: name, values: { max, length } })
    }
  }
}
