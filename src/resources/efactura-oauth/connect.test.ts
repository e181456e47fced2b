import { describe, expect, test } from 'vitest'
import { type AnafLogin, anafLogin, makeTestAnaf, testVault } from '../../../test/anaf-login.ts'
import { done, eventsOf, refusal, refused } from '../../../test/given.ts'
import { type Dialect, dialects, makeClock, TEST_NOW, type TestApp, testApp } from '../../../test/harness.ts'

const OAUTH = '/efactura/oauth'

async function started(dialect: Dialect, more = {}): Promise<{ app: TestApp; login: AnafLogin }> {
  const login = await anafLogin(makeClock(TEST_NOW))
  return { login, app: await testApp(dialect, { anaf: makeTestAnaf(login.url, more) }) }
}

const initialize = async (app: TestApp, fields: object = {}) => done(await app.post(`${OAUTH}/initialize`, fields))

describe.each(dialects)('connecting a company to ANAF on %s', (dialect) => {
  test('leads from an address of ANAF to tokens, and the status tells so', async () => {
    const { app, login } = await started(dialect)
    expect(done(await app.get(`${OAUTH}/status`))).toMatchObject({
      object: 'efactura_oauth_status',
      environment: 'live',
      oauth_configured: false,
      state: 'none',
      token_expires_at: null,
      redirect_uri: 'https://facturi.example.ro/anaf/callback',
    })
    const begun = await initialize(app)
    expect(begun).toMatchObject({ environment: 'live', expires_at: '2026-11-28T10:00:00.000Z' })
    expect(begun.link_url).toMatch(/^https:\/\/facturi\.example\.ro\/anaf\/link\/[\w-]{43}$/)
    expect(begun.link_url).not.toContain(begun.state)
    const query = Object.fromEntries(new URL(begun.authorize_url).searchParams)
    expect(query).toMatchObject({ client_id: 'client-of-the-server', state: begun.state })
    expect(done(await app.get(`${OAUTH}/status`)).authorization_expires_at).toBe(begun.expires_at)
    const connected = done(await app.post(`${OAUTH}/callback`, { code: login.makeCode(), state: begun.state }))
    expect(connected).toMatchObject({
      oauth_configured: true,
      token_valid: true,
      state: 'active',
      token_expires_at: '2027-02-19T10:00:00.000Z',
      refresh_expires_at: '2027-11-21T10:00:00.000Z',
      authorization_expires_at: null,
      environments: { test: { configured: false }, live: { configured: true } },
    })
    expect(done(await app.get(`${OAUTH}/status`))).toEqual(connected)
    expect(await eventsOf(app)).toEqual(['efactura.authorization_started', 'efactura.authorized'])
  })

  test('works with the application of the company, which the next authorization uses too', async () => {
    const { app, login } = await started(dialect, { application: null })
    const own = { client_id: 'own-client', client_secret: 'own-secret-4711' }
    expect(await refused(app, () => app.post(`${OAUTH}/initialize`))).toEqual(
      refusal(400, 'efactura_application_missing'),
    )
    expect(await refused(app, () => app.post(`${OAUTH}/initialize`, { client_id: 'x' }))).toMatchObject({
      code: 'missing_required_field',
    })
    const { state, authorize_url } = await initialize(app, own)
    expect(authorize_url).toContain('client_id=own-client&')
    done(await app.post(`${OAUTH}/callback`, { code: login.makeCode(), state }))
    const again = await initialize(app)
    done(await app.post(`${OAUTH}/callback`, { code: login.makeCode(), state: again.state }))
    const basic = `Basic ${Buffer.from('own-client:own-secret-4711').toString('base64')}`
    expect(login.calls.map(({ authorization }) => authorization)).toEqual([basic, basic])
    expect(await everythingStored(app)).not.toContain(own.client_secret)
  })

  test('tries a code once, and another code after ANAF refused the first', async () => {
    const { app, login } = await started(dialect)
    const { state } = await initialize(app)
    const callback = (code: string) => app.post(`${OAUTH}/callback`, { code, state })
    expect(await callback('stolen-code')).toMatchObject({
      status: 400,
      body: {
        error: { code: 'anaf_refused', message: 'ANAF refused the authorization: invalid_grant: … is not known' },
      },
    })
    expect(await refused(app, () => callback('stolen-code'))).toEqual(refusal(409, 'efactura_authorization_used'))
    login.fail({ status: 200, body: '<html>The requested URL was rejected</html>' })
    expect(await callback('code-behind-a-firewall')).toMatchObject({ status: 503, body: { code: 'anaf_unavailable' } })
    const good = login.makeCode()
    done(await callback(good))
    expect(await refused(app, () => callback(good))).toEqual(refusal(409, 'efactura_authorization_used'))
    expect(await refused(app, () => callback(login.makeCode()))).toEqual(refusal(409, 'efactura_authorization_used'))
    expect(login.calls).toHaveLength(3)
    expect(await eventsOf(app)).toEqual([
      'efactura.authorization_started',
      'efactura.authorization_failed',
      'efactura.authorization_failed',
      'efactura.authorized',
    ])
  })

  test('knows no state of another company, none that ran out, and none that a newer one replaced', async () => {
    const { app, login } = await started(dialect)
    const first = await initialize(app)
    const callback = { code: login.makeCode(), state: first.state }
    const unknown = refusal(404, 'resource_not_found')
    expect(await refused(app, () => app.asOther.post(`${OAUTH}/callback`, callback))).toEqual(unknown)
    expect(await refused(app, () => app.post(`${OAUTH}/callback`, { ...callback, state: 'x' }))).toEqual(unknown)
    const second = await initialize(app)
    expect(await refused(app, () => app.post(`${OAUTH}/callback`, callback))).toEqual(unknown)
    app.clock.advance(7 * 86_400_000 - 1000)
    await initialize(app, { environment: 'test' })
    app.clock.advance(1000)
    const late = { ...callback, state: second.state }
    expect(await refused(app, () => app.post(`${OAUTH}/callback`, late))).toEqual(
      refusal(400, 'efactura_authorization_expired'),
    )
    expect(login.calls).toEqual([])
    expect(await app.asTest.post(`${OAUTH}/initialize`)).toMatchObject({
      status: 400,
      body: { code: 'efactura_not_in_sandbox' },
    })
  })

  test('exchanges once, however many callbacks come at once', async () => {
    const { app, login } = await started(dialect)
    login.delayMs = 50
    const { state } = await initialize(app)
    const code = login.makeCode()
    const calls = Array.from({ length: 20 }, () => app.post(`${OAUTH}/callback`, { code, state }))
    const statuses = (await Promise.all(calls)).map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array(19).fill(409)])
    expect(login.calls).toHaveLength(1)
  })

  test('answers the same request as the first time, and says so while there is no answer yet', async () => {
    const { app, login } = await started(dialect)
    login.delayMs = 200
    const { state } = await initialize(app)
    const body = { code: login.makeCode(), state }
    const headers = { 'idempotency-key': 'once' }
    const first = app.post(`${OAUTH}/callback`, body, headers)
    while (login.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await app.post(`${OAUTH}/callback`, body, headers)).toMatchObject({
      status: 409,
      body: { code: 'request_in_progress' },
    })
    const answer = await first
    const replay = await app.post(`${OAUTH}/callback`, body, headers)
    expect([answer.status, replay.text, replay.headers['idempotent-replayed']]).toEqual([200, answer.text, 'true'])
    expect(await app.post(`${OAUTH}/callback`, { ...body, code: 'other' }, headers)).toMatchObject({
      body: { code: 'idempotency_conflict' },
    })
    expect(login.calls).toHaveLength(1)
  })

  test('a request that was not heard of for three minutes no longer holds its key', async () => {
    const { app, login } = await started(dialect)
    login.delayMs = 300
    const { state } = await initialize(app)
    const call = () => app.post(`${OAUTH}/callback`, { code: 'one-code', state }, { 'idempotency-key': 'k' })
    const first = call()
    while (login.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    app.clock.advance(179_000)
    expect((await call()).body.code).toBe('request_in_progress')
    app.clock.advance(1_000)
    expect((await call()).body.code).toBe('efactura_authorization_used')
    expect((await first).body.code).toBe('anaf_refused')
  })

  test('a refusal is not kept for its key', async () => {
    const { app } = await started(dialect)
    const { state } = await initialize(app)
    const call = () => app.post(`${OAUTH}/callback`, { code: 'never-made', state }, { 'idempotency-key': 'k' })
    expect((await call()).body.code).toBe('anaf_refused')
    expect((await call()).body.code).toBe('efactura_authorization_used')
  })

  test('can be done again some time after the process died between the exchange and the saving', async () => {
    const login = await anafLogin(makeClock(TEST_NOW))
    const { seal } = testVault()
    let isBroken = true
    const vault = { ...testVault(), seal: (...args: Parameters<typeof seal>) => (isBroken ? crash() : seal(...args)) }
    const app = await testApp(dialect, { anaf: makeTestAnaf(login.url, { vault }) })
    const { state } = await initialize(app)
    const call = () => app.post(`${OAUTH}/callback`, { code: login.makeCode(), state })
    expect((await call()).status).toBe(500)
    isBroken = false
    expect((await call()).body.code).toBe('efactura_authorization_used')
    app.clock.advance(121_000)
    expect((await call()).status).toBe(200)
  })

  test('ends when it is revoked, with the link that still waits, and changes nothing the second time', async () => {
    const { app, login } = await started(dialect)
    const { state } = await initialize(app)
    done(await app.post(`${OAUTH}/callback`, { code: login.makeCode(), state }))
    const waiting = await initialize(app)
    expect(done(await app.asOther.post(`${OAUTH}/revoke`)).state).toBe('none')
    expect(done(await app.get(`${OAUTH}/status`)).state).toBe('active')
    const revoked = done(await app.post(`${OAUTH}/revoke`))
    expect(revoked).toMatchObject({ oauth_configured: false, state: 'revoked', authorization_expires_at: null })
    expect(done(await app.post(`${OAUTH}/revoke`))).toEqual(revoked)
    const late = { code: login.makeCode(), state: waiting.state }
    expect(await app.post(`${OAUTH}/callback`, late)).toMatchObject({ status: 404 })
    expect((await eventsOf(app)).filter((type) => type === 'efactura.revoked')).toHaveLength(1)
  })

  test('withdrawn while ANAF is asked, it does not come about', async () => {
    const { app, login } = await started(dialect)
    login.delayMs = 200
    const { state } = await initialize(app)
    const callback = app.post(`${OAUTH}/callback`, { code: login.makeCode(), state })
    while (login.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    done(await app.post(`${OAUTH}/revoke`))
    expect(await callback).toMatchObject({ status: 400, body: { code: 'efactura_authorization_expired' } })
    expect(done(await app.get(`${OAUTH}/status`)).state).toBe('none')
  })

  test('no token, code, secret, state or link is found in what is stored', async () => {
    const { app, login } = await started(dialect)
    const headers = { 'idempotency-key': 'kept' }
    const begun = done(await app.post(`${OAUTH}/initialize`, { client_id: 'c', client_secret: 'top-secret' }, headers))
    const code = login.makeCode()
    const answer = await app.post(`${OAUTH}/callback`, { code, state: begun.state }, headers)
    expect(answer.status).toBe(200)
    const secrets = [...login.tokens, code, begun.state, begun.link_url.split('/').at(-1), 'top-secret']
    expect(login.tokens).toHaveLength(2)
    const places = `${await everythingStored(app)} ${answer.text}`
    expect(secrets.filter((secret) => places.includes(secret))).toEqual([])
    expect(places).toContain('kept')
  })
})

function crash(): never {
  throw new Error('the process dies here')
}

/** Every row of every table, and on SQLite the bytes of the files as well. */
async function everythingStored(app: TestApp): Promise<string> {
  const { read } = app.database
  if (app.database.engine === 'sqlite') {
    const { readdirSync, readFileSync } = await import('node:fs')
    const { dirname, join } = await import('node:path')
    const [main] = await read.query<{ file: string }>('pragma database_list', [])
    const folder = dirname(main?.file ?? '')
    return readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join('\n')
  }
  const tables = await read.query<{ name: string }>(
    'select table_name as name from information_schema.tables where table_schema = current_schema()',
    [],
  )
  const rows = await Promise.all(tables.map(({ name }) => read.query(`select * from "${name}"`, [])))
  return JSON.stringify(rows)
}
