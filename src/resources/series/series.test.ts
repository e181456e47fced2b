import { describe, expect, test } from 'vitest'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

const INVOICE = {
  client_data: { name: 'Exemplu SRL' },
  items: [{ description: 'Consultanță', quantity: 1, price: 100, vat_rate: 21 }],
}

async function issue(app: TestApp, fields: object = {}): Promise<{ id: string; number: string }> {
  const { status, body } = await app.post('/invoices', { ...INVOICE, ...fields })
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body.data
}

async function create(app: TestApp, fields: object): Promise<{ id: string; name: string; is_primary: boolean }> {
  const { status, body } = await app.post('/invoice-series', { document_type: 'fiscal', ...fields })
  expect({ status, error: body.error }).toEqual({ status: 201, error: undefined })
  return body.data
}

async function primaries(app: TestApp): Promise<string[]> {
  const { body } = await app.get('/invoice-series')
  return body.data.data
    .filter((series: { is_primary: boolean }) => series.is_primary)
    .map((series: { name: string }) => series.name)
}

async function seriesNamed(app: TestApp, name: string) {
  const { body } = await app.get('/invoice-series')
  return body.data.data.find((series: { name: string }) => series.name === name)
}

async function events(app: TestApp): Promise<string[]> {
  const rows = await app.database.read.kysely
    .selectFrom('event')
    .select('type')
    .where('object_type', '=', 'series')
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.type)
}

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
    const { id } = await create(app, { name: 'ONE' })
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
    const series = await create(app, {
      name: 'CTZ',
      format: '{NAME}-{year}-{number}',
      start_number: 123,
      is_primary: true,
    })
    expect(series).toMatchObject({ next_number: 123, start_number: 123, is_primary: true, description: null })
    expect(await issue(app, { date: '2024-03-15' })).toMatchObject({ number: 'CTZ-2024-00123' })
    expect(await events(app)).toEqual(['series.created'])
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
    await create(app, { name: 'NEW', is_primary: true })
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
    expect(await events(app)).toEqual([])
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
    await Promise.all(Array.from({ length: 10 }, (_, index) => create(app, { name: `P${index}`, is_primary: true })))
    const fiscal = (await app.get('/invoice-series?document_type=fiscal')).body.data.data
    expect(fiscal).toHaveLength(12)
    expect(fiscal.filter((series: { is_primary: boolean }) => series.is_primary)).toHaveLength(1)
  })
})

describe.each(dialects)('PATCH /invoice-series/{id} on %s', (dialect) => {
  test('an unused series may change everything that counts, and begins anew', async () => {
    const app = await testApp(dialect)
    const { id } = await create(app, { name: 'OLD', is_primary: true })
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
    expect((await issue(app)).number).toBe('NOU-2026-0050')
    expect(await events(app)).toEqual(['series.created', 'series.updated'])
  })

  test('the next number goes up, and down to what was issued, never below', async () => {
    const app = await testApp(dialect)
    const fac = await seriesNamed(app, 'FAC')
    const next = (number: number) => app.patch(`/invoice-series/${fac.id}`, { next_number: number })
    await issue(app)
    await issue(app)
    expect((await next(100)).body.data).toMatchObject({ next_number: 100, is_used: true })
    expect((await next(3)).body.data.next_number).toBe(3)
    expect((await next(41)).body.data.next_number).toBe(41)
    expect((await issue(app)).number).toBe('FAC-2026-00041')
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
    const { id } = await create(app, { name: 'AN', reset_yearly: true, is_primary: true })
    expect((await issue(app)).number).toBe('AN-2026-00001')
    expect((await issue(app)).number).toBe('AN-2026-00002')
    expect((await app.get(`/invoice-series/${id}`)).body.data).toMatchObject({ next_number: 3, year: 2026 })
    app.clock.set('2026-12-31T22:30:00Z')
    expect((await app.get(`/invoice-series/${id}`)).body.data).toMatchObject({ next_number: 1, year: 2027 })
    expect((await issue(app)).number).toBe('AN-2027-00001')
    expect((await app.patch(`/invoice-series/${id}`, { next_number: 1 })).status).toBe(400)
  })

  test.each([
    ['its name', { name: 'ALT' }, 'name'],
    ['its first number', { start_number: 9 }, 'start_number'],
    ['its yearly restart', { settings: { reset_yearly: true } }, 'settings.reset_yearly'],
  ])('a series with documents keeps %s', async (_what, fields, path) => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    await issue(app, { is_draft: true })
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
    expect((await issue(app)).number).toBe('FAC00001')
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
    expect(await events(app)).toEqual([])
  })

  test('another name that is taken is a conflict', async () => {
    const app = await testApp(dialect)
    const { id } = await create(app, { name: 'TWO' })
    expect(await app.patch(`/invoice-series/${id}`, { name: 'FAC' })).toMatchObject({
      status: 409,
      body: { error: { code: 'resource_already_exists' } },
    })
  })

  test('the flag follows: made primary, put out of use, taken into use', async () => {
    const app = await testApp(dialect)
    const fac = await seriesNamed(app, 'FAC')
    const two = await create(app, { name: 'TWO' })
    await app.patch(`/invoice-series/${two.id}`, { is_primary: true })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    await app.patch(`/invoice-series/${two.id}`, { is_active: false })
    expect(await primaries(app)).toEqual(['FAC', 'PRF'])
    await app.patch(`/invoice-series/${fac.id}`, { is_active: false })
    expect(await primaries(app)).toEqual(['PRF'])
    expect(await app.post('/invoices', INVOICE)).toMatchObject({
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
    const issued = await Promise.all([...Array.from({ length: 10 }, () => issue(app)), ...moves])
    const numbers = issued.slice(0, 10).map((one) => (one as { number: string }).number)
    expect(new Set(numbers).size).toBe(10)
    const highest = Math.max(...numbers.map((number) => Number(number.slice(-5))))
    expect((await seriesNamed(app, 'FAC')).next_number).toBeGreaterThan(highest)
  })
})

describe.each(dialects)('POST /invoice-series/{id}/set-primary on %s', (dialect) => {
  test('moves the flag, and doing it again changes nothing', async () => {
    const app = await testApp(dialect)
    const { id } = await create(app, { name: 'TWO' })
    expect(await app.post(`/series/${id}/set-primary`, '[]', { 'content-type': 'application/json' })).toMatchObject({
      status: 200,
      body: { data: { is_primary: true } },
    })
    expect(await app.post(`/invoice-series/${id}/set-primary`)).toMatchObject({ status: 200 })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    expect(await events(app)).toEqual(['series.created', 'series.updated'])
  })

  test('refuses a series that is out of use', async () => {
    const app = await testApp(dialect)
    const { id } = await create(app, { name: 'TWO', is_active: false })
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
    await create(app, { name: 'OFF', is_active: false })
    app.clock.advance(1000)
    await create(app, { name: 'TWO' })
    app.clock.advance(1000)
    await create(app, { name: 'THREE' })
    const answer = await app.del(`/invoice-series/${fac.id}`)
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { id: fac.id, object: 'invoice_series', deleted: true } },
    })
    expect(await primaries(app)).toEqual(['TWO', 'PRF'])
    expect(await app.get(`/invoice-series/${fac.id}`)).toMatchObject({ status: 404 })
    expect((await events(app)).slice(-2).sort()).toEqual(['series.deleted', 'series.updated'])
  })

  test('the last of its type may go, and the next one made is primary', async () => {
    const app = await testApp(dialect)
    await app.del(`/series/${(await seriesNamed(app, 'PRF')).id}`)
    expect(await primaries(app)).toEqual(['FAC'])
    expect(await create(app, { name: 'PRO', document_type: 'proforma', is_primary: false })).toMatchObject({
      is_primary: true,
    })
  })

  test('a series with documents stays, drafts included', async () => {
    const app = await testApp(dialect)
    const { id } = await seriesNamed(app, 'FAC')
    const draft = await issue(app, { is_draft: true })
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
    const { id } = await create(app, { name: 'RACE' })
    const [deleted, ...issued] = await Promise.all([
      app.del(`/invoice-series/${id}`),
      ...Array.from({ length: 4 }, (_, index) =>
        app.post('/invoices', { ...INVOICE, series_id: id, is_draft: index % 2 === 0 }),
      ),
    ])
    const made = issued.filter((answer) => answer.status === 201)
    expect(deleted?.status).toBe(made.length > 0 ? 409 : 200)
  })
})
