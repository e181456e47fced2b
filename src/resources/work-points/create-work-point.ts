import { refuseProblems } from '../../domain/errors.ts'
import { changeParty } from '../../domain/party.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { WorkPointRow } from '../../store/tables.ts'
import { getCompany } from '../settings/company.store.ts'
import { insertWorkPoint } from './work-point.store.ts'

/** What a caller may say of a work point. Absent means unchanged, null means cleared. */
export interface WorkPointChanges {
  readonly name: string | undefined
  readonly address: string | null | undefined
  readonly city: string | null | undefined
  readonly county: string | null | undefined
}

/** Adds a branch of the company (punct de lucru). */
export async function createWorkPoint(ctx: Ctx, changes: WorkPointChanges): Promise<WorkPointRow> {
  const row = {
    id: ctx.newId('wp'),
    company_id: ctx.companyId,
    ...(await checkedPlace(ctx, null, changes)),
    is_default: 0,
    created_at: ctx.now,
  }
  insertWorkPoint(ctx.db, row)
  ctx.record('work_point.created', { type: 'work_point', id: row.id }, { name: row.name })
  return row
}

/** Name and place, judged by the rules for clients: a work point is printed as a party's address is. */
export async function checkedPlace(
  ctx: Ctx,
  before: WorkPointRow | null,
  changes: WorkPointChanges,
): Promise<Pick<WorkPointRow, 'name' | 'address' | 'city' | 'county'>> {
  const { country } = await getCompany(ctx)
  const start = changeParty(null, { country }).party
  const { party, problems } = changeParty(
    before ? { ...start, name: before.name, address: before.address, city: before.city, county: before.county } : start,
    changes,
  )
  refuseProblems(problems)
  const { name, address, city, county } = party
  return { name, address, city, county }
}
