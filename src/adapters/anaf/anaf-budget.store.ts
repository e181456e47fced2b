import { bucharestDay } from '../../store/clock.ts'
import type { Conn, Database } from '../../store/conn.ts'
import { prepared } from '../../store/prepared.ts'
import { bucharestUnix } from './bucharest-time.ts'

const DAY_SECONDS = 86_400
/** What is noted further ahead was noted by a clock that was wrong; those of several machines differ by less. */
const MOST_AHEAD_SECONDS = 3_600

export interface Budget {
  /** What is limited, for whom: `live status 5001131297`, or `calls co_…` for the share of a company. */
  readonly key: string
  /** Windows stand still: they begin at multiples of their length, and a day at midnight in Bucharest. */
  readonly windowSeconds: number
  readonly limit: number
}

export interface Taken {
  /** Unix seconds at which there is more; null when all were taken. */
  readonly retryAt: number | null
  /** The budget that had nothing left. */
  readonly spent: string | null
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

/**
 * Takes one call off each of several budgets, or off none: what is refused for one of them costs nothing of the others.
 * The rarest comes first, so that what everybody shares is held for the shortest time, and in the same order everywhere.
 * `now` in Unix seconds.
 */
export async function takeBudgets(database: Database, budgets: readonly Budget[], now: number): Promise<Taken> {
  if (budgets.length === 0) return { retryAt: null, spent: null }
  try {
    await database.transact(async (db) => {
      for (const budget of budgets) {
        const { start, end } = windowOf(budget.windowSeconds, now)
        const params = { key: budget.key, windowStart: start, limit: budget.limit }
        const takes = async () => (await take(db, params)).length > 0
        const isTaken =
          budget.limit >= 1 && ((await takes()) || ((await forgetFuture(db, budget, start)) && (await takes())))
        if (!isTaken) throw new Spent(budget.key, end)
      }
    })
    return { retryAt: null, spent: null }
  } catch (error) {
    if (!(error instanceof Spent)) throw error
    return { retryAt: error.retryAt, spent: error.key }
  }
}

/** Forgets what was counted in a window that nobody can have reached; false when there was none. */
async function forgetFuture(db: Conn, { key, windowSeconds }: Budget, start: number): Promise<boolean> {
  const forgotten = await db.kysely
    .deleteFrom('anaf_budget')
    .where('key', '=', key)
    .where('window_start', '>', start + windowSeconds + MOST_AHEAD_SECONDS)
    .returning('key')
    .execute()
  return forgotten.length > 0
}

/** Takes what was taken before it out of the transaction again. */
class Spent extends Error {
  readonly key: string
  readonly retryAt: number
  constructor(key: string, retryAt: number) {
    super(`the limit of ${key} is reached`)
    this.key = key
    this.retryAt = retryAt
  }
}

/** Gives back what was taken at `takenAt`, in Unix seconds, if its window lasts. */
export async function giveBack(database: Database, { key, windowSeconds }: Budget, takenAt: number): Promise<void> {
  const { start } = windowOf(windowSeconds, takenAt)
  await database.transact((db) =>
    db.kysely
      .updateTable('anaf_budget')
      .set((eb) => ({ used: eb('used', '-', 1) }))
      .where('key', '=', key)
      .where('window_start', '=', start)
      .where('used', '>', 0)
      .execute(),
  )
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
