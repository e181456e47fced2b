import { describe, expect, test } from 'vitest'
import { done, eventsOf, given, invalid, LINE, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const CANNOT = refusal(400, 'invoice_cannot_be_paid')
const TOO_MUCH = { status: 400, code: 'invalid_field_value', problems: { amount: 'above_remaining' } }

describe.each(dialects)('POST /invoices/{id}/pay on %s', (dialect) => {
  test('without a body pays all that is left, today, by bank transfer, and answers the union of both generations', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const answer = await app.post(`/invoices/${invoice.id.slice(4)}/pay`)
    expect(answer.status).toBe(200)
    const paid = answer.body.data
    const payment = paid.payments[0]
    expect(paid).toEqual({
      ...invoice,
      status: 'paid',
      is_paid: true,
      paid_amount: 121,
      remaining_amount: 0,
      paid_at: '2026-11-21',
      payments: [payment],
      payment_id: payment.id,
      invoice_id: invoice.id,
      amount: 121,
      payment_date: '2026-11-21',
      total_amount: 121,
      total_paid: 121,
      remaining: 0,
      message: 'Payment recorded',
    })
    expect(payment).toEqual({
      id: expect.stringMatching(/^pay_[a-z0-9]{10}$/),
      object: 'payment',
      amount: 121,
      currency: 'RON',
      date: '2026-11-21',
      payment_date: '2026-11-21',
      type: 'bank_transfer',
      payment_method: 'bank_transfer',
      type_description: 'Ordin de plată',
      reference: null,
      observations: null,
      description: null,
      status: 'success',
      invoice_id: invoice.id,
      invoice_cz_uid: invoice.id,
      invoice: { id: invoice.id, number: 'FAC-2026-00001', total: 121, currency: 'RON' },
      client: { id: invoice.client_id, name: 'Exemplu SRL' },
      transaction_id: null,
      gateway: null,
      gateway_response: {},
      metadata: {},
      created_at: app.clock.nowMs() / 1000,
    })
    expect(answer.text).toContain('"paid_amount":121.00,"remaining_amount":0.00,')
    expect(answer.text).toContain('"total_amount":121.00,"total_paid":121.00,"remaining":0.00,')
    expect(await read(app, `/payments/${payment.id}`)).toEqual(payment)
    expect(await eventsOf(app, invoice.id)).toEqual(['invoice.created', 'invoice.payment', 'invoice.paid'])
    expect(await eventsOf(app, payment.id)).toEqual(['payment.received'])
  })

  test('takes parts until nothing is left', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    const pay = async (body: object) => {
      const { status, is_paid, paid_amount, remaining_amount, paid_at, amount } = done(
        await app.post(`/invoices/${id}/pay`, body),
      )
      return [status, is_paid, amount, paid_amount, remaining_amount, paid_at]
    }
    expect(await pay({ amount: 20.99 })).toEqual(['issued', false, 20.99, 20.99, 100.01, null])
    expect(await pay({ amount: '0.01', date: '2026-12-24' })).toEqual(['issued', false, 0.01, 21, 100, null])
    expect(await pay({ date: '2026-12-01' })).toEqual(['paid', true, 100, 121, 0, '2026-12-24'])
    expect(await eventsOf(app, id)).toEqual([
      'invoice.created',
      'invoice.payment',
      'invoice.payment',
      'invoice.payment',
      'invoice.paid',
    ])
    expect(await read(app, '/invoices?is_paid=1')).toMatchObject({ total: 1 })
  })

  test('a part does not keep an invoice from being overdue, and the rest does', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice({ due_days: 1 })
    await given(app).payment(id, 100)
    app.clock.advance(2 * 86_400_000)
    expect(await read(app, `/invoices/${id}`)).toMatchObject({ status: 'overdue', is_paid: false })
    expect(done(await app.post(`/invoices/${id}/pay`))).toMatchObject({ status: 'paid' })
  })

  test('of ten who pay it at once, one does', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.post(`/invoices/${id}/pay`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
    const parts = await given(app).invoice()
    const payments = await Promise.all(
      Array.from({ length: 10 }, () => app.post(`/invoices/${parts.id}/pay`, { amount: 30 })),
    )
    expect(payments.filter(({ status }) => status === 200)).toHaveLength(4)
    expect(await read(app, `/invoices/${parts.id}`)).toMatchObject({ paid_amount: 120, remaining_amount: 1 })
  })

  test('POST /invoices/{id}/payments answers the payment', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    const sent = { amount: 21, date: '2026-11-20', method: 'cash', reference: 'CH 12', notes: 'avans' }
    const answer = await app.post(`/invoices/${id}/payments`, sent)
    expect(answer.status).toBe(201)
    expect(answer.body.data).toMatchObject({
      object: 'payment',
      amount: 21,
      date: '2026-11-20',
      payment_method: 'receipt',
      reference: 'CH 12',
      observations: 'avans',
      description: 'avans',
    })
    expect((await read(app, `/invoices/${id}`)).payments).toEqual([answer.body.data])
  })
})

describe.each(dialects)('how a payment is said on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each([
    ['receipt', 'receipt', 'Chitanță'],
    ['cash', 'receipt', 'Chitanță'],
    ['numerar', 'receipt', 'Chitanță'],
    ['bank_transfer', 'bank_transfer', 'Ordin de plată'],
    ['bank_order', 'bank_transfer', 'Ordin de plată'],
    ['OP', 'bank_transfer', 'Ordin de plată'],
    ['card', 'card', 'Card'],
    ['online', 'card', 'Card'],
    ['check', 'check', 'Cec'],
    ['promissory_note', 'promissory_note', 'Bilet la ordin'],
    ['fiscal_receipt', 'fiscal_receipt', 'Bon fiscal'],
    ['bon_fiscal', 'fiscal_receipt', 'Bon fiscal'],
    ['compensation', 'compensation', 'Compensare'],
    ['other', 'other', 'Altă modalitate'],
  ])('%s is %s, on paper %s', async (word, method, description) => {
    const { id } = await given(shared()).invoice()
    for (const field of ['payment_method', 'method', 'type']) {
      const { payments } = done(await shared().post(`/invoices/${id}/pay`, { amount: 1, [field]: word }))
      expect(payments.at(-1)).toMatchObject({ type: method, payment_method: method, type_description: description })
    }
  })

  test('a reference is a field of its own, and the invoice keeps its own way of payment', async () => {
    const { id } = await given(shared()).invoice({ payment_method: 'la termen' })
    const paid = done(
      await shared().post(`/invoices/${id}/pay`, { amount: 1, reference: 'OP 4521', observations: 'rata 1' }),
    )
    expect(paid).toMatchObject({
      payment_method: 'la termen',
      payments: [{ reference: 'OP 4521', observations: 'rata 1' }],
    })
  })
})

describe.each(dialects)('a payment is refused on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    ['of more than is left', { amount: 121.01 }, TOO_MUCH],
    ['of nothing', { amount: 0 }, invalid({ amount: 'not_positive' })],
    ['of less than nothing', { amount: -1 }, invalid({ amount: 'not_positive' })],
    ['of three decimals', { amount: '1.005' }, invalid({ amount: 'too_many_decimals' })],
    ['of words', { amount: 'tot' }, invalid({ amount: 'not_number' })],
    ['on a day that is none', { date: '2026-02-30' }, invalid({ date: 'not_day' })],
    ['in a way that is none', { method: 'scoici' }, invalid({ method: 'not_one_of' })],
    [
      'with everything wrong',
      { amount: 'x', payment_date: 'y', type: 'z' },
      invalid({ amount: 'not_number', payment_date: 'not_day', type: 'not_one_of' }),
    ],
  ])('%s', async (_what, body, expected) => {
    const { id } = await given(shared()).invoice()
    expect(await refused(shared(), () => shared().post(`/invoices/${id}/pay`, body))).toEqual(expected)
    const amount = 'amount' in body ? {} : { amount: 1 }
    expect(await refused(shared(), () => shared().post(`/invoices/${id}/payments`, { ...amount, ...body }))).toEqual(
      expected,
    )
  })

  test('without an amount where one is needed', async () => {
    const { id } = await given(shared()).invoice()
    expect(await refused(shared(), () => shared().post(`/invoices/${id}/payments`, {}))).toEqual(
      invalid({ amount: 'required' }),
    )
  })

  test('of a draft, a voided invoice, a storno, one that is paid and one of nothing', async () => {
    const paid = await given(shared()).invoice()
    done(await shared().post(`/invoices/${paid.id}/pay`))
    const storno = await given(shared()).storno(paid.id)
    const free = await given(shared()).invoice({ items: [{ ...LINE, discount_percent: 100 }] })
    const others = [await given(shared()).draft(), await given(shared()).voided(), storno, paid, free]
    for (const { id } of others) {
      expect(await refused(shared(), () => shared().post(`/invoices/${id}/pay`))).toEqual(CANNOT)
      expect(await refused(shared(), () => shared().post(`/invoices/${id}/payments`, { amount: 0.01 }))).toEqual(CANNOT)
    }
  })

  test('of an invoice that is not there', async () => {
    expect(await refused(shared(), () => shared().post('/invoices/inv_nothing/pay'))).toEqual(
      refusal(404, 'resource_not_found'),
    )
  })
})
