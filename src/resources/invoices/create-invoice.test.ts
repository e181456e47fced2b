import { describe, expect, test } from 'vitest'
import {
  CLIENT,
  done,
  eventsOf,
  given,
  invalid,
  LINE,
  nextNumber,
  read,
  refusal,
  refused,
  sharedApp,
} from '../../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

async function clientsOf(app: TestApp): Promise<string[]> {
  const { data } = await read(app, '/clients?sort=created_at')
  return data.map(({ name }: { name: string }) => name)
}

describe.each(dialects)('POST /invoices on %s', (dialect) => {
  test('issues an invoice under the next number, with its client, lines and totals', async () => {
    const app = await testApp(dialect)
    const answer = await app.post('/invoices', { client_data: CLIENT, items: [LINE] })
    expect(answer.status).toBe(201)
    const invoice = answer.body.data
    expect(invoice).toMatchObject({
      object: 'invoice',
      number: 'FAC-2026-00001',
      full_number: 'FAC-2026-00001',
      number_idx: 1,
      series: 'FAC',
      document_type: 'fiscal',
      status: 'issued',
      is_draft: false,
      is_paid: false,
      date: '2026-11-21',
      due_date: '2026-12-21',
      currency: 'RON',
      exchange_rate: 1,
      lines: [{ description: 'Consultanță', name: 'Consultanță', quantity: 1, unit: 'buc', price: 100, total: 121 }],
      payments: [],
      vat_breakdown: [{ vat_key: 'S', vat_rate: 21, subtotal: 100, vat_amount: 21 }],
      mentions: [],
      total: 121,
      remaining_amount: 121,
      efactura_enabled: true,
      efactura_status: 'not_sent',
      work_point_id: app.live.workPointId,
      warnings: [],
    })
    expect(answer.text).toContain('"subtotal":100.00,"vat_amount":21.00,"total":121.00,')
    expect(await eventsOf(app, invoice.id)).toEqual(['invoice.created'])
    expect(await eventsOf(app, invoice.client_id)).toEqual(['client.created'])
    const { warnings: _none, ...stored } = invoice
    expect(await read(app, `/invoices/${invoice.id}`)).toEqual(stored)
    expect(await nextNumber(app)).toBe(2)
  })

  test('keeps a draft without a number, and a proforma in a series of its own', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    expect(draft).toMatchObject({
      number: null,
      full_number: null,
      number_idx: null,
      status: 'draft',
      is_draft: true,
      efactura_status: null,
    })
    const proforma = await given(app).proforma()
    expect(proforma).toMatchObject({
      number: 'PRF-2026-00001',
      series: 'PRF',
      document_type: 'proforma',
      efactura_enabled: false,
    })
    expect([await nextNumber(app), await nextNumber(app, 'proforma')]).toEqual([1, 2])
  })

  test('keeps every word that was said', async () => {
    const app = await testApp(dialect)
    const delegate = {
      delegate_name: 'Ion Pop',
      delegate_ci: 'CJ 123456',
      delegate_transport: 'CJ 01 ABC',
      delegate_date: '2026-11-20',
      delegate_time: '10:30',
    }
    const header = {
      observations: 'Plata în 30 de zile',
      notes: 'Mulțumim',
      info: 'intern',
      payment_method: 'op',
      payment_type: 'rate',
      payment_installments: 3,
      with_delegate: true,
      delegate,
      efactura_enabled: false,
      spv_environment: 'test',
    }
    const line = {
      description: 'Cărți',
      description_extended: 'ediție\nlegată',
      unit: 'set',
      sku: 'A-1',
      product_id: 'prod_1',
      ubl_um: 'SET',
      ubl_nc: '49019900',
      ubl_cpv: '22113000-5',
      vat_exemption_reason: 'art. 292',
      save_as_product: true,
    }
    const invoice = await given(app).invoice({ ...header, items: [{ ...line, quantity: 1, price: 1, vat_rate: 11 }] })
    expect(invoice).toMatchObject({ ...header, lines: [line] })
    expect(await given(app).invoice({ spv_environment: 'production' })).toMatchObject({ spv_environment: 'live' })
  })

  test('reads what the PHP SDK makes of a shop order', async () => {
    const app = await testApp(dialect)
    const order = {
      client_data: {
        type: 'b2c',
        name: 'Ion Pop',
        email: 'ion@x.ro',
        cui: '',
        bank_account: 'RO49AAAA1B31007593840000',
        country: 'RO',
      },
      items: [{ name: 'Tricou', quantity: 2, price: 50, vat_rate: 19, sku: 'TR-1', unit_of_measure: 'buc', um: null }],
      document_type: 'invoice',
      date: '2026-11-21',
      currency: 'ron',
      notes: 'Comanda 12',
      payment_method: 'card',
      shipping: { cost: 15 },
      discount: 5,
    }
    expect(await given(app).invoice(order)).toMatchObject({
      document_type: 'fiscal',
      client: { name: 'Ion Pop', type: 'person', client_type: 'b2c', cui: null, iban: 'RO49AAAA1B31007593840000' },
      items: [{ name: 'Tricou', description: 'Tricou', sku: 'TR-1', vat_rate: 19, total: 119 }],
      notes: 'Comanda 12',
      warnings: [{ code: 'rate_not_in_force', field: 'items.0.vat_rate' }],
    })
  })

  test('twenty at once get twenty numbers without a gap', async () => {
    const app = await testApp(dialect)
    const made = await Promise.all(Array.from({ length: 20 }, () => given(app).invoice()))
    const numbers = made.map(({ number_idx }) => number_idx).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    expect(await clientsOf(app)).toEqual(['Exemplu SRL'])
    expect(await nextNumber(app)).toBe(21)
  })
})

describe.each(dialects)('the client of an invoice on %s', (dialect) => {
  test.each<[string, object, boolean]>([
    ['the same code', { name: 'Alt nume', cui: '1234567897' }, true],
    ['the same code, written with spaces', { name: 'Alt nume', cui: 'ro 1234567897' }, true],
    ['the same code, not registered for VAT', { name: 'Alt nume', cui: '1234567897', cui_prefix: 'RO' }, true],
    ['the same digits of another country', { name: 'Alt nume', cui: 'HU1234567897', country: 'HU' }, false],
    ['another code', { name: 'Exemplu SRL', email: 'office@exemplu.ro', cui: 'RO12345674' }, false],
    ['the same e-mail and name', { name: 'EXEMPLU  srl', email: 'office@exemplu.ro' }, true],
    ['the same name alone', { name: 'Exemplu SRL' }, false],
    ['the same e-mail alone', { name: 'Alt nume', email: 'office@exemplu.ro' }, false],
  ])('given with %s: %j is the known one: %s', async (_what, client_data, isKnown) => {
    const app = await testApp(dialect)
    const known = await given(app).client()
    const { client_id } = await given(app).invoice({ client_data })
    expect(client_id === known.id).toBe(isKnown)
    expect(await read(app, '/clients')).toMatchObject({ total: isKnown ? 1 : 2 })
  })

  test('whose code is not known yet is found by e-mail and name', async () => {
    const app = await testApp(dialect)
    const known = await given(app).client({ cui: null })
    for (let order = 0; order < 2; order++) {
      const invoice = await given(app).invoice({ client_data: CLIENT })
      expect(invoice).toMatchObject({ client_id: known.id, client: { cui: 'RO1234567897' } })
    }
    expect(await read(app, `/clients/${known.id}`)).toMatchObject({ cui: null })
  })

  test('stays as it is stored, while the document shows what was sent', async () => {
    const app = await testApp(dialect)
    const known = await given(app).client({ phone: '1' })
    const client_data = { name: 'Exemplu (Filiala)', cui: 'RO1234567897', city: 'Dej', email: '' }
    const invoice = await given(app).invoice({ client_data })
    const shown = { name: 'Exemplu (Filiala)', city: 'Dej', phone: '1', email: null, address: 'Str. Lungă nr. 1' }
    expect(invoice).toMatchObject({ client_id: known.id, client: shown })
    expect(await read(app, `/clients/${known.id}`)).toMatchObject({
      name: 'Exemplu SRL',
      city: 'Cluj-Napoca',
      metadata: { invoices_count: 1 },
    })
    const draft = await given(app).draft({ client_data })
    expect(done(await app.put(`/invoices/${draft.id}`, { is_draft: 0 })).client).toMatchObject(shown)
  })

  test('is made once when ten orders of a new client come at once', async () => {
    const app = await testApp(dialect)
    for (const client_data of [CLIENT, { name: 'Ion', email: 'ion@x.ro' }]) {
      await Promise.all(Array.from({ length: 10 }, () => given(app).draft({ client_data })))
    }
    expect((await clientsOf(app)).sort()).toEqual(['Exemplu SRL', 'Ion'])
  })
})

describe.each(dialects)('dates on %s', (dialect) => {
  const shared = sharedApp(dialect, { now: '2026-11-21T22:30:00Z' })

  test.each<[string, object, string, string | null]>([
    ['today in Bucharest, and thirty days', {}, '2026-11-22', '2026-12-22'],
    ['a day, and thirty days from it', { date: '2026-11-01' }, '2026-11-01', '2026-12-01'],
    ['days to pay', { date: '2026-02-27', due_days: 2 }, '2026-02-27', '2026-03-01'],
    ['no days to pay', { due_days: '0' }, '2026-11-22', '2026-11-22'],
    ['a due date', { date: '2026-11-01', due_date: '2026-11-05' }, '2026-11-01', '2026-11-05'],
    ['a due date on the day itself', { date: '2026-11-01', due_date: '2026-11-01' }, '2026-11-01', '2026-11-01'],
    ['a due date that wins over days', { due_date: '2027-01-01', due_days: 5 }, '2026-11-22', '2027-01-01'],
    ['emptied dates', { date: '', due_date: '' }, '2026-11-22', '2026-12-22'],
    ['the names of the update page', { date_at: '2026-11-02', due_at: '2026-11-03' }, '2026-11-02', '2026-11-03'],
  ])('%s', async (_what, fields, date, dueDate) => {
    expect(await given(shared()).draft(fields)).toMatchObject({ date, due_date: dueDate })
  })

  test.each<[string, object, Record<string, string>]>([
    ['a day that does not exist', { date: '2026-02-29' }, { date: 'not_day' }],
    ['a day written as Romanians do', { date: '21.11.2026' }, { date: 'not_day' }],
    ['an instant', { date: '2026-11-21T10:00:00Z' }, { date: 'not_day' }],
    [
      'a due date before the invoice',
      { date: '2026-11-02', due_date: '2026-11-01' },
      { due_date: 'before_invoice_date' },
    ],
    ['days that go back', { due_days: -1 }, { due_days: 'too_small' }],
  ])('%s is refused', async (_what, fields, problems) => {
    const call = () => shared().post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })
    expect(await refused(shared(), call)).toEqual(invalid(problems))
  })

  test('the term of the company is a setting, and a date in the future is doubted', async () => {
    const app = await testApp(dialect)
    done(await app.patch('/settings', { payment_terms_days: 7 }))
    expect(await given(app).invoice()).toMatchObject({ due_date: '2026-11-28', warnings: [] })
    expect((await given(app).invoice({ date: '2026-11-22' })).warnings).toMatchObject([
      { code: 'date_in_future', field: 'date' },
    ])
    expect((await given(app).draft({ date: '2026-11-23' })).warnings).toEqual([])
  })
})

describe.each(dialects)('POST /invoices refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)
  const ask = (fields: object) => () => shared().post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })

  test.each<[string, object, Record<string, string>]>([
    ['no client', { client_data: undefined }, { client_id: 'exactly_one_client' }],
    ['two clients', { client_id: 'cli_x' }, { client_id: 'exactly_one_client' }],
    ['a client without a name', { client_data: { cui: 'RO1234567897' } }, { 'client_data.name': 'required' }],
    ['a client that is no object', { client_data: 'Ion' }, { client_data: 'not_object' }],
    [
      'a client with a wrong code',
      { client_data: { name: 'X', cui: 'RO1' } },
      { 'client_data.cui': 'not_fiscal_code' },
    ],
    ['no lines', { items: undefined }, { items: 'required' }],
    ['an empty list of lines', { items: [] }, { items: 'too_few_items' }],
    ['lines that are no list', { items: 'x' }, { items: 'not_list' }],
    ['more lines than there may be', { items: Array(5001).fill(LINE) }, { items: 'too_many_items' }],
    ['a line without words', { items: [{ ...LINE, description: ' ' }] }, { 'items.0.description': 'required' }],
    ['no quantity', { items: [{ ...LINE, quantity: undefined }] }, { 'items.0.quantity': 'required' }],
    ['a quantity of nothing', { items: [{ ...LINE, quantity: 0 }] }, { 'items.0.quantity': 'not_positive' }],
    ['a negative quantity', { items: [LINE, { ...LINE, quantity: -1 }] }, { 'items.1.quantity': 'not_positive' }],
    [
      'a quantity of seven decimals',
      { items: [{ ...LINE, quantity: '1.1234567' }] },
      { 'items.0.quantity': 'too_many_decimals' },
    ],
    ['no price', { items: [{ ...LINE, price: undefined }] }, { 'items.0.price': 'required' }],
    ['a price of nothing', { items: [{ ...LINE, price: 0 }] }, { 'items.0.price': 'not_positive' }],
    ['a negative price', { items: [{ ...LINE, price: -5 }] }, { 'items.0.price': 'not_positive' }],
    [
      'a price of nine decimals',
      { items: [{ ...LINE, price: '0.123456789' }] },
      { 'items.0.price': 'too_many_decimals' },
    ],
    ['a price with a comma', { items: [{ ...LINE, price: '10,50' }] }, { 'items.0.price': 'not_number' }],
    ['a price in words', { items: [{ ...LINE, price: true }] }, { 'items.0.price': 'not_number' }],
    [
      'a hundred billion lei',
      { items: [{ ...LINE, quantity: 1000, price: 100_000_001 }] },
      { 'items.0.price': 'too_large' },
    ],
    [
      'a rate that the law never knew',
      { items: [{ ...LINE, vat_rate: 17 }] },
      { 'items.0.vat_rate': 'unknown_vat_rate' },
    ],
    ['a rate of the future', { items: [{ ...LINE, vat_rate: 22 }] }, { 'items.0.vat_rate': 'unknown_vat_rate' }],
    ['a type of document that is none', { document_type: 'receipt' }, { document_type: 'not_one_of' }],
    ['a currency that is none', { currency: 'LEI' }, { currency: 'not_currency' }],
    ['a rate of exchange below zero', { currency: 'EUR', currency_rate: -1 }, { currency_rate: 'not_positive' }],
  ])('%s', async (_what, fields, problems) => {
    expect(await refused(shared(), ask(fields))).toEqual(invalid(problems))
  })

  test.each<[string, object, number, string]>([
    ['an unknown client', { client_id: 'cli_nothing', client_data: undefined }, 404, 'resource_not_found'],
    ['an unknown series', { series_id: 'ser_nothing' }, 404, 'resource_not_found'],
  ])('%s', async (_what, fields, status, code) => {
    expect(await refused(shared(), ask(fields))).toEqual(refusal(status, code))
  })

  test('a client that is not active', async () => {
    const { id } = await given(shared()).client({ is_active: 0 })
    expect(await refused(shared(), ask({ client_id: id, client_data: undefined }))).toEqual(
      invalid({ client_id: 'client_inactive' }),
    )
  })

  test('a series of another type, and one that is out of use', async () => {
    const proforma = await given(shared()).series({ name: 'PP', document_type: 'proforma' })
    const old = await given(shared()).series({ name: 'OLD', is_active: false })
    expect(await refused(shared(), ask({ series_id: proforma.id }))).toEqual(
      invalid({ series_id: 'series_of_other_type' }),
    )
    expect(await refused(shared(), ask({ series_id: old.id }))).toEqual(invalid({ series_id: 'series_inactive' }))
  })

  test('a document for whose type there is no series', async () => {
    const app = await testApp(dialect)
    const { data } = await read(app, '/invoice-series?document_type=proforma')
    done(await app.del(`/invoice-series/${data[0].id}`))
    const call = () => app.post('/invoices', { client_data: CLIENT, items: [LINE], document_type: 'proforma' })
    expect(await refused(app, call)).toEqual(refusal(404, 'series_not_found'))
  })
})
