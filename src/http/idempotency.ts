import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../domain/errors.ts'
import type { Conn } from '../store/conn.ts'
import { deleteRows, insertRows } from '../store/insert.ts'
import { prepared } from '../store/prepared.ts'
import type { IdempotencyRow } from '../store/tables.ts'

/** How long an answer is kept for replay (contract 1.13). */
export const KEPT_SECONDS = 24 * 3600

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
  const row = (await byKey(db, attempt))[0]
  if (!row) return null
  if (row.created_at <= now - KEPT_SECONDS) return forget(db, attempt)
  if (row.request_hash !== attempt.requestHash) throw new AppError('idempotency_conflict')
  return { status: row.status, body: row.body }
}

function forget(db: Conn, { companyId, keyId, route, key }: Attempt): null {
  deleteRows(db, 'idempotency', { company_id: companyId, key_id: keyId, route, idempotency_key: key })
  return null
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

/** True for the failure of `keepAnswer` when a simultaneous transaction with the same key committed first. */
export function isKeyTaken(error: unknown): boolean {
  return (error as { code?: string; constraint?: string }).constraint === 'idempotency_pkey'
}

export async function forgetOldAnswers(db: Conn, now: number): Promise<void> {
  await db.kysely
    .deleteFrom('idempotency')
    .where('created_at', '<=', now - KEPT_SECONDS)
    .execute()
}
