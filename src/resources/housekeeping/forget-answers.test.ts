import { expect, test } from 'vitest'
import { given } from '../../../test/given.ts'

import { dialects, testApp } from '../../../test/harness.ts'
import { enqueue } from '../../jobs/enqueue.store.ts'
import { forgetAnswersJob } from './forget-answers.job.ts'

test.each(dialects)('kept answers are forgotten after a day, and not before, on %s', async (dialect) => {
  const app = await testApp(dialect)
  await given(app).client()
  await app.post('/clients', { name: 'Cu cheie' }, { 'idempotency-key': 'one' })
  const forget = async () => {
    const now = Math.floor(app.clock.nowMs() / 1000)
    const job = { companyId: null, kind: forgetAnswersJob.kind, subject: '', runAt: now, now }
    await app.database.transact(async (db) => enqueue(db, job))
    expect(await app.runDue()).toBe(1)
    return (await app.database.read.query('select * from idempotency', [])).length
  }
  app.clock.advance(86_399_000)
  expect(await forget()).toBe(1)
  app.clock.advance(1_000)
  expect(await forget()).toBe(0)
  expect(await app.database.read.query('select * from job', [])).toEqual([])
})
