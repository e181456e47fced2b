import { describe, expect, test } from 'vitest'
import { type Books, givenBooks } from '../../test/given-books.ts'
import { dialects, testApp } from '../../test/harness.ts'
import { codes, set } from '../../test/tamper.ts'
import type { Value } from '../store/conn.ts'
import { verifyDatabase } from './verify-database.ts'

/** One column of one row with another value, and the codes of what follows from it: the cause comes first. */
type Case = readonly [column: string, row: (books: Books) => string | undefined, value: Value, faults: string]

const line = (b: Books) => b.plain.lines[0]?.id
const payment = (b: Books) => b.foreign.payments[0]?.id
const issuedDiffers = 'snapshot_differs rendering_differs'

const CASES: readonly Case[] = [
  ['invoice.total_bani', (b) => b.plain.id, 44_000, `amounts_do_not_add_up amounts_differ ${issuedDiffers}`],
  ['invoice.subtotal_bani', (b) => b.plain.id, 1, `amounts_do_not_add_up amounts_differ ${issuedDiffers}`],
  ['invoice.vat_bani', (b) => b.proforma.id, 1, `amounts_do_not_add_up amounts_differ ${issuedDiffers}`],
  ['invoice.vat_ron_bani', (b) => b.foreign.id, 1, `amounts_do_not_add_up amounts_differ ${issuedDiffers}`],
  ['invoice.exchange_rate', (b) => b.foreign.id, '4.9772', `amounts_differ ${issuedDiffers}`],
  ['invoice.total_bani', (b) => b.draft.id, 1, 'amounts_do_not_add_up amounts_differ rendering_differs'],
  ['invoice.vat_bani', (b) => b.reversal.id, -1, `storno_differs amounts_do_not_add_up ${issuedDiffers}`],
  ['invoice.date', (b) => b.plain.id, '2026-11-01', issuedDiffers],
  ['invoice.due_date', (b) => b.plain.id, '2027-11-01', 'sort_column_differs rendering_differs'],
  ['invoice.buyer', (b) => b.plain.id, '{"name":"Alt SRL"}', issuedDiffers],
  ['invoice.storned_by', (b) => b.reversed.id, null, 'storned_by_differs rendering_differs'],
  ['invoice.is_fully_storned', (b) => b.plain.id, 1, 'storned_by_differs'],
  [
    'invoice.storno_of',
    (b) => b.reversal.id,
    null,
    `storned_quantity_differs storned_by_differs amounts_differ ${issuedDiffers}`,
  ],
  [
    'invoice.number',
    (b) => b.plain.id,
    'FAC-2026-9',
    'printed_number_differs snapshot_differs sort_column_differs search_index_differs rendering_differs client_last_payment_differs',
  ],
  [
    'invoice.number_idx',
    (b) => b.voided.id,
    77,
    'number_missing printed_number_differs counter_differs rendering_differs',
  ],
  [
    'invoice.period',
    (b) => b.voided.id,
    2026,
    'number_missing counter_differs number_missing hash_differs counter_differs state_differs',
  ],
  ['invoice.hash', (b) => b.plain.id, 'x', 'hash_differs'],
  ['invoice.hash', (b) => b.voided.id, 'x', 'hash_differs counter_differs'],
  ['invoice.snapshot', (b) => b.plain.id, '{"v":1}', 'hash_differs snapshot_differs'],
  ['invoice.snapshot', (b) => b.plain.id, null, 'state_differs'],
  ['invoice.snapshot', (b) => b.draft.id, '{}', 'state_differs'],
  ['invoice.details', (b) => b.plain.id, 'not JSON', 'unreadable'],
  ['invoice.paid_bani', (b) => b.plain.id, 1, 'payments_do_not_add_up'],
  ['invoice.paid_ron_bani', (b) => b.plain.id, 1, 'payments_do_not_add_up'],
  ['invoice.settled_on', (b) => b.foreign.id, '2026-11-19', 'payments_do_not_add_up client_figure_differs'],
  ['invoice.number_sort', (b) => b.plain.id, 'A', 'sort_column_differs'],
  ['invoice.voided_at', (b) => b.plain.id, 1, 'state_differs rendering_differs'],
  ['invoice.currency', (b) => b.proforma.id, 'EUR', `${issuedDiffers} tally_differs`],
  ['invoice.json', (b) => b.plain.id, '{}', 'rendering_differs'],
  ['invoice.lines_json', (b) => b.draft.id, '[]', 'rendering_differs'],
  ['invoice.payments_json', (b) => b.plain.id, '[]', 'rendering_differs'],
  ['invoice.json_shape', (b) => b.plain.id, 0, ''],
  ['invoice_line.quantity', line, '4', `amounts_differ ${issuedDiffers}`],
  ['invoice_line.vat_bani', line, 4, `amounts_do_not_add_up amounts_differ ${issuedDiffers}`],
  ['invoice_line.description', line, 'Altceva', issuedDiffers],
  ['invoice_line.storned_quantity', (b) => b.reversed.lines[0]?.id, '2', 'storned_quantity_differs rendering_differs'],
  [
    'invoice_line.quantity',
    (b) => b.reversal.lines[0]?.id,
    '-2',
    `storno_differs storned_quantity_differs ${issuedDiffers}`,
  ],
  ['invoice_line.company_id', line, 'cmp_x', 'foreign_reference'],
  ['payment.amount_bani', payment, 4, 'payments_do_not_add_up state_differs payment_differs rendering_differs'],
  ['payment.amount_ron_bani', payment, 4, 'payment_differs client_figure_differs client_months_differ'],
  ['payment.paid_on', payment, '2026-10-01', 'rendering_differs'],
  ['payment.paid_on', payment, '2026-09-01', 'rendering_differs client_months_differ'],
  ['payment.is_counted', (b) => b.voided.payments[0]?.id, 1, 'payment_differs'],
  ['payment.currency', payment, 'RON', 'payment_differs'],
  ['client.invoices_count', (b) => b.clientId, 1, 'client_figure_differs'],
  ['client.unpaid_bani', (b) => b.clientId, 1, 'client_figure_differs'],
  ['client.settled_days', (b) => b.clientId, 1, 'client_figure_differs'],
  ['client.months', (b) => b.clientId, '{}', 'client_months_differ'],
  ['client.months', (b) => b.clientId, 'x', 'unreadable'],
  ['client.last_payment', (b) => b.clientId, null, 'client_last_payment_differs'],
  ['client.search_text', (b) => b.clientId, 'x', 'client_search_differs'],
  ['client.sort_name', (b) => b.clientId, 'x', 'client_search_differs'],
  ['series.start_number', (b) => b.seriesId, 2, 'number_unexpected'],
  ['series.format', (b) => b.seriesId, '{number}', 'printed_number_differs'],
]

describe.each(dialects)('verify on %s', (dialect) => {
  test('finds nothing wrong with sound books, and counts what it saw', async () => {
    const app = await testApp(dialect)
    await givenBooks(app)
    const { faults, checked } = await verifyDatabase(app.database)
    expect(faults).toEqual([])
    expect(checked).toEqual({ series: 6, invoices: 7, lines: 13, payments: 4, clients: 1 })
  })

  test('names the cause first, whichever column was tampered with', async () => {
    const app = await testApp(dialect)
    const books = await givenBooks(app)
    const found: string[] = []
    for (const [column, row, value] of CASES) {
      const was = await set(app, column, row(books) ?? '', value)
      found.push(`${column} = ${value}: ${await codes(app)}`)
      await set(app, column, row(books) ?? '', was)
    }
    expect(found).toEqual(CASES.map(([column, , value, expected]) => `${column} = ${value}: ${expected}`))
    expect(await codes(app)).toBe('')
  })
})
