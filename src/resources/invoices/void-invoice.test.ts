import { describe, expect, test } from 'vitest'
import { done, eventsOf, given, invalid, nextNumber, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const CANNOT = refusal(400, 'invoice_cannot_be_voided')
const NOT_VOIDED = refusal(400, 'invoice_not_voided')
const NOT_THE_LAST = refusal(400, 'storno_is_not_the_last')

describe.each(dialects)('POST /invoices/{id}/void and unvoid on %s', (dialect) => {
  test('a voided invoice keeps its number and says when and why', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice()
    app.clock.advance(5_000)
    const answer = await app.post(`/invoices/${invoice.id.slice(4)}/void`, { reason: 'Emisă din greșeală' })
    expect(answer.status).toBe(200)
    const voided = {
      ...invoice,
      status: 'voided',
      is_voided: true,
      is_void: true,
      voided_at: '2026-11-21T10:00:05.000Z',
      void_reason: 'Emisă din greșeală',
      efactura_status: null,
      updated_at: invoice.updated_at + 5,
    }
    expect(answer.body.data).toEqual({
      ...voided,
      voided: true,
      invoice_number: 'FAC-2026-00001',
      efactura_available: false,
      message: 'Invoice voided',
    })
    const { warnings: _none, ...stored } = voided
    expect(await read(app, `/invoices/${invoice.id}`)).toEqual(stored)
    expect(await given(app).invoice()).toMatchObject({ number: 'FAC-2026-00002' })
    expect(await eventsOf(app, invoice.id)).toEqual(['invoice.created', 'invoice.voided'])
  })

  test('taken back, it is what it was before', async () => {
    const app = await testApp(dialect)
    for (const amount of [0, 21, 121]) {
      const { id } = await given(app).invoice()
      if (amount > 0) await given(app).payment(id, amount)
      const before = await read(app, `/invoices/${id}`)
      done(await app.post(`/invoices/${id}/void`))
      app.clock.advance(1_000)
      const back = done(await app.post(`/invoices/${id}/unvoid`))
      expect(back).toMatchObject({
        voided: false,
        invoice_number: before.number,
        unvoided_at: new Date(app.clock.nowMs()).toISOString(),
        efactura_available: true,
        message: 'Invoice reinstated',
      })
      expect(await read(app, `/invoices/${id}`)).toEqual({ ...before, updated_at: back.updated_at })
      expect((await eventsOf(app, id)).slice(-2)).toEqual(['invoice.voided', 'invoice.unvoided'])
    }
  })

  test('an overdue invoice and a proforma are voided like any other, and e-Factura is nothing to a proforma', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice({ date: '2026-01-01', due_date: '2026-01-02' })
    expect(done(await app.post(`/invoices/${id}/void`, '[]', { 'content-type': 'application/json' }))).toMatchObject({
      status: 'voided',
      void_reason: null,
    })
    expect(done(await app.post(`/invoices/${id}/unvoid`))).toMatchObject({ status: 'overdue' })
    const proforma = await given(app).proforma()
    expect(done(await app.post(`/invoices/${proforma.id}/void`))).toMatchObject({ status: 'voided' })
    expect(done(await app.post(`/invoices/${proforma.id}/unvoid`))).toMatchObject({
      status: 'issued',
      efactura_available: false,
      efactura_status: null,
    })
  })

  test('of ten at once, one voids and one takes it back', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    for (const action of ['void', 'unvoid']) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => app.post(`/invoices/${id}/${action}`)))
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(400)])
    }
    expect(await eventsOf(app, id)).toEqual(['invoice.created', 'invoice.voided', 'invoice.unvoided'])
  })
})

describe.each(dialects)('stornos and their sources on %s', (dialect) => {
  test('an invoice with a storno is not voided before the storno is', async () => {
    const app = await testApp(dialect)
    const source = await given(app).invoice()
    const storno = await given(app).storno(source.id)
    expect(await refused(app, () => app.post(`/invoices/${source.id}/void`))).toEqual(CANNOT)
    done(await app.post(`/invoices/${storno.id}/void`))
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({
      storned_by: null,
      is_storned: false,
      lines: [{ storned_quantity: 0 }],
    })
    expect(done(await app.post(`/invoices/${source.id}/void`))).toMatchObject({ status: 'voided' })
    expect(await refused(app, () => app.post(`/invoices/${storno.id}/unvoid`))).toEqual(NOT_THE_LAST)
    done(await app.post(`/invoices/${source.id}/unvoid`))
    expect(done(await app.post(`/invoices/${storno.id}/unvoid`))).toMatchObject({ status: 'issued', total: -121 })
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({
      storned_by: storno.id,
      is_storned: true,
      lines: [{ storned_quantity: 1 }],
    })
  })

  test('several stornos are voided last first, and come back in the same order', async () => {
    const app = await testApp(dialect)
    const source = await given(app).invoice({ items: [{ description: 'A', quantity: 3, price: 10, vat_rate: 21 }] })
    const items = [{ id: source.lines[0].id, quantity: 1 }]
    const [first, second] = [
      await given(app).storno(source.id, { items }),
      await given(app).storno(source.id, { items }),
    ]
    const state = async () => {
      const { storned_by, lines } = await read(app, `/invoices/${source.id}`)
      return [storned_by, lines[0].storned_quantity]
    }
    expect(await state()).toEqual([second.id, 2])
    expect(await refused(app, () => app.post(`/invoices/${first.id}/void`))).toEqual(NOT_THE_LAST)
    done(await app.post(`/invoices/${second.id}/void`))
    expect(await state()).toEqual([first.id, 1])
    done(await app.post(`/invoices/${first.id}/void`))
    expect(await state()).toEqual([null, 0])
    expect(await refused(app, () => app.post(`/invoices/${second.id}/unvoid`))).toEqual(NOT_THE_LAST)
    done(await app.post(`/invoices/${first.id}/unvoid`))
    done(await app.post(`/invoices/${second.id}/unvoid`))
    expect(await state()).toEqual([second.id, 2])
  })

  test('a voided storno whose place was taken stays void', async () => {
    const app = await testApp(dialect)
    const source = await given(app).invoice()
    const first = await given(app).storno(source.id)
    done(await app.post(`/invoices/${first.id}/void`))
    const second = await given(app).storno(source.id)
    expect(second.number).toBe('FAC-2026-00003')
    expect(await refused(app, () => app.post(`/invoices/${first.id}/unvoid`))).toEqual(NOT_THE_LAST)
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({ storned_by: second.id })
  })
})

describe.each(dialects)('void and unvoid are refused on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test('of a draft, of a voided invoice, of one that is not voided, and twice', async () => {
    const [draft, issued, voided] = [
      await given(shared()).draft(),
      await given(shared()).invoice(),
      await given(shared()).voided(),
    ]
    const call = (id: string, action: string) => refused(shared(), () => shared().post(`/invoices/${id}/${action}`))
    for (const { id } of [draft, voided]) expect(await call(id, 'void')).toEqual(CANNOT)
    for (const { id } of [draft, issued]) expect(await call(id, 'unvoid')).toEqual(NOT_VOIDED)
    done(await shared().post(`/invoices/${voided.id}/unvoid`))
    expect(await call(voided.id, 'unvoid')).toEqual(NOT_VOIDED)
    expect(await nextNumber(shared())).toBe(3)
  })

  test('with a reason that is no text, and of an invoice that is not there', async () => {
    const { id } = await given(shared()).invoice()
    expect(await refused(shared(), () => shared().post(`/invoices/${id}/void`, { reason: 'x'.repeat(501) }))).toEqual(
      invalid({ reason: 'too_long' }),
    )
    for (const action of ['void', 'unvoid']) {
      expect(await refused(shared(), () => shared().post(`/invoices/inv_nothing/${action}`))).toEqual(
        refusal(404, 'resource_not_found'),
      )
    }
  })
})
