import type { Conn, Database } from './conn.ts'
import type { Ctx } from './ctx.ts'
import { makeEventRecorder } from './events.ts'

/** One transaction of one company that no request with a key opened: a job's, or that of a public page. */
export type Deed = Pick<Ctx, 'db' | 'companyId' | 'now' | 'record'>

export interface Actor {
  readonly companyId: string
  readonly actorId: string
  readonly actorName: string
  readonly requestId: string
  /** Unix seconds. */
  readonly now: number
}

/** Runs the unit in one transaction and writes the events that it records. */
export async function transactDeed<T>(database: Database, actor: Actor, unit: (deed: Deed) => Promise<T>): Promise<T> {
  return database.transact(async (db: Conn) => {
    const events = makeEventRecorder(actor)
    const result = await unit({ db, companyId: actor.companyId, now: actor.now, record: events.record })
    events.flush(db)
    return result
  })
}
