import type { Conn } from './conn.ts'
import { type Ctx, newId } from './ctx.ts'
import { insertRows } from './insert.ts'
import type { EventRow } from './tables.ts'

interface Source {
  readonly companyId: string
  readonly actorId: string
  readonly actorName: string
  readonly requestId: string
  readonly now: number
  /** Ids of the events; random ones when it is not given. */
  readonly newId?: (prefix: string) => string
}

/** Collects what a transaction records and writes it in one statement at its end. */
export function makeEventRecorder(source: Source): { record: Ctx['record']; flush(db: Conn): void } {
  const rows: Omit<EventRow, 'seq'>[] = []
  const makeId = source.newId ?? newId
  return {
    record(type, object, data = {}) {
      rows.push({
        id: makeId('evt'),
        company_id: source.companyId,
        type,
        object_type: object.type,
        object_id: object.id,
        actor_id: source.actorId,
        actor_name: source.actorName,
        request_id: source.requestId,
        data: JSON.stringify(data),
        created_at: source.now,
      })
    },
    flush: (db) => insertRows(db, 'event', rows),
  }
}
