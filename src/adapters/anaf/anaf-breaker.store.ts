import type { Conn, Database } from '../../store/conn.ts'
import type { AnafBreakerRow } from '../../store/tables.ts'
import type { BreakerRules } from './anaf-limits.ts'

/** Clocks of several machines differ by less. */
const MOST_AHEAD_SECONDS = 3_600

/**
 * Who calls, and with what. There are two breakers: that of the company, which its own failures open, and that of
 * everybody, which opens only when the calls of several companies fail: ANAF may well choke on what one of them sends.
 */
export interface Calling {
  /** What may fail by itself: either environment, and the services without login. */
  readonly key: 'test' | 'live' | 'services'
  readonly companyId: string
  /** The document or message that it is about; null for a call that is like any other. */
  subject(): string | null
}

/** What is known of ANAF's silence; null where there never was any. */
export interface Known {
  readonly own: AnafBreakerRow | null
  readonly common: AnafBreakerRow | null
}

/** Where this is the one call that finds out whether ANAF is back. */
export interface Trying {
  readonly own: boolean
  readonly common: boolean
}

const ownKey = ({ key, companyId }: Calling) => `${key} ${companyId}`

export async function findBreakers(db: Conn, calling: Calling): Promise<Known> {
  const keys = [ownKey(calling), calling.key]
  const rows = await db.kysely.selectFrom('anaf_breaker').selectAll().where('environment', 'in', keys).execute()
  const of = (key: string) => rows.find(({ environment }) => environment === key) ?? null
  return { own: of(ownKey(calling)), common: of(calling.key) }
}

/** Until when this may not be called, in Unix seconds; null when it may. */
export function pausedUntil({ own, common }: Known, calling: Calling, rules: BreakerRules, now: number): number | null {
  const until = Math.max(
    pauseOf(own, calling.subject, rules),
    pauseOf(common, () => calling.companyId, rules),
  )
  return until > now && until <= latestPause(rules, now) ? until : null
}

/** A pause that ends later was noted by a clock that was wrong. */
function latestPause({ longestPauseSeconds, probeSeconds, deferSeconds }: BreakerRules, now: number): number {
  return now + Math.max(longestPauseSeconds, probeSeconds) + deferSeconds + MOST_AHEAD_SECONDS
}

function pauseOf(row: AnafBreakerRow | null, who: () => string | null, rules: BreakerRules): number {
  if (!isOpen(row, rules)) return 0
  return row.open_until + (row.tried_by !== null && row.tried_by === who() ? rules.deferSeconds : 0)
}

function isOpen(row: AnafBreakerRow | null, rules: BreakerRules): row is AnafBreakerRow {
  return row !== null && row.failures >= rules.failures
}

/**
 * Whether ANAF may be called now that no pause is on. After too many failures in a row, one call at a time may, of all
 * processes together; if it never ends, the next may try after `probeSeconds`, which is then answered: until when to
 * wait, in Unix seconds.
 */
export async function passBreakers(
  database: Database,
  calling: Calling,
  known: Known,
  rules: BreakerRules,
  now: number,
): Promise<Trying | { readonly retryAt: number }> {
  const trying = { own: isOpen(known.own, rules), common: isOpen(known.common, rules) }
  if (!trying.own && !trying.common) return trying
  const retryAt = now + rules.probeSeconds
  try {
    await database.transact(async (db) => {
      if (trying.own) await claimAttempt(db, ownKey(calling), rules, now)
      if (trying.common) await claimAttempt(db, calling.key, rules, now)
    })
    return trying
  } catch (error) {
    if (error instanceof Taken) return { retryAt }
    throw error
  }
}

/** Somebody else tries already. Thrown, so that the attempt at the other breaker is not kept either. */
class Taken extends Error {}

async function claimAttempt(db: Conn, key: string, rules: BreakerRules, now: number): Promise<void> {
  const claimed = await db.kysely
    .updateTable('anaf_breaker')
    .set({ open_until: now + rules.probeSeconds })
    .where('environment', '=', key)
    .where('failures', '>=', rules.failures)
    .where((eb) => eb.or([eb('open_until', '<=', now), eb('open_until', '>', latestPause(rules, now))]))
    .returning('environment')
    .execute()
  if (claimed.length === 0) throw new Taken()
}

/** ANAF answered. Nothing is written while nothing was wrong, which is nearly always. */
export async function closeBreakers(database: Database, { own, common }: Known): Promise<void> {
  const keys = [own, common].flatMap((row) => (row && row.failures > 0 ? [row.environment] : []))
  const closed = { failures: 0, trips: 0, open_until: 0, tried_by: null }
  await change(database, keys, closed)
}

/** The attempt told nothing: whoever comes next may try. */
export async function leaveAttempt(database: Database, calling: Calling, trying: Trying, now: number): Promise<void> {
  const keys = [...(trying.own ? [ownKey(calling)] : []), ...(trying.common ? [calling.key] : [])]
  await change(database, keys, { open_until: now })
}

/** One after another, the company's first, as everywhere: two calls must not wait for each other. */
async function change(database: Database, keys: readonly string[], to: Partial<AnafBreakerRow>): Promise<void> {
  if (keys.length === 0) return
  await database.transact(async (db) => {
    for (const key of keys) await set(db, key, to)
  })
}

async function set(db: Conn, key: string, to: Partial<AnafBreakerRow>): Promise<void> {
  await db.kysely.updateTable('anaf_breaker').set(to).where('environment', '=', key).execute()
}

/**
 * ANAF did not answer. The failure that reaches the limit opens the breaker, and those that were still on their way
 * change nothing more; a failed attempt makes the next pause twice as long. A company that fails on and on opens its
 * own breaker, and is one too few for that of everybody.
 */
export async function recordFailure(
  database: Database,
  calling: Calling,
  trying: Trying,
  known: Known,
  rules: BreakerRules,
  now: number,
): Promise<void> {
  const pause = (row: AnafBreakerRow | null, isTrying: boolean, triedBy: string | null) => {
    const trips = isTrying ? (row?.trips ?? 0) + 1 : 1
    return { trips, open_until: now + pauseSeconds(trips, rules), tried_by: triedBy }
  }
  await database.transact(async (db) => {
    const failures = await countFailure(db, ownKey(calling))
    if (trying.own || failures === rules.failures) {
      await set(db, ownKey(calling), pause(known.own, trying.own, calling.subject()))
    }
    const isCounted = failures < rules.failures
    const opens = isCounted && (await countFailure(db, calling.key)) === rules.failures
    if (trying.common || opens) await set(db, calling.key, pause(known.common, trying.common, calling.companyId))
  })
}

/** How many there are now. The row stays locked until the end of the transaction. */
async function countFailure(db: Conn, environment: string): Promise<number> {
  const row = await db.kysely
    .insertInto('anaf_breaker')
    .values({ environment, failures: 1, trips: 0, open_until: 0, tried_by: null })
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
