import { describe, expect, test } from 'vitest'
import { done, eventsOf, invalid, newKey, read, refusal, refused } from '../../../test/given.ts'
import { failedJob, NOW } from '../../../test/given-jobs.ts'
import { type Dialect, dialects, testApp } from '../../../test/harness.ts'
import { enqueue, insertJob } from '../../jobs/enqueue.store.ts'

async function appWithJobs(dialect: Dialect) {
  const app = await testApp(dialect)
  const { companyId } = app.live
  await app.database.transact(async (db) => {
    const job = { companyId, subject: '', now: NOW }
    enqueue(db, { ...job, kind: 'mail.send', runAt: NOW + 100, subject: 'inv_7' })
    insertJob(db, failedJob(companyId))
    enqueue(db, { ...job, kind: 'efactura.poll', runAt: NOW + 200 })
    enqueue(db, { ...job, companyId: app.other.companyId, kind: 'mail.send', runAt: NOW })
    enqueue(db, { ...job, companyId: null, kind: 'housekeeping', runAt: NOW })
  })
  return app
}

describe.each(dialects)('jobs on %s', (dialect) => {
  test('are listed newest first, those of the company alone, and without what they carry', async () => {
    const app = await appWithJobs(dialect)
    const list = await read(app, '/jobs')
    expect(list).toMatchObject({ object: 'list', total: 3, page: 1, has_more: false })
    expect(list.data.map((job: { kind: string }) => job.kind)).toEqual(['efactura.poll', 'test', 'mail.send'])
    expect(list.data[1]).toEqual({
      id: 'job_failed0001',
      object: 'job',
      kind: 'test',
      subject: 'inv_1',
      state: 'failed',
      attempts: 5,
      next_attempt_at: null,
      last_error: 'no answer',
      note: null,
      created_at: NOW,
      updated_at: NOW,
    })
    expect(list.data[0]).toMatchObject({ state: 'waiting', next_attempt_at: NOW + 200, subject: null })
    expect(await read(app, `/jobs/${list.data[2].id}`)).toEqual(list.data[2])
  })

  test.each([
    ['state=failed', ['test']],
    ['state=waiting', ['efactura.poll', 'mail.send']],
    ['state=running', []],
    ['kind=mail.send', ['mail.send']],
    ['kind=mail.send&state=failed', []],
    ['kind=', ['efactura.poll', 'test', 'mail.send']],
  ])('are found by %s', async (query, kinds) => {
    const app = await appWithJobs(dialect)
    const list = await read(app, `/jobs?${query}`)
    expect(list.data.map((job: { kind: string }) => job.kind)).toEqual(kinds)
    expect(list.total).toBe(kinds.length)
  })

  test('are paged', async () => {
    const app = await appWithJobs(dialect)
    expect(await read(app, '/jobs?per_page=2')).toMatchObject({ total: 3, total_pages: 2, has_more: true })
    expect(await read(app, '/jobs?per_page=2&page=2')).toMatchObject({ data: [{ kind: 'mail.send' }], has_more: false })
    expect(await refused(app, () => app.get('/jobs?state=done'))).toEqual(invalid({ state: 'not_one_of' }))
  })

  test('that failed are tried again when somebody says so, with all attempts before them', async () => {
    const app = await appWithJobs(dialect)
    const retried = done(await app.post('/jobs/job_failed0001/retry'))
    expect(retried).toMatchObject({ state: 'waiting', attempts: 0, next_attempt_at: NOW, last_error: 'no answer' })
    expect(await eventsOf(app, 'job_failed0001')).toEqual(['job.retried'])
  })

  test('that wait for later are due at once', async () => {
    const app = await appWithJobs(dialect)
    const [{ id }] = (await read(app, '/jobs?kind=efactura.poll')).data
    expect(done(await app.post(`/jobs/${id.slice(4)}/retry`))).toMatchObject({ next_attempt_at: NOW })
  })

  test('that run are left to run', async () => {
    const app = await appWithJobs(dialect)
    const { companyId } = app.live
    const running = { state: 'running', lease_token: 'somebody', lease_until: NOW + 60 } as const
    await app.database.transact(async (db) => insertJob(db, { ...failedJob(companyId, 'job_running001'), ...running }))
    expect(done(await app.post('/jobs/job_running001/retry'))).toMatchObject({ state: 'running', attempts: 5 })
    expect(await eventsOf(app, 'job_running001')).toEqual([])
  })

  test('of others, and those that are none, are not found', async () => {
    const app = await appWithJobs(dialect)
    for (const call of [app.asOther, app.asTest]) {
      expect(await refused(app, () => call.post('/jobs/job_failed0001/retry'))).toEqual(
        refusal(404, 'resource_not_found'),
      )
      expect(await refused(app, () => call.get('/jobs/job_failed0001'))).toEqual(refusal(404, 'resource_not_found'))
    }
    expect(await refused(app, () => app.post('/jobs/job_nowhere/retry'))).toEqual(refusal(404, 'resource_not_found'))
  })

  test('are read with jobs:read and retried with jobs:write', async () => {
    const app = await appWithJobs(dialect)
    const reader = await newKey(app, { scopes: ['jobs:read'] })
    const writer = await newKey(app, { scopes: ['jobs:write'] })
    const no = refusal(403, 'insufficient_permissions')
    expect((await reader.get('/jobs')).status).toBe(200)
    expect(await refused(app, () => reader.post('/jobs/job_failed0001/retry'))).toEqual(no)
    expect(await refused(app, () => writer.get('/jobs'))).toEqual(no)
    expect((await writer.post('/jobs/job_failed0001/retry')).status).toBe(200)
  })
})
