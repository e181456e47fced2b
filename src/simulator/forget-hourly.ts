import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { forgetOld } from './sandbox-mail.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const HOUR_MS = 3_600_000

/**
 * Forgets what is older than ANAF keeps it, now and every hour, for a simulator that no worker looks after. What fails
 * is tried again in an hour. `stop` waits for a round that is under way.
 */
export async function forgetHourly(database: Database, clock: Clock): Promise<{ stop(): Promise<void> }> {
  const old = () => database.transact((db) => forgetOld(db, clock.nowMs(), DEFAULT_SETTINGS.retentionDays))
  const round = async () => {
    while (!(await old().catch(() => true)));
  }
  let last = round()
  await last
  const timer = setInterval(() => {
    last = last.then(round)
  }, HOUR_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      await last
    },
  }
}
