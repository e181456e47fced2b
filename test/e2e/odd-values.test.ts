import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialects, type TestApp, testApp } from '../harness.ts'
import { audit, rowCounts } from './audit.ts'

const line = { description: 'Servicii', quantity: 1, price: 100, vat_rate: 21 }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** What the attacks of this folder found once, and must not find again. */
describe.each(dialects)('what looks odd on %s', (dialect) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp(dialect)
  })
  afterAll(() => app.close())
  const newInvoice = async (more: object = {}) =>
    (await app.post('/invoices', { client_data: { name: 'Client', email: 'c@exemplu.ro' }, items: [line], ...more }))
      .body.data

  test('a form in parts is done once', async () => {
    const { id } = await newInvoice()
    const part = '--xyz\r\nContent-Disposition: form-data; name="amount"\r\n\r\n1.50\r\n--xyz--\r\n'
    const answer = await app.post(`/invoices/${id}/payments`, part, {
      'content-type': 'multipart/form-data; boundary=xyz',
    })
    expect([answer.status, answer.body.data.amount]).toEqual([201, 1.5])
    expect((await app.get(`/invoices/${id}`)).body.data.payments).toHaveLength(1)
  })

  test('a form that is too long to be read whole is refused, and not cut', async () => {
    const before = await rowCounts(app.database)
    const items = Array.from(
      { length: 5_000 },
      (_, n) =>
        `items[${n}][name]=a&items[${n}][quantity]=1&items[${n}][price]=1&items[${n}][unit]=buc&items[${n}][vat]=21`,
    )
    const answer = await app.post('/invoices', `client_data[name]=A&${items.join('&')}`, FORM)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_format'])
    const whole = await app.post('/invoices', `client_data[name]=A&${items.slice(0, 120).join('&')}`, FORM)
    expect(whole.body.data.lines).toHaveLength(120)
    expect(await rowCounts(app.database)).toMatchObject({ invoice: (before.invoice ?? 0) + 1 })
  })

  test.each([
    ['an object without a text form', '{"toString":1,"valueOf":1}'],
    ['a list within a list within a list …', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('%s is refused wherever a word is wanted', async (_what, value) => {
    const type = { 'content-type': 'application/json' }
    const send = (body: string) => app.post('/invoices', body, type)
    const client = '"client_data":{"name":"A"}'
    const item = '"description":"a","quantity":1,"price":1'
    expect((await send(`{${client},"items":[{${item}}],"work_point_id":${value}}`)).status).toBe(404)
    expect((await send(`{${client},"items":[{${item},"vat_key":${value}}]}`)).status).toBe(400)
    expect((await send(`{${client},"items":[{${item}}],"currency":${value}}`)).status).toBe(400)
  })

  test('a cursor of one order is refused by another', async () => {
    await Promise.all([newInvoice(), newInvoice()])
    const sorts = ['date', 'created_at', 'due_date', 'total', 'number']
    for (const made of sorts) {
      const { next_cursor } = (await app.get(`/invoices?sort=${made}&per_page=1`)).body.data
      for (const used of sorts) {
        const isNumber = (sort: string) => sort === 'total' || sort === 'created_at'
        const { status } = await app.get(`/invoices?sort=${used}&after=${next_cursor}`)
        expect([made, used, status]).toEqual([made, used, isNumber(made) === isNumber(used) ? 200 : 400])
      }
    }
  })

  test('a search for two characters that are four units of UTF-16 finds them', async () => {
    await app.post('/clients', { name: 'Florărie 🌷🌹' })
    expect((await app.get(`/clients?search=${encodeURIComponent('🌷🌹')}`)).body.data.total).toBe(1)
    expect((await app.get(`/clients?search=${encodeURIComponent('🌷')}`)).body.data.total).toBe(1)
  })

  test('the name of a series is printed as it is', async () => {
    for (const [name, printed] of [
      ['A$&B', 'A$&B-2026-00001'],
      ['$$', '$$-2026-00001'],
      ['{number}', '{number}-2026-00001'],
    ]) {
      const series_id = (await app.post('/invoice-series', { name, document_type: 'fiscal' })).body.data.id
      expect((await newInvoice({ series_id })).number).toBe(printed)
    }
    expect(await audit(app.database)).toEqual([])
  })

  test('the last number goes back over a gap that was made before it', async () => {
    const series_id = (await app.post('/invoice-series', { name: 'GAP', document_type: 'fiscal' })).body.data.id
    await newInvoice({ series_id, date: '2026-11-20' })
    await app.patch(`/invoice-series/${series_id}`, { next_number: 10 })
    const last = await newInvoice({ series_id })
    await app.post(`/invoices/${last.id}/void`)
    expect((await app.del(`/invoices/${last.id}`)).status).toBe(200)
    // Neither the chain nor the chronology begins anew.
    const body = { client_data: { name: 'Client', email: 'c@exemplu.ro' }, items: [line], series_id }
    expect((await app.post('/invoices', { ...body, date: '2026-11-19' })).body.error.code).toBe(
      'invoice_date_before_last',
    )
    expect((await newInvoice({ series_id })).number).toBe('GAP-2026-00010')
    expect(await audit(app.database, { gaps: true })).toEqual([])
  })

  test('two series that print alike never print one number twice', async () => {
    const series = async (name: string, more: object) =>
      (await app.post('/invoice-series', { name, document_type: 'fiscal', ...more })).body.data.id as string
    const body = { client_data: { name: 'Client', email: 'c@exemplu.ro' }, items: [line] }
    const first = await series('F', { format: '{NAME}{number}', padding: 1, start_number: 11 })
    const second = await series('F1', { format: '{NAME}{number}', padding: 1 })
    expect((await newInvoice({ series_id: first })).number).toBe('F11')
    const before = await rowCounts(app.database)
    const refused = await app.post('/invoices', { ...body, series_id: second }, { 'idempotency-key': 'F11' })
    expect([refused.status, refused.body.error.code]).toEqual([409, 'invoice_number_taken'])
    expect(await rowCounts(app.database)).toEqual(before)
    // Nothing was spent: with another format the same request is done.
    await app.patch(`/invoice-series/${second}`, { format: '{NAME}/{number}' })
    const issued = await app.post('/invoices', { ...body, series_id: second }, { 'idempotency-key': 'F11' })
    expect(issued.body.data.number).toBe('F1/1')
    expect(await audit(app.database, { gaps: true })).toEqual([])
  })
})
