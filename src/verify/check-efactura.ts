import { standingOf } from '../resources/efactura/submission.store.ts'
import type { Conn } from '../store/conn.ts'
import { sha256Of } from '../store/hash.ts'
import type { ReadDocument } from './documents.ts'
import { filePages, type KeptFile, readRivals, readWrongFiles } from './efactura.store.ts'
import { differs, type Fault } from './fault.ts'

/** What a document shows of e-Factura is how its latest submission stands. */
export function* checkStanding({ stored, invoice, company, subject }: ReadDocument): Generator<Fault> {
  const { row, submission } = stored
  const fault = (message: string): Fault => ({ code: 'efactura_differs', object: 'invoice', id: row.id, message })
  if (submission && submission.company_id !== company.id) {
    const message = `${subject}: its submission ${submission.id} is not one of company ${company.id}.`
    yield { code: 'foreign_reference', object: 'submission', id: submission.id, message }
  }
  if (submission && (row.document_type !== 'fiscal' || row.state === 'draft')) {
    yield fault(`${subject}: it has the submission ${submission.id}, which only issued fiscal documents have.`)
  }
  const shown = JSON.stringify(invoice.efactura)
  const expected = JSON.stringify(submission ? standingOf(submission) : null)
  if (shown !== expected) yield fault(differs(subject, 'efactura', shown, expected))
}

/** Of one company: one submission at most stands for a document, and every kept file is what was kept. */
export async function* checkEfactura(conn: Conn, companyId: string): AsyncGenerator<Fault> {
  for (const { id, n } of await readRivals(conn, companyId)) {
    const message = `Invoice ${id}: ${n} of its submissions are under way or accepted, expected one at most.`
    yield { code: 'submission_repeated', object: 'invoice', id, message }
  }
  for (const { id, expected, found } of await readWrongFiles(conn, companyId)) {
    const message = differs(`Submission ${id}`, 'the hash of its XML', found, expected)
    yield { code: 'file_differs', object: 'submission', id, message }
  }
  for await (const page of filePages(conn, companyId)) for (const file of page) yield* checkFile(file)
}

function* checkFile({ id, sha256, size, content }: KeptFile): Generator<Fault> {
  const bytes = Buffer.from(content, 'base64')
  const fault = (message: string): Fault => ({ code: 'file_differs', object: 'file', id, message })
  const actual = sha256Of(bytes)
  if (actual !== sha256) yield fault(differs(`File ${id}`, 'the hash of its bytes', actual, sha256))
  else if (bytes.length !== Number(size)) yield fault(differs(`File ${id}`, 'size', size, bytes.length))
}
