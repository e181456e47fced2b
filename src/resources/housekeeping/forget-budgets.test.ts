import { expect, test } from 'vitest'
import { dialects, testApp } from '../../../test/harness.ts'
import { takeBudgets } from '../../adapters/anaf/anaf-budget.store.ts'
import { workerOf } from '../../cli/work.ts'

const DAY = 86_400

test.each(dialects)('what was counted of limits is forgotten every night, days later, on %s', async (dialect) => {
  const app = await testApp(dialect)
  const now = Math.floor(app.clock.nowMs() / 1000)
  for (const [key, at] of [
    ['old', now - 4 * DAY],
    ['yesterday', now - DAY],
    ['today', now],
  ] as const)
    await takeBudgets(app.database, [{ key, windowSeconds: DAY, limit: 1 }], at)
  const worker = workerOf(app.services, { jobConcurrency: 1, jobPollMs: 1_000, shutdownGraceMs: 0 }, app.app.log)
  await worker.plan()
  const left = async () => {
    await worker.runDue()
    const rows = app.database.read.kysely.selectFrom('anaf_budget').select('key').orderBy('key').execute()
    return (await rows).map(({ key }) => key)
  }
  expect(await left()).toEqual(['old', 'today', 'yesterday'])
  // At twenty to four in Bucharest, in winter.
  app.clock.set('2026-11-22T01:39:59Z')
  expect(await left()).toEqual(['old', 'today', 'yesterday'])
  app.clock.set('2026-11-22T01:40:00Z')
  expect(await left()).toEqual(['today'])
  app.clock.set('2026-11-23T01:40:00Z')
  expect(await left()).toEqual([])
})
