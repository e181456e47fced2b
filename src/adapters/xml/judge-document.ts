import type { EInvoice } from '../../domain/efactura/einvoice.ts'
import { readUbl } from '../../domain/efactura/read-ubl.ts'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import { validateUbl } from '../../domain/efactura/rules/validate-ubl.ts'
import { attribute, type XmlElement } from '../../domain/efactura/xml-tree.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import { XmlError } from '../../domain/xml/xml-error.ts'
import { invoicePdf } from './invoice-pdf.ts'

/** `head`: everything of the invoice but its lines and attachments, which is what may be large; `pdf`: its picture too. */
export type Wanted = 'findings' | 'head' | 'pdf'

/** What our rules say of a document, in plain data that travels between threads. */
export type Verdict =
  | {
      readonly kind: 'judged'
      /** The form at ANAF: `CN` is a credit note. */
      readonly standard: 'UBL' | 'CN'
      readonly findings: readonly Finding[]
      readonly root: DocumentRoot
      /** Null where nobody wanted it, and of what is no UBL invoice. */
      readonly invoice: EInvoice | null
      /** The same. */
      readonly pdf: Uint8Array<ArrayBuffer> | null
    }
  | {
      readonly kind: 'not_xml'
      readonly reason: { readonly en: string; readonly ro: string }
      readonly line: number
      readonly column: number
    }

export interface DocumentRoot extends Pick<XmlElement, 'uri' | 'name' | 'line'> {
  /** What a message of a buyer to the issuer holds (contract efactura 1.2). */
  readonly indexIncarcare: string | null
  readonly message: string | null
}

/** Reads and judges a document in this thread; 10 MB take seconds. */
export function judgeDocument(source: Uint8Array, wanted: Wanted = 'findings'): Verdict {
  try {
    const root = parseXml(source)
    const invoice = wanted === 'findings' ? null : (readUbl(root)?.invoice ?? null)
    return {
      kind: 'judged',
      standard: root.name === 'CreditNote' ? 'CN' : 'UBL',
      findings: validateUbl(root),
      root: {
        uri: root.uri,
        name: root.name,
        line: root.line,
        indexIncarcare: attribute(root, 'index_incarcare'),
        message: attribute(root, 'message'),
      },
      invoice: invoice && { ...invoice, lines: [], attachments: [] },
      pdf: invoice && wanted === 'pdf' ? invoicePdf(invoice) : null,
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    const { line, column, message, messageRo } = error
    return { kind: 'not_xml', reason: { en: message, ro: messageRo }, line, column }
  }
}
