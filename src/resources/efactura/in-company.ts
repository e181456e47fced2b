import { bucharestDay, type Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import { type Ctx, newId } from '../../store/ctx.ts'
import { transactDeed } from '../../store/deed.ts'

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
  const today = bucharestDay(nowMs)
  return transactDeed(database, { companyId, ...ACTOR, requestId: about, now }, async (deed) =>
    unit({ ...deed, workPointId: '', today, language: 'ro', newId }),
  )
}
