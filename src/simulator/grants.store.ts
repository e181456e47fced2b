import type { Conn } from '../store/conn.ts'
import { insertRows } from '../store/insert.ts'
import type { SimulatorGrantRow } from '../store/simulator-tables.ts'

export function insertGrant(db: Conn, row: SimulatorGrantRow): void {
  insertRows(db, 'simulator_grant', [row])
}

/** A code or refresh token is good once: whoever gets it back is the only one. Null when it was used, or never was. */
export async function takeGrant(db: Conn, kind: SimulatorGrantRow['kind'], hash: string) {
  const taken = await db.kysely
    .deleteFrom('simulator_grant')
    .where('kind', '=', kind)
    .where('hash', '=', hash)
    .returningAll()
    .execute()
  return taken[0] ?? null
}

export async function forgetGrants(db: Conn, beforeMs: number): Promise<void> {
  await db.kysely.deleteFrom('simulator_grant').where('expires_at_ms', '<', beforeMs).execute()
}
