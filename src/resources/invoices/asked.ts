import type { AskedLine, HeaderChanges } from '../../domain/invoice-content.ts'
import type { PartyChanges } from '../../domain/party.ts'
import type { Problem } from '../../domain/problem.ts'
import type { DocumentType } from '../../domain/series.ts'

/** A new document as a caller asked for it. */
export interface AskedInvoice {
  readonly clientId: string | undefined
  readonly clientData:
    | { readonly changes: PartyChanges; readonly notes: string | null; readonly isActive: boolean }
    | undefined
  readonly documentType: DocumentType
  readonly seriesId: string | undefined
  readonly isDraft: boolean
  readonly ignoresChronology: boolean
  readonly lines: readonly AskedLine[]
  readonly header: HeaderChanges
  /** Found while reading, to be answered together with what is found later. */
  readonly problems: readonly Problem[]
}

/** Changes to a document as a caller asked for them; absent means unchanged. */
export interface AskedUpdate {
  readonly clientId: string | undefined
  readonly clientData: PartyChanges | undefined
  readonly seriesId: string | undefined
  readonly isDraft: boolean | undefined
  readonly ignoresChronology: boolean
  readonly lines: readonly AskedLine[] | undefined
  readonly header: HeaderChanges
  readonly problems: readonly Problem[]
}
