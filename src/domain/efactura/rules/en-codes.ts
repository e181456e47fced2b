import {
  anywhere,
  attribute,
  below,
  child,
  coded,
  codedAttribute,
  either,
  isNamed,
  valueIn,
  type Where,
} from './checks.ts'
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  CREDIT_NOTE_TYPES,
  EXEMPTION_CODES,
  INVOICE_COUNTRIES,
  INVOICE_CURRENCIES,
  INVOICE_TYPES,
  MIME_TYPES,
  PAYMENT_MEANS,
  TAX_POINT_CODES,
  VAT_CATEGORY_CODES,
} from './codes/document-codes.ts'
import { CLASSIFICATIONS, ELECTRONIC_ADDRESSES, ICD, NOTE_SUBJECTS, REFERENCES } from './codes/identifier-codes.ts'
import { UNIT_CODES } from './codes/unit-codes.ts'
import { type Check, fatal, type Rule, type Sentences } from './rule.ts'
import { isCharge } from './ubl-document.ts'
import { trimmed } from './values.ts'

const attributed: Where = (invoice) => invoice.attributed

/** What is wrong with a code, from its name and the name of its list. */
function notIn(list: string, ro: string, en: string): Sentences {
  return [`${ro} „{value}” nu este în lista ${list} acceptată.`, `${en} "{value}" is not in the accepted list ${list}.`]
}

/** EN 16931-1, codes that come from lists (BR-CL). The lists are ANAF's. */
export const EN_CODES: readonly Rule[] = [
  fatal('BR-CL-01', 'BT-3', typeIsCoded, notIn('UNTDID 1001', 'Tipul documentului', 'The document type')),
  fatal('BR-CL-03', 'BT-5', currencies, notIn('ISO 4217', 'Moneda sumei', 'The currency of the amount')),
  fatal(
    'BR-CL-04',
    'BT-5',
    coded(anywhere('cbc:DocumentCurrencyCode'), INVOICE_CURRENCIES),
    notIn('ISO 4217', 'Moneda facturii', 'The currency of the invoice'),
  ),
  fatal(
    'BR-CL-05',
    'BT-6',
    coded(anywhere('cbc:TaxCurrencyCode'), INVOICE_CURRENCIES),
    notIn('ISO 4217', 'Moneda de contabilizare a TVA', 'The VAT accounting currency'),
  ),
  fatal(
    'BR-CL-06',
    'BT-8',
    // As published, also the periods of lines, which have no such code in EN 16931 (UBL-CR-523).
    coded(below(anywhere('cac:InvoicePeriod'), 'cbc:DescriptionCode'), TAX_POINT_CODES),
    notIn('UNTDID 2005 (3, 35, 432)', 'Codul exigibilității TVA', 'The VAT point date code'),
  ),
  fatal(
    'BR-CL-07',
    'BT-18',
    codedAttribute(objectIds, 'schemeID', REFERENCES),
    notIn('UNTDID 1153', 'Schema obiectului facturat', 'The scheme of the invoiced object'),
  ),
  fatal('BR-CL-08', 'BT-21', noteSubjects, notIn('UNTDID 4451', 'Subiectul comentariului', 'The subject of the note')),
  fatal(
    'BR-CL-10',
    'BT-29',
    partySchemes,
    notIn('ISO 6523', 'Schema identificatorului', 'The scheme of the identifier'),
  ),
  fatal(
    'BR-CL-11',
    'BT-30',
    codedAttribute(below(anywhere('cac:PartyLegalEntity'), 'cbc:CompanyID'), 'schemeID', ICD),
    notIn('ISO 6523', 'Schema numărului de înregistrare', 'The scheme of the registration number'),
  ),
  fatal(
    'BR-CL-13',
    'BT-158',
    codedAttribute(
      below(anywhere('cac:CommodityClassification'), 'cbc:ItemClassificationCode'),
      'listID',
      CLASSIFICATIONS,
    ),
    notIn('UNTDID 7143', 'Lista de clasificare', 'The classification list'),
  ),
  fatal(
    'BR-CL-14',
    'BT-40',
    coded(below(anywhere('cac:Country'), 'cbc:IdentificationCode'), INVOICE_COUNTRIES),
    notIn('ISO 3166-1', 'Țara', 'The country'),
  ),
  fatal(
    'BR-CL-15',
    'BT-159',
    coded(below(anywhere('cac:OriginCountry'), 'cbc:IdentificationCode'), INVOICE_COUNTRIES),
    notIn('ISO 3166-1', 'Țara de origine', 'The country of origin'),
  ),
  fatal(
    'BR-CL-16',
    'BT-81',
    coded(below(anywhere('cac:PaymentMeans'), 'cbc:PaymentMeansCode'), PAYMENT_MEANS),
    notIn('UNTDID 4461', 'Instrumentul de plată', 'The payment means'),
  ),
  fatal(
    'BR-CL-17',
    'BT-118',
    coded(below(anywhere('cac:TaxCategory'), 'cbc:ID'), VAT_CATEGORY_CODES),
    notIn('UNTDID 5305', 'Categoria de TVA', 'The VAT category'),
  ),
  fatal(
    'BR-CL-18',
    'BT-151',
    coded(below(anywhere('cac:ClassifiedTaxCategory'), 'cbc:ID'), VAT_CATEGORY_CODES),
    notIn('UNTDID 5305', 'Categoria de TVA a liniei', 'The VAT category of the line'),
  ),
  fatal(
    'BR-CL-19',
    'BT-98',
    coded(reasonCodes(false), ALLOWANCE_REASONS),
    notIn('UNTDID 5189', 'Codul motivului deducerii', 'The reason code of the allowance'),
  ),
  fatal(
    'BR-CL-20',
    'BT-105',
    coded(reasonCodes(true), CHARGE_REASONS),
    notIn('UNTDID 7161', 'Codul motivului taxei', 'The reason code of the charge'),
  ),
  fatal(
    'BR-CL-21',
    'BT-157',
    codedAttribute(below(anywhere('cac:StandardItemIdentification'), 'cbc:ID'), 'schemeID', ICD),
    notIn('ISO 6523', 'Schema codului standard al articolului', 'The scheme of the standard item identifier'),
  ),
  fatal('BR-CL-22', 'BT-121', exemptionCodes, notIn('VATEX', 'Codul scutirii', 'The exemption code')),
  fatal(
    'BR-CL-23',
    'BT-130',
    codedAttribute(attributed, 'unitCode', UNIT_CODES),
    notIn('UN/ECE Rec 20 și 21', 'Unitatea de măsură', 'The unit of measure'),
  ),
  fatal(
    'BR-CL-24',
    'BT-125',
    codedAttribute(anywhere('cbc:EmbeddedDocumentBinaryObject'), 'mimeCode', MIME_TYPES),
    notIn('pdf, png, jpeg, csv, xlsx, ods', 'Tipul fișierului atașat', 'The type of the attached file'),
  ),
  fatal(
    'BR-CL-25',
    'BT-34',
    codedAttribute(anywhere('cbc:EndpointID'), 'schemeID', ELECTRONIC_ADDRESSES),
    notIn('EAS', 'Schema adresei electronice', 'The scheme of the electronic address'),
  ),
  fatal(
    'BR-CL-26',
    'BT-71',
    codedAttribute(below(anywhere('cac:DeliveryLocation'), 'cbc:ID'), 'schemeID', ICD),
    notIn('ISO 6523', 'Schema locului de livrare', 'The scheme of the delivery location'),
  ),
]

/** The amounts that EN 16931 uses. */
const AMOUNTS =
  /^(?:(?:|Base|Price|Tax|Taxable|LineExtension|TaxExclusive|TaxInclusive|Prepaid|PayableRounding|Payable|AllowanceTotal|ChargeTotal)Amount)$/

function currencies(...[invoice, report]: Parameters<Check>): void {
  for (const amount of invoice.valuesLike(AMOUNTS)) {
    const value = attribute(amount, 'currencyID') ?? ''
    if (!INVOICE_CURRENCIES.has(value.trim())) report(amount, { attribute: 'currencyID', values: { value } })
  }
}

function typeIsCoded(...[invoice, report]: Parameters<Check>): void {
  const types = either(anywhere('cbc:InvoiceTypeCode'), anywhere('cbc:CreditNoteTypeCode'))(invoice)
  for (const type of types) {
    const list = isNamed(type, 'cbc:InvoiceTypeCode') ? INVOICE_TYPES : CREDIT_NOTE_TYPES
    if (!list.has(valueIn(type))) report(type, { values: { value: valueIn(type) } })
  }
}

/** BT-18 and BT-128: references of the type 130. */
function objectIds(invoice: Parameters<Where>[0]) {
  return [...invoice.named('cac:AdditionalDocumentReference'), ...invoice.named('cac:DocumentReference')]
    .filter((reference) => child(reference, 'cbc:DocumentTypeCode')?.text === '130')
    .flatMap((reference) => child(reference, 'cbc:ID') ?? [])
}

/** A note may begin with the code of its subject between number signs: `#AAI#text`. */
function noteSubjects(...[invoice, report]: Parameters<Check>): void {
  for (const note of invoice.along('cbc:Note')) {
    const subject = /#([^#]*)#/.exec(note.text)?.[1]
    if (subject?.length === 3 && !NOTE_SUBJECTS.has(subject)) report(note, { values: { value: subject } })
  }
}

/** SEPA, the creditor identifier (BT-90), is for seller and payee only. */
function partySchemes(...[invoice, report]: Parameters<Check>): void {
  const creditors = new Set([
    ...invoice.along('cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID'),
    ...invoice.along('cac:PayeeParty/cac:PartyIdentification/cbc:ID'),
  ])
  for (const id of below(anywhere('cac:PartyIdentification'), 'cbc:ID')(invoice)) {
    const scheme = attribute(id, 'schemeID')
    if (scheme === null || ICD.has(trimmed(scheme)) || (trimmed(scheme) === 'SEPA' && creditors.has(id))) continue
    report(id, { attribute: 'schemeID', values: { value: scheme } })
  }
}

function reasonCodes(ofCharges: boolean): Where {
  const adjustments = anywhere('cac:AllowanceCharge')
  return (invoice) =>
    adjustments(invoice)
      .filter((adjustment) => isCharge(adjustment) === ofCharges)
      .flatMap((adjustment) => child(adjustment, 'cbc:AllowanceChargeReasonCode') ?? [])
}

function exemptionCodes(...[invoice, report]: Parameters<Check>): void {
  for (const code of invoice.named('cbc:TaxExemptionReasonCode')) {
    const value = valueIn(code)
    if (!EXEMPTION_CODES.has(value.toUpperCase())) report(code, { values: { value } })
  }
}
