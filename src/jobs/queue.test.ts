import { describe, expect, test } from 'vitest'
import { DONE, freshQueue, handler, NOW } from '../../test/given-jobs.ts'
import { dialects } from '../../test/harness.ts'
import { foundCompany } from '../cli/first-start.ts'
import { nextDueLanes } from './claim.store.ts'
import { enqueue } from './enqueue.store.ts'
import type { ClaimedJob, JobOutcome } from './job.ts'

describe.each(dialects)('the queue on %s', (dialect) => {
  test('a job runs once with what it was given, when it is due, and is gone', async () => {
    const { put, worker, rows, clock, companies } = await freshQueue(dialect)
    await put({ runAt: NOW + 60, payload: { page: 2, text: 'ță' } })
    const seen: ClaimedJob[] = []
    const one = worker([
      handler(async (job) => {
        seen.push(job)
        return DONE
      }),
    ])
    expect(await one.runDue()).toBe(0)
    clock.advance(59_999)
    expect(await one.runDue()).toBe(0)
    clock.advance(1)
    expect(await one.runDue()).toBe(1)
    expect(seen).toMatchObject([
      { companyId: companies[0], subject: 'inv_1', payload: { page: 2, text: 'ță' }, attempts: 1, createdAt: NOW },
    ])
    expect(await rows()).toEqual([])
  })

  test('a transaction that is refused enqueues nothing', async () => {
    const { database, rows } = await freshQueue(dialect)
    const refused = database.transact(async (db) => {
      enqueue(db, { companyId: null, kind: 'test', subject: '', runAt: NOW, now: NOW })
      throw new Error('refused')
    })
    await expect(refused).rejects.toThrow('refused')
    expect(await rows()).toEqual([])
  })

  test('what is thrown is a failure that is tried again later, and then no more', async () => {
    const { put, worker, rows, clock, log } = await freshQueue(dialect)
    await put()
    let runs = 0
    const one = worker([
      handler(
        async () => {
          runs++
          throw new Error(`connect ECONNREFUSED\n    at ${'y'.repeat(600)}`)
        },
        { maxAttempts: 2 },
      ),
    ])
    expect(await one.runDue()).toBe(1)
    const [first] = await rows()
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, run_at: NOW + 8, lease_token: null })
    expect(first?.last_error).toMatch(/^connect ECONNREFUSED at y+$/)
    expect(first?.last_error).toHaveLength(500)
    clock.advance(7_999)
    expect(await one.runDue()).toBe(0)
    clock.advance(1)
    expect(await one.runDue()).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 2 }])
    clock.advance(86_400_000)
    expect(await one.runDue()).toBe(0)
    expect(runs).toBe(2)
    expect(log.filter((line) => line.startsWith('error a job was given up'))).toHaveLength(1)
  })

  test('what is polled for is no failure, however often', async () => {
    const { put, worker, rows, clock } = await freshQueue(dialect)
    await put()
    const outcomes: JobOutcome[] = [
      ...Array.from({ length: 10 }, (_, n) => ({ kind: 'again', at: NOW + n + 1, note: 'in prelucrare' }) as const),
      DONE,
    ]
    const one = worker([handler(async () => outcomes.shift() ?? { kind: 'give_up', note: 'once too often' })])
    for (let n = 0; n < 10; n++) {
      expect(await one.runDue()).toBe(1)
      expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0, last_error: null, note: 'in prelucrare' }])
      clock.advance(1_000)
    }
    expect(await one.runDue()).toBe(1)
    expect(await rows()).toEqual([])
  })

  test('what is given up stays to be seen', async () => {
    const { put, worker, rows } = await freshQueue(dialect)
    await put()
    await worker([handler(async () => ({ kind: 'give_up', note: 'no SPV right on this CIF' }))]).runDue()
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 1, last_error: 'no SPV right on this CIF' }])
  })

  test('a kind that nothing here knows waits for a version that does', async () => {
    const { put, worker, rows, clock } = await freshQueue(dialect)
    await put({ kind: 'newer' })
    expect(await worker([]).runDue()).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0, run_at: NOW + 3600 }])
    clock.advance(3_600_000)
    expect(await worker([handler(async () => DONE, { kind: 'newer' })]).runDue()).toBe(1)
    expect(await rows()).toEqual([])
  })

  describe('a key', () => {
    test('keeps one job, which runs at the earliest time asked for', async () => {
      const { put, rows, companies } = await freshQueue(dialect)
      await put({ key: 'inbox', runAt: NOW + 100, payload: 1 })
      await put({ key: 'inbox', runAt: NOW + 50, payload: 2 })
      await put({ key: 'inbox', runAt: NOW + 200, payload: 3 })
      expect(await rows()).toMatchObject([{ run_at: NOW + 50, payload: '1', state: 'waiting' }])
      await put({ key: 'inbox', kind: 'other' })
      await put({ key: 'inbox', companyId: companies[1] })
      await put({ key: 'outbox' })
      await put()
      await put()
      expect(await rows()).toHaveLength(6)
    })

    test('asked for while the job runs, it runs once more', async () => {
      const { put, worker, rows, clock } = await freshQueue(dialect)
      await put({ key: 'inbox' })
      let runs = 0
      const one = worker([
        handler(async () => {
          if (++runs > 1) return DONE
          await put({ key: 'inbox', runAt: NOW + 30 })
          await put({ key: 'inbox', runAt: NOW + 40 })
          return DONE
        }),
      ])
      expect(await one.runDue()).toBe(1)
      expect(await rows()).toMatchObject([{ state: 'waiting', run_at: NOW + 30, attempts: 0, rerun_at: null }])
      clock.advance(30_000)
      expect(await one.runDue()).toBe(1)
      expect(await rows()).toEqual([])
    })

    test.each([
      ['fails', { kind: 'retry', note: 'x' } as const],
      ['is given up', { kind: 'give_up', note: 'x' } as const],
      ['polls', { kind: 'again', at: NOW + 500 } as const],
    ])('asked for while the job runs, it runs when asked for although the run %s', async (_what, outcome) => {
      const { put, worker, rows } = await freshQueue(dialect)
      await put({ key: 'inbox' })
      const one = worker([
        handler(async () => {
          await put({ key: 'inbox', runAt: NOW + 1 })
          return outcome
        }),
      ])
      await one.runDue()
      expect(await rows()).toMatchObject([{ state: 'waiting', run_at: NOW + 1, rerun_at: null }])
    })

    test('asked for after the job was given up, it begins anew', async () => {
      const { put, worker, rows } = await freshQueue(dialect)
      await put({ key: 'inbox', payload: 1 })
      await worker([handler(async () => ({ kind: 'give_up', note: 'x' }))]).runDue()
      await put({ key: 'inbox', runAt: NOW + 5, payload: 2 })
      expect(await rows()).toMatchObject([{ state: 'waiting', run_at: NOW + 5, attempts: 0, payload: '2' }])
    })
  })

  test('ten thousand jobs of one company do not keep another waiting', async () => {
    const { database, put, worker, companies, clock } = await freshQueue(dialect)
    const [first, second] = companies
    await database.transact(async (db) => {
      for (let n = 0; n < 10_000; n++)
        enqueue(db, { companyId: first, kind: 'test', subject: `${n}`, runAt: NOW - 100, now: NOW })
    })
    for (let n = 0; n < 3; n++) await put({ companyId: second, subject: 'late' })
    const order: (string | null)[] = []
    const one = worker([
      handler(async (job) => {
        order.push(job.companyId)
        // Before any of them was due, so that the rest need not run.
        if (order.length === 8) clock.set('2020-01-01T00:00:00Z')
        return DONE
      }),
    ])
    await one.runDue()
    expect(order).toEqual([first, second, first, second, first, second, first, first])
  })

  test.each([
    ['little', 3],
    ['much', 40],
  ])(
    'with %s due, companies that only wait for later are passed, and all others have their turn',
    async (_what, each) => {
      const { database } = await freshQueue(dialect)
      const companies = await database.transact(async (db) =>
        (await Promise.all(Array.from({ length: 30 }, (_, n) => foundCompany(db, 'live', `Firma ${n}`, NOW))))
          .map(({ companyId }) => companyId)
          .sort(),
      )
      const isDue = (n: number) => n % 3 === 0
      await database.transact(async (db) => {
        for (const [n, companyId] of companies.entries())
          for (let i = 0; i < each; i++) {
            const runAt = isDue(n) ? NOW - i : NOW + 1 + i
            enqueue(db, { companyId, kind: 'test', subject: '', runAt, now: NOW })
          }
      })
      const due = companies.filter((_, n) => isDue(n))
      const lanes = async (after: string, limit: number, now = NOW) =>
        (await nextDueLanes(database.read, { after, now, limit })).map(({ lane }) => lane)
      expect(await lanes('', 100)).toEqual(due)
      expect(await lanes('', 4)).toEqual(due.slice(0, 4))
      expect(await lanes(due[3] as string, 4)).toEqual(due.slice(4, 8))
      expect(await lanes(due[7] as string, 4)).toEqual([...due.slice(8), ...due.slice(0, 2)])
      expect(await lanes(companies.at(-1) as string, 2)).toEqual(due.slice(0, 2))
      expect(await lanes('', 4, NOW - 1_000)).toEqual([])
    },
  )
})
