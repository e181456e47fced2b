import { refuseProblems } from '../../domain/errors.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { EfacturaSettingsColumns } from '../../store/efactura-tables.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { lockCompany, updateCompany } from '../settings/company.store.ts'
import { findWaitReason } from './may-be-sent.ts'

/** How a company sends to RO e-Factura. Absent means unchanged. */
export interface EfacturaSettingsChanges {
  readonly isEnabled: boolean | undefined
  readonly environment: 'test' | 'live' | undefined
  readonly autoSend: boolean | undefined
  readonly timing: 'immediate' | 'daily' | 'delayed' | undefined
  readonly delayHours: number | undefined
  readonly delayDays: number | undefined
  readonly dailyHour: number | undefined
  readonly toPublicInstitutions: boolean | undefined
  readonly stornoAs: '380' | '381' | undefined
}

/** What the changes make of the columns; `at` leads the paths of problems. Hours win over days. */
export function efacturaColumns(
  before: CompanyRow,
  changes: EfacturaSettingsChanges,
  at = '',
): { readonly columns: EfacturaSettingsColumns; readonly problems: readonly Problem[] } {
  const flag = (sent: boolean | undefined, stored: number) => (sent === undefined ? stored : sent ? 1 : 0)
  const days = changes.delayDays === undefined ? undefined : changes.delayDays * 24
  const columns: EfacturaSettingsColumns = {
    efactura_enabled: flag(changes.isEnabled, before.efactura_enabled),
    efactura_environment: changes.environment ?? before.efactura_environment,
    efactura_auto_send: flag(changes.autoSend, before.efactura_auto_send),
    efactura_timing: changes.timing ?? before.efactura_timing,
    efactura_delay_hours: changes.delayHours ?? days ?? before.efactura_delay_hours,
    efactura_daily_hour: changes.dailyHour ?? before.efactura_daily_hour,
    efactura_public_institutions: flag(changes.toPublicInstitutions, before.efactura_public_institutions),
    efactura_storno_as: changes.stornoAs ?? before.efactura_storno_as,
  }
  // A sandbox reaches the simulator and nothing else.
  const isElsewhere = before.mode === 'test' && changes.environment === 'live'
  const problems = isElsewhere ? [{ path: `${at}environment`, code: 'not_one_of', params: { allowed: 'test' } }] : []
  return { columns, problems }
}

/** Sending by itself was switched on, and nobody authorised the company: its invoices will wait. */
export async function connectionWarnings(
  ctx: Pick<Ctx, 'db' | 'companyId'>,
  company: CompanyRow,
  { autoSend }: EfacturaSettingsChanges,
  at = '',
): Promise<Problem[]> {
  if (!autoSend) return []
  const reason = await findWaitReason(ctx, company, company.efactura_environment)
  return reason === null ? [] : [{ path: `${at}auto_send`, code: reason }]
}

/** Changes what was sent and tells which settings that were. Answers what somebody should know of them. */
export async function changeEfacturaSettings(ctx: Ctx, changes: EfacturaSettingsChanges): Promise<Problem[]> {
  const before = await lockCompany(ctx)
  const { columns, problems } = efacturaColumns(before, changes)
  refuseProblems(problems)
  const names = Object.keys(columns) as (keyof EfacturaSettingsColumns)[]
  const fields = names.filter((name) => columns[name] !== before[name])
  updateCompany(ctx, columns)
  ctx.record('settings.updated', { type: 'settings', id: ctx.companyId }, { fields })
  return connectionWarnings(ctx, { ...before, ...columns }, changes)
}
