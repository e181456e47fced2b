import { hash } from 'node:crypto'
import type { Database, Row } from '../../src/store/conn.ts'
import { verifyDatabase } from '../../src/verify/verify-database.ts'

/**
 * What is wrong in a database after everything that was done to it. Beside `facturier verify` a second opinion, which
 * shares no code with it: counted anew from the rows alone, in the plainest way.
 */
export async function audit(database: Database, expect: { gaps?: boolean } = {}): Promise<string[]> {
  const rows = (sql: string) => database.read.query<Row & Record<string, never>>(sql, [])
  const faults: string[] = []
  const none = async (what: string, sql: string) => {
    const found = await rows(sql)
    if (found.length > 0) faults.push(`${what}: ${found.length} × ${JSON.stringify(found[0])}`)
  }
  await none(
    'a printed number occurs twice',
    `select company_id, document_type, number, count(*) as n from invoice where number is not null
     group by company_id, document_type, number having count(*) > 1`,
  )
  if (!expect.gaps) {
    await none(
      'a series has a gap',
      `select series_id, period, count(*) as n, max(number_idx) as last from invoice where number_idx is not null
       group by series_id, period having max(number_idx) - min(number_idx) + 1 <> count(*)`,
    )
  }
  await none(
    'a counter is not at the last number',
    `select c.series_id, c.period, c.last_number, max(i.number_idx) as last from series_counter c
     join invoice i on i.series_id = c.series_id and i.period = c.period
     group by c.series_id, c.period, c.last_number having c.last_number ${expect.gaps ? '<' : '<>'} max(i.number_idx)`,
  )
  await none(
    'numbers without a counter',
    `select i.id from invoice i left join series_counter c
     on c.series_id = i.series_id and c.period = i.period where i.number is not null and c.series_id is null`,
  )
  await none(
    'number and state disagree',
    `select id, state, number from invoice where (state = 'draft') <> (number is null) or (number is null) <> (snapshot is null)`,
  )
  await none('no lines', 'select id from invoice where id not in (select invoice_id from invoice_line)')
  await none(
    'payments do not add up, or are too many',
    `select i.id, i.total_bani, i.paid_bani, coalesce(sum(p.amount_bani), 0) as payments from invoice i
     left join payment p on p.invoice_id = i.id group by i.id, i.total_bani, i.paid_bani, i.state
     having i.paid_bani <> coalesce(sum(p.amount_bani), 0) or (i.total_bani >= 0 and i.paid_bani > i.total_bani)
       or (i.state = 'paid' and i.paid_bani <> i.total_bani) or (i.state = 'open' and i.paid_bani = i.total_bani)`,
  )
  await none(
    'more is reversed than there was',
    `select o.id, o.total_bani, sum(s.total_bani) as reversed from invoice o join invoice s on s.storno_of = o.id
     where s.state <> 'voided' group by o.id, o.total_bani having o.total_bani + sum(s.total_bani) < 0`,
  )
  await none(
    'kept figures of a client',
    `select c.id, c.invoices_count, count(i.id) as documents from client c
     left join invoice i on i.client_id = c.id and i.document_type = 'fiscal' and i.state in ('open', 'paid')
     group by c.id, c.invoices_count, c.invoiced_bani, c.collected_bani
     having c.invoices_count <> count(i.id) or c.invoiced_bani <> coalesce(sum(i.total_ron_bani), 0)
       or c.collected_bani <> coalesce(sum(i.paid_ron_bani), 0)`,
  )
  await none(
    'kept counts',
    `select t.company_id, t.kept, t.counted from (
       select c.id as company_id,
         (select coalesce(sum(n), 0) from invoice_tally t where t.company_id = c.id and t.client_id = '') as kept,
         (select count(*) from invoice i where i.company_id = c.id) as counted from company c
       union all select c.id,
         (select coalesce(sum(n), 0) from invoice_tally t where t.company_id = c.id and t.client_id <> ''),
         (select count(*) from invoice i where i.company_id = c.id) from company c
       union all select c.id, coalesce((select n from client_tally t where t.company_id = c.id), 0),
         (select count(*) from client i where i.company_id = c.id) from company c
       union all select c.id, coalesce((select n from payment_tally t where t.company_id = c.id), 0),
         (select count(*) from payment i where i.company_id = c.id) from company c) t where t.kept <> t.counted`,
  )
  await none(
    'documents without their event',
    `select id from invoice where id not in (select object_id from event where object_type = 'invoice')
     union all select id from client where id not in (select object_id from event where object_type = 'client')
     union all select id from payment where id not in (select object_id from event where object_type = 'payment')`,
  )
  await none(
    'primary series',
    'select company_id, document_type from series group by company_id, document_type having sum(is_primary) <> 1 and sum(is_active) > 0',
  )
  const verified = await verifyDatabase(database, 10)
  return [...faults, ...(await brokenChains(database)), ...verified.faults.map((fault) => fault.message)]
}

/** Each hash is made of the hash before it in the series and of what was issued (decision 0004). */
async function brokenChains({ read }: Database): Promise<string[]> {
  const documents = await read.query<{ series: string; number: string; snapshot: string; hash: string }>(
    `select series_id || ' ' || period as series, number, snapshot, hash from invoice where number is not null
     order by series_id, period, number_idx`,
    [],
  )
  const faults: string[] = []
  let series = ''
  let last = ''
  for (const document of documents) {
    if (document.series !== series) last = ''
    series = document.series
    if (hash('sha256', `${last}\n${document.snapshot}`, 'hex') !== document.hash)
      faults.push(`the chain breaks at ${document.number}`)
    last = document.hash
  }
  return faults
}

/** How many rows each table has: what a refused request must leave as it was. */
export async function rowCounts({ read }: Database): Promise<Record<string, number>> {
  const tables =
    'company work_point bank_account api_key series client invoice invoice_line payment event idempotency invoice_tally ' +
    'job efactura_submission efactura_file efactura_message'
  const counts = tables.split(' ').map((table) => `select '${table}' as name, count(*) as n from ${table}`)
  const rows = await read.query<{ name: string; n: number }>(counts.join(' union all '), [])
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
}
