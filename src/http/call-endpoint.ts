import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../domain/errors.ts'
import type { Ctx } from '../store/ctx.ts'
import type { Caller } from './auth.ts'
import { documentation } from './documentation.ts'
import { asksForDryRun, contextOf, type EndpointBase, type Input, NO_FIELDS, type Services, send } from './endpoint.ts'
import { successBody } from './envelope.ts'
import { type Reader, readAll } from './fields.ts'
import {
  type Answer,
  attemptOf,
  findAnswer,
  keepAnswer,
  releaseAnswer,
  reserveAnswer,
  takeAnswer,
} from './idempotency.ts'
import type { Json, JsonText } from './json.ts'

/** A write that asks the outside world, which must not happen inside a transaction. */
export interface CallEndpoint<Q, B, P, O> extends EndpointBase<Q> {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly status?: 200 | 201
  readonly body?: Reader<B>
  /** The answer holds a secret that is shown once, and is not kept for replay: asked again, everything happens again. */
  readonly isAnswerSecret?: boolean
  /** Of the request, where it is not that of the server. */
  readonly bodyLimitBytes?: number
  /** The first transaction: checks, and claims what must not happen twice. */
  begin(ctx: Ctx, input: Input<Q, B>): Promise<P>
  /** Between the transactions. What is thrown here leaves what `begin` wrote as it is. */
  call(begun: P, input: Input<Q, B>): Promise<O>
  /**
   * The second transaction. A refusal that is thrown rolls it back; one that is returned is answered after the commit,
   * for an outcome that is both a refusal and worth remembering.
   */
  finish(ctx: Ctx, begun: P, outcome: O, input: Input<Q, B>): Promise<Json | JsonText | AppError>
}

/** Two short transactions with a call between them. The same `Idempotency-Key` meets a 409 until there is an answer. */
export function callEndpoint<Q, B, P, O>(
  app: FastifyInstance,
  services: Services,
  endpoint: CallEndpoint<Q, B, P, O>,
): void {
  const status = endpoint.status ?? 200
  app.route({
    method: endpoint.method,
    url: endpoint.url,
    ...(endpoint.bodyLimitBytes === undefined ? {} : { bodyLimit: endpoint.bodyLimitBytes }),
    config: endpoint.scope ? { scope: endpoint.scope } : {},
    schema: documentation(endpoint, endpoint.method.toLowerCase(), status, endpoint.body ?? null),
    handler: async (request, reply) => {
      const query = readAll(endpoint.query ?? (NO_FIELDS as unknown as Reader<Q>), request.query)
      const body = readAll(endpoint.body ?? (NO_FIELDS as unknown as Reader<B>), request.body)
      asksForDryRun(request, false)
      const input = { params: (request.params ?? {}) as Record<string, string>, query, body, request }
      const answer = await callBetween(services, request, endpoint, input, status)
      if (answer.isReplay) reply.header('idempotent-replayed', 'true')
      return send(reply, answer.status, answer.body)
    },
  })
}

async function callBetween<Q, B, P, O>(
  services: Services,
  request: FastifyRequest,
  endpoint: CallEndpoint<Q, B, P, O>,
  input: Input<Q, B>,
  status: number,
): Promise<Answer & { isReplay: boolean }> {
  const { database, clock } = services
  const caller = request.caller as Caller
  const attempt = endpoint.isAnswerSecret ? null : attemptOf(request, caller)
  const beginMs = clock.nowMs()
  const reservedAt = Math.floor(beginMs / 1000)
  const first = await transactOrReplay(async () =>
    database.transact(async (db) => {
      const kept = attempt && (await takeAnswer(db, attempt, reservedAt))
      if (kept) return { kept }
      const { ctx, events } = await contextOf(services, request, caller, db, beginMs)
      const begun = await endpoint.begin(ctx, input)
      events.flush(db)
      if (attempt) reserveAnswer(db, attempt, reservedAt)
      return { begun }
    }),
  )
  if ('kept' in first) return { ...first.kept, isReplay: true }
  try {
    const outcome = await endpoint.call(first.begun, input)
    const endMs = clock.nowMs()
    const result = await database.transact(async (db) => {
      const { ctx, events } = await contextOf(services, request, caller, db, endMs)
      const data = await endpoint.finish(ctx, first.begun, outcome, input)
      events.flush(db)
      if (data instanceof AppError) return data
      const answer = { status, body: successBody(request, data) }
      if (attempt) {
        releaseAnswer(db, attempt, reservedAt)
        keepAnswer(db, attempt, answer, Math.floor(endMs / 1000))
      }
      return answer
    })
    if (result instanceof AppError) throw result
    return { ...result, isReplay: false }
  } catch (error) {
    // Refusals are not kept: the caller may put right what was wrong and send the same key again.
    // If even that fails, the place is free again after a while.
    if (attempt) await database.transact(async (db) => releaseAnswer(db, attempt, reservedAt)).catch(() => {})
    throw error
  }

  async function transactOrReplay<T>(transact: () => Promise<T>): Promise<T | { kept: Answer }> {
    try {
      return await transact()
    } catch (error) {
      // A simultaneous request with the same key may have gone first, and been what this one was refused for.
      const kept = attempt && (await findAnswer(database.read, attempt, reservedAt))
      if (!kept) throw error
      return { kept }
    }
  }
}
