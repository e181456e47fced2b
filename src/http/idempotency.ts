import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../domain/errors.ts'
import type { Conn } from '../store/conn.ts'
import { deleteRows, insertRows } from '../store/insert.ts'
import { prepared } from '../store/prepared.ts'
import type { IdempotencyRow } from '../store/tables.ts'

/** How long an answer is kept for replay (contract 1.13). */
export const KEPT_SECONDS = 24 * 3600

/** Stands in for the status while the outside world is asked: the answer is not there yet. */
const IN_PROGRESS = 102
/** A request that has not answered after this long died on the way, and may be sent again. */
const IN_PROGRESS_SECONDS = 180

/** One use of an `Idempotency-Key`: by whom, where, and for which request. */
export interface Attempt {
  readonly companyId: string
  readonly keyId: string
  readonly route: string
  readonly key: string
  readonly requestHash: string
}

export interface Answer {
  readonly status: number
  readonly body: string
}

export function attemptOf(request: FastifyRequest, caller: { companyId: string; keyId: string }): Attempt | null {
  const header = request.headers['idempotency-key']
  if (header === undefined) return null
  const key = String(header)
  if (!/^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(key)) {
    throw new AppError('invalid_request', {}, [{ path: 'Idempotency-Key', code: 'too_long', params: { max: 255 } }])
  }
  const route = `${request.method} ${request.url.split('?', 1)[0]}`
  return { ...caller, route, key, requestHash: hash('sha256', `${request.url}\n${request.bodyText}`, 'hex') }
}

const byKey = prepared<{ companyId: string; keyId: string; route: string; key: string }, IdempotencyRow>(({ db, p }) =>
  db
    .selectFrom('idempotency')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('key_id', '=', p.keyId)
    .where('route', '=', p.route)
    .where('idempotency_key', '=', p.key),
)

/** The stored answer to the same request, or null. The same key with another request is a conflict. */
export async function findAnswer(db: Conn, attempt: Attempt, now: number): Promise<Answer | null> {
  return answerIn((await byKey(db, attempt))[0], attempt, now)
}

/** The same in a transaction that will keep an answer, and so makes room where one is too old. */
export async function takeAnswer(db: Conn, attempt: Attempt, now: number): Promise<Answer | null> {
  const row = (await byKey(db, attempt))[0]
  const answer = answerIn(row, attempt, now)
  if (row && !answer) {
    const { company_id, key_id, route, idempotency_key, created_at } = row
    // By its age too: meanwhile a simultaneous request may have put a new answer in its place.
    deleteRows(db, 'idempotency', { company_id, key_id, route, idempotency_key, created_at })
  }
  return answer
}

function answerIn(row: IdempotencyRow | undefined, attempt: Attempt, now: number): Answer | null {
  if (!row || row.created_at <= now - KEPT_SECONDS) return null
  if (row.request_hash !== attempt.requestHash) throw new AppError('idempotency_conflict')
  if (row.status === IN_PROGRESS) {
    if (row.created_at <= now - IN_PROGRESS_SECONDS) return null
    throw new AppError('request_in_progress')
  }
  return { status: row.status, body: row.body }
}

/** Keeps the answer. A simultaneous transaction with the same key makes this one fail as a whole. */
export function keepAnswer(db: Conn, attempt: Attempt, answer: Answer, now: number): void {
  insertRows(db, 'idempotency', [
    {
      company_id: attempt.companyId,
      key_id: attempt.keyId,
      route: attempt.route,
      idempotency_key: attempt.key,
      request_hash: attempt.requestHash,
      status: answer.status,
      body: answer.body,
      created_at: now,
    },
  ])
}

/** Holds the place of an answer that takes more than one transaction. The same request meets it and does nothing. */
export function reserveAnswer(db: Conn, attempt: Attempt, now: number): void {
  keepAnswer(db, attempt, { status: IN_PROGRESS, body: '' }, now)
}

/** Gives a reserved place back, so that the request may be sent again. `reservedAt` tells it from a later one. */
export function releaseAnswer(db: Conn, attempt: Attempt, reservedAt: number): void {
  const { companyId: company_id, keyId: key_id, route, key: idempotency_key } = attempt
  deleteRows(db, 'idempotency', {
    company_id,
    key_id,
    route,
    idempotency_key,
    status: IN_PROGRESS,
    created_at: reservedAt,
  })
}

export async function forgetOldAnswers(db: Conn, now: number): Promise<void> {
  await db.kysely
    .deleteFrom('idempotency')
    .where('created_at', '<=', now - KEPT_SECONDS)
    .execute()
}
