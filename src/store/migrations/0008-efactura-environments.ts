import type { MigrationScript } from './script.ts'

/** What ANAF's test environment accepted may still be sent to the real one; nothing goes to both at once. */
export const efacturaEnvironments: MigrationScript = () => [
  'drop index submission_standing',
  `create unique index submission_under_way on efactura_submission (invoice_id)
    where state in ('queued', 'checked', 'sending', 'unknown', 'processing')`,
  `create unique index submission_standing on efactura_submission (invoice_id, environment)
    where state in ('queued', 'checked', 'sending', 'unknown', 'processing', 'accepted')`,
]
