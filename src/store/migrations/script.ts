import type { Engine } from '../conn.ts'

/** The statements of one migration, in order. Migrations only go forward and are never edited once released. */
export type MigrationScript = (target: { engine: Engine }) => readonly string[]
