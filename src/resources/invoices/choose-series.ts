import { AppError, notFound, refuseProblems } from '../../domain/errors.ts'
import type { DocumentType } from '../../domain/series.ts'
import type { Ctx } from '../../store/ctx.ts'
import { findPrimarySeries, findSeries, type Series } from '../series/series.store.ts'

/** The series asked for, or the primary one of the document type. */
export async function chooseSeries(
  ctx: Ctx,
  documentType: DocumentType,
  seriesId: string | undefined,
): Promise<Series> {
  if (seriesId === undefined) {
    const primary = await findPrimarySeries(ctx, documentType)
    if (!primary) throw new AppError('series_not_found', { document_type: documentType })
    return primary
  }
  const series = await findSeries(ctx, seriesId)
  if (!series) throw notFound('series')
  if (series.documentType !== documentType) {
    refuseProblems([
      { path: 'series_id', code: 'series_of_other_type', params: { document_type: series.documentType } },
    ])
  }
  if (!series.isActive) refuseProblems([{ path: 'series_id', code: 'series_inactive' }])
  return series
}
