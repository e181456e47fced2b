import { beforeAll, describe, expect, test } from 'vitest'
import { given, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('GET /clients on %s', (dialect) => {
  const shared = sharedApp(dialect)
  beforeAll(async () => {
    const make = given(shared())
    await make.client({ name: 'ZIMBRUL SRL', cui: 'RO1234567897', city: 'Cluj-Napoca', county: 'Cluj' })
    await make.client({ name: 'ălbăstrea', cui: '12345674', cui_prefix: '', city: 'Dej', county: 'Cluj' })
    await make.client({ name: 'Élan GmbH', cui: 'DE123456789', country: 'DE', city: 'Berlin', county: null })
    await make.client({ name: 'bujor', cui: null, city: 'Iași', county: 'IS', is_active: false })
  })

  test.each([
    ['', 'ălbăstrea, bujor, Élan GmbH, ZIMBRUL SRL'],
    ['?cui=1234567897', 'ZIMBRUL SRL'],
    ['?cui=RO1234567897', 'ZIMBRUL SRL'],
    ['?cui=123456789', 'Élan GmbH'],
    ['?cui=1234567', ''],
    ['?city=Dej', 'ălbăstrea'],
    ['?county=Cluj', 'ălbăstrea, ZIMBRUL SRL'],
    ['?county=Cluj&city=Dej&is_active=1', 'ălbăstrea'],
    ['?is_active=0', 'bujor'],
    ['?is_active=true', 'ălbăstrea, Élan GmbH, ZIMBRUL SRL'],
    ['?search=cluj', 'ZIMBRUL SRL'],
    ['?search=exemplu&is_active=false', 'bujor'],
  ])('%s', async (query, names) => {
    const { data, total } = await read(shared(), `/clients${query}`)
    expect(data.map(({ name }: { name: string }) => name).join(', ')).toBe(names)
    expect(total).toBe(data.length)
  })

  test('each row is the whole client, so that the SDK finds bare digits in cui', async () => {
    const { data } = await read(shared(), '/clients?search=1234567897')
    expect(data).toMatchObject([{ cui: '1234567897', cui_prefix: 'RO' }])
    expect(data[0]).toEqual(await read(shared(), `/clients/${data[0].id}`))
  })

  test('a client that is not there', async () => {
    for (const id of ['cli_nothing', 'nothing', 'cli_']) {
      expect(await refused(shared(), () => shared().get(`/clients/${id}`))).toEqual(refusal(404, 'resource_not_found'))
    }
  })
})

describe.each(dialects)('the number of clients on %s', (dialect) => {
  test('counts those that came with invoices and not those that went', async () => {
    const app = await testApp(dialect)
    await given(app).draft({ client_data: { name: 'Unu' } })
    const { id } = await given(app).client({ name: 'Doi' })
    expect(await read(app, '/clients?per_page=1')).toMatchObject({ total: 2, total_pages: 2, has_more: true })
    await app.del(`/clients/${id}`)
    expect(await read(app, '/clients')).toMatchObject({ total: 1 })
    expect(await read(app.asOther, '/clients')).toMatchObject({ total: 0, total_pages: 0, has_more: false })
  })
})

describe.each(dialects)('a search that finds many clients on %s', (dialect) => {
  test('is sorted, paged and counted like the list', async () => {
    const app = await testApp(dialect)
    const make = given(app)
    const all = Array.from({ length: 130 }, (_, nth) => `Firma ${String((nth * 37) % 130).padStart(3, '0')} SRL`)
    for (const name of all) await make.client({ name, cui: null, email: null, is_active: name < 'Firma 120' })
    await make.client({ name: 'Alta SA', cui: null, email: null })
    const names = (list: { data: { name: string }[] }) => list.data.map(({ name }) => name)
    const sorted = all.toSorted()
    const page = await read(app, '/clients?search=srl&per_page=10&page=12')
    expect([page.total, names(page)]).toEqual([130, sorted.slice(110, 120)])
    const back = await read(app, '/clients?search=SRL&order=desc&per_page=2')
    expect(names(back)).toEqual(sorted.toReversed().slice(0, 2))
    const made = await read(app, '/clients?search=srl&sort=created_at&order=asc&per_page=3')
    expect(names(made)).toEqual(all.slice(0, 3))
    expect((await read(app, '/clients?search=srl&is_active=0&per_page=1')).total).toBe(10)
  })
})
