import type { Ctx } from '../../store/ctx.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { findToken } from '../efactura-oauth/token.store.ts'

/** Whether somebody authorised the company at ANAF. The simulator of a sandbox asks for nothing. */
export async function mayBeSent(
  ctx: Pick<Ctx, 'db' | 'companyId'>,
  company: Pick<CompanyRow, 'mode'>,
  environment: 'test' | 'live',
): Promise<boolean> {
  if (company.mode === 'test') return true
  const token = await findToken(ctx.db, ctx.companyId, environment)
  return token?.state === 'active'
}
