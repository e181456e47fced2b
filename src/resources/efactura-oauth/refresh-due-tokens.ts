import { transactDeed } from '../../store/deed.ts'
import type { AnafTokenRow } from '../../store/tables.ts'
import { REFRESH_BEFORE_SECONDS } from './access-token.ts'
import type { TokenTools } from './anaf-services.ts'
import { actorOf, objectOf, refreshToken } from './refresh-token.ts'
import { listDueTokens, listEndingTokens, updateToken } from './token.store.ts'

const DAY_SECONDS = 86_400
/** Days before the end of the refresh token at which the company is warned, each once, the most urgent first. */
const WARNINGS_DAYS = [1, 7, 30] as const
const LIMIT = 100

/** One round of a worker: refreshes what ends soon, one after the other, and warns. Any number may run it at once. */
export async function refreshDueTokens(
  tools: TokenTools,
): Promise<{ readonly refreshed: number; readonly lost: number; readonly failed: number; readonly warned: number }> {
  const now = Math.floor(tools.clock.nowMs() / 1000)
  const due = await listDueTokens(tools.database.read, {
    endsBefore: now + REFRESH_BEFORE_SECONDS,
    now,
    limit: LIMIT,
  })
  const count = { refreshed: 0, lost: 0, failure: 0, busy: 0 }
  for (const row of due) count[(await refreshToken(tools, row)).kind]++
  return { refreshed: count.refreshed, lost: count.lost, failed: count.failure, warned: await warnOfEndings(tools) }
}

/**
 * Tells of refresh tokens that end soon. Refreshing usually brings a new one with a year before it, and so nobody is
 * ever warned; this is for where ANAF hands the same one back, or refreshing keeps failing.
 */
async function warnOfEndings({ database, clock }: TokenTools): Promise<number> {
  const now = Math.floor(clock.nowMs() / 1000)
  let warned = 0
  for (const days of WARNINGS_DAYS) {
    const ending = { endsBefore: now + days * DAY_SECONDS, days, now, limit: LIMIT }
    for (const row of await listEndingTokens(database.read, ending)) {
      const isWarned = await transactDeed(database, actorOf(row, now), async ({ db, record }) => {
        // Changed since it was read, by a refresh or by another worker: the next round looks again.
        if (!(await updateToken(db, row, { warned_days: days }))) return false
        record('efactura.token_expiring', objectOf(row), warningOf(row, now))
        return true
      })
      if (isWarned) warned++
    }
  }
  return warned
}

function warningOf(row: AnafTokenRow, now: number) {
  const daysLeft = Math.max(0, Math.ceil((row.refresh_expires_at - now) / DAY_SECONDS))
  return { environment: row.environment, days_left: daysLeft, refresh_expires_at: row.refresh_expires_at }
}
