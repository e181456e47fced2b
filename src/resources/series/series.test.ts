import { describe, expect, test } from 'vitest'
import { createSeries, issueInvoice, primaries, seriesEvents } from '../../../test/given-series.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('GET /invoice-series on %s', (dialect) => {
  test('a new company has a primary series of each type', async () => {
    const { get } = await testApp(dialect)
    const { status, body } = await get('/invoice-series')
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ object: 'list', total: 2 })
    expect(body.data.data[0]).toMatchObject({
      object: 'invoice_series',
      name: 'FAC',
      prefix: 'FAC',
      document_type: 'fiscal',
      type: 'invoice',
      format: '{NAME}-{year}-{number}',
      padding: 5,
      start_number: 1,
      next_number: 1,
      is_primary: true,
      is_default: true,
      is_active: true,
      is_used: false,
      is_locked: false,
      lock: null,
      year: 2026,
      reset_yearly: false,
    })
    expect(body.data.data[1]).toMatchObject({
      name: 'PRF',
      document_type: 'proforma',
      type: 'proforma',
      is_primary: true,
    })
  })

  test('is filtered by document type, under the name of each client', async () => {
    const { get } = await testApp(dialect)
    const names = async (query: string) =>
      (await get(`/invoice-series?${query}`)).body.data.data.map((series: { name: string }) => series.name)
    expect(await names('document_type=proforma')).toEqual(['PRF'])
    expect(await names('type=invoice')).toEqual(['FAC'])
    expect((await get('/invoice-series?document_type=receipt')).body.error).toMatchObject({
      status: 400,
      errors: { document_type: expect.any(String) },
    })
  })

  test('/series answers the PHP SDK with a plain array, and is the same series', async () => {
    const { get } = await testApp(dialect)
    const { body } = await get('/series')
    expect(body.data).toHaveLength(2)
    expect((await get(`/series/${body.data[0].id}`)).body.data).toEqual(body.data[0])
    expect((await get(`/invoice-series/${body.data[0].id.slice(4)}`)).body.data).toEqual(body.data[0])
  })

  test('nothing of it is seen by another company, its sandbox, or without a key', async () => {
    const app = await testApp(dialect)
    const { id } = await createSeries(app, { name: 'ONE' })
    for (const stranger of [app.asOther, app.asTest]) {
      expect((await stranger.get('/invoice-series')).body.data.total).toBe(2)
      expect(await stranger.get(`/invoice-series/${id}`)).toMatchObject({
        status: 404,
        body: { error: { code: 'resource_not_found' } },
      })
      expect(await stranger.patch(`/invoice-series/${id}`, { name: 'X' })).toMatchObject({ status: 404 })
      expect(await stranger.post(`/invoice-series/${id}/set-primary`)).toMatchObject({ status: 404 })
      expect(await stranger.del(`/invoice-series/${id}`)).toMatchObject({ status: 404 })
    }
    expect(await app.withKey(null).get('/invoice-series')).toMatchObject({
      status: 401,
      body: { error: { code: 'missing_api_key' } },
    })
    expect((await app.get(`/invoice-series/${id}`)).body.data.name).toBe('ONE')
  })
})

describe.each(dialects)('POST /invoice-series on %s', (dialect) => {
  test('the reference series prints the reference number', async () => {
    const app = await testApp(dialect)
    const series = await createSeries(app, {
      name: 'CTZ',
      format: '{NAME}-{year}-{number}',
      start_number: 123,
      is_primary: true,
    })
    expect(series).toMatchObject({ next_number: 123, start_number: 123, is_primary: true, description: null })
    expect(await issueInvoice(app, { date: '2024-03-15' })).toMatchObject({ number: 'CTZ-2024-00123' })
    expect(await seriesEvents(app)).toEqual(['series.created'])
  })

  test('reads the words of the PHP SDK', async () => {
    const app = await testApp(dialect)
    const { status, body } = await app.post('/series', {
      prefix: 'SDK',
      type: 'proforma',
      settings: { padding: 3, start_number: 7, reset_yearly: '1' },
    })
    expect(status).toBe(201)
    expect(body.data).toMatchObject({
      name: 'SDK',
      document_type: 'proforma',
      padding: 3,
      start_number: 7,
      reset_yearly: true,
      is_primary: false,
    })
    expect(body.data.settings).toEqual({
      format: '{NAME}-{year}-{number}',
      padding: 3,
      start_number: 7,
      reset_yearly: true,
    })
  })

  test('a new primary series takes the flag from the one before, of its own type only', async () => {
    const app = await testApp(dialect)
    await createSeries(app, { name: 'NEW', is_primary: true })
    expect(await primaries(app)).toEqual(['NEW', 'PRF'])
  })

  test.each([
    ['no name', { name: '' }, 'name'],
    ['no document type', { document_type: null }, 'document_type'],
    ['an unknown document type', { document_type: 'receipt' }, 'document_type'],
    ['a format without a number', { format: '{NAME}/{year}' }, 'format'],
    ['a format with two numbers', { settings: { format: '{number}{number}' } }, 'settings.format'],
    ['a yearly restart that the number does not show', { format: '{NAME}{number}', reset_yearly: true }, 'format'],
    ['padding beyond ten digits', { padding: 11 }, 'padding'],
    ['a start below one', { start_number: 0 }, 'start_number'],
    ['an inactive primary', { is_active: false, is_primary: true }, 'is_primary'],
  ])('refuses %s', async (_what, fields, path) => {
    const app = await testApp(dialect)
    const { status, body } = await app.post('/invoice-series', { name: 'BAD', document_type: 'fiscal', ...fields })
    expect({ status, paths: Object.keys(body.error.errors) }).toEqual({ status: 400, paths: [path] })
    expect((await app.get('/invoice-series')).body.data.total).toBe(2)
    expect(await seriesEvents(app)).toEqual([])
  })

  test('names are unique within their type, and printed numbers too', async () => {
    const app = await testApp(dialect)
    expect(await app.post('/invoice-series', { name: 'FAC', document_type: 'fiscal' })).toMatchObject({
      status: 409,
      body: { error: { code: 'resource_already_exists' } },
    })
    expect(
      await app.post('/invoice-series', { name: 'Z', document_type: 'fiscal', format: 'FAC-{year}-{number}' }),
    ).toMatchObject({ status: 409 })
    expect(await app.post('/invoice-series', { name: 'FAC', document_type: 'proforma' })).toMatchObject({ status: 201 })
    expect(await app.asOther.post('/invoice-series', { name: 'ONLY', document_type: 'fiscal' })).toMatchObject({
      status: 201,
    })
    expect(await app.post('/invoice-series', { name: 'ONLY', document_type: 'fiscal' })).toMatchObject({ status: 201 })
  })

  test('of ten at once with one name, one is made; of ten primary ones, one is primary', async () => {
    const app = await testApp(dialect)
    const same = await Promise.all(
      Array.from({ length: 10 }, () => app.post('/invoice-series', { name: 'RACE', document_type: 'fiscal' })),
    )
    expect(same.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)])
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => createSeries(app, { name: `P${index}`, is_primary: true })),
    )
    const fiscal = (await app.get('/invoice-series?document_type=fiscal')).body.data.data
    expect(fiscal).toHaveLength(12)
    expect(fiscal.filter((series: { is_primary: boolean }) => series.is_primary)).toHaveLength(1)
  })
})
