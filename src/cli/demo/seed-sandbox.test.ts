import { expect, test } from 'vitest'
import { given } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'
import { verifyDatabase } from '../../verify/verify-database.ts'
import { seedSandbox } from './seed-sandbox.ts'

const LONG_MS = 120_000

test.each(dialects)(
  'the sandbox of the demo has an e-invoice in every state on %s',
  { timeout: LONG_MS },
  async (dialect) => {
    const app = await testApp(dialect)
    const target = { ...app.services, companyId: app.sandbox.companyId }
    expect(await seedSandbox(target)).toEqual({ isNew: true })
    const invoice = async (id: string) => (await app.asTest.get(`/invoices/${id}?expand[]=efactura`)).body.data
    const standing = async (id: string) => [id, (await invoice(id)).efactura_status]
    const ids = ['sent01', 'sent02', 'sent03', 'sent04', 'reject', 'queue1', 'open01', 'open02', 'draft1']
    expect(await Promise.all(ids.map((id) => standing(`inv_test${id}`)))).toEqual([
      ...ids.slice(0, 4).map((id) => [`inv_test${id}`, 'accepted']),
      ['inv_testreject', 'rejected'],
      ['inv_testqueue1', 'pending'],
      ['inv_testopen01', 'not_sent'],
      ['inv_testopen02', 'not_sent'],
      ['inv_testdraft1', null],
    ])
    const history = (await app.asTest.get('/invoices/inv_testsent01/history')).body.data
    expect(JSON.stringify(history)).toMatch(/Factura a fost acceptată|Acceptată de ANAF|Accepted by ANAF/)
    const { data: messages } = (await app.asTest.get('/efactura/messages?days=60')).body.data
    const kinds = messages.map(({ type }: { type: string }) => type).sort()
    expect(new Set(kinds)).toEqual(new Set(['errors', 'received', 'sent']))
    expect(messages.filter(({ type }: { type: string }) => type === 'received')).toHaveLength(2)
    expect((await verifyDatabase(app.database, 1)).faults).toEqual([])

    expect(await seedSandbox(target)).toEqual({ isNew: false })
    // What waits is sent when its time has come, and the rest stays as it is.
    expect(await app.runDue()).toBeGreaterThan(0)
    expect((await invoice('inv_testqueue1')).efactura_status).toBe('pending')
    app.clock.advance(8 * 86_400_000)
    for (let n = 0; n < 5; n++) {
      await app.runDue()
      app.clock.advance(60_000)
    }
    expect((await invoice('inv_testqueue1')).efactura_status).toBe('accepted')
  },
)

test('what an interrupted demo left under way is taken further by the worker', async () => {
  const app = await testApp('sqlite')
  const { database } = app
  // The company, its documents, two received invoices, and the first that is sent.
  let left = 5
  const killed: typeof database = {
    ...database,
    transact: (unit) => (left-- > 0 ? database.transact(unit) : Promise.reject(new Error('killed'))),
  }
  const target = { ...app.services, database: killed, companyId: app.sandbox.companyId }
  await expect(seedSandbox(target)).rejects.toThrow('killed')
  const status = async () => (await app.asTest.get('/invoices/inv_testsent01')).body.data.efactura_status
  expect(await status()).toBe('pending')
  await app.runDue()
  expect(await status()).toBe('pending')
  app.clock.advance(11 * 60_000)
  for (let n = 0; n < 5; n++) {
    await app.runDue()
    app.clock.advance(60_000)
  }
  expect(await status()).toBe('accepted')
})

test('a sandbox that somebody uses stays as it is', async () => {
  const app = await testApp('sqlite')
  const mine = await given(app.asTest).invoice()
  expect(await seedSandbox({ ...app.services, companyId: app.sandbox.companyId })).toEqual({ isNew: false })
  expect((await app.asTest.get('/invoices')).body.data).toMatchObject({ total: 1, data: [{ id: mine.id }] })
})

test.each(['2025-08-04T04:30:00Z', '2026-01-05T22:30:00Z', '2026-04-14T09:00:00Z', '2031-12-31T23:59:59Z'])(
  'it can be made at %s',
  { timeout: LONG_MS },
  async (now) => {
    const app = await testApp('sqlite', { now })
    const target = { ...app.services, companyId: app.sandbox.companyId }
    expect(await seedSandbox(target)).toEqual({ isNew: true })
    expect((await verifyDatabase(app.database, 1)).faults).toEqual([])
  },
)
