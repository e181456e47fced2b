import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { EfacturaFileRow, SubmissionRow } from '../store/efactura-tables.ts'

/** The latest submission of each of these documents that has one. */
export async function readLatestSubmissions(
  conn: Conn,
  invoiceIds: readonly string[],
): Promise<Map<string, SubmissionRow>> {
  const rows = await conn.kysely
    .selectFrom('efactura_submission')
    .selectAll()
    .where('invoice_id', 'in', [...invoiceIds])
    .orderBy('seq')
    .execute()
  return new Map(rows.map((row) => [row.invoice_id, row]))
}

/** Documents with more than one submission that is under way, or accepted in the same environment. */
export async function readRivals(
  conn: Conn,
  companyId: string,
): Promise<{ readonly id: string; readonly n: number }[]> {
  const rows = await conn.kysely
    .selectFrom('efactura_submission')
    .select(['invoice_id as id', sql<number>`cast(count(*) as bigint)`.as('n')])
    .where('company_id', '=', companyId)
    .where('state', 'in', ['queued', 'checked', 'sending', 'unknown', 'processing', 'accepted'])
    .groupBy('invoice_id')
    .having(
      sql<boolean>`count(*) > count(distinct environment)
        or (count(*) > 1 and count(case when state <> 'accepted' and environment = 'test' then 1 end) > 0)`,
    )
    .orderBy('invoice_id')
    .execute()
  return rows.map(({ id, n }) => ({ id, n: Number(n) }))
}

export type KeptFile = Pick<EfacturaFileRow, 'id' | 'sha256' | 'size' | 'content'>

/** How many files are in memory at a time. */
const PAGE = 20

/** Every kept file of a company, page by page. */
export async function* filePages(conn: Conn, companyId: string): AsyncGenerator<KeptFile[]> {
  let after = ''
  for (;;) {
    const rows = await conn.kysely
      .selectFrom('efactura_file')
      .select(['id', 'sha256', 'size', 'content'])
      .where('company_id', '=', companyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

export interface SentHash {
  readonly id: string
  /** As the submission remembers it, and as its file does. */
  readonly expected: string | null
  readonly found: string
}

/** Submissions whose XML is not the one that they were made with. */
export async function readWrongFiles(conn: Conn, companyId: string): Promise<SentHash[]> {
  return conn.kysely
    .selectFrom('efactura_submission as s')
    .innerJoin('efactura_file as f', 'f.id', 's.xml_file_id')
    .select(['s.id', 's.xml_sha256 as expected', 'f.sha256 as found'])
    .where('s.company_id', '=', companyId)
    .where((eb) => eb.or([eb('s.xml_sha256', 'is', null), eb('s.xml_sha256', '<>', eb.ref('f.sha256'))]))
    .orderBy('s.seq')
    .execute()
}
