import { describe, expect, test } from 'vitest'
import { done, given, newKey, read } from '../../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

interface Entry {
  readonly type: string
  readonly message: string
}

async function makePast(app: TestApp): Promise<string> {
  const steps = () => app.clock.advance(60_000)
  const { id } = await given(app).draft()
  steps()
  done(await app.put(`/invoices/${id}`, { notes: 'x' }))
  steps()
  done(await app.put(`/invoices/${id}`, { is_draft: 0 }))
  steps()
  const payment = await given(app).payment(id, 21)
  done(await app.patch(`/payments/${payment.id}`, { amount: 20 }))
  done(await app.del(`/payments/${payment.id}`))
  steps()
  done(await app.post(`/invoices/${id}/pay`))
  done(await app.post(`/invoices/${id}/void`, { reason: 'greșeală' }))
  done(await app.post(`/invoices/${id}/unvoid`))
  return id
}

describe.each(dialects)('GET /invoices/{id}/history on %s', (dialect) => {
  test('tells what happened, newest first, and by whom', async () => {
    const app = await testApp(dialect)
    const id = await makePast(app)
    const list = await read(app, `/invoices/${id.slice(4)}/history`)
    expect(list).toMatchObject({
      object: 'list',
      total: 10,
      page: 1,
      per_page: 50,
      total_pages: 1,
      has_more: false,
      pagination: { page: 1, per_page: 50, total: 10, total_pages: 1 },
    })
    expect(list.data.map(({ type, message }: Entry) => `${type}: ${message}`)).toEqual([
      'unvoid: Reinstated: FAC-2026-00001',
      'void: Voided: FAC-2026-00001, greșeală',
      'paid: Paid in full: FAC-2026-00001',
      'payment: Payment recorded: 121.00 RON',
      'payment_delete: Payment deleted: 20.00 RON',
      'payment_update: Payment changed: 20.00 RON',
      'payment: Payment recorded: 21.00 RON',
      'issue: Issued: FAC-2026-00001, 121.00 RON',
      'update: Updated: 121.00 RON',
      'create: Created: 121.00 RON',
    ])
    expect(list.data.at(-1)).toEqual({
      id: expect.stringMatching(/^evt_[a-z0-9]{10}$/),
      type: 'create',
      type_label: 'Created',
      message: 'Created: 121.00 RON',
      icon: 'plus',
      by: expect.any(String),
      created_at: '2026-11-21T10:00:00.000Z',
    })
    expect(list.data[0].created_at).toBe('2026-11-21T10:04:00.000Z')
  })

  test('speaks Romanian when asked, and comes in pages', async () => {
    const app = await testApp(dialect)
    const id = await makePast(app)
    const { body } = await app.get(`/invoices/${id}/history?per_page=3&page=4`, { 'accept-language': 'ro' })
    expect(body.data).toMatchObject({
      data: [{ type: 'create', type_label: 'Creată', message: 'Creată: 121.00 RON' }],
      has_more: false,
      total_pages: 4,
      pagination: { page: 4, per_page: 3, total: 10, total_pages: 4 },
    })
  })

  test('tells a storno on both sides, and names the key that acted', async () => {
    const app = await testApp(dialect)
    const key = await newKey(app, { name: 'Magazin online' })
    const source = await given(key).invoice()
    const storno = await given(key).storno(source.id)
    const past = async (id: string) => (await read(app, `/invoices/${id}/history`)).data
    expect(await past(source.id)).toMatchObject([
      { type: 'storno', message: `Reversed: ${storno.number}`, by: 'Magazin online' },
      { type: 'create', by: 'Magazin online' },
    ])
    expect(await past(storno.id)).toMatchObject([{ type: 'storned', by: 'Magazin online' }])
  })
})
