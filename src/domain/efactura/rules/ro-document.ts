import { isCalendarDay } from '../../dates.ts'
import type { XmlElement } from '../xml-tree.ts'
import { anywhere, atMost, below, children, coded, document, each, needed, valueAt, valueIn } from './checks.ts'
import { codes } from './codes/code-list.ts'
import { TAX_POINT_CODES } from './codes/document-codes.ts'
import { fatal, type Report, type Rule } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'

/** OMF 1366/2021, changed by OMF 4092/2022. */
const CIUS_RO = 'urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1'
const INVOICE_TYPES = codes('380 384 389 751')
const CREDIT_NOTE_TYPES = codes('381')

/** Categories of VAT whose parties must be identified (BR-RO-065, 120). */
const IDENTIFIED = codes('S Z E AE K G L M')

const DATES: readonly (readonly [id: string, term: string, name: string, ro: string, en: string])[] = [
  ['BR-RO-DT001', 'BT-2', 'cbc:IssueDate', 'Data emiterii', 'The issue date'],
  ['BR-RO-DT002', 'BT-7', 'cbc:TaxPointDate', 'Data exigibilității TVA', 'The VAT point date'],
  ['BR-RO-DT003', 'BT-9', 'cbc:DueDate', 'Data scadenței', 'The due date'],
  ['BR-RO-DT003_CN', 'BT-9', 'cbc:PaymentDueDate', 'Data scadenței', 'The due date'],
  ['BR-RO-DT004', 'BT-72', 'cbc:ActualDeliveryDate', 'Data livrării', 'The delivery date'],
  ['BR-RO-DT005', 'BT-73', 'cbc:StartDate', 'Începutul perioadei', 'The start of the period'],
  ['BR-RO-DT006', 'BT-74', 'cbc:EndDate', 'Sfârșitul perioadei', 'The end of the period'],
]

/** CIUS-RO, the document as a whole. */
export const RO_DOCUMENT: readonly Rule[] = [
  fatal(
    'BR-RO-001',
    'BT-24',
    needed(document, 'cbc:CustomizationID', (specification) => specification.text === CIUS_RO, { suggestion: CIUS_RO }),
    [
      `Identificatorul specificației trebuie să fie exact „${CIUS_RO}”.`,
      `The specification identifier must be exactly "${CIUS_RO}".`,
    ],
  ),
  fatal(
    'BR-RO-010',
    'BT-1',
    needed(document, 'cbc:ID', (number) => /\d/.test(number.text)),
    ['Numărul facturii trebuie să conțină cel puțin o cifră.', 'The invoice number must contain at least one digit.'],
  ),
  fatal('BR-RO-020_1', 'BT-3', coded(anywhere('cbc:InvoiceTypeCode'), INVOICE_TYPES), [
    'Tipul „{value}” nu este acceptat: 380 factură, 384 corectată, 389 autofactură, 751 informații contabile.',
    'The type "{value}" is not accepted: 380 invoice, 384 corrected, 389 self-billed, 751 accounting information.',
  ]),
  fatal('BR-RO-020_2', 'BT-3', coded(anywhere('cbc:CreditNoteTypeCode'), CREDIT_NOTE_TYPES), [
    'Tipul „{value}” nu este acceptat: o notă de creditare are 381.',
    'The type "{value}" is not accepted: a credit note has 381.',
  ]),
  fatal('BR-RO-030', 'BT-6', vatInLei, [
    'Moneda facturii ({value}) nu este RON: moneda de contabilizare a TVA trebuie să fie RON.',
    'The currency of the invoice ({value}) is not RON: the VAT accounting currency must be RON.',
  ]),
  fatal('BR-RO-040', 'BT-8', coded(below(anywhere('cac:InvoicePeriod'), 'cbc:DescriptionCode'), TAX_POINT_CODES), [
    'Codul exigibilității TVA „{value}” nu este acceptat: 3 emitere, 35 livrare, 432 plată (TVA la încasare).',
    'The VAT point date code "{value}" is not accepted: 3 issue, 35 delivery, 432 payment.',
  ]),
  fatal('BR-RO-065', 'BT-31', sellerIsIdentified, [
    'Vânzătorul sau reprezentantul lui fiscal trebuie să aibă un cod de TVA ori fiscal.',
    'The seller or the tax representative needs a VAT or tax number.',
  ]),
  fatal('BR-RO-120', 'BT-47', buyerIsIdentified, [
    'Cumpărătorul trebuie să aibă un identificator: cod de TVA, CUI, CNP sau, la consumator, 0000000000000; în străinătate, codul cu care este înregistrat acolo.',
    'The buyer needs an identifier: VAT number, CUI, CNP or, for a consumer, 0000000000000; abroad, the number of its registration there.',
  ]),
  fatal('BR-RO-A020', 'BG-1', atMost(20, document, 'cbc:Note'), tooMany('comentarii', 'notes')),
  fatal('BR-RO-A051', 'BG-24', tooManyAttachments, tooMany('documente justificative', 'supporting documents')),
  fatal(
    'BR-RO-A052',
    'BG-32',
    atMost(50, anywhere('cac:Item'), 'cac:AdditionalItemProperty'),
    tooMany('atribute de articol', 'item attributes'),
  ),
  fatal(
    'BR-RO-A500',
    'BG-3',
    atMost(500, document, 'cac:BillingReference/cac:InvoiceDocumentReference'),
    tooMany('facturi anterioare', 'preceding invoices'),
  ),
  ...DATES.map(([id, term, name, ro, en]) =>
    fatal(
      id,
      term,
      each(
        anywhere(name),
        (date) => isDay(date.text),
        (date) => ({ values: { value: valueIn(date) } }),
      ),
      [
        `${ro} „{value}” trebuie scrisă AAAA-LL-ZZ, fără oră și fus orar.`,
        `${en} "{value}" must be written YYYY-MM-DD, without time and zone.`,
      ],
    ),
  ),
]

function tooMany(ro: string, en: string): readonly [string, string] {
  return [`Cel mult {max} ${ro}; aici sunt {count}.`, `At most {max} ${en}; here are {count}.`]
}

/** White space around is allowed to the parser of the receiver, not by this rule: ten characters, a real day. */
function isDay(text: string): boolean {
  return text.length === 10 && isCalendarDay(text)
}

function vatInLei(invoice: UblDocument, report: Report): void {
  const value = valueAt(invoice.root, 'cbc:DocumentCurrencyCode')
  if (value === 'RON' || valueAt(invoice.root, 'cbc:TaxCurrencyCode') === 'RON') return
  report(invoice.root, { child: 'cbc:TaxCurrencyCode', values: { value: value || '–' }, suggestion: 'RON' })
}

/**
 * The published rule looks at lines of invoices only; a credit note is meant as well. It compares what is written, with
 * the white space around it, and asks for the scheme VAT in allowances alone.
 */
function needsIdentifiers(invoice: UblDocument): boolean {
  const isIdentified = (id: XmlElement) => IDENTIFIED.has(id.text)
  return (
    children(invoice.root, 'cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID').some(isIdentified) ||
    children(invoice.root, 'cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID').some(isIdentified) ||
    invoice.along('cac:AllowanceCharge').some((adjustment) => {
      const says = (indicator: string) =>
        children(adjustment, 'cbc:ChargeIndicator').some(({ text }) => text === indicator)
      return children(adjustment, 'cac:TaxCategory').some((category) => {
        const isVat = children(category, 'cac:TaxScheme/cbc:ID').some(({ text }) => text === 'VAT')
        return children(category, 'cbc:ID').some(isIdentified) && (says('true') || (says('false') && isVat))
      })
    })
  )
}

function sellerIsIdentified(invoice: UblDocument, report: Report): void {
  const party = 'cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID'
  const isKnown =
    invoice.along('cac:TaxRepresentativeParty/cac:PartyTaxScheme/cbc:CompanyID').length > 0 ||
    invoice.along(party).some((id) => valueIn(id) !== '')
  if (!isKnown && needsIdentifiers(invoice)) report(invoice.root, { child: party })
}

function buyerIsIdentified(invoice: UblDocument, report: Report): void {
  const party = 'cac:AccountingCustomerParty/cac:Party'
  const isKnown =
    invoice.along(`${party}/cac:PartyLegalEntity/cbc:CompanyID`).length > 0 ||
    invoice.along(`${party}/cac:PartyTaxScheme/cbc:CompanyID`).some((id) => valueIn(id) !== '')
  if (!isKnown && needsIdentifiers(invoice))
    report(invoice.root, { child: `${party}/cac:PartyLegalEntity/cbc:CompanyID` })
}

/** References of the types 130 and 50 are the invoiced object and the project, not supporting documents. */
function tooManyAttachments(invoice: UblDocument, report: Report): void {
  const documents = invoice
    .along('cac:AdditionalDocumentReference')
    .filter((reference) => !['130', '50'].includes(valueAt(reference, 'cbc:DocumentTypeCode')))
  const first = documents[50]
  if (first !== undefined) report(first, { values: { count: documents.length, max: 50 } })
}
