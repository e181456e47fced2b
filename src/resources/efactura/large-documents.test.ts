import { describe, expect, test } from 'vitest'
import { done, given, read, refused } from '../../../test/given.ts'
import { BUYER, beFirm, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const items = (n: number, description = 'Consultanță') =>
  Array.from({ length: n }, (_, i) => ({
    description: `${description} ${i}`,
    quantity: 1,
    price: 10 + i,
    vat_rate: 21,
  }))

describe.each(dialects)('an invoice of many lines on %s', (dialect) => {
  test('is made in the thread, sent and accepted, with one number and one set of events', {
    timeout: 30_000,
  }, async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const made: string[] = []
    const judge = app.services.xmlJudge
    if (!judge) throw new Error('the application of a test has a judge')
    const make = judge.make
    judge.make = (work, companyId) => {
      made.push(companyId)
      return make(work, companyId)
    }
    done(await app.asTest.patch('/efactura/settings', { auto_send: true }))
    const key = { 'idempotency-key': 'many' }
    const body = { client_data: BUYER, items: items(120) }
    const invoice = done(await app.asTest.post('/invoices', body, key))
    expect(made).toEqual([app.sandbox.companyId])
    expect(done(await app.asTest.post('/invoices', body, key)).id).toBe(invoice.id)
    expect(made).toHaveLength(1)
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${invoice.id}`)).toMatchObject({ efactura_status: 'accepted' })
    expect(made).toHaveLength(2)
    const xml = (await app.asTest.get(`/efactura/xml/${invoice.id}`)).text
    expect(xml).toContain(`<cbc:ID>${invoice.number}</cbc:ID>`)
    const next = await given(app.asTest).invoice({ client_data: BUYER })
    expect(Number(next.number.slice(-5))).toBe(Number(invoice.number.slice(-5)) + 1)
  })

  test('is refused with the fields at fault, and leaves nothing', { timeout: 30_000 }, async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    done(await app.asTest.patch('/efactura/settings', { auto_send: true }))
    const body = { client_data: BUYER, items: items(300, 'x'.repeat(120)) }
    const refusal = await refused(app, () => app.asTest.post('/invoices', body))
    expect([refusal.status, refusal.code]).toEqual([400, 'efactura_invalid'])
    done(await app.asTest.patch('/efactura/settings', { auto_send: false }))
    const said = done(await app.asTest.post('/invoices?dry_run=true', body)) as {
      efactura_findings: { rule: string; path: string; suggestion: string }[]
    }
    expect(said.efactura_findings).toHaveLength(201)
    expect(said.efactura_findings[0]).toMatchObject({ path: 'items.0.description', suggestion: expect.any(String) })
    expect(said.efactura_findings.at(-1)).toMatchObject({ rule: 'FCT-N00' })
  })

  test('issued by many at once has a number each, and a share that ends with a time to come again', {
    timeout: 60_000,
  }, async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const body = { client_data: BUYER, items: items(60) }
    const answers = await Promise.all(Array.from({ length: 12 }, () => app.asTest.post('/invoices', body)))
    const issued = answers.filter(({ status }) => status === 201)
    const later = answers.filter(({ status }) => status === 429)
    expect(issued.length + later.length).toBe(12)
    expect(later.length).toBeGreaterThan(0)
    expect(issued.length).toBeGreaterThanOrEqual(8)
    for (const { body, headers } of later) {
      expect(body.error).toMatchObject({ code: 'rate_limit_exceeded', retry_after: 10 })
      expect(headers['retry-after']).toBe('10')
    }
    const numbers = issued.map(({ body }) => Number(body.data.number.slice(-5))).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, n) => n + 1))
  })
})
