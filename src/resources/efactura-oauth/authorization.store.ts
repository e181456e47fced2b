import type { Conn } from '../../store/conn.ts'
import { insertRows } from '../../store/insert.ts'
import type { AnafAuthorizationRow } from '../../store/tables.ts'

type Environment = AnafAuthorizationRow['environment']

export function insertAuthorization(db: Conn, row: AnafAuthorizationRow): void {
  insertRows(db, 'anaf_authorization', [row])
}

/** By the hash of its state, whoever's it is: on the public pages, which know no caller, the state is what admits. */
export async function findAuthorization(db: Conn, stateHash: string): Promise<AnafAuthorizationRow | null> {
  const query = db.kysely.selectFrom('anaf_authorization').selectAll().where('state_hash', '=', stateHash)
  return (await query.executeTakeFirst()) ?? null
}

/** The one that somebody may still complete. */
export async function findOpenAuthorization(
  db: Conn,
  companyId: string,
  environment: Environment,
  now: number,
): Promise<AnafAuthorizationRow | null> {
  const query = db.kysely
    .selectFrom('anaf_authorization')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('environment', '=', environment)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
  return (await query.executeTakeFirst()) ?? null
}

/** Takes an open authorization for one exchange, or null where it is not open, or this code was tried before. */
export async function claimOpen(
  db: Conn,
  companyId: string,
  wanted: { stateHash: string; codeHash: string; now: number; until: number },
): Promise<AnafAuthorizationRow | null> {
  const query = db.kysely
    .updateTable('anaf_authorization')
    .set({ claimed_until: wanted.until, code_hash: wanted.codeHash })
    .where('company_id', '=', companyId)
    .where('state_hash', '=', wanted.stateHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', wanted.now)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', wanted.now)]))
    .where((eb) => eb.or([eb('code_hash', 'is', null), eb('code_hash', '<>', wanted.codeHash)]))
    .returningAll()
  return (await query.executeTakeFirst()) ?? null
}

/** Ends the claim that the row was handed out with; false where it is no longer ours, or was withdrawn. */
export async function endClaim(db: Conn, row: AnafAuthorizationRow, usedAt: number | null): Promise<boolean> {
  const query = db.kysely
    .updateTable('anaf_authorization')
    .set({ claimed_until: null, used_at: usedAt })
    .where('company_id', '=', row.company_id)
    .where('state_hash', '=', row.state_hash)
    .where('code_hash', '=', row.code_hash)
    .where('used_at', 'is', null)
    .returning('state_hash')
  return (await query.execute()).length === 1
}

/** Withdraws what is open, and forgets what was used or ran out before `keptFrom`. */
export async function withdrawAuthorizations(
  db: Conn,
  companyId: string,
  environment: Environment,
  keptFrom: number,
): Promise<void> {
  await db.kysely
    .deleteFrom('anaf_authorization')
    .where('company_id', '=', companyId)
    .where('environment', '=', environment)
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('created_at', '<', keptFrom)]))
    .execute()
}
