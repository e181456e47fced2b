import type { EInvoice } from './einvoice.ts'
import { writeDocumentAllowances } from './write/write-allowance.ts'
import { writeDelivery } from './write/write-delivery.ts'
import { writeHeader } from './write/write-header.ts'
import { writeLine } from './write/write-line.ts'
import { writeBuyer, writePayee, writeSeller, writeTaxRepresentative } from './write/write-party.ts'
import { writePaymentMeans, writePaymentTerms } from './write/write-payment.ts'
import { writeReferences } from './write/write-references.ts'
import { writeTotals, writeVat } from './write/write-totals.ts'
import { CREDIT_NOTE_NAMESPACE, INVOICE_NAMESPACE, PREFIXES } from './xml-tree.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACES = `xmlns:cac="${PREFIXES.cac}" xmlns:cbc="${PREFIXES.cbc}"`

/**
 * An electronic invoice as UBL 2.1: an Invoice or a CreditNote, in the order that the XSD wants, without elements
 * outside EN 16931 and without empty ones. The same model gives the same text, byte for byte. What the model lacks is
 * left out, so that an incomplete invoice gives an incomplete XML, for the rules to judge.
 */
export function writeUbl(invoice: EInvoice): string {
  const { syntax, currency } = invoice
  const namespace = syntax === 'Invoice' ? INVOICE_NAMESPACE : CREDIT_NOTE_NAMESPACE
  let text = `${DECLARATION}<${syntax} xmlns="${namespace}" ${NAMESPACES}>\n`
  text += writeHeader(invoice)
  text += writeReferences(invoice)
  text += writeSeller(invoice.seller)
  text += writeBuyer(invoice.buyer)
  text += writePayee(invoice.payee)
  text += writeTaxRepresentative(invoice.taxRepresentative)
  text += writeDelivery(invoice.delivery)
  text += writePaymentMeans(invoice)
  text += writePaymentTerms(invoice)
  text += writeDocumentAllowances(invoice)
  text += writeVat(invoice)
  text += writeTotals(invoice)
  for (const line of invoice.lines) text += writeLine(line, syntax, currency)
  return `${text}</${syntax}>\n`
}
