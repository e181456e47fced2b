import type { TokenOutcome } from '../../adapters/anaf/oauth.ts'
import { AppError, notFound } from '../../domain/errors.ts'
import type { Deed } from '../../store/deed.ts'
import type { AnafAuthorizationRow, AnafTokenRow } from '../../store/tables.ts'
import { goOnWaiting } from '../efactura/go-on-waiting.ts'
import { type AnafServices, applicationOf, placeOf, redirectUriOf } from './anaf-services.ts'
import { claimOpen, endClaim } from './authorization.store.ts'
import { findByState, hashOf, standingOf } from './open-authorization.ts'
import { replaceToken } from './token.store.ts'

/** Longer than any exchange takes: after it the process that claimed is taken for dead. */
const CLAIM_SECONDS = 120

/** What ANAF sent a browser, or an SDK's user, back with. */
export interface Callback {
  readonly state: string
  readonly code: string
}

type Outcome = Exclude<TokenOutcome, { kind: 'tokens' }> | { readonly kind: 'sealed'; readonly tokens: SealedTokens }

type SealedTokens = Pick<AnafTokenRow, 'access_token' | 'refresh_token' | 'access_expires_at' | 'refresh_expires_at'>

/** First transaction: takes the authorization, so that of many callbacks one exchanges its code. */
export async function claimAuthorization(deed: Deed, { state, code }: Callback): Promise<AnafAuthorizationRow> {
  const found = await findByState(deed.db, state)
  if (!found || found.company_id !== deed.companyId) throw notFound('efactura_authorization')
  const wanted = { stateHash: found.state_hash, codeHash: hashOf(code), now: deed.now, until: deed.now + CLAIM_SECONDS }
  const claimed = await claimOpen(deed.db, deed.companyId, wanted)
  if (claimed) return claimed
  const isExpired = standingOf(found, deed.now) === 'expired'
  throw new AppError(isExpired ? 'efactura_authorization_expired' : 'efactura_authorization_used')
}

/** Between the transactions: the code for tokens, sealed before anything else sees them. */
export async function exchangeCode(
  anaf: AnafServices,
  row: AnafAuthorizationRow,
  code: string,
  nowMs: number,
): Promise<Outcome> {
  const redirectUri = redirectUriOf(anaf)
  const outcome = await anaf.oauth.exchange({ application: applicationOf(anaf, row), code, redirectUri, nowMs })
  return outcome.kind === 'tokens' ? { kind: 'sealed', tokens: sealTokens(anaf, row, outcome) } : outcome
}

export function sealTokens(
  { vault }: AnafServices,
  row: Pick<AnafTokenRow, 'company_id' | 'environment'>,
  tokens: Extract<TokenOutcome, { kind: 'tokens' }>,
): SealedTokens {
  return {
    access_token: vault.seal(tokens.accessToken, placeOf(row, 'access_token')),
    refresh_token: vault.seal(tokens.refreshToken, placeOf(row, 'refresh_token')),
    access_expires_at: tokens.accessExpiresAt,
    refresh_expires_at: tokens.refreshExpiresAt,
  }
}

/**
 * Second transaction: keeps the tokens, or opens the authorization again, for another code. Answers null, or the
 * refusal to give once what was written is committed. Throws where the authorization was withdrawn meanwhile.
 */
export async function settleAuthorization(
  deed: Deed,
  row: AnafAuthorizationRow,
  outcome: Outcome,
): Promise<AppError | null> {
  const isSealed = outcome.kind === 'sealed'
  if (!(await endClaim(deed.db, row, isSealed ? deed.now : null))) {
    throw new AppError('efactura_authorization_expired')
  }
  const object = { type: 'efactura_token', id: row.environment }
  if (!isSealed) {
    const { kind, detail } = outcome
    deed.record('efactura.authorization_failed', object, { environment: row.environment, reason: kind, detail })
    return new AppError(kind === 'denied' ? 'anaf_refused' : 'anaf_unavailable', { detail })
  }
  await replaceToken(deed.db, {
    company_id: row.company_id,
    environment: row.environment,
    client_id: row.client_id,
    client_secret: row.client_secret,
    ...outcome.tokens,
    state: 'active',
    last_error: null,
    next_attempt_at: 0,
    attempts: 0,
    claimed_until: null,
    warned_days: null,
    created_at: deed.now,
    updated_at: deed.now,
  })
  await goOnWaiting(deed.db, row.company_id, row.environment, deed.now)
  deed.record('efactura.authorized', object, {
    environment: row.environment,
    access_expires_at: outcome.tokens.access_expires_at,
    refresh_expires_at: outcome.tokens.refresh_expires_at,
  })
  return null
}
