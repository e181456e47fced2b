import { describe, expect, onTestFinished, test } from 'vitest'
import { type Dialect, dialects, freshDatabase } from '../../../test/harness.ts'
import type { Database } from '../../store/conn.ts'
import { migrate } from '../../store/migrate.ts'
import { type Budget, giveBack, takeBudgets } from './anaf-budget.store.ts'

const at = (instant: string) => Date.parse(instant) / 1000
const NOON = at('2026-11-21T10:00:00Z')
const DAY = 86_400
const FREE = { retryAt: null, spent: null }

const takeBudget = (database: Database, budget: Budget, now: number) => takeBudgets(database, [budget], now)

async function migrated(dialect: Dialect): Promise<Database> {
  const { database, remove } = await freshDatabase(dialect)
  onTestFinished(remove)
  await migrate(database)
  return database
}

describe.each(dialects)('budgets on %s', (dialect) => {
  test('gives what there is, then says when there is more', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 2 }
    const taken = []
    for (const second of [3, 4, 9, 10, 19, 19]) taken.push(await takeBudget(database, budget, NOON + second))
    expect(taken.map(({ retryAt }) => retryAt && retryAt - NOON)).toEqual([null, null, 10, null, null, 20])
  })

  test('keeps keys apart', async () => {
    const database = await migrated(dialect)
    for (const key of ['a', 'b', 'A'])
      expect(await takeBudget(database, { key, windowSeconds: 10, limit: 1 }, NOON)).toEqual(FREE)
  })

  test('a limit of nothing gives nothing', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 0 }
    expect(await takeBudget(database, budget, NOON)).toEqual({ spent: 'a', retryAt: NOON + 10 })
  })

  test('of 60 callers at once, exactly 25 are allowed', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 60, limit: 25 }
    const taken = await Promise.all(Array.from({ length: 60 }, () => takeBudget(database, budget, NOON)))
    expect(taken.filter(({ spent }) => spent === null)).toHaveLength(25)
    const rows = await database.read.kysely.selectFrom('anaf_budget').selectAll().execute()
    expect(rows).toEqual([{ key: 'a', window_start: NOON, used: 25 }])
  })

  test('a clock that is behind counts in the window of those ahead', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 2 }
    await takeBudget(database, budget, NOON + 10)
    expect(await takeBudget(database, budget, NOON + 9)).toEqual(FREE)
    expect(await takeBudget(database, budget, NOON + 9)).toMatchObject({ spent: 'a' })
    expect(await takeBudget(database, budget, NOON + 10)).toMatchObject({ spent: 'a' })
  })

  test.each([10, DAY])(
    'a window of %i s that a wrong clock noted years ahead keeps nobody waiting',
    async (windowSeconds) => {
      const database = await migrated(dialect)
      const budget = { key: 'a', windowSeconds, limit: 2 }
      for (let n = 0; n < 2; n++) await takeBudget(database, budget, NOON + 3 * 365 * DAY)
      for (let n = 0; n < 2; n++) expect(await takeBudget(database, budget, NOON)).toEqual(FREE)
      expect(await takeBudget(database, budget, NOON)).toMatchObject({ spent: 'a' })
    },
  )

  test.each([
    ['in winter', '2026-11-20T22:00:00Z', '2026-11-21T22:00:00Z'],
    ['when the clocks go forward', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z'],
    ['when they go back', '2026-10-24T21:00:00Z', '2026-10-25T22:00:00Z'],
  ])('a day begins and ends at midnight in Bucharest %s', async (_what, begins, ends) => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: DAY, limit: 1 }
    const take = async (now: number) => (await takeBudget(database, budget, now)).retryAt
    expect(await take(at(begins) - 1)).toBe(null)
    expect(await take(at(begins))).toBe(null)
    expect(await take(at(begins))).toBe(at(ends))
    expect(await take(at(ends) - 1)).toBe(at(ends))
    expect(await take(at(ends))).toBe(null)
  })

  test('takes of several budgets together or of none', async () => {
    const database = await migrated(dialect)
    const rare = { key: 'rare', windowSeconds: DAY, limit: 10 }
    const shared = { key: 'shared', windowSeconds: 10, limit: 2 }
    const take = (now: number) => takeBudgets(database, [rare, shared], now)
    expect([await take(NOON), await take(NOON)]).toEqual([FREE, FREE])
    for (let n = 0; n < 20; n++) expect(await take(NOON)).toEqual({ retryAt: NOON + 10, spent: 'shared' })
    expect(await take(NOON + 10)).toEqual(FREE)
    const rows = await database.read.kysely.selectFrom('anaf_budget').select(['key', 'used']).orderBy('key').execute()
    expect(rows).toEqual([
      { key: 'rare', used: 3 },
      { key: 'shared', used: 1 },
    ])
  })

  test('what is given back may be taken again, within its window', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 1 }
    expect(await takeBudget(database, budget, NOON)).toEqual(FREE)
    await giveBack(database, budget, NOON)
    await giveBack(database, budget, NOON)
    expect(await takeBudget(database, budget, NOON + 9)).toEqual(FREE)
    await giveBack(database, budget, NOON - 1)
    expect(await takeBudget(database, budget, NOON + 9)).toMatchObject({ retryAt: NOON + 10 })
  })
})
