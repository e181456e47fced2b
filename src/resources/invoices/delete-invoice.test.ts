import { describe, expect, test } from 'vitest'
import { done, eventsOf, given, nextNumber, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('DELETE /invoices/{id} on %s', (dialect) => {
  test('a draft goes with its lines, and leaves no number', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const answer = await app.del(`/invoices/${draft.id.slice(4)}`)
    expect(answer.status).toBe(200)
    expect(answer.body.data).toEqual({
      object: 'invoice',
      id: draft.id,
      deleted: true,
      deleted_at: '2026-11-21T10:00:00.000Z',
      message: 'Invoice deleted',
    })
    for (const path of [`/invoices/${draft.id}`, `/invoices/${draft.id}/history`]) {
      expect(await refused(app, () => app.get(path))).toEqual(refusal(404, 'resource_not_found'))
    }
    expect(await read(app, '/invoices')).toMatchObject({ total: 0, data: [] })
    expect(await app.database.read.query('select id from invoice_line', [])).toEqual([])
    expect(await eventsOf(app, draft.id)).toEqual(['invoice.created', 'invoice.deleted'])
    expect(await nextNumber(app)).toBe(1)
    expect(await refused(app, () => app.del(`/invoices/${draft.id}`))).toEqual(refusal(404, 'resource_not_found'))
  })

  test('the last voided number goes back to its series, one after the other', async () => {
    const app = await testApp(dialect)
    const [first, second, third] = [await given(app).voided(), await given(app).voided(), await given(app).voided()]
    expect(await refused(app, () => app.del(`/invoices/${second.id}`))).toEqual(
      refusal(400, 'invoice_not_last_in_series'),
    )
    done(await app.del(`/invoices/${third.id}`))
    expect(await nextNumber(app)).toBe(3)
    done(await app.del(`/invoices/${second.id}`))
    expect(await given(app).invoice()).toMatchObject({ number: 'FAC-2026-00002' })
    expect(await refused(app, () => app.del(`/invoices/${first.id}`))).toEqual(
      refusal(400, 'invoice_not_last_in_series'),
    )
    expect(await eventsOf(app, third.id)).toEqual(['invoice.created', 'invoice.voided', 'invoice.deleted'])
  })

  test('the first number of all goes back too', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).voided()
    done(await app.del(`/invoices/${id}`))
    expect(await given(app).invoice({ date: '2020-01-01' })).toMatchObject({ number: 'FAC-2020-00001' })
  })

  test('a gap that somebody made on purpose stays', async () => {
    const app = await testApp(dialect)
    await given(app).invoice()
    const { data } = await read(app, '/invoice-series?document_type=fiscal')
    done(await app.patch(`/series/${data[0].id}`, { next_number: 10 }))
    const { id } = await given(app).voided()
    done(await app.del(`/invoices/${id}`))
    expect(await nextNumber(app)).toBe(10)
  })

  test('goes with its payments', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    await given(app).payment(id, 21)
    done(await app.post(`/invoices/${id}/void`))
    done(await app.del(`/invoices/${id}`))
    expect(await read(app, '/payments')).toMatchObject({ total: 0, data: [] })
  })

  test('a storno that went can be issued anew, under the same number', async () => {
    const app = await testApp(dialect)
    const source = await given(app).invoice()
    const storno = await given(app).storno(source.id)
    done(await app.post(`/invoices/${storno.id}/void`))
    done(await app.del(`/invoices/${storno.id}`))
    expect(await read(app, `/invoices/${source.id}`)).toMatchObject({ storned_by: null, is_storned: false })
    expect(await given(app).storno(source.id)).toMatchObject({ number: storno.number, total: -121 })
  })

  test('an invoice whose voided storno is in a later year stays', async () => {
    const app = await testApp(dialect)
    await given(app).series({ name: 'AN', reset_yearly: true, is_primary: true })
    const source = await given(app).invoice({ date: '2025-12-31' })
    const storno = await given(app).storno(source.id)
    for (const { id } of [storno, source]) done(await app.post(`/invoices/${id}/void`))
    expect(await refused(app, () => app.del(`/invoices/${source.id}`))).toEqual(
      refusal(400, 'invoice_cannot_be_deleted'),
    )
    done(await app.del(`/invoices/${storno.id}`))
    expect(done(await app.del(`/invoices/${source.id}`))).toMatchObject({ deleted: true })
  })

  test('while the next number is taken, either it goes first or it is not the last any more', async () => {
    const app = await testApp(dialect)
    for (let round = 0; round < 5; round++) {
      const { id } = await given(app).voided()
      const [deleted, created] = await Promise.all([app.del(`/invoices/${id}`), given(app).invoice()])
      expect([200, 400]).toContain(deleted.status)
      expect(created.number_idx).toBe((await nextNumber(app)) - 1)
    }
    const { data } = await read(app, '/invoices?sort=number&order=asc')
    expect(data.map((row: { number_idx: number }) => row.number_idx)).toEqual(
      data.map((_row: unknown, index: number) => index + 1),
    )
  })
})

describe.each(dialects)('DELETE /invoices/{id} refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)
  const CANNOT = refusal(400, 'invoice_cannot_be_deleted')

  test.each(['invoice', 'proforma'] as const)('an issued %s', async (kind) => {
    const { id } = await given(shared())[kind]()
    expect(await refused(shared(), () => shared().del(`/invoices/${id}`))).toEqual(CANNOT)
  })

  test('a paid invoice, one that was storned, and the storno', async () => {
    const { id } = await given(shared()).invoice()
    done(await shared().post(`/invoices/${id}/pay`))
    expect(await refused(shared(), () => shared().del(`/invoices/${id}`))).toEqual(CANNOT)
    const storno = await given(shared()).storno(id)
    for (const one of [id, storno.id])
      expect(await refused(shared(), () => shared().del(`/invoices/${one}`))).toEqual(CANNOT)
  })
})
