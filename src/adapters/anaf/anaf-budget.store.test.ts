import { describe, expect, onTestFinished, test } from 'vitest'
import { type Dialect, dialects, freshDatabase } from '../../../test/harness.ts'
import type { Database } from '../../store/conn.ts'
import { migrate } from '../../store/migrate.ts'
import { forgetOldBudgets, takeBudget } from './anaf-budget.store.ts'

const at = (instant: string) => Date.parse(instant) / 1000
const NOON = at('2026-11-21T10:00:00Z')
const DAY = 86_400

async function migrated(dialect: Dialect): Promise<Database> {
  const { database, remove } = await freshDatabase(dialect)
  onTestFinished(remove)
  await migrate(database)
  return database
}

describe.each(dialects)('takeBudget on %s', (dialect) => {
  test('gives what there is, then says when there is more', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 2 }
    const taken = []
    for (const second of [3, 4, 9, 10, 19, 19]) taken.push(await takeBudget(database, budget, NOON + second))
    expect(taken.map(({ retryAt }) => retryAt && retryAt - NOON)).toEqual([null, null, 10, null, null, 20])
    expect(taken.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false, true, true, false])
  })

  test('keeps keys apart', async () => {
    const database = await migrated(dialect)
    for (const key of ['a', 'b', 'A'])
      expect(await takeBudget(database, { key, windowSeconds: 10, limit: 1 }, NOON)).toMatchObject({ isAllowed: true })
  })

  test('a limit of nothing gives nothing', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 0 }
    expect(await takeBudget(database, budget, NOON)).toEqual({ isAllowed: false, retryAt: NOON + 10 })
  })

  test('of 60 callers at once, exactly 25 are allowed', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 60, limit: 25 }
    const taken = await Promise.all(Array.from({ length: 60 }, () => takeBudget(database, budget, NOON)))
    expect(taken.filter(({ isAllowed }) => isAllowed)).toHaveLength(25)
    const rows = await database.read.kysely.selectFrom('anaf_budget').selectAll().execute()
    expect(rows).toEqual([{ key: 'a', window_start: NOON, used: 25 }])
  })

  test('a clock that is behind counts in the window of those ahead', async () => {
    const database = await migrated(dialect)
    const budget = { key: 'a', windowSeconds: 10, limit: 2 }
    await takeBudget(database, budget, NOON + 10)
    expect(await takeBudget(database, budget, NOON + 9)).toMatchObject({ isAllowed: true })
    expect(await takeBudget(database, budget, NOON + 9)).toMatchObject({ isAllowed: false })
    expect(await takeBudget(database, budget, NOON + 10)).toMatchObject({ isAllowed: false })
  })

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

  test('old rows are forgotten, and those that still count are not', async () => {
    const database = await migrated(dialect)
    for (const [key, now] of [
      ['old', NOON - 4 * DAY],
      ['yesterday', NOON - DAY],
      ['today', NOON],
    ] as const)
      await takeBudget(database, { key, windowSeconds: DAY, limit: 1 }, now)
    expect(await forgetOldBudgets(database, NOON)).toBe(1)
    expect(await forgetOldBudgets(database, NOON)).toBe(0)
    const left = await database.read.kysely.selectFrom('anaf_budget').select('key').orderBy('key').execute()
    expect(left.map(({ key }) => key)).toEqual(['today', 'yesterday'])
  })
})
