import { notFound } from '../../domain/errors.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { prepared } from '../../store/prepared.ts'
import type { InvoiceRow } from '../../store/tables.ts'

export type RenderedRow = Pick<
  InvoiceRow,
  'id' | 'state' | 'due_date' | 'client_id' | 'json' | 'lines_json' | 'payments_json' | 'json_shape'
>

const rendered = prepared<{ companyId: string; id: string }, RenderedRow>(
  ({ db, p }) =>
    db
      .selectFrom('invoice')
      .select(['id', 'state', 'due_date', 'client_id', 'json', 'lines_json', 'payments_json', 'json_shape'])
      .where('company_id', '=', p.companyId)
      .where('id', '=', p.id) as never,
)

/** The rendered invoice: one look-up by id, whatever is expanded of it. */
export async function getRendered(ctx: ReadCtx, id: string): Promise<RenderedRow> {
  const row = (await rendered(ctx.db, { companyId: ctx.companyId, id }))[0]
  if (!row) throw notFound('invoice')
  return row
}
