import { type Bani, formatLei } from '../domain/money.ts'

/** Something that is not as it must be, in one sentence that names the object, what was found and what was expected. */
export interface Fault {
  readonly code: FaultCode
  readonly object:
    | 'company'
    | 'series'
    | 'invoice'
    | 'line'
    | 'payment'
    | 'client'
    | 'tally'
    | 'submission'
    | 'file'
    | 'message'
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
  | 'efactura_differs'
  | 'submission_repeated'
  | 'file_differs'

/** The sentence of a value that is not what it must be. Long ones are shown where they begin to differ. */
export function differs(subject: string, what: string, found: unknown, expected: unknown): string {
  const [is, must] = [shown(found), shown(expected)]
  if (is.length <= SHOWN_CHARS && must.length <= SHOWN_CHARS) return `${subject}: ${what} is ${is}, expected ${must}.`
  const at = firstDifference(is, must)
  return `${subject}: ${what}, at character ${at}, is ${around(is, at)}, expected ${around(must, at)}.`
}

export function lei(bani: number): string {
  return Number.isSafeInteger(bani) ? formatLei(bani as Bani) : `${bani} bani`
}

const SHOWN_CHARS = 160
const BEFORE = 50
const AFTER = 70

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (value === '') return 'an empty text'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function firstDifference(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}

function around(text: string, at: number): string {
  const part = text.slice(Math.max(0, at - BEFORE), at + AFTER)
  return `${at > BEFORE ? '…' : ''}${part}${at + AFTER < text.length ? '…' : ''}`
}
