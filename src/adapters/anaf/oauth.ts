import type { AnafHosts, Transport } from './anaf.ts'
import { readCapped } from './read-capped.ts'
import { tokenExpiry } from './token-expiry.ts'

/** The OAuth application that somebody registered on ANAF's portal. */
export interface AnafApplication {
  readonly clientId: string
  readonly clientSecret: string
}

/** Instants are Unix seconds. */
export interface AnafTokens {
  readonly kind: 'tokens'
  readonly accessToken: string
  readonly accessExpiresAt: number
  readonly refreshToken: string
  readonly refreshExpiresAt: number
}

/** The code or the refresh token is worth nothing (any more): asking again with it is useless. */
interface Denied {
  readonly kind: 'denied'
  readonly detail: string
}

/** Nothing is known of the code or token. `mayHaveArrived`: ANAF may have acted, and its answer was lost. */
interface Failure {
  readonly kind: 'failure'
  readonly detail: string
  readonly mayHaveArrived: boolean
}

export type TokenOutcome = AnafTokens | Denied | Failure

export interface AnafOAuth {
  /** Where the owner of the certificate is sent. */
  authorizeUrl(asked: { clientId: string; redirectUri: string; state: string }): string
  /** Exchanges a code, which lives for 60 seconds. */
  exchange(asked: {
    application: AnafApplication
    code: string
    redirectUri: string
    nowMs: number
  }): Promise<TokenOutcome>
  /** A new pair for the old refresh token, whose own expiry is kept if ANAF hands the same one back. */
  refresh(asked: {
    application: AnafApplication
    refreshToken: string
    refreshExpiresAt: number
    nowMs: number
  }): Promise<TokenOutcome>
}

interface Options {
  readonly hosts: Pick<AnafHosts, 'login'>
  readonly transport: Transport
  readonly timeoutMs?: number
}

/** A code lives for 60 seconds: waiting longer for the answer is of no use. */
const TIMEOUT_MS = 30_000
const ANSWER_LIMIT_BYTES = 262_144
const DETAIL_LENGTH = 200
const ACCESS_DAYS = 90
const REFRESH_DAYS = 365
/** These say that the code or the token is spent; anything else may be about our side or the weather (RFC 6749 5.2). */
const DENIALS = new Set(['invalid_grant', 'access_denied'])
/** Failures after which nothing can have reached ANAF. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** ANAF's OAuth2 (contract efactura 1.8). Nothing is thrown, and no outcome's `detail` holds a secret. */
export function makeAnafOAuth({ hosts, transport, timeoutMs = TIMEOUT_MS }: Options): AnafOAuth {
  const base = `${hosts.login}/anaf-oauth2/v1`

  async function ask(application: AnafApplication, form: Record<string, string>): Promise<Reply | Failure> {
    const secret = Buffer.from(`${application.clientId}:${application.clientSecret}`).toString('base64')
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const request = new Request(`${base}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${secret}`, accept: 'application/json' },
        body: new URLSearchParams(form),
        // The credentials go to the address that was configured and nowhere else.
        redirect: 'manual',
        signal,
      })
      const response = await transport(request)
      const text = await readCapped(response, ANSWER_LIMIT_BYTES, signal)
      return { kind: 'reply', status: response.status, text }
    } catch (error) {
      const { code } = ((error as Error).cause ?? error) as { code?: string }
      const isLate = signal.aborted
      return {
        kind: 'failure',
        detail: isLate ? `no answer within ${timeoutMs / 1000} seconds` : `no connection${code ? ` (${code})` : ''}`,
        mayHaveArrived: !NOT_SENT.has(String(code)),
      }
    }
  }

  return {
    authorizeUrl({ clientId, redirectUri, state }) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        token_content_type: 'jwt',
        state,
      })
      return `${base}/authorize?${query}`
    },
    async exchange({ application, code, redirectUri, nowMs }) {
      const form = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        token_content_type: 'jwt',
      }
      const reply = await ask(application, form)
      return reply.kind === 'failure' ? reply : outcomeOf(reply, { nowMs, secrets: [code, application.clientSecret] })
    },
    async refresh({ application, refreshToken, refreshExpiresAt, nowMs }) {
      const reply = await ask(application, { grant_type: 'refresh_token', refresh_token: refreshToken })
      if (reply.kind === 'failure') return reply
      const before = { refreshToken, refreshExpiresAt }
      return outcomeOf(reply, { nowMs, secrets: [refreshToken, application.clientSecret], before })
    },
  }
}

interface Reply {
  readonly kind: 'reply'
  readonly status: number
  readonly text: string
}

interface Circumstances {
  readonly nowMs: number
  readonly secrets: readonly string[]
  readonly before?: { readonly refreshToken: string; readonly refreshExpiresAt: number }
}

function outcomeOf(reply: Reply, { nowMs, secrets, before }: Circumstances): TokenOutcome {
  const fields = fieldsOf(reply.text)
  const detail = (text: string) => {
    const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
    return clean.replace(/\s+/g, ' ').trim().slice(0, DETAIL_LENGTH)
  }
  if (reply.status !== 200) {
    const error = typeof fields?.error === 'string' ? fields.error : ''
    const said = [error, fields?.error_description].filter((part) => typeof part === 'string' && part !== '')
    if (DENIALS.has(error)) return { kind: 'denied', detail: detail(said.join(': ')) }
    const sentence = said.length > 0 ? `HTTP ${reply.status}, ${said.join(': ')}` : `HTTP ${reply.status}`
    return { kind: 'failure', detail: detail(sentence), mayHaveArrived: reply.status >= 500 || reply.status < 400 }
  }
  // A firewall answers in HTML, and with 200 (contract efactura 1.7).
  if (!fields) return { kind: 'failure', detail: 'an answer that is not JSON', mayHaveArrived: true }
  const accessToken = fields.access_token
  const refreshToken = fields.refresh_token ?? before?.refreshToken
  if (!isToken(accessToken) || !isToken(refreshToken)) {
    return { kind: 'failure', detail: 'an answer without tokens', mayHaveArrived: true }
  }
  const now = Math.floor(nowMs / 1000)
  const isSame = before !== undefined && refreshToken === before.refreshToken
  return {
    kind: 'tokens',
    accessToken,
    accessExpiresAt: tokenExpiry(accessToken, fields.expires_in, now, ACCESS_DAYS),
    refreshToken,
    refreshExpiresAt: isSame
      ? before.refreshExpiresAt
      : tokenExpiry(refreshToken, fields.refresh_expires_in, now, REFRESH_DAYS),
  }
}

function fieldsOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** What may stand in a header. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{8,16384}$/.test(value)
}
