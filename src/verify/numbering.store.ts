import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { EventRow, InvoiceRow, SeriesCounterRow } from '../store/tables.ts'

export type NumberedRow = Pick<
  InvoiceRow,
  'id' | 'company_id' | 'period' | 'number_idx' | 'number' | 'date' | 'hash' | 'snapshot'
> & { readonly period: number; readonly number_idx: number }

const PAGE = 200

/** The numbered documents of a series in the order of their numbers, page by page, whichever company they claim. */
export async function* numberedPages(conn: Conn, seriesId: string): AsyncGenerator<NumberedRow[]> {
  let after = { period: -1, number_idx: -1, seq: -1 }
  for (;;) {
    const rows = await conn.kysely
      .selectFrom('invoice')
      .select(['id', 'company_id', 'period', 'number_idx', 'seq', 'number', 'date', 'hash', 'snapshot'])
      .where('series_id', '=', seriesId)
      .where('period', 'is not', null)
      .where('number_idx', 'is not', null)
      .where(sql<boolean>`(period, number_idx, seq) > (${after.period}, ${after.number_idx}, ${after.seq})`)
      .orderBy('period')
      .orderBy('number_idx')
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield rows as NumberedRow[]
    after = last as typeof after
  }
}

export async function readCounters(conn: Conn, seriesId: string): Promise<SeriesCounterRow[]> {
  return conn.kysely
    .selectFrom('series_counter')
    .selectAll()
    .where('series_id', '=', seriesId)
    .orderBy('period')
    .execute()
}

/** Every change that was made to a series, oldest first. */
export async function readSeriesChanges(conn: Conn, companyId: string, seriesId: string): Promise<EventRow[]> {
  return conn.kysely
    .selectFrom('event')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('object_id', '=', seriesId)
    .where('type', '=', 'series.updated')
    .orderBy('seq')
    .execute()
}

export interface RepeatedNumber {
  readonly number: string
  readonly document_type: string
  readonly first_id: string
  readonly last_id: string
}

/** Printed numbers that more than one document of a type carries. */
export async function readRepeatedNumbers(conn: Conn, companyId: string, limit: number): Promise<RepeatedNumber[]> {
  const repeated = conn.kysely
    .selectFrom('invoice')
    .select('number')
    .where('company_id', '=', companyId)
    .where('number', 'is not', null)
    .groupBy('number')
    .having(sql<number>`count(*)`, '>', 1)
  return conn.kysely
    .selectFrom('invoice')
    .select([sql<string>`number`.as('number'), 'document_type'])
    .select([sql<string>`min(id)`.as('first_id'), sql<string>`max(id)`.as('last_id')])
    .where('company_id', '=', companyId)
    .where('number', 'in', repeated)
    .groupBy(['number', 'document_type'])
    .having(sql<number>`count(*)`, '>', 1)
    .limit(limit)
    .execute()
}
