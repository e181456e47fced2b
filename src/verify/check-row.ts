import { numberText } from '../domain/number-parts.ts'
import { periodOf } from '../domain/series.ts'
import { naturalSortKey } from '../domain/text.ts'
import type { InvoiceRow } from '../store/tables.ts'
import type { ReadDocument } from './documents.ts'
import { differs, type Fault } from './fault.ts'

/** Whatever a document names is the company's own. */
export function* checkReferences({ stored, company, subject }: ReadDocument): Generator<Fault> {
  const { row, lines, payments } = stored
  const foreign = (what: string, id: string): Fault => ({
    code: 'foreign_reference',
    object: 'invoice',
    id: row.id,
    message: `${subject}: its ${what} ${id} is not one of company ${company.id}.`,
  })
  const series = company.series.get(row.series_id)
  if (!series) yield foreign('series', row.series_id)
  else if (series.document_type !== row.document_type) {
    yield {
      code: 'state_differs',
      object: 'invoice',
      id: row.id,
      message: differs(subject, 'document_type', row.document_type, `${series.document_type} as its series`),
    }
  }
  if (!company.workPointIds.has(row.work_point_id)) yield foreign('work point', row.work_point_id)
  if (!stored.hasClient) yield foreign('client', row.client_id)
  for (const line of lines) if (line.company_id !== company.id) yield foreign('line', line.id)
  for (const payment of payments) if (payment.company_id !== company.id) yield foreign('payment', payment.id)
}

/** Drafts have no number and nothing that comes with one; all others have everything. */
export function* checkState({ stored: { row }, invoice, company, subject }: ReadDocument): Generator<Fault> {
  const fault = (message: string): Fault => ({ code: 'state_differs', object: 'invoice', id: row.id, message })
  if (!['draft', 'open', 'paid', 'voided'].includes(row.state)) {
    yield fault(differs(subject, 'state', row.state, 'draft, open, paid or voided'))
  }
  const isDraft = row.state === 'draft'
  for (const column of ['number', 'number_idx', 'period', 'hash', 'snapshot'] as const) {
    if ((row[column] === null) === isDraft) continue
    const expected = isDraft ? 'nothing in a draft' : 'a value in an issued document'
    yield fault(differs(subject, column, row[column], expected))
  }
  const isVoided = row.state === 'voided'
  if ((row.voided_at !== null) !== isVoided) {
    yield fault(differs(subject, 'voided_at', row.voided_at, isVoided ? 'the time of the voiding' : null))
  }
  const series = company.series.get(row.series_id)
  const period = series && periodOf({ resetsYearly: series.resets_yearly === 1 }, row.date)
  if (!isDraft && period !== undefined && row.period !== period) {
    yield fault(differs(subject, 'period', row.period, period))
  }
  if (invoice.lines.length === 0) yield fault(`${subject}: it has no lines.`)
}

/** What is stored a second time so that lists can be sorted by it. */
export function* checkSortColumns({ stored: { row }, subject }: ReadDocument): Generator<Fault> {
  const pairs: readonly (readonly [keyof InvoiceRow, string])[] = [
    ['number_sort', naturalSortKey(row.number ?? '')],
    ['number_text', numberText(row.number ?? '')],
    ['due_sort', row.due_date ?? ''],
  ]
  for (const [column, expected] of pairs) {
    if (row[column] === expected) continue
    yield {
      code: 'sort_column_differs',
      object: 'invoice',
      id: row.id,
      message: differs(subject, column, row[column], expected),
    }
  }
}
