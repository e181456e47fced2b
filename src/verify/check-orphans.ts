import type { Conn } from '../store/conn.ts'
import type { Fault } from './fault.ts'
import { REFERENCES, readOrphans, readSearchIndexFaults } from './orphans.store.ts'

const LIMIT = 1_000
const OBJECTS: Readonly<Record<string, Fault['object']>> = {
  series: 'series',
  series_counter: 'series',
  client: 'client',
  invoice: 'invoice',
  invoice_line: 'line',
  invoice_number_part: 'invoice',
  payment: 'payment',
  invoice_tally: 'tally',
  client_tally: 'tally',
  payment_tally: 'tally',
  efactura_submission: 'submission',
  efactura_file: 'file',
  efactura_message: 'message',
}

/** In the whole database, whatever company it is of: rows that name what is not there. */
export async function* checkOrphans(conn: Conn): AsyncGenerator<Fault> {
  for (const reference of REFERENCES) {
    const { table, column, to } = reference
    for (const { id, missing } of await readOrphans(conn, reference, LIMIT)) {
      const message = `Row ${id} of ${table}: its ${column} ${missing} is not in ${to}.`
      yield { code: 'orphan', object: OBJECTS[table] ?? 'company', id, message }
    }
  }
  for (const { rowid } of await readSearchIndexFaults(conn, LIMIT)) {
    const seq = String(rowid % 2 ** 32)
    const message = `Row ${seq} of client: the search index and the table disagree on whether it is there.`
    yield { code: 'search_index_differs', object: 'client', id: seq, message }
  }
}
