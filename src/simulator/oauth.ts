import { hash, randomBytes } from 'node:crypto'
import {
  ACCESS_TOKEN_SECONDS,
  type Holder,
  type Identity,
  REFRESH_TOKEN_SECONDS,
  readAccessToken,
  signAccessToken,
} from './access-token.ts'
import { json } from './anaf-answers.ts'
import { type AuthorizeQuery, authorizeError, authorizePage } from './authorize-page.ts'
import type { Simulated } from './call.ts'
import { forgetGrants, insertGrant, takeGrant } from './grants.store.ts'

/** A code is good for a minute (efactura 1.8). */
const CODE_MS = 60_000
const CIFS = /^(\*|\d{2,13}(,\d{2,13})*)$/

/** `authorize` (efactura 1.8): the page, and by POST what was decided on it. */
export async function authorize(simulated: Simulated, request: Request): Promise<Response> {
  const isDecision = request.method === 'POST'
  const given = isDecision ? new URLSearchParams(await request.text()) : new URL(request.url).searchParams
  const clientId = given.get('client_id') ?? ''
  const redirectUri = given.get('redirect_uri') ?? ''
  const query: AuthorizeQuery = { clientId, redirectUri, state: given.get('state') }
  if (clientId === '') return authorizeError('Lipsește parametrul client_id.')
  if (!isWebAddress(redirectUri)) return authorizeError('Parametrul redirect_uri nu este o adresă web.')
  if (!isDecision) {
    return given.get('response_type') === 'code'
      ? authorizePage(query)
      : sendBack(query, { error: 'unsupported_response_type' })
  }
  if (given.get('decision') !== 'continue') return sendBack(query, { error: 'access_denied' })
  const cifs = (given.get('cifs') ?? '').replace(/\s+|\bRO(?=\d)/gi, '')
  if (!CIFS.test(cifs)) return authorizePage(query, 'Scrieți cel puțin un cod fiscal, numai cifre, sau *.')
  const code = newSecret()
  const expiresAtMs = simulated.clock.nowMs() + CODE_MS
  await grant(simulated, 'code', code, { clientId, redirectUri, cifs: cifs.split(','), expiresAtMs })
  return sendBack(query, { code })
}

/** `token` (efactura 1.8): a code or a refresh token, used once, for a new pair. */
export async function exchangeToken(simulated: Simulated, request: Request): Promise<Response> {
  const client = clientOf(request.headers.get('authorization'))
  if (client === null) {
    const denied = json({ error: 'invalid_client' }, 401)
    denied.headers.set('www-authenticate', 'Basic realm="ANAF"')
    return denied
  }
  const form = new URLSearchParams(await request.text())
  const type = form.get('grant_type')
  if (type !== 'authorization_code' && type !== 'refresh_token') {
    return json({ error: 'unsupported_grant_type' }, 400)
  }
  const isCode = type === 'authorization_code'
  const given = form.get(isCode ? 'code' : 'refresh_token')
  if (!given) return json({ error: 'invalid_request' }, 400)
  const nowMs = simulated.clock.nowMs()
  const taken = await simulated.database.transact((db) => takeGrant(db, isCode ? 'code' : 'refresh', digestOf(given)))
  const isGood =
    taken !== null &&
    taken.expires_at_ms > nowMs &&
    taken.client_id === client &&
    (!isCode || taken.redirect_uri === form.get('redirect_uri'))
  return isGood
    ? issueTokens(simulated, client, JSON.parse(taken.cifs) as string[])
    : json({ error: 'invalid_grant', error_description: 'Provided Authorization Grant is invalid' }, 400)
}

/** What `token` answers; also for whoever may have one without the dialog. */
export async function issueTokens(simulated: Simulated, clientId: string, cifs: readonly string[]): Promise<Response> {
  const nowMs = simulated.clock.nowMs()
  const refreshToken = newSecret()
  const expiresAtMs = nowMs + REFRESH_TOKEN_SECONDS * 1000
  await grant(simulated, 'refresh', refreshToken, { clientId, redirectUri: '', cifs, expiresAtMs })
  const tokens = {
    access_token: issueAccessToken(simulated, { cifs, tenant: '' }),
    expires_in: ACCESS_TOKEN_SECONDS,
    refresh_token: refreshToken,
    scope: 'clientappid issuer role serial',
    token_type: 'Bearer',
  }
  const answer = json(tokens)
  answer.headers.set('cache-control', 'no-store')
  return answer
}

export function issueAccessToken({ secret, clock }: Simulated, identity: Identity): string {
  return signAccessToken(secret, identity, newSecret(), clock.nowMs())
}

export function holderOf({ secret, clock }: Simulated, request: Request): Holder | null {
  return readAccessToken(secret, request.headers.get('authorization'), clock.nowMs())
}

interface Granted {
  readonly clientId: string
  readonly redirectUri: string
  readonly cifs: readonly string[]
  readonly expiresAtMs: number
}

async function grant(
  { database, clock }: Simulated,
  kind: 'code' | 'refresh',
  secret: string,
  { clientId, redirectUri, cifs, expiresAtMs }: Granted,
): Promise<void> {
  await database.transact(async (db) => {
    await forgetGrants(db, clock.nowMs())
    insertGrant(db, {
      hash: digestOf(secret),
      kind,
      client_id: clientId,
      redirect_uri: redirectUri,
      cifs: JSON.stringify(cifs),
      expires_at_ms: expiresAtMs,
    })
  })
}

/** The client of HTTP Basic. The simulator registers nobody: any id with any secret will do, but not another's grant. */
function clientOf(authorization: string | null): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return null
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return id === '' || secret.join(':') === '' ? null : id
}

function sendBack({ redirectUri, state }: AuthorizeQuery, answer: Readonly<Record<string, string>>): Response {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, ...(state === null ? {} : { state }) })) {
    target.searchParams.set(name, value)
  }
  return new Response(null, { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } })
}

function isWebAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol)
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function digestOf(secret: string): string {
  return hash('sha256', secret, 'hex')
}
