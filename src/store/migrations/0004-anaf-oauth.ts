import type { MigrationScript } from './script.ts'

/** Authorizations asked of certificate owners, and the tokens that came of them (contract efactura 1.8). */
export const anafOAuth: MigrationScript = ({ engine }) => {
  const key = engine === 'postgres' ? 'text collate "C"' : 'text'
  return [
    `create table anaf_authorization (
      state_hash ${key} primary key, company_id ${key} not null references company (id), environment ${key} not null,
      client_id text, client_secret text, made_by text not null, made_by_name text not null,
      created_at bigint not null, expires_at bigint not null, claimed_until bigint, code_hash ${key}, used_at bigint)`,
    'create index anaf_authorization_of_company on anaf_authorization (company_id, environment)',
    `create table anaf_token (
      company_id ${key} not null references company (id), environment ${key} not null, client_id text,
      client_secret text, access_token text not null, refresh_token text not null, access_expires_at bigint not null,
      refresh_expires_at bigint not null, state ${key} not null, last_error text, next_attempt_at bigint not null,
      attempts integer not null, claimed_until bigint, warned_days integer, version bigint not null,
      created_at bigint not null, updated_at bigint not null, primary key (company_id, environment))`,
    `create index anaf_token_due on anaf_token (access_expires_at) where state = 'active'`,
    `create index anaf_token_ending on anaf_token (refresh_expires_at) where state = 'active'`,
  ]
}
