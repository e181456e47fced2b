import { hash, randomInt } from 'node:crypto'
import { newId } from '../../store/ctx.ts'
import type { ApiKeyRow } from '../../store/tables.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SECRET_LENGTH = 24

export interface KeyRequest {
  readonly companyId: string
  readonly workPointId: string
  readonly mode: 'live' | 'test'
  readonly name: string
  readonly scopes: readonly string[]
  readonly allowedIps: readonly string[]
  readonly rateLimitPerMinute: number | null
  readonly expiresAt: number | null
}

/** A new key and the row that remembers it. The secret is shown once and only its hash is stored (contract 1.2). */
export function makeKey(request: KeyRequest, now: number): { secret: string; row: ApiKeyRow } {
  let body = ''
  for (let i = 0; i < SECRET_LENGTH; i++) body += LETTERS[randomInt(LETTERS.length)]
  const secret = `sk_${request.mode}_${body}`
  const row: ApiKeyRow = {
    id: newId('key'),
    company_id: request.companyId,
    work_point_id: request.workPointId,
    name: request.name,
    hash: hashKey(secret),
    hint: secret.slice(-4),
    scopes: request.scopes.join(' '),
    allowed_ips: request.allowedIps.join(' '),
    rate_limit_per_minute: request.rateLimitPerMinute,
    expires_at: request.expiresAt,
    revoked_at: null,
    last_used_at: null,
    last_used_ip: null,
    created_at: now,
  }
  return { secret, row }
}

export function hashKey(secret: string): string {
  return hash('sha256', secret, 'hex')
}
