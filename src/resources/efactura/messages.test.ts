import { describe, expect, test } from 'vitest'
import { done, eventsOf, newKey, read } from '../../../test/given.ts'
import { BUYER, codeOf, issued, settle } from '../../../test/given-spv.ts'
import { type Dialect, dialects, type TestApp, testApp } from '../../../test/harness.ts'

/** The sandbox sends an invoice, and then becomes its buyer, with the message in its inbox. */
async function received(
  dialect: Dialect,
  count = 1,
): Promise<{ app: TestApp; number: string; ids: string[]; id: string }> {
  const app = await testApp(dialect)
  let number = ''
  for (let at = 0; at < count; at++) {
    const invoice = await issued(app)
    number = invoice.number
    done(await app.asTest.post(`/invoices/${invoice.id}/send-to-spv`))
  }
  await settle(app, 5)
  done(await app.asTest.patch('/settings', { cui: BUYER.cui, name: BUYER.name }))
  const synced = done(await app.asTest.post('/efactura/sync-messages', { days: 7 }))
  expect(synced).toMatchObject({ object: 'efactura_sync', new_messages: count, downloaded: count, is_complete: true })
  const { data } = await read(app.asTest, '/efactura/messages?type=received')
  expect(data).toHaveLength(count)
  return { app, number, ids: data.map(({ id }: { id: string }) => id), id: data[0].id }
}

const raw = (app: TestApp, path: string) =>
  app.app.inject({ url: `/v1${path}`, headers: { authorization: `Bearer ${app.sandbox.secret}` } })

/** How often the issuer was written to. */
const uploads = async (app: TestApp) =>
  (await app.database.read.query(`select seq from simulator_upload where standard = 'RASP'`, [])).length

const fault = (app: TestApp, fields: object) => app.asTest.post('/efactura/simulator/faults', fields)

describe.each(dialects)('the inbox on %s', (dialect) => {
  test('tells what a received invoice says, and hands out its files', async () => {
    const { app, number, id } = await received(dialect)
    const message = await read(app.asTest, `/efactura/messages/${id}`)
    expect(message).toMatchObject({
      type: 'received',
      status: 'downloaded',
      environment: 'test',
      seller_cif: '1234567897',
      document: {
        number,
        document_type: '380',
        subtotal: 100,
        vat_amount: 21,
        total: 121,
        currency: 'RON',
        seller: { name: 'Exemplu Prod SRL', cui: 'RO1234567897' },
        lines_count: 1,
      },
      replies: [],
    })
    expect(await read(app.asTest, `/efactura/messages/${message.uid}`)).toEqual(message)
    expect(await read(app.asTest, `/efactura/messages/${message.number}`)).toEqual(message)
    expect((await app.asTest.get(`/efactura/messages/${id}/xml`)).text).toContain(`<cbc:ID>${number}</cbc:ID>`)
    const zip = await raw(app, `/efactura/messages/${id}/zip?download=1`)
    expect(zip.rawPayload.subarray(0, 2).toString()).toBe('PK')
    expect(zip.headers['content-disposition']).toBe(`attachment; filename="${id}.zip"`)
    // Whatever looks at a link must not make ANAF work.
    const { publicServices } = app.services.anafAccess ?? {}
    Object.assign(app.services.anafAccess ?? {}, { publicServices: () => Promise.reject(new Error('asked')) })
    const head = await app.app.inject({
      method: 'HEAD',
      url: `/v1/efactura/messages/${id}/pdf`,
      headers: { authorization: `Bearer ${app.sandbox.secret}` },
    })
    expect([head.statusCode, head.headers.allow]).toEqual([405, 'GET'])
    Object.assign(app.services.anafAccess ?? {}, { publicServices })
    const first = await raw(app, `/efactura/messages/${id}/pdf`)
    expect([first.headers['content-type'], first.rawPayload.subarray(0, 5).toString()]).toEqual([
      'application/pdf',
      '%PDF-',
    ])
    // From now on ANAF is not asked for it.
    const { anafAccess } = app.services
    const silent = () => Promise.reject(new Error('ANAF was asked again'))
    Object.assign(anafAccess ?? {}, { publicServices: silent })
    expect((await raw(app, `/efactura/messages/${id}/pdf`)).rawPayload).toEqual(first.rawPayload)
  })

  test('is filtered by type, status and age', async () => {
    const { app, id } = await received(dialect)
    const total = async (query: string) => (await read(app.asTest, `/efactura/messages?${query}`)).total
    expect(await total('type=sent')).toBe(0)
    expect(await total('type=FACTURA%20PRIMITA&status=downloaded')).toBe(1)
    expect(await total('status=failed')).toBe(0)
    app.clock.advance(8 * 86_400_000)
    expect([await total(''), await total('days=10')]).toEqual([0, 1])
    for (const wrong of ['days=0', 'type=letter', 'status=new']) {
      expect(codeOf(await app.asTest.get(`/efactura/messages?${wrong}`))).toEqual([400, 'invalid_request'])
    }
    for (const path of ['', '/xml', '/zip', '/pdf']) {
      expect(codeOf(await app.get(`/efactura/messages/${id}${path}`))).toEqual([404, 'resource_not_found'])
    }
  })

  test('cannot be read for a live company that is not connected', async () => {
    const app = await testApp(dialect)
    expect(codeOf(await app.post('/efactura/sync-messages'))).toEqual([400, 'oauth_not_configured'])
    done(await app.patch('/settings', { cui: 'RO1234567897' }))
    expect(codeOf(await app.post('/efactura/sync-messages'))).toEqual([400, 'oauth_not_configured'])
    const asTest = await newKey(app, { ...app.sandbox, mode: 'test' })
    done(await asTest.patch('/settings', { cui: 'RO1234567897' }))
    done(await asTest.post('/efactura/simulator/faults', { kind: 'html', endpoint: 'listaMesajePaginatieFactura' }))
    expect(codeOf(await asTest.post('/efactura/sync-messages'))).toEqual([503, 'anaf_unavailable'])
    expect(await read(asTest, '/efactura/status')).toMatchObject({ last_sync_error: expect.stringMatching(/./) })
  })
})

describe.each(dialects)('writing to the issuer on %s', (dialect) => {
  const TEXT = 'Cantitatea "2" <este> & greșită'

  test('sends the message, shows it, and sends it once', async () => {
    const { app, id } = await received(dialect)
    const path = `/efactura/messages/${id}/reply`
    const sent = done(await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'one' }))
    expect(sent).toMatchObject({ status: 'sent', message: TEXT, upload_id: expect.stringMatching(/^\d+$/) })
    expect(done(await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'one' }))).toEqual(sent)
    expect(await uploads(app)).toBe(1)
    expect((await read(app.asTest, `/efactura/messages/${id}`)).replies).toEqual([sent])
    expect(await eventsOf(app)).toContain('efactura.reply')
    done(await app.asTest.post('/efactura/sync-messages'))
    const { data } = await read(app.asTest, '/efactura/messages?type=buyer_message')
    expect(data).toMatchObject([{ kind: 'buyer_message_sent', text: TEXT, document: null }])
    expect(codeOf(await app.asTest.get(`/efactura/messages/${data[0].id}/pdf`))).toEqual([404, 'efactura_xml_missing'])
    expect(codeOf(await app.asTest.post(`/efactura/messages/${data[0].id}/reply`, { message: 'x' }))).toEqual([
      400,
      'invalid_request',
    ])
  })

  test('says that it does not know, when ANAF does not answer, and does not send it again', async () => {
    const { app, id } = await received(dialect)
    const path = `/efactura/messages/${id}/reply`
    done(await fault(app, { kind: 'timeout_after_accepting', endpoint: 'upload' }))
    const sent = done(await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'two' }))
    expect(sent).toMatchObject({ status: 'unknown', upload_id: null, error: expect.stringMatching(/./) })
    // A day later the kept answer is gone, and the reply still knows its request.
    app.clock.advance(25 * 3_600_000)
    expect(done(await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'two' }))).toEqual(sent)
    expect(await uploads(app)).toBe(1)
    const other = await app.asTest.post(path, { message: 'Altceva' }, { 'idempotency-key': 'two' })
    expect(codeOf(other)).toEqual([409, 'idempotency_conflict'])
  })

  test('sends another message under the same key, and knows replies of before', async () => {
    const { app, ids } = await received(dialect, 2)
    const reply = async (id = '', key = 'four') =>
      done(await app.asTest.post(`/efactura/messages/${id}/reply`, { message: TEXT }, { 'idempotency-key': key }))
    const [first, second] = [await reply(ids[0]), await reply(ids[1])]
    expect([first.status, second.status, first.id === second.id, await uploads(app)]).toEqual([
      'sent',
      'sent',
      false,
      2,
    ])
    // As they were remembered once, without their message; a day later only that is left.
    await app.database.transact(async (db) => {
      const rows = await db.kysely.selectFrom('efactura_reply').select(['id', 'request_key']).execute()
      const [before] = rows.filter(({ id }) => id === first.id)
      const [by, , key] = (before?.request_key ?? '').split(' ')
      await db.kysely
        .updateTable('efactura_reply')
        .set({ request_key: `${by} ${key}` })
        .where('id', '=', first.id)
        .execute()
    })
    app.clock.advance(25 * 3_600_000)
    expect([(await reply(ids[0])).id, (await reply(ids[1])).id, await uploads(app)]).toEqual([first.id, second.id, 2])
  })

  test('may be tried again when ANAF refused it or did not get it', async () => {
    const { app, id } = await received(dialect)
    const path = `/efactura/messages/${id}/reply`
    done(await fault(app, { kind: '429', endpoint: 'upload' }))
    const first = await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'three' })
    expect(codeOf(first)).toEqual([503, 'anaf_unavailable'])
    expect((await read(app.asTest, `/efactura/messages/${id}`)).replies).toMatchObject([{ status: 'failed' }])
    const second = done(await app.asTest.post(path, { message: TEXT }, { 'idempotency-key': 'three' }))
    expect(second).toMatchObject({ status: 'sent', error: null })
    expect((await read(app.asTest, `/efactura/messages/${id}`)).replies).toHaveLength(1)
    for (const message of [undefined, '', 'x'.repeat(1_001), 7.5, 'a\u0000b']) {
      const { status } = await app.asTest.post(path, { message })
      expect([message, status]).toEqual([message, message === 7.5 ? 201 : 400])
    }
    expect(codeOf(await app.post(path, { message: TEXT }))).toEqual([404, 'resource_not_found'])
  })
})
