import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import type { Services } from '../../http/endpoint.ts'
import { languageOf } from '../../http/language.ts'
import { addressBlock, makeRateLimiter } from '../../http/rate-limit.ts'
import { transactDeed } from '../../store/deed.ts'
import type { AnafAuthorizationRow } from '../../store/tables.ts'
import { getCompany } from '../settings/company.store.ts'
import { type AnafServices, redirectUriOf } from './anaf-services.ts'
import { confirmPage, type Ending, endingPage, linkPage, type PageCompany } from './authorization-pages.ts'
import { claimAuthorization, exchangeCode, settleAuthorization } from './complete-authorization.ts'
import { findByState, isHandedOut, standingOf, stateOf } from './open-authorization.ts'
import { type Page, pageHeaders, renderPage } from './page-frame.ts'

type PageServices = Services & { readonly anaf?: AnafServices }

const COOKIE = 'facturier_anaf'
/** Long enough to find the certificate and its PIN. */
const COOKIE_SECONDS = 3600
/** Links and states of nobody that one address may try in a minute; after them the right one does not open either. */
const GUESSES_PER_MINUTE = 10

const STATUS: Readonly<Record<Ending, number>> = {
  connected: 200,
  in_progress: 202,
  denied_by_person: 400,
  refused: 400,
  misconfigured: 400,
  lost_state: 400,
  unknown: 404,
  used: 410,
  expired: 410,
  too_many: 429,
  broken: 500,
  unavailable: 503,
}

/**
 * Pages for the owner of the certificate, who needs no account: the link is what admits. A code is exchanged at once
 * only in the browser that went to ANAF from the link, which a cookie tells. Without it the company is shown first and
 * has to be confirmed, so that nobody is led to authorize a company that is not theirs; and where ANAF loses the state,
 * the cookie alone may say which company it was about (contract efactura 1.8).
 */
export function anafPages(app: FastifyInstance, services: PageServices): void {
  const { database, clock } = services
  const now = () => Math.floor(clock.nowMs() / 1000)
  const guesses = makeRateLimiter()
  const anaf = () => {
    if (!services.anaf) throw new AppError('service_unavailable')
    return services.anaf
  }
  // A HEAD, which previews of links send, must not do what the GET does.
  const route = { schema: { hide: true }, exposeHeadRoute: false, errorHandler: answerError } as const

  app.get('/anaf/link/:link', {
    ...route,
    handler: async (request, reply) => {
      const { row, standing, link } = await askedFor(request)
      if (!row || standing !== 'open') return end(request, reply, standing === 'open' ? 'unknown' : standing)
      return show(request, reply, 200, linkPage(await companyOf(row), `/anaf/link/${link}`, languageFor(request)))
    },
  })

  app.post('/anaf/link/:link', {
    ...route,
    handler: async (request, reply) => {
      assertOwnPage(request)
      const { row, standing, state } = await askedFor(request)
      if (!row || standing !== 'open') return end(request, reply, standing === 'open' ? 'unknown' : standing)
      const clientId = row.client_id ?? anaf().application?.clientId
      if (clientId === undefined) throw new AppError('efactura_application_missing')
      const isSecure = anaf().publicUrl.startsWith('https:')
      reply.headers(headers())
      reply.header(
        'set-cookie',
        `${COOKIE}=${state}; Path=/anaf; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
      )
      const redirectUri = redirectUriOf(anaf())
      return reply.redirect(anaf().oauth.authorizeUrl({ clientId, redirectUri, state }), 303)
    },
  })

  app.get('/anaf/callback', {
    ...route,
    handler: async (request, reply) => {
      const { code, state, error } = request.query as Record<string, unknown>
      if (error !== undefined) return end(request, reply, endingOfAnaf(error))
      if (!isCode(code)) return end(request, reply, 'unknown')
      const remembered = cookieOf(request)
      const isLost = state === undefined || state === ''
      const asked = isLost ? remembered : state
      if (asked === null) return end(request, reply, 'lost_state')
      const row = await findGuessed(request, asked)
      const standing = standingOf(row, now())
      if (!row || standing !== 'open') return end(request, reply, standing === 'open' ? 'unknown' : standing)
      if (!isLost && asked === remembered) return complete(request, reply, row, { code, state: asked as string })
      // The state that was lost stays in the cookie, where another site cannot send it from.
      const shown = { code, state: isLost ? '' : (asked as string) }
      return show(request, reply, 200, confirmPage(await companyOf(row), shown, languageFor(request)))
    },
  })

  app.post('/anaf/callback', {
    ...route,
    handler: async (request, reply) => {
      assertOwnPage(request)
      const { code, state } = (request.body ?? {}) as Record<string, unknown>
      const asked = state === undefined || state === '' ? cookieOf(request) : state
      if (asked === null) return end(request, reply, 'lost_state')
      const row = await findGuessed(request, asked)
      if (!row || !isCode(code)) return end(request, reply, 'unknown')
      return complete(request, reply, row, { code, state: asked as string })
    },
  })

  async function complete(
    request: FastifyRequest,
    reply: FastifyReply,
    row: AnafAuthorizationRow,
    callback: { code: string; state: string },
  ) {
    const actor = () => ({
      companyId: row.company_id,
      actorId: row.made_by,
      actorName: row.made_by_name,
      requestId: request.id,
      now: now(),
    })
    const claimed = await transactDeed(database, actor(), (deed) => claimAuthorization(deed, callback))
    const outcome = await exchangeCode(anaf(), claimed, callback.code, clock.nowMs())
    const refusal = await transactDeed(database, actor(), (deed) => settleAuthorization(deed, claimed, outcome))
    if (refusal) throw refusal
    reply.header('set-cookie', `${COOKIE}=; Path=/anaf; Max-Age=0; HttpOnly; SameSite=Lax`)
    return show(request, reply, 200, endingPage('connected', await companyOf(row), languageFor(request)))
  }

  async function askedFor(request: FastifyRequest) {
    const { link = '' } = request.params as Record<string, string>
    const state = stateOf(link)
    const row = await findGuessed(request, isHandedOut(link) ? state : null)
    return { row, standing: standingOf(row, now()), link, state }
  }

  /** The authorization behind a state, unless its sender has tried too many that there are none of. */
  async function findGuessed(request: FastifyRequest, state: unknown): Promise<AnafAuthorizationRow | null> {
    const caller = addressBlock(request.ip)
    const tooMany = () => new AppError('rate_limit_exceeded', { retry_after: 60 - (now() % 60) })
    if (guesses.isSpent(caller, GUESSES_PER_MINUTE, now())) throw tooMany()
    const row = await findByState(database.read, state)
    if (!row) guesses.take(caller, GUESSES_PER_MINUTE, now())
    return row
  }

  async function companyOf(row: AnafAuthorizationRow): Promise<PageCompany> {
    const company = await getCompany({ db: database.read, companyId: row.company_id })
    const cui = company.cui && `${company.cui_prefix ?? ''}${company.cui}`
    return { name: company.legal_name ?? company.name, cui, environment: row.environment }
  }

  function headers() {
    return pageHeaders(services.anaf?.loginOrigin ?? '')
  }

  function show(request: FastifyRequest, reply: FastifyReply, status: number, page: Page) {
    return reply
      .code(status)
      .headers(headers())
      .send(renderPage(page, languageFor(request)))
  }

  function end(request: FastifyRequest, reply: FastifyReply, ending: Ending) {
    return show(request, reply, STATUS[ending], endingPage(ending, null, languageFor(request)))
  }

  /** A page for every error, which says nothing of its inside. The address is not logged, because it holds the code. */
  function answerError(error: Error, request: FastifyRequest, reply: FastifyReply) {
    const { statusCode = 500 } = error as { statusCode?: number }
    // A body that cannot be read is the sender's fault, and nothing to be told of in a log.
    const isTheirs = !(error instanceof AppError) && statusCode >= 400 && statusCode < 500
    const ending = error instanceof AppError ? endingOf(error) : isTheirs ? 'unknown' : 'broken'
    if (ending === 'broken') {
      request.log.error({ err: error, route: request.routeOptions.url, id: request.id }, 'request failed')
    }
    if (error instanceof AppError && error.params.retry_after !== undefined) {
      reply.header('retry-after', error.params.retry_after)
    }
    return end(request, reply, ending)
  }
}

/**
 * The forms of these pages are sent by these pages. From another site, a form could lead the owner of a certificate
 * past the page that names the company.
 */
function assertOwnPage(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const isForeignOrigin = origin !== undefined && origin !== 'null' && hostOf(origin) !== request.headers.host
  const isForeign = site === undefined ? isForeignOrigin : site !== 'same-origin' && site !== 'none'
  if (isForeign) throw new AppError('resource_not_found', { resource: 'page' })
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

function endingOf(error: AppError): Ending {
  switch (error.code) {
    // A body that cannot be read names no link either.
    case 'invalid_format':
    case 'payload_too_large':
    case 'unsupported_media_type':
    case 'resource_not_found':
      return 'unknown'
    case 'efactura_authorization_expired':
      return 'expired'
    case 'efactura_authorization_used':
      return 'used'
    case 'rate_limit_exceeded':
      return 'too_many'
    case 'anaf_refused':
      return 'refused'
    case 'anaf_unavailable':
      return 'unavailable'
    default:
      return 'broken'
  }
}

/** What ANAF's page came to without a code (RFC 6749 4.1.2.1). */
function endingOfAnaf(error: unknown): Ending {
  if (error === 'server_error' || error === 'temporarily_unavailable') return 'unavailable'
  const isOurs = ['invalid_request', 'unauthorized_client', 'unsupported_response_type', 'invalid_scope']
  return isOurs.includes(String(error)) ? 'misconfigured' : 'denied_by_person'
}

/** Romanian, unless the browser prefers English. */
function languageFor(request: FastifyRequest) {
  return languageOf(`ro;q=0.001,${request.headers['accept-language'] ?? ''}`)
}

function isCode(code: unknown): code is string {
  return typeof code === 'string' && /^[\x21-\x7e]{1,4096}$/.test(code)
}

function cookieOf(request: FastifyRequest): string | null {
  const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(request.headers.cookie ?? '')
  return found?.[1] ?? null
}
