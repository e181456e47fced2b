import { sql } from 'kysely'
import { yearOf } from '../../domain/dates.ts'
import { notFound } from '../../domain/errors.ts'
import type { DocumentType } from '../../domain/series.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import type { SeriesRow } from '../../store/tables.ts'
import { type Series, toSeries } from './series.store.ts'

/** A series with where it stands on a day: what a caller is shown. */
export interface SeriesStanding extends Series {
  readonly nextNumber: number
  /** True once a document, drafts included, names the series. */
  readonly isUsed: boolean
}

type StandingCtx = Pick<ReadCtx, 'db' | 'companyId' | 'today'>

/** All series of the company with their standing in the period of today, in one query. */
export async function listStandings(ctx: StandingCtx, documentType?: DocumentType): Promise<SeriesStanding[]> {
  const query = standings(ctx).$if(documentType !== undefined, (q) =>
    q.where('series.document_type', '=', documentType as DocumentType),
  )
  return (await query.orderBy('series.document_type').orderBy('series.created_at').orderBy('series.id').execute()).map(
    toStanding,
  )
}

export async function getStanding(ctx: StandingCtx, id: string): Promise<SeriesStanding> {
  const row = await standings(ctx).where('series.id', '=', id).executeTakeFirst()
  if (!row) throw notFound('series')
  return toStanding(row)
}

function standings(ctx: StandingCtx) {
  const period = sql<number>`case when series.resets_yearly = 1 then cast(${yearOf(ctx.today)} as integer) else 0 end`
  const document = sql`select 1 from invoice where invoice.company_id = series.company_id and invoice.series_id = series.id`
  return ctx.db.kysely
    .selectFrom('series')
    .leftJoin('series_counter as counter', (join) =>
      join
        .onRef('counter.company_id', '=', 'series.company_id')
        .onRef('counter.series_id', '=', 'series.id')
        .on('counter.period', '=', period),
    )
    .selectAll('series')
    .select(['counter.last_number', sql<number>`case when exists (${document}) then 1 else 0 end`.as('is_used')])
    .where('series.company_id', '=', ctx.companyId)
}

function toStanding(row: SeriesRow & { last_number: number | null; is_used: number }): SeriesStanding {
  return {
    ...toSeries(row),
    nextNumber: row.last_number === null ? row.start_number : row.last_number + 1,
    isUsed: row.is_used === 1,
  }
}
