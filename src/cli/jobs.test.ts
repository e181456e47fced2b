import { describe, expect, test } from 'vitest'
import { failedJob, NOW } from '../../test/given-jobs.ts'
import { type Dialect, dialects, freshConfig, makeClock, TEST_NOW } from '../../test/harness.ts'
import { enqueue, insertJob } from '../jobs/enqueue.store.ts'
import { ensureFirstStart } from './first-start.ts'
import { jobsCommand } from './jobs.ts'
import { withStore } from './open-store.ts'
import { UsageError } from './usage.ts'

const clock = makeClock(TEST_NOW)

async function started(dialect: Dialect, failed: readonly string[]) {
  const { config } = await freshConfig(dialect)
  await withStore(config, async (database) => {
    const first = await ensureFirstStart(database, clock)
    await database.transact(async (db) => {
      const companyId = first?.live.companyId ?? ''
      for (const id of failed) insertJob(db, failedJob(companyId, id))
      if (failed.length > 0) enqueue(db, { companyId: null, kind: 'tidy', subject: '', runAt: NOW + 3600, now: NOW })
    })
  })
  return (...args: string[]) => jobsCommand(config, clock, args)
}

describe.each(dialects)('facturier jobs on %s', (dialect) => {
  test('list shows what waits and what failed, and why', async () => {
    const jobs = await started(dialect, ['job_a', 'job_b'])
    const all = (await jobs('list')).split('\n')
    expect(all).toHaveLength(4)
    expect(all[1]).toMatch(/^job_\w{10} +tidy +- +- +waiting +0 +2026-11-21T11:00:00Z +-$/)
    expect(all[2]).toMatch(/^job_b +test +inv_1 +cmp_\w+ +failed +5 +never +no answer$/)
    const failed = await jobs('list', '--failed')
    expect(failed.split('\n')).toHaveLength(3)
    expect(failed).not.toContain('tidy')
    expect(failed).not.toContain('of the program')
  })

  test('retry makes one due, or all that failed', async () => {
    const jobs = await started(dialect, ['job_a', 'job_b', 'job_c'])
    expect(await jobs('retry', 'a')).toMatch(/^The job job_a is due now/)
    expect((await jobs('list', '--failed')).split('\n')).toHaveLength(3)
    expect(await jobs('retry', '--all-failed')).toMatch(/^2 jobs are due now/)
    expect(await jobs('retry', '--all-failed')).toBe('No job has failed.')
    expect(await jobs('list', '--failed')).toBe('No job has failed.')
    expect(await jobs('list')).toMatch(/job_c +test .* waiting +0 +2026-11-21T10:00:00Z/)
  })

  test('refuses with a sentence what makes no sense', async () => {
    const jobs = await started(dialect, [])
    expect(await jobs('list')).toBe('There are no jobs.')
    for (const args of [
      [],
      ['burn'],
      ['retry'],
      ['retry', 'a', 'b'],
      ['retry', 'a', '--all-failed'],
      ['retry', 'none'],
    ])
      await expect(jobs(...args), args.join(' ')).rejects.toThrow(UsageError)
  })
})
