import { refuseProblems } from '../../domain/errors.ts'
import type { Problem } from '../../domain/problem.ts'
import { DEFAULT_FORMAT, type SeriesChanges } from '../../domain/series.ts'
import type { Ctx } from '../../store/ctx.ts'
import { lockCompany } from '../settings/company.store.ts'
import { numberingProblems, refuseTwin } from './create-series.ts'
import {
  clearPrimary,
  deleteCounters,
  getSeries,
  highestNumber,
  isSeriesUsed,
  listSeries,
  lockCounter,
  type Series,
  saveCounter,
  updateSeries,
} from './series.store.ts'
import { passPrimaryOn } from './set-primary.ts'

/**
 * Changes what was sent. What identifies documents that exist already stays: name, first number and yearly restart
 * of a used series, because the same printed number could come out twice. The next number moves freely above the
 * highest one issued.
 */
export async function changeSeries(ctx: Ctx, id: string, changes: SeriesChanges): Promise<void> {
  await lockCompany(ctx)
  const before = await getSeries(ctx, id)
  const others = (await listSeries(ctx, before.documentType)).filter((other) => other.id !== id)
  const hasPrimary = before.isPrimary || others.some((other) => other.isPrimary)
  const after = changed(before, changes, hasPrimary, ctx.now)
  refuseProblems([...flagProblems(before, after, changes), ...numberingProblems(after, changes)])
  refuseTwin(after, others)
  await restart(ctx, before, after, changes)
  if (after.isPrimary && !before.isPrimary) clearPrimary(ctx, after.documentType)
  updateSeries(ctx, after)
  const moved = await moveCounter(ctx, after, changes)
  if (before.isPrimary && !after.isPrimary) passPrimaryOn(ctx, others)
  ctx.record(
    'series.updated',
    { type: 'series', id },
    {
      fields: changedFields(before, after, changes),
      ...printedBefore(before, after),
      ...(moved && { next_number: moved }),
    },
  )
}

/** How numbers were printed until now: without it, nobody could say later which printed numbers are right. */
function printedBefore(before: Series, after: Series): object {
  if (before.format === after.format && before.padding === after.padding) return {}
  return { printed_before: { format: before.format, padding: before.padding } }
}

function changed(before: Series, changes: SeriesChanges, hasPrimary: boolean, now: number): Series {
  const isActive = changes.isActive ?? before.isActive
  const wantsPrimary = before.isPrimary || changes.isPrimary === true || (!before.isActive && !hasPrimary)
  return {
    ...before,
    name: changes.name ?? before.name,
    description: changes.description === undefined ? before.description : changes.description,
    format: changes.format === null ? DEFAULT_FORMAT : (changes.format ?? before.format),
    padding: changes.padding ?? before.padding,
    startNumber: changes.startNumber ?? before.startNumber,
    resetsYearly: changes.resetsYearly ?? before.resetsYearly,
    isPrimary: isActive && wantsPrimary,
    isActive,
    updatedAt: now,
  }
}

function flagProblems(before: Series, after: Series, changes: SeriesChanges): Problem[] {
  const problems: Problem[] = []
  if (changes.documentType !== undefined && changes.documentType !== before.documentType)
    problems.push({ path: 'document_type', code: 'not_changeable' })
  if (changes.isPrimary === true && !after.isActive) problems.push({ path: 'is_primary', code: 'series_inactive' })
  if (changes.isPrimary === false && after.isPrimary) problems.push({ path: 'is_primary', code: 'primary_needed' })
  return problems
}

/** A series without documents begins anew when what its counting rests on changes; one with documents may not. */
async function restart(ctx: Ctx, before: Series, after: Series, changes: SeriesChanges): Promise<void> {
  const frozen: Problem[] = []
  const refuse = (field: string) => frozen.push({ path: changes.pathOf(field), code: 'series_has_documents' })
  if (after.name !== before.name) refuse('name')
  if (after.startNumber !== before.startNumber) refuse('start_number')
  if (after.resetsYearly !== before.resetsYearly) refuse('reset_yearly')
  if (frozen.length === 0) return
  // The counter first: whoever issues the first document right now is waited for, and then seen.
  await lockCounter(ctx, before, ctx.today)
  if (await isSeriesUsed(ctx, before.id)) refuseProblems(frozen)
  deleteCounters(ctx, before.id)
}

/** From which next number to which: the event log has to explain every number that was passed over. */
async function moveCounter(
  ctx: Ctx,
  series: Series,
  { nextNumber }: SeriesChanges,
): Promise<{ period: number; from: number; to: number } | null> {
  if (nextNumber === undefined) return null
  const counter = await lockCounter(ctx, series, ctx.today)
  const highest = await highestNumber(ctx, series.id, counter.period)
  if (nextNumber <= highest)
    refuseProblems([{ path: 'next_number', code: 'below_highest_number', params: { highest } }])
  // The date and hash stay those of the last document: the chain goes on over the gap.
  saveCounter(ctx, { ...counter, lastNumber: nextNumber - 1 })
  return { period: counter.period, from: counter.lastNumber + 1, to: nextNumber }
}

function changedFields(before: Series, after: Series, changes: SeriesChanges): string[] {
  const fields = Object.keys(after).filter(
    (field) => field !== 'updatedAt' && after[field as keyof Series] !== before[field as keyof Series],
  )
  return changes.nextNumber === undefined ? fields : [...fields, 'nextNumber']
}
