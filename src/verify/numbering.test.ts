import { describe, expect, test } from 'vitest'
import { dialects, type TestApp, testApp } from '../../test/harness.ts'
import { codes, tamper } from '../../test/tamper.ts'
import { Skipped } from './skipped.ts'

const ITEMS = [{ description: 'Consultanță', quantity: 4, price: 100, vat_rate: 21 }]

async function accepted(
  answer: Promise<{ status: number; body: { data: { id: string; number: string; lines: { id: string }[] } } }>,
) {
  const { status, body } = await answer
  expect({ status, body: status < 300 ? null : body }).toEqual({
    status: expect.toSatisfy((code: number) => code < 300),
    body: null,
  })
  return body.data
}

const issue = (app: TestApp, fields: object = {}) =>
  accepted(app.post('/invoices', { client_data: { name: 'A SRL' }, items: ITEMS, ...fields }))
const voidOne = (app: TestApp, id: string) => accepted(app.post(`/invoices/${id}/void`))
const unvoid = (app: TestApp, id: string) => app.post(`/invoices/${id}/unvoid`)

async function primary(app: TestApp): Promise<string> {
  return (await app.get('/invoice-series')).body.data.data[0].id
}

describe.each(dialects)('numbering as verify sees it, on %s', (dialect) => {
  test('numbers that somebody passed over on purpose are not missing; others are', async () => {
    const app = await testApp(dialect)
    const id = await primary(app)
    const next = (number: number) => accepted(app.patch(`/invoice-series/${id}`, { next_number: number }))
    await issue(app)
    await next(10)
    await issue(app)
    await next(50)
    await next(20)
    const { number } = await issue(app)
    expect(number).toBe('FAC-2026-00020')
    expect(await codes(app)).toBe('')
    const { id: last } = await issue(app)
    await tamper(
      app,
      `delete from invoice_line where invoice_id = '${last}'`,
      `delete from invoice where id = '${last}'`,
    )
    expect(await codes(app)).toMatch(/^number_missing counter_differs/)
  })

  test('a next number below the first one is where the series begins', async () => {
    const app = await testApp(dialect)
    const { id } = await accepted(
      app.post('/invoice-series', { name: 'X', document_type: 'fiscal', start_number: 100 }),
    )
    await accepted(app.patch(`/invoice-series/${id}`, { next_number: 40 }))
    expect((await issue(app, { series_id: id })).number).toBe('X-2026-00040')
    expect(await codes(app)).toBe('')
  })

  test('the chain goes on over a gap when the number after it is given back', async () => {
    const app = await testApp(dialect)
    await issue(app)
    await accepted(app.patch(`/invoice-series/${await primary(app)}`, { next_number: 100 }))
    const { id } = await issue(app)
    await voidOne(app, id)
    expect((await app.del(`/invoices/${id}`)).status).toBe(200)
    expect(await codes(app)).toBe('')
    expect((await issue(app)).number).toBe('FAC-2026-00100')
    expect(await codes(app)).toBe('')
  })

  test('numbers keep the form in which they were printed', async () => {
    const app = await testApp(dialect)
    await issue(app)
    await accepted(app.patch(`/invoice-series/${await primary(app)}`, { padding: 2, format: '{NAME}/{number}/{year}' }))
    expect((await issue(app)).number).toBe('FAC/02/2026')
    expect(await codes(app)).toBe('')
  })

  test('a series that restarts yearly is counted year by year', async () => {
    const app = await testApp(dialect)
    await accepted(app.patch(`/invoice-series/${await primary(app)}`, { reset_yearly: true }))
    for (const date of ['2025-11-30', '2026-01-02', '2026-01-03', '2025-12-31']) await issue(app, { date })
    expect(await codes(app)).toBe('')
  })

  test('an invoice whose voided storno bears a later year’s number stays', async () => {
    const app = await testApp(dialect)
    await accepted(app.patch(`/invoice-series/${await primary(app)}`, { reset_yearly: true }))
    const { id } = await issue(app, { date: '2025-12-31' })
    const storno = await accepted(app.post(`/invoices/${id}/storno`, {}))
    await voidOne(app, storno.id)
    await voidOne(app, id)
    expect((await app.del(`/invoices/${id}`)).body.error.code).toBe('invoice_cannot_be_deleted')
    expect((await app.del(`/invoices/${storno.id}`)).status).toBe(200)
    expect((await app.del(`/invoices/${id}`)).status).toBe(200)
    expect(await codes(app)).toBe('')
  })

  test('stornos that count stay in the order in which they were issued', async () => {
    const app = await testApp(dialect)
    const source = await issue(app)
    const items = [{ id: source.lines[0]?.id, quantity: 1 }]
    const storno = () => accepted(app.post(`/invoices/${source.id}/storno`, { items }))
    const [first, second] = [await storno(), await storno()]
    await voidOne(app, second.id)
    await voidOne(app, first.id)
    const third = await storno()
    // It would follow on the third, and nobody could say later which of the two is the last.
    expect((await unvoid(app, second.id)).body.error.code).toBe('storno_is_not_the_last')
    await voidOne(app, third.id)
    expect((await unvoid(app, first.id)).status).toBe(200)
    expect((await unvoid(app, second.id)).status).toBe(200)
    expect(await codes(app)).toBe('')
  })
})

describe('Skipped', () => {
  test.each([
    ['nothing was moved', [], [1, 9], 1],
    ['the whole span was passed over', [[1, 10]], [1, 9], null],
    ['one more than was passed over', [[1, 10]], [1, 10], 10],
    ['one before', [[2, 10]], [1, 9], 1],
    [
      'two moves that meet',
      [
        [1, 5],
        [5, 10],
      ],
      [1, 9],
      null,
    ],
    [
      'two moves with a number between',
      [
        [1, 5],
        [6, 10],
      ],
      [1, 9],
      5,
    ],
    [
      'taken back in part',
      [
        [1, 10],
        [10, 4],
      ],
      [1, 9],
      4,
    ],
    [
      'taken back as a whole',
      [
        [1, 10],
        [10, 1],
      ],
      [1, 9],
      1,
    ],
    [
      'taken back and done again',
      [
        [1, 10],
        [10, 4],
        [6, 10],
      ],
      [1, 9],
      4,
    ],
    ['nothing to look for', [], [5, 4], null],
  ] as const)('%s', (_what, moves, [from, to], expected) => {
    const skipped = new Skipped()
    for (const [a, b] of moves) skipped.move(a, b)
    expect(skipped.firstMissing(from, to)).toBe(expected)
  })
})
