import { describe, expect, test } from 'vitest'
import { done, eventsOf, given, invalid, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const TOO_MUCH = { status: 400, code: 'invalid_field_value', problems: { amount: 'above_remaining' } }
const OF_VOIDED = refusal(400, 'payment_of_voided_invoice')

describe.each(dialects)('PATCH /payments/{id} on %s', (dialect) => {
  test('corrects what was sent, under both verbs and every name', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    const payment = await given(app).payment(invoice.id, 21, { reference: 'OP 1', notes: 'avans' })
    const first = {
      ...payment,
      amount: 30,
      date: '2026-11-20',
      payment_date: '2026-11-20',
      type: 'card',
      payment_method: 'card',
      type_description: 'Card',
    }
    expect(
      done(
        await app.patch(`/payments/${payment.id.slice(4)}`, { amount: '30.00', date: '2026-11-20', method: 'online' }),
      ),
    ).toEqual(first)
    const second = { ...first, reference: null, observations: 'rata 1', description: 'rata 1' }
    expect(
      done(await app.put(`/payments/${payment.id}`, { reference: '', description: 'rata 1', amount: null })),
    ).toEqual(second)
    expect(await read(app, `/payments/${payment.id}`)).toEqual(second)
    expect(await read(app, `/invoices/${invoice.id}`)).toMatchObject({
      payments: [second],
      paid_amount: 30,
      remaining_amount: 91,
    })
    expect(await eventsOf(app, payment.id)).toEqual(['payment.received', 'payment.updated', 'payment.updated'])
  })

  test('makes an invoice paid, and open again', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    const payment = await given(app).payment(id, 21)
    const change = async (fields: object) => {
      done(await app.patch(`/payments/${payment.id}`, fields))
      const { status, paid_at, remaining_amount } = await read(app, `/invoices/${id}`)
      return [status, paid_at, remaining_amount]
    }
    expect(await change({ amount: 121 })).toEqual(['paid', '2026-11-21', 0])
    expect(await change({ date: '2026-11-19' })).toEqual(['paid', '2026-11-19', 0])
    expect(await change({ amount: 120.99 })).toEqual(['issued', null, 0.01])
    expect((await eventsOf(app, id)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
    expect(await read(app, '/invoices?status=paid')).toMatchObject({ total: 0 })
  })

  test('moves the others’ part in RON so that they add up', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice({ currency: 'EUR', currency_rate: 4.9765 })
    const first = await given(app).payment(invoice.id, 40.33)
    await given(app).payment(invoice.id, 40.33)
    done(await app.patch(`/payments/${first.id}`, { amount: 80.67 }))
    const rows = await app.database.read.query('select amount_ron_bani from payment order by seq', [])
    expect(rows.reduce((sum, row) => sum + Number(row.amount_ron_bani), 0)).toBe(60_216)
    expect((await read(app, `/clients/${invoice.client_id}`)).metadata.unpaid_total).toBe(0)
  })
})

describe.each(dialects)('DELETE /payments/{id} on %s', (dialect) => {
  test('makes a paid invoice open again', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice({ due_date: '2026-11-22' })
    const part = await given(app).payment(invoice.id, 21)
    const rest = done(await app.post(`/invoices/${invoice.id}/pay`))
    app.clock.advance(2 * 86_400_000)
    const answer = await app.del(`/payments/${rest.payment_id}`)
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { id: rest.payment_id, object: 'payment', deleted: true } },
    })
    expect(await read(app, `/invoices/${invoice.id}`)).toMatchObject({
      status: 'overdue',
      is_paid: false,
      paid_amount: 21,
      remaining_amount: 100,
      paid_at: null,
      payments: [part],
    })
    expect(await refused(app, () => app.get(`/payments/${rest.payment_id}`))).toEqual(
      refusal(404, 'resource_not_found'),
    )
    expect(await read(app, '/payments')).toMatchObject({ total: 1 })
    expect(await eventsOf(app, rest.payment_id)).toEqual(['payment.received', 'payment.cancelled'])
    expect((await eventsOf(app, invoice.id)).at(-1)).toBe('invoice.payment_deleted')
    expect(done(await app.post(`/invoices/${invoice.id}/pay`))).toMatchObject({ amount: 100, is_paid: true })
  })

  test('of ten at once one does', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    const payment = await given(app).payment(id, 21)
    const answers = await Promise.all(Array.from({ length: 10 }, () => app.del(`/payments/${payment.id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)])
    expect(await read(app, `/invoices/${id}`)).toMatchObject({ paid_amount: 0 })
    expect(await read(app, '/payments')).toMatchObject({ total: 0 })
  })
})

describe.each(dialects)('a change of a payment is refused on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    ['to more than is left', { amount: 100.01 }, TOO_MUCH],
    ['to nothing', { amount: 0 }, invalid({ amount: 'not_positive' })],
    ['to a day that is none', { payment_date: '2026-13-01' }, invalid({ payment_date: 'not_day' })],
    ['to a way that is none', { type: 'x' }, invalid({ type: 'not_one_of' })],
    ['to a text that is too long', { reference: 'x'.repeat(201) }, invalid({ reference: 'too_long' })],
  ])('%s', async (_what, fields, expected) => {
    const { id } = await given(shared()).invoice()
    const payment = await given(shared()).payment(id, 1)
    await given(shared()).payment(id, 21)
    expect(await refused(shared(), () => shared().patch(`/payments/${payment.id}`, fields))).toEqual(expected)
    expect(done(await shared().patch(`/payments/${payment.id}`, { amount: 100 })).amount).toBe(100)
  })

  test('while its invoice is voided, and not afterwards', async () => {
    const { id } = await given(shared()).invoice()
    const payment = await given(shared()).payment(id, 1)
    done(await shared().post(`/invoices/${id}/void`))
    expect(await refused(shared(), () => shared().patch(`/payments/${payment.id}`, { amount: 2 }))).toEqual(OF_VOIDED)
    expect(await refused(shared(), () => shared().del(`/payments/${payment.id}`))).toEqual(OF_VOIDED)
    expect(await read(shared(), `/payments/${payment.id}`)).toMatchObject({ amount: 1 })
    done(await shared().post(`/invoices/${id}/unvoid`))
    expect(done(await shared().del(`/payments/${payment.id}`))).toMatchObject({ deleted: true })
  })

  test('when it is not there', async () => {
    for (const call of [() => shared().patch('/payments/pay_nothing', {}), () => shared().del('/payments/nothing')]) {
      expect(await refused(shared(), call)).toEqual(refusal(404, 'resource_not_found'))
    }
  })
})
