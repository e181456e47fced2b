import { describe, expect, test } from 'vitest'
import { dialects, testApp } from '../harness.ts'
import { Random } from '../history/random.ts'
import { expectOutcome } from './outcome.ts'
import { play, worldOf } from './schedule.ts'

/** `FAULTS=10000 npx vitest run test/efactura-faults/faults.test.ts` for a night of them; `FAULT_SEED` begins elsewhere. */
const FAULTS = Number(process.env.FAULTS ?? 0)
const SEED = Number(process.env.FAULT_SEED ?? 1)
const USUAL = { sqlite: 100, postgres: 10 }
/** So many schedules share a database, so that none grows large. */
const SHARED = 50

describe.each(dialects)('whatever goes wrong on the way to ANAF on %s', (dialect) => {
  const schedules = FAULTS || USUAL[dialect]

  test('each invoice is accepted once, or rejected with its reason, and nothing is left half way', {
    timeout: 60_000 + schedules * 2_000,
  }, async () => {
    const counts: Record<string, number> = {}
    for (let first = SEED; first < SEED + schedules; first += SHARED) {
      const app = await testApp(dialect)
      const world = await worldOf(app)
      for (let seed = first; seed < Math.min(first + SHARED, SEED + schedules); seed++) {
        try {
          const told = await play(world, new Random(seed)).catch((error) => {
            throw new Error(`${error.message}`, { cause: error })
          })
          const found = await expectOutcome(world, told).catch((error) => {
            throw new Error(`${error.message}\n${told.story.join('\n')}`, { cause: error })
          })
          for (const [state, n] of Object.entries(found)) counts[state] = (counts[state] ?? 0) + n
        } catch (error) {
          throw new Error(`schedule ${seed} (of those from ${first}): ${(error as Error).message}`, { cause: error })
        }
      }
      await world.simulator.close()
      await app.close()
    }
    if (FAULTS) console.log(`${dialect}: ${schedules} schedules from ${SEED}, ${JSON.stringify(counts)}`)
    expect(counts.accepted).toBeGreaterThan(schedules / 2)
  })
})
