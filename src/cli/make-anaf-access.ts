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
import { inProcessTransport } from '../simulator/in-process-transport.ts'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'

/** The simulator looks at the path alone. */
const SIMULATED = 'http://anaf-simulator.invalid'
/** It accepts at once, or after the longest delay that it can be told to make, which is ten minutes. */
const SANDBOX_CERTAIN_SECONDS = 900
const SANDBOX_LONGEST_SECONDS = 600

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
  const realClient = (environment: AnafEnvironment): AnafClient =>
    withBudgets(makeAnafClient({ hosts: anaf.hosts, environment, transport: fetch }), { database, clock, environment })
  const real = { test: realClient('test'), live: realClient('live') }
  const simulated = makeAnafClient({
    hosts: { api: SIMULATED, login: SIMULATED, services: SIMULATED },
    environment: 'test',
    transport: inProcessTransport(simulator),
  })
  return {
    async publicServices(companyId) {
      const { mode } = await getCompany({ db: database.read, companyId })
      return mode === 'test' ? simulated : real.live
    },
    async connect(companyId, environment) {
      const { mode } = await getCompany({ db: database.read, companyId })
      if (mode === 'test') {
        const token = simulator.issueToken(['*'])
        return { kind: 'connected', client: simulated, token, certainAfterSeconds: SANDBOX_CERTAIN_SECONDS }
      }
      const access = await accessToken({ database, clock, anaf: services }, companyId, environment)
      switch (access.kind) {
        case 'token': {
          const { certainAfterSeconds } = anaf
          return { kind: 'connected', client: real[environment], token: access.token, certainAfterSeconds }
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
