import { AppError, refuseProblems } from '../../domain/errors.ts'
import type { Problem } from '../../domain/problem.ts'
import {
  checkNumbering,
  DEFAULT_FORMAT,
  DEFAULT_PADDING,
  type DocumentType,
  printedPattern,
  type SeriesChanges,
} from '../../domain/series.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockCompany } from '../settings/company.store.ts'
import { clearPrimary, insertSeries, listSeries, type Series } from './series.store.ts'

/** Creates a series. The first active one of its type becomes the primary one, whatever was asked. */
export async function createSeries(
  ctx: Ctx,
  name: string,
  documentType: DocumentType,
  fields: SeriesChanges,
): Promise<Series> {
  await lockCompany(ctx)
  const others = await listSeries(ctx, documentType)
  const isActive = fields.isActive ?? true
  if (fields.isPrimary && !isActive) refuseProblems([{ path: 'is_primary', code: 'series_inactive' }])
  const isFirst = !others.some((other) => other.isPrimary)
  const series: Series = {
    id: ctx.newId('ser'),
    workPointId: null,
    name,
    documentType,
    description: fields.description ?? null,
    format: fields.format ?? DEFAULT_FORMAT,
    padding: fields.padding ?? DEFAULT_PADDING,
    startNumber: fields.startNumber ?? 1,
    resetsYearly: fields.resetsYearly ?? false,
    isPrimary: isActive && (isFirst || fields.isPrimary === true),
    isActive,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  refuseProblems(numberingProblems(series, fields))
  refuseTwin(series, others)
  if (series.isPrimary) clearPrimary(ctx, documentType)
  insertSeries(ctx, series)
  ctx.record('series.created', { type: 'series', id: series.id }, { name, document_type: documentType })
  return series
}

export function numberingProblems(series: Series, { pathOf }: Pick<SeriesChanges, 'pathOf'>): Problem[] {
  return checkNumbering(series).map((problem) => ({ ...problem, path: pathOf(problem.path) }))
}

/** A number names one document (Cod fiscal art. 319 (20) a), so neither name nor pattern may occur twice. */
export function refuseTwin(series: Series, others: readonly Series[]): void {
  const rest = others.filter((other) => other.id !== series.id)
  const isTaken = (value: (of: Series) => string) => rest.some((other) => value(other) === value(series))
  if (isTaken((of) => of.name)) throw new AppError('resource_already_exists', { resource: 'series', field: 'name' })
  if (isTaken(printedPattern)) throw new AppError('resource_already_exists', { resource: 'series', field: 'format' })
}
