import type { JobHandler } from '../../jobs/job.ts'
import type { Conn } from '../../store/conn.ts'

interface Forgetful {
  /** False when there is more to forget. */
  forgetOld(db: Conn, nowMs: number): Promise<boolean>
}

/** Forgets what the simulator of ANAF got more than 60 days ago: nobody may list it any more (contract efactura 1.7). */
export function forgetSimulatedJob({ forgetOld }: Forgetful): JobHandler {
  return {
    kind: 'housekeeping.forget_simulated',
    maxAttempts: 3,
    leaseSeconds: 300,
    schedule: { everySeconds: 86_400 },
    run: async (_job, { database, clock, settle }) =>
      database.transact(async (db) => {
        const nowMs = clock.nowMs()
        const isDone = await forgetOld(db, nowMs)
        const outcome = isDone
          ? ({ kind: 'done' } as const)
          : ({ kind: 'again', at: Math.floor(nowMs / 1000) } as const)
        await settle(db, outcome)
        return outcome
      }),
  }
}
