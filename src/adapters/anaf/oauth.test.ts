import { expect, test } from 'vitest'
import type { Transport } from './anaf.ts'
import { makeAnafOAuth } from './oauth.ts'

const NOW = 1_800_000_000
const APPLICATION = { clientId: 'id', clientSecret: 'hush-hush' }
const DAY = 86_400

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`
const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status })

function oauth(transport: Transport, timeoutMs = 1_000) {
  return makeAnafOAuth({ hosts: { login: 'http://login.invalid' }, transport, timeoutMs })
}

const exchange = (transport: Transport, timeoutMs?: number) =>
  oauth(transport, timeoutMs).exchange({
    application: APPLICATION,
    code: 'the-code',
    redirectUri: 'https://x.ro/anaf/callback',
    nowMs: NOW * 1000,
  })

const refresh = (transport: Transport) =>
  oauth(transport).refresh({
    application: APPLICATION,
    refreshToken: 'old-refresh',
    refreshExpiresAt: NOW + 5 * DAY,
    nowMs: NOW * 1000,
  })

test('the owner of the certificate is sent to ANAF with what its guide names', () => {
  const url = new URL(
    oauth(fetch).authorizeUrl({ clientId: 'id', redirectUri: 'https://x.ro/anaf/callback?a=1&b', state: 's t' }),
  )
  expect(url.origin + url.pathname).toBe('http://login.invalid/anaf-oauth2/v1/authorize')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'id',
    redirect_uri: 'https://x.ro/anaf/callback?a=1&b',
    token_content_type: 'jwt',
    state: 's t',
  })
})

test('a code and a refresh token are sent as a form, with the application in the header', async () => {
  const seen: unknown[] = []
  const transport: Transport = async (request) => {
    const form = Object.fromEntries(new URLSearchParams(await request.text()))
    seen.push([request.method, request.url, request.headers.get('authorization'), form, request.redirect])
    return json({ access_token: 'access-token', refresh_token: 'refresh-token' })
  }
  await exchange(transport)
  await refresh(transport)
  const basic = `Basic ${Buffer.from('id:hush-hush').toString('base64')}`
  const url = 'http://login.invalid/anaf-oauth2/v1/token'
  const code = { grant_type: 'authorization_code', code: 'the-code', redirect_uri: 'https://x.ro/anaf/callback' }
  expect(seen).toEqual([
    ['POST', url, basic, { ...code, token_content_type: 'jwt' }, 'manual'],
    ['POST', url, basic, { grant_type: 'refresh_token', refresh_token: 'old-refresh' }, 'manual'],
  ])
})

test.each([
  ['what the JWT says', jwt({ exp: NOW + 7 }), { expires_in: 99 }, NOW + 7],
  ['what came with it, where the token is no JWT', 'opaque-token', { expires_in: '99' }, NOW + 99],
  ['90 days, where nothing is said', 'opaque-token', {}, NOW + 90 * DAY],
  ['90 days, where the JWT cannot be read', 'e30.e.e30-e30', {}, NOW + 90 * DAY],
  ['90 days, where exp is no number of seconds', jwt({ exp: NOW * 1000 }), {}, NOW + 90 * DAY],
  ['90 days, where exp is text', jwt({ exp: 'soon' }), { expires_in: -5 }, NOW + 90 * DAY],
])('an access token ends after %s', async (_what, token, more, expected) => {
  const outcome = await exchange(async () => json({ access_token: token, refresh_token: 'refresh-token', ...more }))
  expect(outcome).toEqual({
    kind: 'tokens',
    accessToken: token,
    accessExpiresAt: expected,
    refreshToken: 'refresh-token',
    refreshExpiresAt: NOW + 365 * DAY,
  })
})

test('a refresh token that comes back unchanged, or not at all, keeps its end', async () => {
  for (const more of [{ refresh_token: 'old-refresh' }, {}]) {
    const outcome = await refresh(async () => json({ access_token: 'access-token', ...more }))
    expect(outcome).toMatchObject({ refreshToken: 'old-refresh', refreshExpiresAt: NOW + 5 * DAY })
  }
  const renewed = await refresh(async () => json({ access_token: 'access-token', refresh_token: 'new-refresh' }))
  expect(renewed).toMatchObject({ refreshToken: 'new-refresh', refreshExpiresAt: NOW + 365 * DAY })
})

const unreachable = (code: string) => async () => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code } })
}
const HTML = '<html><body>The requested URL was rejected. Your support ID is: 12</body></html>'

test.each<[string, Transport, object]>([
  ['a spent code', async () => json({ error: 'invalid_grant' }, 400), { kind: 'denied', detail: 'invalid_grant' }],
  [
    'a wrong application',
    async () => json({ error: 'invalid_client' }, 401),
    { kind: 'failure', detail: 'HTTP 401, invalid_client', mayHaveArrived: false },
  ],
  ['HTML of a firewall', async () => new Response(HTML), { kind: 'failure', mayHaveArrived: true }],
  ['HTML that forbids', async () => new Response(HTML, { status: 403 }), { kind: 'failure', mayHaveArrived: false }],
  ['nothing', async () => new Response(null), { kind: 'failure', mayHaveArrived: true }],
  ['a list', async () => new Response('[1]'), { kind: 'failure', mayHaveArrived: true }],
  ['no tokens', async () => json({ access_token: 'access-token' }), { kind: 'failure', mayHaveArrived: true }],
  [
    'tokens that break a header',
    async () => json({ access_token: 'a\r\nb: cdefgh', refresh_token: 'refresh-token' }),
    { kind: 'failure', mayHaveArrived: true },
  ],
  ['a server in trouble', async () => new Response('', { status: 503 }), { kind: 'failure', mayHaveArrived: true }],
  ['too many calls', async () => new Response('', { status: 429 }), { kind: 'failure', mayHaveArrived: false }],
  ['a redirect', async () => Response.redirect('http://elsewhere.invalid/'), { kind: 'failure', mayHaveArrived: true }],
  ['too long an answer', async () => new Response('x'.repeat(300_000)), { kind: 'failure', mayHaveArrived: true }],
  ['nobody there', unreachable('ECONNREFUSED'), { kind: 'failure', mayHaveArrived: false }],
  ['a cut line', unreachable('ECONNRESET'), { kind: 'failure', mayHaveArrived: true }],
])('%s is an outcome and no exception', async (_what, transport, expected) => {
  expect(await exchange(transport)).toMatchObject(expected)
})

test.each<[string, Transport]>([
  ['never answers', (request) => new Promise((_, reject) => request.signal.addEventListener('abort', reject))],
  [
    'begins to answer and stops',
    async () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) })),
  ],
])('whoever %s is given up', async (_what, transport) => {
  expect(await exchange(transport, 50)).toEqual({
    kind: 'failure',
    detail: 'no answer within 0.05 seconds',
    mayHaveArrived: true,
  })
})

test('what ANAF says is passed on without the secrets that it repeats', async () => {
  const said = { error: 'invalid_grant', error_description: 'the-code of hush-hush\n is <b>spent</b>' }
  const outcome = await exchange(async () => json(said, 400))
  expect(outcome).toEqual({ kind: 'denied', detail: 'invalid_grant: … of … is <b>spent</b>' })
})
