import { sql } from 'kysely'
import { notFound } from '../../domain/errors.ts'
import { type DocumentType, type Numbering, periodOf } from '../../domain/series.ts'
import { ReadAgain } from '../../store/conn.ts'
import type { Ctx, ReadCtx } from '../../store/ctx.ts'
import { deleteRows, insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'
import type { SeriesCounterRow, SeriesRow } from '../../store/tables.ts'

export interface Series extends Numbering {
  readonly id: string
  readonly workPointId: string | null
  readonly documentType: DocumentType
  readonly description: string | null
  readonly isPrimary: boolean
  readonly isActive: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** Where a series stands in one period. A rollback puts it back, which is what keeps the series without gaps. */
export interface Counter {
  readonly seriesId: string
  readonly period: number
  readonly lastNumber: number
  /** Date and chain hash of the document that carries `lastNumber`. */
  readonly lastDate: string | null
  readonly lastHash: string
}

type Key = { companyId: string; id: string }

const one = prepared<Key, SeriesRow>(({ db, p }) =>
  db.selectFrom('series').selectAll().where('company_id', '=', p.companyId).where('id', '=', p.id),
)

const primary = prepared<{ companyId: string; documentType: DocumentType }, SeriesRow>(({ db, p }) =>
  db
    .selectFrom('series')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('document_type', '=', p.documentType)
    // As a parameter SQLite would plan the statement anew each time, because a partial index depends on it.
    .where('is_primary', '=', sql.lit(1)),
)

export async function findSeries(ctx: Pick<ReadCtx, 'db' | 'companyId'>, id: string): Promise<Series | null> {
  const row = (await one(ctx.db, { companyId: ctx.companyId, id }))[0]
  return row ? toSeries(row) : null
}

export async function getSeries(ctx: Pick<ReadCtx, 'db' | 'companyId'>, id: string): Promise<Series> {
  const series = await findSeries(ctx, id)
  if (!series) throw notFound('series')
  return series
}

export async function findPrimarySeries(
  ctx: Pick<ReadCtx, 'db' | 'companyId'>,
  documentType: DocumentType,
): Promise<Series | null> {
  const row = (await primary(ctx.db, { companyId: ctx.companyId, documentType }))[0]
  return row ? toSeries(row) : null
}

export async function listSeries(
  ctx: Pick<ReadCtx, 'db' | 'companyId'>,
  documentType?: DocumentType,
): Promise<Series[]> {
  let query = ctx.db.kysely.selectFrom('series').selectAll().where('company_id', '=', ctx.companyId)
  if (documentType) query = query.where('document_type', '=', documentType)
  return (await query.orderBy('created_at').orderBy('id').execute()).map(toSeries)
}

export function insertSeries(ctx: Pick<Ctx, 'db' | 'companyId'>, series: Series): void {
  insertRows(ctx.db, 'series', [
    { id: series.id, company_id: ctx.companyId, ...columns(series), created_at: series.createdAt },
  ])
}

export function updateSeries(ctx: Ctx, series: Series): void {
  updateRow(ctx.db, 'series', { company_id: ctx.companyId, id: series.id }, columns(series))
}

/** Takes the flag from the series that is the default of its type. Goes before the update that sets another: one may have it at a time. */
export function clearPrimary(ctx: Ctx, documentType: DocumentType): void {
  updateRow(
    ctx.db,
    'series',
    { company_id: ctx.companyId, document_type: documentType, is_primary: 1 },
    { is_primary: 0, updated_at: ctx.now },
  )
}

const oneLocked = prepared<Key, { id: string }>(({ db, p, engine }) =>
  db
    .selectFrom('series')
    .select('id')
    .where('company_id', '=', p.companyId)
    .where('id', '=', p.id)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)

/** Holds the series against new documents, drafts included. Whoever also holds its counter took that first. */
export async function lockSeries(ctx: Ctx, id: string): Promise<void> {
  if ((await oneLocked(ctx.db, { companyId: ctx.companyId, id })).length === 0) throw notFound('series')
}

export function deleteSeriesRow(ctx: Ctx, id: string): void {
  deleteCounters(ctx, id)
  deleteRows(ctx.db, 'series', { company_id: ctx.companyId, id })
}

type CounterKey = { companyId: string; seriesId: string; period: number }

const oneCounterLocked = prepared<CounterKey, SeriesCounterRow>(({ db, p, engine }) =>
  db
    .selectFrom('series_counter')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('series_id', '=', p.seriesId)
    .where('period', '=', p.period)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)

/** Holds the counter of the period until the end of the transaction. Every issuer of the series waits here. */
export async function lockCounter(
  ctx: Ctx,
  series: Pick<Series, 'id' | 'name' | 'resetsYearly' | 'startNumber'>,
  date: string,
): Promise<Counter> {
  const period = periodOf(series, date)
  const found = await lockedCounter(ctx, series, period)
  if (found) return found
  insertRows(
    ctx.db,
    'series_counter',
    [{ series_id: series.id, company_id: ctx.companyId, period, ...startOf(series) }],
    'on conflict (series_id, period) do nothing',
  )
  const made = await lockedCounter(ctx, series, period)
  if (!made) throw new Error(`series ${series.id} has no counter`)
  return made
}

/** Behind the lock the series is read again: whoever held it may have named or begun the series anew. */
async function lockedCounter(
  ctx: Ctx,
  series: Pick<Series, 'id' | 'name' | 'resetsYearly' | 'startNumber'>,
  period: number,
): Promise<Counter | null> {
  const key = { companyId: ctx.companyId, seriesId: series.id, period }
  const [counters, current] = await Promise.all([
    oneCounterLocked(ctx.db, key),
    ctx.db.engine === 'postgres' ? findSeries(ctx, series.id) : null,
  ])
  const isAsRead =
    current === null ||
    (current.name === series.name &&
      current.startNumber === series.startNumber &&
      current.resetsYearly === series.resetsYearly)
  if (!isAsRead) throw new ReadAgain()
  return counters[0] ? toCounter(counters[0]) : null
}

/** Saves a counter that this transaction holds. */
export function saveCounter(ctx: Ctx, counter: Counter): void {
  updateRow(
    ctx.db,
    'series_counter',
    { company_id: ctx.companyId, series_id: counter.seriesId, period: counter.period },
    { last_number: counter.lastNumber, last_date: counter.lastDate, last_hash: counter.lastHash },
  )
}

function startOf(series: Pick<Series, 'startNumber'>) {
  return { last_number: series.startNumber - 1, last_date: null, last_hash: '' }
}

/** Forgets the counters of a series that no document names, so that it begins anew. */
export function deleteCounters(ctx: Ctx, seriesId: string): void {
  deleteRows(ctx.db, 'series_counter', { company_id: ctx.companyId, series_id: seriesId })
}

const highest = prepared<CounterKey, { number: number | null }>(({ db, p }) =>
  db
    .selectFrom('invoice')
    .select((eb) => eb.fn.max('number_idx').as('number'))
    .where('company_id', '=', p.companyId)
    .where('series_id', '=', p.seriesId)
    .where('period', '=', p.period),
)

/** The highest number that a document of the period carries; 0 when none does. */
export async function highestNumber(
  ctx: Pick<ReadCtx, 'db' | 'companyId'>,
  seriesId: string,
  period: number,
): Promise<number> {
  return (await highest(ctx.db, { companyId: ctx.companyId, seriesId, period }))[0]?.number ?? 0
}

const anyDocument = prepared<Key, { id: string }>(({ db, p }) =>
  db.selectFrom('invoice').select('id').where('company_id', '=', p.companyId).where('series_id', '=', p.id).limit(1),
)

/** True once a document, drafts included, names the series. */
export async function isSeriesUsed(ctx: Pick<ReadCtx, 'db' | 'companyId'>, id: string): Promise<boolean> {
  return (await anyDocument(ctx.db, { companyId: ctx.companyId, id })).length > 0
}

function toCounter(row: SeriesCounterRow): Counter {
  return {
    seriesId: row.series_id,
    period: row.period,
    lastNumber: row.last_number,
    lastDate: row.last_date,
    lastHash: row.last_hash,
  }
}

export function toSeries(row: SeriesRow): Series {
  return {
    id: row.id,
    workPointId: row.work_point_id,
    name: row.name,
    documentType: row.document_type,
    description: row.description,
    format: row.format,
    padding: row.padding,
    startNumber: row.start_number,
    isPrimary: row.is_primary === 1,
    isActive: row.is_active === 1,
    resetsYearly: row.resets_yearly === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function columns(series: Series) {
  return {
    work_point_id: series.workPointId,
    name: series.name,
    document_type: series.documentType,
    description: series.description,
    format: series.format,
    padding: series.padding,
    start_number: series.startNumber,
    is_primary: series.isPrimary ? 1 : 0,
    is_active: series.isActive ? 1 : 0,
    resets_yearly: series.resetsYearly ? 1 : 0,
    updated_at: series.updatedAt,
  }
}
