import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { given, newKey, read, sharedApp } from '../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../test/harness.ts'
import { version } from '../version.ts'

const META = {
  version: 'v1',
  request_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  response_time: expect.stringMatching(/^\d+\.\d{2}ms$/),
}

/** A request as it is, with the key of the first company. */
async function raw(app: TestApp, options: InjectOptions) {
  const headers = { authorization: `Bearer ${app.live.secret}`, ...options.headers }
  return app.app.inject({ method: 'GET', ...options, headers })
}

describe.each(dialects)('envelopes on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test('a success has success, data and meta, and no two requests have one id', async () => {
    const first = await shared().get('/ping')
    expect(first).toMatchObject({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } })
    expect(first.body).toEqual({ success: true, data: { object: 'ping', message: 'pong' }, meta: META })
    expect((await shared().get('/ping')).body.meta.request_id).not.toBe(first.body.meta.request_id)
  })

  test('a refusal has the error, the mirror that the PHP SDK reads, and meta', async () => {
    const { status, body } = await shared().post('/clients', { name: '', email: 'x' })
    expect(status).toBe(400)
    expect(body).toEqual({
      success: false,
      error: {
        message: 'Validation failed',
        type: 'validation_error',
        code: 'invalid_request',
        status: 400,
        errors: { name: 'is required', email: 'is not an e-mail address' },
      },
      message: 'Validation failed',
      type: 'validation_error',
      code: 'invalid_request',
      errors: { name: ['is required'], email: ['is not an e-mail address'] },
      meta: META,
    })
  })

  test('a refusal of no field has no errors', async () => {
    const { status, body } = await shared().get('/invoices/inv_nothing')
    expect(status).toBe(404)
    expect(body).toEqual({
      success: false,
      error: { message: 'There is no such invoice.', type: 'resource_error', code: 'resource_not_found', status: 404 },
      message: 'There is no such invoice.',
      type: 'resource_error',
      code: 'resource_not_found',
      meta: META,
    })
  })

  test('ping and version need a key and answer who is there', async () => {
    expect((await shared().get('/version')).body.data).toEqual({
      object: 'version',
      version,
      api_version: 'v1',
      name: 'Facturier',
    })
    for (const path of ['/ping', '/version']) {
      expect(await shared().withKey(null).get(path)).toMatchObject({ status: 401, body: { code: 'missing_api_key' } })
    }
  })

  test('whether the server stands is said without a key', async () => {
    for (const url of ['/healthz', '/readyz']) {
      expect((await shared().app.inject({ url })).statusCode).toBe(200)
    }
  })
})

describe.each(dialects)('the language of messages on %s', (dialect) => {
  const shared = sharedApp(dialect)
  test.each([
    ['no header', undefined, 'There is no such invoice.', 'is required'],
    ['en', 'en', 'There is no such invoice.', 'is required'],
    ['ro', 'ro', 'Resursa cerută (invoice) nu există.', 'este obligatoriu'],
    ['ro-RO', 'ro-RO', 'Resursa cerută (invoice) nu există.', 'este obligatoriu'],
    [
      'what a browser in Romania sends',
      'ro-RO,ro;q=0.9,en-US;q=0.8,en;q=0.7',
      'Resursa cerută (invoice) nu există.',
      'este obligatoriu',
    ],
    ['a preference for English', 'ro;q=0.5, en;q=0.9', 'There is no such invoice.', 'is required'],
    ['a language that is not offered', 'de, fr;q=0.5', 'There is no such invoice.', 'is required'],
    ['nonsense', ';;q=x,', 'There is no such invoice.', 'is required'],
  ])('%s', async (_what, language, message, problem) => {
    const headers: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
    expect((await shared().get('/invoices/inv_nothing', headers)).body.message).toBe(message)
    expect((await shared().post('/clients', {}, headers)).body.error.errors).toEqual({ name: problem })
  })

  test('warnings and action messages follow it, codes do not', async () => {
    const ro = { 'accept-language': 'ro' }
    const { body } = await shared().post('/clients', { name: 'X', cui: 'RO98765432' }, ro)
    expect(body.data.warnings).toEqual([
      { code: 'wrong_check_digit', field: 'cui', message: 'cifra de control este greșită; verificați codul' },
    ])
    const { id } = await given(shared()).invoice()
    expect((await shared().post(`/invoices/${id}/void`, {}, ro)).body.data.message).toBe('Factura a fost anulată')
    expect((await shared().post(`/invoices/${id}/unvoid`)).body.data.message).toBe('Invoice reinstated')
  })
})

describe.each(dialects)('addresses and methods on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test('/api/v1 is /v1, with queries, and a slash at the end does not matter', async () => {
    const { id } = await given(shared()).client()
    for (const url of [`/api/v1/clients/${id}`, `/v1/clients/${id}/`, `/api/v1/clients/${id}?work_point_id=`]) {
      expect((await raw(shared(), { url })).json().data).toMatchObject({ id })
    }
    expect((await raw(shared(), { url: '/api/v1/clients?per_page=1' })).json().data.per_page).toBe(1)
    expect((await raw(shared(), { method: 'POST', url: '/api/v1/clients', payload: { name: 'Y' } })).statusCode).toBe(
      201,
    )
  })

  test('HEAD answers what GET would, without the body', async () => {
    const { id } = await given(shared()).client()
    for (const path of [`/v1/clients/${id}`, '/v1/invoices', '/v1/ping']) {
      const head = await raw(shared(), { method: 'HEAD', url: path })
      expect(head).toMatchObject({ statusCode: 200, body: '' })
      expect(head.headers).toHaveProperty('x-ratelimit-limit')
    }
    expect((await raw(shared(), { method: 'HEAD', url: '/v1/clients/cli_nothing' })).statusCode).toBe(404)
  })

  test.each([
    ['GET', '/v1/nothing'],
    ['POST', '/v1/invoices/inv_1/nothing'],
    ['GET', '/nothing'],
    ['GET', '/v2/invoices'],
  ] as const)('%s %s is an address that does not exist', async (method, url) => {
    const answer = await raw(shared(), { method, url })
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ success: false, error: { code: 'route_not_found' } })
  })

  test.each([
    ['DELETE', '/v1/clients', ['GET', 'HEAD', 'POST']],
    ['POST', '/v1/clients/cli_1', ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT']],
    ['PATCH', '/v1/invoices', ['GET', 'HEAD', 'POST']],
    ['GET', '/v1/invoices/inv_1/pay', ['POST']],
    ['PUT', '/v1/ping', ['GET', 'HEAD']],
  ] as const)(
    '%s %s is a method that is not offered there, and Allow names those that are',
    async (method, url, allowed) => {
      const answer = await raw(shared(), { method, url })
      expect(answer.statusCode).toBe(405)
      expect(answer.json().error.code).toBe('method_not_allowed')
      expect(String(answer.headers.allow).split(', ').sort()).toEqual(allowed)
    },
  )
})

describe.each(dialects)('how many requests a key may make on %s', (dialect) => {
  test('is told on every answer, refusals included', async () => {
    const app = await testApp(dialect, { config: { rateLimitPerMinute: 10 }, now: '2026-11-21T10:00:20Z' })
    const resetAt = Date.parse('2026-11-21T10:01:00Z') / 1000
    const seen = [
      await app.get('/ping'),
      await app.post('/clients', {}),
      await app.get('/nothing'),
      await app.put('/ping'),
    ]
    expect(seen.map((answer) => [answer.status, limitsOf(answer.headers)])).toEqual([
      [200, [10, 9, resetAt]],
      [400, [10, 8, resetAt]],
      [404, [10, 7, resetAt]],
      [405, [10, 6, resetAt]],
    ])
  })

  test('is enforced with the seconds to wait, and forgotten at the end of the minute', async () => {
    const app = await testApp(dialect, { config: { rateLimitPerMinute: 2 }, now: '2026-11-21T10:00:20Z' })
    const client = { name: 'Exemplu SRL' }
    await app.get('/ping')
    expect(await app.post('/clients', client)).toMatchObject({ status: 201 })
    const refused = await app.post('/clients', client)
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '40' },
      body: { error: { type: 'rate_limit_error', code: 'rate_limit_exceeded', status: 429, retry_after: 40 } },
    })
    expect(limitsOf(refused.headers)).toEqual([2, 0, Date.parse('2026-11-21T10:01:00Z') / 1000])
    app.clock.advance(40_000)
    expect(await read(app, '/clients')).toMatchObject({ total: 1 })
  })

  test('is counted for each key by itself, and each key may have a limit of its own', async () => {
    const app = await testApp(dialect, { config: { rateLimitPerMinute: 1 } })
    const [generous, endless] = [
      await newKey(app, { rateLimitPerMinute: 3 }),
      await newKey(app, { rateLimitPerMinute: 0 }),
    ]
    expect((await app.get('/ping')).status).toBe(200)
    expect((await app.get('/ping')).status).toBe(429)
    expect((await app.asOther.get('/ping')).status).toBe(200)
    expect(limitsOf((await generous.get('/ping')).headers).slice(0, 2)).toEqual([3, 2])
    for (let call = 0; call < 5; call++) expect((await endless.get('/ping')).status).toBe(200)
  })

  test('holds for guesses at keys too', async () => {
    const app = await testApp(dialect, { config: { rateLimitPerMinute: 2 } })
    const guesses = ['a', 'b', 'c'].map((guess) => app.withKey(`sk_live_${guess}`))
    const statuses: number[] = []
    for (const guess of guesses) statuses.push((await guess.get('/ping')).status)
    expect(statuses).toEqual([401, 401, 429])
    expect((await app.get('/ping')).status).toBe(200)
  })
})

describe.each(dialects)('pages of other origins on %s', (dialect) => {
  const preflight = {
    method: 'OPTIONS',
    url: '/v1/invoices',
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key',
    },
  } as const

  test('may call when the setting names them, and are shown the headers that matter', async () => {
    const app = await testApp(dialect, { config: { corsOrigins: ['https://app.exemplu.ro'] } })
    const origin = 'https://app.exemplu.ro'
    const asked = await app.app.inject({ ...preflight, headers: { ...preflight.headers, origin } })
    expect(asked.statusCode).toBe(204)
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('idempotency-key'),
    })
    const { headers } = await raw(app, { url: '/v1/ping', headers: { origin } })
    expect(headers['access-control-allow-origin']).toBe(origin)
    expect(headers['access-control-expose-headers']).toContain('x-ratelimit-remaining')
    const stranger = await raw(app, { url: '/v1/ping', headers: { origin: 'https://evil.example' } })
    expect(stranger.headers['access-control-allow-origin']).not.toBe('https://evil.example')
  })

  test('may all call when it says so', async () => {
    const app = await testApp(dialect, { config: { corsOrigins: ['*'] } })
    const { headers } = await raw(app, { url: '/v1/ping', headers: { origin: 'https://any.example' } })
    expect(headers['access-control-allow-origin']).toMatch(/^(\*|https:\/\/any\.example)$/)
  })

  test('may not by default', async () => {
    const app = await testApp(dialect)
    const { headers } = await raw(app, { url: '/v1/ping', headers: { origin: 'https://any.example' } })
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  })
})

function limitsOf(headers: Readonly<Record<string, unknown>>): number[] {
  return ['limit', 'remaining', 'reset'].map((name) => Number(headers[`x-ratelimit-${name}`]))
}
