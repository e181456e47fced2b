import { type Bani, formatLei } from '../domain/money.ts'

/** Something that is not as it must be, in one sentence that names the object, what was found and what was expected. */
export interface Fault {
  readonly code: FaultCode
  readonly object: 'company' | 'series' | 'invoice' | 'line' | 'payment' | 'client' | 'tally'
  readonly id: string
  readonly message: string
}

export type FaultCode =
  /** The row cannot be read at all. */
  | 'unreadable'
  /** It belongs to, or names, what does not exist or is another company's. */
  | 'foreign_reference'
  | 'orphan'
  | 'state_differs'
  | 'sort_column_differs'
  | 'amounts_do_not_add_up'
  | 'amounts_differ'
  | 'storno_differs'
  | 'storno_out_of_order'
  | 'storned_quantity_differs'
  | 'storned_by_differs'
  | 'payments_do_not_add_up'
  | 'payment_differs'
  | 'snapshot_differs'
  | 'rendering_differs'
  | 'number_missing'
  | 'number_unexpected'
  | 'printed_number_differs'
  | 'printed_number_repeated'
  | 'hash_differs'
  | 'counter_differs'
  | 'client_figure_differs'
  | 'client_months_differ'
  | 'client_last_payment_differs'
  | 'client_search_differs'
  | 'tally_differs'
  | 'search_index_differs'

/** The sentence of a value that is not what it must be. */
export function differs(subject: string, what: string, found: unknown, expected: unknown): string {
  return `${subject}: ${what} is ${shown(found)}, expected ${shown(expected)}.`
}

export function lei(bani: number): string {
  return Number.isSafeInteger(bani) ? formatLei(bani as Bani) : `${bani} bani`
}

const SHOWN_CHARS = 200

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (value === '') return 'an empty text'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}
