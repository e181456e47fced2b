import { notFound } from '../../domain/errors.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { preparedByShape } from '../../store/prepared.ts'
import type { InvoiceRow } from '../../store/tables.ts'
import { type Unread, unread } from '../../store/unread.ts'

export interface RenderedRow extends Pick<InvoiceRow, 'id' | 'state' | 'due_date' | 'client_id' | 'json_shape'> {
  readonly document_type?: InvoiceRow['document_type']
  readonly efactura?: string | null
  readonly json: Unread
  readonly lines_json: Unread
  readonly payments_json: Unread
}

const rendered = preparedByShape<{ companyId: string; id: string }, RenderedRow, '' | 'efactura'>(
  ({ db, p, engine }, shape) =>
    db
      .selectFrom('invoice')
      .select(['id', 'state', 'due_date', 'client_id', 'json_shape'])
      .$if(shape === 'efactura', (query) => query.select(['document_type', 'efactura']))
      .select([unread(engine, 'json'), unread(engine, 'lines_json'), unread(engine, 'payments_json')])
      .where('company_id', '=', p.companyId)
      .where('id', '=', p.id) as never,
)

/** The rendered invoice: one look-up by id, whatever is expanded of it. */
export async function getRendered(ctx: ReadCtx, id: string, withEfactura = false): Promise<RenderedRow> {
  const row = (await rendered(ctx.db, withEfactura ? 'efactura' : '', { companyId: ctx.companyId, id }))[0]
  if (!row) throw notFound('invoice')
  return row
}
