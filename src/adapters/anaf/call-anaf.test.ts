import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { anUpload, clientAt, type Played, playing, TOKEN } from '../../../test/anaf.ts'
import { closedPort, loopback } from '../../../test/loopback.ts'
import { callAnaf } from './call-anaf.ts'
import { failureOfError } from './network-failure.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { brief } from './safe-text.ts'

const RECEIVED =
  '<header xmlns="mfp:anaf:dgti:spv:respUploadFisier:v1" dateResponse="202108051140" ExecutionStatus="0" index_incarcare="3828"/>'
const FIREWALL =
  '<html><head><title>Request Rejected</title><style>p{color:red}</style></head><body>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1234</body></html>'

describe('an upload that gets no answer of ANAF', () => {
  test.each<[string, Played, string, boolean]>([
    ['401', { status: 401, body: 'no token' }, 'unauthorised', false],
    ['403 with a page', { status: 403, body: FIREWALL }, 'forbidden', false],
    ['429', { status: 429 }, 'rate_limited', false],
    ['204', { status: 204 }, 'forbidden', true],
    ['404', { status: 404, body: FIREWALL }, 'unavailable', true],
    ['500 in JSON', { status: 500, body: '{"status":500,"message":"x"}' }, 'unavailable', true],
    ['502', { status: 502, body: FIREWALL }, 'unavailable', true],
    ['503', { status: 503 }, 'unavailable', true],
    ['a page of a firewall under 200', { body: FIREWALL }, 'unreadable', true],
    ['nothing under 200', { body: '' }, 'unreadable', true],
    ['400 that is not JSON', { status: 400, body: 'Bad Request' }, 'unreadable', true],
    ['XML that breaks off', { body: '<header xmlns="mfp:anaf' }, 'unreadable', true],
    ['a DOCTYPE', { body: `<!DOCTYPE header>${RECEIVED}` }, 'unreadable', true],
    ['more than a megabyte', { body: `${RECEIVED}${' '.repeat(1_100_000)}` }, 'unreadable', true],
  ])('%s', async (_what, played, reason, mayHaveArrived) => {
    const { client } = await playing(played)
    const answer = await client.upload(TOKEN, anUpload())
    expect(answer).toMatchObject({ kind: 'failure', reason, mayHaveArrived, status: played.status ?? 200 })
  })

  test('a redirect is not followed', async () => {
    const there = await playing({ body: RECEIVED })
    const { client } = await playing({ status: 302, headers: { location: there.origin } })
    expect(await client.upload(TOKEN, anUpload())).toMatchObject({ kind: 'failure', reason: 'unreadable', status: 302 })
    expect(there.seen).toEqual([])
  })

  test('nobody listens: it cannot have arrived', async () => {
    expect(await clientAt(await closedPort()).upload(TOKEN, anUpload())).toMatchObject({
      reason: 'unavailable',
      mayHaveArrived: false,
      status: null,
      detail: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test('a name of several addresses, and nobody listens on any', async () => {
    const { port } = new URL(await closedPort())
    expect(await clientAt(`http://localhost:${port}`).upload(TOKEN, anUpload())).toMatchObject({
      reason: 'unavailable',
      mayHaveArrived: false,
    })
  })

  test('an address or a token that no request can carry', async () => {
    const { client, seen } = await playing({ body: RECEIVED })
    const token = `${TOKEN}\n${TOKEN}`
    for (const answer of [
      await client.upload(token, anUpload()),
      await clientAt('nowhere').upload(TOKEN, anUpload()),
    ]) {
      expect(answer).toMatchObject({ kind: 'failure', reason: 'unavailable', mayHaveArrived: false })
      expect(JSON.stringify(answer)).not.toContain(TOKEN)
    }
    expect(seen).toEqual([])
  })

  test('time is up after the document was taken: it may have arrived', async () => {
    const server = await loopback(() => {})
    const answer = await clientAt(server.origin, { upload: 150 }).upload(TOKEN, anUpload())
    expect(answer).toMatchObject({ reason: 'unavailable', mayHaveArrived: true, status: null })
    expect(server.seen).toHaveLength(1)
  })

  test('the connection is cut instead of an answer: it may have arrived', async () => {
    const { origin } = await loopback((response) => response.destroy())
    expect(await clientAt(origin).upload(TOKEN, anUpload())).toMatchObject({
      reason: 'unavailable',
      mayHaveArrived: true,
      status: null,
    })
  })

  test('the connection is cut in the middle of the answer: it may have arrived', async () => {
    const { origin } = await loopback((response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(RECEIVED.slice(0, 50), () => response.destroy())
    })
    expect(await clientAt(origin).upload(TOKEN, anUpload())).toMatchObject({
      reason: 'unavailable',
      mayHaveArrived: true,
      status: 200,
    })
  })

  test('cut in the middle of a 401: it stays one', async () => {
    const { origin } = await loopback((response) => {
      response.writeHead(401, { 'content-length': '1000' })
      response.write('<html>', () => response.destroy())
    })
    expect(await clientAt(origin).upload(TOKEN, anUpload())).toMatchObject({
      reason: 'unauthorised',
      mayHaveArrived: false,
    })
  })

  test('an answer that drips without end is given up in time', async () => {
    let isDripping = true
    const { origin } = await loopback(async (response) => {
      response.writeHead(200)
      response.on('close', () => {
        isDripping = false
      })
      while (isDripping) {
        response.write(' ')
        await pause(20)
      }
    })
    const started = performance.now()
    const answer = await clientAt(origin, { upload: 250 }).upload(TOKEN, anUpload())
    expect(answer).toMatchObject({ reason: 'unavailable', mayHaveArrived: true, status: 200 })
    expect(performance.now() - started).toBeLessThan(3_000)
    await expect.poll(() => isDripping).toBe(false)
  })

  test.each([
    ['never answers', () => new Promise<Response>(() => {})],
    ['never ends its answer', async () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }))],
  ])('a handler that %s and knows no signal is given up too', async (_what, transport) => {
    const call = { url: 'http://127.0.0.1/', method: 'GET', token: null, timeoutMs: 50, limitBytes: 10 } as const
    expect(await callAnaf(transport, call)).toMatchObject({ reason: 'unavailable', mayHaveArrived: true })
  })
})

describe('before a connection there is nothing that can arrive', () => {
  const withCode = (code: string, syscall?: string) =>
    Object.assign(new Error('x'), { code, ...(syscall && { syscall }) })
  test.each([
    ['a refused connection', withCode('ECONNREFUSED', 'connect'), false],
    ['an unknown name', withCode('ENOTFOUND', 'getaddrinfo'), false],
    ['a name server that is away', withCode('EAI_AGAIN', 'getaddrinfo'), false],
    ['no route', withCode('EHOSTUNREACH', 'connect'), false],
    ['a connection that takes too long', withCode('UND_ERR_CONNECT_TIMEOUT'), false],
    ['a certificate that is over', withCode('CERT_HAS_EXPIRED'), false],
    ['every address refused', new AggregateError([withCode('ECONNREFUSED', 'connect')]), false],
    ['a route that is lost later', withCode('EHOSTUNREACH', 'read'), true],
    [
      'one address that was reached',
      new AggregateError([withCode('ECONNREFUSED', 'connect'), withCode('ECONNRESET', 'read')]),
      true,
    ],
    ['a reset', withCode('ECONNRESET', 'read'), true],
    ['a broken pipe', withCode('EPIPE', 'write'), true],
    ['no headers in time', withCode('UND_ERR_HEADERS_TIMEOUT'), true],
    ['a closed socket', withCode('UND_ERR_SOCKET'), true],
    ['anything else', new Error('x'), true],
    ['something that is no error', 'x', true],
  ])('%s', (_what, cause, mayHaveArrived) => {
    expect(failureOfError(new TypeError('fetch failed', { cause }), null)).toMatchObject({ mayHaveArrived })
  })
})

describe('Retry-After', () => {
  const nowMs = Date.parse('2026-11-21T10:00:00Z')
  test.each([
    ['120', 120],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 10:02:00 GMT', 120],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['99999999', 86_400],
    ['Sun, 21 Nov 2027 10:00:00 GMT', 86_400],
    ['soon', null],
    ['-5', null],
    ['', null],
    [null, null],
  ])('%s is %s seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, nowMs)).toBe(seconds)
  })

  test('comes with the failure', async () => {
    const { client } = await playing({ status: 429, headers: { 'retry-after': '17' } })
    expect(await client.status(TOKEN, '1')).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: 17 })
  })
})

describe('no token and no markup', () => {
  test.each([
    [401, `<html><body>Bearer ${TOKEN} is over</body></html>`],
    [500, JSON.stringify({ message: `token ${TOKEN}` })],
    [200, `<html>${TOKEN}</html>`],
    [400, JSON.stringify({ message: `the header was Bearer ${TOKEN}` })],
    [200, JSON.stringify({ eroare: `Tokenul ${TOKEN} nu are drepturi` })],
  ])('in what is made of an answer under %i that echoes it', async (status, body) => {
    const { client } = await playing({ status, body })
    for (const answer of [await client.upload(TOKEN, anUpload()), await client.download(TOKEN, '1')]) {
      expect(JSON.stringify(answer)).not.toContain(TOKEN)
      expect(JSON.stringify(answer)).not.toContain('<')
    }
  })

  test.each([
    [
      'a page',
      FIREWALL,
      'Request Rejected The requested URL was rejected. Please consult with your administrator. Your support ID is: 1234',
    ],
    ['a tag without end', 'x <script>alert(1)', 'x'],
    ['a foreign token', 'Authorization: Bearer abc.def', 'Authorization: ***'],
    ['a bare one', `got eyJhbGciOi.eyJzdWIi.c2ln today`, 'got *** today'],
    ['lines', 'a\n\tb\u0000c', 'a b c'],
    ['a long text', 'x'.repeat(500), `${'x'.repeat(199)}…`],
  ])('in a short text of %s', (_what, text, expected) => {
    expect(brief(text)).toBe(expected)
  })
})
