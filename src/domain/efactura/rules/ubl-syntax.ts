import {
  along,
  anywhere,
  atMost,
  attribute,
  child,
  children,
  document,
  each,
  either,
  lines,
  type Where,
} from './checks.ts'
import { type Check, fatal, type Rule, type Sentences } from './rule.ts'
import { isCharge } from './ubl-document.ts'

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const payee = along('cac:PayeeParty')
const representative = along('cac:TaxRepresentativeParty')
const payments = anywhere('cac:PaymentMeans')
const references = anywhere('cac:AdditionalDocumentReference')
const addresses = either(anywhere('cac:PostalAddress'), anywhere('cac:Address'))

/** All allowances or all charges: of the document, of lines, of prices. */
function adjustments(ofCharges: boolean): Where {
  return (invoice) => invoice.named('cac:AllowanceCharge').filter((one) => isCharge(one) === ofCharges)
}

function once(ro: string, en: string): Sentences {
  return [
    `${ro} poate apărea o singură dată; aici apare de {count} ori.`,
    `${en} may occur only once; here it occurs {count} times.`,
  ]
}

/** EN 16931-3-2, how often things may occur in UBL (UBL-SR). */
// biome-ignore format: a table reads best in rows.
export const UBL_SYNTAX: readonly Rule[] = [
  fatal('UBL-SR-01', 'BT-12', atMost(1, document, 'cac:ContractDocumentReference/cbc:ID'), once('Contractul', 'The contract')),
  fatal('UBL-SR-02', 'BT-15', atMost(1, document, 'cac:ReceiptDocumentReference/cbc:ID'), once('Avizul de recepție', 'The receiving advice')),
  fatal('UBL-SR-03', 'BT-16', atMost(1, document, 'cac:DespatchDocumentReference/cbc:ID'), once('Avizul de expediție', 'The despatch advice')),
  fatal('UBL-SR-04', 'BT-18', objectOnce, once('Obiectul facturat', 'The invoiced object')),
  fatal('UBL-SR-05', 'BT-20', atMost(1, document, 'cac:PaymentTerms/cbc:Note'), once('Textul termenilor de plată', 'The text of the payment terms')),
  fatal('UBL-SR-06', 'BG-3', atMost(1, anywhere('cac:BillingReference'), 'cac:InvoiceDocumentReference'), ['Fiecare factură anterioară stă în propria BillingReference.', 'Each preceding invoice stands in a BillingReference of its own.']),
  fatal(
    'UBL-SR-07',
    'BT-25',
    each(anywhere('cac:BillingReference'), (reference) => child(reference, 'cac:InvoiceDocumentReference/cbc:ID') !== undefined, {
      child: 'cac:InvoiceDocumentReference/cbc:ID',
    }),
    ['Referința la factura anterioară nu are numărul acesteia.', 'The reference to a preceding invoice has no number.'],
  ),
  fatal('UBL-SR-08', 'BG-14', atMost(1, document, 'cac:InvoicePeriod'), once('Perioada de facturare', 'The invoicing period')),
  fatal('UBL-SR-09', 'BT-27', atMost(1, document, `${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`), once('Denumirea vânzătorului', 'The name of the seller')),
  fatal('UBL-SR-10', 'BT-28', atMost(1, document, `${SELLER}/cac:PartyName/cbc:Name`), once('Denumirea comercială a vânzătorului', 'The trading name of the seller')),
  fatal('UBL-SR-11', 'BT-30', atMost(1, document, `${SELLER}/cac:PartyLegalEntity/cbc:CompanyID`), once('Numărul de înregistrare al vânzătorului', 'The registration number of the seller')),
  fatal('UBL-SR-12', 'BT-31', idsOnce(SELLER, true), once('Codul de TVA al vânzătorului', 'The VAT identifier of the seller')),
  fatal('UBL-SR-13', 'BT-32', idsOnce(SELLER, false), once('Codul fiscal al vânzătorului', 'The tax registration of the seller')),
  fatal('UBL-SR-14', 'BT-33', atMost(1, document, `${SELLER}/cac:PartyLegalEntity/cbc:CompanyLegalForm`), once('Informația juridică a vânzătorului', 'The legal information of the seller')),
  fatal('UBL-SR-15', 'BT-44', atMost(1, document, `${BUYER}/cac:PartyLegalEntity/cbc:RegistrationName`), once('Denumirea cumpărătorului', 'The name of the buyer')),
  fatal('UBL-SR-16', 'BT-46', atMost(1, document, `${BUYER}/cac:PartyIdentification/cbc:ID`), once('Identificatorul cumpărătorului', 'The identifier of the buyer')),
  fatal('UBL-SR-17', 'BT-47', atMost(1, document, `${BUYER}/cac:PartyLegalEntity/cbc:CompanyID`), once('Numărul de înregistrare al cumpărătorului', 'The registration number of the buyer')),
  fatal('UBL-SR-18', 'BT-48', idsOnce(BUYER, true), once('Codul de TVA al cumpărătorului', 'The VAT identifier of the buyer')),
  fatal('UBL-SR-19', 'BT-59', payeeOnce('cac:PartyName/cbc:Name'), payeeSentences('Denumirea', 'The name')),
  fatal('UBL-SR-20', 'BT-60', payeeOnce('cac:PartyIdentification/cbc:ID'), payeeSentences('Identificatorul', 'The identifier')),
  fatal('UBL-SR-21', 'BT-61', payeeOnce('cac:PartyLegalEntity/cbc:CompanyID'), payeeSentences('Numărul de înregistrare', 'The registration number')),
  fatal('UBL-SR-22', 'BT-62', atMost(1, representative, 'cac:PartyName/cbc:Name'), once('Denumirea reprezentantului fiscal', 'The name of the tax representative')),
  fatal('UBL-SR-23', 'BT-63', atMost(1, representative, 'cac:PartyTaxScheme/cbc:CompanyID'), once('Codul de TVA al reprezentantului fiscal', 'The VAT identifier of the tax representative')),
  fatal('UBL-SR-24', 'BG-13', atMost(1, document, 'cac:Delivery'), once('Livrarea', 'The delivery')),
  fatal('UBL-SR-25', 'BT-70', atMost(1, anywhere('cac:Delivery'), 'cac:DeliveryParty/cac:PartyName/cbc:Name'), once('Denumirea primitorului', 'The name of the receiver')),
  fatal('UBL-SR-26', 'BT-83', atMost(1, payments, 'cbc:PaymentID'), once('Referința plății', 'The payment reference')),
  fatal('UBL-SR-27', 'BT-81', atMost(1, payments, 'cbc:PaymentMeansCode'), once('Instrumentul de plată', 'The payment means')),
  fatal('UBL-SR-28', 'BT-89', atMost(1, payments, 'cac:PaymentMandate/cbc:ID'), once('Mandatul de debitare', 'The mandate reference')),
  fatal('UBL-SR-29', 'BT-90', creditorOnce, once('Identificatorul creditorului (SEPA)', 'The creditor identifier (SEPA)')),
  fatal('UBL-SR-30', 'BT-97', atMost(1, adjustments(false), 'cbc:AllowanceChargeReason'), once('Motivul deducerii', 'The reason of the allowance')),
  fatal('UBL-SR-31', 'BT-104', atMost(1, adjustments(true), 'cbc:AllowanceChargeReason'), once('Motivul taxei', 'The reason of the charge')),
  fatal('UBL-SR-32', 'BT-120', atMost(1, anywhere('cac:TaxSubtotal'), 'cac:TaxCategory/cbc:TaxExemptionReason'), once('Motivul scutirii de TVA', 'The exemption reason')),
  fatal('UBL-SR-33', 'BT-123', atMost(1, references, 'cbc:DocumentDescription'), once('Descrierea documentului justificativ', 'The description of the supporting document')),
  fatal('UBL-SR-34', 'BT-127', atMost(1, lines, 'cbc:Note'), once('Nota liniei', 'The note of the line')),
  fatal('UBL-SR-35', 'BT-132', atMost(1, lines, 'cac:OrderLineReference/cbc:LineID'), once('Linia comenzii', 'The order line')),
  fatal('UBL-SR-36', 'BG-26', atMost(1, lines, 'cac:InvoicePeriod'), once('Perioada liniei', 'The period of the line')),
  fatal('UBL-SR-37', 'BT-147', atMost(1, lines, 'cac:Price/cac:AllowanceCharge/cbc:Amount'), once('Reducerea de preț', 'The price discount')),
  fatal('UBL-SR-39', 'BT-11', atMost(1, document, 'cac:ProjectReference/cbc:ID'), once('Proiectul', 'The project')),
  fatal('UBL-SR-40', 'BT-45', atMost(1, document, `${BUYER}/cac:PartyName/cbc:Name`), once('Denumirea comercială a cumpărătorului', 'The trading name of the buyer')),
  fatal('UBL-SR-42', 'BT-31', atMost(2, along(SELLER), 'cac:PartyTaxScheme'), ['Vânzătorul poate avea cel mult două coduri fiscale; aici are {count}.', 'The seller may have at most two tax numbers; here it has {count}.']),
  fatal('UBL-SR-43', 'BT-18', objectIsMarked, ['Un document suplimentar cu schemeID sau cu tip trebuie să aibă tipul 130 (obiectul facturat), la nota de creditare și 50 (proiectul).', 'An additional document with a schemeID or a type must be of type 130 (invoiced object) or, in a credit note, 50 (project).']),
  fatal('UBL-SR-44', 'BT-83', allEqual('cbc:PaymentID'), ['Toate instrucțiunile de plată trebuie să aibă aceeași referință.', 'All payment instructions need the same reference.']),
  fatal('UBL-SR-45', 'BT-9', atMost(1, document, 'cac:PaymentMeans/cbc:PaymentDueDate'), once('Data scadenței', 'The due date')),
  fatal('UBL-SR-46', 'BT-82', meansTextOnce, once('Textul instrumentului de plată', 'The text of the payment means')),
  fatal('UBL-SR-47', 'BT-81', allEqual('cbc:PaymentMeansCode'), ['Toate instrucțiunile de plată trebuie să aibă același cod.', 'All payment instructions need the same code.']),
  fatal(
    'UBL-SR-48',
    'BG-30',
    each(lines, (line) => children(line, 'cac:Item/cac:ClassifiedTaxCategory').length === 1, {
      child: 'cac:Item/cac:ClassifiedTaxCategory',
    }),
    ['Linia trebuie să aibă exact o categorie de TVA.', 'A line needs exactly one VAT category.'],
  ),
  fatal('UBL-SR-49', 'BT-8', atMost(1, document, 'cac:InvoicePeriod/cbc:DescriptionCode'), once('Codul exigibilității TVA', 'The VAT point date code')),
  fatal('UBL-SR-50', 'BT-154', atMost(1, lines, 'cac:Item/cbc:Description'), once('Descrierea articolului', 'The description of the item')),
  fatal('UBL-SR-51', 'BT-162', atMost(1, addresses, 'cac:AddressLine'), once('Linia 3 a adresei', 'Address line 3')),
  fatal('UBL-SR-52', 'BT-128', atMost(1, lines, 'cac:DocumentReference'), once('Documentul liniei', 'The document of the line')),
  fatal('UBL-SR-53', 'BT-31', each(anywhere('cac:PartyTaxScheme'), hasSchemeAndNumber, { child: 'cbc:CompanyID' }), ['Un PartyTaxScheme are nevoie de număr și de schemă; fără număr se omite cu totul.', 'A PartyTaxScheme needs its number and its scheme; without a number leave it out.']),
]

type Element = Parameters<typeof children>[0]

function objectOnce(...[invoice, report]: Parameters<Check>): void {
  const objects = invoice
    .along('cac:AdditionalDocumentReference')
    .filter((reference) => child(reference, 'cbc:DocumentTypeCode')?.text === '130')
  const second = objects[1]
  if (second !== undefined) report(second, { values: { count: objects.length } })
}

/** As published, white space is not taken off here. */
function isVat(scheme: Element): boolean {
  return child(scheme, 'cbc:ID')?.text.toUpperCase() === 'VAT'
}

function idsOnce(party: string, ofVat: boolean): Check {
  return (invoice, report) => {
    const schemes = invoice
      .along(`${party}/cac:PartyTaxScheme`)
      .filter((scheme) => children(scheme, 'cac:TaxScheme').some((of) => isVat(of) === ofVat))
    const ids = schemes.flatMap((scheme) => children(scheme, 'cbc:CompanyID'))
    const second = ids[1]
    if (second !== undefined) report(second, { values: { count: ids.length } })
  }
}

/** The payee's details occur once, and only for a payee who is not the seller. */
function payeeOnce(path: string): Check {
  return (invoice, report) => {
    const seller = new Set(invoice.along(`${SELLER}/cac:PartyLegalEntity/cbc:RegistrationName`).map(({ text }) => text))
    for (const party of payee(invoice)) {
      const found = children(party, path).filter((id) => attribute(id, 'schemeID')?.toUpperCase() !== 'SEPA')
      const name = child(party, 'cac:PartyName/cbc:Name')
      const others = children(party, 'cac:PartyName/cbc:Name').filter((own) =>
        [...seller].some((of) => of !== own.text),
      )
      if (found.length > 1 || others.length === 0) report(found[1] ?? name ?? party)
    }
  }
}

function payeeSentences(ro: string, en: string): Sentences {
  return [
    `${ro} beneficiarului apare o singură dată, și doar când beneficiarul nu este vânzătorul.`,
    `${en} of the payee occurs once, and only when the payee is not the seller.`,
  ]
}

function creditorOnce(...[invoice, report]: Parameters<Check>): void {
  const ids = invoice
    .named('cac:PartyIdentification')
    .flatMap((identification) => children(identification, 'cbc:ID'))
    .filter((id) => attribute(id, 'schemeID')?.toUpperCase() === 'SEPA')
  const second = ids[1]
  if (second !== undefined) report(second, { values: { count: ids.length } })
}

function objectIsMarked(...[invoice, report]: Parameters<Check>): void {
  for (const reference of references(invoice)) {
    const type = child(reference, 'cbc:DocumentTypeCode')
    const isKnown = type?.text === '130' || (invoice.isCreditNote && type?.text === '50')
    const id = child(reference, 'cbc:ID')
    const hasScheme = id !== undefined && attribute(id, 'schemeID') !== null
    if (!isKnown && (type !== undefined || hasScheme)) report(type ?? reference)
  }
}

function allEqual(name: string): Check {
  return (invoice, report) => {
    const [first, ...others] = invoice.named(name)
    const other = others.find((element) => element.text !== first?.text)
    if (other !== undefined) report(other)
  }
}

function meansTextOnce(...[invoice, report]: Parameters<Check>): void {
  const codes = invoice
    .along('cac:PaymentMeans/cbc:PaymentMeansCode')
    .filter((code) => attribute(code, 'name') !== null)
  const second = codes[1]
  if (second !== undefined) report(second, { attribute: 'name', values: { count: codes.length } })
}

function hasSchemeAndNumber(scheme: Element): boolean {
  return child(scheme, 'cac:TaxScheme/cbc:ID') !== undefined && child(scheme, 'cbc:CompanyID') !== undefined
}
