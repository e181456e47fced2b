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

/** Companies that send to RO e-Factura. A job of the installation: it names every company. */
export async function listSenders(db: Conn): Promise<string[]> {
  const rows = await db.kysely.selectFrom('company').select('id').where('efactura_enabled', '=', 1).execute()
  return rows.map(({ id }) => id)
}

/**
 * Issued fiscal invoices of a company, of these days of issue, that are to be sent and are not accepted. Those that
 * were warned of today are left out. What only ANAF's test environment accepted is as good as not sent, but for a
 * sandbox, which has no other. It reads what was issued on these days, and of it only what is not accepted.
 */
export async function listUnsent(
  db: Conn,
  companyId: string,
  days: readonly string[],
  today: string,
): Promise<Unsent[]> {
  if (days.length === 0) return []
  const rows = await db.kysely
    .selectFrom('invoice')
    .select(['id', 'number', 'date', 'efactura', 'details'])
    .where('company_id', '=', companyId)
    .where('document_type', '=', 'fiscal')
    .where('date', 'in', [...days])
    .where('state', 'in', ['open', 'paid'])
    // No text of ANAF inside it can look like this: its quotes are escaped.
    .where((eb) =>
      eb.or([
        eb('efactura', 'is', null),
        eb('efactura', 'not like', '%"state":"accepted"%'),
        eb.and([eb('efactura', 'like', TRIED), eb.exists(liveCompany(db, companyId))]),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('event')
            .select('event.seq')
            .where('event.company_id', '=', companyId)
            .whereRef('event.object_id', '=', 'invoice.id')
            .where('event.type', '=', 'efactura.deadline')
            .where('event.request_id', '=', `deadline ${today}`),
        ),
      ),
    )
    .orderBy('date')
    .execute()
  return rows.flatMap((row) => {
    const standing = row.efactura === null ? null : (JSON.parse(row.efactura) as EfacturaStanding)
    const isWanted = (JSON.parse(row.details) as { texts: { efacturaEnabled: boolean } }).texts.efacturaEnabled
    const isTried = standing?.state === 'accepted' && standing.environment === 'test'
    const status = standing && !isTried ? invoiceEfacturaStatus(standing.state) : 'not_sent'
    if (!isWanted) return []
    return [{ companyId, id: row.id, number: row.number ?? '', date: row.date, status }]
  })
}

/** As a standing is written: accepted, by ANAF's test environment. */
const TRIED = '%"state":"accepted","environment":"test"%'

function liveCompany(db: Conn, companyId: string) {
  return db.kysely.selectFrom('company').select('id').where('id', '=', companyId).where('mode', '=', 'live')
}
