import type { Conn } from '../../store/conn.ts'
import { insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { WorkPointRow } from '../../store/tables.ts'

const one = prepared<{ companyId: string; id: string }, WorkPointRow>(({ db, p }) =>
  db.selectFrom('work_point').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)

export async function findWorkPoint(db: Conn, companyId: string, id: string): Promise<WorkPointRow | null> {
  return (await one(db, { companyId, id }))[0] ?? null
}

export async function listWorkPoints(db: Conn, companyId: string): Promise<WorkPointRow[]> {
  return db.kysely
    .selectFrom('work_point')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export function insertWorkPoint(db: Conn, row: WorkPointRow): void {
  insertRows(db, 'work_point', [row])
}

export function updateWorkPoint(db: Conn, row: WorkPointRow): void {
  const { id, company_id, created_at: _createdAt, ...columns } = row
  updateRow(db, 'work_point', { company_id, id }, columns)
}
