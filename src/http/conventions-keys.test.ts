import { describe, expect, test } from 'vitest'
import { given, newKey, read, refusal, refused, sharedApp } from '../../test/given.ts'
import { dialects, testApp } from '../../test/harness.ts'

describe.each(dialects)('a request without a good key on %s', (dialect) => {
  const shared = sharedApp(dialect)
  test.each<[string, Record<string, string>, number, string]>([
    ['no key at all', {}, 401, 'missing_api_key'],
    ['an empty header', { authorization: '' }, 401, 'missing_api_key'],
    ['a key that nobody has', { authorization: 'Bearer sk_live_aaaaaaaaaaaaaaaaaaaaaaaa' }, 401, 'invalid_api_key'],
    ['something that is no key', { authorization: 'Bearer x' }, 401, 'invalid_api_key'],
    ['another scheme', { authorization: 'Basic c2tfbGl2ZTo=' }, 401, 'invalid_api_key'],
    ['a word too many', { authorization: 'Bearer sk_live_a b' }, 401, 'invalid_api_key'],
    ['the word Bearer alone', { authorization: 'Bearer' }, 401, 'invalid_api_key'],
  ])('is refused for %s, whatever it asks for', async (_what, headers, status, code) => {
    const app = shared()
    const stranger = app.withKey(null)
    for (const call of [
      () => stranger.get('/invoices', headers),
      () => stranger.post('/clients', { name: 'X' }, headers),
      () => stranger.get('/no-such-address', headers),
    ]) {
      expect(await refused(app, call)).toEqual(refusal(status, code))
    }
    const { body } = await stranger.get('/ping', headers)
    expect(body).toMatchObject({ error: { type: 'authentication_error' }, type: 'authentication_error', code })
  })

  test('the scheme is written in any case, and spaces around the key do not matter', async () => {
    const { withKey, live } = shared()
    for (const authorization of [`bearer ${live.secret}`, `BEARER   ${live.secret} `]) {
      expect(await withKey(null).get('/ping', { authorization })).toMatchObject({ status: 200 })
    }
  })
})

describe.each(dialects)('a key on %s', (dialect) => {
  test('works until the second in which it expires', async () => {
    const app = await testApp(dialect)
    const expiresAt = app.clock.nowMs() / 1000 + 10
    const key = await newKey(app, { expiresAt })
    app.clock.advance(9_000)
    expect(await key.get('/ping')).toMatchObject({ status: 200 })
    app.clock.advance(1_000)
    expect(await refused(app, () => key.post('/clients', { name: 'X' }))).toEqual(refusal(401, 'expired_api_key'))
  })

  test('that was revoked is not known any more', async () => {
    const app = await testApp(dialect)
    const key = await newKey(app)
    expect(await key.get('/ping')).toMatchObject({ status: 200 })
    await app.database.transact(
      async (db) =>
        void (await db.kysely.updateTable('api_key').set({ revoked_at: 1 }).where('id', '=', key.id).execute()),
    )
    app.clock.advance(10_000)
    expect(await refused(app, () => key.get('/ping'))).toEqual(refusal(401, 'invalid_api_key'))
  })

  test.each<[string, string[], boolean]>([
    ['its own address', ['127.0.0.1'], true],
    ['a range around it', ['10.0.0.0/8', '127.0.0.0/24'], true],
    ['another address', ['10.1.2.3'], false],
    ['another range', ['10.0.0.0/8', '2001:db8::/32'], false],
  ])('that is limited to %s', async (_what, allowedIps, isAllowed) => {
    const app = await testApp(dialect)
    const key = await newKey(app, { allowedIps })
    if (isAllowed) expect(await key.get('/ping')).toMatchObject({ status: 200 })
    else expect(await refused(app, () => key.post('/clients', { name: 'X' }))).toEqual(refusal(401, 'ip_restricted'))
  })

  test('does what its permissions say and nothing else', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const reader = await newKey(app, { scopes: ['invoices:read', 'clients:*'] })
    expect(await reader.get('/ping')).toMatchObject({ status: 200 })
    expect(await reader.get(`/invoices/${invoice.id}`)).toMatchObject({ status: 200 })
    expect(await reader.post('/clients', { name: 'X' })).toMatchObject({ status: 201 })
    const calls = [
      () => reader.post('/invoices', { client_id: invoice.client_id, items: [] }),
      () => reader.post(`/invoices/${invoice.id}/pay`),
      () => reader.post(`/invoices/${invoice.id}/void`),
      () => reader.post(`/invoices/${invoice.id}/storno`),
      () => reader.del(`/invoices/${invoice.id}`),
      () => reader.get('/payments'),
      () => reader.get('/settings'),
      () => reader.get('/invoice-series'),
      () => reader.get('/series'),
    ]
    for (const call of calls) expect(await refused(app, call)).toEqual(refusal(403, 'insufficient_permissions'))
    const { body } = await reader.get('/payments')
    expect(body.error.message).toContain('payments:read')
  })
})

describe.each(dialects)('what belongs to somebody else on %s', (dialect) => {
  test('does not exist: not for another company, and not between a company and its sandbox', async () => {
    const app = await testApp(dialect)
    const client = await given(app).client()
    const invoice = await given(app).invoice({ client_id: client.id })
    const draft = await given(app).draft({ client_id: client.id })
    const payment = await given(app).payment(invoice.id, 1)
    for (const stranger of [app.asOther, app.asTest]) {
      const calls = [
        () => stranger.get(`/clients/${client.id}`),
        () => stranger.put(`/clients/${client.id}`, { name: 'X' }),
        () => stranger.del(`/clients/${client.id}`),
        () => stranger.get(`/invoices/${invoice.id}`),
        () => stranger.get(`/invoices/${invoice.id}/history`),
        () => stranger.put(`/invoices/${draft.id}`, { is_draft: 0 }),
        () => stranger.del(`/invoices/${draft.id}`),
        () => stranger.post(`/invoices/${invoice.id}/pay`),
        () => stranger.post(`/invoices/${invoice.id}/payments`, { amount: 1 }),
        () => stranger.post(`/invoices/${invoice.id}/void`),
        () => stranger.post(`/invoices/${invoice.id}/unvoid`),
        () => stranger.post(`/invoices/${invoice.id}/storno`),
        () => stranger.post('/invoices', { client_id: client.id, items: [{ name: 'x', quantity: 1, price: 1 }] }),
        () => stranger.get(`/payments/${payment.id}`),
        () => stranger.patch(`/payments/${payment.id}`, { amount: 2 }),
        () => stranger.del(`/payments/${payment.id}`),
      ]
      for (const call of calls) expect(await refused(app, call)).toEqual(refusal(404, 'resource_not_found'))
      for (const list of [
        '/clients',
        '/invoices',
        '/payments',
        `/invoices?client_id=${client.id}`,
        '/clients?search=exemplu',
      ]) {
        expect(await read(stranger, list)).toMatchObject({ total: 0, data: [] })
      }
    }
  })

  test('nor may a document name its series or work point', async () => {
    const app = await testApp(dialect)
    const theirs = await given(app.asOther).series()
    const items = [{ name: 'x', quantity: 1, price: 1 }]
    const client_data = { name: 'X' }
    expect(await refused(app, () => app.post('/invoices', { client_data, items, series_id: theirs.id }))).toEqual(
      refusal(404, 'resource_not_found'),
    )
    expect(
      await refused(app, () => app.post('/invoices', { client_data, items, work_point_id: app.other.workPointId })),
    ).toEqual(refusal(404, 'work_point_not_found'))
  })
})
