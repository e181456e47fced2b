import { describe, expect, test } from 'vitest'
import {
  CLIENT,
  done,
  given,
  invalid,
  LINE,
  nextNumber,
  read,
  refusal,
  refused,
  sharedApp,
  stored,
} from '../../test/given.ts'
import { dialects, testApp } from '../../test/harness.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe.each(dialects)('bodies on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, string, Record<string, string>]>([
    ['JSON', JSON.stringify({ name: 'Ana și Ion SRL', city: 'Iași', notes: 'a & b' }), JSON_TYPE],
    [
      'JSON with a charset',
      JSON.stringify({ name: 'Ana și Ion SRL', city: 'Iași', notes: 'a & b' }),
      { 'content-type': 'application/json; charset=utf-8' },
    ],
    ['a form', 'name=Ana+%C8%99i+Ion+SRL&city=Ia%C8%99i&notes=a+%26+b', FORM],
    ['JSON that curl -d calls a form', JSON.stringify({ name: 'Ana și Ion SRL', city: 'Iași', notes: 'a & b' }), FORM],
    [
      'multipart',
      multipart({ name: 'Ana și Ion SRL', city: 'Iași', notes: 'a & b' }),
      { 'content-type': 'multipart/form-data; boundary=XX' },
    ],
  ])('%s', async (_what, body, headers) => {
    const answer = await shared().post('/clients', body, headers)
    expect(answer.status).toBe(201)
    expect(answer.body.data).toMatchObject({ name: 'Ana și Ion SRL', city: 'Iași', notes: 'a & b' })
  })

  test.each<[string, string, Record<string, string>]>([
    [
      'a form with PHP brackets',
      'client_data[name]=Exemplu&items[0][description]=A&items[0][quantity]=2&items[0][price]=10.50&items[0][vat_rate]=21&items[1][name]=B&items[1][quantity]=1&items[1][price]=1&items[1][vat_rate]=11&is_draft=1',
      FORM,
    ],
    [
      'a form that numbers its lines with gaps',
      'client_data%5Bname%5D=Exemplu&lines[3][description]=A&lines[3][quantity]=2&lines[3][price]=10.50&lines[3][vat_rate]=21&lines[9][name]=B&lines[9][quantity]=1&lines[9][price]=1&lines[9][vat_rate]=11&is_draft=1',
      FORM,
    ],
    [
      'multipart with PHP brackets',
      multipart({
        'client_data[name]': 'Exemplu',
        'items[0][description]': 'A',
        'items[0][quantity]': '2',
        'items[0][price]': '10.50',
        'items[0][vat_rate]': '21',
        'items[1][name]': 'B',
        'items[1][quantity]': '1',
        'items[1][price]': '1',
        'items[1][vat_rate]': '11',
        is_draft: '1',
      }),
      { 'content-type': 'multipart/form-data; boundary=XX' },
    ],
  ])('%s carries an invoice', async (_what, body, headers) => {
    const answer = await shared().post('/invoices', body, headers)
    expect(done(answer)).toMatchObject({
      client: { name: 'Exemplu' },
      status: 'draft',
      lines: [{ description: 'A', quantity: 2, price: 10.5 }, { description: 'B' }],
      total: 26.52,
    })
  })

  test.each<[string, string | undefined, Record<string, string>]>([
    ['nothing', undefined, {}],
    ['nothing, called JSON', '', JSON_TYPE],
    ['nothing, called a form', '', FORM],
    ['white space, called JSON', ' \n', JSON_TYPE],
    ['an empty list, as PHP writes an empty object', '[]', JSON_TYPE],
    ['an empty object', '{}', JSON_TYPE],
    ['null', 'null', JSON_TYPE],
  ])('%s is an empty body', async (_what, body, headers) => {
    const { id } = await given(shared()).invoice()
    expect(done(await shared().post(`/invoices/${id}/pay`, body, headers))).toMatchObject({
      is_paid: true,
      amount: 121,
    })
    expect(await refused(shared(), () => shared().post('/clients', body, headers))).toEqual(
      invalid({ name: 'required' }),
    )
  })

  test('GET and DELETE may call an empty body JSON, as the SDK always does', async () => {
    const { id } = await given(shared()).client({ cui: null })
    expect(await shared().get(`/clients/${id}`, JSON_TYPE)).toMatchObject({ status: 200 })
    expect(await shared().del(`/clients/${id}`, undefined, JSON_TYPE)).toMatchObject({ status: 200 })
    const other = await given(shared()).client({ cui: null })
    expect(await shared().del(`/clients/${other.id}`, { firm_id: 7 })).toMatchObject({ status: 200 })
  })

  test.each<[string, string, Record<string, string>, number, string]>([
    ['JSON that breaks off', '{"name": "X"', JSON_TYPE, 400, 'invalid_format'],
    ['JSON that is no object', '"X"', JSON_TYPE, 400, 'invalid_request'],
    ['a list with something in it', '[{"name":"X"}]', JSON_TYPE, 400, 'invalid_request'],
    ['a type that is not read', '<client/>', { 'content-type': 'application/xml' }, 415, 'unsupported_media_type'],
    ['multipart without a boundary', 'x', { 'content-type': 'multipart/form-data' }, 400, 'invalid_format'],
  ])('%s is refused', async (_what, body, headers, status, code) => {
    expect(await refused(shared(), () => shared().post('/clients', body, headers))).toMatchObject({ status, code })
  })

  test('a body that is too large is refused', async () => {
    const app = await testApp(dialect, { config: { bodyLimitBytes: 1000 } })
    const body = { name: 'X', notes: 'x'.repeat(1000) }
    expect(await refused(app, () => app.post('/clients', body))).toEqual(refusal(413, 'payload_too_large'))
  })

  test('an unknown field is ignored, wherever it stands', async () => {
    const items = [{ ...LINE, colour: 'red' }]
    const sent = { client_data: { ...CLIENT, shoe_size: 42 }, items, shipping: { price: 5 }, discount: 3, firm_id: 12 }
    expect(await given(shared()).invoice(sent)).toMatchObject({ total: 121 })
  })
})

describe.each(dialects)('values in their spellings on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each([
    [true, 'draft'],
    [1, 'draft'],
    ['1', 'draft'],
    ['true', 'draft'],
    ['TRUE', 'draft'],
    ['on', 'draft'],
    ['yes', 'draft'],
    [false, 'issued'],
    [0, 'issued'],
    ['0', 'issued'],
    ['false', 'issued'],
    ['off', 'issued'],
    ['no', 'issued'],
    ['', 'issued'],
    [null, 'issued'],
  ])('is_draft %j', async (sent, status) => {
    expect(await given(shared()).invoice({ is_draft: sent })).toMatchObject({ status })
  })

  test.each([['maybe'], [2], [[]], [{}], ['null']])('is_draft %j is refused', async (sent) => {
    const call = () => shared().post('/invoices', { client_data: CLIENT, items: [LINE], is_draft: sent })
    expect(await refused(shared(), call)).toEqual(invalid({ is_draft: 'not_flag' }))
  })

  test.each(['is_active=1', 'is_active=true', 'is_active=on'])('?%s in a query', async (query) => {
    await given(shared()).client({ name: 'Inactiv', cui: null, is_active: 0 })
    const { data } = await read(shared(), `/clients?${query}`)
    expect(data.map((client: { name: string }) => client.name)).not.toContain('Inactiv')
  })

  test('numbers may be text, and are read by their digits', async () => {
    const items = [
      { description: 'A', quantity: '3', price: '33.33333333', vat_rate: '21.00' },
      { ...LINE, price: 0.1 + 0.2 },
    ]
    expect(await given(shared()).invoice({ items })).toMatchObject({
      lines: [
        { quantity: 3, price: 33.33333333, subtotal: 100, vat_rate: 21 },
        { price: 0.3, subtotal: 0.3 },
      ],
    })
  })

  test('null is absent, inside lines and clients too', async () => {
    const client_data = { ...CLIENT, phone: null, type: null, county: null, city: null, country: null }
    const line = {
      ...LINE,
      vat_key: null,
      unit: null,
      discount_percent: null,
      id: null,
      sku: null,
      save_as_product: null,
    }
    const absent = {
      client_id: null,
      series_id: null,
      date: null,
      due_days: null,
      currency: null,
      currency_rate: null,
      document_type: null,
      discounts: null,
      delegate: null,
      work_point_id: null,
    }
    const invoice = await given(shared()).invoice({ client_data, items: [line], ...absent })
    expect(invoice).toMatchObject({ date: '2026-11-21', currency: 'RON', document_type: 'fiscal', total: 121 })
    expect(invoice.lines[0]).toMatchObject({ unit: 'buc', vat_key: null, discount_amount: null })
    expect(await refused(shared(), () => shared().post('/clients', { name: null }))).toEqual(
      invalid({ name: 'required' }),
    )
  })

  test('every field at fault is named, by its path and under the name it was sent with', async () => {
    const lines = [{ name: 'A', quantity: 0, price: -1 }, { quantity: 'x', price: '1,5', vat_rate: 17 }, null, 'text']
    const call = () =>
      shared().post('/invoices', {
        client_data: { cui: '7', email: 'x' },
        lines,
        date: '15.03.2026',
        currency: 'LEI',
        status: 'x',
      })
    expect(await refused(shared(), call)).toEqual(
      invalid({
        'client_data.name': 'required',
        'client_data.email': 'not_email',
        'lines.0.quantity': 'not_positive',
        'lines.0.price': 'not_positive',
        'lines.1.description': 'required',
        'lines.1.quantity': 'not_number',
        'lines.1.price': 'not_number',
        'lines.1.vat_rate': 'unknown_vat_rate',
        'lines.2': 'required',
        'lines.3': 'not_object',
        date: 'not_day',
        currency: 'not_currency',
      }),
    )
  })
})

describe.each(dialects)('ids on %s', (dialect) => {
  test('name the same thing with and without prefix, in paths, queries and bodies', async () => {
    const app = await testApp(dialect)
    const bare = (id: string) => id.slice(id.indexOf('_') + 1)
    const series = await given(app).series()
    const client = await given(app).client()
    for (const form of [(id: string) => id, bare]) {
      const invoice = await given(app).invoice({ client_id: form(client.id), series_id: form(series.id) })
      expect(invoice).toMatchObject({ client_id: client.id, series_id: series.id, client: { id: bare(client.id) } })
      const payment = await given(app).payment(form(invoice.id), 1)
      for (const path of [
        `/invoices/${form(invoice.id)}`,
        `/invoices/${form(invoice.id)}/history`,
        `/clients/${form(client.id)}`,
        `/payments/${form(payment.id)}`,
        `/series/${form(series.id)}`,
      ]) {
        expect(await app.get(path)).toMatchObject({ status: 200 })
      }
      for (const query of [`client_id=${form(client.id)}`, `series_id=${form(series.id)}`]) {
        const { data } = await read(app, `/invoices?${query}&per_page=1&sort=created_at`)
        expect(data[0]).toMatchObject({ client_id: client.id })
      }
      expect((await read(app, `/payments?invoice_id=${form(invoice.id)}`)).data[0]).toMatchObject({
        id: payment.id,
        invoice_id: invoice.id,
      })
      const line = form(invoice.lines[0].id)
      expect(await given(app).storno(invoice.id, { items: [{ id: line, quantity: 1 }] })).toMatchObject({ total: -121 })
    }
  })

  test.each(['nothing', '../../etc', '%00', 'a b', `${'x'.repeat(90)}`, '☃'])('%j names nothing', async (id) => {
    const app = await testApp(dialect)
    const answer = await app.get(`/invoices/${encodeURIComponent(id)}`)
    expect(answer).toMatchObject({ status: 404 })
    expect(await read(app, `/invoices?client_id=${encodeURIComponent(id)}`)).toMatchObject({ total: 0 })
    const call = () => app.post('/invoices', { client_id: id, items: [LINE] })
    expect(await refused(app, call)).toEqual(refusal(404, 'resource_not_found'))
  })
})

describe.each(dialects)('work points on %s', (dialect) => {
  test('a document is made at the work point of its key, or at the one that was named', async () => {
    const app = await testApp(dialect)
    const depot = await given(app).workPoint()
    const here = await given(app).invoice()
    const there = await given(app).invoice({ work_point_id: depot.id })
    const bare = done(
      await app.post(`/invoices?work_point_id=${depot.id.slice(3)}`, { client_id: here.client_id, items: [LINE] }),
    )
    expect([here, there, bare].map((invoice) => invoice.work_point_id)).toEqual([
      app.live.workPointId,
      depot.id,
      depot.id,
    ])
    expect(await read(app, '/invoices')).toMatchObject({ total: 3 })
    expect(await read(app, `/invoices?work_point_id=${depot.id}`)).toMatchObject({ total: 2 })
    expect(await read(app, `/invoices?work_point_id=${app.live.workPointId}`)).toMatchObject({
      total: 1,
      data: [{ id: here.id }],
    })
    expect(await read(app, `/invoices/${here.id}?work_point_id=${depot.id}`)).toMatchObject({ id: here.id })
  })

  test('one that is not known is refused, wherever it is named, and firm_id never is', async () => {
    const app = await testApp(dialect)
    const { client_id, id } = await given(app).invoice()
    const calls = [
      () => app.get('/invoices?work_point_id=wp_nothing'),
      () => app.get('/clients?work_point_id=7'),
      () => app.post('/invoices', { client_id, items: [LINE], work_point_id: 'wp_nothing' }),
      () => app.put(`/invoices/${id}`, { notes: 'x', work_point_id: 'wp_nothing' }),
      () => app.del(`/clients/${client_id}`, { work_point_id: 7 }),
      () => app.post('/clients?work_point_id=wp_nothing', { name: 'X' }),
    ]
    for (const call of calls) expect(await refused(app, call)).toEqual(refusal(404, 'work_point_not_found'))
    expect(await read(app, '/invoices?firm_id=99')).toMatchObject({ total: 1 })
    expect(await given(app).invoice({ firm_id: 99 })).toMatchObject({ work_point_id: app.live.workPointId })
    expect(await given(app).invoice({ work_point_id: '' })).toMatchObject({ work_point_id: app.live.workPointId })
  })
})

describe.each(dialects)('a dry run on %s', (dialect) => {
  test('is refused where it is not offered, because nobody who asks for it wants the thing done', async () => {
    const app = await testApp(dialect)
    const before = await stored(app)
    expect(await refused(app, () => app.post('/work-points?dry_run=1', { name: 'X' }))).toEqual(
      invalid({ dry_run: 'no_dry_run' }),
    )
    expect(await refused(app, () => app.post('/work-points', { name: 'X', dry_run: true }))).toEqual(
      invalid({ dry_run: 'no_dry_run' }),
    )
    expect(
      (await app.post('/invoices', { client_data: { name: 'Nou SRL' }, items: [LINE], dry_run: true })).status,
    ).toBe(200)
    expect(await stored(app)).toEqual(before)
  })

  test('answers what would happen, stores nothing and spends no number', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const draft = await given(app).draft()
    const before = await stored(app)
    const body = { client_data: { name: 'Nou SRL' }, items: [LINE] }
    for (const query of ['dry_run=true', 'dry_run=1', 'dry_run=on']) {
      const created = await app.post(`/invoices?${query}`, body)
      expect(created.status).toBe(200)
      expect(created.body.data).toMatchObject({ number: 'FAC-2026-00002', total: 121, client: { name: 'Nou SRL' } })
    }
    expect(done(await app.put(`/invoices/${draft.id}?dry_run=1`, { is_draft: 0 }))).toMatchObject({
      number: 'FAC-2026-00002',
      status: 'issued',
    })
    expect(done(await app.put(`/invoices/${invoice.id}?dry_run=1`, { notes: 'x' }))).toMatchObject({ notes: 'x' })
    expect(done(await app.post(`/invoices/${invoice.id}/storno?dry_run=1`))).toMatchObject({
      number: 'FAC-2026-00002',
      total: -121,
    })
    expect(await stored(app)).toEqual(before)
    expect(await nextNumber(app)).toBe(2)
  })

  test('of everything that may be done to an invoice leaves it as it was', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const payment = await given(app).payment(invoice.id, 21)
    const [draft, voided] = [await given(app).draft(), await given(app).voided()]
    const before = await stored(app)
    const path = `/invoices/${invoice.id}`
    expect(done(await app.post(`${path}/pay?dry_run=1`))).toMatchObject({ is_paid: true, amount: 100 })
    expect(done(await app.post(`${path}/payments?dry_run=1`, { amount: 5 }))).toMatchObject({ amount: 5 })
    expect(done(await app.post(`${path}/void?dry_run=1`))).toMatchObject({ status: 'voided', payments: [payment] })
    expect(done(await app.post(`/invoices/${voided.id}/unvoid?dry_run=1`))).toMatchObject({ status: 'issued' })
    for (const { id } of [draft, voided])
      expect(done(await app.del(`/invoices/${id}?dry_run=1`))).toMatchObject({ deleted: true })
    expect(await stored(app)).toEqual(before)
  })

  test('is refused like the real thing, and dry_run=0 is the real thing', async () => {
    const app = await testApp(dialect)
    const body = { client_data: { name: 'Nou SRL' }, items: [{ ...LINE, price: 0 }] }
    expect(await refused(app, () => app.post('/invoices?dry_run=1', body))).toEqual(
      invalid({ 'items.0.price': 'not_positive' }),
    )
    expect(await refused(app, () => app.post('/invoices?dry_run=maybe', { ...body, items: [LINE] }))).toEqual(
      invalid({ dry_run: 'not_flag' }),
    )
    expect(await app.post('/invoices?dry_run=0', { ...body, items: [LINE] })).toMatchObject({ status: 201 })
    expect(await nextNumber(app)).toBe(2)
  })
})

function multipart(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--XX\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--XX--\r\n`
}
