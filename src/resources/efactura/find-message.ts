import { notFound } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { MessageRow } from '../../store/efactura-tables.ts'
import { findAnyMessage } from './message.store.ts'

/** A message of the inbox by ANAF's id, by ours, or by its number. */
export async function getMessage(db: Conn, companyId: string, sent: string): Promise<MessageRow> {
  const row = /^\w{1,40}$/.test(sent.trim()) ? await findAnyMessage(db, companyId, sent.trim()) : null
  if (!row) throw notFound('message')
  return row
}
