import { describe, expect, test } from 'vitest'
import { done, given, read } from './given.ts'
import { type Dialect, dialects, testApp } from './harness.ts'

/** The two responses that must match to the letter (contract README, decision 1), reached by the calls named there. */
const CLIENT = {
  name: 'Tech Solutions SRL',
  cui: 'RO98765432',
  rc: 'J40/5678/2021',
  email: 'contact@techsolutions.ro',
  phone: '+40722334455',
  address: 'Bd. Tehnologie nr. 100',
  city: 'București, Sectorul 2',
  county: 'București',
  country: 'RO',
  bank: 'BCR',
  iban: 'RO49AAAA1B31007593840000',
}
const INVOICE = {
  date: '2024-03-15',
  due_date: '2024-04-15',
  currency: 'RON',
  observations: 'Payment terms: 30 days net',
  client_data: CLIENT,
  items: [
    { description: 'Web Development Services - March 2024', quantity: 40, price: 250, unit: 'ora', vat_rate: 19 },
    { description: 'Hosting and Maintenance', quantity: 1, price: 500, unit: 'buc', vat_rate: 19 },
  ],
}

async function freshInstall(dialect: Dialect, now = '2024-03-15T10:00:00Z') {
  const app = await testApp(dialect, { now })
  const series = await given(app).series({ name: 'CTZ', format: '{NAME}-{year}-{number}', start_number: 123 })
  const invoice = await given(app).invoice({ ...INVOICE, series_id: series.id })
  return { app, invoice, series }
}

const meta = {
  version: 'v1',
  request_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  response_time: expect.stringMatching(/^\d+\.\d{2}ms$/),
}
const UNIX = Date.parse('2024-03-15T10:00:00Z') / 1000

describe.each(dialects)('the reference invoice on %s', (dialect) => {
  test('has exactly the figures of the contract, and its keys in its order', async () => {
    const { app, invoice } = await freshInstall(dialect)
    const { status, body, text } = await app.get(`/invoices/${invoice.id}`)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['success', 'data', 'meta'])
    expect(body).toMatchObject({ success: true, meta })
    const clientId = body.data.client_id.slice(4)
    expect(clientId).toMatch(/^[a-z0-9]{10}$/)
    const expected = {
      id: expect.stringMatching(/^inv_[a-z0-9]{10}$/),
      object: 'invoice',
      number: 'CTZ-2024-00123',
      document_type: 'fiscal',
      date: '2024-03-15',
      due_date: '2024-04-15',
      client: {
        id: clientId,
        name: 'Tech Solutions SRL',
        cui: 'RO98765432',
        rc: 'J40/5678/2021',
        email: 'contact@techsolutions.ro',
        phone: '+40722334455',
        address: 'Bd. Tehnologie nr. 100',
        city: 'București, Sectorul 2',
        county: 'București',
        country: 'Romania',
        bank: 'BCR',
        iban: 'RO49AAAA1B31007593840000',
      },
      lines: [
        {
          id: expect.stringMatching(/^lin_[a-z0-9]{10}$/),
          description: 'Web Development Services - March 2024',
          quantity: 40,
          unit: 'ora',
          price: 250,
          vat_rate: 19,
          subtotal: 10_000,
          vat_amount: 1900,
          total: 11_900,
        },
        {
          id: expect.stringMatching(/^lin_/),
          description: 'Hosting and Maintenance',
          quantity: 1,
          unit: 'buc',
          price: 500,
          vat_rate: 19,
          subtotal: 500,
          vat_amount: 95,
          total: 595,
        },
      ],
      payments: [],
      subtotal: 10_500,
      vat_amount: 1995,
      total: 12_495,
      currency: 'RON',
      is_paid: false,
      paid_amount: 0,
      remaining_amount: 12_495,
      observations: 'Payment terms: 30 days net',
      created_at: UNIX,
      updated_at: UNIX,
    }
    expect(body.data).toMatchObject(expected)
    expect(inOrder(body.data, expected)).toEqual(Object.keys(expected))
    expect(inOrder(body.data.client, expected.client)).toEqual(Object.keys(expected.client))
    for (const line of body.data.lines)
      expect(inOrder(line, expected.lines[0])).toEqual(Object.keys(expected.lines[0] ?? {}))
    for (const amount of [
      '"subtotal":10500.00,',
      '"vat_amount":1995.00,',
      '"total":12495.00,',
      '"paid_amount":0.00,',
      '"price":250.00,',
    ]) {
      expect(text).toContain(amount)
    }
  })

  test('warns of the code and of nothing else, and is answered the same by create and read', async () => {
    const { app, invoice } = await freshInstall(dialect)
    expect(invoice.warnings).toMatchObject([{ code: 'wrong_check_digit', field: 'client_data.cui' }])
    const { warnings: _warnings, ...created } = invoice
    expect(await read(app, `/invoices/${invoice.id}`)).toEqual(created)
    expect(await read(app, `/invoices/${invoice.id.slice(4)}`)).toEqual(created)
  })

  test('a year later it is overdue, and nothing else of it has changed', async () => {
    const { app, invoice } = await freshInstall(dialect)
    const before = await read(app, `/invoices/${invoice.id}`)
    app.clock.set('2025-03-15T10:00:00Z')
    expect(await read(app, `/invoices/${invoice.id}`)).toEqual({ ...before, status: 'overdue' })
  })
})

describe.each(dialects)('the reference client on %s', (dialect) => {
  test('has exactly the keys of the contract, in its order', async () => {
    const { app, invoice } = await freshInstall(dialect)
    await given(app).payment(invoice.id, 2495, { date: '2024-03-20' })
    const { status, body, text } = await app.get(`/clients/${invoice.client_id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, meta })
    const expected = {
      id: invoice.client_id,
      object: 'client',
      name: 'Tech Solutions SRL',
      email: 'contact@techsolutions.ro',
      phone: '+40722334455',
      cui: '98765432',
      cui_prefix: 'RO',
      rc: 'J40/5678/2021',
      address: 'Bd. Tehnologie nr. 100',
      city: 'București, Sectorul 2',
      county: 'București',
      country: 'RO',
      postal_code: null,
      iban: 'RO49AAAA1B31007593840000',
      bank: 'BCR',
      contact_person: null,
      created_at: UNIX,
      updated_at: UNIX,
      metadata: { invoices_count: 1, total_invoiced: 12_495, unpaid_total: 10_000 },
      stats: {
        total_invoiced: 12_495,
        total_collected: 2495,
        avg_payment_days: null,
        last_payment: {
          date: Date.parse('2024-03-20T00:00:00Z') / 1000,
          amount: 2495,
          currency: 'RON',
          bill_id: invoice.id,
          bill_number: 'CTZ-2024-00123',
        },
        monthly_series: expect.any(Array),
      },
    }
    expect(body.data).toMatchObject(expected)
    expect(inOrder(body.data, expected)).toEqual(Object.keys(expected))
    expect(Object.keys(body.data.metadata)).toEqual(Object.keys(expected.metadata))
    expect(Object.keys(body.data.stats)).toEqual(Object.keys(expected.stats))
    expect(Object.keys(body.data.stats.last_payment)).toEqual(Object.keys(expected.stats.last_payment))
    expect(body.data.stats.monthly_series).toHaveLength(12)
    expect(body.data.stats.monthly_series.at(-1)).toEqual({
      label: 'Mar 2024',
      year: 2024,
      month: 3,
      invoiced: 12_495,
      collected: 2495,
    })
    expect(text).toContain('"metadata":{"invoices_count":1,"total_invoiced":12495.00,"unpaid_total":10000.00}')
  })
})

/**
 * Contract 19.2: a key that is missing ends the PHP SDK in endless recursion, and so does null where its getter says
 * a type. Every representation of an object must carry all of them.
 */
const NEVER_NULL = Symbol('never null')
const SDK_KEYS = {
  client: { id: NEVER_NULL, name: NEVER_NULL, client_type: NEVER_NULL },
  invoice: {
    id: NEVER_NULL,
    number: null,
    document_type: NEVER_NULL,
    status: NEVER_NULL,
    client: null,
    client_id: NEVER_NULL,
    items: null,
    efactura_status: null,
    payment_url: null,
    due_date: null,
  },
  line: {
    name: NEVER_NULL,
    quantity: NEVER_NULL,
    price: NEVER_NULL,
    vat_rate: NEVER_NULL,
    unit_of_measure: NEVER_NULL,
    sku: null,
    product_id: null,
    discount_amount: null,
  },
  payment: {
    amount: NEVER_NULL,
    currency: NEVER_NULL,
    payment_method: NEVER_NULL,
    status: NEVER_NULL,
    payment_date: NEVER_NULL,
    metadata: NEVER_NULL,
    gateway_response: NEVER_NULL,
    transaction_id: null,
    reference: null,
    description: null,
    invoice_cz_uid: NEVER_NULL,
    gateway: null,
  },
  series: {
    name: NEVER_NULL,
    prefix: NEVER_NULL,
    next_number: NEVER_NULL,
    type: NEVER_NULL,
    document_type: NEVER_NULL,
    is_primary: NEVER_NULL,
    settings: NEVER_NULL,
    description: null,
  },
}

describe.each(dialects)('the keys that the PHP SDK reads on %s', (dialect) => {
  test('are in every representation of an invoice, its lines, its client and its payments', async () => {
    const app = await testApp(dialect)
    const make = given(app)
    const made: Record<string, unknown> = { create: await make.invoice(), proforma: await make.proforma() }
    const draft = await make.draft()
    made.draft = draft
    made['a draft that changed'] = done(await app.put(`/invoices/${draft.id}`, { observations: 'x' }))
    made['a draft that was issued'] = done(await app.put(`/invoices/${draft.id}`, { is_draft: 0 }))
    made['an issued one that changed'] = done(await app.put(`/invoices/${draft.id}`, { observations: 'y' }))
    made['a dry run'] = done(
      await app.post('/invoices?dry_run=1', {
        client_id: draft.client_id,
        items: [{ name: 'x', quantity: 1, price: 1 }],
      }),
    )
    made.paid = done(await app.post(`/invoices/${draft.id}/pay`, { amount: 1 }))
    made.storno = await make.storno(draft.id)
    const other = await make.invoice()
    made.voided = done(await app.post(`/invoices/${other.id}/void`))
    made.reinstated = done(await app.post(`/invoices/${other.id}/unvoid`))
    made.single = await read(app, `/invoices/${draft.id}`)
    made['single with client'] = await read(app, `/invoices/${draft.id}?expand[]=client`)
    for (const query of ['', '?expand=lines,payments', '?expand[]=client']) {
      const list = await read(app, `/invoices${query}`)
      expect(list.data).toHaveLength(5)
      for (const [index, row] of list.data.entries()) made[`row ${index} of the list ${query}`] = row
    }
    // biome-ignore lint/suspicious/noExplicitAny: answers are JSON of any shape.
    for (const [what, invoice] of Object.entries(made) as [string, any][]) {
      expectKeys(what, invoice, SDK_KEYS.invoice)
      expectKeys(`client of ${what}`, invoice.client, SDK_KEYS.client)
      for (const line of invoice.items ?? []) expectKeys(`line of ${what}`, line, SDK_KEYS.line)
      for (const payment of invoice.payments ?? []) expectKeys(`payment of ${what}`, payment, SDK_KEYS.payment)
      expect(invoice.items ?? null, what).toEqual(invoice.lines ?? null)
    }
  })

  test('are in every representation of a client', async () => {
    const app = await testApp(dialect)
    const created = await given(app).client()
    const changed = done(await app.put(`/clients/${created.id}`, { phone: '1' }))
    const single = await read(app, `/clients/${created.id}`)
    const { data } = await read(app, '/clients')
    for (const client of [created, changed, single, data[0]]) {
      expectKeys('client', client, SDK_KEYS.client)
      expect(client).toMatchObject({ metadata: expect.any(Object), stats: expect.any(Object) })
    }
  })

  test('are in every representation of a payment and of a series', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const created = await given(app).payment(invoice.id, 1)
    const changed = done(await app.patch(`/payments/${created.id}`, { notes: 'x' }))
    const single = await read(app, `/payments/${created.id}`)
    const { data } = await read(app, '/payments')
    for (const payment of [created, changed, single, data[0]]) expectKeys('payment', payment, SDK_KEYS.payment)
    const series = await given(app).series()
    const all = [series, ...(await read(app, '/series')), ...(await read(app, '/invoice-series')).data]
    for (const one of [...all, await read(app, `/series/${series.id}`)]) expectKeys('series', one, SDK_KEYS.series)
  })
})

function expectKeys(what: string, object: Record<string, unknown>, keys: Record<string, unknown>): void {
  for (const [key, rule] of Object.entries(keys)) {
    expect(object, what).toHaveProperty(key)
    if (rule === NEVER_NULL) expect(object[key], `${key} of ${what}`).not.toBeNull()
  }
}

/** The keys of an object that the contract names, in the order in which they were sent. */
function inOrder(object: object, named: object | undefined): string[] {
  return Object.keys(object).filter((key) => Object.hasOwn(named ?? {}, key))
}
