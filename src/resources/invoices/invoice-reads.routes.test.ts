import { beforeAll, describe, expect, test } from 'vitest'
import { done, given, invalid, LINE, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

interface Row {
  readonly observations: string
}
const letters = (rows: readonly Row[]) => rows.map(({ observations }) => observations).join('')

interface World {
  readonly exemplu: string
  readonly altul: string
  readonly series: string
  readonly depot: string
}

/** Seven documents, each a letter in its observations. */
async function makeWorld(app: TestApp): Promise<World> {
  const make = given(app)
  const exemplu = (await make.client({ name: 'Ștefan & Fiii SRL' })).id
  const altul = (
    await make.client({ name: 'Altul SRL', cui: '12345674', email: 'altul@x.ro', city: 'Iași', county: 'IS' })
  ).id
  const series = (await make.series({ name: 'MAG' })).id
  const depot = (await make.workPoint()).id
  const step = () => app.clock.advance(1_000)
  const a = await make.invoice({ observations: 'A', client_id: exemplu, date: '2026-01-10' })
  step()
  const b = await make.invoice({
    observations: 'B',
    client_id: altul,
    date: '2026-03-05',
    currency: 'EUR',
    currency_rate: 5,
    items: [{ ...LINE, quantity: 2 }],
  })
  done(await app.post(`/invoices/${b.id}/pay`))
  step()
  const c = await make.invoice({
    observations: 'C',
    client_id: exemplu,
    date: '2026-03-31',
    items: [{ ...LINE, price: 50 }],
  })
  await make.payment(c.id, 60.5)
  done(await app.post(`/invoices/${c.id}/void`))
  step()
  await make.draft({ observations: 'D', client_id: exemplu, items: [{ ...LINE, price: 10 }] })
  step()
  await make.proforma({ observations: 'E', client_id: altul, date: '2026-05-01', items: [{ ...LINE, price: 300 }] })
  step()
  const f = await make.invoice({
    observations: 'F',
    client_id: exemplu,
    series_id: series,
    work_point_id: depot,
    date: '2026-11-20',
    items: [{ ...LINE, price: 70 }],
  })
  await make.payment(f.id, 1)
  step()
  const g = await make.storno(a.id)
  done(await app.put(`/invoices/${g.id}`, { observations: 'G' }))
  return { exemplu, altul, series, depot }
}

describe.each(dialects)('GET /invoices on %s', (dialect) => {
  const shared = sharedApp(dialect)
  let world: World
  beforeAll(async () => {
    world = await makeWorld(shared())
  })

  test.each<[string, string]>([
    ['', 'GDFECBA'],
    ['client_id={exemplu}', 'GDFCA'],
    ['client_id={altul}', 'EB'],
    ['client_id=cli_nothing', ''],
    ['series_id={series}', 'F'],
    ['document_type=fiscal', 'GDFCBA'],
    ['document_type=invoice', 'GDFCBA'],
    ['document_type=proforma', 'E'],
    ['status=draft', 'D'],
    ['status=issued', 'GFEA'],
    ['status=overdue', 'EA'],
    ['status=paid', 'B'],
    ['status=voided', 'C'],
    ['status=sent', 'GFEA'],
    ['status=unpaid', 'GFEA'],
    ['status=cancelled', 'C'],
    ['status=VOID', 'C'],
    ['is_paid=1', 'B'],
    ['is_paid=false', 'GDFECA'],
    ['currency=EUR', 'B'],
    ['currency=ron', 'GDFECA'],
    ['start_date=2026-03-05', 'GDFECB'],
    ['start_date=2026-03-06', 'GDFEC'],
    ['end_date=2026-03-31', 'CBA'],
    ['end_date=2026-03-30', 'BA'],
    ['start_date=2026-03-01&end_date=2026-03-31', 'CB'],
    ['date_from=2026-03-06&date_to=2026-05-01', 'EC'],
    ['start_date=2026-05-10&end_date=2026-03-05', ''],
    ['start_date=2026-12-01', ''],
    ['work_point_id={depot}', 'F'],
    ['search=fac-2026-00001', 'A'],
    ['search=FAC-2026', 'GCBA'],
    ['search=mag', 'F'],
    ['q=00001', 'FEA'],
    ['search=stefan', 'GDFCA'],
    ['search=%C5%9ETEFAN', 'GDFCA'],
    ['search=iasi', 'EB'],
    ['search=12345674', 'EB'],
    ['search=2026-00001', 'FEA'],
    ['search=1', 'GDFECBA'],
    ['search=-00001', 'FEA'],
    ['search=00', 'GFECBA'],
    ['search=026-00001', ''],
    ['search=ac-2026', ''],
    ['search=nimic', ''],
    ['search=%25', ''],
    ['search=', 'GDFECBA'],
    ['client_id={exemplu}&status=issued', 'GFA'],
    ['client_id={exemplu}&status=overdue', 'A'],
    ['client_id={exemplu}&is_paid=0&document_type=fiscal', 'GDFCA'],
    ['client_id={exemplu}&start_date=2026-02-01&end_date=2026-11-20', 'FC'],
    ['status=issued&currency=RON&document_type=fiscal&end_date=2026-11-20', 'FA'],
    ['search=stefan&status=voided', 'C'],
    ['status=draft&is_paid=1', ''],
  ])('?%s finds %s', async (template, expected) => {
    const query = template.replace(/\{(\w+)\}/g, (_whole, name: keyof World) => world[name])
    const list = await read(shared(), `/invoices?${query}`)
    expect(letters(list.data)).toBe(expected)
    expect(list).toMatchObject({ object: 'list', total: expected.length, has_more: false, next_cursor: null })
    const first = await read(shared(), `/invoices?${query}&per_page=1`)
    expect(first).toMatchObject({ total: expected.length, total_pages: expected.length, has_more: expected.length > 1 })
  })

  test.each<[string, string]>([
    ['sort=date&order=desc', 'GDFECBA'],
    ['sort=date&order=asc', 'ABCEFDG'],
    ['sort=created_at&order=desc', 'GFEDCBA'],
    ['sort=created_at&order=asc', 'ABCDEFG'],
    ['sort=due_date&order=asc', 'GABCEFD'],
    ['sort=due_date&order=desc', 'DFECBAG'],
    ['sort=total&order=asc', 'GDCFABE'],
    ['sort=total&order=desc', 'EBAFCDG'],
    ['sort=number&order=asc', 'DABCGFE'],
    ['sort=number&order=desc', 'EFGCBAD'],
    ['sort=total', 'EBAFCDG'],
    ['order=ASC', 'ABCEFDG'],
  ])('?%s is in the order %s, by pages and by cursor', async (query, expected) => {
    expect(letters((await read(shared(), `/invoices?${query}`)).data)).toBe(expected)
    for (const size of [1, 2, 3]) {
      expect(await walkPages(shared(), query, size)).toBe(expected)
      expect(await walkCursor(shared(), query, size)).toBe(expected)
    }
  })

  test.each(['document_type=fiscal', 'status=issued', 'search=stefan', 'start_date=2026-03-01', 'currency=RON'])(
    'a walk by cursor keeps the filter %s',
    async (filter) => {
      const whole = letters((await read(shared(), `/invoices?${filter}`)).data)
      expect(await walkCursor(shared(), filter, 2)).toBe(whole)
    },
  )

  test('a document that comes in the middle of a walk shifts a page, and not a cursor', async () => {
    const app = await testApp(dialect)
    await makeWorld(app)
    const { next_cursor } = await read(app, '/invoices?per_page=3')
    await given(app).invoice({ observations: 'N' })
    expect(letters((await read(app, `/invoices?per_page=3&after=${next_cursor}`)).data)).toBe('ECB')
    expect(letters((await read(app, '/invoices?per_page=3&page=2')).data)).toBe('FEC')
  })

  test.each<[string, Record<string, string>, string]>([
    ['status=open', { status: 'not_one_of' }, 'invalid_request'],
    ['document_type=receipt', { document_type: 'not_one_of' }, 'invalid_request'],
    ['sort=client', { sort: 'not_one_of' }, 'invalid_request'],
    ['start_date=01.03.2026&end_date=2026-02-30', { start_date: 'not_day', end_date: 'not_day' }, 'invalid_request'],
    ['is_paid=da', { is_paid: 'not_flag' }, 'invalid_request'],
    ['currency=LEI', { currency: 'not_currency' }, 'invalid_request'],
    ['after=nonsense', { after: 'no_such_page' }, 'invalid_field_value'],
    ['after=W10', { after: 'no_such_page' }, 'invalid_field_value'],
  ])('?%s is refused', async (query, problems, code) => {
    expect(await refused(shared(), () => shared().get(`/invoices?${query}`))).toEqual({ ...invalid(problems), code })
  })

  test('a cursor holds for the order that it was made for', async () => {
    const { next_cursor } = await read(shared(), '/invoices?per_page=1')
    for (const sort of ['total', 'created_at']) {
      const call = () => shared().get(`/invoices?per_page=1&sort=${sort}&after=${next_cursor}`)
      expect(await refused(shared(), call)).toEqual({
        ...invalid({ after: 'no_such_page' }),
        code: 'invalid_field_value',
      })
    }
  })

  test('the total of every span of days is the number of its rows', async () => {
    const days = [
      '2026-01-01',
      '2026-01-10',
      '2026-01-31',
      '2026-03-05',
      '2026-03-31',
      '2026-04-01',
      '2026-11-20',
      '2026-11-30',
    ]
    const filters = [
      '',
      `&client_id=${world.exemplu}`,
      '&status=issued',
      '&document_type=fiscal',
      '&is_paid=0&currency=RON',
    ]
    for (const [at, filter] of filters.entries()) {
      for (const from of days.slice(at % 2)) {
        for (const to of days) {
          const { data, total } = await read(shared(), `/invoices?start_date=${from}&end_date=${to}${filter}`)
          expect([from, to, filter, total]).toEqual([from, to, filter, data.length])
        }
      }
    }
  })
})

describe.each(dialects)('whether an invoice is overdue on %s', (dialect) => {
  test('is decided by the day in Bucharest, in single reads, lists and filters alike', async () => {
    const app = await testApp(dialect, { now: '2026-03-30T20:59:59Z' })
    const { id } = await given(app).invoice({ date: '2026-03-01', due_date: '2026-03-30' })
    const statuses = async () => {
      const single = (await read(app, `/invoices/${id}`)).status
      const listed = (await read(app, '/invoices')).data[0].status
      const { total } = await read(app, '/invoices?status=overdue')
      return [single, listed, total]
    }
    expect(await statuses()).toEqual(['issued', 'issued', 0])
    // Midnight, in summer time since the day before.
    app.clock.advance(1_000)
    expect(await statuses()).toEqual(['overdue', 'overdue', 1])
    done(await app.post(`/invoices/${id}/pay`))
    expect(await statuses()).toEqual(['paid', 'paid', 0])
  })
})

describe.each(dialects)('GET /invoices/{id} on %s', (dialect) => {
  test('of a document that is not there is refused', async () => {
    const app = await testApp(dialect)
    for (const id of ['inv_nothing', 'nothing', 'cli_nothing']) {
      expect(await refused(app, () => app.get(`/invoices/${id}`))).toEqual(refusal(404, 'resource_not_found'))
    }
  })

  test('renders anew what an older version of the program had rendered', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).invoice()
    await given(app).payment(id, 1)
    const before = await read(app, `/invoices/${id}`)
    const stale = { json: '{}', lines_json: '[]', payments_json: '[]', json_shape: 0 }
    await app.database.transact(
      async (db) => void (await db.kysely.updateTable('invoice').set(stale).where('id', '=', id).execute()),
    )
    expect(await read(app, `/invoices/${id}`)).toEqual(before)
    expect((await read(app, '/invoices?expand=lines,payments')).data).toEqual([before])
  })
})

async function walkPages(app: TestApp, query: string, size: number): Promise<string> {
  let walked = ''
  for (let page = 1; ; page++) {
    const list = await read(app, `/invoices?${query}&per_page=${size}&page=${page}`)
    expect(list).toMatchObject({ page, per_page: size })
    walked += letters(list.data)
    if (!list.has_more) return walked
  }
}

async function walkCursor(app: TestApp, query: string, size: number): Promise<string> {
  let walked = ''
  for (let cursor = ''; ; ) {
    const list = await read(app, `/invoices?${query}&per_page=${size}&after=${cursor}`)
    walked += letters(list.data)
    expect(list.has_more).toBe(list.next_cursor !== null)
    if (list.next_cursor === null) return walked
    cursor = list.next_cursor
  }
}
