import { describe, expect, test } from 'vitest'
import { audit } from '../../../test/e2e/audit.ts'
import { done, eventsOf, given, LINE, nextNumber, read, refused } from '../../../test/given.ts'
import { COMPLETE_BUYER, givenAutoSend, givenSwitches, settle, submissionsOf } from '../../../test/given-efactura.ts'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

const NAMELESS = { name: 'Fără Cod S.R.L.', address: 'Str. Lungă nr. 1', city: 'Turda', county: 'Cluj' }
const codesOf = (warnings: readonly { code: string; field: string }[]) =>
  warnings.map(({ code, field }) => `${field} ${code}`)
const standing = (app: TestApp, id: string) => read(app.asTest, `/invoices/${id}?expand[]=efactura`)

describe.each(dialects)('a business without its code, on %s', (dialect) => {
  test('is not sent as a consumer by itself, and goes once it has its code', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const invoice = await made.invoice({ client_data: NAMELESS })
    expect(invoice).toMatchObject({ client: { client_type: 'b2c' }, number_idx: 1, efactura_status: 'error' })
    expect(codesOf(invoice.warnings)).toEqual(['client_data.cui FCT-C14'])
    expect(invoice.efactura).toMatchObject({ status: 'error', error_code: 'efactura_held' })
    expect(invoice.efactura.errors.join()).toMatch(/FCT-C14: .*Fără Cod S.R.L./)
    expect(await eventsOf(app, invoice.id)).toEqual(['invoice.created', 'efactura.error'])
    await settle(app)
    expect(await submissionsOf(app, invoice.id)).toMatchObject([{ state: 'failed', sendAt: null }])
    const { body } = await app.asTest.get(`/efactura/invoice/${invoice.id}/status`, { 'accept-language': 'ro' })
    expect(body.data.message).toMatch(/retrimiteți-o/)
    const corrections = { client: { cui: COMPLETE_BUYER.cui } }
    const again = done(await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections }))
    expect(again.warnings).toEqual([])
    await settle(app)
    expect(await standing(app, invoice.id)).toMatchObject({ efactura_status: 'accepted' })
    expect(await audit(app.database)).toEqual([])
  })

  test('is told of before it is issued, and sent as it is by whoever knows better', async () => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 1 })
    const finding = { rule: 'FCT-C14', severity: 'warning', path: 'client_data.cui' }
    const draft = await made.draft({ client_data: NAMELESS })
    expect(draft.efactura_findings).toMatchObject([finding])
    expect(done(await app.asTest.post(`/efactura/validate/${draft.id}`)).findings).toMatchObject([finding])
    const dry = done(await app.asTest.post('/invoices?dry_run=true', { client_data: NAMELESS, items: [LINE] }))
    expect([dry.efactura_findings, codesOf(dry.warnings)]).toMatchObject([[finding], ['client_data.cui FCT-C14']])
    const { id, warnings } = await made.invoice({ client_data: NAMELESS })
    expect(codesOf(warnings)).toEqual(['client_data.cui FCT-C14'])
    const sent = done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    expect(codesOf(sent.warnings)).toEqual(['client_data.cui FCT-C14'])
    await settle(app)
    expect(await standing(app, id)).toMatchObject({ efactura_status: 'accepted' })
  })

  test('once ANAF has it so, its storno follows by itself', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id } = await made.invoice({ client_data: NAMELESS })
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app)
    const storno = await made.storno(id)
    await settle(app)
    expect(await submissionsOf(app, storno.id)).toMatchObject([{ state: 'accepted' }])
  })

  test('abroad, to whom is exported, is refused with its field before the number is spent', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const client_data = { name: 'Roe Inc', address: '1 Main St', city: 'Reno', country: 'US' }
    const items = [{ ...LINE, vat_rate: 0, vat_key: 'G' }]
    expect(await refused(app, () => app.asTest.post('/invoices', { client_data, items }))).toEqual({
      status: 400,
      code: 'efactura_invalid',
      problems: { 'client_data.cui': expect.anything() },
    })
    expect((await made.draft({ client_data, items })).efactura_findings).toContainEqual(
      expect.objectContaining({ rule: 'BR-RO-120', severity: 'fatal', path: 'client_data.cui' }),
    )
    expect(await nextNumber(app.asTest)).toBe(1)
    // An export need not be sent at all; with any number of its buyer it can be, and to a person without one.
    await made.invoice({ client_data, items, efactura_enabled: false })
    const withNumber = await made.invoice({ client_data: { ...client_data, rc: 'NV20261234567' }, items })
    const toPerson = await made.invoice({ client_data: { ...client_data, name: 'Jane Roe' }, items })
    await settle(app)
    for (const { id } of [withNumber, toPerson])
      expect(await submissionsOf(app, id)).toMatchObject([{ state: 'accepted' }])
  })
})

describe.each(dialects)('reverse charge on %s', (dialect) => {
  test('to a Romanian without a VAT identifier is told of, and sent', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const items = [{ ...LINE, vat_rate: 0, vat_key: 'AE' }]
    const client = await made.client(COMPLETE_BUYER)
    const registered = await made.invoice({ client_data: { ...COMPLETE_BUYER, name: 'Alt Client SRL' }, items })
    expect(registered.warnings).toEqual([])
    await app.database.transact(async (db) => {
      await db.kysely.updateTable('client').set({ cui_prefix: null }).where('id', '=', client.id).execute()
    })
    const { id, warnings } = await made.invoice({ client_id: client.id, items })
    expect(codesOf(warnings)).toEqual(['client_data.cui FCT-C15'])
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'accepted' }])
  })
})

describe.each(dialects)('a storno where the company sends by itself, on %s', (dialect) => {
  test('of an invoice with faults is issued, and waits to be corrected', async () => {
    const app = await testApp(dialect)
    const by = given(app.asTest)
    const old = await by.invoice({ client_data: { ...COMPLETE_BUYER, address: '' } })
    const made = await givenAutoSend(app)
    const storno = await made.storno(old.id)
    expect(storno).toMatchObject({ number_idx: 2, total: -121, efactura_status: 'error' })
    expect(codesOf(storno.warnings)).toEqual(['client_data.address BR-RO-082', 'storno_for efactura_original_not_sent'])
    expect(storno.efactura).toMatchObject({ status: 'error', error_code: 'efactura_held' })
    expect(await eventsOf(app, storno.id)).toEqual(['invoice.storned', 'efactura.error'])
    await settle(app)
    expect(await submissionsOf(app, storno.id)).toMatchObject([{ state: 'failed', sendAt: null }])
    const status = done(await app.asTest.get(`/efactura/invoice/${storno.id}/status`))
    expect(status).toMatchObject({ error_code: 'efactura_held', configure_url: null, submission: { last_error: null } })
    const corrections = { client: { address: 'Bd. Eroilor nr. 5' } }
    const sent = done(await app.asTest.post(`/efactura/retry/${storno.id}`, { corrections }))
    expect(codesOf(sent.warnings)).toEqual(['storno_for efactura_original_not_sent'])
    await settle(app)
    expect(await standing(app, storno.id)).toMatchObject({ efactura_status: 'accepted' })
    expect(await audit(app.database)).toEqual([])
  })

  test('is taken back with its voiding while it waits', async () => {
    const app = await testApp(dialect)
    const old = await given(app.asTest).invoice({ client_data: { ...COMPLETE_BUYER, address: '' } })
    const made = await givenAutoSend(app)
    const storno = await made.storno(old.id)
    done(await app.asTest.post(`/invoices/${storno.id}/void`))
    expect(await submissionsOf(app, storno.id)).toMatchObject([{ state: 'cancelled' }])
    expect((await made.storno(old.id)).number_idx).toBe(3)
    expect(await audit(app.database)).toEqual([])
  })
})

describe.each(dialects)('public institutions on %s', (dialect) => {
  const TOWN = { ...COMPLETE_BUYER, name: 'Comuna Model' }
  const TREASURY = { ...COMPLETE_BUYER, name: 'Model', iban: 'RO98TREZ21624A510103200X' }

  test.each([
    ['by the name', TOWN],
    ['by the account', TREASURY],
  ])('are left to people where the company wants it, and sent by hand: %s', async (_how, client_data) => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    done(await app.asTest.patch('/efactura/settings', { send_to_public_institutions: false }))
    const { id, warnings, efactura_status, efactura } = await made.invoice({ client_data })
    expect([efactura_status, efactura]).toEqual(['not_sent', undefined])
    expect(codesOf(warnings)).toContain('client_data.name efactura_left_to_people')
    const ordinary = await made.invoice({ client_data: { ...COMPLETE_BUYER, cui: 'RO1590082' } })
    await settle(app)
    expect(await standing(app, ordinary.id)).toMatchObject({ efactura_status: 'accepted' })
    expect(await submissionsOf(app, id)).toEqual([])
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app)
    expect(await standing(app, id)).toMatchObject({ efactura_status: 'accepted' })
  })

  test('are sent to as everybody else otherwise', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const { id } = await made.invoice({ client_data: TOWN })
    await settle(app)
    expect(await standing(app, id)).toMatchObject({ efactura_status: 'accepted' })
  })
})
