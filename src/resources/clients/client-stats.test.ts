import { describe, expect, test } from 'vitest'
import { CLIENT, done, given, LINE, read } from '../../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

const FIRST_DAY = '2026-11-21'

/** What the answer says of the client, in one line each: documents, invoiced, collected, unpaid. */
async function figures(app: TestApp, clientId: string) {
  const { metadata, stats } = await read(app, `/clients/${clientId}`)
  expect(metadata.total_invoiced).toBe(stats.total_invoiced)
  return [metadata.invoices_count, stats.total_invoiced, stats.total_collected, metadata.unpaid_total]
}

describe.each(dialects)('the figures of a client on %s', (dialect) => {
  test('follow every step of its documents', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const id = draft.client_id
    const now = () => figures(app, id)
    expect(await now()).toEqual([0, 0, 0, 0])
    done(await app.put(`/invoices/${draft.id}`, { is_draft: 0 }))
    expect(await now()).toEqual([1, 121, 0, 121])
    const proforma = await given(app).proforma()
    done(await app.post(`/invoices/${proforma.id}/pay`))
    expect(await now()).toEqual([1, 121, 0, 121])
    const part = await given(app).payment(draft.id, 21)
    expect(await now()).toEqual([1, 121, 21, 100])
    const rest = done(await app.post(`/invoices/${draft.id}/pay`))
    expect(await now()).toEqual([1, 121, 121, 0])
    done(await app.post(`/invoices/${draft.id}/void`))
    expect(await now()).toEqual([0, 0, 0, 0])
    done(await app.post(`/invoices/${draft.id}/unvoid`))
    expect(await now()).toEqual([1, 121, 121, 0])
    done(await app.patch(`/payments/${rest.payment_id}`, { amount: 50 }))
    expect(await now()).toEqual([1, 121, 71, 50])
    done(await app.del(`/payments/${part.id}`))
    expect(await now()).toEqual([1, 121, 50, 71])
    const storno = await given(app).storno(draft.id)
    expect(await now()).toEqual([2, 0, 50, -50])
    done(await app.post(`/invoices/${storno.id}/void`))
    expect(await now()).toEqual([1, 121, 50, 71])
    done(await app.del(`/invoices/${storno.id}`))
    expect(await now()).toEqual([1, 121, 50, 71])
    done(await app.put(`/invoices/${draft.id}`, { notes: 'x' }))
    expect(await now()).toEqual([1, 121, 50, 71])
    const second = await given(app).voided()
    done(await app.del(`/invoices/${second.id}`))
    expect(await now()).toEqual([1, 121, 50, 71])
  })

  test('are in RON, at the rate of each document', async () => {
    const app = await testApp(dialect)
    const euros = await given(app).invoice({ currency: 'EUR', currency_rate: 4.9765 })
    expect(euros).toMatchObject({ total: 121, total_ron: 602.16, subtotal_ron: 497.65, vat_amount_ron: 104.51 })
    await given(app).invoice()
    expect(await figures(app, euros.client_id)).toEqual([2, 723.16, 0, 723.16])
    for (const amount of [40.33, 40.33]) await given(app).payment(euros.id, amount)
    expect(await figures(app, euros.client_id)).toEqual([2, 723.16, 401.4, 321.76])
    done(await app.post(`/invoices/${euros.id}/pay`))
    expect(await figures(app, euros.client_id)).toEqual([2, 723.16, 602.16, 121])
    const { stats } = await read(app, `/clients/${euros.client_id}`)
    expect(stats.last_payment).toMatchObject({ amount: 40.34, currency: 'EUR', bill_id: euros.id })
  })

  test('are the same in the list, and stay with the client when its documents change hands', async () => {
    const app = await testApp(dialect)
    const draft = await given(app).draft()
    const other = await given(app).client({ name: 'Alt Client', cui: '12345674' })
    await given(app).invoice()
    done(await app.put(`/invoices/${draft.id}`, { client_id: other.id, is_draft: 0 }))
    expect(await figures(app, draft.client_id)).toEqual([1, 121, 0, 121])
    expect(await figures(app, other.id)).toEqual([1, 121, 0, 121])
    const { data } = await read(app, '/clients')
    for (const client of data) expect(client).toEqual(await read(app, `/clients/${client.id}`))
  })

  test('hold when ten documents and payments come at once', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    const invoices = await Promise.all(Array.from({ length: 10 }, () => given(app).invoice({ client_id: id })))
    await Promise.all(invoices.map((invoice) => given(app).payment(invoice.id, 20)))
    await Promise.all([
      ...invoices.slice(0, 3).map(async (invoice) => done(await app.post(`/invoices/${invoice.id}/void`))),
      ...invoices.slice(3, 6).map((invoice) => given(app).storno(invoice.id)),
      ...invoices.slice(6).map(async (invoice) => done(await app.post(`/invoices/${invoice.id}/pay`))),
    ])
    expect(await figures(app, id)).toEqual([10, 484, 544, -60])
    expect(await read(app, `/invoices?client_id=${id}`)).toMatchObject({ total: 13 })
  })
})

describe.each(dialects)('the months of a client on %s', (dialect) => {
  test('are the last twelve, oldest first, with zeros where nothing happened', async () => {
    const app = await testApp(dialect, { now: '2026-03-31T20:59:59Z' })
    const { client_id: id } = await given(app).invoice({ date: '2025-03-31', due_date: '2025-04-30' })
    await given(app).invoice({ date: '2025-04-01', due_date: '2025-05-01' })
    const paid = await given(app).invoice({ date: '2026-01-31' })
    await given(app).payment(paid.id, 100, { date: '2026-02-01' })
    await given(app).payment(paid.id, 21, { date: '2026-03-31' })
    const months = async () => (await read(app, `/clients/${id}`)).stats.monthly_series
    const series = await months()
    expect(series.map(({ label }: { label: string }) => label)).toEqual([
      'Apr 2025',
      'May 2025',
      'Jun 2025',
      'Jul 2025',
      'Aug 2025',
      'Sep 2025',
      'Oct 2025',
      'Nov 2025',
      'Dec 2025',
      'Jan 2026',
      'Feb 2026',
      'Mar 2026',
    ])
    expect(series[0]).toEqual({ label: 'Apr 2025', year: 2025, month: 4, invoiced: 121, collected: 0 })
    expect(series[1]).toEqual({ label: 'May 2025', year: 2025, month: 5, invoiced: 0, collected: 0 })
    expect(series.slice(9)).toEqual([
      { label: 'Jan 2026', year: 2026, month: 1, invoiced: 121, collected: 0 },
      { label: 'Feb 2026', year: 2026, month: 2, invoiced: 0, collected: 100 },
      { label: 'Mar 2026', year: 2026, month: 3, invoiced: 0, collected: 21 },
    ])
    // A second later it is April in Bucharest.
    app.clock.advance(1_000)
    expect((await months()).map(({ label }: { label: string }) => label)).toEqual([
      ...series.slice(1).map(({ label }: { label: string }) => label),
      'Apr 2026',
    ])
  })

  test('take a storno in its own month, and forget what was voided', async () => {
    const app = await testApp(dialect)
    const invoice = await given(app).invoice({ date: '2026-09-10' })
    await given(app).storno(invoice.id, { date: '2026-10-05' })
    const voided = await given(app).voided({ date: '2026-11-01' })
    const { stats } = await read(app, `/clients/${voided.client_id}`)
    expect(stats.monthly_series.slice(-3).map(({ invoiced }: { invoiced: number }) => invoiced)).toEqual([121, -121, 0])
  })
})

describe.each(dialects)('the days a client takes to pay on %s', (dialect) => {
  test('are counted to the payment that settled each invoice, with one decimal', async () => {
    const app = await testApp(dialect)
    const invoices = await Promise.all(Array.from({ length: 3 }, () => given(app).invoice({ date: '2026-11-01' })))
    const id = invoices[0].client_id
    const mean = async () => (await read(app, `/clients/${id}`)).stats.avg_payment_days
    expect(await mean()).toBeNull()
    await given(app).payment(invoices[0].id, 100, { date: '2026-11-02' })
    expect(await mean()).toBeNull()
    await given(app).payment(invoices[0].id, 21, { date: '2026-11-11' })
    expect(await mean()).toBe(10)
    await given(app).payment(invoices[1].id, 121, { date: '2026-11-12' })
    expect(await mean()).toBe(10.5)
    const last = await given(app).payment(invoices[2].id, 121, { date: '2026-11-11' })
    expect(await mean()).toBe(10.3)
    done(await app.patch(`/payments/${last.id}`, { date: '2026-11-01' }))
    expect(await mean()).toBe(7)
    done(await app.del(`/payments/${last.id}`))
    expect(await mean()).toBe(10.5)
    done(await app.post(`/invoices/${invoices[1].id}/void`))
    expect(await mean()).toBe(10)
  })

  test('are not counted of an invoice of nothing', async () => {
    const app = await testApp(dialect)
    const items = [{ ...LINE, discount_percent: 100 }]
    const invoice = await given(app).invoice({ items })
    expect(invoice).toMatchObject({ total: 0, is_paid: true, status: 'paid', paid_at: null })
    const { metadata, stats } = await read(app, `/clients/${invoice.client_id}`)
    expect([metadata.invoices_count, stats.avg_payment_days]).toEqual([1, null])
  })
})

describe.each(dialects)('the last payment of a client on %s', (dialect) => {
  test('is the one of the latest day, the younger of two', async () => {
    const app = await testApp(dialect)
    const [first, second] = [await given(app).invoice(), await given(app).invoice()]
    const last = async () => (await read(app, `/clients/${first.client_id}`)).stats.last_payment
    expect(await last()).toBeNull()
    const early = await given(app).payment(first.id, 1, { date: '2026-11-10' })
    expect(await last()).toEqual({
      date: Date.parse('2026-11-10T00:00:00Z') / 1000,
      amount: 1,
      currency: 'RON',
      bill_id: first.id,
      bill_number: first.number,
    })
    const latest = await given(app).payment(second.id, 2, { date: '2026-11-12' })
    expect(await last()).toMatchObject({ amount: 2, bill_id: second.id })
    await given(app).payment(first.id, 3, { date: '2026-11-11' })
    expect(await last()).toMatchObject({ amount: 2 })
    await given(app).payment(first.id, 4, { date: '2026-11-12' })
    expect(await last()).toMatchObject({ amount: 4, bill_id: first.id })
    done(await app.post(`/invoices/${first.id}/void`))
    expect(await last()).toMatchObject({ amount: 2, bill_id: second.id })
    done(await app.post(`/invoices/${first.id}/unvoid`))
    expect(await last()).toMatchObject({ amount: 4 })
    done(await app.patch(`/payments/${early.id}`, { date: '2026-11-13' }))
    expect(await last()).toMatchObject({ amount: 1 })
    done(await app.del(`/payments/${early.id}`))
    expect(await last()).toMatchObject({ amount: 4 })
    done(await app.patch(`/payments/${latest.id}`, { date: '2026-11-14' }))
    expect(await last()).toMatchObject({ amount: 2, date: Date.parse('2026-11-14T00:00:00Z') / 1000 })
  })

  test('is not one of a proforma', async () => {
    const app = await testApp(dialect)
    const proforma = await given(app).proforma({ client_data: CLIENT })
    done(await app.post(`/invoices/${proforma.id}/pay`, { date: FIRST_DAY }))
    expect((await read(app, `/clients/${proforma.client_id}`)).stats.last_payment).toBeNull()
  })
})
