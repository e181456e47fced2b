import { join } from 'node:path'
import type { Database } from './conn.ts'
import { openSqlite } from './sqlite.ts'

interface Location {
  readonly databaseUrl: string | null
  readonly databaseSchema: string | null
  readonly databasePoolSize: number
  readonly dataDir: string
}

/** The database that the configuration names, without migrating it. */
export async function openDatabase(config: Location): Promise<Database> {
  if (!config.databaseUrl) return openSqlite(join(config.dataDir, 'facturier.db'))
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    ...(config.databaseSchema ? { schema: config.databaseSchema } : {}),
  })
}
