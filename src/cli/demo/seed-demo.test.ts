import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dialect, dialects, type TestApp, testApp } from '../../../test/harness.ts'
import { isCnpValid, isCuiValid } from '../../domain/fiscal-code.ts'
import { isIbanValid } from '../../domain/iban.ts'
import { bucharestDay } from '../../store/clock.ts'
import { verifyDatabase } from '../../verify/verify-database.ts'
import { seedDemo } from './seed-demo.ts'

const LONG_MS = 240_000

async function demo(dialect: Dialect): Promise<TestApp> {
  const app = await testApp(dialect)
  await seedDemo({ ...app.services, companyId: app.live.companyId })
  return app
}

let twin: TestApp
beforeAll(async () => {
  twin = await demo('sqlite')
}, LONG_MS)
afterAll(() => twin.close())

describe.each(dialects)('the demo on %s', (dialect) => {
  let app: TestApp
  beforeAll(async () => {
    app = await demo(dialect)
  }, LONG_MS)
  afterAll(() => app.close())

  const count = async (path: string): Promise<number> => (await app.get(path)).body.data.total

  test('is two years of a company that uses everything', async () => {
    expect(await count('/clients?per_page=1')).toBeGreaterThan(100)
    expect(await count('/invoices?per_page=1')).toBeGreaterThan(1_500)
    expect(await count('/payments?per_page=1')).toBeGreaterThan(1_000)
    for (const status of ['draft', 'issued', 'paid', 'overdue', 'voided']) {
      expect(await count(`/invoices?status=${status}&per_page=1`), status).toBeGreaterThan(2)
    }
    for (const filter of ['currency=EUR', 'currency=RON', 'document_type=proforma']) {
      expect(await count(`/invoices?${filter}&per_page=1`), filter).toBeGreaterThan(50)
    }
    const oldest = (await app.get('/invoices?sort=date&order=asc&per_page=1')).body.data.data[0]
    expect(oldest.date.slice(0, 7)).toBe('2024-11')
    expect(await count(`/invoices?start_date=${bucharestDay(app.clock.nowMs() + 86_400_000)}&per_page=1`)).toBe(0)
  })

  test('has every VAT category and rate, discounts, prices with VAT, and stornos of both kinds', async () => {
    const rows = await app.database.read.query<{ what: string }>(
      `select distinct vat_category || vat_rate_bp as what from invoice_line
       union select distinct 'discount' from invoice_line where discount_bani <> 0
       union select distinct 'gross' from invoice_line where given_price is not null
       union select distinct 'fully storned' from invoice where is_fully_storned = 1
       union select distinct 'partly storned' from invoice where is_fully_storned = 0 and storned_by is not null
       union select distinct 'partly paid' from invoice where state = 'open' and paid_bani > 0`,
      [],
    )
    const categories = ['AE0', 'G0', 'K0', 'O0', 'S500', 'S900', 'S1100', 'S1900', 'S2100']
    const others = ['discount', 'fully storned', 'gross', 'partly paid', 'partly storned']
    expect(rows.map(({ what }) => what).sort()).toEqual([...categories, ...others].sort())
  })

  test('keeps the documents that the examples name in the state that they need', async () => {
    const invoice = async (id: string) => (await app.get(`/invoices/${id}`)).body.data
    const issued = await invoice('inv_demo000001')
    expect(issued).toMatchObject({
      status: 'issued',
      client_id: 'cli_demo000001',
      payments: [{ id: 'pay_demo000001' }],
    })
    expect(issued.lines).toHaveLength(3)
    for (const id of ['inv_demoopen01', 'inv_demoopen02', 'inv_demoopen03']) {
      expect(await invoice(id)).toMatchObject({ status: 'issued', paid_amount: 0, storned_by: null })
    }
    for (const id of ['inv_demodraft1', 'inv_demodraft2']) expect(await invoice(id)).toMatchObject({ status: 'draft' })
    expect(await invoice('inv_demovoid01')).toMatchObject({ status: 'voided' })
    const good = (await app.get('/clients/cli_demo000001')).body.data
    expect(good.metadata.invoices_count).toBeGreaterThan(50)
    expect(good.stats.monthly_series.every(({ invoiced }: { invoiced: number }) => invoiced > 0)).toBe(true)
    expect((await app.get('/clients/cli_demospare1')).body.data.metadata.invoices_count).toBe(0)
  })

  test('names clients as they are named in this country, with codes whose check digits are right', async () => {
    const pages = await Promise.all([1, 2].map((page) => app.get(`/clients?per_page=100&page=${page}`)))
    const clients: {
      cui: string | null
      cui_prefix: string | null
      city: string
      country: string
      iban: string | null
    }[] = pages.flatMap(({ body }) => body.data.data)
    const codes = clients.flatMap(({ cui, country }) => (cui !== null && country === 'RO' ? [cui] : []))
    expect(codes.length).toBeGreaterThan(80)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.filter((code) => !(code.length === 13 ? isCnpValid(code) : isCuiValid(code)))).toEqual([])
    expect(clients.filter(({ iban }) => iban !== null && !isIbanValid(iban))).toEqual([])
    expect(new Set(clients.map(({ country }) => country))).toEqual(new Set(['RO', 'DE', 'FR', 'US', 'MD']))
    expect(clients.filter(({ city }) => /^București, Sectorul [1-6]$/.test(city)).length).toBeGreaterThan(5)
    const firm = (await app.get('/settings')).body.data
    expect(isCuiValid(firm.firm.cui.slice(2))).toBe(true)
    const accounts: { iban: string; currency: string }[] = firm.bank_accounts
    expect(accounts.map(({ iban, currency }) => [isIbanValid(iban), currency])).toEqual([
      [true, 'RON'],
      [true, 'EUR'],
    ])
  })

  test('stands up to verification', { timeout: LONG_MS }, async () => {
    const { faults } = await verifyDatabase(app.database, 5)
    expect(faults).toEqual([])
  })

  test('is the same each time and on each database, but for the key and the company', {
    timeout: LONG_MS,
  }, async () => {
    const pages = [1, 5, 12, 18].map(
      (page) => `/invoices?page=${page}&per_page=100&expand=lines,payments&sort=created_at`,
    )
    const paths = [
      ...pages,
      '/clients?per_page=100',
      '/payments?per_page=100',
      '/invoice-series',
      '/settings',
      '/work-points',
      '/invoices/inv_demo000001/history',
    ]
    for (const path of paths) {
      const [one, other] = [await comparable(app, path), await comparable(twin, path)]
      expect(other === one, path).toBe(true)
    }
  })

  test('is added once, and never to a company that has data of its own', async () => {
    const before = await count('/invoices?per_page=1')
    expect(await seedDemo({ ...app.services, companyId: app.live.companyId })).toEqual({ isNew: false })
    expect(await count('/invoices?per_page=1')).toBe(before)

    const draft = {
      client_data: { name: 'Exemplu SRL' },
      items: [{ description: 'a', quantity: 1, price: 1 }],
      is_draft: true,
    }
    expect((await app.asOther.post('/invoices', draft)).status).toBe(201)
    const refused = seedDemo({ ...app.services, companyId: app.other.companyId })
    await expect(refused).rejects.toThrow('This company has data of its own, so no demo data was added to it.')
    expect((await app.asOther.get('/invoices')).body.data.total).toBe(1)
    expect((await app.asTest.get('/invoices')).body.data.total).toBe(0)
  })
})

/** The data of an answer without the ids that a company is founded with. */
async function comparable(app: TestApp, path: string): Promise<string> {
  const { body } = await app.get(path)
  return JSON.stringify(body.data).replaceAll(app.live.companyId, 'cmp').replaceAll(app.live.workPointId, 'wp')
}

test.each(['2025-08-01T04:30:00Z', '2026-02-28T22:30:00Z', '2031-12-31T23:59:59Z'])(
  'the demo can be made at %s',
  { timeout: LONG_MS },
  async (now) => {
    const app = await testApp('sqlite', { now })
    expect(await seedDemo({ ...app.services, companyId: app.live.companyId, days: 90 })).toEqual({ isNew: true })
    expect((await verifyDatabase(app.database, 1)).faults).toEqual([])
  },
)
