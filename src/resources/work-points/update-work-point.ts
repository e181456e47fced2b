import { AppError } from '../../domain/errors.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { WorkPointRow } from '../../store/tables.ts'
import { lockCompany } from '../settings/company.store.ts'
import { checkedPlace, type WorkPointChanges } from './create-work-point.ts'
import { findWorkPoint, updateWorkPoint } from './work-point.store.ts'

/** Changes what was sent. The id of a work point never changes (contract 1.11). */
export async function changeWorkPoint(ctx: Ctx, id: string, changes: WorkPointChanges): Promise<WorkPointRow> {
  await lockCompany(ctx)
  const before = await findWorkPoint(ctx.db, ctx.companyId, id)
  if (!before) throw new AppError('work_point_not_found')
  const after = { ...before, ...(await checkedPlace(ctx, before, changes)) }
  updateWorkPoint(ctx.db, after)
  const fields = (['name', 'address', 'city', 'county'] as const).filter((field) => after[field] !== before[field])
  ctx.record('work_point.updated', { type: 'work_point', id }, { fields })
  return after
}
