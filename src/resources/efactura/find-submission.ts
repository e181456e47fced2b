import { notFound } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { findByNumber, findLatestSubmission, findSubmission } from './submission.store.ts'

/** A submission by its number, by its id, or the latest of an invoice by the invoice's id. */
export async function getSubmission(db: Conn, companyId: string, sent: string): Promise<SubmissionRow> {
  const row = await find(db, companyId, sent.trim())
  if (!row) throw notFound('submission')
  return row
}

/** The same for what may be sent again; an invoice of which our rules refused everything so far has none. */
export async function getRepeatable(
  db: Conn,
  companyId: string,
  sent: string,
): Promise<{ readonly invoice_id: string; readonly id: string | null }> {
  const id = sent.trim()
  const row = await find(db, companyId, id)
  if (row) return row
  if (!/^(inv_)?[a-z0-9]{10}$/.test(id)) throw notFound('submission')
  return { invoice_id: id.startsWith('inv_') ? id : `inv_${id}`, id: null }
}

async function find(db: Conn, companyId: string, sent: string): Promise<SubmissionRow | null> {
  if (!/^\w{1,40}$/.test(sent)) return null
  if (sent.startsWith('sub_')) return findSubmission(db, companyId, sent)
  const byNumber = /^\d{1,15}$/.test(sent) ? await findByNumber(db, companyId, Number(sent)) : null
  // A bare id of an invoice may be all digits, though hardly ever is.
  return byNumber ?? findLatestSubmission(db, companyId, sent.startsWith('inv_') ? sent : `inv_${sent}`)
}
