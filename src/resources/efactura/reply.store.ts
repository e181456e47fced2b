import type { Conn } from '../../store/conn.ts'
import type { ReplyRow } from '../../store/efactura-tables.ts'
import { insertRows, updateRow } from '../../store/insert.ts'

export function insertReply(db: Conn, row: ReplyRow): void {
  insertRows(db, 'efactura_reply', [row])
}

export function updateReply(
  db: Conn,
  { company_id, id }: Pick<ReplyRow, 'company_id' | 'id'>,
  changes: Partial<Omit<ReplyRow, 'id' | 'company_id'>>,
): void {
  updateRow(db, 'efactura_reply', { company_id, id }, changes)
}

/** The reply to a message that the same request made before. */
export async function findReplyByRequest(
  db: Conn,
  companyId: string,
  messageId: string,
  requestKeys: readonly string[],
): Promise<ReplyRow | null> {
  const rows = await db.kysely
    .selectFrom('efactura_reply')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('message_id', '=', messageId)
    .where('request_key', 'in', [...requestKeys])
    .execute()
  return rows[0] ?? null
}

/** Newest first. */
export async function listReplies(db: Conn, companyId: string, messageId: string): Promise<ReplyRow[]> {
  return db.kysely
    .selectFrom('efactura_reply')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('message_id', '=', messageId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}
