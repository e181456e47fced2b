import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { DONE, freshQueue, handler, NOW } from '../../test/given-jobs.ts'
import { dialects } from '../../test/harness.ts'
import { enqueue } from './enqueue.store.ts'
import { wakeOnEnqueue } from './wake-on-enqueue.ts'

describe.each(dialects)('a running worker on %s', (dialect) => {
  const until = async (isTrue: () => boolean) => {
    for (let n = 0; n < 500 && !isTrue(); n++) await sleep(10)
    expect(isTrue()).toBe(true)
  }

  test('two at once never hold the same job, and leave none', async () => {
    const queue = await freshQueue(dialect)
    for (let n = 0; n < 200; n++) await queue.put({ subject: `${n}`, companyId: queue.companies[n % 2] as string })
    const runs: string[] = []
    const one = handler(async (job) => {
      runs.push(job.subject)
      await sleep(1)
      return DONE
    })
    const workers = [queue.worker([one]), queue.worker([one])]
    for (const worker of workers) worker.start()
    await until(() => runs.length >= 200)
    await Promise.all(workers.map((worker) => worker.stop()))
    expect(runs.length).toBe(200)
    expect(new Set(runs).size).toBe(200)
    expect(await queue.rows()).toEqual([])
  })

  test('runs no more at a time than it may', async () => {
    const queue = await freshQueue(dialect)
    for (let n = 0; n < 20; n++) await queue.put({ companyId: queue.companies[n % 2] as string })
    let now = 0
    let most = 0
    let done = 0
    const worker = queue.worker(
      [
        handler(async () => {
          most = Math.max(most, ++now)
          await sleep(5)
          now--
          done++
          return DONE
        }),
      ],
      { concurrency: 3 },
    )
    worker.start()
    await until(() => done === 20)
    await worker.stop()
    expect(most).toBe(3)
  })

  test('begins at once with what is enqueued in its process', async () => {
    const queue = await freshQueue(dialect)
    let runs = 0
    const worker = queue.worker(
      [
        handler(async () => {
          runs++
          return DONE
        }),
      ],
      { pollMs: 3_600_000 },
    )
    const database = wakeOnEnqueue(queue.database, worker.wake)
    worker.start()
    await sleep(50)
    const job = { companyId: queue.companies[0], kind: 'test', subject: '', runAt: NOW, now: NOW }
    await database.transact(async (db) => enqueue(db, job))
    await until(() => runs === 1)
    await worker.stop()
    expect(await queue.rows()).toEqual([])
  })

  test('that stops lets its jobs finish and claims no more', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    await queue.put()
    let isBegun = false
    const worker = queue.worker(
      [
        handler(async (_job, { signal }) => {
          isBegun = true
          await sleep(100)
          return signal.aborted ? { kind: 'give_up', note: 'aborted' } : DONE
        }),
      ],
      { concurrency: 1 },
    )
    worker.start()
    await until(() => isBegun)
    await worker.stop()
    expect(await queue.rows()).toMatchObject([{ state: 'waiting', attempts: 0 }])
  })

  test('that stops gives back what takes longer than the grace, and tells it', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    let isAborted = false
    const worker = queue.worker(
      [
        handler(async (_job, { signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          isAborted = true
          throw signal.reason
        }),
      ],
      { graceMs: 50 },
    )
    worker.start()
    for (let n = 0; n < 300 && (await queue.rows())[0]?.state !== 'running'; n++) await sleep(10)
    await worker.stop()
    await until(() => isAborted)
    await until(() => queue.log.some((line) => line.includes('after its lease')))
    expect(await queue.rows()).toMatchObject([{ state: 'waiting', attempts: 0, lease_token: null, last_error: null }])
  })

  test('of several, one runs each turn of a schedule', async () => {
    const queue = await freshQueue(dialect)
    const turns: number[] = []
    const one = handler(
      async (_job, { clock }) => {
        turns.push(clock.nowMs() / 1000 - NOW)
        return DONE
      },
      { schedule: { everySeconds: 600 } },
    )
    const workers = [queue.worker([one]), queue.worker([one]), queue.worker([one])]
    for (const worker of workers) worker.start()
    await until(() => turns.length === 1)
    await sleep(100)
    queue.clock.advance(600_000)
    await until(() => turns.length === 2)
    await sleep(100)
    await Promise.all(workers.map((worker) => worker.stop()))
    expect(turns).toEqual([0, 600])
    expect(await queue.rows()).toMatchObject([{ company_id: null, state: 'waiting', run_at: NOW + 1_200 }])
  })

  test('a schedule that became shorter counts from the start on', async () => {
    const queue = await freshQueue(dialect)
    const every = (everySeconds: number) => queue.worker([handler(async () => DONE, { schedule: { everySeconds } })])
    await every(86_400).plan()
    expect(await every(86_400).runDue()).toBe(1)
    expect(await queue.rows()).toMatchObject([{ run_at: NOW + 86_400 }])
    await every(600).plan()
    expect(await queue.rows()).toMatchObject([{ run_at: NOW + 600 }])
    await every(86_400).plan()
    expect(await queue.rows()).toMatchObject([{ run_at: NOW + 600 }])
  })
})
