import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import { markEnqueued } from './wake-on-enqueue.ts'

/** Sub-selects of what jobs are about, by the ids that are their subjects. */
export interface Hastened {
  /** Whose waiting jobs become due. */
  readonly waiting: RawBuilder<unknown>
  /** Whose running jobs run once more, because they may have looked before the reason to wait was gone. */
  readonly running: RawBuilder<unknown>
}

/** Makes jobs of a company due now, in Unix seconds: one statement in the caller's transaction, however many. */
export async function hastenJobs(
  db: Conn,
  { companyId, kind, now }: { readonly companyId: string; readonly kind: string; readonly now: number },
  { waiting, running }: Hastened,
): Promise<void> {
  await sql`update job set
      run_at = case when state = 'waiting' then ${now} else run_at end,
      rerun_at = case when state <> 'running' then rerun_at when rerun_at < ${now} then rerun_at else ${now} end,
      updated_at = ${now}
    where lane = ${companyId} and kind = ${kind}
      and ((state = 'waiting' and run_at > ${now} and subject in ${waiting})
        or (state = 'running' and subject in ${running}))`.execute(db.kysely)
  markEnqueued(db)
}
