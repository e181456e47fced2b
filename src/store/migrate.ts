import type { Conn, Database } from './conn.ts'
import { foundation } from './migrations/0001-foundation.ts'
import { jobs } from './migrations/0002-jobs.ts'
import { efactura } from './migrations/0003-efactura.ts'
import { anafOAuth } from './migrations/0004-anaf-oauth.ts'
import { anafSimulator } from './migrations/0005-anaf-simulator.ts'
import { anafBudgets } from './migrations/0006-anaf-budgets.ts'
import { efacturaReplies } from './migrations/0007-efactura-replies.ts'
import { efacturaEnvironments } from './migrations/0008-efactura-environments.ts'
import { simulatorTenants } from './migrations/0009-simulator-tenants.ts'
import { fairShares } from './migrations/0010-fair-shares.ts'
import type { MigrationScript } from './migrations/script.ts'

const MIGRATIONS: readonly { readonly number: number; readonly name: string; readonly script: MigrationScript }[] = [
  { number: 1, name: 'foundation', script: foundation },
  { number: 2, name: 'jobs', script: jobs },
  { number: 3, name: 'efactura', script: efactura },
  { number: 4, name: 'anaf-oauth', script: anafOAuth },
  { number: 5, name: 'anaf-simulator', script: anafSimulator },
  { number: 6, name: 'anaf-budgets', script: anafBudgets },
  { number: 7, name: 'efactura-replies', script: efacturaReplies },
  { number: 8, name: 'efactura-environments', script: efacturaEnvironments },
  { number: 9, name: 'simulator-tenants', script: simulatorTenants },
  { number: 10, name: 'fair-shares', script: fairShares },
]

/** Any fixed number: it only has to be ours on the PostgreSQL server. */
const ADVISORY_LOCK = 7_232_025

/** Brings the database up to date in one transaction. Several servers may start at once; one of them does the work. */
export async function migrate(database: Database): Promise<{ applied: readonly string[] }> {
  return database.session(async (conn) => {
    await conn.query(conn.engine === 'sqlite' ? 'begin immediate' : 'begin', [])
    try {
      if (conn.engine === 'postgres') await conn.query(`select pg_advisory_xact_lock(${ADVISORY_LOCK})`, [])
      const applied = await applyMissing(conn)
      await conn.query('commit', [])
      return { applied }
    } catch (error) {
      await conn.query('rollback', []).catch(() => {})
      throw error
    }
  })
}

async function applyMissing(conn: Conn): Promise<string[]> {
  await conn.query(
    'create table if not exists schema_migration (number integer primary key, name text not null, applied_at bigint not null)',
    [],
  )
  const done = new Set(
    (await conn.query<{ number: number }>('select number from schema_migration', [])).map((row) => row.number),
  )
  const newest = MIGRATIONS.at(-1)?.number ?? 0
  const unknown = [...done].find((number) => number > newest)
  if (unknown) throw new SchemaTooNew(unknown, newest)
  const applied: string[] = []
  for (const { number, name, script } of MIGRATIONS) {
    if (done.has(number)) continue
    for (const statement of script({ engine: conn.engine })) await conn.query(statement, [])
    const now = Math.floor(Date.now() / 1000)
    await conn.query(
      `insert into schema_migration (number, name, applied_at) values (${number}, '${name}', ${now})`,
      [],
    )
    applied.push(`${String(number).padStart(4, '0')}-${name}`)
  }
  return applied
}

/** The data was written by a newer Facturier than this one. */
export class SchemaTooNew extends Error {
  constructor(found: number, known: number) {
    super(
      `The database is at schema ${found}, and this version of Facturier knows only ${known}: start the newer version.`,
    )
  }
}
