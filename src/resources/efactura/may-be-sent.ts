import type { WaitReason } from '../../domain/efactura/waiting.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { findToken } from '../efactura-oauth/token.store.ts'

/** What keeps a company from sending; null when nothing does. The simulator of a sandbox asks for nothing. */
export async function findWaitReason(
  ctx: Pick<Ctx, 'db' | 'companyId'>,
  company: Pick<CompanyRow, 'mode'>,
  environment: 'test' | 'live',
): Promise<WaitReason | null> {
  if (company.mode === 'test') return null
  const token = await findToken(ctx.db, ctx.companyId, environment)
  if (token?.state === 'active') return null
  return !token || token.state === 'revoked' ? 'oauth_not_configured' : 'oauth_expired'
}
