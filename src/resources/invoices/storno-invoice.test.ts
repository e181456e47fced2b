import { describe, expect, test } from 'vitest'
import {
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

const CANNOT = refusal(400, 'invoice_cannot_be_storned')
const ALREADY = refusal(400, 'invoice_already_storned')
const MIRRORED = ['subtotal', 'vat_amount', 'total', 'subtotal_ron', 'vat_amount_ron', 'total_ron'] as const

interface Amounts {
  readonly [key: string]: number
}

/** Everything that can be hard about a document at once. */
const HARD = {
  items: [
    { description: 'A', quantity: 3, price: 33.33, vat_rate: 21, discount_percent: 7.5 },
    { description: 'B', quantity: 2.5, price: 19.99, vat_rate: 21, charge_amount: 1.11 },
    { description: 'C', quantity: 7, price: 0.07, vat_rate: 11 },
    { description: 'D', quantity: '0.333333', price: '12.34567891', vat_rate: 0 },
  ],
  discounts: [{ percent: 3 }, { amount: 1.01, vat_rate: 21 }],
  charges: [{ amount: 9.99, reason: 'Transport' }],
}

/** Sums the figures of some documents, in bani. */
function sums(documents: readonly Amounts[]): Amounts {
  const bani = (value: number | undefined) => Math.round((value ?? Number.NaN) * 100)
  return Object.fromEntries(MIRRORED.map((key) => [key, documents.reduce((sum, one) => sum + bani(one[key]), 0)]))
}

const NOTHING = Object.fromEntries(MIRRORED.map((key) => [key, 0]))

describe.each(dialects)('POST /invoices/{id}/storno on %s', (dialect) => {
  test('mirrors the invoice under the next number of its series, today', async () => {
    const app = await testApp(dialect)
    const source = await given(app).invoice({ date: '2026-11-01', observations: 'o', payment_method: 'op' })
    const answer = await app.post(`/invoices/${source.id.slice(4)}/storno`)
    expect(answer.status).toBe(201)
    const storno = answer.body.data
    expect(storno).toMatchObject({
      object: 'invoice',
      number: 'FAC-2026-00002',
      document_type: 'fiscal',
      status: 'issued',
      date: '2026-11-21',
      due_date: null,
      is_storno: true,
      storno_for: source.id,
      storno_bill_id: source.id,
      storno_for_number: 'FAC-2026-00001',
      client_id: source.client_id,
      client: source.client,
      lines: [
        {
          description: 'Consultanță',
          quantity: -1,
          price: 100,
          vat_rate: 21,
          subtotal: -100,
          vat_amount: -21,
          total: -121,
        },
      ],
      vat_breakdown: [{ vat_key: 'S', vat_rate: 21, subtotal: -100, vat_amount: -21 }],
      subtotal: -100,
      vat_amount: -21,
      total: -121,
      is_paid: false,
      paid_amount: 0,
      remaining_amount: -121,
      observations: 'o',
      payment_method: 'op',
      efactura_status: 'not_sent',
      warnings: [],
    })
    expect(answer.text).toContain('"subtotal":-100.00,"vat_amount":-21.00,"total":-121.00,')
    expect(storno.lines[0].id).not.toBe(source.lines[0].id)
    const after = await read(app, `/invoices/${source.id}`)
    expect(after).toMatchObject({
      status: 'issued',
      is_storno: false,
      is_storned: true,
      storned_by: storno.id,
      lines: [{ quantity: 1, storned_quantity: 1 }],
      total: 121,
    })
    expect([await eventsOf(app, source.id), await eventsOf(app, storno.id)]).toEqual([
      ['invoice.created', 'invoice.storno'],
      ['invoice.storned'],
    ])
    app.clock.advance(400 * 86_400_000)
    expect(await read(app, `/invoices/${storno.id}`)).toMatchObject({ status: 'issued' })
  })

  test.each<[string, object]>([
    ['in RON', {}],
    ['in EUR', { currency: 'EUR', currency_rate: 4.9765 }],
    ['at prices with VAT', { prices_include_vat: true }],
    ['under reverse charge', { with_vat_inverted: true, charges: [], discounts: [{ amount: 2.22 }] }],
  ])('mirrors the hardest invoice to the cent, %s', async (_what, fields) => {
    const app = await testApp(dialect)
    const source = await given(app).invoice({ ...HARD, ...fields })
    const storno = await given(app).storno(source.id)
    expect(sums([source, storno])).toEqual(NOTHING)
    const negative = (line: Amounts) =>
      ['quantity', 'subtotal', 'vat_amount', 'total'].map((key) => 0 - (line[key] ?? Number.NaN))
    const positive = (line: Amounts) => ['quantity', 'subtotal', 'vat_amount', 'total'].map((key) => line[key])
    expect(storno.lines.map(negative)).toEqual(source.lines.map(positive))
    expect(storno.lines.map((line: Amounts) => line.price)).toEqual(source.lines.map((line: Amounts) => line.price))
    const group = (sign: number) => (one: Amounts) => ({
      ...one,
      subtotal: sign * (one.subtotal ?? 0) + 0,
      vat_amount: sign * (one.vat_amount ?? 0) + 0,
    })
    expect(storno.vat_breakdown.map(group(-1))).toEqual(source.vat_breakdown.map(group(1)))
  })

  test.each<[string, object]>([
    ['in RON', {}],
    ['in EUR', { currency: 'EUR', currency_rate: 4.9765 }],
    ['at prices with VAT', { prices_include_vat: true }],
  ])('in parts adds up to the whole, %s', async (_what, fields) => {
    const app = await testApp(dialect)
    const source = await given(app).invoice({ ...HARD, ...fields })
    const [a, b, c, d] = source.lines.map(({ id }: { id: string }) => id)
    const steps = [
      [{ id: a, quantity: 1 }],
      [
        { id: c.slice(4), quantity: '3' },
        { line_id: b, quantity: 0.5 },
      ],
      [
        { id: a, quantity: 2 },
        { id: d, quantity: '0.111111' },
      ],
    ]
    const stornos: Amounts[] = []
    for (const items of steps) stornos.push(await given(app).storno(source.id, { items }))
    expect((await read(app, `/invoices/${source.id}`)).lines.map((line: Amounts) => line.storned_quantity)).toEqual([
      3, 0.5, 3, 0.111111,
    ])
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({ is_storned: false })
    const rest = await given(app).storno(source.id)
    expect(rest.lines.map((line: Amounts) => line.quantity)).toEqual([-2, -4, -0.222222])
    expect(sums([source, ...stornos, rest])).toEqual(NOTHING)
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({ is_storned: true, storned_by: rest.id })
    expect(await refused(app, () => app.post(`/invoices/${source.id}/storno`))).toEqual(ALREADY)
    expect(await nextNumber(app)).toBe(6)
  })

  test('is dated as was asked, not before the invoice, and not before the series unless the caller insists', async () => {
    const app = await testApp(dialect)
    const ask = (id: string, fields: object) => app.post(`/invoices/${id}/storno`, fields)
    const source = await given(app).invoice({ date: '2026-11-05' })
    await given(app).invoice({ date: '2026-11-10' })
    expect(await refused(app, () => ask(source.id, { date: '2026-11-04' }))).toEqual(
      invalid({ date: 'before_invoice_date' }),
    )
    expect(await refused(app, () => ask(source.id, { date: '2026-11-09' }))).toEqual({
      status: 400,
      code: 'invoice_date_before_last',
      problems: { date: 'before_last_document' },
    })
    expect(done(await ask(source.id, { date: '2026-11-09', force_chronology: 0 }))).toMatchObject({
      date: '2026-11-09',
    })
    expect(await refused(app, () => ask(source.id, { date: 'azi' }))).toEqual(invalid({ date: 'not_day' }))
    const future = await given(app).invoice({ date: '2026-12-24' })
    expect(await refused(app, () => ask(future.id, {}))).toEqual(invalid({ date: 'before_invoice_date' }))
    expect(done(await ask(future.id, { date: '2026-12-24' }))).toMatchObject({ total: -121 })
  })

  test('of an invoice of an earlier year counts in the year of its own date', async () => {
    const app = await testApp(dialect)
    await given(app).series({ name: 'AN', reset_yearly: true, is_primary: true })
    const source = await given(app).invoice({ date: '2025-12-31' })
    expect(await refused(app, () => app.post(`/invoices/${source.id}/storno`, { date: '2024-12-31' }))).toEqual(
      invalid({ date: 'before_invoice_date' }),
    )
    expect(await given(app).storno(source.id)).toMatchObject({
      number: 'AN-2026-00001',
      storno_for_number: 'AN-2025-00001',
    })
  })

  test('of a paid invoice leaves it paid, and the client with something to get back', async () => {
    const app = await testApp(dialect)
    const { id, client_id } = await given(app).invoice()
    done(await app.post(`/invoices/${id}/pay`))
    await given(app).storno(id)
    expect(await read(app, `/invoices/${id}`)).toMatchObject({ status: 'paid', paid_amount: 121 })
    expect((await read(app, `/clients/${client_id}`)).metadata).toEqual({
      invoices_count: 2,
      total_invoiced: 0,
      unpaid_total: -121,
    })
  })

  test('stays possible in a series that was put out of use', async () => {
    const app = await testApp(dialect)
    const series = await given(app).series()
    const { id } = await given(app).invoice({ series_id: series.id })
    done(await app.patch(`/series/${series.id}`, { is_active: false }))
    expect(await given(app).storno(id)).toMatchObject({ number: 'ABC-2026-00002' })
  })

  test('keeps the VAT of its invoice, whatever has become of the law and of the company', async () => {
    const app = await testApp(dialect)
    const old = await given(app).invoice({ items: [{ ...LINE, vat_rate: 19 }], date: '2025-07-31' })
    done(await app.patch('/settings', { vat_payer: false, default_vat_rate: 11 }))
    expect(await given(app).storno(old.id)).toMatchObject({
      vat_amount: -19,
      total: -119,
      lines: [{ vat_rate: 19, vat_category: 'S' }],
      mentions: [],
      warnings: [],
    })
  })

  test('of ten at once there is one, and of ten parts as many as there is to reverse', async () => {
    const app = await testApp(dialect)
    const storm = async (app: TestApp, id: string, body?: object) => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => app.post(`/invoices/${id}/storno`, body)))
      return answers.filter(({ status }) => status === 201).length
    }
    const whole = await given(app).invoice()
    expect(await storm(app, whole.id)).toBe(1)
    expect(await eventsOf(app, whole.id)).toEqual(['invoice.created', 'invoice.storno'])
    const parts = await given(app).invoice({ items: [{ ...LINE, quantity: 3 }] })
    expect(await storm(app, parts.id, { items: [{ id: parts.lines[0].id, quantity: 1 }] })).toBe(3)
    expect(await nextNumber(app)).toBe(7)
  })
})

describe.each(dialects)('POST /invoices/{id}/storno refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)
  const call = (id: string, body?: object) => refused(shared(), () => shared().post(`/invoices/${id}/storno`, body))

  test.each(['draft', 'proforma'] as const)('a document that cannot be reversed: %s', async (kind) => {
    const { id } = await given(shared())[kind]()
    expect(await call(id)).toEqual(CANNOT)
  })

  test('a voided invoice, which is to be reinstated first', async () => {
    const { id } = await given(shared()).voided()
    expect(await call(id)).toEqual({ ...CANNOT, problems: { status: 'unvoid_first' } })
    const { body } = await shared().post(`/invoices/${id}/storno`, undefined, { 'accept-language': 'ro' })
    expect(body.error.message).toContain('unvoid')
    done(await shared().post(`/invoices/${id}/unvoid`))
    await given(shared()).storno(id)
  })

  test('a storno, and an invoice that was reversed already', async () => {
    const { id } = await given(shared()).invoice()
    const storno = await given(shared()).storno(id)
    expect(await call(storno.id)).toEqual(CANNOT)
    expect(await call(id)).toEqual(ALREADY)
  })

  test('an invoice that is not there', async () => {
    expect(await call('inv_nothing')).toEqual(refusal(404, 'resource_not_found'))
  })

  test.each<[string, (ids: string[]) => unknown, Record<string, string>]>([
    ['more than there is', ([a]) => [{ id: a, quantity: 3.000001 }], { 'items.0.quantity': 'above_what_is_left' }],
    ['a quantity of nothing', ([a]) => [{ id: a, quantity: 0 }], { 'items.0.quantity': 'not_positive' }],
    ['a negative quantity', ([a]) => [{ id: a, quantity: -1 }], { 'items.0.quantity': 'not_positive' }],
    ['no quantity', ([a]) => [{ id: a }], { 'items.0.quantity': 'required' }],
    ['no line', () => [{ quantity: 1 }], { 'items.0.id': 'required' }],
    ['a line of another invoice', () => [{ id: 'lin_other', quantity: 1 }], { 'items.0.id': 'unknown_line' }],
    [
      'a line twice',
      ([a]) => [
        { id: a, quantity: 1 },
        { id: a, quantity: 1 },
      ],
      { 'items.1.id': 'repeated' },
    ],
    ['an empty list', () => [], { items: 'too_few_items' }],
    [
      'several faults at once',
      ([a, b]) => [
        { id: a, quantity: 9 },
        { id: 'x', quantity: 1 },
        { id: b, quantity: 1 },
      ],
      { 'items.0.quantity': 'above_what_is_left', 'items.1.id': 'unknown_line' },
    ],
  ])('%s', async (_what, items, problems) => {
    const { id, lines } = await given(shared()).invoice({ items: [{ ...LINE, quantity: 3 }, LINE] })
    const ids = lines.map((line: { id: string }) => line.id)
    expect(await call(id, { items: items(ids) })).toEqual(invalid(problems))
  })

  test('more than an earlier one has left', async () => {
    const { id, lines } = await given(shared()).invoice({ items: [{ ...LINE, quantity: 3 }] })
    const part = (quantity: number) => ({ items: [{ id: lines[0].id, quantity }] })
    await given(shared()).storno(id, part(2))
    const { body } = await shared().post(`/invoices/${id}/storno`, part(2))
    expect(body.error.errors['items.0.quantity']).toContain('(1)')
    expect(await call(id, part(2))).toEqual(invalid({ 'items.0.quantity': 'above_what_is_left' }))
    expect(await given(shared()).storno(id, part(1))).toMatchObject({ total: -121 })
  })
})
