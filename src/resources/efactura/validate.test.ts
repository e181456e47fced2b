import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { done, given } from '../../../test/given.ts'
import { BUYER, beFirm, codeOf, issued } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const ORDINARY = readFileSync(new URL('../../../test/golden/efactura/ordinary.xml', import.meta.url), 'utf8')
const XML = { 'content-type': 'application/xml' }

/** The same invoice with its first line so many times that it is about as large as asked. */
function enlarged(bytes: number): string {
  const [line = ''] = /<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>\n/.exec(ORDINARY) ?? []
  const at = ORDINARY.indexOf(line)
  return ORDINARY.slice(0, at) + line.repeat(Math.floor(bytes / line.length)) + ORDINARY.slice(at)
}

describe.each(dialects)('checking before sending on %s', (dialect) => {
  test('an invoice, and a draft as if it were issued, with the word of ANAF beside ours', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    const draft = await given(app.asTest).draft({ client_data: BUYER })
    for (const one of [id, draft.id]) {
      const said = done(await app.asTest.post(`/efactura/validate/${one}`))
      expect(said).toMatchObject({ is_valid: true, fatal_count: 0, invoice_id: one, anaf: null })
    }
    const both = done(await app.asTest.post(`/efactura/validate/${id}?with=anaf`))
    expect(both).toMatchObject({ is_valid: true, anaf: { is_valid: true, messages: [], problem: null } })
    const proforma = await given(app.asTest).proforma({ client_data: BUYER })
    expect(codeOf(await app.asTest.post(`/efactura/validate/${proforma.id}`))).toEqual([400, 'not_fiscal_invoice'])
    expect(codeOf(await app.asTest.post(`/efactura/validate/inv_none`))).toEqual([404, 'resource_not_found'])
    expect(codeOf(await app.asTest.post(`/efactura/validate/${id}?with=others`))).toEqual([400, 'invalid_request'])
  })

  test('names the field, the rule and a text that fits', async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const items = [{ description: 'x'.repeat(150), quantity: 1, price: 1, vat_rate: 21 }]
    const draft = await given(app.asTest).draft({ client_data: BUYER, items })
    const said = done(await app.asTest.post(`/efactura/validate/${draft.id}`, undefined, { 'accept-language': 'ro' }))
    expect(said.is_valid).toBe(false)
    const finding = said.findings.find(({ path }: { path: string }) => path === 'items.0.description')
    expect(finding).toMatchObject({ severity: 'fatal', term: 'BT-153', suggestion: `${'x'.repeat(99)}…` })
    expect(finding.message).toBe(finding.message_ro)
    expect(said.findings).toHaveLength(said.fatal_count + said.warning_count)
  })

  test('a file, in every way it may come', async () => {
    const app = await testApp(dialect)
    for (const type of ['application/xml', 'text/xml; charset=utf-8', 'text/plain']) {
      const said = done(await app.post('/efactura/validate', ORDINARY, { 'content-type': type }))
      expect(said).toMatchObject({ fatal_count: 0, invoice_id: null })
    }
    const wrong = ORDINARY.replace(/<cbc:PayableAmount[^<]*</, (text) => text.replace(/[\d.]+<$/, '1.00<'))
    const said = done(await app.asTest.post('/efactura/validate?with=anaf', { xml: wrong }))
    expect(said).toMatchObject({ is_valid: false, anaf: { is_valid: false } })
    expect(said.findings.map(({ rule }: { rule: string }) => rule)).toContain('BR-CO-16')
  })

  test.each([
    ['no XML', 'hello', /outside the root|malformed|no element/],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', /DOCTYPE/],
    ['an end that is missing', '<a><b></b>', /ends too early\. \(line 1, column \d+\)/],
    ['many levels', '<a>'.repeat(5_000), /nested too deeply/],
  ])('refuses %s with a sentence', async (_what, xml, sentence) => {
    const app = await testApp(dialect)
    const { status, body } = await app.post('/efactura/validate', xml, XML)
    expect([status, body.error.code]).toEqual([400, 'efactura_not_xml'])
    expect(body.error.message).toMatch(sentence)
    const ro = await app.post('/efactura/validate', xml, { ...XML, 'accept-language': 'ro' })
    expect(ro.body.error.message).toContain('linia')
  })

  test('refuses bodies without a document, and other types elsewhere', async () => {
    const app = await testApp(dialect)
    expect(codeOf(await app.post('/efactura/validate', '', XML))).toEqual([400, 'invalid_request'])
    expect(codeOf(await app.post('/efactura/validate', {}))).toEqual([400, 'invalid_request'])
    expect(codeOf(await app.post('/efactura/validate', { xml: 7 }))).toEqual([400, 'invalid_request'])
    expect(codeOf(await app.post('/efactura/validate', Buffer.from([0xff]).toString('latin1'), XML))[0]).toBe(400)
    expect(codeOf(await app.post('/clients', '<a/>', XML))).toEqual([415, 'unsupported_media_type'])
    expect(codeOf(await app.post('/efactura/validate', 'x'.repeat(10 * 1024 * 1024 + 1), XML))[0]).toBe(413)
  })
})

describe('a file of megabytes', () => {
  test('is judged beside everything else', { timeout: 60_000 }, async () => {
    const app = await testApp('sqlite')
    const large = app.post('/efactura/validate', enlarged(4_000_000), XML)
    const pauses: number[] = []
    let isOver = false
    const done = large.finally(() => {
      isOver = true
    })
    while (!isOver) {
      const before = performance.now()
      await app.get('/ping')
      pauses.push(performance.now() - before)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const { status, body } = await done
    expect([status, body.data.fatal_count > 0]).toEqual([200, true])
    expect(pauses.length).toBeGreaterThan(10)
    expect(Math.max(...pauses)).toBeLessThan(1_000)
  })

  test('waits for its turn among few, and is asked to come again otherwise', { timeout: 60_000 }, async () => {
    const app = await testApp('sqlite')
    const xml = enlarged(200_000)
    const answers = await Promise.all(Array.from({ length: 12 }, () => app.post('/efactura/validate', xml, XML)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(8)
    expect(statuses.filter((status) => status === 429)).toHaveLength(4)
  })
})
