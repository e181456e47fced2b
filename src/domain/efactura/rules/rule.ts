import type { XmlElement } from '../xml-tree.ts'
import type { Severity } from './finding.ts'
import type { UblDocument } from './ubl-document.ts'

/** What a check says about a fault beyond the element it is at. */
export interface Detail {
  /** A child (`cbc:ID`, or a path) that the fault is about, mostly because it is missing. */
  readonly child?: string
  /** An attribute that the fault is about. */
  readonly attribute?: string
  /** For the placeholders of the sentences: `{value}`. */
  readonly values?: Readonly<Record<string, string | number>>
  readonly suggestion?: string
}

export type Report = (at: XmlElement, detail?: Detail) => void

/** Looks at the document and reports each fault. Must not care in which order the rules run. */
export type Check = (invoice: UblDocument, report: Report) => void

/** What is wrong, in both languages; may hold `{placeholders}`. */
export type Sentences = readonly [ro: string, en: string]

export interface Rule {
  readonly id: string
  readonly severity: Severity
  readonly term: string
  readonly check: Check
  readonly sentences: Sentences
}

export function fatal(id: string, term: string, check: Check, sentences: Sentences): Rule {
  return { id, severity: 'fatal', term, check, sentences }
}

export function warning(id: string, term: string, check: Check, sentences: Sentences): Rule {
  return { id, severity: 'warning', term, check, sentences }
}
