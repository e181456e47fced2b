import { sql } from 'kysely'
import type { Conn, Engine } from '../store/conn.ts'
import { updateRow } from '../store/insert.ts'
import type { JobRow } from '../store/job-table.ts'
import { prepared, preparedByShape } from '../store/prepared.ts'

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

/** Whether a lane is that of a sandbox: one look-up by the key of its company. */
const IS_SANDBOX = sql`coalesce((select 1 from company where id = lane and mode = 'test'), 0)`

/** A lane that has a job due. */
export interface DueLane {
  readonly lane: string
  readonly isSandbox: boolean
}

interface LaneRow {
  readonly lane: string
  readonly is_sandbox: number
}

const dueFirst = prepared<{ now: number }, LaneRow & { due: number }>(({ db, p }) => ({
  compile: () =>
    sql<LaneRow & { due: number }>`select lane, ${IS_SANDBOX} as is_sandbox, cast(count(*) as integer) as due
      from (select lane from job where state = 'waiting' and run_at <= ${p.now}
        order by run_at limit ${sql.lit(FEW_DUE)}) first
      group by lane order by lane`.compile(db),
}))

// The index is walked from lane to lane; of each, its first job says whether it is due.
const dueLanes = preparedByShape<{ after: string; now: number; limit: number }, LaneRow, 'all' | 'live'>(
  ({ db, p }, shape) => ({
    compile: () =>
      sql<LaneRow>`with recursive walk (lane) as (
        select (select lane from job where state = 'waiting' and lane > ${p.after} order by lane limit 1)
        union all
        select (select lane from job where state = 'waiting' and lane > walk.lane order by lane limit 1)
        from walk where walk.lane is not null)
      select lane, ${IS_SANDBOX} as is_sandbox from walk
      where (select min(run_at) from job where state = 'waiting' and lane = walk.lane) <= ${p.now}
        ${shape === 'live' ? sql`and ${IS_SANDBOX} = 0` : sql``}
      limit ${p.limit}`.compile(db),
  }),
)

interface LaneQuery {
  /** Begin after this one, in a circle. */
  readonly after: string
  /** Unix seconds. */
  readonly now: number
  readonly limit: number
  /** Lanes that may have nothing more now; about as few as jobs run at a time. */
  readonly without?: ReadonlySet<string>
  readonly withSandboxes?: boolean
}

const NONE: ReadonlySet<string> = new Set()

/**
 * The next lanes after one, in a circle, that have a job due: at most `limit`. Where much is due, it goes from lane to
 * lane in the index, so that ten thousand jobs of one company cost as much as one.
 */
export async function nextDueLanes(
  db: Conn,
  { after, now, limit, without = NONE, withSandboxes = true }: LaneQuery,
): Promise<DueLane[]> {
  const chosen = (rows: readonly LaneRow[]) =>
    rows
      .map(({ lane, is_sandbox }) => ({ lane, isSandbox: is_sandbox === 1 }))
      .filter(({ lane, isSandbox }) => !without.has(lane) && (withSandboxes || !isSandbox))
  const found = await dueFirst(db, { now })
  if (found.reduce((sum, { due }) => sum + due, 0) < FEW_DUE) {
    const lanes = chosen(found)
    return [...lanes.filter(({ lane }) => lane > after), ...lanes.filter(({ lane }) => lane <= after)].slice(0, limit)
  }
  const shape = withSandboxes ? 'all' : 'live'
  const asked = limit + without.size
  const next = chosen(await dueLanes(db, shape, { after, now, limit: asked }))
  if (next.length >= limit || after === '') return next.slice(0, limit)
  const first = chosen(await dueLanes(db, shape, { after: '', now, limit: asked }))
  return [...next, ...first.filter(({ lane }) => lane <= after)].slice(0, limit)
}

/** How many jobs of a lane, and of sandboxes together, may be taken; both at least one where they are asked for. */
export interface Room {
  ofLane(lane: DueLane): number
  readonly ofSandboxes: number
}

interface Claim {
  readonly lanes: readonly DueLane[]
  readonly limit: number
  readonly room: Room
  /** Unix seconds. */
  readonly now: number
  readonly token: string
  leaseSecondsOf(kind: string): number
}

export interface Claimed extends DueLane {
  readonly row: JobRow
}

/**
 * Takes the first due jobs of each lane for whoever knows the token: one of each, then a second of each, and so on, as
 * far as there is room.
 */
export async function claimJobs(
  db: Conn,
  { lanes, limit, room, now, token, leaseSecondsOf }: Claim,
): Promise<Claimed[]> {
  const share = Math.ceil(limit / Math.max(1, lanes.length))
  const found = await Promise.all(
    lanes.map((lane) => dueOf(db, { lane: lane.lane, now, limit: Math.min(share, room.ofLane(lane)) })),
  )
  const turns = Array.from({ length: share }, (_, turn) =>
    lanes.flatMap((lane, n) => {
      const row = found[n]?.[turn]
      return row ? [{ ...lane, row }] : []
    }),
  ).flat()
  let sandboxes = 0
  const fitting = turns.filter(({ isSandbox }) => !isSandbox || ++sandboxes <= room.ofSandboxes)
  return fitting.slice(0, limit).map((claimed) => {
    const { row } = claimed
    const taken = {
      state: 'running' as const,
      attempts: row.attempts + 1,
      lease_token: token,
      lease_until: now + leaseSecondsOf(row.kind),
      // What was asked for before the run begins is part of the run.
      rerun_at: null,
      updated_at: now,
    }
    updateRow(db, 'job', { id: row.id }, taken)
    return { ...claimed, row: { ...row, ...taken } }
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
