import type { Insertable } from 'kysely'
import { type EfacturaStanding, isUnderWay } from '../../domain/efactura/submission.ts'
import { waitReasonOf } from '../../domain/efactura/waiting.ts'
import type { Conn } from '../../store/conn.ts'
import type { EfacturaTables, SubmissionRow } from '../../store/efactura-tables.ts'
import { deleteRows, insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'

type Key = { companyId: string; id: string }

const locked = prepared<Key, SubmissionRow>(({ db, p, engine }) =>
  db
    .selectFrom('efactura_submission')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('id', '=', p.id)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)
const plain = prepared<Key, SubmissionRow>(({ db, p }) =>
  db.selectFrom('efactura_submission').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)
const latest = prepared<Key, SubmissionRow>(({ db, p }) =>
  db
    .selectFrom('efactura_submission')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('invoice_id', '=', p.id)
    .orderBy('seq', 'desc')
    .limit(1),
)
const all = prepared<Key, SubmissionRow>(({ db, p }) =>
  db
    .selectFrom('efactura_submission')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('invoice_id', '=', p.id)
    .orderBy('seq', 'desc'),
)
const byUpload = prepared<Key, SubmissionRow>(({ db, p }) =>
  db
    .selectFrom('efactura_submission')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('upload_id', '=', p.id)
    .orderBy('seq', 'desc')
    .limit(1),
)

/** Holds a submission until the end of the transaction. The invoice is held before it, always. */
export async function lockSubmission(db: Conn, companyId: string, id: string): Promise<SubmissionRow | null> {
  return (await locked(db, { companyId, id }))[0] ?? null
}

export async function findSubmission(db: Conn, companyId: string, id: string): Promise<SubmissionRow | null> {
  return (await plain(db, { companyId, id }))[0] ?? null
}

export async function findLatestSubmission(
  db: Conn,
  companyId: string,
  invoiceId: string,
): Promise<SubmissionRow | null> {
  return (await latest(db, { companyId, id: invoiceId }))[0] ?? null
}

/** Every submission of an invoice, newest first. */
export async function listSubmissions(db: Conn, companyId: string, invoiceId: string): Promise<SubmissionRow[]> {
  return all(db, { companyId, id: invoiceId })
}

export async function findByUpload(db: Conn, companyId: string, uploadId: string): Promise<SubmissionRow | null> {
  return (await byUpload(db, { companyId, id: uploadId }))[0] ?? null
}

/** By the number that the wire shows (contract 9.2), or by our own id. */
export async function findByNumber(db: Conn, companyId: string, seq: number): Promise<SubmissionRow | null> {
  const rows = await db.kysely
    .selectFrom('efactura_submission')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('seq', '=', seq)
    .execute()
  return rows[0] ?? null
}

/** Inserts a submission and answers it with its number. */
export async function insertSubmission(
  db: Conn,
  row: Insertable<EfacturaTables['efactura_submission']>,
): Promise<SubmissionRow> {
  insertRows(db, 'efactura_submission', [row])
  const made = await findSubmission(db, row.company_id, row.id)
  if (!made) throw new Error('the submission that was just made is gone')
  return made
}

export function updateSubmission(
  db: Conn,
  { company_id, id }: Pick<SubmissionRow, 'company_id' | 'id'>,
  changes: Partial<Omit<SubmissionRow, 'seq' | 'id' | 'company_id'>>,
): void {
  updateRow(db, 'efactura_submission', { company_id, id }, changes)
}

/** Those of these upload ids of an environment that belong to submissions we know. */
export async function knownUploads(
  db: Conn,
  companyId: string,
  environment: 'test' | 'live',
  uploadIds: readonly string[],
): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < uploadIds.length; from += 500) {
    const rows = await db.kysely
      .selectFrom('efactura_submission')
      .select('upload_id')
      .where('company_id', '=', companyId)
      .where('environment', '=', environment)
      .where('upload_id', 'in', uploadIds.slice(from, from + 500))
      .execute()
    for (const row of rows) known.add(row.upload_id ?? '')
  }
  return known
}

/** Deletes these, which are all that the invoice has, and the files that are theirs alone. */
export function deleteSubmissionsOf(
  db: Conn,
  companyId: string,
  invoiceId: string,
  all: readonly SubmissionRow[],
): void {
  for (const id of all.flatMap((row) => [row.xml_file_id, row.archive_file_id]))
    if (id !== null) deleteRows(db, 'efactura_file', { company_id: companyId, id })
  deleteRows(db, 'efactura_submission', { company_id: companyId, invoice_id: invoiceId })
}

/** What its invoice shows of it. */
export function standingOf(row: SubmissionRow): EfacturaStanding {
  const waitsFor = waitReasonOf(row.last_error)
  return {
    submissionId: row.seq,
    state: row.state,
    environment: row.environment,
    uploadId: row.upload_id,
    downloadId: row.download_id,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    deadline: row.deadline,
    errors: JSON.parse(row.errors) as string[],
    ...(waitsFor && isUnderWay(row.state) ? { waitsFor } : {}),
  }
}
