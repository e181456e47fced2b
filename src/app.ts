import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyPluginCallback,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Config } from './config.ts'
import { AppError, ERRORS } from './domain/errors.ts'
import { makeAuthenticator } from './http/auth.ts'
import { parseForm, readBodies } from './http/bodies.ts'
import { checkScope, type Services } from './http/endpoint.ts'
import { errorBody, JSON_TYPE } from './http/envelope.ts'
import { healthRoutes } from './http/health.ts'
import { languageOf } from './http/language.ts'
import { collectMethods, refuseOtherMethods } from './http/methods.ts'
import { documentApi } from './http/openapi.ts'
import { type Allowance, addressBlock, makeRateLimiter } from './http/rate-limit.ts'
import { type AppServices, pages, resources } from './resources/index.ts'
import { DatabaseUnreachable, ReadTooLong, TooManyReads } from './store/conn.ts'

export type AppConfig = Pick<
  Config,
  'corsOrigins' | 'trustProxy' | 'rateLimitPerMinute' | 'bodyLimitBytes' | 'logLevel'
>

/** Of the pages that need no key, per address: a person connects a company once in a year. */
const PAGES_PER_MINUTE = 60

/** The whole application, not listening. */
export async function buildApp(services: AppServices, config: AppConfig): Promise<FastifyInstance> {
  const app = Fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for every request is made whether or not it writes; ours name the request themselves.
    childLoggerFactory: (logger) => logger,
    // One proxy: the last address of X-Forwarded-For is the one it wrote, and those before it are the caller's word.
    trustProxy: config.trustProxy && ((_address: string, hop: number) => hop === 0),
    bodyLimit: config.bodyLimitBytes,
    genReqId: () => randomUUID(),
    rewriteUrl: (request) => (request.url?.startsWith('/api/v1/') ? request.url.slice(4) : (request.url ?? '/')),
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseForm, maxParamLength: 100 },
    forceCloseConnections: 'idle',
    // What still comes over an open connection while the server stops is answered, and the connection closed.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply as unknown as FastifyReply),
  })
  app.decorateRequest('startedAt', 0)
  app.decorateRequest('bodyText', '')
  app.decorateRequest('caller', null)
  app.decorateRequest('allowance', null)
  // Fields are read by their own readers (decision 0001); the schemas document them, and answers are text already.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request) => {
    throw new AppError('route_not_found', { method: request.method, path: request.url.split('?', 1)[0] ?? '' })
  })
  readBodies(app)
  if (config.corsOrigins.length > 0) await app.register(cors, corsOptions(config.corsOrigins))
  admitCallers(app, services, config)
  await documentApi(app)
  const offered = collectMethods(app)
  healthRoutes(app, services)
  for (const page of pages) page(app, services)
  const v1: FastifyPluginCallback = (prefixed, _options, done) => {
    for (const resource of resources) resource(prefixed, services)
    done()
  }
  await app.register(v1, { prefix: '/v1' })
  refuseOtherMethods(app, offered)
  return app
}

/** Starts the clock of the request, finds the key, counts the request and checks the scope. */
function admitCallers(app: FastifyInstance, services: Services, config: AppConfig): void {
  const authenticate = makeAuthenticator(services.database)
  const limiter = makeRateLimiter()
  app.addHook('onRequest', async (request, reply) => {
    request.startedAt = performance.now()
    // By the route and not by the address: `/%761/invoices` leads to /v1/invoices too.
    const route = request.routeOptions.url ?? request.url
    const isPage = route.startsWith('/anaf/')
    if (!isPage && !route.startsWith('/v1')) return
    const nowMs = services.clock.nowMs()
    const count = (caller: string, limit: number) => {
      const allowance = limiter.take(caller, limit, Math.floor(nowMs / 1000))
      request.allowance = allowance
      sendAllowance(reply, allowance, Math.floor(nowMs / 1000))
    }
    if (isPage) return count(`page ${addressBlock(request.ip)}`, PAGES_PER_MINUTE)
    let caller: Awaited<ReturnType<typeof authenticate>>
    try {
      caller = await authenticate(request, nowMs)
    } catch (error) {
      count(`ip ${addressBlock(request.ip)}`, config.rateLimitPerMinute)
      throw error
    }
    count(caller.keyId, caller.rateLimitPerMinute ?? config.rateLimitPerMinute)
    checkScope(request, caller)
    request.caller = caller
  })
}

function sendAllowance(reply: FastifyReply, allowance: Allowance, now: number): void {
  reply.raw.setHeader('x-ratelimit-limit', allowance.limit)
  reply.raw.setHeader('x-ratelimit-remaining', allowance.remaining)
  reply.raw.setHeader('x-ratelimit-reset', allowance.resetAt)
  if (!allowance.isExceeded) return
  const retryAfter = Math.max(1, allowance.resetAt - now)
  throw new AppError('rate_limit_exceeded', { retry_after: retryAfter })
}

function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof AppError ? error : translate(error, request)
  if (ERRORS[known.code].status >= 500) {
    // A full queue and an ANAF that is away are foreseen, and may be many.
    if (error === known) request.log.warn({ code: known.code, url: request.url, id: request.id }, 'request refused')
    else request.log.error({ err: error, url: request.url, id: request.id }, 'request failed')
  }
  const body = errorBody(request, known, languageOf(request.headers['accept-language']))
  const retryAfter = known.params.retry_after
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  reply.code(ERRORS[known.code].status).type(JSON_TYPE).send(body)
}

/** The framework's own refusals under our codes. What nobody foresaw is a bug: 500, and nothing of it leaks. */
function translate(error: Error & { code?: string; statusCode?: number }, request: FastifyRequest): AppError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new AppError('payload_too_large', { limit: request.routeOptions.bodyLimit ?? 0 })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported_media_type')
  if (error.code === 'FST_ERR_BAD_URL' || error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new AppError('route_not_found', { method: request.method, path: '' })
  }
  if (error instanceof DatabaseUnreachable) return new AppError('service_unavailable')
  if (error instanceof TooManyReads) return new AppError('too_many_long_reads')
  if (error instanceof ReadTooLong) return new AppError('read_too_long')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new AppError('invalid_format', { reason: error.message.slice(0, 120) })
  }
  return new AppError('internal_error')
}

function corsOptions(origins: readonly string[]) {
  return {
    origin: origins.includes('*') ? true : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'accept', 'accept-language', 'idempotency-key'],
    exposedHeaders: [
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'retry-after',
      'idempotent-replayed',
    ],
    maxAge: 600,
  }
}
