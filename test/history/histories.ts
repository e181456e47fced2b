import { expect, test } from 'vitest'
import { foundCompany } from '../../src/cli/first-start.ts'
import { verifyCompany, verifyDatabase } from '../../src/verify/verify-database.ts'
import { type Dialect, type TestApp, testApp } from '../harness.ts'
import { compareWithCounting } from './compare.ts'
import { OPERATIONS, type Operation } from './operations.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

/** Histories that share a database, each with a company of its own. */
const PER_DATABASE = 25
const FIRST_DAY_MS = Date.parse('2024-09-01T08:00:00Z')
const DAY_MS = 86_400_000

/** How often each operation was accepted and refused. */
type Tally = Map<string, { accepted: number; refused: number }>

/** `HISTORIES` says how many, `HISTORY_SEED` from which one on: a history that failed is told again with its seed. */
export function tellHistories(dialect: Dialect, usual: number): void {
  const histories = Number(process.env.HISTORIES ?? usual)
  const first = Number(process.env.HISTORY_SEED ?? 1)
  const timeoutMs = 60_000 + histories * 3_000

  test(
    `${histories} random histories of companies on ${dialect} leave nothing wrong behind`,
    async () => {
      const tally: Tally = new Map(OPERATIONS.map(([, name]) => [name, { accepted: 0, refused: 0 }]))
      for (let from = first; from < first + histories; from += PER_DATABASE) {
        const app = await testApp(dialect)
        for (let seed = from; seed < Math.min(from + PER_DATABASE, first + histories); seed++)
          await tell(app, seed, tally)
        expect((await verifyDatabase(app.database)).faults).toEqual([])
        await app.close()
      }
      if (histories < 50) return
      const never = [...tally].filter(([, { accepted, refused }]) => accepted === 0 || refused === 0)
      expect(never.map(([name]) => name).filter((name) => !ALWAYS_ACCEPTED.has(name))).toEqual([])
    },
    timeoutMs,
  )
}

/** What our random callers never ask in a way that could be refused. */
const ALWAYS_ACCEPTED = new Set(['create a client', 'change a client', 'change the settings'])

async function tell(app: TestApp, seed: number, tally: Tally): Promise<void> {
  const random = new Random(seed)
  app.clock.set(new Date(FIRST_DAY_MS + random.whole(0, 600) * DAY_MS).toISOString())
  const now = Math.floor(app.clock.nowMs() / 1000)
  const { companyId, secret } = await app.database.transact(async (db) =>
    foundCompany(db, 'live', `Firma ${seed}`, now),
  )
  const api = app.withKey(secret)
  const listed = await api.get('/invoice-series')
  type Listed = { id: string; document_type: string }
  const series = new Map<string, string>(listed.body.data.data.map((one: Listed) => [one.id, one.document_type]))
  const world: World = {
    api,
    clock: app.clock,
    random,
    clients: new Set(),
    series,
    documents: new Map(),
    payments: new Set(),
    // What goes wrong between the reversals of one document needs many operations on that one.
    favourites: random.chance(0.5) ? random.whole(1, 3) : null,
    log: [],
  }
  const operations = inAMood(random)
  try {
    const length = random.whole(12, 40)
    while (world.log.length < length) {
      passTime(world)
      const atOnce = random.chance(0.1) ? random.whole(2, 4) : 1
      await Promise.all(Array.from({ length: atOnce }, () => doSomething(world, operations, tally)))
    }
    const { faults } = await verifyCompany(app.database, companyId, 10)
    expect(faults).toEqual([])
    await compareWithCounting(world)
  } catch (error) {
    const told = `History ${seed} on ${app.database.engine} (HISTORY_SEED=${seed} HISTORIES=1):\n${world.log.join('\n')}`
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${told}`, { cause: error })
  }
}

/** Mostly minutes, sometimes days, now and then months: years have to turn. */
function passTime({ clock, random }: World): void {
  clock.advance(
    random.weighted([
      [12, random.whole(1, 3_600) * 1000],
      [5, random.whole(1, 12) * DAY_MS],
      [1, random.whole(20, 100) * DAY_MS],
    ]),
  )
}

type Weighted = readonly (readonly [weight: number, choice: readonly [name: string, operation: Operation]])[]

const REVERSING = new Set(['storno', 'void', 'unvoid'])

/** Every history does some things much more often than others: what goes wrong seldom does so where all is even. */
function inAMood(random: Random): Weighted {
  const isReversing = random.chance(0.15)
  return OPERATIONS.map(([weight, name, operation]) => {
    const often = isReversing && REVERSING.has(name) ? 10 : random.one([0.2, 1, 1, 1, 5])
    return [weight * often, [name, operation]]
  })
}

async function doSomething(world: World, operations: Weighted, tally: Tally): Promise<void> {
  const [name, operation] = world.random.weighted(operations)
  const isAccepted = await operation(world)
  const counts = tally.get(name)
  if (!counts || isAccepted === null) return
  if (isAccepted) counts.accepted += 1
  else counts.refused += 1
}
