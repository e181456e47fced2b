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
import { dialects, testApp } from '../../../test/harness.ts'

const NOT_EDITABLE = refusal(400, 'invoice_not_editable')

describe.each(dialects)('PUT /invoices/{id} of a draft on %s', (dialect) => {
  test('changes what was sent and nothing else, under both verbs', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft({ observations: 'x', due_days: 5, discount_percent: 10 })
    app.clock.advance(5_000)
    const changed = done(await app.put(`/invoices/${draft.id}`, { notes: 'Mulțumim', payment_method: 'card' }))
    expect(changed).toEqual({ ...draft, notes: 'Mulțumim', payment_method: 'card', updated_at: draft.updated_at + 5 })
    expect(done(await app.patch(`/invoices/${draft.id.slice(4)}`, { observations: '', notes: null }))).toEqual({
      ...changed,
      observations: null,
    })
    expect(await eventsOf(app, draft.id)).toEqual(['invoice.created', 'invoice.updated', 'invoice.updated'])
    expect(await nextNumber(app)).toBe(1)
  })

  test('replaces all lines, and those sent with their id keep it', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft({
      items: [LINE, { ...LINE, description: 'B' }, { ...LINE, description: 'C' }],
    })
    const [first, second] = draft.lines
    const items = [
      { id: second.id.slice(4), description: 'B2', quantity: 2, price: 5, vat_rate: 11 },
      { ...LINE, description: 'D' },
      { ...LINE, id: 'lin_unknown', description: 'E' },
      { ...LINE, id: first.id },
    ]
    const { lines, total } = done(await app.put(`/invoices/${draft.id}`, { items }))
    expect(lines.map(({ id, description }: { id: string; description: string }) => [id, description])).toEqual([
      [second.id, 'B2'],
      [expect.stringMatching(/^lin_[a-z0-9]{10}$/), 'D'],
      [expect.stringMatching(/^lin_(?!unknown)/), 'E'],
      [first.id, 'Consultanță'],
    ])
    expect(total).toBe(374.1)
    expect((await read(app, `/invoices/${draft.id}`)).lines).toEqual(lines)
    expect(done(await app.put(`/invoices/${draft.id}`, { lines: [LINE] })).lines).toHaveLength(1)
  })

  test('moves it to another client, series, currency and day', async () => {
    const app = await testApp(dialect)
    const series = await given(app).series()
    const client = await given(app).client({ name: 'Altul SRL', cui: '12345674' })
    const draft = await given(app).draft()
    const sent = {
      client_id: client.id,
      series_id: series.id,
      currency: 'EUR',
      exchange_rate: 5,
      date_at: '2026-11-01',
      due_at: '2026-11-15',
    }
    expect(done(await app.put(`/invoices/${draft.id}`, sent))).toMatchObject({
      client_id: client.id,
      client: { name: 'Altul SRL' },
      series: 'ABC',
      currency: 'EUR',
      total_ron: 605,
      date: '2026-11-01',
      due_date: '2026-11-15',
    })
    expect(await read(app, `/invoices?client_id=${client.id}&series_id=${series.id}&currency=EUR`)).toMatchObject({
      total: 1,
    })
    expect(await read(app, `/invoices?client_id=${draft.client_id}`)).toMatchObject({ total: 0 })
    expect(done(await app.put(`/invoices/${draft.id}`, { currency: 'RON' }))).toMatchObject({
      exchange_rate: 1,
      total_ron: 121,
    })
  })

  test('dates that were only defaulted follow, given ones stay until they are emptied', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const dates = async (fields: object) => {
      const { date, due_date } = done(await app.put(`/invoices/${draft.id}`, fields))
      return [date, due_date]
    }
    app.clock.advance(86_400_000)
    expect(await dates({ notes: 'x' })).toEqual(['2026-11-22', '2026-12-22'])
    expect(await dates({ due_days: 10 })).toEqual(['2026-11-22', '2026-12-02'])
    expect(await dates({ date: '2026-11-01' })).toEqual(['2026-11-01', '2026-11-11'])
    expect(await dates({ due_date: '2026-11-05' })).toEqual(['2026-11-01', '2026-11-05'])
    expect(await dates({ date: '2026-11-02', due_date: '' })).toEqual(['2026-11-02', '2026-11-12'])
    expect(await dates({ date: '' })).toEqual(['2026-11-22', '2026-12-02'])
  })

  test('turns reverse charge and prices with VAT on and off without losing what was sent', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft({ items: [LINE, { ...LINE, vat_rate: 11 }] })
    const totals = async (fields: object) => {
      const { subtotal, vat_amount, lines } = done(await app.put(`/invoices/${draft.id}`, fields))
      return [subtotal, vat_amount, lines.map((line: { vat_category: string }) => line.vat_category).join()]
    }
    expect(await totals({ with_vat_inverted: 1 })).toEqual([200, 0, 'AE,AE'])
    expect(await totals({ with_vat_inverted: 0 })).toEqual([200, 32, 'S,S'])
    expect(await totals({ prices_include_vat: true })).toEqual([172.73, 27.27, 'S,S'])
    expect(await totals({ prices_include_vat: false })).toEqual([200, 32, 'S,S'])
    expect(await totals({ discount_amount: 20, charges: [{ amount: 5, vat_rate: 11 }] })).toEqual([185, 29.35, 'S,S'])
    expect(await totals({ notes: 'x' })).toEqual([185, 29.35, 'S,S'])
    expect(await totals({ discounts: [], charges: [] })).toEqual([200, 32, 'S,S'])
  })

  test('lays what is sent of the client over the stored one, for this document alone', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const put = async (fields: object) => done(await app.put(`/invoices/${draft.id}`, fields)).client
    expect(await put({ client_data: { city: 'Dej', email: '' } })).toMatchObject({
      name: 'Exemplu SRL',
      city: 'Dej',
      email: null,
    })
    expect(await put({ client_data: { phone: '1' } })).toMatchObject({ city: 'Dej', phone: '1' })
    done(await app.put(`/clients/${draft.client_id}`, { name: 'Nume Nou SRL', city: 'Turda' }))
    expect(await put({ is_draft: false })).toMatchObject({ name: 'Nume Nou SRL', city: 'Dej', phone: '1', email: null })
    expect(await read(app, `/clients/${draft.client_id}`)).toMatchObject({
      city: 'Turda',
      phone: null,
      email: 'office@exemplu.ro',
    })
  })

  test('issues it under the next number, once', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const issued = done(await app.put(`/invoices/${draft.id}`, { is_draft: 0, observations: 'x' }))
    expect(issued).toMatchObject({
      id: draft.id,
      number: 'FAC-2026-00001',
      status: 'issued',
      is_draft: false,
      observations: 'x',
      lines: [{ id: draft.lines[0].id }],
    })
    expect(await eventsOf(app, draft.id)).toEqual(['invoice.created', 'invoice.issued'])
    expect(done(await app.put(`/invoices/${draft.id}`, { is_draft: 0 })).number).toBe('FAC-2026-00001')
    expect(await refused(app, () => app.put(`/invoices/${draft.id}`, { is_draft: 1 }))).toEqual(NOT_EDITABLE)
    expect(await nextNumber(app)).toBe(2)
  })

  test('of ten who issue it at once, all see one number', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.put(`/invoices/${draft.id}`, { is_draft: 0 })),
    )
    expect(new Set(answers.map((answer) => done(answer).number))).toEqual(new Set(['FAC-2026-00001']))
    expect(await nextNumber(app)).toBe(2)
    expect((await eventsOf(app, draft.id)).filter((type) => type === 'invoice.issued')).toHaveLength(1)
  })

  test('does not issue it in a series that was put out of use, but in another', async () => {
    const app = await testApp(dialect)
    const series = await given(app).series()
    const draft = await given(app).draft({ series_id: series.id })
    done(await app.patch(`/series/${series.id}`, { is_active: false }))
    expect(done(await app.put(`/invoices/${draft.id}`, { notes: 'x' })).series).toBe('ABC')
    expect(await refused(app, () => app.put(`/invoices/${draft.id}`, { is_draft: 0 }))).toEqual(
      invalid({ series_id: 'series_inactive' }),
    )
    const { data } = await read(app, '/invoice-series?document_type=fiscal')
    const primary = data.find(({ is_primary }: { is_primary: boolean }) => is_primary)
    expect(done(await app.put(`/invoices/${draft.id}`, { is_draft: 0, series_id: primary.id })).number).toBe(
      'FAC-2026-00001',
    )
  })
})

describe.each(dialects)('PUT /invoices/{id} of a draft refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    ['an empty list of lines', { items: [] }, invalid({ items: 'too_few_items' })],
    ['a line without a price', { items: [{ ...LINE, price: null }] }, invalid({ 'items.0.price': 'required' })],
    ['a due date before its date', { due_date: '2026-11-20' }, invalid({ due_date: 'before_invoice_date' })],
    [
      'another currency without its rate',
      { currency: 'EUR' },
      { status: 400, code: 'missing_required_field', problems: { currency_rate: 'required' } },
    ],
    ['a client that is not there', { client_id: 'cli_nothing' }, refusal(404, 'resource_not_found')],
    [
      'a client that breaks a rule',
      { client_data: { city: 'București' } },
      invalid({ 'client_data.city': 'sector_missing' }),
    ],
    ['a series that is not there', { series_id: 'ser_nothing' }, refusal(404, 'resource_not_found')],
    ['more off than there is', { discount_amount: 101 }, invalid({ 'discounts.0': 'discount_exceeds_total' })],
  ])('%s', async (_what, fields, expected) => {
    const { id } = await given(shared()).draft()
    expect(await refused(shared(), () => shared().put(`/invoices/${id}`, fields))).toEqual(expected)
    expect(await refused(shared(), () => shared().put(`/invoices/${id}`, { ...fields, is_draft: 0 }))).toEqual(expected)
  })

  test('one line twice', async () => {
    const { id, lines } = await given(shared()).draft({ items: [LINE, LINE] })
    const items = [{ ...LINE, id: lines[0].id }, LINE, { ...LINE, id: lines[0].id }]
    expect(await refused(shared(), () => shared().put(`/invoices/${id}`, { items }))).toEqual(
      invalid({ 'items.2.id': 'repeated' }),
    )
  })

  test('a client that is not active', async () => {
    const { id } = await given(shared()).draft()
    const client = await given(shared()).client({ name: 'Vechi SRL', cui: null, is_active: 0 })
    const call = () => shared().put(`/invoices/${id}`, { client_id: client.id })
    expect(await refused(shared(), call)).toEqual(invalid({ client_id: 'client_inactive' }))
  })

  test('a document that is not there', async () => {
    expect(await refused(shared(), () => shared().put('/invoices/inv_nothing', {}))).toEqual(
      refusal(404, 'resource_not_found'),
    )
  })
})

describe.each(dialects)('PUT /invoices/{id} of an issued invoice on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    ['its texts', { info: 'a', observations: 'b', notes: 'c' }, { info: 'a', observations: 'b', notes: 'c' }],
    ['an emptied text', { observations: '' }, { observations: null, notes: 'n' }],
    ['its due date', { due_date: '2027-01-31' }, { due_date: '2027-01-31' }],
    ['its due date under the other name', { due_at: '2027-02-01' }, { due_date: '2027-02-01' }],
    ['the days to pay, from its date', { due_days: 5 }, { due_date: '2026-11-26' }],
    ['no due date', { due_date: '' }, { due_date: null }],
    ['nothing', {}, { observations: 'o' }],
    [
      'nothing, said with flags that are true already',
      { is_draft: false, force_chronology: true },
      { number: expect.any(String) },
    ],
  ])('changes %s', async (_what, fields, expected) => {
    const invoice = await given(shared()).invoice({ observations: 'o', notes: 'n' })
    const changed = done(await shared().put(`/invoices/${invoice.id}`, fields))
    expect(changed).toMatchObject(expected)
    expect(changed).toMatchObject({ number: invoice.number, total: 121, lines: invoice.lines, client: invoice.client })
    const { warnings: _none, ...stored } = changed
    expect(await read(shared(), `/invoices/${invoice.id}`)).toEqual(stored)
    expect(await eventsOf(shared(), invoice.id)).toEqual(['invoice.created', 'invoice.updated'])
  })

  test.each<[string, object]>([
    ['lines', { items: [LINE] }],
    ['a client', { client_id: 'cli_x' }],
    ['a client’s data', { client_data: { name: 'X' } }],
    ['a series', { series_id: 'ser_x' }],
    ['a date', { date: '2026-11-22' }],
    ['a currency', { currency: 'EUR', currency_rate: 5 }],
    ['a rate', { exchange_rate: 5 }],
    ['reverse charge', { with_vat_inverted: 1 }],
    ['a discount', { discount_percent: 5 }],
    ['charges', { charges: [] }],
    ['how it is paid', { payment_method: 'card' }],
    ['e-Factura', { efactura_enabled: 0 }],
    ['a delegate', { delegate: { delegate_name: 'X' } }],
    ['a text beside something else', { notes: 'x', with_delegate: 1 }],
    ['being a draft', { is_draft: true }],
  ])('refuses %s', async (_what, fields) => {
    const { id } = await given(shared()).invoice()
    expect(await refused(shared(), () => shared().put(`/invoices/${id}`, fields))).toEqual(NOT_EDITABLE)
  })

  test('refuses a due date before its date', async () => {
    const { id } = await given(shared()).invoice()
    expect(await refused(shared(), () => shared().put(`/invoices/${id}`, { due_at: '2026-11-20' }))).toEqual(
      invalid({ due_date: 'before_invoice_date' }),
    )
  })

  test('a paid one and a storno are changed like any other, a voided one not at all', async () => {
    const paid = await given(shared()).invoice()
    done(await shared().post(`/invoices/${paid.id}/pay`))
    const storno = await given(shared()).storno(paid.id)
    for (const { id } of [paid, storno])
      expect(done(await shared().put(`/invoices/${id}`, { notes: 'x' })).notes).toBe('x')
    const voided = await given(shared()).voided()
    for (const fields of [{ notes: 'x' }, { due_date: '2027-01-01' }, {}]) {
      expect(await refused(shared(), () => shared().put(`/invoices/${voided.id}`, fields))).toEqual(NOT_EDITABLE)
    }
  })

  test('refuses to make a storno due, of which there is nothing to collect', async () => {
    const { id } = await given(shared()).invoice()
    const storno = await given(shared()).storno(id)
    for (const fields of [{ due_date: '2027-01-01' }, { due_days: 5, notes: 'x' }]) {
      expect(await refused(shared(), () => shared().put(`/invoices/${storno.id}`, fields))).toEqual(NOT_EDITABLE)
    }
    expect(done(await shared().put(`/invoices/${storno.id}`, { due_date: '', notes: 'x' }))).toMatchObject({
      due_date: null,
      notes: 'x',
    })
  })

  test('moves it in and out of what is overdue', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice({ date: '2026-11-01', due_date: '2026-11-20', client_data: CLIENT })
    expect(await read(app, `/invoices/${id}`)).toMatchObject({ status: 'overdue' })
    expect(done(await app.put(`/invoices/${id}`, { due_date: '2026-11-21' }))).toMatchObject({ status: 'issued' })
    expect(await read(app, '/invoices?status=overdue')).toMatchObject({ total: 0 })
  })
})
