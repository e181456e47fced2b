import type { Conn } from '../../store/conn.ts'

/** Longer than any limit of ANAF is counted, which is a day of at most 25 hours. */
const KEPT_SECONDS = 2 * 86_400

/** Deletes what was counted of ANAF's limits in windows that are long over: a row for every message asked about. */
export async function forgetOldBudgets(db: Conn, now: number): Promise<void> {
  await db.kysely
    .deleteFrom('anaf_budget')
    .where('window_start', '<', now - KEPT_SECONDS)
    .execute()
}
