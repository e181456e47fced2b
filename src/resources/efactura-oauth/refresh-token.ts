import type { TokenOutcome } from '../../adapters/anaf/oauth.ts'
import { type Deed, transactDeed } from '../../store/deed.ts'
import type { AnafTokenRow } from '../../store/tables.ts'
import { applicationOf, placeOf, sentenceOf, type TokenTools } from './anaf-services.ts'
import { sealTokens } from './complete-authorization.ts'
import { claimToken, findToken, updateToken } from './token.store.ts'

/** Longer than any refresh takes: after it the process that claimed is taken for dead. */
const CLAIM_SECONDS = 120
/** After a failure: 1, 2, 4 … minutes, and never longer than 6 hours. */
const FIRST_RETRY_SECONDS = 60
const LONGEST_RETRY_SECONDS = 6 * 3600

export type Refreshed =
  | { readonly kind: 'refreshed' | 'lost'; readonly row: AnafTokenRow }
  /** Somebody else is at it, or has just been. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'failure'; readonly detail: string; readonly retryAt: number }

/**
 * Gets a new pair of tokens for the row as it was read. Two never do so at once: the claim is taken and given back in
 * transactions of their own, and what came of it is saved only while it is still ours. Where an answer was lost, or
 * the process died before saving, the next attempt goes with the old refresh token; if ANAF refuses that, the owner of
 * the certificate has to authorize again.
 */
export async function refreshToken(tools: TokenTools, row: AnafTokenRow): Promise<Refreshed> {
  const { database, clock, anaf } = tools
  const now = () => Math.floor(clock.nowMs() / 1000)
  const deed = <T>(unit: (deed: Deed) => Promise<T>) => transactDeed(database, actorOf(row, now()), unit)
  const claimed = await database.transact(async (db) => claimToken(db, row, now(), now() + CLAIM_SECONDS))
  if (!claimed) return { kind: 'busy' }
  if (claimed.refresh_expires_at <= now()) return deed((one) => loseToken(one, claimed, 'expired', null))
  const outcome = await askAnaf(tools, claimed)
  if (outcome.kind === 'denied') return deed((one) => loseToken(one, claimed, 'refused', outcome.detail))
  if (outcome.kind === 'failure') {
    const retryAt = now() + retrySeconds(claimed.attempts)
    await database.transact(async (db) =>
      updateToken(db, claimed, {
        claimed_until: null,
        attempts: claimed.attempts + 1,
        next_attempt_at: retryAt,
        last_error: outcome.detail,
        updated_at: now(),
      }),
    )
    return { kind: 'failure', detail: outcome.detail, retryAt }
  }
  const changes = {
    ...sealTokens(anaf, claimed, outcome),
    claimed_until: null,
    attempts: 0,
    next_attempt_at: 0,
    last_error: null,
    // A refresh token of its own has all its warnings before it; the same one again has had its own.
    warned_days: outcome.refreshExpiresAt > claimed.refresh_expires_at ? null : claimed.warned_days,
    updated_at: now(),
  }
  return deed(async ({ db, record }) => {
    // Authorized anew or revoked meanwhile: what was decided then counts, and these tokens do not.
    if (!(await updateToken(db, claimed, changes))) return { kind: 'busy' }
    record('efactura.token_refreshed', objectOf(row), {
      environment: row.environment,
      access_expires_at: changes.access_expires_at,
      refresh_expires_at: changes.refresh_expires_at,
    })
    return { kind: 'refreshed', row: { ...claimed, ...changes } }
  })
}

/** A key that is missing here is a fault of this server, and no reason to give up tokens that another can open. */
async function askAnaf({ anaf, clock }: TokenTools, row: AnafTokenRow): Promise<TokenOutcome> {
  try {
    return await anaf.oauth.refresh({
      application: applicationOf(anaf, row),
      refreshToken: anaf.vault.open(row.refresh_token, placeOf(row, 'refresh_token')),
      refreshExpiresAt: row.refresh_expires_at,
      nowMs: clock.nowMs(),
    })
  } catch (error) {
    return { kind: 'failure', detail: sentenceOf(error), mayHaveArrived: false }
  }
}

/** Nothing more can be had with it. The access token is used for as long as it lasts. */
async function loseToken(
  deed: Deed,
  row: AnafTokenRow,
  reason: 'expired' | 'refused',
  detail: string | null,
): Promise<Refreshed> {
  const changes = {
    state: 'needs_authorization',
    claimed_until: null,
    last_error: detail ?? reason,
    updated_at: deed.now,
  } as const
  if (!(await updateToken(deed.db, row, changes))) return { kind: 'busy' }
  deed.record('efactura.token_lost', objectOf(row), {
    environment: row.environment,
    reason,
    detail,
    access_expires_at: row.access_expires_at,
  })
  const lost = await findToken(deed.db, row.company_id, row.environment)
  return { kind: 'lost', row: lost ?? { ...row, ...changes } }
}

function retrySeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 20), LONGEST_RETRY_SECONDS)
}

export function actorOf(row: AnafTokenRow, now: number) {
  return { companyId: row.company_id, actorId: 'system', actorName: 'Facturier', requestId: '', now }
}

export function objectOf(row: AnafTokenRow) {
  return { type: 'efactura_token', id: row.environment }
}
