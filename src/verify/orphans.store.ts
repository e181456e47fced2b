import type { Conn } from '../store/conn.ts'

/** A row that hangs on nothing. */
export interface Orphan {
  readonly id: string
  /** What it names that is not there. */
  readonly missing: string
}

interface Reference {
  readonly table: string
  /** What names a row of the table in a sentence. */
  readonly id: string
  readonly column: string
  readonly to: string
  /** Which rows have to name something. */
  readonly where?: string
}

/** Every reference of the schema, and those that it leaves to the program. */
export const REFERENCES: readonly Reference[] = [
  { table: 'work_point', id: 'id', column: 'company_id', to: 'company' },
  { table: 'bank_account', id: 'id', column: 'company_id', to: 'company' },
  { table: 'api_key', id: 'id', column: 'company_id', to: 'company' },
  { table: 'api_key', id: 'id', column: 'work_point_id', to: 'work_point' },
  { table: 'series', id: 'id', column: 'company_id', to: 'company' },
  { table: 'series', id: 'id', column: 'work_point_id', to: 'work_point', where: 'x.work_point_id is not null' },
  { table: 'series_counter', id: 'series_id', column: 'series_id', to: 'series' },
  { table: 'client', id: 'id', column: 'company_id', to: 'company' },
  { table: 'client_tally', id: 'company_id', column: 'company_id', to: 'company' },
  { table: 'payment_tally', id: 'company_id', column: 'company_id', to: 'company' },
  { table: 'invoice', id: 'id', column: 'company_id', to: 'company' },
  { table: 'invoice', id: 'id', column: 'series_id', to: 'series' },
  { table: 'invoice', id: 'id', column: 'client_id', to: 'client' },
  { table: 'invoice', id: 'id', column: 'storno_of', to: 'invoice', where: 'x.storno_of is not null' },
  { table: 'invoice', id: 'id', column: 'storned_by', to: 'invoice', where: 'x.storned_by is not null' },
  { table: 'invoice_line', id: 'id', column: 'invoice_id', to: 'invoice' },
  { table: 'invoice_number_part', id: 'invoice_id', column: 'invoice_id', to: 'invoice' },
  { table: 'payment', id: 'id', column: 'invoice_id', to: 'invoice' },
  { table: 'payment', id: 'id', column: 'client_id', to: 'client' },
  { table: 'invoice_tally', id: 'company_id', column: 'company_id', to: 'company' },
  { table: 'event', id: 'id', column: 'company_id', to: 'company' },
  { table: 'efactura_submission', id: 'id', column: 'company_id', to: 'company' },
  { table: 'efactura_submission', id: 'id', column: 'invoice_id', to: 'invoice' },
  ...(['efactura_submission', 'efactura_message'] as const).flatMap((table) =>
    ['xml_file_id', 'archive_file_id'].map((column) => {
      return { table, id: 'id', column, to: 'efactura_file', where: `x.${column} is not null` }
    }),
  ),
  { table: 'efactura_message', id: 'id', column: 'company_id', to: 'company' },
  { table: 'efactura_inbox', id: 'company_id', column: 'company_id', to: 'company' },
  { table: 'efactura_turn', id: 'company_id', column: 'company_id', to: 'company' },
  { table: 'efactura_file', id: 'id', column: 'company_id', to: 'company' },
]

export async function readOrphans(
  conn: Conn,
  { table, id, column, to, where }: Reference,
  limit: number,
): Promise<Orphan[]> {
  return conn.query<Orphan & Record<string, unknown>>(
    `select x.${id} as id, x.${column} as missing from ${table} x
      where not exists (select 1 from ${to} y where y.id = x.${column}) ${where ? `and ${where}` : ''} limit ${limit}`,
    [],
  )
}

/** SQLite's search index holds no text to compare, but every client must be in it, and nobody else. */
export async function readSearchIndexFaults(conn: Conn, limit: number): Promise<{ readonly rowid: number }[]> {
  if (conn.engine !== 'sqlite') return []
  const known = 'select (c.seq << 32) + x.seq as id from client x join company c on c.id = x.company_id'
  return conn.query<{ rowid: number }>(
    `select id as rowid from (
      select id from (${known}) where id not in (select rowid from client_search)
      union all select rowid as id from client_search where rowid not in (${known})
    ) limit ${limit}`,
    [],
  )
}
