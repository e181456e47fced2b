import { forgetOldAnswers } from '../../http/idempotency.ts'
import type { JobHandler } from '../../jobs/job.ts'

/** Deletes the kept answers that are too old to be replayed (contract 1.13). */
export const forgetAnswersJob: JobHandler = {
  kind: 'housekeeping.forget_answers',
  maxAttempts: 3,
  leaseSeconds: 300,
  schedule: { everySeconds: 3600 },
  run: async (_job, { database, clock, settle }) => {
    const outcome = { kind: 'done' } as const
    await database.transact(async (db) => {
      await forgetOldAnswers(db, Math.floor(clock.nowMs() / 1000))
      await settle(db, outcome)
    })
    return outcome
  },
}
