import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { SubmissionRow } from '../store/efactura-tables.ts'
import type { InvoiceLineRow, InvoiceRow, PaymentRow } from '../store/tables.ts'
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
  const [stornos, payments, submissions, clients] = await Promise.all([
    conn.kysely.selectFrom('invoice').selectAll().where('storno_of', 'in', ids).orderBy('seq').execute(),
    conn.kysely.selectFrom('payment').selectAll().where('invoice_id', 'in', ids).orderBy('seq').execute(),
    readLatestSubmissions(conn, ids),
    conn.kysely
      .selectFrom('client')
      .select('id')
      .where('company_id', '=', companyId)
      .where('id', 'in', clientIds)
      .execute(),
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
    hasClient: known.has(row.client_id),
  }))
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
