import { describe, expect, test } from 'vitest'
import { done, eventsOf, given, LINE, read, refusal, refused } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('DELETE /clients/{id} on %s', (dialect) => {
  test('a client without invoices goes, and only it', async () => {
    const app = await testApp(dialect)
    const [client, other] = [await given(app).client(), await given(app).client({ name: 'Rămâne', email: null })]
    const { status, body } = await app.del(`/clients/${client.id.slice(4)}`)
    expect(status).toBe(200)
    expect(body.data).toEqual({ id: client.id, object: 'client', deleted: true })
    expect(await app.get(`/clients/${client.id}`)).toMatchObject({ status: 404 })
    expect(await read(app, '/clients')).toMatchObject({ total: 1, data: [{ id: other.id }] })
    expect(await read(app, '/clients?search=exemplu')).toMatchObject({ total: 0 })
    expect(await eventsOf(app, client.id)).toEqual(['client.created', 'client.deleted'])
    expect(await refused(app, () => app.del(`/clients/${client.id}`))).toEqual(refusal(404, 'resource_not_found'))
  })

  test.each(['invoice', 'draft', 'proforma', 'voided'] as const)('one that has a document (%s) stays', async (kind) => {
    const app = await testApp(dialect)
    const { client_id } = await given(app)[kind]()
    expect(await refused(app, () => app.del(`/clients/${client_id}`))).toEqual(refusal(409, 'client_has_invoices'))
  })

  test('once its last document is deleted it may go', async () => {
    const app = await testApp(dialect)
    const { id, client_id } = await given(app).draft()
    done(await app.del(`/invoices/${id}`))
    expect(await app.del(`/clients/${client_id}`)).toMatchObject({ status: 200 })
    expect(await read(app, '/clients')).toMatchObject({ total: 0 })
  })

  test('while it gets its first invoice, either it goes or the invoice comes', async () => {
    const app = await testApp(dialect)
    const clients = await Promise.all(Array.from({ length: 5 }, () => given(app).client()))
    for (const { id } of clients) {
      const [deleted, created] = await Promise.all([
        app.del(`/clients/${id}`),
        app.post('/invoices', { client_id: id, items: [LINE] }),
      ])
      expect([deleted.status, created.status]).toEqual(
        expect.toBeOneOf([
          [200, 404],
          [409, 201],
        ]),
      )
    }
  })
})
