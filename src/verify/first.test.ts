import { expect, test } from 'vitest'
import { dialects, testApp } from '../../test/harness.ts'
import { verifyDatabase } from './verify-database.ts'
test.each(dialects)('x %s', async (d) => {
  const app = await testApp(d)
  const r = await app.post('/invoices', { client_data: { name: 'A SRL' }, items: [{ description: 'x', quantity: 2, price: 10.5, vat_rate: 21 }] })
  expect(r.status).toBe(201)
  await app.post(`/invoices/${r.body.data.id}/pay`, {amount: 3})
  const s = await app.post('/invoices', { client_data: { name: 'A SRL' }, items: [{ description: 'x', quantity: 2, price: 10.5, vat_rate: 21 }] })
  expect((await app.post(`/invoices/${s.body.data.id}/storno`, {items:[{id: s.body.data.lines[0].id, quantity: 1}]})).status).toBe(201)
  console.log(JSON.stringify(await verifyDatabase(app.database), null, 1))
})
