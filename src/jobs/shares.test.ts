import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { DONE, freshQueue, handler, NOW, type Queue } from '../../test/given-jobs.ts'
import { dialects } from '../../test/harness.ts'
import { foundCompany } from '../cli/first-start.ts'
import type { Conn } from '../store/conn.ts'
import { nextDueLanes } from './claim.store.ts'
import { enqueue } from './enqueue.store.ts'
import { sharesOf, spaceBeside } from './shares.ts'

test.each([
  [1, { total: 2, perCompany: 1, sandboxes: 1, perSandbox: 1 }],
  [2, { total: 2, perCompany: 1, sandboxes: 1, perSandbox: 1 }],
  [3, { total: 3, perCompany: 2, sandboxes: 1, perSandbox: 1 }],
  [8, { total: 8, perCompany: 4, sandboxes: 4, perSandbox: 2 }],
  [33, { total: 33, perCompany: 17, sandboxes: 16, perSandbox: 8 }],
])('of %i at a time nobody has all', (concurrency, shares) => {
  expect(sharesOf(concurrency)).toEqual(shares)
})

test('there is room beside what runs for others, and none for who has enough', () => {
  const shares = sharesOf(8)
  const live = { lane: 'a', isSandbox: false }
  const sandbox = { lane: 's', isSandbox: true }
  const { limit, room, full } = spaceBeside([live, live, live, live, sandbox, sandbox], shares)
  expect([limit, room.ofSandboxes, [...full]]).toEqual([2, 2, ['a', 's']])
  expect([live, { lane: 'b', isSandbox: false }].map(room.ofLane)).toEqual([0, 4])
  expect([sandbox, { lane: 't', isSandbox: true }].map(room.ofLane)).toEqual([0, 2])
})

/** Jobs of the kind `slow` last until they are let go; others are done at once. */
async function slowWorld(queue: Queue, concurrency: number) {
  const begun: (string | null)[] = []
  const gate = Promise.withResolvers<void>()
  const run = (isSlow: boolean) =>
    handler(
      async (job) => {
        begun.push(job.companyId)
        if (isSlow) await gate.promise
        return DONE
      },
      { kind: isSlow ? 'slow' : 'test' },
    )
  const worker = queue.worker([run(true), run(false)], { concurrency, pollMs: 10 })
  const put = (companyId: string, count: number, kind: string) =>
    queue.database.transact(async (db) => {
      // Before the others, so that they are the first whose turn it is.
      for (let n = 0; n < count; n++) enqueue(db, { companyId, kind, subject: '', runAt: NOW - 100, now: NOW })
    })
  const left = async (companyId: string) => (await queue.rows()).filter((row) => row.company_id === companyId)
  return { begun, worker, put, left, letGo: gate.resolve }
}

const found = (queue: Queue, mode: 'live' | 'test', name: string) =>
  queue.database.transact(async (db: Conn) => (await foundCompany(db, mode, name, NOW)).companyId)

async function until(isTrue: () => boolean | Promise<boolean>) {
  for (let n = 0; n < 300 && !(await isTrue()); n++) await sleep(10)
  expect(await isTrue()).toBe(true)
}

describe.each(dialects)('among companies on %s', (dialect) => {
  test.each([1, 2, 4, 8])(
    'the slow jobs of sandboxes leave room for a live company, %i at a time',
    async (concurrency) => {
      const queue = await freshQueue(dialect)
      const { begun, worker, put, left, letGo } = await slowWorld(queue, concurrency)
      const sandboxes = [await found(queue, 'test', 'Proba 1'), await found(queue, 'test', 'Proba 2')]
      for (const sandbox of sandboxes) await put(sandbox, 20, 'slow')
      const { sandboxes: most, perSandbox } = sharesOf(concurrency)
      worker.start()
      await until(() => begun.length === most)
      await put(queue.companies[0], 5, 'test')
      await until(async () => (await left(queue.companies[0])).length === 0)
      await sleep(50)
      for (const sandbox of sandboxes) {
        expect(begun.filter((one) => one === sandbox).length).toBeLessThanOrEqual(perSandbox)
      }
      expect(begun).toHaveLength(most + 5)
      letGo()
      await until(() => begun.length === 45)
      await worker.stop()
    },
  )

  test('the slow jobs of a live company leave room for another', async () => {
    const queue = await freshQueue(dialect)
    const { begun, worker, put, left, letGo } = await slowWorld(queue, 4)
    const [first, second] = queue.companies
    await put(first, 20, 'slow')
    worker.start()
    await until(() => begun.length === 2)
    await put(second, 1, 'test')
    await until(async () => (await left(second)).length === 0)
    await sleep(50)
    expect(begun).toEqual([first, first, second])
    letGo()
    await until(() => begun.length === 21)
    await worker.stop()
  })

  test('every sandbox has its turn, though only one may run', async () => {
    const queue = await freshQueue(dialect)
    const sandboxes = await Promise.all(['1', '2', '3'].map((name) => found(queue, 'test', name)))
    const { begun, worker, put } = await slowWorld(queue, 2)
    for (const sandbox of sandboxes) await put(sandbox, 30, 'test')
    worker.start()
    await until(() => begun.length === 90)
    await worker.stop()
    for (const sandbox of sandboxes) expect(begun.slice(0, 9).filter((one) => one === sandbox).length).toBe(3)
  })

  test('full companies and sandboxes are passed, whether little or much is due', async () => {
    const queue = await freshQueue(dialect)
    const [first, second] = queue.companies
    const sandbox = await found(queue, 'test', 'Proba')
    for (const count of [3, 300]) {
      await queue.database.transact(async (db) => {
        for (const companyId of [first, second, sandbox, null])
          for (let n = 0; n < count; n++)
            enqueue(db, { companyId, kind: 'test', subject: '', runAt: NOW - 1, now: NOW })
      })
      const query = { after: first, now: NOW, limit: 2, without: new Set([second]), withSandboxes: false }
      const lanes = await nextDueLanes(queue.database.read, query)
      expect(lanes).toEqual(['system', first].map((lane) => ({ lane, isSandbox: false })))
      const all = await nextDueLanes(queue.database.read, { after: '', now: NOW, limit: 9 })
      expect(all.filter(({ isSandbox }) => isSandbox).map(({ lane }) => lane)).toEqual([sandbox])
    }
  })
})
