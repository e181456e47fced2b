import { beforeAll, describe, expect, test } from 'vitest'
import { given, invalid, read, refused, sharedApp } from '../../../test/given.ts'
import { dialects } from '../../../test/harness.ts'

interface Row {
  readonly amount: number
}
const amounts = (rows: readonly Row[]) => rows.map(({ amount }) => amount).join(' ')

describe.each(dialects)('GET /payments on %s', (dialect) => {
  const shared = sharedApp(dialect)
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    const make = given(shared())
    const depot = await make.workPoint()
    const first = await make.invoice()
    const second = await make.invoice({ client_data: { name: 'Altul' }, work_point_id: depot.id })
    await make.payment(first.id, 10, { date: '2026-11-01' })
    await make.payment(first.id, 5, { date: '2026-11-03', method: 'card' })
    await make.payment(second.id, 7, { date: '2026-11-02', method: 'cash' })
    await make.payment(second.id, 8, { date: '2026-11-02' })
    Object.assign(ids, { first: first.id, second: second.id, altul: second.client_id, depot: depot.id })
  })

  test.each<[string, string]>([
    ['', '5 8 7 10'],
    ['sort=date&order=asc', '10 7 8 5'],
    ['sort=amount', '10 8 7 5'],
    ['sort=amount&order=asc', '5 7 8 10'],
    ['invoice_id={first}', '5 10'],
    ['client_id={altul}', '8 7'],
    ['start_date=2026-11-02', '5 8 7'],
    ['end_date=2026-11-02', '8 7 10'],
    ['start_date=2026-11-02&end_date=2026-11-02&method=receipt', '7'],
    ['method=numerar', '7'],
    ['payment_method=bank_transfer', '8 10'],
    ['type=card', '5'],
    ['work_point_id={depot}', '8 7'],
    ['invoice_id=inv_nothing', ''],
  ])('?%s finds %s', async (template, expected) => {
    const query = template.replace(/\{(\w+)\}/g, (_whole, name: string) => ids[name] ?? '')
    const list = await read(shared(), `/payments?${query}`)
    expect(amounts(list.data)).toBe(expected)
    expect(list).toMatchObject({ object: 'list', total: list.data.length, has_more: false, page: 1, per_page: 50 })
    const page = await read(shared(), `/payments?${query}&limit=1&page=2`)
    expect(amounts(page.data)).toBe(expected.split(' ')[1] ?? '')
    expect(page).toMatchObject({ total: list.total, total_pages: list.total })
  })

  test('answers the PHP SDK with a plain array, and it alone', async () => {
    const sdk = { 'user-agent': 'Contazen-PHP-SDK/1.0.0' }
    const { body } = await shared().get('/payments?per_page=2', sdk)
    expect(amounts(body.data)).toBe('5 8')
    expect((await shared().get('/invoices', sdk)).body.data.object).toBe('list')
    expect((await shared().get('/payments', { 'user-agent': 'x Contazen-PHP-SDK/1.0.0' })).body.data.object).toBe(
      'list',
    )
  })

  test('each row is the payment as it is read alone', async () => {
    const { data } = await read(shared(), '/payments')
    for (const row of data) expect(await read(shared(), `/payments/${row.id}`)).toEqual(row)
  })

  test.each<[string, Record<string, string>]>([
    ['sort=method', { sort: 'not_one_of' }],
    ['method=scoici', { method: 'not_one_of' }],
    ['start_date=azi', { start_date: 'not_day' }],
  ])('?%s is refused', async (query, problems) => {
    expect(await refused(shared(), () => shared().get(`/payments?${query}`))).toEqual(invalid(problems))
  })
})
