import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { makeAnafOAuth } from '../src/adapters/anaf/oauth.ts'
import { makeVault, type Vault } from '../src/adapters/vault/vault.ts'
import type { AnafServices } from '../src/resources/efactura-oauth/anaf-services.ts'

export const TEST_APPLICATION = { clientId: 'client-of-the-server', clientSecret: 'secret-of-the-server' }
const TEST_KEY = Buffer.alloc(32, 7)

/** What the application is handed, with ANAF's login at the given address. */
export function makeTestAnaf(login: string, more: Partial<AnafServices> = {}): AnafServices {
  return {
    oauth: makeAnafOAuth({ hosts: { login }, transport: fetch, timeoutMs: 2_000 }),
    vault: testVault(),
    application: TEST_APPLICATION,
    publicUrl: 'https://facturi.example.ro',
    loginOrigin: login,
    ...more,
  }
}

export function testVault(key: Uint8Array = TEST_KEY): Vault {
  return makeVault(() => [key])
}

type Form = Readonly<Record<string, string>>
/** Instead of an answer: the tokens are made, and the connection is cut. */
type Fault = 'lost' | { readonly status: number; readonly body: string }

export interface AnafLogin {
  readonly url: string
  /** Every call, as it came. */
  readonly calls: { readonly form: Form; readonly authorization: string }[]
  /** Every token that was handed out: none of them may be found anywhere. */
  readonly tokens: string[]
  /** Makes a code, as ANAF does once somebody has typed a PIN. */
  makeCode(): string
  /** The next call meets this. */
  fail(fault: Fault): void
  /** Waits this long with every answer. */
  delayMs: number
  /** Lifetimes from now on. */
  lifetimeDays: { access: number; refresh: number }
  /** Hands the same refresh token out again instead of a new one. */
  isRefreshTokenKept: boolean
}

/** ANAF's login on loopback: codes and refresh tokens work once, and tokens are JWTs by the clock of the test. */
export async function anafLogin(clock: { nowMs(): number }): Promise<AnafLogin> {
  const codes = new Set<string>()
  const refreshTokens = new Map<string, number>()
  const faults: Fault[] = []
  const login: AnafLogin = {
    url: '',
    calls: [],
    tokens: [],
    makeCode() {
      const code = `code-${randomBytes(12).toString('hex')}`
      codes.add(code)
      return code
    },
    fail: (fault) => void faults.push(fault),
    delayMs: 0,
    lifetimeDays: { access: 90, refresh: 365 },
    isRefreshTokenKept: false,
  }
  const jwt = (exp: number) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({ alg: 'RS512' })}.${part({ exp })}.${randomBytes(24).toString('base64url')}`
    login.tokens.push(token)
    return token
  }
  const inDays = (days: number) => Math.floor(clock.nowMs() / 1000) + days * 86_400
  const grant = (form: Form) => {
    const isCode = form.grant_type === 'authorization_code'
    const sent = (isCode ? form.code : form.refresh_token) ?? ''
    const isKnown = isCode ? codes.delete(sent) : refreshTokens.has(sent)
    if (!isKnown) return { status: 400, body: { error: 'invalid_grant', error_description: `${sent} is not known` } }
    const until = refreshTokens.get(sent)
    const isKept = until !== undefined && login.isRefreshTokenKept
    if (!isKept) refreshTokens.delete(sent)
    const refreshUntil = isKept ? until : inDays(login.lifetimeDays.refresh)
    const refreshToken = isKept ? sent : jwt(refreshUntil)
    refreshTokens.set(refreshToken, refreshUntil)
    const access_token = jwt(inDays(login.lifetimeDays.access))
    return { status: 200, body: { access_token, refresh_token: refreshToken, token_type: 'Bearer' } }
  }
  const server = createServer((request, response) => void answer(request, response))
  async function answer(request: IncomingMessage, response: ServerResponse) {
    let text = ''
    for await (const chunk of request) text += chunk
    const form = Object.fromEntries(new URLSearchParams(text))
    login.calls.push({ form, authorization: request.headers.authorization ?? '' })
    if (login.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, login.delayMs))
    const fault = faults.shift()
    if (typeof fault === 'object') return response.writeHead(fault.status).end(fault.body)
    const { status, body } = grant(form)
    if (fault === 'lost') return request.socket.destroy()
    return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return Object.assign(login, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
