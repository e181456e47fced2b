import type { Conn } from '../../store/conn.ts'

/**
 * The inboxes that there are: of live companies where somebody authorised them, and of sandboxes that have used
 * e-Factura. A job of the installation: it names every company.
 */
export async function listInboxes(db: Conn): Promise<{ companyId: string; environment: 'test' | 'live' }[]> {
  const [live, sandboxes] = await Promise.all([
    db.kysely
      .selectFrom('anaf_token')
      .innerJoin('company', 'company.id', 'anaf_token.company_id')
      .select(['anaf_token.company_id', 'anaf_token.environment'])
      .where('anaf_token.state', '=', 'active')
      .where('company.mode', '=', 'live')
      .where('company.cui', 'is not', null)
      .execute(),
    db.kysely
      .selectFrom('company')
      .select('id')
      .where('mode', '=', 'test')
      .where('cui', 'is not', null)
      .where('efactura_enabled', '=', 1)
      .execute(),
  ])
  return [
    ...live.map((row) => ({ companyId: row.company_id, environment: row.environment })),
    ...sandboxes.map(({ id }) => ({ companyId: id, environment: 'test' as const })),
  ]
}
