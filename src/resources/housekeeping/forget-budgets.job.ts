import type { JobHandler } from '../../jobs/job.ts'
import { forgetOldBudgets } from './anaf-budget-age.store.ts'

/** Deletes what was counted of ANAF's limits on days that are over. At night, when little is sent. */
export const forgetBudgetsJob: JobHandler = {
  kind: 'housekeeping.forget_budgets',
  maxAttempts: 3,
  leaseSeconds: 300,
  schedule: { dailyAt: { hour: 3, minute: 40 } },
  run: async (_job, { database, clock, settle }) => {
    const outcome = { kind: 'done' } as const
    await database.transact(async (db) => {
      await forgetOldBudgets(db, Math.floor(clock.nowMs() / 1000))
      await settle(db, outcome)
    })
    return outcome
  },
}
