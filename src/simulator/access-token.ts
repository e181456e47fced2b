import { createHmac, timingSafeEqual } from 'node:crypto'

const DAY_SECONDS = 86_400
/** efactura 1.8. */
export const ACCESS_TOKEN_SECONDS = 90 * DAY_SECONDS
export const REFRESH_TOKEN_SECONDS = 365 * DAY_SECONDS

interface Claims {
  /** Unix seconds. */
  readonly exp: number
  readonly iat: number
  /** Tells tokens apart that were given in the same second. */
  readonly jti: string
  readonly cifs: readonly string[]
  /** Absent in tokens that belong to no tenant. */
  readonly tenant?: string
}

/** Whom a token speaks for. */
export interface Identity {
  readonly cifs: readonly string[]
  /** Whose mailboxes these are; empty for callers from outside, who share theirs by CIF. */
  readonly tenant: string
}

export interface Holder extends Identity {
  readonly tokenId: string
}

/** A JWT (HS256) that carries the CIFs of the certificate, as ANAF's stands for the person's. */
export function signAccessToken(secret: string, { cifs, tenant }: Identity, jti: string, nowMs: number): string {
  const iat = Math.floor(nowMs / 1000)
  const claims: Claims = { exp: iat + ACCESS_TOKEN_SECONDS, iat, jti, cifs, ...(tenant === '' ? {} : { tenant }) }
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
  return `${signed}.${mac(secret, signed).toString('base64url')}`
}

/** Who an `Authorization` header speaks for; null when the token is absent, not of ours, or has expired. */
export function readAccessToken(secret: string, authorization: string | null, nowMs: number): Holder | null {
  const token = /^Bearer +([\w-]+\.[\w-]+)\.([\w-]+)$/i.exec(authorization ?? '')
  const [, signed, signature] = token ?? []
  if (signed === undefined || signature === undefined) return null
  const given = Buffer.from(signature, 'base64url')
  const right = mac(secret, signed)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const claims = JSON.parse(Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims
  return claims.exp * 1000 > nowMs ? { tokenId: claims.jti, cifs: claims.cifs, tenant: claims.tenant ?? '' } : null
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function mac(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest()
}
