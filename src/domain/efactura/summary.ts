import { AppError } from '../errors.ts'
import { parseXml } from '../xml/parse-xml.ts'
import { XmlError } from '../xml/xml-error.ts'
import type { EParty } from './einvoice.ts'
import { readUbl } from './read-ubl.ts'
import { attribute, type XmlElement } from './xml-tree.ts'

/** What a received document says, for lists and for the supplier bill that it becomes. */
export type Summary =
  | {
      readonly kind: 'invoice'
      /** The form at ANAF: `CN` is a credit note. */
      readonly standard: 'UBL' | 'CN'
      readonly number: string | null
      /** UNTDID 1001: 380, 381 … */
      readonly typeCode: string | null
      readonly issueDate: string | null
      readonly dueDate: string | null
      readonly currency: string | null
      readonly withoutVatBani: number | null
      readonly vatBani: number | null
      readonly withVatBani: number | null
      readonly payableBani: number | null
      readonly seller: SummaryParty
      readonly buyer: SummaryParty
      readonly lines: number
    }
  /** A buyer's message about an invoice (RASP). */
  | { readonly kind: 'message'; readonly uploadId: string | null; readonly text: string | null }
  /** Why an invoice was rejected. */
  | { readonly kind: 'errors'; readonly errors: readonly string[] }
  /** Something else, or something that cannot be read. */
  | { readonly kind: 'other'; readonly problem: string | null }

export interface SummaryParty {
  readonly name: string | null
  /** The VAT number with its prefix, or else the legal registration. */
  readonly fiscalCode: string | null
}

/** Reads what others sent without holding everybody else up. */
export interface DocumentReader {
  /** `companyId` is whose share of the queue a large one takes; `busy` when there is no place in it now. */
  summarize(document: Uint8Array, companyId: string): Promise<Summary | Busy>
}

export interface Busy {
  readonly kind: 'busy'
  /** It is this company that has too many of them waiting. */
  readonly isShareSpent: boolean
  readonly retryAfterSeconds: number
}

/** A company that has used up its share may send more later, as with any limit; a full queue is nobody's fault. */
export function busyError({ isShareSpent, retryAfterSeconds }: Omit<Busy, 'kind'>): AppError {
  return new AppError(isShareSpent ? 'rate_limit_exceeded' : 'documents_busy', { retry_after: retryAfterSeconds })
}

const MOST_ERRORS = 200

/** Never throws: what others send may be anything, and is kept all the same. */
export function summaryOf(document: Uint8Array): Summary {
  let root: XmlElement
  try {
    root = parseXml(document)
  } catch (error) {
    if (error instanceof XmlError) return { kind: 'other', problem: error.messageRo }
    throw error
  }
  const read = readUbl(root)
  if (read) {
    const { invoice } = read
    return {
      kind: 'invoice',
      standard: invoice.syntax === 'CreditNote' ? 'CN' : 'UBL',
      number: invoice.number,
      typeCode: invoice.typeCode,
      issueDate: invoice.issueDate,
      dueDate: invoice.dueDate,
      currency: invoice.currency,
      withoutVatBani: invoice.totals.withoutVatBani,
      vatBani: invoice.totals.vatBani,
      withVatBani: invoice.totals.withVatBani,
      payableBani: invoice.totals.payableBani,
      seller: partyOf(invoice.seller),
      buyer: partyOf(invoice.buyer),
      lines: invoice.lines.length,
    }
  }
  if (root.uri.includes(':reqMesaj:')) {
    return { kind: 'message', uploadId: textOf(root, 'index_incarcare'), text: textOf(root, 'message') }
  }
  const errors = root.children.filter((child) => child.name === 'Error').slice(0, MOST_ERRORS)
  if (errors.length > 0) {
    return { kind: 'errors', errors: errors.map((error) => textOf(error, 'errorMessage') ?? '') }
  }
  return { kind: 'other', problem: null }
}

/** What is said of a document that no time was enough for. */
export function tooSlowToRead(): Summary {
  return { kind: 'other', problem: 'Documentul este prea mare pentru a fi citit.' }
}

function partyOf(party: EParty): SummaryParty {
  return { name: party.name, fiscalCode: party.vatId ?? party.legalId?.id ?? null }
}

function textOf(element: XmlElement, name: string): string | null {
  return attribute(element, name)
}
