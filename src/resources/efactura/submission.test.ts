import { describe, expect, test } from 'vitest'
import { done, read } from '../../../test/given.ts'
import { issued, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('an invoice sent to SPV on %s', (dialect) => {
  test('is accepted, and says so', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    const sent = done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    expect(sent).toMatchObject({ object: 'efactura_submission', status: 'submitted', environment: 'test' })
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'pending' })
    await settle(app)
    expect(await read(app.asTest, `/invoices/${id}?expand[]=efactura`)).toMatchObject({
      efactura_status: 'accepted',
      efactura_submission_id: sent.submission_id,
      efactura: { status: 'accepted', environment: 'test', errors: [] },
    })
    expect(await app.database.read.query('select * from job', [])).toEqual([])
  })

  test('is refused with everything that its client lacks at once', async () => {
    const app = await testApp(dialect)
    const lacking = async (client_data: object) => {
      const { id } = await issued(app, { client_data })
      const { status, body } = await app.asTest.post(`/invoices/${id}/send-to-spv`)
      return [status, body.error.code, Object.keys(body.error.errors ?? {})]
    }
    const bad = (...fields: string[]) => [400, 'invalid_client_data', fields.map((field) => `client_data.${field}`)]
    expect(await lacking({ name: 'Unu SRL', cui: 'RO14399840' })).toEqual(bad('address', 'city', 'county'))
    expect(await lacking({ name: 'Ion Pop', address: 'Str. A', city: 'Turda' })).toEqual(bad('county'))
    // București is its own county, and nobody abroad has one of ours.
    const sector = { name: 'Ana Pop', address: 'Str. B', city: 'București, Sectorul 3' }
    const abroad = { name: 'Eva Maier', city: 'Wien', country: 'AT' }
    const { id } = await issued(app, { client_data: sector })
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    expect(await lacking(abroad)).toEqual(bad('address'))
  })

  test('is sent late too, and says so', async () => {
    const app = await testApp(dialect, { now: '2026-11-23T10:00:00Z' })
    const { id } = await issued(app)
    const validate = async () => done(await app.asTest.post(`/efactura/validate/${id}`)).warnings
    app.clock.set('2026-12-02T21:59:59Z')
    const onTime = done(await app.asTest.post(`/invoices/${id}/send-to-spv?dry_run=true`))
    expect([onTime.warnings, await validate()]).toEqual([[], []])
    app.clock.set('2026-12-02T22:00:00Z')
    const late = [{ code: 'efactura_deadline_passed', field: 'date', message: expect.stringContaining('2026-12-02') }]
    expect(await validate()).toEqual(late)
    expect(done(await app.asTest.post(`/invoices/${id}/send-to-spv`))).toMatchObject({
      status: 'submitted',
      warnings: late,
    })
    await settle(app, 5)
    expect(await validate()).toEqual([])
  })
})
