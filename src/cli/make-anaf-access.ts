import type { AnafClient, AnafEnvironment } from '../adapters/anaf/anaf.ts'
import type { AnafAccess } from '../adapters/anaf/anaf-access.ts'
import { ANAF_TIMEOUTS_MS, makeAnafClient } from '../adapters/anaf/anaf-client.ts'
import { withBudgets } from '../adapters/anaf/with-budgets.ts'
import type { AnafConfig } from '../config.ts'
import { LEAVES_WITHIN_SECONDS } from '../resources/efactura/send-step.ts'
import { accessToken } from '../resources/efactura-oauth/access-token.ts'
import type { AnafServices } from '../resources/efactura-oauth/anaf-services.ts'
import { getCompany } from '../resources/settings/company.store.ts'
import type { AnafSimulator } from '../simulator/anaf-simulator.ts'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { SANDBOX_CERTAIN_SECONDS, SANDBOX_LONGEST_SECONDS, simulatedAccess } from './simulated-access.ts'

export interface AnafAccessOptions {
  readonly database: Database
  readonly clock: Clock
  readonly services: AnafServices
  readonly simulator: AnafSimulator
  readonly anaf: Pick<AnafConfig, 'hosts' | 'certainAfterSeconds'>
}

/**
 * Live companies reach ANAF with their token and within its limits; sandboxes reach the simulator. Throws where the list
 * of messages would be believed while an upload may still be on its way: then an invoice might be sent twice.
 */
export function makeAnafAccess({ database, clock, services, simulator, anaf }: AnafAccessOptions): AnafAccess {
  assertCertain(anaf.certainAfterSeconds, ANAF_TIMEOUTS_MS.upload / 1000)
  assertCertain(SANDBOX_CERTAIN_SECONDS, SANDBOX_LONGEST_SECONDS)
  const realClient = (environment: AnafEnvironment) =>
    makeAnafClient({ hosts: anaf.hosts, environment, transport: fetch })
  const real = { test: realClient('test'), live: realClient('live') }
  const limited = (companyId: string, environment: AnafEnvironment): AnafClient =>
    withBudgets(real[environment], { database, clock, environment, companyId })
  const simulated = simulatedAccess(simulator)
  return {
    async publicServices(companyId) {
      const { mode } = await getCompany({ db: database.read, companyId })
      return mode === 'test' ? simulated.publicServices(companyId) : limited(companyId, 'live')
    },
    async connect(companyId, environment) {
      const { mode } = await getCompany({ db: database.read, companyId })
      if (mode === 'test') return simulated.connect(companyId, environment)
      const access = await accessToken({ database, clock, anaf: services }, companyId, environment)
      switch (access.kind) {
        case 'token': {
          const { certainAfterSeconds } = anaf
          const client = limited(companyId, environment)
          return { kind: 'connected', client, token: access.token, certainAfterSeconds }
        }
        case 'none':
        case 'expired':
          return { kind: 'no_token', isExpired: access.kind === 'expired' }
        case 'failure':
          return { kind: 'unavailable', detail: access.detail }
      }
    },
  }
}

/** An upload leaves late, and is then on its way for `longestSeconds`: until then its absence from the list says nothing. */
function assertCertain(certainAfterSeconds: number, longestSeconds: number): void {
  const shortest = LEAVES_WITHIN_SECONDS + longestSeconds
  if (certainAfterSeconds <= shortest) throw new Error(`an upload is uncertain for longer than ${shortest} s`)
}
