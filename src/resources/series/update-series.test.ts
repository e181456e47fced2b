import { describe, expect, test } from 'vitest'
import {
  createSeries,
  issueInvoice,
  primaries,
  SOME_INVOICE,
  seriesEvents,
  seriesNamed,
} from '../../../test/given-series.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('PATCH /invoice-series/{id} on %s', (dialect) => {
  test('an unused series may change everything that counts, and begins anew', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'OLD', is_primary: true })
    const { status, body } = await app.put(`/invoice-series/${id}`, {
      name: 'NOU',
      start_number: 50,
      reset_yearly: true,
      padding: 4,
      description: 'Magazin',
    })
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      name: 'NOU',
      next_number: 50,
      start_number: 50,
      reset_yearly: true,
      description: 'Magazin',
    })
    expect((await issueInvoice(app)).number).toBe('NOU-2026-0050')
    expect(await seriesEvents(app)).toEqual(['series.created', 'series.updated'])
  })

  test('the next number goes up, and down to what was issued, never below', async () => {
    const app = await testApp(dialect)
    const fac = await seriesNamed(app, 'FAC')
    const next = (number: number) => app.patch(`/invoice-series/${fac.id}`, { next_number: number })
    await issueInvoice(app)
    await issueInvoice(app)
    expect((await next(100)).body.data).toMatchObject({ next_number: 100, is_used: true })
    expect((await next(3)).body.data.next_number).toBe(3)
    expect((await next(41)).body.data.next_number).toBe(41)
    expect((await issueInvoice(app)).number).toBe('FAC-2026-00041')
    for (const number of [41, 3, 1]) {
      expect((await next(number)).body.error).toMatchObject({
        code: 'invalid_request',
        errors: { next_number: expect.stringContaining('41') },
      })
    }
    expect((await seriesNamed(app, 'FAC')).next_number).toBe(42)
  })

  test('a series that restarts yearly counts each year by itself', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'AN', reset_yearly: true, is_primary: true })
    expect((await issueInvoice(app)).number).toBe('AN-2026-00001')
    expect((await issueInvoice(app)).number).toBe('AN-2026-00002')
    expect((await app.get(`/invoice-series/${id}`)).body.data).toMatchObject({ next_number: 3, year: 2026 })
    app.clock.set('2026-12-31T22:30:00Z')
    expect((await app.get(`/invoice-series/${id}`)).body.data).toMatchObject({ next_number: 1, year: 2027 })
    expect((await issueInvoice(app)).number).toBe('AN-2027-00001')
    expect((await app.patch(`/invoice-series/${id}`, { next_number: 1 })).status).toBe(400)
  })

  test.each([
    ['its name', { name: 'ALT' }, 'name'],
    ['its first number', { start_number: 9 }, 'start_number'],
    ['its yearly restart', { settings: { reset_yearly: true } }, 'settings.reset_yearly'],
  ])('a series with documents keeps %s', async (_what, fields, path) => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    await issueInvoice(app, { is_draft: true })
    expect((await app.patch(`/invoice-series/${id}`, fields)).body.error).toMatchObject({
      status: 400,
      errors: { [path]: expect.any(String) },
    })
    expect(
      await app.patch(`/invoice-series/${id}`, {
        name: 'FAC',
        start_number: 1,
        reset_yearly: false,
        format: '{NAME}{number}',
      }),
    ).toMatchObject({ status: 200 })
    expect((await issueInvoice(app)).number).toBe('FAC00001')
  })

  test.each([
    ['to be of another type', { document_type: 'proforma' }, 'document_type'],
    ['to give the flag to nobody', { is_primary: false }, 'is_primary'],
    ['to be primary and inactive', { is_primary: true, is_active: false }, 'is_primary'],
    ['a number of no series', { next_number: 0 }, 'next_number'],
  ])('refuses %s', async (_what, fields, path) => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    const { status, body } = await app.patch(`/invoice-series/${id}`, fields)
    expect({ status, paths: Object.keys(body.error.errors) }).toEqual({ status: 400, paths: [path] })
    expect(await seriesEvents(app)).toEqual([])
  })

  test('another name that is taken is a conflict', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'TWO' })
    expect(await app.patch(`/invoice-series/${id}`, { name: 'FAC' })).toMatchObject({
      status: 409,
      body: { error: { code: 'resource_already_exists' } },
    })
  })

  test('the flag follows: made primary, put out of use, taken into use', async () => {
    const app = await testApp(dialect)
    const fac = await seriesNamed(app, 'FAC')
    const two = await createSeries(app, { name: 'TWO' })
    await app.patch(`/invoice-series/${two.id}`, { is_primary: true })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    await app.patch(`/invoice-series/${two.id}`, { is_active: false })
    expect(await primaries(app)).toEqual(['FAC', 'PRF'])
    await app.patch(`/invoice-series/${fac.id}`, { is_active: false })
    expect(await primaries(app)).toEqual(['PRF'])
    expect(await app.post('/invoices', SOME_INVOICE)).toMatchObject({
      status: 404,
      body: { error: { code: 'series_not_found' } },
    })
    await app.patch(`/invoice-series/${two.id}`, { is_active: true })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
  })

  test('numbers issued while the counter is moved are neither lost nor repeated', async () => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    const moves = [10, 20, 30].map((number) => app.patch(`/invoice-series/${id}`, { next_number: number }))
    const issued = await Promise.all([...Array.from({ length: 10 }, () => issueInvoice(app)), ...moves])
    const numbers = issued.slice(0, 10).map((one) => (one as { number: string }).number)
    expect(new Set(numbers).size).toBe(10)
    const highest = Math.max(...numbers.map((number) => Number(number.slice(-5))))
    expect((await seriesNamed(app, 'FAC')).next_number).toBeGreaterThan(highest)
  })
})

describe.each(dialects)('POST /invoice-series/{id}/set-primary on %s', (dialect) => {
  test('moves the flag, and doing it again changes nothing', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'TWO' })
    expect(await app.post(`/series/${id}/set-primary`, '[]', { 'content-type': 'application/json' })).toMatchObject({
      status: 200,
      body: { data: { is_primary: true } },
    })
    expect(await app.post(`/invoice-series/${id}/set-primary`)).toMatchObject({ status: 200 })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    expect(await seriesEvents(app)).toEqual(['series.created', 'series.updated'])
  })

  test('refuses a series that is out of use', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'TWO', is_active: false })
    expect((await app.post(`/invoice-series/${id}/set-primary`)).body.error).toMatchObject({
      code: 'invalid_request',
      errors: { is_primary: expect.any(String) },
    })
    expect(await primaries(app)).toEqual(['FAC', 'PRF'])
  })
})

describe.each(dialects)('DELETE /invoice-series/{id} on %s', (dialect) => {
  test('an unused series goes, and its flag passes to the oldest that is in use', async () => {
    const app = await testApp(dialect)
    const fac = await seriesNamed(app, 'FAC')
    await createSeries(app, { name: 'OFF', is_active: false })
    app.clock.advance(1000)
    await createSeries(app, { name: 'TWO' })
    app.clock.advance(1000)
    await createSeries(app, { name: 'THREE' })
    const answer = await app.del(`/invoice-series/${fac.id}`)
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { id: fac.id, object: 'invoice_series', deleted: true } },
    })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    expect(await app.get(`/invoice-series/${fac.id}`)).toMatchObject({ status: 404 })
    expect((await seriesEvents(app)).slice(-2).sort()).toEqual(['series.deleted', 'series.updated'])
  })

  test('the last of its type may go, and the next one made is primary', async () => {
    const app = await testApp(dialect)
    await app.del(`/series/${(await seriesNamed(app, 'PRF')).id}`)
    expect(await primaries(app)).toEqual(['FAC'])
    expect(await createSeries(app, { name: 'PRO', document_type: 'proforma', is_primary: false })).toMatchObject({
      is_primary: true,
    })
  })

  test('a series with documents stays, drafts included', async () => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    const draft = await issueInvoice(app, { is_draft: true })
    expect(await app.del(`/invoice-series/${id}`)).toMatchObject({
      status: 409,
      body: { error: { code: 'series_is_used' } },
    })
    expect(await seriesNamed(app, 'FAC')).toMatchObject({ is_primary: true, is_used: true })
    await app.del(`/invoices/${draft.id}`)
    expect(await app.del(`/invoice-series/${id}`)).toMatchObject({ status: 200 })
  })

  test('a series that is deleted while it is first used either stays or was not used', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'RACE' })
    const [deleted, ...issued] = await Promise.all([
      app.del(`/invoice-series/${id}`),
      ...Array.from({ length: 4 }, (_, index) =>
        app.post('/invoices', { ...SOME_INVOICE, series_id: id, is_draft: index % 2 === 0 }),
      ),
    ])
    const made = issued.filter((answer) => answer.status === 201)
    expect(deleted?.status).toBe(made.length > 0 ? 409 : 200)
  })
})
