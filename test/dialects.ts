import { inject } from 'vitest'

export type Dialect = 'sqlite' | 'postgres'

/** The PostgreSQL of this run (see postgres.ts), or null where the machine has none. */
export const postgresUrl = inject('postgresUrl')

/** Every database the behaviour must be the same on: `describe.each(dialects)('… on %s', (dialect) => …)`. */
export const dialects: readonly Dialect[] = postgresUrl === null ? ['sqlite'] : ['sqlite', 'postgres']
