import type { Config } from '../config.ts'
import type { Database } from '../store/conn.ts'
import { migrate } from '../store/migrate.ts'
import { openDatabase } from '../store/open.ts'
import { ensureSchema } from '../store/pg-schema.ts'

/** The database of the configuration, brought up to date. Whoever opens it closes it. */
export async function openStore(config: Config): Promise<{ database: Database; applied: readonly string[] }> {
  const database = await openDatabase(config)
  try {
    if (database.engine === 'postgres' && config.databaseSchema) await ensureSchema(database, config.databaseSchema)
    return { database, applied: (await migrate(database)).applied }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Does something with the database and closes it. */
export async function withStore<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  const { database } = await openStore(config)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
