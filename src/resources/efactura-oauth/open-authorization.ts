import { hash, randomBytes } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'
import type { Conn } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { AnafAuthorizationRow } from '../../store/tables.ts'
import { getCompany } from '../settings/company.store.ts'
import { findAuthorization, insertAuthorization, withdrawAuthorizations } from './authorization.store.ts'
import { findToken } from './token.store.ts'

/** The owner of the certificate is often somebody else, who reads mail when there is time. */
export const LINK_SECONDS = 7 * 86_400
/** How long a used link can still say that it was used. */
const REMEMBERED_SECONDS = 30 * 86_400

type Environment = AnafAuthorizationRow['environment']

/** A company's own OAuth application, its secret sealed. */
export interface SealedApplication {
  readonly clientId: string
  readonly clientSecret: string
}

/** Neither the link nor the state is stored: whoever reads the database can open nothing. */
export interface NewAuthorization {
  readonly row: AnafAuthorizationRow
  readonly link: string
  readonly state: string
}

/** Asks for an authorization at ANAF. The newest request of a company and environment is the one that counts. */
export async function openAuthorization(
  ctx: Ctx,
  asked: {
    environment: Environment
    /** Without one: what the tokens in use were got with, or else the application of the installation. */
    application: SealedApplication | null
    hasDefaultApplication: boolean
    madeBy: { id: string; name: string }
  },
): Promise<NewAuthorization> {
  if ((await getCompany(ctx)).mode === 'test') throw new AppError('efactura_not_in_sandbox')
  const before = await findToken(ctx.db, ctx.companyId, asked.environment)
  const clientId = asked.application?.clientId ?? before?.client_id ?? null
  const clientSecret = asked.application?.clientSecret ?? before?.client_secret ?? null
  if (clientId === null && !asked.hasDefaultApplication) throw new AppError('efactura_application_missing')
  await withdrawAuthorizations(ctx.db, ctx.companyId, asked.environment, ctx.now - REMEMBERED_SECONDS)
  const link = randomBytes(32).toString('base64url')
  const state = stateOf(link)
  const row: AnafAuthorizationRow = {
    state_hash: hashOf(state),
    company_id: ctx.companyId,
    environment: asked.environment,
    client_id: clientId,
    client_secret: clientSecret,
    made_by: asked.madeBy.id,
    made_by_name: asked.madeBy.name,
    created_at: ctx.now,
    expires_at: ctx.now + LINK_SECONDS,
    claimed_until: null,
    code_hash: null,
    used_at: null,
  }
  insertAuthorization(ctx.db, row)
  ctx.record(
    'efactura.authorization_started',
    { type: 'efactura_token', id: asked.environment },
    { environment: asked.environment, expires_at: row.expires_at },
  )
  return { row, link, state }
}

/** The state goes through ANAF and browsers' histories; the link, from which it is made, cannot be had from it. */
export function stateOf(link: string): string {
  return hash('sha256', `anaf state ${link}`, 'base64url')
}

export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** 256 bits in base64url; what looks otherwise was never handed out. */
export function isHandedOut(text: unknown): text is string {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text)
}

/** The authorization behind a state, in whatever condition. */
export async function findByState(db: Conn, state: unknown): Promise<AnafAuthorizationRow | null> {
  return isHandedOut(state) ? findAuthorization(db, hashOf(state)) : null
}

/** What may still be done with it. */
export function standingOf(
  row: AnafAuthorizationRow | null,
  now: number,
): 'unknown' | 'used' | 'expired' | 'in_progress' | 'open' {
  if (!row) return 'unknown'
  if (row.used_at !== null) return 'used'
  if (row.expires_at <= now) return 'expired'
  return row.claimed_until !== null && row.claimed_until > now ? 'in_progress' : 'open'
}
