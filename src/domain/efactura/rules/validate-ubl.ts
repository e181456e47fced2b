import { CREDIT_NOTE_NAMESPACE, INVOICE_NAMESPACE, type XmlElement } from '../xml-tree.ts'
import { RULES } from './all-rules.ts'
import { apiPathOf } from './api-path.ts'
import type { Finding } from './finding.ts'
import { Places } from './places.ts'
import type { Detail, Rule, Sentences } from './rule.ts'
import { UblDocument } from './ubl-document.ts'

/** More than anybody reads of either severity; a document of 10 MB could otherwise give millions. */
export const MOST_FINDINGS = 200

const WRONG_ROOT: Sentences = [
  'Documentul nu este o factură sau o notă de creditare UBL 2.1, ci „{value}”.',
  'The document is not a UBL 2.1 invoice or credit note but "{value}".',
]

/** Stands last where there are more findings than are told, so that nobody takes the list for the whole. */
export const MORE_FINDINGS = 'FCT-N00'
const MORE: Sentences = [
  'Documentul are încă {fatal} erori și {warning} avertismente, care nu mai sunt enumerate.',
  'The document has {fatal} more errors and {warning} more warnings, which are not listed.',
]

/**
 * Judges a UBL invoice or credit note by every rule we know: CIUS-RO, EN 16931, the syntax, and our own on arithmetic,
 * identifiers and consistency. The order is that of the rules. Pure: the same document always gets the same findings.
 * Of those beyond 200 the errors go before the warnings, and a last finding (`FCT-N00`) counts what is left out.
 */
export function validateUbl(root: XmlElement, rules: readonly Rule[] = RULES): Finding[] {
  if (!isInvoice(root)) return [wrongRoot(root)]
  const invoice = new UblDocument(root)
  const places = new Places(root)
  const kept: Finding[] = []
  const count = { fatal: 0, warning: 0 }
  for (const rule of rules) {
    rule.check(invoice, (at, detail) => {
      if (count[rule.severity]++ < MOST_FINDINGS) kept.push(finding(rule, places.of(at), at, detail))
    })
  }
  if (count.fatal + count.warning <= MOST_FINDINGS) return kept
  const told = { fatal: Math.min(count.fatal, MOST_FINDINGS), warning: 0 }
  const findings = kept.filter(({ severity }) => severity === 'fatal' || told.fatal + told.warning++ < MOST_FINDINGS)
  told.warning = findings.length - told.fatal
  const leftOut = { fatal: count.fatal - told.fatal, warning: count.warning - told.warning }
  return [...findings, moreFindings(root, leftOut)]
}

function moreFindings(root: XmlElement, leftOut: { readonly fatal: number; readonly warning: number }): Finding {
  const severity = leftOut.fatal > 0 ? 'fatal' : 'warning'
  const rule = { id: MORE_FINDINGS, severity, term: '', sentences: MORE } as const
  return { ...finding(rule, `/${root.name}`, root, { values: leftOut }), leftOut }
}

export function isFatal(finding: Finding): boolean {
  return finding.severity === 'fatal'
}

function isInvoice({ uri, name }: XmlElement): boolean {
  return (uri === INVOICE_NAMESPACE && name === 'Invoice') || (uri === CREDIT_NOTE_NAMESPACE && name === 'CreditNote')
}

function wrongRoot(root: XmlElement): Finding {
  const rule = { id: 'FCT-X01', severity: 'fatal', term: '', sentences: WRONG_ROOT } as const
  const value = root.uri === '' ? root.name : `{${root.uri}}${root.name}`
  return finding(rule, `/${root.name}`, root, { values: { value } })
}

function finding(rule: Omit<Rule, 'check'>, place: string, at: XmlElement, detail: Detail = {}): Finding {
  const { child, attribute, values = {}, suggestion } = detail
  const path = `${place}${child === undefined ? '' : `/${child}`}${attribute === undefined ? '' : `/@${attribute}`}`
  const filled = { path, ...values }
  const [ro, en] = values.value === '' ? ofNothing(rule.sentences) : rule.sentences
  return {
    ruleId: rule.id,
    severity: rule.severity,
    term: rule.term,
    path,
    apiPath: apiPathOf(path),
    line: at.line,
    messageRo: fill(ro, filled),
    messageEn: fill(en, filled),
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

/** A sentence that quotes what stands there says of nothing that it is missing. */
function ofNothing([ro, en]: Sentences): Sentences {
  return [ro.replace(', nu „{value}”', '; acum lipsește'), en.replace(', not "{value}"', '; it is missing')]
}

const LONGEST_VALUE = 100

/** The sentence with its placeholders filled; a value from the document is cut where it gets long. */
function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    const text = String(value)
    return text.length > LONGEST_VALUE && name !== 'path' ? `${text.slice(0, LONGEST_VALUE)}…` : text
  })
}
