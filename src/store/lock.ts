import type { Ctx } from './ctx.ts'

/**
 * Holds a name until the end of the transaction, for a rule about something that may not exist yet. On SQLite there
 * is one writer at a time, and nothing to hold.
 */
export async function lockName(ctx: Ctx, name: string): Promise<void> {
  if (ctx.db.engine === 'sqlite') return
  await ctx.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${ctx.companyId} ${name}`])
}
