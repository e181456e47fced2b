import { type Seller, snapshotV1 } from '../domain/snapshot.ts'
import { renderInvoice, SHAPE } from '../resources/invoices/invoice-json.schema.ts'
import type { ReadDocument } from './documents.ts'
import { differs, type Fault } from './fault.ts'

/** What was issued is what the rows still say. Only the seller is taken from the snapshot, for nothing else has it. */
export function* checkSnapshot({ stored: { row }, invoice, subject }: ReadDocument): Generator<Fault> {
  if (row.snapshot === null || row.number === null) return
  const fault = (message: string): Fault => ({ code: 'snapshot_differs', object: 'invoice', id: row.id, message })
  const snapshot = parsed(row.snapshot)
  if (snapshot?.v !== 1) return yield fault(`${subject}: its snapshot cannot be read.`)
  const expected = snapshotV1(invoice, row.number, snapshot.seller as Seller)
  if (row.snapshot === expected) return
  const rows = JSON.parse(expected) as Record<string, unknown>
  for (const key of new Set([...Object.keys(rows), ...Object.keys(snapshot)])) {
    const [now, issued] = [JSON.stringify(rows[key]), JSON.stringify(snapshot[key])]
    if (now !== issued) return yield fault(differs(subject, `what the rows say of ${key}`, now, `${issued} as issued`))
  }
  yield fault(`${subject}: its snapshot says what the rows say, but was not written by this program.`)
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The rendered answer is what would be rendered now (decision 0002). */
export function* checkRendering({ stored: { row }, invoice, subject }: ReadDocument): Generator<Fault> {
  if (row.json_shape !== SHAPE) return
  const expected = renderInvoice(invoice)
  for (const column of ['json', 'lines_json', 'payments_json'] as const) {
    if (row[column] === expected[column]) continue
    const message = differs(subject, column, row[column], expected[column])
    yield { code: 'rendering_differs', object: 'invoice', id: row.id, message }
  }
}
