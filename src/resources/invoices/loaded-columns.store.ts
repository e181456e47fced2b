import type { InvoiceRow } from '../../store/tables.ts'

/**
 * What an invoice is made from. The answer and the snapshot in the same row are several times as much (9 MB for 5,000
 * lines), and nobody needs them here.
 */
export const LOADED_COLUMNS = [
  'buyer',
  'client_id',
  'created_at',
  'currency',
  'date',
  'details',
  'document_type',
  'due_date',
  'efactura',
  'exchange_rate',
  'hash',
  'id',
  'number',
  'number_idx',
  'period',
  'series_id',
  'state',
  'storned_by',
  'storno_of',
  'subtotal_bani',
  'subtotal_ron_bani',
  'total_bani',
  'total_ron_bani',
  'updated_at',
  'vat_bani',
  'vat_ron_bani',
  'void_reason',
  'voided_at',
  'work_point_id',
] as const satisfies readonly (keyof InvoiceRow)[]
export type LoadedRow = Pick<InvoiceRow, (typeof LOADED_COLUMNS)[number]>
