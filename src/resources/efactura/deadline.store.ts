import { type EfacturaStanding, invoiceEfacturaStatus } from '../../domain/efactura/submission.ts'
import type { Conn } from '../../store/conn.ts'

export interface Unsent {
  readonly companyId: string
  readonly id: string
  readonly number: string
  readonly date: string
  /** In the words of the contract (9.2). */
  readonly status: string
}

/**
 * Issued fiscal invoices of companies that send to RO e-Factura, dated in the window, that are to be sent and are not
 * accepted. Those that were warned of today are left out. A job of the installation: it names every company.
 */
export async function listUnsent(db: Conn, from: string, today: string): Promise<Unsent[]> {
  const rows = await db.kysely
    .selectFrom('invoice')
    .innerJoin('company', 'company.id', 'invoice.company_id')
    .select([
      'invoice.company_id',
      'invoice.id',
      'invoice.number',
      'invoice.date',
      'invoice.efactura',
      'invoice.details',
    ])
    .where('company.efactura_enabled', '=', 1)
    .where('invoice.document_type', '=', 'fiscal')
    .where('invoice.state', 'in', ['open', 'paid'])
    .where('invoice.date', '>=', from)
    .where('invoice.date', '<=', today)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('event')
            .select('event.seq')
            .whereRef('event.company_id', '=', 'invoice.company_id')
            .whereRef('event.object_id', '=', 'invoice.id')
            .where('event.type', '=', 'efactura.deadline')
            .where('event.request_id', '=', `deadline ${today}`),
        ),
      ),
    )
    .orderBy('invoice.date')
    .execute()
  return rows.flatMap((row) => {
    const standing = row.efactura === null ? null : (JSON.parse(row.efactura) as EfacturaStanding)
    const isWanted = (JSON.parse(row.details) as { texts: { efacturaEnabled: boolean } }).texts.efacturaEnabled
    const status = standing ? invoiceEfacturaStatus(standing.state) : 'not_sent'
    if (!isWanted || status === 'accepted') return []
    return [{ companyId: row.company_id, id: row.id, number: row.number ?? '', date: row.date, status }]
  })
}
