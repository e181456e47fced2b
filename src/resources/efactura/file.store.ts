import type { Conn } from '../../store/conn.ts'
import { newId } from '../../store/ctx.ts'
import type { EfacturaFileRow } from '../../store/efactura-tables.ts'
import { sha256Of } from '../../store/hash.ts'
import { insertRows } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'

/** Bytes that are kept as they are, because they are the legal original or come from one (contract efactura 1.5). */
export interface KeptFile {
  readonly id: string
  /** In hex. */
  readonly sha256: string
}

export function keepFile(
  db: Conn,
  file: {
    readonly companyId: string
    readonly kind: EfacturaFileRow['kind']
    readonly bytes: Uint8Array
    readonly now: number
  },
): KeptFile {
  const { bytes } = file
  const kept = { id: newId('fil'), sha256: sha256Of(bytes) }
  insertRows(db, 'efactura_file', [
    {
      ...kept,
      company_id: file.companyId,
      kind: file.kind,
      size: bytes.length,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
      created_at: file.now,
    },
  ])
  return kept
}

const one = prepared<{ companyId: string; id: string }, EfacturaFileRow>(({ db, p }) =>
  db.selectFrom('efactura_file').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)

/** The bytes as they were kept, or null when there is no such file. Throws when they are not what was kept. */
export async function readFile(db: Conn, companyId: string, id: string | null): Promise<Buffer | null> {
  const row = id === null ? undefined : (await one(db, { companyId, id }))[0]
  if (!row) return null
  const bytes = Buffer.from(row.content, 'base64')
  if (sha256Of(bytes) !== row.sha256) throw new Error(`the file ${row.id} is not what was kept`)
  return bytes
}
