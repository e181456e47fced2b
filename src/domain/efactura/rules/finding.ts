/**
 * `fatal`: ANAF refuses the document, or it is one of ours and wrong in itself. `warning`: it passes, and somebody should
 * look.
 */
export type Severity = 'fatal' | 'warning'

/** One fault of a document, found by one rule. */
export interface Finding {
  /** Permanent: the id of the official rule, or one of ours (`FCT-…`). */
  readonly ruleId: string
  readonly severity: Severity
  /** Business term or group of EN 16931-1 (`BT-1`, `BG-25`); empty when the rule concerns the syntax alone. */
  readonly term: string
  /** Where in the document, like XPath: `/Invoice/cac:InvoiceLine[3]/cac:Item/cbc:Name`. May name what is missing. */
  readonly path: string
  /** The same place in the fields of our API (`items.2.description`), for documents we built; null when none is. */
  readonly apiPath: string | null
  /** Line of the XML. */
  readonly line: number
  readonly messageRo: string
  readonly messageEn: string
  /** What would be right there, when that is certain. */
  readonly suggestion?: string
  /** Of the last finding of a list that was cut (`FCT-N00`): how many others there are. */
  readonly leftOut?: { readonly fatal: number; readonly warning: number }
}

/** How many there are of each, those that are not listed too. */
export function countFindings(findings: readonly Finding[]): { readonly fatal: number; readonly warning: number } {
  const count = { fatal: 0, warning: 0 }
  for (const { severity, leftOut } of findings) {
    if (leftOut === undefined) count[severity]++
    else {
      count.fatal += leftOut.fatal
      count.warning += leftOut.warning
    }
  }
  return count
}
