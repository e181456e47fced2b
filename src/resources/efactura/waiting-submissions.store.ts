import { sql } from 'kysely'
import { WAIT_REASONS } from '../../domain/efactura/waiting.ts'

/** States in which the next step is a call in the company's name. What is accepted only waits for its archive. */
const CALLING = sql`('checked', 'unknown', 'processing')`

/** The ids of submissions that look for an authorisation, and of those that were told that there is none. */
export function waitingForAuthorisation(companyId: string, environment: 'test' | 'live') {
  const ours = sql`company_id = ${companyId} and environment = ${environment} and state in ${CALLING}`
  const reasons = sql.join(WAIT_REASONS)
  return {
    running: sql`(select id from efactura_submission where ${ours})`,
    waiting: sql`(select id from efactura_submission where ${ours} and last_error in (${reasons}))`,
  }
}
