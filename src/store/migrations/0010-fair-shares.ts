import type { MigrationScript } from './script.ts'

/**
 * Nobody stands in another's way: whose attempt failed last, so that somebody else's comes next, and whose turn it is
 * to read the inbox of a company.
 */
export const fairShares: MigrationScript = ({ engine }) => {
  const key = engine === 'postgres' ? 'text collate "C"' : 'text'
  return [
    `alter table anaf_breaker add column tried_by ${key}`,
    `create table efactura_turn (
      company_id ${key} not null references company (id), environment ${key} not null, token ${key},
      held_until bigint not null, asked_at bigint not null, primary key (company_id, environment))`,
  ]
}
