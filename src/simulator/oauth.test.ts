import { describe, expect, test } from 'vitest'
import { dialects } from '../../test/harness.ts'
import { type Anaf, anaf, BUYER, replyOf, SELLER } from '../../test/simulator/anaf.ts'

const CALLBACK = 'http://127.0.0.1:9/callback?from=anaf'
const DAY_MS = 86_400_000

function calls({ simulator }: Anaf) {
  const send = async (path: string, init: RequestInit = {}) =>
    replyOf(await simulator.handle(new Request(`http://anaf${path}`, init)))
  const form = (fields: Record<string, string>) => new URLSearchParams(fields)
  return {
    page: (query: Record<string, string>) => send(`/anaf-oauth2/v1/authorize?${form(query)}`),
    decide: (fields: Record<string, string>) =>
      send('/anaf-oauth2/v1/authorize', {
        method: 'POST',
        body: form({ client_id: 'app', redirect_uri: CALLBACK, state: 's&1', decision: 'continue', ...fields }),
      }),
    token: (fields: Record<string, string>, client = 'app:secret') =>
      send('/anaf-oauth2/v1/token', {
        method: 'POST',
        headers: client === '' ? {} : { authorization: `Basic ${Buffer.from(client).toString('base64')}` },
        body: form(fields),
      }),
    list: (token: string, cif: string) =>
      send(`/test/FCTEL/rest/listaMesajeFactura?zile=1&cif=${cif}`, { headers: { authorization: `Bearer ${token}` } }),
    send,
  }
}

async function codeOf(played: Anaf, cifs = SELLER): Promise<string> {
  const answer = await calls(played).decide({ cifs })
  expect(answer.status).toBe(302)
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

const withCode = (code: string) => ({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK })

describe.each(dialects)('OAuth on %s', (dialect) => {
  test('from the page to a token that reaches the CIFs that were typed, and no others', async () => {
    const played = await anaf(dialect)
    const { decide, token, list } = calls(played)
    const back = new URL((await decide({ cifs: ` RO${SELLER}, 99 ` })).headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe('http://127.0.0.1:9/callback')
    expect(Object.fromEntries(back.searchParams)).toEqual({ from: 'anaf', state: 's&1', code: expect.any(String) })
    const { json } = await token(withCode(back.searchParams.get('code') ?? ''))
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 90 * 86_400 })
    const claims = JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString('utf8'))
    expect(claims.exp * 1000).toBe(played.clock.nowMs() + 90 * DAY_MS)
    expect((await list(json.access_token, SELLER)).json.eroare).toContain('Nu exista mesaje')
    expect((await list(json.access_token, BUYER)).json.eroare).toBe(`Nu aveti drept in SPV pentru CIF=${BUYER}`)
    played.clock.advance(90 * DAY_MS)
    expect((await list(json.access_token, SELLER)).status).toBe(401)
  })

  test('a code works once, for a minute, for whoever asked for it', async () => {
    const played = await anaf(dialect)
    const { token } = calls(played)
    const code = await codeOf(played)
    const answers = await Promise.all(Array.from({ length: 5 }, () => token(withCode(code))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400])
    const late = await codeOf(played)
    played.clock.advance(60_000)
    expect((await token(withCode(late))).json.error).toBe('invalid_grant')
    const elsewhere = { ...withCode(await codeOf(played)), redirect_uri: 'http://127.0.0.1:9/other' }
    expect((await token(elsewhere)).json.error).toBe('invalid_grant')
    expect((await token(withCode(await codeOf(played)), 'thief:secret')).json.error).toBe('invalid_grant')
    const intime = await codeOf(played)
    played.clock.advance(59_999)
    expect((await token(withCode(intime))).status).toBe(200)
  })

  test('a refresh token works once and gives another, for a year', async () => {
    const played = await anaf(dialect)
    const { token, list } = calls(played)
    const first = (await token(withCode(await codeOf(played)))).json
    const renew = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token })
    played.clock.advance(365 * DAY_MS - 1)
    const second = (await renew(first.refresh_token)).json
    expect((await list(second.access_token, SELLER)).status).toBe(200)
    expect((await renew(first.refresh_token)).json.error).toBe('invalid_grant')
    played.clock.advance(365 * DAY_MS)
    expect((await renew(second.refresh_token)).json.error).toBe('invalid_grant')
  })

  test('control gives a token pair without the page', async () => {
    const played = await anaf(dialect)
    const { token, list } = calls(played)
    const given = await played.control('POST', 'tokens', { cifs: ['*'], client_id: 'app' })
    expect((await list(given.json.access_token, BUYER)).json.eroare).toContain('Nu exista mesaje')
    expect((await token({ grant_type: 'refresh_token', refresh_token: given.json.refresh_token })).status).toBe(200)
    expect((await played.control('POST', 'tokens', { cifs: 'all' })).status).toBe(400)
  })
})

test('the page escapes everything that it was given', async () => {
  const { page } = calls(await anaf('sqlite'))
  const evil = '"><script>alert(1)</script>'
  const given = { response_type: 'code', client_id: evil, redirect_uri: `https://x/?q='${evil}`, state: evil }
  const answer = await page(given)
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('<script')
  expect(answer.text).toContain('&quot;&gt;&lt;script&gt;')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('content-type')).toContain('text/html')
})

test.each([
  ['no client', { client_id: '' }],
  ['no address to go back to', { redirect_uri: '' }],
  ['an address that is a script', { redirect_uri: 'javascript:alert(1)' }],
])('%s: the page sends nobody anywhere', async (_what, wrong) => {
  const { page, decide } = calls(await anaf('sqlite'))
  for (const answer of [await page({ client_id: 'app', redirect_uri: CALLBACK, ...wrong }), await decide(wrong)]) {
    expect(answer.status).toBe(400)
    expect(answer.headers.get('location')).toBeNull()
  }
})

test('refusing, typing nonsense, and asking for something else', async () => {
  const { page, decide } = calls(await anaf('sqlite'))
  const refused = new URL((await decide({ decision: 'refuse', cifs: SELLER })).headers.get('location') ?? '')
  expect(refused.searchParams.get('error')).toBe('access_denied')
  expect(refused.searchParams.get('state')).toBe('s&1')
  expect(refused.searchParams.has('code')).toBe(false)
  const again = await decide({ cifs: 'abc' })
  expect(again.status).toBe(400)
  expect(again.text).toContain('Scrieți cel puțin un cod fiscal')
  expect(again.text).toContain('value="s&amp;1"')
  const other = await page({ response_type: 'token', client_id: 'app', redirect_uri: CALLBACK })
  expect(other.headers.get('location')).toContain('error=unsupported_response_type')
})

test.each([
  ['no client', withCode('x'), '', 401, 'invalid_client'],
  ['a client without secret', withCode('x'), 'app:', 401, 'invalid_client'],
  ['another grant', { grant_type: 'password' }, 'app:x', 400, 'unsupported_grant_type'],
  ['no code', { grant_type: 'authorization_code' }, 'app:x', 400, 'invalid_request'],
  ['an invented code', withCode('x'), 'app:x', 400, 'invalid_grant'],
])('token refuses %s', async (_what, fields, client, status, error) => {
  const answer = await calls(await anaf('sqlite')).token(fields as Record<string, string>, client)
  expect(answer).toMatchObject({ status, json: { error } })
})

test('no token, a forged one and one of another secret are all 401', async () => {
  const played = await anaf('sqlite')
  const { send, list } = calls(played)
  const good = played.simulator.issueToken([SELLER])
  const [head, , signature] = good.split('.')
  const claims = Buffer.from(JSON.stringify({ exp: 9e9, iat: 0, jti: 'x', cifs: ['*'] })).toString('base64url')
  expect((await send(`/test/FCTEL/rest/listaMesajeFactura?zile=1&cif=${SELLER}`)).status).toBe(401)
  for (const token of ['x', 'a.b.c', `${head}.${claims}.${signature}`, `${head}.${claims}.`, `${good}x`]) {
    expect((await list(token, SELLER)).status).toBe(401)
  }
  expect((await list(good, SELLER)).status).toBe(200)
  const hello = (token: string) =>
    send('/TestOauth/jaxrs/hello?name=Ana', { headers: { authorization: `Bearer ${token}` } })
  expect(await hello(good)).toMatchObject({ status: 200, json: 'Hello, Ana!' })
  expect((await hello('x')).status).toBe(401)
})
