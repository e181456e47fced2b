import type { JobHandler } from '../../jobs/job.ts'
import type { AnafServices } from './anaf-services.ts'
import { refreshDueTokens } from './refresh-due-tokens.ts'

/** Keeps the tokens of all companies fresh, and warns of those that end (contract efactura 1.8). */
export function refreshTokensJob(anaf: AnafServices): JobHandler {
  return {
    kind: 'efactura.refresh_tokens',
    maxAttempts: 3,
    leaseSeconds: 900,
    schedule: { everySeconds: 3_600 },
    async run(_job, { database, clock }) {
      await refreshDueTokens({ database, clock, anaf })
      return { kind: 'done' }
    },
  }
}
