import { describe, expect, test } from 'vitest'
import { DONE, freshQueue, handler, NOW } from '../../test/given-jobs.ts'
import { dialects } from '../../test/harness.ts'
import { claimJobs, nextDueLanes, returnExpired } from './claim.store.ts'
import { type JobTools, LeaseLost } from './job.ts'

describe.each(dialects)('a lease on %s', (dialect) => {
  /** Claims what is due for a worker that is then seen no more. */
  const claimAndDie = async (queue: Awaited<ReturnType<typeof freshQueue>>, token: string) =>
    queue.database.transact(async (db) => {
      const now = Math.floor(queue.clock.nowMs() / 1000)
      await returnExpired(db, now)
      const lanes = await nextDueLanes(db, { after: '', now, limit: 10 })
      const room = { ofLane: () => 10, ofSandboxes: 10 }
      return claimJobs(db, { lanes, limit: 10, room, now, token, leaseSecondsOf: () => 60 })
    })

  test('gives the job of a dead worker to another when it ends, and not before', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    expect(await claimAndDie(queue, 'dead')).toHaveLength(1)
    const attempts: number[] = []
    const other = queue.worker([
      handler(async (job) => {
        attempts.push(job.attempts)
        return DONE
      }),
    ])
    queue.clock.advance(59_999)
    expect(await other.runDue()).toBe(0)
    queue.clock.advance(1)
    expect(await other.runDue()).toBe(1)
    expect(attempts).toEqual([2])
    expect(await queue.rows()).toEqual([])
  })

  test('and what kills every worker is given up in the end', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    for (let n = 0; n < 3; n++) {
      expect(await claimAndDie(queue, `dead ${n}`)).toHaveLength(1)
      queue.clock.advance(60_000)
    }
    let runs = 0
    const other = queue.worker([
      handler(
        async () => {
          runs++
          return DONE
        },
        { maxAttempts: 3 },
      ),
    ])
    expect(await other.runDue()).toBe(1)
    expect(runs).toBe(0)
    expect(await queue.rows()).toMatchObject([
      { state: 'failed', last_error: 'Its worker died, or took longer than the lease.' },
    ])
  })

  test.each([
    ['settles', (tools: JobTools) => tools.database.transact((db) => tools.settle(db, DONE))],
    ['extends', (tools: JobTools) => tools.extendLease()],
  ])('that ran out binds nobody: who %s then is refused, with all it wrote', async (_what, act) => {
    const queue = await freshQueue(dialect)
    await queue.put()
    let seen: unknown[] = []
    const late = queue.worker([
      handler(async (_job, tools) => {
        expect(await tools.isStillMine()).toBe(true)
        queue.clock.advance(60_000)
        await claimAndDie(queue, 'other')
        expect(await tools.isStillMine()).toBe(false)
        seen = await Promise.allSettled([
          act(tools),
          tools.database.transact(async (db) => {
            await db.kysely.updateTable('company').set({ name: 'Written too late' }).execute()
            await tools.settle(db, DONE)
          }),
        ])
        return DONE
      }),
    ])
    await late.runDue()
    expect(seen).toMatchObject([
      { status: 'rejected', reason: expect.any(LeaseLost) },
      { status: 'rejected', reason: expect.any(LeaseLost) },
    ])
    const companies = await queue.database.read.kysely.selectFrom('company').select('name').execute()
    expect(companies.map(({ name }) => name).sort()).toEqual(['A doua SRL', 'Prima SRL'])
    expect(await queue.rows()).toMatchObject([{ state: 'running', lease_token: 'other', attempts: 2 }])
  })

  test('what a run answers after its lease was taken is dropped, and said', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    const late = queue.worker([
      handler(async () => {
        queue.clock.advance(60_000)
        await claimAndDie(queue, 'other')
        return { kind: 'give_up', note: 'too late' }
      }),
    ])
    await late.runDue()
    expect(await queue.rows()).toMatchObject([{ state: 'running', lease_token: 'other' }])
    expect(queue.log.join()).toContain('after its lease')
  })

  test('is extended by a run that needs longer', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    const long = queue.worker([
      handler(async (_job, tools) => {
        queue.clock.advance(50_000)
        await tools.extendLease()
        queue.clock.advance(50_000)
        expect(await claimAndDie(queue, 'other')).toEqual([])
        return DONE
      }),
    ])
    expect(await long.runDue()).toBe(1)
    expect(await queue.rows()).toEqual([])
  })

  test('a run settles itself together with what it writes', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    const tidy = queue.worker([
      handler(async (_job, { database, settle }) => {
        const outcome = { kind: 'again', at: NOW + 77 } as const
        await database.transact(async (db) => {
          await db.kysely.updateTable('company').set({ name: 'Written in time' }).execute()
          await settle(db, outcome)
        })
        return outcome
      }),
    ])
    expect(await tidy.runDue()).toBe(1)
    expect(await queue.rows()).toMatchObject([{ state: 'waiting', run_at: NOW + 77 }])
    expect(queue.log).toEqual([])
  })

  test('a settling that is rolled back did not happen', async () => {
    const queue = await freshQueue(dialect)
    await queue.put()
    const clumsy = queue.worker([
      handler(async (_job, { database, settle }) => {
        await database.transact(async (db) => {
          await settle(db, DONE)
          throw new Error('disk full')
        })
        return DONE
      }),
    ])
    await clumsy.runDue()
    expect(await queue.rows()).toMatchObject([{ state: 'waiting', attempts: 1, last_error: 'disk full' }])
  })
})
