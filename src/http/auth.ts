import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../domain/errors.ts'
import { findKeyByHash, markKeyUsed } from '../resources/keys/key.store.ts'
import { hashKey } from '../resources/keys/make-key.ts'
import type { Database } from '../store/conn.ts'
import type { ApiKeyRow } from '../store/tables.ts'

/** How long a key may still work after it was revoked elsewhere, and how many are remembered. */
const CACHE_MS = 5_000
const CACHE_SIZE = 10_000
/** The last use of a key is written at most this often. */
const USE_WRITTEN_EVERY_SECONDS = 60

/** The key behind a request, ready to be asked. */
export interface Caller {
  readonly keyId: string
  readonly keyName: string
  readonly companyId: string
  readonly workPointId: string
  readonly scopes: ReadonlySet<string>
  readonly rateLimitPerMinute: number | null
}

interface KnownKey {
  readonly row: ApiKeyRow
  readonly caller: Caller
  readonly allowedIps: BlockList | null
  readonly until: number
  usedAt: number
}

/** Bearer keys, looked up by hash and remembered briefly (contract 1.2). */
export function makeAuthenticator(database: Database) {
  const known = new Map<string, KnownKey>()

  async function lookUp(secret: string, nowMs: number): Promise<KnownKey> {
    const hash = hashKey(secret)
    const cached = known.get(hash)
    if (cached && cached.until > nowMs) return cached
    const row = await findKeyByHash(database.read, hash)
    if (!row) throw new AppError('invalid_api_key')
    if (known.size >= CACHE_SIZE) known.clear()
    const fresh: KnownKey = {
      row,
      caller: callerOf(row),
      allowedIps: row.allowed_ips ? blockListOf(row.allowed_ips) : null,
      until: nowMs + CACHE_MS,
      usedAt: row.last_used_at ?? 0,
    }
    known.set(hash, fresh)
    return fresh
  }

  return async function authenticate(request: FastifyRequest, nowMs: number): Promise<Caller> {
    const key = await lookUp(bearerOf(request), nowMs)
    const now = Math.floor(nowMs / 1000)
    if (key.row.revoked_at !== null) throw new AppError('invalid_api_key')
    if (key.row.expires_at !== null && key.row.expires_at <= now) throw new AppError('expired_api_key')
    if (key.allowedIps && !isAllowed(key.allowedIps, addressOf(request) ?? ''))
      throw new AppError('ip_restricted', { ip: addressOf(request) ?? '' })
    if (now - key.usedAt >= USE_WRITTEN_EVERY_SECONDS) {
      key.usedAt = now
      database
        .transact(async (db) => markKeyUsed(db, key.row, now, addressOf(request)))
        .catch((error) => request.log.warn(error, 'last use of a key was not written'))
    }
    return key.caller
  }
}

/** Null when the caller has hung up: its socket then tells no address, whatever the type says. */
function addressOf(request: FastifyRequest): string | null {
  return (request.ip as string | undefined) ?? null
}

function bearerOf(request: FastifyRequest): string {
  const header = request.headers.authorization
  if (!header) throw new AppError('missing_api_key')
  const match = /^Bearer +(\S{1,200})\s*$/i.exec(header)
  if (!match?.[1]) throw new AppError('invalid_api_key')
  return match[1]
}

function callerOf(row: ApiKeyRow): Caller {
  return {
    keyId: row.id,
    keyName: row.name,
    companyId: row.company_id,
    workPointId: row.work_point_id,
    scopes: new Set(row.scopes.split(' ')),
    rateLimitPerMinute: row.rate_limit_per_minute,
  }
}

/** `*`, `clients:*` or exactly the scope asked for. */
export function mayDo(caller: Caller, scope: string): boolean {
  return (
    caller.scopes.has('*') || caller.scopes.has(scope) || caller.scopes.has(`${scope.slice(0, scope.indexOf(':'))}:*`)
  )
}

/** Addresses and CIDR ranges, separated by spaces. Throws on anything else. */
export function blockListOf(entries: string): BlockList {
  const allowed = new BlockList()
  for (const entry of entries.split(' ').filter(Boolean)) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address)
    const bits = Number(prefix)
    if (
      family === 0 ||
      (prefix !== undefined && !(Number.isInteger(bits) && bits >= 0 && bits <= (family === 4 ? 32 : 128)))
    ) {
      throw new Error(`"${entry}" is neither an IP address nor a CIDR range`)
    }
    const type = family === 4 ? 'ipv4' : 'ipv6'
    if (prefix === undefined) allowed.addAddress(address, type)
    else allowed.addSubnet(address, bits, type)
  }
  return allowed
}

function isAllowed(allowed: BlockList, ip: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
  const family = isIP(mapped)
  return family !== 0 && allowed.check(mapped, family === 4 ? 'ipv4' : 'ipv6')
}
