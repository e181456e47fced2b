import { AppError } from '../../domain/errors.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockCompany } from '../settings/company.store.ts'
import { deleteSeriesRow, getSeries, isSeriesUsed, listSeries, lockCounter, lockSeries } from './series.store.ts'
import { passPrimaryOn } from './set-primary.ts'

/** Deletes a series that no document names, drafts included. When it was the primary one, another takes its place. */
export async function deleteSeries(ctx: Ctx, id: string): Promise<void> {
  await lockCompany(ctx)
  const series = await getSeries(ctx, id)
  await lockCounter(ctx, series, ctx.today)
  await lockSeries(ctx, id)
  if (await isSeriesUsed(ctx, id)) throw new AppError('series_is_used')
  const others = (await listSeries(ctx, series.documentType)).filter((other) => other.id !== id)
  deleteSeriesRow(ctx, id)
  if (series.isPrimary) passPrimaryOn(ctx, others)
  ctx.record('series.deleted', { type: 'series', id }, { name: series.name, document_type: series.documentType })
}
