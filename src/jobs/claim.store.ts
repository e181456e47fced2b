import { sql } from 'kysely'
import type { Conn, Engine } from '../store/conn.ts'
import { updateRow } from '../store/insert.ts'
import type { JobRow } from '../store/job-table.ts'
import { prepared } from '../store/prepared.ts'

// States are literals in these queries, because the indexes are partial: a parameter would not find them.

// By their smallest values and not by `exists`: that, PostgreSQL would answer from the table, past all its dead rows.
const anyDue = prepared<{ now: number }, { due: number }>(({ db, p }) => ({
  compile: () =>
    sql<{ due: number }>`select 1 as due where (select min(run_at) from job where state = 'waiting') <= ${p.now}
      or (select min(lease_until) from job where state = 'running') <= ${p.now}`.compile(db),
}))

/** Whether a claim would find anything, at the price of two look-ups and no transaction. `now` in Unix seconds. */
export async function hasDueJobs(db: Conn, now: number): Promise<boolean> {
  return (await anyDue(db, { now })).length > 0
}

/** Up to here, the due jobs themselves say which lanes there are; beyond it, the lanes are looked up one by one. */
const FEW_DUE = 200

const dueFirst = prepared<{ now: number }, { lane: string }>(({ db, p }) => ({
  compile: () =>
    sql<{ lane: string }>`select lane from job where state = 'waiting' and run_at <= ${p.now}
      order by run_at limit ${sql.lit(FEW_DUE)}`.compile(db),
}))

const dueLanes = prepared<{ after: string; now: number; limit: number }, { lane: string }>(({ db, p }) => ({
  compile: () =>
    sql<{ lane: string }>`with recursive walk (lane) as (
        select (select lane from job where state = 'waiting' and lane > ${p.after} order by lane limit 1)
        union all
        select (select lane from job where state = 'waiting' and lane > walk.lane order by lane limit 1)
        from walk where walk.lane is not null)
      select lane from walk
      where (select min(run_at) from job where state = 'waiting' and lane = walk.lane) <= ${p.now}
      limit ${p.limit}`.compile(db),
}))

/**
 * The next lanes after one, in a circle, that have a job due: at most `limit`. Where much is due, it goes from lane to
 * lane in the index, so that ten thousand jobs of one company cost as much as one.
 */
export async function nextDueLanes(db: Conn, after: string, now: number, limit: number): Promise<string[]> {
  const found = await dueFirst(db, { now })
  if (found.length < FEW_DUE) {
    const lanes = [...new Set(found.map(({ lane }) => lane))].sort()
    return [...lanes.filter((lane) => lane > after), ...lanes.filter((lane) => lane <= after)].slice(0, limit)
  }
  const next = await dueLanes(db, { after, now, limit })
  const first = next.length < limit && after !== '' ? await dueLanes(db, { after: '', now, limit }) : []
  return [...new Set([...next, ...first].map(({ lane }) => lane))].slice(0, limit)
}

interface Claim {
  readonly lanes: readonly string[]
  readonly limit: number
  /** Unix seconds. */
  readonly now: number
  readonly token: string
  leaseSecondsOf(kind: string): number
}

/** Takes the first due jobs of each lane, as equally many of each as there are, for whoever knows the token. */
export async function claimJobs(db: Conn, claim: Claim): Promise<JobRow[]> {
  const perLane = Math.ceil(claim.limit / Math.max(1, claim.lanes.length))
  const found = await Promise.all(claim.lanes.map((lane) => dueOf(db, { lane, now: claim.now, limit: perLane })))
  const rows = found.flat().slice(0, claim.limit)
  return rows.map((row) => {
    const taken = {
      state: 'running' as const,
      attempts: row.attempts + 1,
      lease_token: claim.token,
      lease_until: claim.now + claim.leaseSecondsOf(row.kind),
      // What was asked for before the run begins is part of the run.
      rerun_at: null,
      updated_at: claim.now,
    }
    updateRow(db, 'job', { id: row.id }, taken)
    return { ...row, ...taken }
  })
}

const dueOf = prepared<{ lane: string; now: number; limit: number }, JobRow>(({ db, p, engine }) => ({
  compile: () =>
    sql<JobRow>`select * from job where state = 'waiting' and lane = ${p.lane} and run_at <= ${p.now}
      order by run_at, seq limit ${p.limit} ${skipLocked(engine)}`.compile(db),
}))

/** Another worker claims these at this moment. On SQLite there is one writer at a time, and nothing to skip. */
function skipLocked(engine: Engine) {
  return engine === 'postgres' ? sql`for update skip locked` : sql``
}

const expired = prepared<{ now: number; error: string }, { id: string; kind: string; attempts: number }>(
  ({ db, p, engine }) => ({
    compile: () =>
      sql<{ id: string; kind: string; attempts: number }>`update job set state = 'waiting', lease_token = null,
        lease_until = null, last_error = ${p.error}, updated_at = ${p.now}
      where id in (select id from job where state = 'running' and lease_until <= ${p.now} ${skipLocked(engine)})
      returning id, kind, attempts`.compile(db),
  }),
)

/** Gives back the jobs of workers that died or took too long. They keep their attempts, and are due at once. */
export async function returnExpired(db: Conn, now: number) {
  return expired(db, { now, error: 'Its worker died, or took longer than the lease.' })
}
