import type { AnafTokenRow } from '../../store/tables.ts'
import { placeOf, sentenceOf, type TokenTools } from './anaf-services.ts'
import { refreshToken } from './refresh-token.ts'
import { findToken } from './token.store.ts'

/** An access token lasts 90 days (contract efactura 1.8): this leaves time for a long outage on either side. */
export const REFRESH_BEFORE_SECONDS = 14 * 86_400
/** A token that ends while the request is on its way is of no use. */
const MARGIN_SECONDS = 60
const BUSY_SECONDS = 5

export type AccessToken =
  | { readonly kind: 'token'; readonly token: string }
  /** Nobody has authorized the company, or it was revoked. */
  | { readonly kind: 'none' }
  /** The owner of the certificate has to authorize again. `since`: Unix seconds. */
  | { readonly kind: 'expired'; readonly since: number }
  | { readonly kind: 'failure'; readonly detail: string; readonly retryAfterSeconds: number }

/**
 * A token to call ANAF with, refreshed first where it ends soon. What still works is handed out even where refreshing
 * failed. To be called outside of any transaction.
 */
export async function accessToken(
  tools: TokenTools,
  companyId: string,
  environment: AnafTokenRow['environment'],
): Promise<AccessToken> {
  const now = Math.floor(tools.clock.nowMs() / 1000)
  const row = await findToken(tools.database.read, companyId, environment)
  if (!row || row.state === 'revoked') return { kind: 'none' }
  const isDue = row.state === 'active' && row.access_expires_at - REFRESH_BEFORE_SECONDS < now
  if (!isDue || (row.next_attempt_at > now && isUsable(row, now))) return handOut(tools, row, now)
  // In a trouble that lasts, every upload would knock at ANAF's door.
  if (row.next_attempt_at > now) return failure(row.last_error ?? 'refresh failed', row.next_attempt_at - now)
  const refreshed = await refreshToken(tools, row)
  if (refreshed.kind === 'refreshed' || refreshed.kind === 'lost') return handOut(tools, refreshed.row, now)
  if (refreshed.kind === 'failure') {
    return isUsable(row, now)
      ? handOut(tools, row, now)
      : failure(refreshed.detail, Math.max(1, refreshed.retryAt - now))
  }
  const current = await findToken(tools.database.read, companyId, environment)
  if (!current || current.state === 'revoked') return { kind: 'none' }
  if (current.state === 'active' && !isUsable(current, now)) return failure('being refreshed', BUSY_SECONDS)
  return handOut(tools, current, now)
}

function isUsable(row: AnafTokenRow, now: number): boolean {
  return row.access_expires_at > now + MARGIN_SECONDS
}

function handOut({ anaf }: TokenTools, row: AnafTokenRow, now: number): AccessToken {
  if (!isUsable(row, now)) return { kind: 'expired', since: row.access_expires_at }
  try {
    return { kind: 'token', token: anaf.vault.open(row.access_token, placeOf(row, 'access_token')) }
  } catch (error) {
    return failure(sentenceOf(error), FAULT_SECONDS)
  }
}

/** For a fault of this server that only its operator can mend. */
const FAULT_SECONDS = 300

function failure(detail: string, retryAfterSeconds: number): AccessToken {
  return { kind: 'failure', detail, retryAfterSeconds }
}
