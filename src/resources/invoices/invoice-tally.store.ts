import { monthOf } from '../../domain/dates.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import { insertRows } from '../../store/insert.ts'
import type { InvoiceTallyRow } from '../../store/tables.ts'

type Counted = Pick<Invoice, 'clientId' | 'workPointId' | 'seriesId' | 'documentType' | 'currency' | 'state' | 'date'>

/** Keeps the counts that lists answer as `total`; null where the document did not or does not exist. */
export function moveTally(ctx: Ctx, before: Counted | null, after: Counted | null): void {
  const cells = new Map<string, InvoiceTallyRow>()
  if (before) addCells(ctx.companyId, cells, before, -1)
  if (after) addCells(ctx.companyId, cells, after, 1)
  // In one order everywhere, so that two transactions never wait for each other.
  const rows = [...cells]
    .filter(([, cell]) => cell.n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell)
  insertRows(
    ctx.db,
    'invoice_tally',
    rows,
    `on conflict (company_id, client_id, work_point_id, series_id, document_type, currency, state, month)
      do update set n = invoice_tally.n + excluded.n`,
  )
}

function addCells(companyId: string, cells: Map<string, InvoiceTallyRow>, document: Counted, n: 1 | -1): void {
  const { clientId, workPointId, seriesId, documentType, currency, state } = document
  const month = monthOf(document.date)
  addCell(cells, {
    company_id: companyId,
    client_id: '',
    work_point_id: workPointId,
    series_id: seriesId,
    document_type: documentType,
    currency,
    state,
    month,
    n,
  })
  addCell(cells, {
    company_id: companyId,
    client_id: clientId,
    work_point_id: '',
    series_id: '',
    document_type: '',
    currency: '',
    state,
    month: '',
    n,
  })
}

function addCell(cells: Map<string, InvoiceTallyRow>, cell: InvoiceTallyRow): void {
  const key = `${cell.client_id} ${cell.work_point_id} ${cell.series_id} ${cell.document_type} ${cell.currency} ${cell.state} ${cell.month}`
  const known = cells.get(key)
  cells.set(key, known ? { ...known, n: known.n + cell.n } : cell)
}
