import type { Conn } from '../store/conn.ts'
import type { CompanyRow, SeriesRow } from '../store/tables.ts'

/** What the documents of a company stand on, small enough to be held. */
export interface CompanyParts {
  readonly id: string
  readonly series: ReadonlyMap<string, SeriesRow>
  readonly workPointIds: ReadonlySet<string>
}

export async function readCompanies(conn: Conn): Promise<CompanyRow[]> {
  return conn.kysely.selectFrom('company').selectAll().orderBy('mode').orderBy('created_at').orderBy('id').execute()
}

export async function readCompanyParts(conn: Conn, id: string): Promise<CompanyParts> {
  const [series, workPoints] = await Promise.all([
    conn.kysely
      .selectFrom('series')
      .selectAll()
      .where('company_id', '=', id)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    conn.kysely.selectFrom('work_point').select('id').where('company_id', '=', id).execute(),
  ])
  return {
    id,
    series: new Map(series.map((row) => [row.id, row])),
    workPointIds: new Set(workPoints.map((row) => row.id)),
  }
}
