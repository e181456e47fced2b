import {
  along,
  anywhere,
  atMost,
  attribute,
  below,
  child,
  children,
  document,
  each,
  filled,
  hasAttribute,
  isOfVat,
  lines,
  present,
  valueAt,
  valueIn,
} from './checks.ts'
import { VAT_PREFIXES } from './codes/document-codes.ts'
import { fatal, type Report, type Rule, warning } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'

const seller = along('cac:AccountingSupplierParty')
const sellerAddress = along('cac:AccountingSupplierParty/cac:Party/cac:PostalAddress')
const buyerAddress = along('cac:AccountingCustomerParty/cac:Party/cac:PostalAddress')
const payee = along('cac:PayeeParty')
const representative = along('cac:TaxRepresentativeParty')
const payments = anywhere('cac:PaymentMeans')
const attachments = anywhere('cac:AdditionalDocumentReference')
const deliveryAddress = below(anywhere('cac:Delivery'), 'cac:DeliveryLocation/cac:Address')

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'

/** Payment by credit transfer, SEPA or not (UNTDID 4461). */
const TRANSFERS: ReadonlySet<string> = new Set(['30', '58'])

/** As published, the first two characters must occur in this; white space before the number makes another of it. */
const ALL_PREFIXES = ` ${[...VAT_PREFIXES].join(' ')} `

/** EN 16931-1, integrity of the document and its parties (BR-01 to BR-20, BR-49 to BR-67). */
export const EN_DOCUMENT: readonly Rule[] = [
  fatal('BR-01', 'BT-24', filled(document, 'cbc:CustomizationID'), [
    'Lipsește identificatorul specificației (CustomizationID).',
    'The specification identifier (CustomizationID) is missing.',
  ]),
  fatal('BR-02', 'BT-1', filled(document, 'cbc:ID'), ['Lipsește numărul facturii.', 'The invoice number is missing.']),
  fatal('BR-03', 'BT-2', filled(document, 'cbc:IssueDate'), ['Lipsește data emiterii.', 'The issue date is missing.']),
  fatal(
    'BR-04',
    'BT-3',
    (invoice, report) => {
      const child = invoice.isCreditNote ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode'
      if (valueAt(invoice.root, 'cbc:InvoiceTypeCode') || valueAt(invoice.root, 'cbc:CreditNoteTypeCode')) return
      report(invoice.root, { child })
    },
    ['Lipsește codul tipului de factură.', 'The invoice type code is missing.'],
  ),
  fatal('BR-05', 'BT-5', filled(document, 'cbc:DocumentCurrencyCode'), [
    'Lipsește moneda facturii.',
    'The currency of the invoice is missing.',
  ]),
  fatal('BR-06', 'BT-27', filled(document, `${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`), [
    'Lipsește denumirea vânzătorului.',
    'The name of the seller is missing.',
  ]),
  fatal('BR-07', 'BT-44', filled(document, `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`), [
    'Lipsește denumirea cumpărătorului.',
    'The name of the buyer is missing.',
  ]),
  fatal('BR-08', 'BG-5', present(document, `${SELLER}/cac:PostalAddress`), [
    'Lipsește adresa vânzătorului.',
    'The address of the seller is missing.',
  ]),
  fatal('BR-09', 'BT-40', filled(sellerAddress, 'cac:Country/cbc:IdentificationCode'), [
    'Adresa vânzătorului nu are codul țării.',
    'The address of the seller has no country code.',
  ]),
  fatal('BR-10', 'BG-8', present(document, `${BUYER}/cac:PostalAddress`), [
    'Lipsește adresa cumpărătorului.',
    'The address of the buyer is missing.',
  ]),
  fatal('BR-11', 'BT-55', filled(buyerAddress, 'cac:Country/cbc:IdentificationCode'), [
    'Adresa cumpărătorului nu are codul țării.',
    'The address of the buyer has no country code.',
  ]),
  fatal(
    'BR-16',
    'BG-25',
    (invoice, report) => {
      const child = invoice.isCreditNote ? 'cac:CreditNoteLine' : 'cac:InvoiceLine'
      if (invoice.lines.length === 0) report(invoice.root, { child })
    },
    ['Factura nu are nicio linie.', 'The invoice has no line.'],
  ),
  fatal(
    'BR-17',
    'BT-59',
    (invoice, report) => {
      for (const party of payee(invoice)) {
        if (children(party, 'cac:PartyName/cbc:Name').length === 0) report(party, { child: 'cac:PartyName/cbc:Name' })
        for (const path of ['cac:PartyName/cbc:Name', 'cac:PartyIdentification/cbc:ID']) {
          const ofSeller = new Set(invoice.along(`${SELLER}/${path}`).map(({ text }) => text))
          for (const found of children(party, path)) if (ofSeller.has(found.text)) report(found)
        }
      }
    },
    [
      'Beneficiarul plății trebuie să aibă denumire și să fie altul decât vânzătorul; altfel nu se trece.',
      'The payee needs a name and must differ from the seller; otherwise leave the payee out.',
    ],
  ),
  fatal('BR-18', 'BT-62', filled(representative, 'cac:PartyName/cbc:Name'), [
    'Lipsește denumirea reprezentantului fiscal.',
    'The name of the tax representative is missing.',
  ]),
  fatal('BR-19', 'BG-12', present(representative, 'cac:PostalAddress'), [
    'Lipsește adresa reprezentantului fiscal.',
    'The address of the tax representative is missing.',
  ]),
  fatal('BR-20', 'BT-69', filled(below(representative, 'cac:PostalAddress'), 'cac:Country/cbc:IdentificationCode'), [
    'Adresa reprezentantului fiscal nu are codul țării.',
    'The address of the tax representative has no country code.',
  ]),
  fatal('BR-49', 'BT-81', present(payments, 'cbc:PaymentMeansCode'), [
    'Instrucțiunile de plată nu au codul instrumentului de plată.',
    'The payment instructions have no payment means code.',
  ]),
  fatal(
    'BR-50',
    'BT-84',
    filled(
      (invoice) =>
        payments(invoice)
          .filter((means) => TRANSFERS.has(child(means, 'cbc:PaymentMeansCode')?.text ?? ''))
          .flatMap((means) => children(means, 'cac:PayeeFinancialAccount')),
      'cbc:ID',
    ),
    ['Contul de plată nu are număr (IBAN).', 'The payment account has no number (IBAN).'],
  ),
  warning(
    'BR-51',
    'BT-87',
    each(below(payments, 'cac:CardAccount/cbc:PrimaryAccountNumberID'), (number) => valueIn(number).length <= 10),
    [
      'Numărul cardului nu se scrie întreg: cel mult primele 6 și ultimele 4 cifre.',
      'The card number must not be given in full: at most its first 6 and last 4 digits.',
    ],
  ),
  fatal('BR-52', 'BT-122', filled(attachments, 'cbc:ID'), [
    'Un document justificativ nu are identificator.',
    'A supporting document has no reference.',
  ]),
  fatal(
    'BR-53',
    'BT-111',
    (invoice, report) => {
      const amounts = invoice.named('cac:TaxTotal').flatMap((total) => children(total, 'cbc:TaxAmount'))
      const currencies = new Set(amounts.map((amount) => attribute(amount, 'currencyID')))
      for (const currency of invoice.along('cbc:TaxCurrencyCode')) {
        if (!currencies.has(currency.text)) report(currency, { values: { value: valueIn(currency) } })
      }
    },
    [
      'Moneda de contabilizare a TVA este {value}, dar lipsește totalul TVA în această monedă.',
      'The VAT accounting currency is {value}, but the total VAT in that currency is missing.',
    ],
  ),
  fatal('BR-54', 'BG-32', hasNameAndValue, [
    'Un atribut de articol are nevoie de denumire și de valoare.',
    'An item attribute needs a name and a value.',
  ]),
  fatal('BR-55', 'BT-25', present(anywhere('cac:BillingReference'), 'cac:InvoiceDocumentReference/cbc:ID'), [
    'Referința la factura anterioară nu are numărul acesteia.',
    'The reference to a preceding invoice has no number.',
  ]),
  fatal(
    'BR-56',
    'BT-63',
    each(
      representative,
      (party) =>
        children(party, 'cac:PartyTaxScheme').some(
          (scheme) => isOfVat(scheme) && children(scheme, 'cbc:CompanyID').length > 0,
        ),
      { child: 'cac:PartyTaxScheme/cbc:CompanyID' },
    ),
    ['Lipsește codul de TVA al reprezentantului fiscal.', 'The VAT identifier of the tax representative is missing.'],
  ),
  fatal('BR-57', 'BT-80', present(deliveryAddress, 'cac:Country/cbc:IdentificationCode'), [
    'Adresa de livrare nu are codul țării.',
    'The delivery address has no country code.',
  ]),
  fatal(
    'BR-61',
    'BT-84',
    each(
      (invoice) => payments(invoice).filter(isTransfer),
      (means) => children(means, 'cac:PayeeFinancialAccount/cbc:ID').length > 0,
      {
        child: 'cac:PayeeFinancialAccount/cbc:ID',
      },
    ),
    [
      'Pentru plata prin transfer (30, 58) trebuie dat contul (IBAN).',
      'Payment by credit transfer (30, 58) needs the account (IBAN).',
    ],
  ),
  fatal('BR-62', 'BT-34', hasAttribute(along(`${SELLER}/cbc:EndpointID`), 'schemeID'), [
    'Adresa electronică a vânzătorului nu are schema (schemeID).',
    'The electronic address of the seller has no scheme (schemeID).',
  ]),
  fatal('BR-63', 'BT-49', hasAttribute(along(`${BUYER}/cbc:EndpointID`), 'schemeID'), [
    'Adresa electronică a cumpărătorului nu are schema (schemeID).',
    'The electronic address of the buyer has no scheme (schemeID).',
  ]),
  fatal('BR-64', 'BT-157', hasAttribute(below(lines, 'cac:Item/cac:StandardItemIdentification/cbc:ID'), 'schemeID'), [
    'Codul standard al articolului nu are schema (schemeID).',
    'The standard identifier of the item has no scheme (schemeID).',
  ]),
  fatal(
    'BR-65',
    'BT-158',
    hasAttribute(below(lines, 'cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode'), 'listID'),
    [
      'Codul de clasificare al articolului nu are lista (listID).',
      'The classification of the item has no list (listID).',
    ],
  ),
  fatal('BR-66', 'BG-18', atMost(1, document, 'cac:PaymentMeans/cac:CardAccount'), [
    'Factura poate avea un singur card de plată.',
    'An invoice may have only one payment card.',
  ]),
  fatal('BR-67', 'BG-19', atMost(1, document, 'cac:PaymentMeans/cac:PaymentMandate'), [
    'Factura poate avea un singur mandat de debitare directă.',
    'An invoice may have only one direct debit mandate.',
  ]),
  fatal(
    'BR-CO-03',
    'BT-7',
    (invoice, report) => {
      const [date] = invoice.along('cbc:TaxPointDate')
      if (date !== undefined && invoice.along('cac:InvoicePeriod/cbc:DescriptionCode').length > 0) report(date)
    },
    [
      'Data exigibilității TVA și codul ei (3, 35, 432) se exclud.',
      'The VAT point date and its code (3, 35, 432) exclude each other.',
    ],
  ),
  fatal(
    'BR-CO-09',
    'BT-31',
    (invoice, report) => {
      const ids = invoice
        .named('cac:PartyTaxScheme')
        .filter(isOfVat)
        .flatMap((scheme) => children(scheme, 'cbc:CompanyID'))
      for (const id of ids) {
        if (!ALL_PREFIXES.includes(id.text.slice(0, 2))) report(id, { values: { value: valueIn(id) } })
      }
    },
    [
      'Codul de TVA „{value}” nu începe cu prefixul țării (RO pentru România, EL pentru Grecia).',
      'The VAT identifier "{value}" does not start with a country prefix (RO for Romania, EL for Greece).',
    ],
  ),
  fatal(
    'BR-CO-26',
    'BT-31',
    each(
      seller,
      (party) =>
        children(party, 'cac:Party/cac:PartyIdentification/cbc:ID').length > 0 ||
        children(party, 'cac:Party/cac:PartyLegalEntity/cbc:CompanyID').length > 0 ||
        children(party, 'cac:Party/cac:PartyTaxScheme').some(
          (scheme) => isOfVat(scheme) && children(scheme, 'cbc:CompanyID').length > 0,
        ),
      { child: 'cac:Party/cac:PartyLegalEntity/cbc:CompanyID' },
    ),
    [
      'Vânzătorul nu are niciun identificator: cod de TVA, număr de înregistrare sau alt identificator.',
      'The seller has no identifier: neither a VAT identifier, nor a registration number, nor another one.',
    ],
  ),
]

function isTransfer(means: Parameters<typeof valueAt>[0]): boolean {
  return TRANSFERS.has(valueAt(means, 'cbc:PaymentMeansCode'))
}

function hasNameAndValue(invoice: UblDocument, report: Report): void {
  for (const attribute of invoice.named('cac:AdditionalItemProperty')) {
    const missing = ['cbc:Name', 'cbc:Value'].find((name) => children(attribute, name).length === 0)
    if (missing !== undefined) report(attribute, { child: missing })
  }
}
