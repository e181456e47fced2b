import { beforeAll, describe, expect, test } from 'vitest'
import { given, invalid, read, refused, sharedApp } from '../../test/given.ts'
import { dialects } from '../../test/harness.ts'

interface Named {
  readonly name: string
}

describe.each(dialects)('pages on %s', (dialect) => {
  const shared = sharedApp(dialect)
  beforeAll(async () => {
    // One after another, so that each is a second younger than the one before.
    for (const name of ['Ana', 'Barbu', 'Călin', 'Dan', 'Ema']) {
      await given(shared()).client({ name, cui: null })
      shared().clock.advance(1000)
    }
  })
  const page = async (query: string) => {
    const { data, ...rest } = await read(shared(), `/clients${query}`)
    return { names: data.map(({ name }: Named) => name).join(' '), ...rest }
  }

  test.each([
    ['', { names: 'Ana Barbu Călin Dan Ema', page: 1, per_page: 50, total_pages: 1, has_more: false }],
    ['?per_page=2', { names: 'Ana Barbu', page: 1, per_page: 2, total_pages: 3, has_more: true }],
    ['?per_page=2&page=2', { names: 'Călin Dan', page: 2, per_page: 2, total_pages: 3, has_more: true }],
    ['?per_page=2&page=3', { names: 'Ema', page: 3, per_page: 2, total_pages: 3, has_more: false }],
    ['?per_page=2&page=4', { names: '', page: 4, per_page: 2, total_pages: 3, has_more: false }],
    ['?per_page=5', { names: 'Ana Barbu Călin Dan Ema', total_pages: 1, has_more: false }],
    ['?page=0', { names: 'Ana Barbu Călin Dan Ema', page: 1 }],
    ['?page=-7', { page: 1 }],
    ['?page=999999999999', { names: '', has_more: false }],
    ['?per_page=101', { per_page: 100 }],
    ['?per_page=100', { per_page: 100 }],
    ['?per_page=0', { per_page: 50 }],
    ['?per_page=-1', { per_page: 50 }],
    ['?limit=2', { names: 'Ana Barbu', per_page: 2 }],
    ['?limit=1&per_page=50', { names: 'Ana', per_page: 1 }],
    ['?limit=500&per_page=2', { per_page: 100 }],
    ['?per_page=2&page=&is_active=&sort=', { names: 'Ana Barbu', page: 1 }],
    ['?per_page=2&unknown=1&PAGE=9', { names: 'Ana Barbu', page: 1 }],
  ])('of clients%s', async (query, expected) => {
    expect(await page(query)).toMatchObject({ object: 'list', total: 5, ...expected })
  })

  test.each([
    ['?page=one', { page: 'not_integer' }],
    ['?per_page=1.5', { per_page: 'not_integer' }],
    ['?limit=x&page=1e9', { limit: 'not_integer', page: 'not_integer' }],
    ['?sort=cui', { sort: 'not_one_of' }],
    ['?order=up', { order: 'not_one_of' }],
  ])('of clients%s are refused', async (query, problems) => {
    expect(await refused(shared(), () => shared().get(`/clients${query}`))).toEqual(invalid(problems))
  })

  test.each([
    ['?sort=name', 'Ana Barbu Călin Dan Ema'],
    ['?order=desc', 'Ema Dan Călin Barbu Ana'],
    ['?sort=name&order=DESC', 'Ema Dan Călin Barbu Ana'],
    ['?sort=created_at', 'Ana Barbu Călin Dan Ema'],
    ['?sort=created_at&order=desc&limit=2', 'Ema Dan'],
  ])('of clients%s are in order', async (query, names) => {
    expect((await page(query)).names).toBe(names)
  })

  test('a list that is never paged has no pages', async () => {
    const list = await read(shared(), '/invoice-series?page=2&per_page=1')
    expect(Object.keys(list)).toEqual(['object', 'data', 'total'])
    expect(list.total).toBe(2)
  })
})

describe.each(dialects)('search on %s', (dialect) => {
  const shared = sharedApp(dialect)
  beforeAll(async () => {
    const make = given(shared())
    await make.client({
      name: 'Țesătoria Română',
      cui: 'RO1234567897',
      city: 'București, Sectorul 3',
      county: 'B',
      email: 'Office@Tesatoria.ro',
    })
    await make.client({ name: 'ŞTEFAN & FIII S.R.L.', cui: '12345674', city: 'Iași', county: 'Iași', email: null })
    await make.client({ name: 'Café 100% "Bun"', cui: null, city: 'Cluj-Napoca', county: 'CJ', email: 'cafe_bun@x.ro' })
  })
  test.each([
    ['bucuresti', ['Țesătoria Română']],
    ['BUCUREŞTI', ['Țesătoria Română']],
    ['București', ['Țesătoria Română']],
    ['tesatoria romana', ['Țesătoria Română']],
    ['  romana  ', ['Țesătoria Română']],
    ['stefan', ['ŞTEFAN & FIII S.R.L.']],
    ['ștefan', ['ŞTEFAN & FIII S.R.L.']],
    ['iasi', ['ŞTEFAN & FIII S.R.L.']],
    ['1234567', ['ŞTEFAN & FIII S.R.L.', 'Țesătoria Română']],
    ['ro1234567897', ['Țesătoria Română']],
    ['office@tesatoria', ['Țesătoria Română']],
    ['cafe', ['Café 100% "Bun"']],
    ['100%', ['Café 100% "Bun"']],
    ['"bun"', ['Café 100% "Bun"']],
    ['cafe_bun', ['Café 100% "Bun"']],
    ['n', ['Café 100% "Bun"', 'ŞTEFAN & FIII S.R.L.', 'Țesătoria Română']],
    ['%', ['Café 100% "Bun"']],
    ['_', ['Café 100% "Bun"']],
    ['\\', []],
    ['nimic', []],
    ['', ['Café 100% "Bun"', 'ŞTEFAN & FIII S.R.L.', 'Țesătoria Română']],
  ])('%j finds', async (words, expected) => {
    for (const parameter of ['search', 'q']) {
      const { data, total } = await read(shared(), `/clients?${parameter}=${encodeURIComponent(words)}`)
      const names = data.map(({ name }: Named) => name)
      expect(names.sort()).toEqual(expected.toSorted())
      expect(total).toBe(expected.length)
    }
  })
})

describe.each(dialects)('expand on %s', (dialect) => {
  const shared = sharedApp(dialect)
  let path = ''
  beforeAll(async () => {
    const { id } = await given(shared()).invoice()
    await given(shared()).payment(id, 21)
    path = `/invoices/${id}`
  })

  test.each([
    ['', 'lines payments'],
    ['?expand[]=client', 'lines payments client'],
    ['?expand[]=client&expand[]=efactura', 'lines payments client efactura'],
    ['?expand=client,efactura', 'lines payments client efactura'],
    ['?expand=client, efactura', 'lines payments client efactura'],
    ['?expand[0]=efactura&expand[1]=client', 'lines payments client efactura'],
    ['?expand[]=client,efactura', 'lines payments client efactura'],
    ['?expand[]=nothing&expand[]=efactura', 'lines payments efactura'],
    ['?expand=', 'lines payments'],
    ['?expand[a][b]=client', 'lines payments'],
  ])('one invoice with %j', async (query, expanded) => {
    expect(expansionOf(await read(shared(), `${path}${query}`))).toBe(expanded)
  })

  test.each([
    ['', ''],
    ['?expand[]=lines', 'lines'],
    ['?expand=payments,lines', 'lines payments'],
    ['?expand[0]=client', 'client'],
    ['?expand=lines,payments,client,efactura,nothing', 'lines payments client efactura'],
  ])('each row of a list with %j', async (query, expanded) => {
    const { data } = await read(shared(), `/invoices${query}`)
    expect(data.map(expansionOf)).toEqual([expanded])
    expect(data[0].client).toMatchObject({ name: 'Exemplu SRL' })
    expect(data[0].items).toEqual(data[0].lines ?? null)
  })

  test('the whole client has its own id, metadata and stats, the small one its bare id', async () => {
    const small = await read(shared(), path)
    const whole = await read(shared(), `${path}?expand[]=client`)
    expect(small.client.id).toBe(small.client_id.slice(4))
    expect(whole.client).toEqual(await read(shared(), `/clients/${small.client_id}`))
    expect({ ...whole, client: null }).toEqual({ ...small, client: null })
  })
})

/** What of an invoice is expanded. */
function expansionOf(invoice: Record<string, unknown>): string {
  const isWhole = typeof invoice.client === 'object' && invoice.client !== null && 'stats' in invoice.client
  const parts = ['lines', 'payments', ...(isWhole ? ['client'] : []), 'efactura']
  return parts.filter((part) => part in invoice).join(' ')
}
