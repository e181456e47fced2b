import { ReadAgain } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { AnafTokenRow } from '../../store/tables.ts'
import { withdrawAuthorizations } from './authorization.store.ts'
import { findToken, updateToken } from './token.store.ts'

/**
 * Forgets the tokens and withdraws links that are still open. ANAF is not told: it documents no address for that
 * (contract efactura 1.8), and without the tokens nothing can be done here in the company's name.
 */
export async function revokeAuthorization(ctx: Ctx, environment: AnafTokenRow['environment']): Promise<void> {
  await withdrawAuthorizations(ctx.db, ctx.companyId, environment, ctx.now)
  const row = await findToken(ctx.db, ctx.companyId, environment)
  if (!row || row.state === 'revoked') return
  const isSaved = await updateToken(ctx.db, row, {
    access_token: '',
    refresh_token: '',
    client_secret: null,
    client_id: null,
    state: 'revoked',
    last_error: null,
    claimed_until: null,
    updated_at: ctx.now,
  })
  // A refresh was saved between the reading and the writing: it is the newer tokens that have to go.
  if (!isSaved) throw new ReadAgain('the tokens have changed')
  ctx.record('efactura.revoked', { type: 'efactura_token', id: environment }, { environment })
}
