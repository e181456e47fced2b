import type { Conn } from '../../store/conn.ts'
import { insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { ApiKeyRow } from '../../store/tables.ts'

const byHash = prepared<{ hash: string }, ApiKeyRow>(({ db, p }) =>
  db.selectFrom('api_key').selectAll().where('hash', '=', p.hash),
)

/** The key behind a hash, whichever company it belongs to: this look-up is what decides the company. */
export async function findKeyByHash(db: Conn, hash: string): Promise<ApiKeyRow | null> {
  return (await byHash(db, { hash }))[0] ?? null
}

export async function listKeys(db: Conn, companyId: string | null): Promise<ApiKeyRow[]> {
  let query = db.kysely.selectFrom('api_key').selectAll().orderBy('created_at').orderBy('id')
  if (companyId) query = query.where('company_id', '=', companyId)
  return query.execute()
}

export function insertKey(db: Conn, row: ApiKeyRow): void {
  insertRows(db, 'api_key', [row])
}

export function markKeyRevoked(db: Conn, key: ApiKeyRow, now: number): void {
  updateRow(db, 'api_key', { company_id: key.company_id, id: key.id }, { revoked_at: now })
}

export function markKeyUsed(db: Conn, key: Pick<ApiKeyRow, 'company_id' | 'id'>, now: number, ip: string | null): void {
  updateRow(db, 'api_key', { company_id: key.company_id, id: key.id }, { last_used_at: now, last_used_ip: ip })
}
