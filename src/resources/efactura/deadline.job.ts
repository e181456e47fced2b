import type { JobHandler } from '../../jobs/job.ts'
import { bucharestDay } from '../../store/clock.ts'
import { warnOfDeadlines } from './warn-of-deadlines.ts'

/** Tells every morning of invoices that the law wants sent and that ANAF has not accepted yet. */
export const deadlineJob: JobHandler = {
  kind: 'efactura.deadlines',
  maxAttempts: 5,
  leaseSeconds: 900,
  schedule: { dailyAt: { hour: 7, minute: 0 } },
  async run(_job, { database, clock }) {
    await warnOfDeadlines({ database, clock }, bucharestDay(clock.nowMs()))
    return { kind: 'done' }
  },
}
