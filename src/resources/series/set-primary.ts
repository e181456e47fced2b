import { refuseProblems } from '../../domain/errors.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockCompany } from '../settings/company.store.ts'
import { clearPrimary, getSeries, type Series, updateSeries } from './series.store.ts'

/** Makes a series the default of its type, in the place of the one that was. */
export async function setPrimary(ctx: Ctx, id: string): Promise<void> {
  await lockCompany(ctx)
  const series = await getSeries(ctx, id)
  if (!series.isActive) refuseProblems([{ path: 'is_primary', code: 'series_inactive' }])
  if (!series.isPrimary) makePrimary(ctx, series)
}

/** Moves the flag; the company must be held. At most one series may have it, so the old one is cleared first. */
export function makePrimary(ctx: Ctx, series: Series): void {
  clearPrimary(ctx, series.documentType)
  updateSeries(ctx, { ...series, isPrimary: true, updatedAt: ctx.now })
  ctx.record('series.updated', { type: 'series', id: series.id }, { fields: ['isPrimary'] })
}

/** The flag of a series that goes out of use passes to the oldest active one of its type, when there is one. */
export function passPrimaryOn(ctx: Ctx, others: readonly Series[]): void {
  const heir = others.find((other) => other.isActive)
  if (heir) makePrimary(ctx, heir)
}
