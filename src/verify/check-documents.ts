import type { Conn } from '../store/conn.ts'
import { checkAmounts, checkSums } from './check-amounts.ts'
import { checkStanding } from './check-efactura.ts'
import { checkRendering, checkSnapshot } from './check-issued.ts'
import { checkNumberParts, checkStrayParts } from './check-number-parts.ts'
import { checkPayments } from './check-payments.ts'
import { checkReferences, checkSortColumns, checkState } from './check-row.ts'
import { checkStornos } from './check-storno.ts'
import type { Checked } from './checked.ts'
import type { CompanyParts } from './company.store.ts'
import { documentPages, type StoredDocument } from './documents.store.ts'
import { type ReadDocument, readDocument, subjectOf } from './documents.ts'
import type { Fault } from './fault.ts'

/** In the order in which a person would look for the cause: what a later one finds may follow from an earlier one. */
const CHECKS: readonly ((document: ReadDocument) => Generator<Fault>)[] = [
  checkReferences,
  checkState,
  checkSums,
  checkAmounts,
  checkStornos,
  checkPayments,
  checkSnapshot,
  checkStanding,
  checkSortColumns,
  checkNumberParts,
  checkRendering,
]

/** Every document of the company by itself, with its lines, payments and stornos. */
export async function* checkDocuments(conn: Conn, company: CompanyParts, checked: Checked): AsyncGenerator<Fault> {
  for await (const page of documentPages(conn, company.id)) {
    for (const stored of page) {
      yield* checkDocument(stored, company)
      checked.invoices += 1
      checked.lines += stored.lines.length
      checked.payments += stored.payments.length
    }
    checked.tell()
  }
  yield* checkStrayParts(conn, company)
}

function* checkDocument(stored: StoredDocument, company: CompanyParts): Generator<Fault> {
  try {
    const document = readDocument(stored, company)
    for (const check of CHECKS) yield* check(document)
  } catch (error) {
    const { row } = stored
    const message = `${subjectOf(row)}: it cannot be read (${error instanceof Error ? error.message : error}).`
    yield { code: 'unreadable', object: 'invoice', id: row.id, message }
  }
}
