import { describe, expect, test } from 'vitest'
import { done, given, LINE, read } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'
import { buildApp } from '../../app.ts'

const CONFIG = {
  corsOrigins: [],
  trustProxy: false,
  rateLimitPerMinute: 0,
  bodyLimitBytes: 1_000_000,
  logLevel: 'silent',
}

describe.each(dialects)('what is kept of rendered clients on %s', (dialect) => {
  test('is never older than the client, whoever wrote it', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    // Another process on the same database, with nothing kept: its database handle is its own.
    const database = { ...app.database, read: { ...app.database.read } }
    const other = await buildApp({ ...app.services, database }, CONFIG)
    const seen = async () => {
      const headers = { authorization: `Bearer ${app.live.secret}` }
      const theirs = (await other.inject({ method: 'GET', url: `/v1/clients/${id}`, headers })).json().data
      const ours = await read(app, `/clients/${id}`)
      const [listed] = (await read(app, '/clients')).data
      expect([ours, listed]).toEqual([theirs, theirs])
      return [ours.name, ours.metadata.invoices_count, ours.stats.total_collected]
    }
    expect(await seen()).toEqual(['Exemplu SRL', 0, 0])
    const invoice = done(await app.post('/invoices', { client_id: id, items: [LINE] }))
    expect(await seen()).toEqual(['Exemplu SRL', 1, 0])
    done(await app.post(`/invoices/${invoice.id}/pay`))
    expect(await seen()).toEqual(['Exemplu SRL', 1, 121])
    done(await app.patch(`/clients/${id}`, { name: 'Alt Nume SRL' }))
    expect(await seen()).toEqual(['Alt Nume SRL', 1, 121])
    done(await app.post(`/invoices/${invoice.id}/void`))
    expect(await seen()).toEqual(['Alt Nume SRL', 0, 0])
    await other.close()
  })

  test('is of its day: the months move on', async () => {
    const app = await testApp(dialect, { now: '2026-11-30T21:00:00Z' })
    const { id } = await given(app).client()
    const last = async () => (await read(app, `/clients/${id}`)).stats.monthly_series.at(-1).label
    expect(await last()).toBe('Nov 2026')
    app.clock.advance(2 * 3_600_000)
    expect(await last()).toBe('Dec 2026')
  })
})
