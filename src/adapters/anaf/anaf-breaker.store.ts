import type { Conn, Database } from '../../store/conn.ts'
import type { AnafBreakerRow } from '../../store/tables.ts'
import type { BreakerRules } from './anaf-limits.ts'

/** What may fail by itself: either environment, and the services without login. */
export type BreakerKey = 'test' | 'live' | 'services'

export interface Passage {
  readonly isAllowed: boolean
  /** The one call that finds out whether ANAF is back. */
  readonly isTrying: boolean
  /** Unix seconds; null when it was allowed. */
  readonly retryAt: number | null
}

/** What is known of ANAF's silence; null when there never was any. */
export async function findBreaker(db: Conn, environment: BreakerKey): Promise<AnafBreakerRow | null> {
  const query = db.kysely.selectFrom('anaf_breaker').selectAll().where('environment', '=', environment)
  return (await query.executeTakeFirst()) ?? null
}

/** Until when nobody may call, in Unix seconds; null when somebody may. */
export function pausedUntil(known: AnafBreakerRow | null, rules: BreakerRules, now: number): number | null {
  return known !== null && known.failures >= rules.failures && known.open_until > now ? known.open_until : null
}

/**
 * Whether ANAF may be called. After too many failures in a row nobody may until the pause is over, and then one call
 * at a time, of all processes together; if it never ends, the next may try after `probeSeconds`. `now` in Unix seconds.
 */
export async function passBreaker(
  database: Database,
  environment: BreakerKey,
  known: AnafBreakerRow | null,
  rules: BreakerRules,
  now: number,
): Promise<Passage> {
  if (known === null || known.failures < rules.failures) return { isAllowed: true, isTrying: false, retryAt: null }
  const paused = pausedUntil(known, rules, now)
  if (paused !== null) return { isAllowed: false, isTrying: false, retryAt: paused }
  const until = now + rules.probeSeconds
  const claimed = await database.transact((db) =>
    db.kysely
      .updateTable('anaf_breaker')
      .set({ open_until: until })
      .where('environment', '=', environment)
      .where('failures', '>=', rules.failures)
      .where('open_until', '<=', now)
      .returning('environment')
      .execute(),
  )
  const isTrying = claimed.length > 0
  return { isAllowed: isTrying, isTrying, retryAt: isTrying ? null : until }
}

/** ANAF answered. Nothing is written while nothing was wrong, which is nearly always. */
export async function closeBreaker(
  database: Database,
  environment: BreakerKey,
  known: AnafBreakerRow | null,
): Promise<void> {
  if (known === null || known.failures === 0) return
  await database.transact((db) =>
    db.kysely
      .updateTable('anaf_breaker')
      .set({ failures: 0, trips: 0, open_until: 0 })
      .where('environment', '=', environment)
      .execute(),
  )
}

/**
 * ANAF did not answer. The failure that reaches the limit opens the breaker, and those that were still on their way
 * change nothing more; a failed attempt makes the next pause twice as long.
 */
export async function recordFailure(
  database: Database,
  environment: BreakerKey,
  isTrying: boolean,
  known: AnafBreakerRow | null,
  rules: BreakerRules,
  now: number,
): Promise<void> {
  const trips = isTrying ? (known?.trips ?? 0) + 1 : 1
  const pause = { trips, open_until: now + pauseSeconds(trips, rules) }
  await database.transact(async (db) => {
    const failures = await countFailure(db, environment)
    if (!isTrying && failures !== rules.failures) return
    await db.kysely.updateTable('anaf_breaker').set(pause).where('environment', '=', environment).execute()
  })
}

/** How many there are now. The row stays locked until the end of the transaction. */
async function countFailure(db: Conn, environment: BreakerKey): Promise<number> {
  const row = await db.kysely
    .insertInto('anaf_breaker')
    .values({ environment, failures: 1, trips: 0, open_until: 0 })
    .onConflict((conflict) =>
      conflict.column('environment').doUpdateSet((eb) => ({ failures: eb('anaf_breaker.failures', '+', 1) })),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return row.failures
}

function pauseSeconds(trips: number, { pauseSeconds, longestPauseSeconds }: BreakerRules): number {
  return Math.min(longestPauseSeconds, pauseSeconds * 2 ** Math.min(trips - 1, 30))
}
