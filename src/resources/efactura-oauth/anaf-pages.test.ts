import { describe, expect, test } from 'vitest'
import { type AnafLogin, anafLogin, makeTestAnaf } from '../../../test/anaf-login.ts'
import { done, eventsOf } from '../../../test/given.ts'
import { type Dialect, dialects, makeClock, TEST_NOW, type TestApp, testApp } from '../../../test/harness.ts'

interface World {
  readonly app: TestApp
  readonly login: AnafLogin
  /** Path of the link that was sent to the owner. */
  readonly link: string
  readonly state: string
}

async function sent(dialect: Dialect): Promise<World> {
  const login = await anafLogin(makeClock(TEST_NOW))
  const app = await testApp(dialect, { anaf: makeTestAnaf(login.url) })
  await app.patch('/settings', { firm: { name: 'Ana & "Fiii" <SRL>' } })
  const { link_url, state } = done(await app.post('/efactura/oauth/initialize'))
  return { app, login, link: new URL(link_url).pathname, state }
}

/** A browser that keeps what it is told to. */
function browser({ app }: TestApp, headers: Record<string, string> = {}) {
  let cookie = ''
  const go = async (method: 'GET' | 'POST' | 'HEAD', url: string, form?: Record<string, string>) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...headers,
        ...(cookie ? { cookie } : {}),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: String(new URLSearchParams(form)) } : {}),
    })
    const set = answer.headers['set-cookie']
    if (typeof set === 'string') cookie = set.split(';', 1)[0] ?? ''
    const title = /<h1>(.*?)<\/h1>/.exec(answer.body)?.[1] ?? null
    return { status: answer.statusCode, title, text: answer.body, headers: answer.headers }
  }
  return {
    get: (url: string) => go('GET', url),
    head: (url: string) => go('HEAD', url),
    post: (url: string, form: Record<string, string> = {}) => go('POST', url, form),
  }
}

const back = (query: Record<string, string>) => `/anaf/callback?${new URLSearchParams(query)}`
const stateOf = async (app: TestApp) => done(await app.get('/efactura/oauth/status')).state

describe.each(dialects)('the pages for the owner of the certificate on %s', (dialect) => {
  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['from another origin, of an old browser', { origin: 'https://evil.example' }],
  ])('do not take a form %s, which would lead past the name of the company', async (_what, headers) => {
    const { app, link, login, state } = await sent(dialect)
    const answer = await browser(app, headers).post(link)
    expect([answer.status, answer.headers['set-cookie']]).toEqual([404, undefined])
    expect((await browser(app, headers).post('/anaf/callback', { code: login.makeCode(), state })).status).toBe(404)
    expect(await stateOf(app)).toBe('none')
  })

  test('call a body that cannot be read the fault of its sender', async () => {
    const { app, link } = await sent(dialect)
    const type = { 'content-type': 'application/json' }
    expect((await app.app.inject({ method: 'POST', url: link, headers: type, payload: '{' })).statusCode).toBe(404)
    expect(
      (await app.app.inject({ method: 'POST', url: '/anaf/callback', headers: type, payload: '{' })).statusCode,
    ).toBe(404)
  })

  test('lead from the link to ANAF and back to a company that is connected', async () => {
    const { app, login, link, state } = await sent(dialect)
    const { get, post } = browser(app)
    const first = await get(link)
    expect([first.status, first.title]).toEqual([200, 'Conectați firma la RO e-Factura'])
    expect(first.text).toContain('Ana &amp; &quot;Fiii&quot; &lt;SRL&gt;')
    expect(first.text).not.toContain('<SRL>')
    expect(first.text).not.toContain(state)
    const leave = await post(link)
    expect(leave.status).toBe(303)
    const target = new URL(String(leave.headers.location))
    expect([target.origin, target.searchParams.get('state')]).toEqual([login.url, state])
    expect(leave.headers['set-cookie']).toBe(
      `facturier_anaf=${state}; Path=/anaf; Max-Age=3600; HttpOnly; SameSite=Lax; Secure`,
    )
    const last = await get(back({ code: login.makeCode(), state }))
    expect([last.status, last.title]).toEqual([200, 'Gata, firma este conectată'])
    expect(last.headers['set-cookie']).toContain('Max-Age=0')
    expect(await stateOf(app)).toBe('active')
    expect(await eventsOf(app)).toContain('efactura.authorized')
    expect([(await get(link)).status, (await post(link)).status]).toEqual([410, 410])
    const places = first.text + last.text
    expect(login.tokens.filter((token) => places.includes(token))).toEqual([])
  })

  test('say nothing to others: no store, no script, no frame, no referrer', async () => {
    const { app, link, state } = await sent(dialect)
    const { get, post, head } = browser(app)
    const answers = [
      await get(link),
      await post(link),
      await get(back({ code: 'x', state })),
      await get(back({ error: 'access_denied' })),
      await get('/anaf/link/nothing'),
      await post('/anaf/callback', { code: 'never-made', state }),
    ]
    for (const { headers, text } of answers) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      })
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' http:\/\/127\.0\.0\.1:\d+; base-uri 'none'; frame-ancestors 'none'$/,
      )
      expect(text).not.toContain('<script')
    }
    expect((await head(back({ code: 'x', state }))).status).toBe(404)
    expect((await head(link)).status).toBe(404)
  })

  test('ask before they connect a company that this browser did not come for', async () => {
    const { app, login, state } = await sent(dialect)
    const { get, post } = browser(app)
    const code = login.makeCode()
    const page = await get(back({ code, state }))
    expect([page.status, page.title]).toEqual([200, 'Este aceasta firma dumneavoastră?'])
    expect(page.text).toContain('Ana &amp; &quot;Fiii&quot;')
    expect(login.calls).toEqual([])
    expect(await stateOf(app)).toBe('none')
    expect((await post('/anaf/callback', { code, state })).title).toBe('Gata, firma este conectată')
  })

  test('survive the loss of the state in the browser that opened the link, and in no other', async () => {
    const { app, login, link } = await sent(dialect)
    const owner = browser(app)
    await owner.post(link)
    const code = login.makeCode()
    for (const query of [{ code }, { code, state: '' }]) {
      expect(await browser(app).get(back(query))).toMatchObject({
        status: 400,
        title: 'Nu știm pentru ce firmă este acordul',
      })
    }
    expect((await browser(app).post('/anaf/callback', { code })).status).toBe(400)
    const page = await owner.get(back({ code }))
    expect([page.title, page.text.includes('Ana &amp;')]).toEqual(['Este aceasta firma dumneavoastră?', true])
    expect(login.calls).toEqual([])
    expect((await owner.post('/anaf/callback', { code, state: '' })).title).toBe('Gata, firma este conectată')
    expect(await stateOf(app)).toBe('active')
  })

  test('connect the company of the state, whichever link the browser opened last', async () => {
    const { app, login, state } = await sent(dialect)
    const other = done(await app.asOther.post('/efactura/oauth/initialize'))
    const owner = browser(app)
    await owner.post(new URL(other.link_url).pathname)
    const code = login.makeCode()
    const page = await owner.get(back({ code, state }))
    expect(page.title).toBe('Este aceasta firma dumneavoastră?')
    expect(page.text).toContain('Ana &amp;')
    expect(login.calls).toEqual([])
    await owner.post('/anaf/callback', { code, state })
    expect(await stateOf(app)).toBe('active')
    expect(done(await app.asOther.get('/efactura/oauth/status')).state).toBe('none')
  })

  test('exchange once, however often the browser comes back', async () => {
    const { app, login, link, state } = await sent(dialect)
    const { get, post } = browser(app)
    await post(link)
    login.delayMs = 50
    const url = back({ code: login.makeCode(), state })
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(url)))
    expect(answers.filter(({ title }) => title === 'Gata, firma este conectată')).toHaveLength(1)
    expect(login.calls).toHaveLength(1)
    expect(await get(url)).toMatchObject({ status: 410, title: 'Linkul a fost deja folosit' })
    expect(await stateOf(app)).toBe('active')
  })

  test.each<[string, (world: World) => Record<string, string>, number, string]>([
    ['no consent', ({ state }) => ({ error: 'access_denied', state }), 400, 'Conectarea a fost întreruptă'],
    [
      'an application that ANAF does not know',
      () => ({ error: 'unauthorized_client' }),
      400,
      'ANAF nu recunoaște acest program',
    ],
    ['ANAF being away', () => ({ error: 'temporarily_unavailable' }), 503, 'ANAF nu răspunde acum'],
    ['a code that ANAF refuses', ({ state }) => ({ code: 'stale', state }), 400, 'ANAF nu a acceptat conectarea'],
    ['a state of nobody', () => ({ code: 'x', state: 'A'.repeat(43) }), 404, 'Linkul nu este valabil'],
    ['a state that is no text', () => ({ code: 'x', 'state[a]': 'b' }), 404, 'Linkul nu este valabil'],
    ['no code', ({ state }) => ({ state }), 404, 'Linkul nu este valabil'],
    ['markup', () => ({ error: '<script>1</script>', state: '"><b>' }), 400, 'Conectarea a fost întreruptă'],
  ])('explain %s', async (_what, query, status, title) => {
    const world = await sent(dialect)
    const { get, post } = browser(world.app)
    await post(world.link)
    const page = await get(back(query(world)))
    expect([page.status, page.title]).toEqual([status, title])
    expect(page.text).not.toMatch(/<script>|"><b>|stale|invalid_grant/)
    expect(await stateOf(world.app)).toBe('none')
    expect((await get(world.link)).status).toBe(200)
  })

  test('explain our own faults without showing them', async () => {
    const login = await anafLogin(makeClock(TEST_NOW))
    const vault = {
      seal: () => {
        throw new Error('inner workings')
      },
      open: () => '',
    }
    const app = await testApp(dialect, { anaf: makeTestAnaf(login.url, { vault }) })
    const { state } = done(await app.post('/efactura/oauth/initialize'))
    const page = await browser(app).post('/anaf/callback', { code: login.makeCode(), state })
    expect([page.status, page.title]).toEqual([500, 'Ceva nu a mers la noi'])
    expect(page.text).not.toMatch(/inner workings|Error:|\.ts/)
  })

  test('explain a link that has run out, and ANAF being away', async () => {
    const { app, login, link, state } = await sent(dialect)
    const { get, post } = browser(app)
    await post(link)
    login.fail({ status: 502, body: '<html>' })
    expect(await get(back({ code: login.makeCode(), state }))).toMatchObject({
      status: 503,
      title: 'ANAF nu răspunde acum',
    })
    app.clock.advance(7 * 86_400_000)
    expect(await get(link)).toMatchObject({ status: 410, title: 'Linkul a expirat' })
    expect((await get(back({ code: login.makeCode(), state }))).status).toBe(410)
  })

  test('are opened sixty times a minute from one address, and from others all the same', async () => {
    const { app, link } = await sent(dialect)
    const open = (url: string, remoteAddress: string) => app.app.inject({ method: 'GET', url, remoteAddress })
    for (let n = 0; n < 60; n++) {
      expect((await open(n % 2 ? link : '/anaf/connect', `2001:db8:1:2::${n}`)).statusCode).toBe(200)
    }
    const last = await open(link, '2001:db8:1:2:ffff::1')
    expect([last.statusCode, last.headers['retry-after']]).toEqual([429, '60'])
    expect(last.body).toContain('<h1>Prea multe încercări</h1>')
    expect((await open('/anaf/connect', '2001:db8:1:2::1')).statusCode).toBe(429)
    for (const address of ['2001:db8:1:3::1', '192.0.2.7', '::ffff:192.0.2.8']) {
      expect((await open(link, address)).statusCode).toBe(200)
    }
    app.clock.advance(60_000)
    expect((await open(link, '2001:db8:1:2::1')).statusCode).toBe(200)
  })

  test.each<[string, (n: number) => { method: 'GET' | 'POST'; url: string; payload?: string }]>([
    ['a link', (n) => ({ method: 'GET', url: `/anaf/link/${String(n).padStart(43, 'A')}` })],
    ['a link that looks like none', (n) => ({ method: 'POST', url: `/anaf/link/${n}` })],
    ['a state', (n) => ({ method: 'GET', url: back({ code: 'x', state: String(n).padStart(43, 'A') }) })],
    [
      'a state in a form',
      (n) => ({ method: 'POST', url: '/anaf/callback', payload: `code=x&state=${String(n).padStart(43, 'A')}` }),
    ],
  ])('are not for guessing %s', async (_what, guess) => {
    const { app, link } = await sent(dialect)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const from = (remoteAddress: string) => ({ remoteAddress, headers })
    const answers: number[] = []
    for (let n = 0; n < 12; n++) {
      answers.push((await app.app.inject({ ...guess(n), ...from('192.0.2.7') })).statusCode)
    }
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 404), 429, 429])
    const right = (address: string) => app.app.inject({ method: 'GET', url: link, remoteAddress: address })
    expect([(await right('192.0.2.7')).statusCode, (await right('192.0.2.8')).statusCode]).toEqual([429, 200])
    app.clock.advance(60_000)
    expect((await right('192.0.2.7')).statusCode).toBe(200)
  })

  test.each([
    ['en-GB,en;q=0.9', 'en', 'Connect the company to RO e-Factura'],
    ['ro-RO,ro;q=0.9,en;q=0.8', 'ro', 'Conectați firma la RO e-Factura'],
    ['de,fr', 'ro', 'Conectați firma la RO e-Factura'],
  ])('speak the language of the browser: %s', async (header, language, title) => {
    const { app, link } = await sent(dialect)
    const page = await browser(app, { 'accept-language': header }).get(link)
    expect([page.text.includes(`<html lang="${language}">`), page.title]).toEqual([true, title])
  })
})
