import { describe, expect, test } from 'vitest'
import { newKey } from '../../../test/given.ts'
import { givenBooks } from '../../../test/given-books.ts'
import { dialects, testApp } from '../../../test/harness.ts'
import { set, tamper } from '../../../test/tamper.ts'

describe.each(dialects)('GET /verify on %s', (dialect) => {
  test('says that all is well, and what it looked at', async () => {
    const app = await testApp(dialect)
    await givenBooks(app)
    const { status, body } = await app.get('/verify')
    expect(status).toBe(200)
    expect(body.data).toEqual({
      object: 'verification',
      ok: true,
      checked: { series: 2, invoices: 7, lines: 13, payments: 4, clients: 1 },
      faults: [],
    })
  })

  test('names what is wrong, to its own company alone', async () => {
    const app = await testApp(dialect)
    const books = await givenBooks(app)
    await set(app, 'client.invoices_count', books.clientId, 5)
    const { body } = await app.get('/verify')
    expect(body.data.ok).toBe(false)
    expect(body.data.faults).toEqual([
      {
        code: 'client_figure_differs',
        object: 'client',
        id: books.clientId,
        message: `Client ${books.clientId} (Șerban SRL): invoices_count is 5, expected 4.`,
      },
    ])
    for (const stranger of [app.asOther, app.asTest]) {
      expect((await stranger.get('/verify')).body.data).toMatchObject({
        ok: true,
        checked: { invoices: 0, clients: 0 },
      })
    }
  })

  test('names a hundred faults at most', async () => {
    const app = await testApp(dialect)
    for (let n = 0; n < 60; n++) await app.post('/clients', { name: `Client ${n}` })
    await tamper(app, "update client set search_text = 'x', sort_name = 'x'")
    const { body } = await app.get('/verify')
    expect(body.data.faults).toHaveLength(100)
    expect(body.data.ok).toBe(false)
  })

  test('needs its scope', async () => {
    const app = await testApp(dialect)
    const reader = await newKey(app, { scopes: ['invoices:*', 'clients:read'] })
    expect((await reader.get('/verify')).body.error.code).toBe('insufficient_permissions')
    expect((await (await newKey(app, { scopes: ['verify:read'] })).get('/verify')).status).toBe(200)
  })

  test('sees one moment, whatever is written while it looks', async () => {
    const app = await testApp(dialect)
    await givenBooks(app)
    const issue = () =>
      app.post('/invoices', {
        client_data: { name: 'Nou SRL' },
        items: [{ description: 'X', quantity: 1, price: 9, vat_rate: 21 }],
      })
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => (n % 6 === 0 ? app.get('/verify') : issue())),
    )
    const verifications = answers.filter((answer) => answer.body.data.object === 'verification')
    expect(verifications).toHaveLength(10)
    expect(verifications.flatMap((answer) => answer.body.data.faults)).toEqual([])
  })
})
