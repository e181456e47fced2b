import type { Place, Simulated } from './call.ts'
import { countCall, forgetCounts } from './counts.store.ts'

const KEPT_MS = 2 * 86_400_000
const MINUTE_LENGTH = 16
const DAY_LENGTH = 10

/** Counts one of what a tenant has a limit for in a day, and says whether it is one too many. 0 is no limit. */
export function isBeyondDaily(
  { database, clock }: Simulated,
  { world, tenant }: Place,
  name: string,
  limit: number,
): Promise<boolean> {
  const whose = tenant === '' ? world : `${tenant} ${world}`
  return isBeyond(database, `${whose} ${name}`, instant(clock.nowMs()).slice(0, DAY_LENGTH), limit)
}

/** The same for a minute; whoever opens a new one clears away what is two days old. */
export async function isBeyondMinute({ database, clock }: Simulated, name: string, limit: number): Promise<boolean> {
  const nowMs = clock.nowMs()
  return isBeyond(database, name, instant(nowMs).slice(0, MINUTE_LENGTH), limit, instant(nowMs - KEPT_MS))
}

async function isBeyond(
  database: Simulated['database'],
  name: string,
  since: string,
  limit: number,
  forgetBefore?: string,
): Promise<boolean> {
  if (limit === 0) return false
  return database.transact(async (db) => {
    const n = await countCall(db, name, since)
    if (n === 1 && forgetBefore !== undefined) await forgetCounts(db, forgetBefore)
    return n > limit
  })
}

function instant(ms: number): string {
  return new Date(ms).toISOString()
}
