import { enqueue } from '../../jobs/enqueue.store.ts'
import type { Conn } from '../../store/conn.ts'

export const INBOX_JOB = 'efactura.inbox'

/** Has the inbox of a company read now, in Unix seconds; once, however often it is asked for. */
export function queueInbox(db: Conn, companyId: string, environment: 'test' | 'live', now: number): void {
  enqueue(db, { companyId, kind: INBOX_JOB, subject: environment, key: environment, runAt: now, now })
}
