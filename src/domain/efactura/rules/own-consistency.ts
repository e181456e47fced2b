import { isNegative, isPositive } from '../../decimal.ts'
import { namesOrganisation } from '../../legal-form.ts'
import { fold } from '../../text.ts'
import { isKnownRate, isRateInForce } from '../../vat.ts'
import { NO_CNP } from '../codes.ts'
import type { XmlElement } from '../xml-tree.ts'
import { along, anywhere, child, children, each, hasVatId, lines, valueAt, valueIn } from './checks.ts'
import { figuresOf } from './figures.ts'
import { fatal, type Report, type Rule, warning } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { numberOf } from './values.ts'

/** 50 attachments, together 3 MB (efactura 1.7); base64 writes three bytes as four characters. */
const MOST_ATTACHED_BYTES = 3 * 1024 * 1024

/** Exemption codes that belong to one category alone. */
const CODE_OF: Readonly<Record<string, string>> = {
  'VATEX-EU-AE': 'AE',
  'VATEX-EU-IC': 'K',
  'VATEX-EU-G': 'G',
  'VATEX-EU-O': 'O',
}

const SELLER = 'cac:AccountingSupplierParty/cac:Party'
const BUYER = 'cac:AccountingCustomerParty/cac:Party'
const COUNTRY = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode'
const LEGAL_ID = 'cac:PartyLegalEntity/cbc:CompanyID'

/** Ours: what passes every rule and is still probably not what was meant. */
export const OWN_CONSISTENCY: readonly Rule[] = [
  warning('FCT-C01', 'BT-9', dueAfterIssue, [
    'Data scadenței {value} este înainte de data emiterii.',
    'The due date {value} is before the issue date.',
  ]),
  warning('FCT-C02', 'BG-3', correctionNamesOriginal, [
    'Documentul corectează o factură și nu spune pe care (BillingReference).',
    'The document corrects an invoice and does not say which (BillingReference).',
  ]),
  warning('FCT-C03', 'BT-112', creditNoteIsPositive, [
    'O notă de creditare are sume pozitive: semnul îl poartă tipul ei.',
    'A credit note has positive amounts: its type carries the sign.',
  ]),
  warning('FCT-C04', 'BT-26', originalIsEarlier, [
    'Factura la care se face referire are data {value}, după cea a documentului.',
    'The invoice referred to is dated {value}, after this document.',
  ]),
  warning('FCT-C05', 'BT-48', partiesDiffer, [
    'Vânzătorul și cumpărătorul au același cod: {value}.',
    'The seller and the buyer have the same number: {value}.',
  ]),
  warning('FCT-C06', 'BT-121', codeFitsCategory, [
    'Codul de scutire {value} nu este pentru categoria {category}.',
    'The exemption code {value} is not for category {category}.',
  ]),
  warning('FCT-C07', 'BT-152', rateIsRomanian, [
    'Cota de TVA de {value} % nu a fost în vigoare în România la data facturii; o corecție poartă cota originalului.',
    'The VAT rate of {value} % was not in force in Romania on the date of the invoice; a correction carries its original rate.',
  ]),
  warning('FCT-C08', 'BT-126', lineIdsDiffer, [
    'Identificatorul de linie „{value}” se repetă.',
    'The line identifier "{value}" is repeated.',
  ]),
  warning('FCT-C09', 'BT-22', mentionsCashAccounting, [
    'TVA este exigibilă la plată (432), dar lipsește mențiunea „TVA la încasare”.',
    'VAT becomes due on payment (432), but the mention "TVA la încasare" is missing.',
  ]),
  warning('FCT-C10', 'BT-22', mentionsSelfBilling, [
    'Documentul este o autofactură (389), dar lipsește mențiunea „autofactură”.',
    'The document is self-billed (389), but the mention "autofactură" is missing.',
  ]),
  warning('FCT-C11', 'BT-120', mentionsReverseCharge, [
    'La taxare inversă trebuie mențiunea „taxare inversă”.',
    'Reverse charge needs the mention "taxare inversă".',
  ]),
  fatal('FCT-C12', 'BT-125', attachmentsFit, [
    'Fișierele atașate au împreună {value} MB; ANAF acceptă 3 MB.',
    'The attached files have {value} MB together; ANAF takes 3 MB.',
  ]),
  warning('FCT-C13', 'BT-115', each(along('cac:LegalMonetaryTotal/cbc:PrepaidAmount'), prepaidHasSignOfTotal), [
    'Suma plătită are alt semn decât totalul cu TVA.',
    'The paid amount has another sign than the total with VAT.',
  ]),
  warning('FCT-C14', 'BT-47', organisationIsIdentified, [
    'Cumpărătorul „{value}” pare să fie o firmă sau o instituție și nu are cod fiscal: ar fi raportat ca persoană fizică. Completați CUI-ul.',
    'The buyer "{value}" looks like a business or an institution and has no fiscal code: it would be reported as a consumer. Fill in its CUI.',
  ]),
  warning('FCT-C15', 'BT-48', reverseChargeIsBetweenRegistered, [
    'Taxarea inversă în România (Cod fiscal art. 331) este doar între persoane înregistrate în scopuri de TVA, iar cumpărătorul nu are cod de TVA (RO și CUI-ul).',
    'Reverse charge inside Romania (Cod fiscal art. 331) is only between persons registered for VAT, and the buyer has no VAT identifier (RO and the CUI).',
  ]),
]

type Element = XmlElement

function dueAfterIssue(invoice: UblDocument, report: Report): void {
  const issued = valueAt(invoice.root, 'cbc:IssueDate')
  const dates = [...invoice.along('cbc:DueDate'), ...invoice.along('cac:PaymentMeans/cbc:PaymentDueDate')]
  for (const due of dates) {
    if (issued !== '' && valueIn(due) !== '' && valueIn(due) < issued) report(due, { values: { value: valueIn(due) } })
  }
}

/** 381 and 384 correct by nature, a 380 by its negative total. */
function correctionNamesOriginal(invoice: UblDocument, report: Report): void {
  const total = numberOf(invoice.along('cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')[0])
  const isCorrection =
    invoice.isCreditNote ||
    valueAt(invoice.root, 'cbc:InvoiceTypeCode') === '384' ||
    (total !== null && isNegative(total))
  if (isCorrection && invoice.along('cac:BillingReference').length === 0)
    report(invoice.root, { child: 'cac:BillingReference' })
}

function creditNoteIsPositive(invoice: UblDocument, report: Report): void {
  if (!invoice.isCreditNote) return
  for (const total of invoice.along('cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')) {
    const value = numberOf(total)
    if (value !== null && isNegative(value)) report(total)
  }
}

function originalIsEarlier(invoice: UblDocument, report: Report): void {
  const issued = valueAt(invoice.root, 'cbc:IssueDate')
  for (const date of invoice.along('cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate')) {
    if (issued !== '' && valueIn(date) > issued) report(date, { values: { value: valueIn(date) } })
  }
}

function partiesDiffer(invoice: UblDocument, report: Report): void {
  const party = 'cac:Party/cac:PartyTaxScheme/cbc:CompanyID'
  const sellers = new Set(invoice.along(`cac:AccountingSupplierParty/${party}`).map(digitsOf))
  const legal = 'cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID'
  for (const id of [...invoice.along(`cac:AccountingCustomerParty/${party}`), ...invoice.along(legal)]) {
    if (digitsOf(id) !== '' && sellers.has(digitsOf(id))) report(id, { values: { value: valueIn(id) } })
  }
}

function digitsOf(id: Element): string {
  return valueIn(id).replace(/^RO/, '')
}

function codeFitsCategory(invoice: UblDocument, report: Report): void {
  for (const { category, code } of figuresOf(invoice).groups) {
    const exemption = category === undefined ? undefined : child(category, 'cbc:TaxExemptionReasonCode')
    const value = valueIn(exemption).toUpperCase()
    const owner = CODE_OF[value]
    const isWrong = owner === undefined ? value.startsWith('VATEX-EU-') && code !== 'E' : owner !== code
    if (exemption !== undefined && isWrong) report(exemption, { values: { value, category: code } })
  }
}

/** Of sellers in Romania. Corrections carry any rate the law once knew. */
function rateIsRomanian(invoice: UblDocument, report: Report): void {
  const country = 'cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode'
  if (valueIn(invoice.along(country)[0]) !== 'RO') return
  const day = valueAt(invoice.root, 'cbc:TaxPointDate') || valueAt(invoice.root, 'cbc:IssueDate')
  const isCorrection = invoice.along('cac:BillingReference').length > 0
  for (const { category, code, percent } of figuresOf(invoice).groups) {
    if (code !== 'S' || percent === null || category === undefined) continue
    const rateBp = percent.scale <= 2 ? Number(percent.unscaled) * 10 ** (2 - percent.scale) : -1
    const isRight = isCorrection ? isKnownRate(rateBp) : isRateInForce(rateBp, day)
    const element = child(category, 'cbc:Percent')
    if (!isRight && element !== undefined) report(element, { values: { value: valueIn(element) } })
  }
}

function lineIdsDiffer(invoice: UblDocument, report: Report): void {
  const seen = new Set<string>()
  for (const line of lines(invoice)) {
    const id = child(line, 'cbc:ID')
    if (id === undefined || valueIn(id) === '') continue
    if (seen.has(valueIn(id))) report(id, { values: { value: valueIn(id) } })
    seen.add(valueIn(id))
  }
}

function says(invoice: UblDocument, words: string): boolean {
  const texts = [...invoice.along('cbc:Note'), ...invoice.named('cbc:TaxExemptionReason')]
  return texts.some((text) => fold(text.text).includes(words))
}

function mentionsCashAccounting(invoice: UblDocument, report: Report): void {
  const [code] = invoice.along('cac:InvoicePeriod/cbc:DescriptionCode').filter((found) => valueIn(found) === '432')
  if (code !== undefined && !says(invoice, 'tva la incasare')) report(code)
}

function mentionsSelfBilling(invoice: UblDocument, report: Report): void {
  const [type] = invoice.along('cbc:InvoiceTypeCode').filter((found) => valueIn(found) === '389')
  if (type !== undefined && !says(invoice, 'autofactur')) report(type)
}

function mentionsReverseCharge(invoice: UblDocument, report: Report): void {
  const group = figuresOf(invoice).groups.find(({ code }) => code === 'AE')
  if (group !== undefined && !says(invoice, 'taxare inversa') && !says(invoice, 'reverse charge'))
    report(group.category ?? group.element, { child: 'cbc:TaxExemptionReason' })
}

function attachmentsFit(invoice: UblDocument, report: Report): void {
  const files = anywhere('cbc:EmbeddedDocumentBinaryObject')(invoice)
  const bytes = files.reduce((sum, file) => sum + Math.floor((file.text.length * 3) / 4), 0)
  const [first] = files
  if (first !== undefined && bytes > MOST_ATTACHED_BYTES)
    report(first, { values: { value: (bytes / 1024 / 1024).toFixed(1) } })
}

function prepaidHasSignOfTotal(prepaid: Element, invoice: UblDocument): boolean {
  const paid = numberOf(prepaid)
  const total = numberOf(invoice.along('cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount')[0])
  if (paid === null || total === null) return true
  return !((isPositive(paid) && isNegative(total)) || (isNegative(paid) && isPositive(total)))
}

/** Thirteen zeros stand for a consumer who gave no CNP; a consumer has no legal form. */
function organisationIsIdentified(invoice: UblDocument, report: Report): void {
  for (const buyer of invoice.along(BUYER)) {
    const ids = [...children(buyer, LEGAL_ID), ...children(buyer, 'cac:PartyTaxScheme/cbc:CompanyID')].map(valueIn)
    const value = valueAt(buyer, 'cac:PartyLegalEntity/cbc:RegistrationName')
    if (ids.every((id) => id === '' || id === NO_CNP) && namesOrganisation(value))
      report(buyer, { child: LEGAL_ID, values: { value } })
  }
}

/** BR-AE-02 is content with any number of the buyer. */
function reverseChargeIsBetweenRegistered(invoice: UblDocument, report: Report): void {
  const isInside = [SELLER, BUYER].every((party) => valueIn(invoice.along(`${party}/${COUNTRY}`)[0]) === 'RO')
  if (!isInside || !figuresOf(invoice).groups.some(({ code }) => code === 'AE')) return
  for (const buyer of invoice.along(BUYER))
    if (!hasVatId(children(buyer, 'cac:PartyTaxScheme'))) report(buyer, { child: 'cac:PartyTaxScheme/cbc:CompanyID' })
}
