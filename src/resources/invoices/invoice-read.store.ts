import { notFound } from '../../domain/errors.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { prepared } from '../../store/prepared.ts'
import type { InvoiceRow } from '../../store/tables.ts'
import { type Unread, unread } from '../../store/unread.ts'

export interface RenderedRow extends Pick<InvoiceRow, 'id' | 'state' | 'due_date' | 'client_id' | 'json_shape'> {
  readonly json: Unread
  readonly lines_json: Unread
  readonly payments_json: Unread
}

const rendered = prepared<{ companyId: string; id: string }, RenderedRow>(
  ({ db, p, engine }) =>
    db
      .selectFrom('invoice')
      .select(['id', 'state', 'due_date', 'client_id', 'json_shape'])
      .select([unread(engine, 'json'), unread(engine, 'lines_json'), unread(engine, 'payments_json')])
      .where('company_id', '=', p.companyId)
      .where('id', '=', p.id) as never,
)

/** The rendered invoice: one look-up by id, whatever is expanded of it. */
export async function getRendered(ctx: ReadCtx, id: string): Promise<RenderedRow> {
  const row = (await rendered(ctx.db, { companyId: ctx.companyId, id }))[0]
  if (!row) throw notFound('invoice')
  return row
}
