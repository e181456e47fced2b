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

/** BT-18. */
export function readObject(reading: UblReading, root: XmlElement): Identifier | null {
  return objectIn(reading, reading.matching(root, ADDITIONAL, isOfType(INVOICED_OBJECT))[0])
}

/** BT-128. A line has no other kind of reference, so one that leaves its type out, as ANAF's own examples do, is this. */
export function readLineObject(reading: UblReading, line: XmlElement): Identifier | null {
  const [typed] = reading.matching(line, 'cac:DocumentReference', isOfType(INVOICED_OBJECT))
  if (typed !== undefined) return objectIn(reading, typed)
  const hasNoType = (element: XmlElement) => textAt(element, 'cbc:DocumentTypeCode') === null
  return objectIn(reading, reading.matching(line, 'cac:DocumentReference', hasNoType)[0])
}

function objectIn(reading: UblReading, found: XmlElement | undefined): Identifier | null {
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
