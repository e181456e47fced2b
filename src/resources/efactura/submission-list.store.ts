import { sql } from 'kysely'
import type { SubmissionState } from '../../domain/efactura/submission.ts'
import type { Conn } from '../../store/conn.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'

export interface SubmissionFilter {
  readonly states: readonly SubmissionState[] | null
  readonly environment: 'test' | 'live' | null
  readonly invoiceId: string | null
  /** Unix seconds of their making: from the first, and before the second. */
  readonly fromUnix: number | null
  readonly untilUnix: number | null
}

export type NumberedSubmission = SubmissionRow & { readonly invoice_number: string | null }

/** Submissions of a company, newest first. */
export async function listCompanySubmissions(
  db: Conn,
  companyId: string,
  filter: SubmissionFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ rows: NumberedSubmission[]; total: number }> {
  const { states, environment, invoiceId, fromUnix, untilUnix } = filter
  if (states?.length === 0) return { rows: [], total: 0 }
  const matching = db.kysely
    .selectFrom('efactura_submission')
    .where('efactura_submission.company_id', '=', companyId)
    .$if(states !== null, (q) => q.where('efactura_submission.state', 'in', [...(states ?? [])]))
    .$if(environment !== null, (q) => q.where('efactura_submission.environment', '=', environment ?? 'live'))
    .$if(invoiceId !== null, (q) => q.where('efactura_submission.invoice_id', '=', invoiceId ?? ''))
    .$if(fromUnix !== null, (q) => q.where('efactura_submission.created_at', '>=', fromUnix ?? 0))
    .$if(untilUnix !== null, (q) => q.where('efactura_submission.created_at', '<', untilUnix ?? 0))
  const [rows, counted] = await Promise.all([
    matching
      .leftJoin('invoice', (join) =>
        join
          .onRef('invoice.company_id', '=', 'efactura_submission.company_id')
          .onRef('invoice.id', '=', 'efactura_submission.invoice_id'),
      )
      .selectAll('efactura_submission')
      .select('invoice.number as invoice_number')
      .orderBy('efactura_submission.seq', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    matching.select(sql<number>`cast(count(*) as bigint)`.as('n')).execute(),
  ])
  return { rows, total: Number(counted[0]?.n ?? 0) }
}

/** The events of one document that are about e-Factura, newest first. */
export async function listEfacturaEvents(db: Conn, companyId: string, invoiceId: string, limit: number) {
  return db.kysely
    .selectFrom('event')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('object_id', '=', invoiceId)
    .where('type', 'like', 'efactura.%')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}
