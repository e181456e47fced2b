import type { Day } from '../dates.ts'
import type { Invoice } from '../invoice.ts'
import type { Seller } from '../snapshot.ts'
import { parseXml } from '../xml/parse-xml.ts'
import type { TextFinding } from './build/text-limits.ts'
import { buildEInvoice } from './build-einvoice.ts'
import { TYPE_CODES } from './codes.ts'
import { type Corrections, withCorrections } from './corrections.ts'
import { efacturaDeadline } from './deadline.ts'
import type { Finding } from './rules/finding.ts'
import { RULES_OF_OURS } from './rules/rules-of-ours.ts'
import { unitRules } from './rules/unit-rules.ts'
import { isFatal, validateUbl } from './rules/validate-ubl.ts'
import { writeUbl } from './write-ubl.ts'

/** How ANAF wants to be handed a document (contract efactura 1.2). */
export interface UploadRoute {
  /** Digits of the seller's fiscal code; empty when the company has none yet. */
  readonly cif: string
  readonly standard: 'UBL' | 'CN'
  /** `uploadb2c`: the buyer is a person who gave no fiscal code of a business. */
  readonly isConsumer: boolean
  /** `extern=DA`: the buyer is abroad and has no Romanian fiscal code. */
  readonly isExtern: boolean
}

export interface EfacturaDocument extends UploadRoute {
  readonly xml: string
  /** Everything that our rules say of it, in the order of the rules. */
  readonly findings: readonly Finding[]
  /** ANAF would refuse it, or it is wrong in itself. */
  readonly isRefused: boolean
  /** The last legal day to send it. */
  readonly deadline: Day | null
}

/** What a seller chooses about the XML. */
export interface DocumentChoices {
  /** A storno as an invoice with negative quantities, or as a credit note (contract efactura 3.4). */
  readonly stornoAs: '380' | '381'
  /** What was put right after a rejection. */
  readonly corrections?: Corrections | null
}

/** The XML of an issued invoice and what is wrong with it, with the fields of our API and texts that would fit. */
export function makeDocument(invoice: Invoice, seller: Seller, choices: DocumentChoices): EfacturaDocument {
  const { stornoOf } = invoice
  const isCreditNote = stornoOf !== null && choices.stornoAs === TYPE_CODES.creditNote
  const corrected = withCorrections(invoice, choices.corrections ?? null)
  const typeCode = isCreditNote ? TYPE_CODES.creditNote : TYPE_CODES.invoice
  const { einvoice, findings: tooLong } = buildEInvoice(corrected, seller, { typeCode })
  const xml = writeUbl(einvoice)
  const rules = [...RULES_OF_OURS, ...unitRules(corrected.lines)]
  const findings = validateUbl(parseXml(xml), rules).map((finding) => {
    const fitting = finding.suggestion === undefined ? fittingOf(finding, tooLong) : undefined
    return fitting ? { ...finding, apiPath: fitting.path, suggestion: fitting.suggested } : finding
  })
  return {
    xml,
    findings,
    isRefused: findings.some(isFatal),
    deadline: efacturaDeadline(invoice.date),
    cif: (seller.cui ?? '').replace(/\D/g, ''),
    standard: isCreditNote ? 'CN' : 'UBL',
    isConsumer: corrected.buyer.type === 'person',
    isExtern: corrected.buyer.country !== 'RO' && corrected.buyer.cuiPrefix !== 'RO',
  }
}

/**
 * The text that the builder knows to be too long and a rule found. Three of them lie elsewhere in the XML than in our
 * fields: a long address ends in its third line, a reason of one discount may stand in several places, and that of an
 * exemption in the VAT group of its line.
 */
function fittingOf({ apiPath, term }: Finding, tooLong: readonly TextFinding[]): TextFinding | undefined {
  const ofField = tooLong.find((long) => long.path === apiPath && (long.term === term || apiPath.endsWith('.address')))
  if (ofField) return ofField
  const isBelow = (long: TextFinding) => apiPath === null || long.path.startsWith(`${apiPath}.`)
  const others = tooLong.filter((long) => (long.term === term && isBelow(long)) || isSurplus(term, long))
  return new Set(others.map(({ suggested }) => suggested)).size === 1 ? others[0] : undefined
}

/** Of notes that are too many (BG-1), the text that makes them so. */
function isSurplus(term: string, long: TextFinding): boolean {
  return term === 'BG-1' && long.term === 'BT-22'
}
