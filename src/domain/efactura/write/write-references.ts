import { INVOICED_OBJECT, NO_ORDER, PROJECT } from '../codes.ts'
import type { Attachment, EInvoice, PrecedingInvoice } from '../einvoice.ts'
import { attribute, group, identifier, leaf } from './xml-text.ts'

/** BT-11 to BT-18, BG-3, BG-24. In a credit note the tender comes last and the project is an additional document. */
export function writeReferences(invoice: EInvoice): string {
  const isInvoice = invoice.syntax === 'Invoice'
  const tender = reference('cac:OriginatorDocumentReference', invoice.tenderReference)
  return (
    writeOrder(invoice) +
    invoice.precedingInvoices.map(writePreceding).join('') +
    reference('cac:DespatchDocumentReference', invoice.despatchReference) +
    reference('cac:ReceiptDocumentReference', invoice.receiptReference) +
    (isInvoice ? tender : '') +
    reference('cac:ContractDocumentReference', invoice.contractReference) +
    writeInvoicedObject(invoice) +
    (isInvoice ? '' : writeProjectOfCreditNote(invoice.projectReference)) +
    invoice.attachments.map(writeAttachment).join('') +
    (isInvoice ? reference('cac:ProjectReference', invoice.projectReference) : tender)
  )
}

function reference(name: string, id: string | null): string {
  return group(name, leaf('cbc:ID', id))
}

function writeOrder({ orderReference, salesOrderReference }: EInvoice): string {
  const id = orderReference ?? (salesOrderReference === null ? null : NO_ORDER)
  return group('cac:OrderReference', leaf('cbc:ID', id) + leaf('cbc:SalesOrderID', salesOrderReference))
}

/** One document per `BillingReference`, which is repeated for more. */
function writePreceding({ number, issueDate }: PrecedingInvoice): string {
  const content = leaf('cbc:ID', number) + leaf('cbc:IssueDate', issueDate)
  return group('cac:BillingReference', group('cac:InvoiceDocumentReference', content))
}

function writeInvoicedObject({ invoicedObject }: EInvoice): string {
  if (invoicedObject === null) return ''
  const content = identifier('cbc:ID', invoicedObject) + leaf('cbc:DocumentTypeCode', INVOICED_OBJECT)
  return group('cac:AdditionalDocumentReference', content)
}

function writeProjectOfCreditNote(project: string | null): string {
  if (project === null) return ''
  return group('cac:AdditionalDocumentReference', leaf('cbc:ID', project) + leaf('cbc:DocumentTypeCode', PROJECT))
}

function writeAttachment({ reference: id, description, uri, file }: Attachment): string {
  const attributes = attribute('mimeCode', file?.mimeCode ?? null) + attribute('filename', file?.filename ?? null)
  return group(
    'cac:AdditionalDocumentReference',
    leaf('cbc:ID', id) +
      leaf('cbc:DocumentDescription', description) +
      group(
        'cac:Attachment',
        leaf('cbc:EmbeddedDocumentBinaryObject', file?.base64 ?? null, attributes) +
          group('cac:ExternalReference', leaf('cbc:URI', uri)),
      ),
  )
}
