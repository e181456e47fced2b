import { bucharestDay, type Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import { type Ctx, newId } from '../../store/ctx.ts'
import { makeEventRecorder } from '../../store/events.ts'

/** Who does what nobody asked for by name: jobs, for a company. */
const ACTOR = { actorId: 'system', actorName: 'Facturier' }

/** One transaction of one company on behalf of a job, with its events. `about` names the job in them. */
export async function inCompany<T>(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  companyId: string,
  about: string,
  unit: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const nowMs = clock.nowMs()
  const now = Math.floor(nowMs / 1000)
  return database.transact(async (db) => {
    const events = makeEventRecorder({ companyId, ...ACTOR, requestId: about, now })
    const ctx: Ctx = {
      db,
      companyId,
      workPointId: '',
      today: bucharestDay(nowMs),
      now,
      language: 'ro',
      newId,
      record: events.record,
    }
    const result = await unit(ctx)
    events.flush(db)
    return result
  })
}
