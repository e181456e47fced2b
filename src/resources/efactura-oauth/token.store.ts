import type { Conn } from '../../store/conn.ts'
import type { AnafTokenRow } from '../../store/tables.ts'

type Environment = AnafTokenRow['environment']

export async function findToken(db: Conn, companyId: string, environment: Environment): Promise<AnafTokenRow | null> {
  const query = db.kysely
    .selectFrom('anaf_token')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('environment', '=', environment)
  return (await query.executeTakeFirst()) ?? null
}

/** Puts the tokens of a new authorization in the place of whatever was there. */
export async function replaceToken(db: Conn, row: Omit<AnafTokenRow, 'version'>): Promise<void> {
  const { company_id: _company, environment: _environment, created_at: _created, ...columns } = row
  await db.kysely
    .insertInto('anaf_token')
    .values({ ...row, version: 1 })
    .onConflict((oc) =>
      oc
        .columns(['company_id', 'environment'])
        .doUpdateSet((eb) => ({ ...columns, version: eb('anaf_token.version', '+', 1) })),
    )
    .execute()
}

/** Takes the row, as it was read, for one refresh; null where somebody else has it or changed it. */
export async function claimToken(
  db: Conn,
  row: AnafTokenRow,
  now: number,
  until: number,
): Promise<AnafTokenRow | null> {
  const query = db.kysely
    .updateTable('anaf_token')
    .set((eb) => ({ claimed_until: until, version: eb('version', '+', 1) }))
    .where('company_id', '=', row.company_id)
    .where('environment', '=', row.environment)
    .where('version', '=', row.version)
    .where('state', '=', 'active')
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .returningAll()
  return (await query.executeTakeFirst()) ?? null
}

type Changes = Partial<Omit<AnafTokenRow, 'company_id' | 'environment' | 'version' | 'created_at'>>

/** Changes the row as it was read; false where it has changed since, and nothing was written. */
export async function updateToken(db: Conn, row: AnafTokenRow, changes: Changes): Promise<boolean> {
  const query = db.kysely
    .updateTable('anaf_token')
    .set((eb) => ({ ...changes, version: eb('version', '+', 1) }))
    .where('company_id', '=', row.company_id)
    .where('environment', '=', row.environment)
    .where('version', '=', row.version)
    .returning('version')
  return (await query.execute()).length === 1
}

/** Of all companies: whose access token ends before the instant, and may be tried now. */
export async function listDueTokens(
  db: Conn,
  due: { endsBefore: number; now: number; limit: number },
): Promise<AnafTokenRow[]> {
  return db.kysely
    .selectFrom('anaf_token')
    .selectAll()
    .where('state', '=', 'active')
    .where('access_expires_at', '<', due.endsBefore)
    .where('next_attempt_at', '<=', due.now)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', due.now)]))
    .orderBy('access_expires_at')
    .orderBy('company_id')
    .limit(due.limit)
    .execute()
}

/**
 * Of all companies: whose refresh token ends before the instant, and was not warned of for fewer days. Not while one
 * is being refreshed, which the warning would have to be saved against.
 */
export async function listEndingTokens(
  db: Conn,
  ending: { endsBefore: number; days: number; now: number; limit: number },
): Promise<AnafTokenRow[]> {
  return db.kysely
    .selectFrom('anaf_token')
    .selectAll()
    .where('state', '=', 'active')
    .where('refresh_expires_at', '<=', ending.endsBefore)
    .where((eb) => eb.or([eb('warned_days', 'is', null), eb('warned_days', '>', ending.days)]))
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', ending.now)]))
    .orderBy('refresh_expires_at')
    .orderBy('company_id')
    .limit(ending.limit)
    .execute()
}
