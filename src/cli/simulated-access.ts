import type { AnafAccess } from '../adapters/anaf/anaf-access.ts'
import { makeAnafClient } from '../adapters/anaf/anaf-client.ts'
import type { AnafSimulator } from '../simulator/anaf-simulator.ts'
import { inProcessTransport } from '../simulator/in-process-transport.ts'

/** The simulator looks at the path alone. */
const SIMULATED = 'http://anaf-simulator.invalid'
/** It accepts at once, or after the longest delay that it can be told to make, which is ten minutes. */
export const SANDBOX_CERTAIN_SECONDS = 900
export const SANDBOX_LONGEST_SECONDS = 600

/** The way to the built-in simulator, which every sandbox is connected to. */
export function simulatedAccess(simulator: AnafSimulator): AnafAccess {
  const client = makeAnafClient({
    hosts: { api: SIMULATED, login: SIMULATED, services: SIMULATED },
    environment: 'test',
    transport: inProcessTransport(simulator),
  })
  return {
    publicServices: async () => client,
    connect: async (companyId) => {
      // Any code, as the company may have changed its own meanwhile; its own mailboxes alone all the same.
      const token = simulator.issueToken(['*'], companyId)
      return { kind: 'connected', client, token, certainAfterSeconds: SANDBOX_CERTAIN_SECONDS }
    },
  }
}
