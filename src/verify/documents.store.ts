import { sql } from 'kysely'
import { numberParts } from '../domain/number-parts.ts'
import type { Conn } from '../store/conn.ts'
import type { SubmissionRow } from '../store/efactura-tables.ts'
import type { InvoiceLineRow, InvoiceNumberPartRow, InvoiceRow, PaymentRow } from '../store/tables.ts'
import { readLatestSubmissions } from './efactura.store.ts'

/** A document with everything that hangs on it. */
export interface StoredDocument {
  readonly row: InvoiceRow
  readonly lines: readonly InvoiceLineRow[]
  readonly payments: readonly PaymentRow[]
  /** The reversals of it, voided ones included, oldest first, with their lines. */
  readonly stornos: readonly { readonly row: InvoiceRow; readonly lines: readonly InvoiceLineRow[] }[]
  /** Its latest submission to RO e-Factura. */
  readonly submission: SubmissionRow | null
  /** By what its number is found, as far as it begins a part that the number has. */
  readonly numberParts: readonly InvoiceNumberPartRow[]
  /** Whether its client is one of the company's. */
  readonly hasClient: boolean
}

/** How many documents are in memory at a time. */
const PAGE = 50

/** All documents of a company, oldest first, page by page. */
export async function* documentPages(conn: Conn, companyId: string): AsyncGenerator<StoredDocument[]> {
  let after = { created_at: -1, seq: -1 }
  for (;;) {
    const rows = await conn.kysely
      .selectFrom('invoice')
      .selectAll()
      .where('company_id', '=', companyId)
      .where(sql<boolean>`(created_at, seq) > (${after.created_at}, ${after.seq})`)
      .orderBy('created_at')
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield await withParts(conn, companyId, rows)
    after = last
  }
}

async function withParts(conn: Conn, companyId: string, rows: readonly InvoiceRow[]): Promise<StoredDocument[]> {
  const ids = rows.map((row) => row.id)
  const clientIds = [...new Set(rows.map((row) => row.client_id))]
  const texts = rows.flatMap((row) => numberParts(row.number ?? '').map((part) => part.text))
  const [stornos, payments, submissions, clients, parts] = await Promise.all([
    conn.kysely.selectFrom('invoice').selectAll().where('storno_of', 'in', ids).orderBy('seq').execute(),
    conn.kysely.selectFrom('payment').selectAll().where('invoice_id', 'in', ids).orderBy('seq').execute(),
    readLatestSubmissions(conn, ids),
    conn.kysely
      .selectFrom('client')
      .select('id')
      .where('company_id', '=', companyId)
      .where('id', 'in', clientIds)
      .execute(),
    partsOf(conn, companyId, ids, texts),
  ])
  const lines = await linesOf(conn, [...ids, ...stornos.map((storno) => storno.id)])
  const paymentsOf = Map.groupBy(payments, (payment) => payment.invoice_id)
  const stornosOf = Map.groupBy(stornos, (storno) => storno.storno_of)
  const known = new Set(clients.map((client) => client.id))
  return rows.map((row) => ({
    row,
    lines: lines.get(row.id) ?? [],
    payments: paymentsOf.get(row.id) ?? [],
    stornos: (stornosOf.get(row.id) ?? []).map((storno) => ({ row: storno, lines: lines.get(storno.id) ?? [] })),
    submission: submissions.get(row.id) ?? null,
    numberParts: parts.get(row.id) ?? [],
    hasClient: known.has(row.client_id),
  }))
}

async function partsOf(
  conn: Conn,
  companyId: string,
  ids: readonly string[],
  texts: readonly string[],
): Promise<Map<string, InvoiceNumberPartRow[]>> {
  if (texts.length === 0) return new Map()
  const rows = await conn.kysely
    .selectFrom('invoice_number_part')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('part', 'in', [...new Set(texts)])
    .where('invoice_id', 'in', ids)
    .execute()
  return Map.groupBy(rows, (row) => row.invoice_id)
}

/** Parts under which a document is found although its number has none like them. */
export async function readStrayParts(
  conn: Conn,
  companyId: string,
  limit: number,
): Promise<Pick<InvoiceNumberPartRow, 'invoice_id' | 'part'>[]> {
  const line = sql<string>`${'\n'}`
  const whole = sql<string>`i.number_text || ${line}`
  const wanted = sql<string>`${line} || p.part || ${line}`
  const position =
    conn.engine === 'sqlite' ? sql<number>`instr(${whole}, ${wanted})` : sql<number>`strpos(${whole}, ${wanted})`
  return conn.kysely
    .selectFrom('invoice_number_part as p')
    .innerJoin('invoice as i', 'i.id', 'p.invoice_id')
    .select(['p.invoice_id', 'p.part'])
    .where('p.company_id', '=', companyId)
    .where((eb) => eb.or([eb('i.company_id', '<>', companyId), eb(position, '=', 0)]))
    .limit(limit)
    .execute()
}

async function linesOf(conn: Conn, ids: readonly string[]): Promise<Map<string, InvoiceLineRow[]>> {
  const lines = new Map<string, InvoiceLineRow[]>()
  for (let from = 0; from < ids.length; from += PAGE) {
    const rows = await conn.kysely
      .selectFrom('invoice_line')
      .selectAll()
      .where('invoice_id', 'in', ids.slice(from, from + PAGE))
      .orderBy('invoice_id')
      .orderBy('position')
      .execute()
    for (const [id, group] of Map.groupBy(rows, (row) => row.invoice_id)) lines.set(id, group)
  }
  return lines
}
