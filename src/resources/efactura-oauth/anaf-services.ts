import type { AnafApplication, AnafOAuth } from '../../adapters/anaf/oauth.ts'
import type { SecretPlace, Vault } from '../../adapters/vault/vault.ts'
import { AppError, ERRORS, fill } from '../../domain/errors.ts'
import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'

/** What the connection to ANAF needs of the outside. */
export interface AnafServices {
  readonly oauth: AnafOAuth
  readonly vault: Vault
  /** The OAuth application of the installation; null where each company brings its own. */
  readonly application: AnafApplication | null
  /** Address of this server without a trailing slash. ANAF must know `{publicUrl}/anaf/callback`. */
  readonly publicUrl: string
  /** Origin of ANAF's login, where the pages may lead. */
  readonly loginOrigin: string
}

/** What works with tokens outside of a request. */
export interface TokenTools {
  readonly database: Database
  readonly clock: Clock
  readonly anaf: AnafServices
}

/** A company's own application, as stored. */
export interface StoredApplication {
  readonly company_id: string
  readonly environment: string
  readonly client_id: string | null
  readonly client_secret: string | null
}

type Secret = 'access_token' | 'refresh_token' | 'client_secret'

/** Where a secret of the company stands; it opens nowhere else. */
export function placeOf(row: Pick<StoredApplication, 'company_id' | 'environment'>, field: Secret): SecretPlace {
  return { companyId: row.company_id, environment: row.environment, field }
}

/** The company's own application, or else that of the installation. */
export function applicationOf({ application, vault }: AnafServices, row: StoredApplication): AnafApplication {
  if (row.client_id !== null && row.client_secret !== null) {
    return { clientId: row.client_id, clientSecret: vault.open(row.client_secret, placeOf(row, 'client_secret')) }
  }
  if (!application) throw new AppError('efactura_application_missing')
  return application
}

export function redirectUriOf({ publicUrl }: AnafServices): string {
  return `${publicUrl}/anaf/callback`
}

/** For the operator, who reads it in a status or a log. What nobody foresaw is thrown on. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) throw error
  return fill(ERRORS[error.code].en, error.params)
}
