import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../harness.ts'
import { audit, rowCounts } from './audit.ts'

const ANSWER_WITHIN_MS = 3_000
const JSON_TYPE = 'Content-Type: application/json'

/** Writes bytes to a server and reads what comes back until it hangs up, or for a moment when it does not. */
async function tell(port: number, bytes: string | Buffer, hangUpAfterMs?: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text
  })
  socket.on('error', () => {})
  const closed = once(socket, 'close').catch(() => {})
  socket.write(bytes)
  if (hangUpAfterMs !== undefined) setTimeout(() => socket.destroy(), hangUpAfterMs)
  const timer = setTimeout(() => socket.destroy(), ANSWER_WITHIN_MS)
  await closed
  clearTimeout(timer)
  return answer
}

describe('a server that listens', () => {
  let app: TestApp
  let port: number
  let key: string
  beforeAll(async () => {
    app = await testApp('sqlite')
    await app.app.listen({ port: 0, host: '127.0.0.1' })
    port = (app.app.server.address() as AddressInfo).port
    key = `Authorization: Bearer ${app.live.secret}`
  })
  afterAll(() => app.close())
  const head = (line: string, ...headers: string[]) =>
    [`${line} HTTP/1.1`, 'Host: x', 'Connection: close', key, ...headers, '', ''].join('\r\n')
  const multipart = 'Content-Type: multipart/form-data; boundary=xyz'
  const filePart = '--xyz\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nabc'

  type Case = readonly [what: string, status: RegExp, bytes: () => string | Buffer]
  const cases: readonly Case[] = [
    ['no HTTP at all', /^400/, () => 'GARBAGE\r\n\r\n'],
    [
      'a TLS greeting',
      /^400|^$/,
      () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
    ],
    ['another version of HTTP', /^400|^505|^$/, () => 'GET /v1/ping HTTP/3.0\r\nHost: x\r\n\r\n'],
    ['no host', /^400/, () => 'GET /v1/ping HTTP/1.1\r\nConnection: close\r\n\r\n'],
    [
      'the whole address and no key',
      /^401/,
      () => 'GET http://x/v1/clients HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    ['the whole address and a key', /^200/, () => head('GET http://x/v1/ping')],
    ['an address without a slash', /^40[04]/, () => head('GET v1/ping')],
    ['an asterisk', /^40[04]/, () => head('OPTIONS *')],
    ['bytes above 127 in the address', /^40[04]/, () => Buffer.from(head('GET /v1/clients/\xff\xfe'), 'latin1')],
    ['a NUL in the address', /^400/, () => head('GET /v1/clients/\u0000')],
    ['a space in the address', /^400/, () => head('GET /v1/clients/a b')],
    ['an unknown method', /^400/, () => head('FROB /v1/clients')],
    ['CONNECT', /^40[04]|^$/, () => head('CONNECT x:80')],
    ['TRACE', /^404/, () => head('TRACE /v1/clients')],
    ['an address of 100 kB', /^431|^414/, () => head(`GET /v1/clients?${'a'.repeat(100_000)}`)],
    ['a header of 100 kB', /^431/, () => head('GET /v1/ping', `X-A: ${'a'.repeat(100_000)}`)],
    ['5,000 headers', /^431/, () => head('GET /v1/ping', ...Array.from({ length: 5_000 }, (_, n) => `X-${n}: 1`))],
    [
      'a header with a control character',
      /^400/,
      () => head('POST /v1/clients', 'Idempotency-Key: a\u0001b', 'Content-Length: 0'),
    ],
    ['a folded header', /^400|^200/, () => head('GET /v1/ping', 'X-A: b\r\n c')],
    [
      'a key outside ASCII',
      /^400/,
      () =>
        Buffer.from(
          `${head('POST /v1/clients', 'Idempotency-Key: \xe9', JSON_TYPE, 'Content-Length: 12')}{"name":"X"}`,
          'latin1',
        ),
    ],
    ['two keys', /^401|^200|^400/, () => head('GET /v1/ping', 'Authorization: Bearer other')],
    ['a negative length', /^400/, () => head('POST /v1/clients', 'Content-Length: -1')],
    ['two lengths', /^400/, () => `${head('POST /v1/clients', 'Content-Length: 3', 'Content-Length: 12')}{"name":"X"}`],
    [
      'a length and chunks',
      /^400/,
      () =>
        `${head('POST /v1/clients', JSON_TYPE, 'Content-Length: 4', 'Transfer-Encoding: chunked')}c\r\n{"name":"X"}\r\n0\r\n\r\n`,
    ],
    [
      'chunks that are none',
      /^400/,
      () => `${head('POST /v1/clients', JSON_TYPE, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n`,
    ],
    [
      'a chunk of more than the memory',
      /^400|^413|^$/,
      () => `${head('POST /v1/clients', JSON_TYPE, 'Transfer-Encoding: chunked')}fffffffffffffff\r\n{}`,
    ],
    [
      '3 MB in chunks',
      /^413/,
      () =>
        `${head('POST /v1/clients', JSON_TYPE, 'Transfer-Encoding: chunked')}300000\r\n${' '.repeat(0x300000)}\r\n0\r\n\r\n`,
    ],
    ['a length above the limit', /^413/, () => head('POST /v1/clients', JSON_TYPE, 'Content-Length: 99999999999')],
    [
      'a form above the limit',
      /^413/,
      () => `${head('POST /v1/clients', multipart, 'Content-Length: 3000000')}${filePart}${'x'.repeat(2_900_000)}`,
    ],
    [
      'more body than was announced',
      /^201|^400/,
      () => `${head('POST /v1/clients', JSON_TYPE, 'Content-Length: 12')}{"name":"X"}{"name":"Y"}`,
    ],
    [
      'compressed nonsense',
      /^400|^415/,
      () => `${head('POST /v1/clients', JSON_TYPE, 'Content-Encoding: gzip', 'Content-Length: 3')}abc`,
    ],
    ['an unknown expectation', /^417|^20/, () => head('GET /v1/ping', 'Expect: miracles')],
    [
      'a wish for a web socket',
      /^200|^426|^400/,
      () => head('GET /v1/ping', 'Connection: upgrade', 'Upgrade: websocket'),
    ],
    [
      'a form cut off in a file',
      /^400/,
      () => `${head('POST /v1/clients', multipart, `Content-Length: ${filePart.length}`)}${filePart}`,
    ],
  ]

  test.each(cases)('takes %s for what it is, and goes on', async (_what, status, bytes) => {
    const answer = await tell(port, bytes())
    expect(answer.replace(/^HTTP\/1\.1 (?=\d)/, '').slice(0, 40)).toMatch(status)
    expect((await app.get('/ping')).status).toBe(200)
  })

  test('is not disturbed by clients that hang up in the middle of a request', async () => {
    const before = await rowCounts(app.database)
    const halves = [
      `POST /v1/clients HTTP/1.1\r\nHost: x\r\n${key}\r\n`,
      `${head('POST /v1/clients', JSON_TYPE, 'Content-Length: 500')}{"name":"X"`,
      `${head('POST /v1/clients', JSON_TYPE, 'Transfer-Encoding: chunked')}5\r\n{"nam`,
      `${head('POST /v1/clients', multipart, 'Content-Length: 5000')}${filePart}`,
      `${head('POST /v1/clients', multipart, 'Content-Length: 5000')}--xyz\r\nContent-Disposition: form-data; name="name"\r\n\r\nAb`,
      `${head('POST /v1/clients', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 5000')}name=`,
    ]
    await Promise.all([...halves, ...halves, ...halves].map((half, n) => tell(port, half, 10 + n * 5)))
    expect((await app.get('/ping')).status).toBe(200)
    expect(await rowCounts(app.database)).toEqual(before)
    expect(await audit(app.database)).toEqual([])
  })

  test('answers a hundred requests that were sent without waiting, in their order', async () => {
    const requests = Array.from(
      { length: 100 },
      (_, n) =>
        `GET /v1/clients/${n % 2 === 0 ? 'nobody' : '%00'} HTTP/1.1\r\nHost: x\r\n${key}\r\n${n === 99 ? 'Connection: close\r\n' : ''}\r\n`,
    )
    const answer = await tell(port, requests.join(''))
    expect(answer.match(/HTTP\/1\.1 404/g)).toHaveLength(100)
  })
})
