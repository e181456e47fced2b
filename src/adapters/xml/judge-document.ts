import type { Finding } from '../../domain/efactura/rules/finding.ts'
import { validateUbl } from '../../domain/efactura/rules/validate-ubl.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import { XmlError } from '../../domain/xml/xml-error.ts'

/** What our rules say of a document, in plain data that travels between threads. */
export type Verdict =
  | {
      readonly kind: 'judged'
      /** The form at ANAF: `CN` is a credit note. */
      readonly standard: 'UBL' | 'CN'
      readonly findings: readonly Finding[]
    }
  | {
      readonly kind: 'not_xml'
      readonly reason: { readonly en: string; readonly ro: string }
      readonly line: number
      readonly column: number
    }

/** Reads and judges a document in this thread; 10 MB take seconds. */
export function judgeDocument(source: Uint8Array): Verdict {
  try {
    const root = parseXml(source)
    return {
      kind: 'judged',
      standard: root.name === 'CreditNote' ? 'CN' : 'UBL',
      findings: validateUbl(root),
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    const { line, column, message, messageRo } = error
    return { kind: 'not_xml', reason: { en: message, ro: messageRo }, line, column }
  }
}
