import { INVOICED_OBJECT, NO_ORDER, PROJECT } from '../codes.ts'
import type { Attachment, EInvoice, Identifier, PrecedingInvoice } from '../einvoice.ts'
import { textAt, type XmlElement } from '../xml-tree.ts'
import { attributeOf, contentOf, type UblReading } from './ubl-reading.ts'

const ADDITIONAL = 'cac:AdditionalDocumentReference'

/** BT-13, BT-14. */
export function readOrder(
  reading: UblReading,
  root: XmlElement,
): Pick<EInvoice, 'orderReference' | 'salesOrderReference'> {
  const order = reading.one(root, 'cac:OrderReference')
  const id = reading.text(order, 'cbc:ID')
  const salesOrderReference = reading.text(order, 'cbc:SalesOrderID')
  return { orderReference: id === NO_ORDER && salesOrderReference !== null ? null : id, salesOrderReference }
}

/** BG-3. */
export function readPreceding(reading: UblReading, root: XmlElement): PrecedingInvoice[] {
  return reading.many(root, 'cac:BillingReference').flatMap((element) => {
    const document = reading.one(element, 'cac:InvoiceDocumentReference')
    if (document === undefined) return []
    return [{ number: reading.text(document, 'cbc:ID'), issueDate: reading.text(document, 'cbc:IssueDate') }]
  })
}

function isOfType(code: string): (element: XmlElement) => boolean {
  return (element) => textAt(element, 'cbc:DocumentTypeCode') === code
}

/** BT-18 or BT-128. */
export function readObject(reading: UblReading, parent: XmlElement, name = ADDITIONAL): Identifier | null {
  const [found] = reading.matching(parent, name, isOfType(INVOICED_OBJECT))
  reading.text(found, 'cbc:DocumentTypeCode')
  return reading.identifier(found, 'cbc:ID')
}

/** BT-11. */
export function readProject(reading: UblReading, root: XmlElement, syntax: EInvoice['syntax']): string | null {
  if (syntax === 'Invoice') return reading.text(root, 'cac:ProjectReference/cbc:ID')
  const [found] = reading.matching(root, ADDITIONAL, isOfType(PROJECT))
  reading.text(found, 'cbc:DocumentTypeCode')
  return reading.text(found, 'cbc:ID')
}

/** BG-24: the additional documents that are not one of the two above. */
export function readAttachments(reading: UblReading, root: XmlElement, syntax: EInvoice['syntax']): Attachment[] {
  const isObject = isOfType(INVOICED_OBJECT)
  const isProject = syntax === 'CreditNote' ? isOfType(PROJECT) : () => false
  const found = reading.matching(root, ADDITIONAL, (element) => !isObject(element) && !isProject(element))
  return found.map((element) => {
    const attachment = reading.one(element, 'cac:Attachment')
    const binary = reading.one(attachment, 'cbc:EmbeddedDocumentBinaryObject')
    const base64 = contentOf(binary)
    return {
      reference: reading.text(element, 'cbc:ID'),
      description: reading.text(element, 'cbc:DocumentDescription'),
      uri: reading.text(attachment, 'cac:ExternalReference/cbc:URI'),
      file:
        binary === undefined || base64 === null
          ? null
          : { base64, mimeCode: attributeOf(binary, 'mimeCode'), filename: attributeOf(binary, 'filename') },
    }
  })
}
