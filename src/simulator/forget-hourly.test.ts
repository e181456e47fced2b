import { afterEach, expect, test, vi } from 'vitest'
import { buyer } from '../../test/efactura/issued.ts'
import { freshDatabase, makeClock, TEST_NOW } from '../../test/harness.ts'
import { migrate } from '../store/migrate.ts'
import { forgetHourly } from './forget-hourly.ts'
import { receiveSample } from './sandbox-mail.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

afterEach(() => {
  vi.useRealTimers()
})

test('a simulator of its own forgets when it begins and every hour, and goes on after a failure', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { database, remove } = await freshDatabase('sqlite')
  await migrate(database)
  const clock = makeClock(TEST_NOW)
  const count = async () => (await database.read.query('select 1 as one from simulator_upload', [])).length
  const party = { ...buyer({}), cui: '14399840' }
  const receive = (daysAgo: number) =>
    database.transact((db) => receiveSample(db, { world: 'test', tenant: '' }, party, clock.nowMs() - daysAgo * DAY_MS))
  await receive(62)
  await receive(60)
  const forgetting = await forgetHourly(database, clock)
  expect(await count()).toBe(1)
  clock.advance(2 * DAY_MS)
  const { transact } = database
  const failing = vi.fn(() => Promise.reject(new Error('the disk is full')))
  Object.assign(database, { transact: failing })
  vi.advanceTimersByTime(HOUR_MS - 1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(failing).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  await expect.poll(() => failing.mock.calls.length).toBe(1)
  Object.assign(database, { transact })
  expect(await count()).toBe(1)
  vi.advanceTimersByTime(HOUR_MS)
  await forgetting.stop()
  expect(await count()).toBe(0)
  await receive(62)
  vi.advanceTimersByTime(2 * HOUR_MS)
  await forgetting.stop()
  expect(await count()).toBe(1)
  await remove()
})
