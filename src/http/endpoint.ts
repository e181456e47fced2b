import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type DocumentMaker, withDocuments } from '../domain/efactura/document-desk.ts'
import type { DocumentReader } from '../domain/efactura/summary.ts'
import { AppError, refuseProblems } from '../domain/errors.ts'
import { findWorkPoint } from '../resources/work-points/work-point.store.ts'
import type { Clock } from '../store/clock.ts'
import { bucharestDay } from '../store/clock.ts'
import type { Conn, Database } from '../store/conn.ts'
import { type Ctx, type ListCtx, newId } from '../store/ctx.ts'
import { makeEventRecorder } from '../store/events.ts'
import { isNumberTaken } from '../store/number-taken.ts'
import { type Caller, mayDo } from './auth.ts'
import { type Documented, documentation } from './documentation.ts'
import { JSON_TYPE, successBody, successBytes } from './envelope.ts'
import { flag, fullId, object, optional, type Reader, readAll } from './fields.ts'
import { type Answer, attemptOf, findAnswer, keepAnswer, takeAnswer } from './idempotency.ts'
import type { Json, JsonText } from './json.ts'
import { languageOf } from './language.ts'
import type { Allowance } from './rate-limit.ts'

declare module 'fastify' {
  interface FastifyRequest {
    startedAt: number
    /** The body as it was sent, for the hash behind an `Idempotency-Key`. */
    bodyText: string
    caller: Caller | null
    /** What is left to the caller in the current minute. */
    allowance: Allowance | null
  }
  interface FastifyContextConfig {
    scope?: string
  }
}

/** What every endpoint stands on. */
export interface Services {
  readonly database: Database
  readonly clock: Clock
  /** Public ids; tests hand in predictable ones. */
  readonly newId?: (prefix: string) => string
  /** Makes and reads large documents of e-Factura beside everything else. */
  readonly xmlJudge?: DocumentMaker & DocumentReader
}

export interface EndpointBase<Q> extends Documented {
  readonly query?: Reader<Q>
}

export interface Input<Q, B> {
  readonly params: Readonly<Record<string, string>>
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
}

export interface ReadEndpoint<Q> extends EndpointBase<Q> {
  run(ctx: ListCtx, input: Input<Q, undefined>): Promise<Json | JsonText>
}

export interface WriteEndpoint<Q, B> extends EndpointBase<Q> {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | readonly ('POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  readonly status?: 200 | 201
  readonly body?: Reader<B>
  run(ctx: Ctx, input: Input<Q, B>): Promise<Json | JsonText>
}

export const NO_FIELDS = object({})
const DRY_RUN = object({ dry_run: optional(flag) })

/**
 * Whether the caller only wants to know what would happen. Who asks for it where it is not offered must not find it
 * done, so that is refused.
 */
export function asksForDryRun(request: FastifyRequest, isOffered: boolean): boolean {
  const { query, body } = request
  const ofBody =
    typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  const sent = (query as Record<string, unknown>).dry_run ?? ofBody.dry_run
  const isAsked = Boolean(readAll(DRY_RUN, { dry_run: sent }).dry_run)
  if (isAsked && !isOffered) refuseProblems([{ path: 'dry_run', code: 'no_dry_run' }])
  return isAsked
}

/** A GET: one round trip to committed data. */
export function readEndpoint<Q>(app: FastifyInstance, services: Services, endpoint: ReadEndpoint<Q>): void {
  app.get(endpoint.url, {
    config: endpoint.scope ? { scope: endpoint.scope } : {},
    schema: documentation(endpoint, 'get', 200, null),
    handler: async (request, reply) => {
      const { ctx, input } = await readingOf(services, request, endpoint.query)
      return send(reply, 200, successBytes(request, await endpoint.run(ctx, input)))
    },
  })
}

/** What a GET asks, and who asks it: committed data, outside of any transaction. */
export async function readingOf<Q>(
  services: Services,
  request: FastifyRequest,
  reader: Reader<Q> | undefined,
): Promise<{ ctx: ListCtx; input: Input<Q, undefined> }> {
  const query = readAll(reader ?? (NO_FIELDS as unknown as Reader<Q>), filled(request.query))
  const caller = request.caller as Caller
  const ctx: ListCtx = {
    db: services.database.read,
    longDb: services.database.longRead,
    companyId: caller.companyId,
    workPointId: await askedWorkPoint(services.database.read, caller.companyId, request),
    today: bucharestDay(services.clock.nowMs()),
    language: languageOf(request.headers['accept-language']),
  }
  return { ctx, input: { params: request.params as Record<string, string>, query, body: undefined, request } }
}

/** A write: one transaction with its events and, when asked for, the kept answer. */
export function writeEndpoint<Q, B>(app: FastifyInstance, services: Services, endpoint: WriteEndpoint<Q, B>): void {
  const status = endpoint.status ?? 200
  for (const method of [endpoint.method].flat()) {
    app.route({
      method,
      url: endpoint.url,
      config: endpoint.scope ? { scope: endpoint.scope } : {},
      schema: documentation(endpoint, method.toLowerCase(), status, endpoint.body ?? null),
      handler: async (request, reply) => {
        const caller = request.caller as Caller
        const query = readAll(endpoint.query ?? (NO_FIELDS as unknown as Reader<Q>), request.query)
        const body = readAll(endpoint.body ?? (NO_FIELDS as unknown as Reader<B>), request.body)
        const isDryRun = asksForDryRun(request, endpoint.offersDryRun === true)
        const input = { params: (request.params ?? {}) as Record<string, string>, query, body, request }
        const run = (ctx: Ctx) => endpoint.run(ctx, input)
        const outcome = await transactRequest(services, request, { caller, status, isDryRun, run })
        if (outcome.isReplay) reply.header('idempotent-replayed', 'true')
        return send(reply, outcome.status, outcome.body)
      },
    })
  }
}

interface Write {
  readonly caller: Caller
  readonly status: number
  readonly isDryRun: boolean
  run(ctx: Ctx): Promise<Json | JsonText>
}

/** Carries a dry run's answer out of the transaction that it rolls back. */
class DryRun extends Error {
  readonly body: string
  constructor(body: string) {
    super('dry run')
    this.body = body
  }
}

async function transactRequest(
  services: Services,
  request: FastifyRequest,
  write: Write,
): Promise<Answer & { isReplay: boolean }> {
  const { database, clock } = services
  const attempt = write.isDryRun ? null : attemptOf(request, write.caller)
  const nowMs = clock.nowMs()
  const now = Math.floor(nowMs / 1000)
  try {
    return await withDocuments(services.xmlJudge, write.caller.companyId, (documents) =>
      database.transact(async (db) => {
        const kept = attempt ? await takeAnswer(db, attempt, now) : null
        if (kept) return { ...kept, isReplay: true }
        const { ctx: plain, events } = await contextOf(services, request, write.caller, db, nowMs)
        const ctx = { ...plain, documents }
        const body = successBody(request, await write.run(write.isDryRun ? { ...ctx, isDryRun: true } : ctx))
        if (write.isDryRun) throw new DryRun(body)
        events.flush(db)
        const answer = { status: write.status, body }
        if (attempt) keepAnswer(db, attempt, answer, now)
        return { ...answer, isReplay: false }
      }),
    )
  } catch (error) {
    if (error instanceof DryRun) return { status: 200, body: error.body, isReplay: false }
    // A simultaneous request with the same key may have gone first, and been what this one was refused for.
    const kept = attempt && (await findAnswer(database.read, attempt, now))
    if (!kept) throw isNumberTaken(error) ? new AppError('invoice_number_taken') : error
    return { ...kept, isReplay: true }
  }
}

/** One transaction of the caller, with the recorder of its events; whoever opened it flushes them at its end. */
export async function contextOf(
  services: Services,
  request: FastifyRequest,
  caller: Caller,
  db: Conn,
  nowMs: number,
): Promise<{ ctx: Ctx; events: ReturnType<typeof makeEventRecorder> }> {
  const now = Math.floor(nowMs / 1000)
  const events = makeEventRecorder({
    companyId: caller.companyId,
    actorId: caller.keyId,
    actorName: caller.keyName,
    requestId: request.id,
    now,
  })
  const ctx: Ctx = {
    db,
    companyId: caller.companyId,
    workPointId: (await askedWorkPoint(db, caller.companyId, request)) ?? caller.workPointId,
    today: bucharestDay(nowMs),
    now,
    language: languageOf(request.headers['accept-language']),
    newId: services.newId ?? newId,
    record: events.record,
  }
  return { ctx, events }
}

/** The `work_point_id` of the query or the body, checked; null when the caller named none (contract 1.11). */
async function askedWorkPoint(db: Conn, companyId: string, request: FastifyRequest): Promise<string | null> {
  const query = request.query as Record<string, unknown>
  const body = request.body as Record<string, unknown> | null | undefined
  const asked = query.work_point_id ?? (typeof body === 'object' && body !== null ? body.work_point_id : undefined)
  if (asked === undefined || asked === null || asked === '') return null
  const sent = typeof asked === 'string' || typeof asked === 'number' ? String(asked) : ''
  const workPoint = await findWorkPoint(db, companyId, fullId('wp', sent))
  if (!workPoint) throw new AppError('work_point_not_found')
  return workPoint.id
}

/** A filter that is left empty (`?is_active=`) asks for nothing. */
function filled(query: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== ''))
}

export function send(reply: FastifyReply, status: number, body: string | Buffer): FastifyReply {
  return reply.code(status).type(JSON_TYPE).send(body)
}

/** Refuses a caller whose key lacks the scope of the route. */
export function checkScope(request: FastifyRequest, caller: Caller): void {
  const scope = request.routeOptions.config.scope
  if (scope && !mayDo(caller, scope)) throw new AppError('insufficient_permissions', { scope })
}
