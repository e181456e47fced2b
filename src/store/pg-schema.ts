import type { Database } from './conn.ts'

/** duplicate_schema and unique_violation: another server made it at the same moment. */
const MADE_MEANWHILE = new Set(['42P06', '23505'])

/** Makes the PostgreSQL schema that is to hold our tables, when there is none. The name is a plain one (see config). */
export async function ensureSchema(database: Database, name: string): Promise<void> {
  await database.session(async (conn) => {
    const found = await conn.query('select 1 from pg_namespace where nspname = $1', [name])
    if (found.length > 0) return
    await conn.query(`create schema "${name}"`, []).catch((error: { code?: string }) => {
      if (!MADE_MEANWHILE.has(error.code ?? '')) throw error
    })
  })
}

/** Drops a schema with everything in it: for tests. */
export async function dropSchema(database: Database, name: string): Promise<void> {
  await database.session(async (conn) => void (await conn.query(`drop schema if exists "${name}" cascade`, [])))
}
