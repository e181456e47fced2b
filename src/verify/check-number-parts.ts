import { numberParts } from '../domain/number-parts.ts'
import type { Conn } from '../store/conn.ts'
import type { CompanyParts } from './company.store.ts'
import { readStrayParts } from './documents.store.ts'
import type { ReadDocument } from './documents.ts'
import type { Fault } from './fault.ts'

const LIMIT = 1_000

/** An issued document is found by every part of its number (decision 0012). */
export function* checkNumberParts({ stored, subject }: ReadDocument): Generator<Fault> {
  const { row } = stored
  const kept = new Map(stored.numberParts.map((part) => [part.part, part]))
  for (const { text, shared } of numberParts(row.number ?? '')) {
    const found = kept.get(text)
    if (found?.shared === shared && found.client_id === row.client_id) continue
    const message = `${subject}: a search for ${JSON.stringify(text)} ${found ? 'counts it wrongly' : 'does not find it'}.`
    yield { code: 'search_index_differs', object: 'invoice', id: row.id, message }
  }
}

/** And by nothing else. */
export async function* checkStrayParts(conn: Conn, company: CompanyParts): AsyncGenerator<Fault> {
  for (const { invoice_id, part } of await readStrayParts(conn, company.id, LIMIT)) {
    const message = `Invoice ${invoice_id}: a search for ${JSON.stringify(part)} finds it, which its number does not have.`
    yield { code: 'search_index_differs', object: 'invoice', id: invoice_id, message }
  }
}
