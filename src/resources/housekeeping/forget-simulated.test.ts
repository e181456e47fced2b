import { expect, test } from 'vitest'
import { done } from '../../../test/given.ts'
import { issued, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'
import { enqueue } from '../../jobs/enqueue.store.ts'

const DAY_MS = 86_400_000

test.each(dialects)('what the simulator got is forgotten a day after ANAF would archive it, on %s', async (dialect) => {
  const app = await testApp(dialect)
  const { id } = await issued(app, { notes: '[simulator:reject BR-RO-110]' })
  done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
  done(await app.asTest.post('/efactura/simulator/faults', { kind: 'html', times: 1, endpoint: 'uploadb2c' }))
  await settle(app, 5)
  const left = async () => {
    const now = Math.floor(app.clock.nowMs() / 1000)
    const job = { companyId: null, kind: 'housekeeping.forget_simulated', subject: '', runAt: now, now }
    await app.database.transact(async (db) => enqueue(db, job))
    await app.runDue()
    const tables = ['simulator_upload', 'simulator_message', 'simulator_spent_content', 'simulator_fault']
    const count = async (table: string) => (await app.database.read.query(`select 1 as one from ${table}`, [])).length
    return Promise.all(tables.map(count))
  }
  expect(await left()).toEqual([1, 1, 1, 1])
  app.clock.advance(55 * DAY_MS)
  done(await app.asTest.post('/efactura/simulator/invoices'))
  app.clock.advance(5.9 * DAY_MS)
  expect(await left()).toEqual([2, 2, 1, 1])
  app.clock.advance(0.2 * DAY_MS)
  expect(await left()).toEqual([1, 1, 0, 0])
  app.clock.advance(60 * DAY_MS)
  expect(await left()).toEqual([0, 0, 0, 0])
})
