import { bucharestDay } from '../../store/clock.ts'
import type { Conn, Database } from '../../store/conn.ts'
import { prepared } from '../../store/prepared.ts'
import { bucharestUnix } from './bucharest-time.ts'

const DAY_SECONDS = 86_400

export interface Budget {
  /** What is limited, for whom: `live status 5001131297`. Never a company: the limits know none. */
  readonly key: string
  /** Windows stand still: they begin at multiples of their length, and a day at midnight in Bucharest. */
  readonly windowSeconds: number
  readonly limit: number
}

export interface Taken {
  readonly isAllowed: boolean
  /** Unix seconds at which there is more; null when it was allowed. */
  readonly retryAt: number | null
}

/**
 * Takes one call off a budget that all processes share. One statement decides and counts, so that of any number of
 * callers at once exactly `limit` are allowed. A window of a clock that is ahead is kept by those behind it.
 */
const take = prepared<{ key: string; windowStart: number; limit: number }, { used: number }>(({ db, p }) =>
  db
    .insertInto('anaf_budget')
    .values({ key: p.key, window_start: p.windowStart, used: 1 })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet((eb) => ({
          used: eb
            .case()
            .when('anaf_budget.window_start', '<', eb.ref('excluded.window_start'))
            .then(eb.lit(1))
            .else(eb('anaf_budget.used', '+', 1))
            .end(),
          window_start: eb
            .case()
            .when('anaf_budget.window_start', '<', eb.ref('excluded.window_start'))
            .then(eb.ref('excluded.window_start'))
            .else(eb.ref('anaf_budget.window_start'))
            .end(),
        }))
        .where((eb) =>
          eb.or([
            eb('anaf_budget.window_start', '<', eb.ref('excluded.window_start')),
            eb('anaf_budget.used', '<', p.limit),
          ]),
        ),
    )
    .returning('used'),
)

/** `now` in Unix seconds. */
export async function takeBudget(
  database: Database,
  { key, windowSeconds, limit }: Budget,
  now: number,
): Promise<Taken> {
  const { start, end } = windowOf(windowSeconds, now)
  if (limit < 1) return { isAllowed: false, retryAt: end }
  const rows = await database.transact((db) => take(db, { key, windowStart: start, limit }))
  return rows.length > 0 ? { isAllowed: true, retryAt: null } : { isAllowed: false, retryAt: end }
}

function windowOf(windowSeconds: number, now: number): { start: number; end: number } {
  if (windowSeconds !== DAY_SECONDS) {
    const start = Math.floor(now / windowSeconds) * windowSeconds
    return { start, end: start + windowSeconds }
  }
  // ANAF counts "in cursul zilei". A day has 23 to 25 hours, so 36 after its start is always in the next.
  const start = midnight(now)
  return { start, end: midnight(start + 36 * 3600) }
}

function midnight(now: number): number {
  const day = bucharestDay(now * 1000)
  const start = bucharestUnix(`${day.replaceAll('-', '')}0000`)
  if (start === null) throw new Error(`the day ${day} has no midnight`)
  return start
}

/** Deletes what is older than two days, and so longer than any window. Says how many rows there were. */
export async function forgetOldBudgets(database: Database, now: number): Promise<number> {
  return database.transact(async (db: Conn) => {
    const rows = await db.kysely
      .deleteFrom('anaf_budget')
      .where('window_start', '<', now - 2 * DAY_SECONDS)
      .returning('key')
      .execute()
    return rows.length
  })
}
