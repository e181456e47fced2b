import { describe, expect, test } from 'vitest'
import { done, LINE } from '../../../test/given.ts'
import { COMPLETE_BUYER, givenAutoSend, givenSwitches, settle, submissionsOf } from '../../../test/given-efactura.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const codesOf = (warnings: readonly { code: string; field: string }[]) =>
  warnings.map(({ code, field }) => `${field} ${code}`)
const invoiceOf = (...units: readonly string[]) => ({
  client_data: COMPLETE_BUYER,
  items: units.map((unit) => ({ ...LINE, unit })),
})

describe.each(dialects)('a unit whose code is a guess, on %s', (dialect) => {
  test.each([
    ['xyz', 'FCT-U01', 'H87', 'XPK'],
    ['ml', 'FCT-U02', 'MLT', 'LM'],
  ])('%j is told of until its code is stated: %s', async (unit, rule, guessed, ubl_um) => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 1 })
    const finding = { rule, severity: 'warning', term: 'BT-130', path: 'items.1.unit' }
    const body = invoiceOf('buc', unit)

    const draft = await made.draft(body)
    expect([draft.efactura_findings, draft.warnings]).toMatchObject([[finding], []])
    const dry = done(await app.asTest.post('/invoices?dry_run=true', body))
    expect([dry.efactura_findings, dry.warnings]).toMatchObject([[finding], []])
    const said = done(await app.asTest.post(`/efactura/validate/${draft.id}`))
    expect(said).toMatchObject({ is_valid: true, fatal_count: 0, warning_count: 1, findings: [finding] })

    const { id, warnings, lines } = await made.invoice(body)
    expect(warnings).toEqual([])
    const xml = (await app.asTest.get(`/efactura/xml/${id}`)).text
    expect(xml).toContain(`unitCode="${guessed}"`)
    const sent = done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    expect(codesOf(sent.warnings)).toEqual([`items.1.unit ${rule}`])
    expect(sent.warnings[0].message).toMatch(new RegExp(`${unit}.*${guessed}.*ubl_um`))
    done(await app.asTest.post(`/efactura/cancel/${id}`))
    const corrections = { items: [{ id: lines[1].id, ubl_um }] }
    expect(done(await app.asTest.post(`/efactura/retry/${id}`, { corrections })).warnings).toEqual([])

    const items = [LINE, { ...LINE, unit, ubl_um }]
    expect((await made.draft({ ...body, items })).efactura_findings).toEqual([])
  })

  test('does not keep back what goes by itself', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id, warnings } = await made.invoice(invoiceOf('xyz', 'ml'))
    expect(warnings).toEqual([])
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'accepted' }])
  })
})
