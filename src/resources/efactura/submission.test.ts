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
})
