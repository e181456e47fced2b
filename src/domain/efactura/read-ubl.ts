import type { EDelivery, EInvoice, ENote } from './einvoice.ts'
import { allNull } from './read/all-null.ts'
import { readDocumentAllowances, readTotals, readVat } from './read/read-amounts.ts'
import { readLine, readPeriod } from './read/read-line.ts'
import { readAddress, readParty, readPayee, readTaxRepresentative } from './read/read-party.ts'
import { readDueDate, readPaymentMeans } from './read/read-payment.ts'
import { readAttachments, readObject, readOrder, readPreceding, readProject } from './read/read-references.ts'
import { contentOf, type ReadProblem, UblReading, type Unread } from './read/ubl-reading.ts'
import { CREDIT_NOTE_NAMESPACE, INVOICE_NAMESPACE, type XmlElement } from './xml-tree.ts'

export interface ReadInvoice {
  readonly invoice: EInvoice
  /** Values that could not be taken as they stand. */
  readonly problems: readonly ReadProblem[]
  /** Elements outside EN 16931, or repeated where it knows one. */
  readonly unread: readonly Unread[]
}

/**
 * The electronic invoice in a UBL Invoice or CreditNote of anybody, or null when it is neither. Whatever is missing is
 * null or empty; whatever the model has no place for is counted. What `writeUbl` wrote comes back as it was.
 */
export function readUbl(root: XmlElement): ReadInvoice | null {
  const syntax = syntaxOf(root)
  if (syntax === null) return null
  const reading = new UblReading(root)
  const currency = reading.text(root, 'cbc:DocumentCurrencyCode')
  const vatCurrency = reading.text(root, 'cbc:TaxCurrencyCode')
  reading.inCurrency(currency)
  const { vatBreakdown, ...vatTotals } = readVat(reading, root, { currency, vatCurrency })
  const invoice: EInvoice = {
    ...readHeader(reading, root, syntax),
    ...readOrder(reading, root),
    currency,
    vatCurrency,
    precedingInvoices: readPreceding(reading, root),
    projectReference: readProject(reading, root, syntax),
    invoicedObject: readObject(reading, root),
    attachments: readAttachments(reading, root, syntax),
    seller: readParty(reading, root, 'cac:AccountingSupplierParty'),
    buyer: readParty(reading, root, 'cac:AccountingCustomerParty'),
    payee: readPayee(reading, root),
    taxRepresentative: readTaxRepresentative(reading, root),
    delivery: readDelivery(reading, root),
    paymentMeans: readPaymentMeans(reading, root),
    allowances: readDocumentAllowances(reading, root, false),
    charges: readDocumentAllowances(reading, root, true),
    totals: { ...readTotals(reading, root), ...vatTotals },
    vatBreakdown,
    lines: reading.many(root, `cac:${syntax}Line`).map((line) => readLine(reading, line, syntax)),
  }
  return { invoice, ...reading.findings() }
}

function syntaxOf({ name, uri }: XmlElement): EInvoice['syntax'] | null {
  if (name === 'Invoice' && uri === INVOICE_NAMESPACE) return 'Invoice'
  return name === 'CreditNote' && uri === CREDIT_NOTE_NAMESPACE ? 'CreditNote' : null
}

function readHeader(reading: UblReading, root: XmlElement, syntax: EInvoice['syntax']) {
  return {
    syntax,
    customizationId: reading.text(root, 'cbc:CustomizationID'),
    profileId: reading.text(root, 'cbc:ProfileID'),
    number: reading.text(root, 'cbc:ID'),
    issueDate: reading.text(root, 'cbc:IssueDate'),
    typeCode: reading.text(root, `cbc:${syntax}TypeCode`),
    taxPointDate: reading.text(root, 'cbc:TaxPointDate'),
    taxPointCode: reading.text(root, 'cac:InvoicePeriod/cbc:DescriptionCode'),
    dueDate: readDueDate(reading, root, syntax),
    buyerReference: reading.text(root, 'cbc:BuyerReference'),
    contractReference: reading.text(root, 'cac:ContractDocumentReference/cbc:ID'),
    receiptReference: reading.text(root, 'cac:ReceiptDocumentReference/cbc:ID'),
    despatchReference: reading.text(root, 'cac:DespatchDocumentReference/cbc:ID'),
    tenderReference: reading.text(root, 'cac:OriginatorDocumentReference/cbc:ID'),
    accountingReference: reading.text(root, 'cbc:AccountingCost'),
    paymentTerms: reading.text(root, 'cac:PaymentTerms/cbc:Note'),
    notes: readNotes(reading, root),
    period: readPeriod(reading, root),
  }
}

/** BG-1. The subject code leads the text: `#AAI#Text`. */
function readNotes(reading: UblReading, root: XmlElement): ENote[] {
  return reading.many(root, 'cbc:Note').flatMap((element): ENote[] => {
    const written = contentOf(element)
    if (written === null) return []
    const subjectCode = /^#([A-Z]{3})#/.exec(written)?.[1]
    const text = written.slice('#AAI#'.length).trim()
    return subjectCode && text ? [{ subjectCode, text }] : [{ subjectCode: null, text: written }]
  })
}

/** BG-13, BG-15. */
function readDelivery(reading: UblReading, root: XmlElement): EDelivery | null {
  const delivery = reading.one(root, 'cac:Delivery')
  const location = reading.one(delivery, 'cac:DeliveryLocation')
  const found: EDelivery = {
    partyName: reading.text(delivery, 'cac:DeliveryParty/cac:PartyName/cbc:Name'),
    location: reading.identifier(location, 'cbc:ID'),
    date: reading.text(delivery, 'cbc:ActualDeliveryDate'),
    address: readAddress(reading, location, 'cac:Address'),
  }
  return allNull(found) ? null : found
}
