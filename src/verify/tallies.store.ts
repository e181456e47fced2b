import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { InvoiceTallyRow } from '../store/tables.ts'

const count = sql<number>`cast(count(*) as bigint)`

/** The company's own cells: those of no client. */
export type TallyCell = Omit<InvoiceTallyRow, 'company_id' | 'client_id'>

export function countedCells(conn: Conn, companyId: string): Promise<TallyCell[]> {
  const month = sql<string>`substr(date, 1, 7)`
  return conn.kysely
    .selectFrom('invoice')
    .select(['work_point_id', 'series_id', 'document_type', 'currency', 'state', month.as('month'), count.as('n')])
    .where('company_id', '=', companyId)
    .groupBy(['work_point_id', 'series_id', 'document_type', 'currency', 'state', month])
    .execute()
}

export function keptCells(conn: Conn, companyId: string): Promise<TallyCell[]> {
  return conn.kysely
    .selectFrom('invoice_tally')
    .select(['work_point_id', 'series_id', 'document_type', 'currency', 'state', 'month', 'n'])
    .where('company_id', '=', companyId)
    .where('client_id', '=', '')
    .where('n', '<>', 0)
    .execute()
}

export type TalliedTable = 'client' | 'payment'

/** How many rows a company has of a table, and what its kept count says. */
export async function countRows(
  conn: Conn,
  table: TalliedTable,
  companyId: string,
): Promise<{ counted: number; kept: number }> {
  const [counted] = await conn.kysely
    .selectFrom(table)
    .select(count.as('n'))
    .where('company_id', '=', companyId)
    .execute()
  const [kept] = await conn.kysely
    .selectFrom(`${table}_tally`)
    .select('n')
    .where('company_id', '=', companyId)
    .execute()
  return { counted: counted?.n ?? 0, kept: kept?.n ?? 0 }
}

/** Kept counts of clients that are gone, which must be nothing. */
export function cellsOfNobody(
  conn: Conn,
  companyId: string,
  limit: number,
): Promise<{ client_id: string; n: number }[]> {
  return conn.kysely
    .selectFrom('invoice_tally')
    .select(['client_id', 'n'])
    .where('company_id', '=', companyId)
    .where('client_id', '<>', '')
    .where('n', '<>', 0)
    .where((eb) =>
      eb.not(
        eb.exists(eb.selectFrom('client').select('client.id').whereRef('client.id', '=', 'invoice_tally.client_id')),
      ),
    )
    .limit(limit)
    .execute()
}
