import { describe, expect, test } from 'vitest'
import { type Books, givenBooks } from '../../test/given-books.ts'
import { dialects, testApp } from '../../test/harness.ts'
import { codes, firstFault, tamper } from '../../test/tamper.ts'

/** Rows that somebody removed, doubled or moved, and what is found first. */
const CASES: readonly (readonly [
  what: string,
  statements: (books: Books) => string[],
  codes: string,
  first: string,
])[] = [
  [
    'an invoice in the middle of its series is gone',
    (b) => [
      `delete from payment where invoice_id = '${b.foreign.id}'`,
      `delete from invoice_line where invoice_id = '${b.foreign.id}'`,
      `delete from invoice_number_part where invoice_id = '${b.foreign.id}'`,
      `delete from invoice where id = '${b.foreign.id}'`,
    ],
    'number_missing hash_differs client_figure_differs client_months_differ tally_differs',
    'Series SERIES (FAC): number 2 is missing before Invoice REVERSED (FAC-2026-00003), expected every number from 1 on, for nobody moved the next number past it.',
  ],
  [
    'the last invoice of its series is gone',
    (b) => [
      `delete from payment where invoice_id = '${b.voided.id}'`,
      `delete from invoice_line where invoice_id = '${b.voided.id}'`,
      `delete from invoice_number_part where invoice_id = '${b.voided.id}'`,
      `delete from invoice where id = '${b.voided.id}'`,
    ],
    'number_missing counter_differs tally_differs',
    'Series SERIES (FAC): number 5 is missing at the end, expected every number from 1 on, for nobody moved the next number past it.',
  ],
  [
    'the counter stands too low',
    () => [`update series_counter set last_number = 4 where period = 0 and last_number = 5`],
    'counter_differs',
    'Series SERIES (FAC): last_number of the counter is 4, expected 5.',
  ],
  [
    'the counter stands too high',
    () => [`update series_counter set last_number = 9 where period = 0 and last_number = 5`],
    'number_missing',
    'Series SERIES (FAC): number 6 is missing at the end, expected every number from 1 on, for nobody moved the next number past it.',
  ],
  [
    'the counter is gone',
    (b) => [`delete from series_counter where series_id = '${b.seriesId}'`],
    'counter_differs',
    'Series SERIES (FAC): it has no counter, expected one at 5.',
  ],
  [
    'two invoices carry one number',
    (b) => [
      'drop index invoice_printed_number',
      `update invoice set number = '${b.plain.number}' where id = '${b.reversed.id}'`,
    ],
    'printed_number_differs printed_number_repeated snapshot_differs sort_column_differs search_index_differs rendering_differs',
    'Invoice REVERSED (FAC-2026-00001): number is FAC-2026-00001, expected FAC-2026-00003.',
  ],
  [
    'a line is gone',
    (b) => [`delete from invoice_line where id = '${b.plain.lines[1]?.id}'`],
    'amounts_do_not_add_up amounts_differ snapshot_differs rendering_differs',
    'Invoice PLAIN (FAC-2026-00001): subtotal is 371.42, expected 280.42.',
  ],
  [
    'a draft has no lines',
    (b) => [`delete from invoice_line where invoice_id = '${b.draft.id}'`],
    'state_differs amounts_do_not_add_up amounts_differ rendering_differs',
    'Draft DRAFT: it has no lines.',
  ],
  [
    'a line hangs on nothing',
    (b) => [`update invoice_line set invoice_id = 'inv_gone' where id = '${b.draft.lines[0]?.id}'`],
    'amounts_do_not_add_up amounts_differ rendering_differs orphan',
    'Draft DRAFT: subtotal is 390.97, expected 91.00.',
  ],
  [
    'a payment is gone',
    (b) => [`delete from payment where id = '${b.plain.payments[0]?.id}'`],
    'payments_do_not_add_up rendering_differs client_figure_differs client_months_differ client_last_payment_differs tally_differs',
    'Invoice PLAIN (FAC-2026-00001): paid_bani is 100.50, expected 0.00.',
  ],
  [
    'the client is gone',
    (b) => [`delete from client where id = '${b.clientId}'`],
    'foreign_reference tally_differs orphan',
    `Invoice PLAIN (FAC-2026-00001): its client CLIENT is not one of company COMPANY.`,
  ],
  [
    'a count of documents is off',
    (b) => [
      `update invoice_tally set n = n + 1 where client_id = '' and document_type = 'proforma'`,
      `update invoice_tally set n = n - 1 where client_id = '${b.clientId}' and state = 'draft'`,
    ],
    'tally_differs',
    'Client CLIENT (Șerban SRL): the kept count of its draft documents is 0, expected 1.',
  ],
  [
    'the count of clients is off',
    () => ['update client_tally set n = 7'],
    'tally_differs',
    'Company COMPANY: the kept count of clients is 7, expected 1.',
  ],
  [
    'the count of payments is off',
    () => ['update payment_tally set n = 7'],
    'tally_differs',
    'Company COMPANY: the kept count of payments is 7, expected 4.',
  ],
  [
    'a count names nobody',
    (b) => [`update invoice_tally set client_id = 'cli_gone' where client_id = '${b.clientId}' and state = 'voided'`],
    'tally_differs',
    'Client CLIENT (Șerban SRL): the kept count of its voided documents is 0, expected 1.',
  ],
  [
    'an event is of no company',
    () => [`update event set company_id = 'cmp_gone' where type = 'client.created'`],
    'orphan',
    'EVENT',
  ],
]

describe.each(dialects)('verify on %s', (dialect) => {
  test.each(CASES)('finds that %s', async (_what, statements, expected, first) => {
    const app = await testApp(dialect)
    const books = await givenBooks(app)
    await tamper(app, ...statements(books))
    expect(await codes(app)).toBe(expected)
    const names = {
      SERIES: books.seriesId,
      REVERSED: books.reversed.id,
      PLAIN: books.plain.id,
      DRAFT: books.draft.id,
      CLIENT: books.clientId,
      COMPANY: app.live.companyId,
    }
    const sentence = Object.entries(names).reduce((text, [name, id]) => text.replace(name, id), first)
    if (first !== 'EVENT') expect(await firstFault(app)).toBe(sentence)
  })

  test('finds what another company’s rows have to do with ours', async () => {
    const app = await testApp(dialect)
    const books = await givenBooks(app)
    const { body } = await app.asOther.get('/invoice-series')
    const foreign = body.data.data[0].id
    await tamper(
      app,
      `update invoice set series_id = '${foreign}', work_point_id = '${app.other.workPointId}' where id = '${books.draft.id}'`,
    )
    expect(await codes(app)).toBe('foreign_reference rendering_differs tally_differs')
    await tamper(app, `update invoice set company_id = '${app.other.companyId}' where id = '${books.voided.id}'`)
    expect(await codes(app)).toContain('foreign_reference')
  })
})

test('verify finds what SQLite’s search index misses, or holds too much of', async () => {
  const app = await testApp('sqlite')
  await givenBooks(app)
  const first = '(select min(rowid) from client_search)'
  await tamper(app, `insert into client_search (rowid, text) select ${first} + 98, 'ABC'`)
  await tamper(app, `delete from client_search where rowid = ${first}`)
  expect(await codes(app)).toBe('search_index_differs')
  expect(await firstFault(app)).toBe('Row 1 of client: the search index and the table disagree on whether it is there.')
})

describe.each(dialects)('verify of the parts of numbers on %s', (dialect) => {
  test.each<[string, string, RegExp]>([
    ['is missing', "delete from invoice_number_part where part = '00001'", /a search for "00001" does not find it\.$/],
    [
      'is counted twice',
      "update invoice_number_part set shared = 9 where part = '1'",
      /a search for "1" counts it wrongly\.$/,
    ],
    [
      'is of another client',
      "update invoice_number_part set client_id = 'cli_x' where part = '2026-00001'",
      /a search for "2026-00001" counts it wrongly\.$/,
    ],
    [
      'is one too many',
      "update invoice_number_part set part = 'x' where part = '2026-00001'",
      /a search for "2026-00001" does not find it\.$/,
    ],
  ])('finds that one %s', async (_what, statement, sentence) => {
    const app = await testApp(dialect)
    await givenBooks(app)
    await tamper(app, statement)
    expect(await firstFault(app)).toMatch(sentence)
    expect(await codes(app)).toBe('search_index_differs')
  })

  test('finds those of a number that no document has', async () => {
    const app = await testApp(dialect)
    const { plain } = await givenBooks(app)
    await tamper(
      app,
      `insert into invoice_number_part (company_id, part, invoice_id, shared, client_id)
        values ('${app.live.companyId}', 'zz', '${plain.id}', 0, 'cli_any')`,
    )
    expect(await firstFault(app)).toBe(
      `Invoice ${plain.id}: a search for "zz" finds it, which its number does not have.`,
    )
  })
})
