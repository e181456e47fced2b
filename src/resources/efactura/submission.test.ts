import { describe, expect, test } from 'vitest'
import { done, given, read } from '../../../test/given.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

/** A company that may issue e-invoices, in its sandbox. */
const FIRM = {
  name: 'Exemplu Prod SRL',
  cui: 'RO1234567897',
  rc: 'J12/34/2020',
  address: 'Str. Lungă nr. 1',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}
const BUYER = {
  name: 'Client Model SRL',
  cui: 'RO14399840',
  address: 'Bd. Eroilor nr. 5',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}

async function issued(app: TestApp, fields: object = {}) {
  done(await app.asTest.patch('/settings', FIRM))
  return given(app.asTest).invoice({ client_data: BUYER, ...fields })
}

/** Lets everything happen that is going to, an hour at most. */
async function settle(app: TestApp) {
  for (let minute = 0; minute < 60; minute++) {
    await app.runDue()
    app.clock.advance(60_000)
  }
}

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
