import type { MigrationScript } from './script.ts'

/**
 * How much of ANAF's limits is used, and whether ANAF is to be left alone for a while. Shared by all processes; neither
 * belongs to a company, because the limits hold for the installation, a CUI or a message.
 */
export const anafBudgets: MigrationScript = ({ engine }) => {
  const key = engine === 'postgres' ? 'text collate "C"' : 'text'
  return [
    `create table anaf_budget (key ${key} primary key, window_start bigint not null, used bigint not null)`,
    'create index anaf_budget_by_age on anaf_budget (window_start)',
    `create table anaf_breaker (
      environment ${key} primary key, failures bigint not null, trips bigint not null, open_until bigint not null)`,
  ]
}
