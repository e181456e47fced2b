import type { Invoice } from '../invoice.ts'
import type { Seller } from '../snapshot.ts'
import { withCorrections } from './corrections.ts'
import { type DocumentChoices, type EfacturaDocument, makeDocument } from './make-document.ts'

/** What a document is made of. */
export interface DocumentWork {
  readonly invoice: Invoice
  readonly seller: Seller
  readonly choices: DocumentChoices
}

/** Makes large documents without holding everybody else up. Throws `AppError` when there are too many of them. */
export interface DocumentMaker {
  make(work: DocumentWork, companyId: string): Promise<EfacturaDocument>
}

/**
 * Where a transaction gets the documents that it decides by. Small ones are made on the spot. For a large one it is left
 * (`DocumentAhead`), the document is made while nobody waits for the transaction, and it begins anew.
 */
export interface DocumentDesk {
  take(work: DocumentWork): EfacturaDocument
}

class DocumentAhead extends Error {
  readonly work: DocumentWork
  constructor(work: DocumentWork) {
    super('a document has to be made first')
    this.work = work
  }
}

/** A line takes about 0.3 ms to write and judge, and so do some hundred characters beyond the usual. */
const LARGE_LINES = 50
const CHARACTERS_OF_LINE = 400
/** As often something else may change an invoice while its document is made; then it is made where it is asked for. */
const MOST_ATTEMPTS = 4

export function isLarge({ lines, texts }: Pick<Invoice, 'lines' | 'texts'>): boolean {
  if (lines.length > LARGE_LINES) return true
  const characters = lines.reduce((sum, line) => sum + lengthOf(line.texts), 0)
  return lines.length + (characters + lengthOf(texts)) / CHARACTERS_OF_LINE > 2 * LARGE_LINES
}

/** Roughly: the texts in an object of texts. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, part) => sum + lengthOf(part), 0)
}

/** Runs a transaction that decides by documents; `unit` may be begun several times, and is committed once at most. */
export async function withDocuments<T>(
  maker: DocumentMaker | undefined,
  companyId: string,
  unit: (desk: DocumentDesk) => Promise<T>,
): Promise<T> {
  const made: Made[] = []
  for (let attempt = 1; ; attempt++) {
    const isLast = maker === undefined || attempt === MOST_ATTEMPTS
    try {
      return await unit({ take: (work) => takeDocument(work, made, isLast) })
    } catch (error) {
      if (!(error instanceof DocumentAhead) || maker === undefined) throw error
      made.push({ work: error.work, document: await maker.make(error.work, companyId) })
    }
  }
}

interface Made {
  readonly work: DocumentWork
  readonly document: EfacturaDocument
}

function takeDocument(work: DocumentWork, made: readonly Made[], isLast: boolean): EfacturaDocument {
  if (isLarge(work.invoice)) {
    const parts = partsOf(work)
    const found = made.find((one) => isSame(partsOf(one.work), parts))
    if (found) return found.document
    if (!isLast) throw new DocumentAhead(work)
  }
  return makeDocument(work.invoice, work.seller, work.choices)
}

/** Beginning anew gives the same invoice other ids, and a client that is made with it too. */
const GIVEN_ANEW: ReadonlySet<string> = new Set(['id', 'clientId', 'createdAt', 'updatedAt'])

/**
 * What the document depends on. The number is left out: one that is given stays, and of one that is being given our
 * rules say the same as of the next; what is sent is made anew, from what was issued.
 */
function partsOf({ invoice, seller, choices }: DocumentWork): object {
  const corrected = withCorrections(invoice, choices.corrections ?? null)
  return { ...corrected, issued: null, seller, stornoAs: choices.stornoAs }
}

/** Part by part, which takes a tenth of the time of writing both down: 5,000 lines have 200,000 parts. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  const [ours, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>]
  const names = Object.keys(ours)
  if (names.length !== Object.keys(theirs).length) return false
  return names.every((name) => name in theirs && (GIVEN_ANEW.has(name) || isSame(ours[name], theirs[name])))
}
