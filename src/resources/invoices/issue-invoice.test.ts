import { describe, expect, test } from 'vitest'
import { CLIENT, done, given, LINE, nextNumber, read, refused } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const TOO_EARLY = { status: 400, code: 'invoice_date_before_last', problems: { date: 'before_last_document' } }

describe.each(dialects)('the order of dates in a series on %s', (dialect) => {
  test('a document may not be dated before the last one, unless the caller insists', async () => {
    const app = await testApp(dialect)
    const ask = (fields: object) => app.post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })
    await given(app).invoice({ date: '2026-11-10' })
    expect(await refused(app, () => ask({ date: '2026-11-09' }))).toEqual(TOO_EARLY)
    for (const force_chronology of [true, 1, 'true', null]) {
      expect(await refused(app, () => ask({ date: '2026-11-09', force_chronology }))).toEqual(TOO_EARLY)
    }
    expect(await given(app).invoice({ date: '2026-11-10' })).toMatchObject({ number: 'FAC-2026-00002' })
    expect(await given(app).invoice({ date: '2026-11-09', force_chronology: '0' })).toMatchObject({
      number: 'FAC-2026-00003',
    })
    const { body } = await ask({ date: '2025-01-01' })
    expect(body.error.message).toContain('2026-11-09')
  })

  test('drafts, other series and other types have an order of their own', async () => {
    const app = await testApp(dialect)
    const series = await given(app).series({ name: 'ALT' })
    await given(app).invoice({ date: '2026-11-10' })
    expect(await given(app).draft({ date: '2026-01-01' })).toMatchObject({ date: '2026-01-01' })
    expect(await given(app).invoice({ date: '2026-01-01', series_id: series.id })).toMatchObject({
      number: 'ALT-2026-00001',
    })
    expect(await given(app).proforma({ date: '2026-01-01' })).toMatchObject({ number: 'PRF-2026-00001' })
  })

  test('a voided document counts, a deleted one does not', async () => {
    const app = await testApp(dialect)
    await given(app).invoice({ date: '2026-11-01' })
    const { id } = await given(app).voided({ date: '2026-11-10' })
    const ask = () => app.post('/invoices', { client_data: CLIENT, items: [LINE], date: '2026-11-05' })
    expect(await refused(app, ask)).toEqual(TOO_EARLY)
    done(await app.del(`/invoices/${id}`))
    expect(done(await ask())).toMatchObject({ number: 'FAC-2026-00002', date: '2026-11-05' })
    expect(
      await refused(app, () => app.post('/invoices', { client_data: CLIENT, items: [LINE], date: '2026-10-31' })),
    ).toEqual(TOO_EARLY)
  })

  test('a draft that waited too long is not issued on its day, and takes today when it had none', async () => {
    const app = await testApp(dialect)
    const dated = await given(app).draft({ date: '2026-11-01' })
    const undated = await given(app).draft()
    await given(app).invoice()
    app.clock.advance(86_400_000)
    expect(await refused(app, () => app.put(`/invoices/${dated.id}`, { is_draft: 0 }))).toEqual(TOO_EARLY)
    expect(done(await app.put(`/invoices/${undated.id}`, { is_draft: 0 }))).toMatchObject({
      date: '2026-11-22',
      due_date: '2026-12-22',
      number: 'FAC-2026-00002',
    })
    expect(done(await app.put(`/invoices/${dated.id}`, { is_draft: 0, force_chronology: false }))).toMatchObject({
      date: '2026-11-01',
      number: 'FAC-2026-00003',
    })
  })
})

describe.each(dialects)('a series that restarts yearly on %s', (dialect) => {
  test('counts the documents of each year by themselves, and keeps their order within it', async () => {
    const app = await testApp(dialect, { now: '2026-12-31T21:59:59Z' })
    const { id } = await given(app).series({ name: 'AN', reset_yearly: true, is_primary: true })
    const number = async (fields: object = {}) => (await given(app).invoice(fields)).number
    expect(await number()).toBe('AN-2026-00001')
    expect(await number({ date: '2025-06-01' })).toBe('AN-2025-00001')
    app.clock.advance(1_000)
    // It is New Year in Bucharest and still 22:00 in Greenwich.
    expect(await number()).toBe('AN-2027-00001')
    expect(await number({ date: '2026-12-31' })).toBe('AN-2026-00002')
    expect(await number()).toBe('AN-2027-00002')
    const early = () => app.post('/invoices', { client_data: CLIENT, items: [LINE], date: '2026-12-30' })
    expect(await refused(app, early)).toEqual(TOO_EARLY)
    expect(await read(app, `/series/${id}`)).toMatchObject({ next_number: 3, year: 2027 })
    const { data } = await read(app, '/invoices?sort=number&order=asc')
    expect(data.map((row: { number: string }) => row.number)).toEqual([
      'AN-2025-00001',
      'AN-2026-00001',
      'AN-2026-00002',
      'AN-2027-00001',
      'AN-2027-00002',
    ])
  })

  test('gives back the last number of the year that it was in', async () => {
    const app = await testApp(dialect)
    await given(app).series({ name: 'AN', reset_yearly: true, is_primary: true })
    const old = await given(app).voided({ date: '2025-03-01' })
    const { id } = await given(app).invoice()
    expect(done(await app.del(`/invoices/${old.id}`))).toMatchObject({ deleted: true })
    expect(await given(app).invoice({ date: '2025-02-01' })).toMatchObject({ number: 'AN-2025-00001' })
    expect(await read(app, `/invoices/${id}`)).toMatchObject({ number: 'AN-2026-00001' })
    expect(await nextNumber(app)).toBe(2)
  })
})

describe.each(dialects)('a refusal after a number was within reach on %s', (dialect) => {
  test('leaves no gap, whatever was refused', async () => {
    const app = await testApp(dialect)
    await given(app).invoice({ date: '2026-11-10' })
    const calls = [
      { items: [{ ...LINE, price: -1 }] },
      { date: '2026-11-01' },
      { client_data: { name: 'Nou', cui: 'RO1' } },
      { series_id: 'ser_nothing' },
      { work_point_id: 'wp_nothing' },
      { currency: 'EUR' },
      { discount_amount: 1000 },
    ]
    const answers = await Promise.all([
      ...calls.map((fields) => app.post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })),
      ...Array.from({ length: 5 }, () => app.post('/invoices', { client_data: CLIENT, items: [LINE] })),
    ])
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 404, 404, 400, 400, 201, 201, 201, 201, 201])
    const { data } = await read(app, '/invoices?sort=number&order=asc')
    expect(data.map((row: { number_idx: number }) => row.number_idx)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await read(app, '/clients')).toMatchObject({ total: 1 })
  })
})
