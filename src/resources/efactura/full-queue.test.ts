import { describe, expect, test } from 'vitest'
import { fillQueue } from '../../../test/full-queue.ts'
import { done, eventsOf, read, refused } from '../../../test/given.ts'
import { BUYER, beFirm, settle } from '../../../test/given-spv.ts'
import { type Dialect, dialects, type TestApp, testApp } from '../../../test/harness.ts'
import { queueInbox } from './queue-inbox.ts'

const items = Array.from({ length: 60 }, (_, n) => ({
  description: `Consultanță ${n}`,
  quantity: 1,
  price: 10,
  vat_rate: 21,
}))
const BODY = { client_data: BUYER, items }
const BUSY = { status: 503, code: 'documents_busy' }

const jobOf = (app: TestApp, kind: string) =>
  app.database.read.kysely
    .selectFrom('job')
    .select(['state', 'attempts', 'run_at', 'last_error', 'note'])
    .where('kind', '=', kind)
    .where('company_id', '=', app.sandbox.companyId)
    .executeTakeFirst()

const nowOf = (app: TestApp) => Math.floor(app.clock.nowMs() / 1000)

describe.each(dialects)('while too many large documents wait, on %s', (dialect) => {
  test('requests are asked to come again, and leave nothing', { timeout: 60_000 }, async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const draft = done(await app.asTest.post('/invoices', { ...BODY, is_draft: true }))
    done(await app.asTest.patch('/efactura/settings', { auto_send: true }))
    const empty = fillQueue(app)
    const key = { 'idempotency-key': 'busy' }
    for (const call of [
      () => app.asTest.post('/invoices', BODY, key),
      () => app.asTest.post(`/efactura/validate/${draft.id}`),
      () => app.asTest.get(`/efactura/xml/${draft.id}`),
    ]) {
      const answer = await call()
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10'])
      expect(answer.body.error).toMatchObject({ code: 'documents_busy', retry_after: 10 })
      expect(await refused(app, call)).toMatchObject(BUSY)
    }
    // A small one needs no place.
    done(await app.asTest.post('/invoices', { ...BODY, items: items.slice(0, 2) }))
    await empty()
    const issued = done(await app.asTest.post('/invoices', BODY, key))
    expect(issued.number_idx).toBe(2)
  })

  test('a submission waits, comes back by itself and arrives', { timeout: 60_000 }, async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    done(await app.asTest.patch('/efactura/settings', { auto_send: true }))
    const { id } = done(await app.asTest.post('/invoices', BODY))
    const empty = fillQueue(app)
    await app.runDue()
    expect(await jobOf(app, 'efactura.submission')).toMatchObject({
      state: 'waiting',
      attempts: 1,
      last_error: expect.stringMatching(/./),
    })
    expect((await jobOf(app, 'efactura.submission'))?.run_at).toBeGreaterThan(nowOf(app))
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'pending' })
    await empty()
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'accepted' })
    expect(await jobOf(app, 'efactura.submission')).toBeUndefined()
  })

  test('a received file is kept, read as soon as there is room, and fetched once', { timeout: 60_000 }, async () => {
    const { app, downloads } = await sentToItself(dialect)
    const now = nowOf(app)
    await app.database.transact(async (db) => queueInbox(db, app.sandbox.companyId, 'test', now))
    const empty = fillQueue(app)
    await app.runDue()
    expect(await jobOf(app, 'efactura.inbox')).toMatchObject({ state: 'waiting', attempts: 0, run_at: now + 10 })
    const inbox = async () => (await read(app.asTest, '/efactura/messages?type=received')).data
    const [unread] = await inbox()
    expect(unread).toMatchObject({ status: 'pending', document: null })
    const xml = await app.asTest.get(`/efactura/messages/${unread.id}/xml`)
    expect(xml.text).toContain('Consultanță 59')
    expect(await eventsOf(app, unread.uid)).toEqual([])
    expect(await refused(app, () => app.asTest.get(`/efactura/messages/${unread.id}/pdf`))).toMatchObject(BUSY)
    // Asked for by a caller, it is tried as well, and ANAF is left alone.
    expect(done(await app.asTest.post('/efactura/sync-messages'))).toMatchObject({ downloaded: 0, is_complete: false })
    await empty()
    app.clock.advance(10_000)
    await app.runDue()
    const [message] = await inbox()
    expect(message).toMatchObject({ status: 'downloaded', document: { total: 726, lines_count: 60 } })
    expect(downloads.filter((id) => id === unread.id)).toEqual([unread.id])
    expect(await eventsOf(app, unread.uid)).toEqual(['efactura.received'])
    expect((await app.asTest.get(`/efactura/messages/${unread.id}/zip`)).status).toBe(200)
    expect((await app.asTest.get(`/efactura/messages/${unread.id}/pdf`)).status).toBe(200)
  })
})

/** A sandbox that sent a large invoice and then became its buyer; what it downloads is written down. */
async function sentToItself(dialect: Dialect): Promise<{ app: TestApp; downloads: string[] }> {
  const app = await testApp(dialect)
  await beFirm(app)
  const { id } = done(await app.asTest.post('/invoices', BODY))
  done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
  await settle(app, 5)
  done(await app.asTest.patch('/settings', { cui: BUYER.cui, name: BUYER.name }))
  const { anafAccess } = app.services
  if (!anafAccess) throw new Error('the application of a test reaches ANAF')
  const downloads: string[] = []
  const connect = anafAccess.connect.bind(anafAccess)
  Object.assign(anafAccess, {
    connect: async (...place: Parameters<typeof connect>) => {
      const connection = await connect(...place)
      if (connection.kind !== 'connected') return connection
      const { client } = connection
      const download: typeof client.download = (token, messageId) => {
        downloads.push(messageId)
        return client.download(token, messageId)
      }
      return { ...connection, client: { ...client, download } }
    },
  })
  return { app, downloads }
}
