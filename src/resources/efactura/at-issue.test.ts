import { describe, expect, test } from 'vitest'
import { audit } from '../../../test/e2e/audit.ts'
import { done, eventsOf, LINE, nextNumber, read, refused, stored } from '../../../test/given.ts'
import { COMPLETE_BUYER, givenAutoSend, givenSwitches, settle, submissionsOf } from '../../../test/given-efactura.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const GOOD = { client_data: COMPLETE_BUYER, items: [LINE] }
/** No street: BR-RO-082. */
const BAD = { client_data: { ...COMPLETE_BUYER, address: '' }, items: [LINE] }

describe.each(dialects)('issuing where the company sends by itself, on %s', (dialect) => {
  test('puts the invoice on its way, and ANAF accepts it', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app)
    const invoice = done(await app.asTest.post('/invoices', GOOD))
    expect(invoice).toMatchObject({
      efactura_status: 'pending',
      warnings: [],
      efactura: { status: 'pending', environment: 'test', error_code: null, errors: [], deadline: '2026-11-27' },
    })
    expect(invoice.efactura.id).toBe(invoice.efactura_submission_id)
    expect(await eventsOf(app, invoice.id)).toEqual(['invoice.created', 'efactura.queued'])
    expect(await submissionsOf(app, invoice.id)).toMatchObject([
      { state: 'queued', deadline: '2026-11-27', sendAt: '2026-11-21T10:00:00.000Z' },
    ])
    await settle(app)
    expect(await read(app.asTest, `/invoices/${invoice.id}`)).toMatchObject({ efactura_status: 'accepted' })
    expect(await audit(app.database)).toEqual([])
  })

  test.each([
    ['daily, before the hour', '2026-11-21T10:00:00Z', { efactura_daily_hour: 20 }, '2026-11-21T18:00:00.000Z'],
    ['daily, at the hour', '2026-11-21T18:00:00Z', { efactura_daily_hour: 20 }, '2026-11-22T18:00:00.000Z'],
    ['daily, in summer', '2026-07-01T10:00:00Z', { efactura_daily_hour: 20 }, '2026-07-01T17:00:00.000Z'],
    ['daily, into summer time', '2026-03-28T19:00:00Z', { efactura_daily_hour: 20 }, '2026-03-29T17:00:00.000Z'],
    ['daily, into winter time', '2026-10-24T18:00:00Z', { efactura_daily_hour: 20 }, '2026-10-25T18:00:00.000Z'],
    ['daily, in the hour left out', '2026-03-28T22:00:00Z', { efactura_daily_hour: 3 }, '2026-03-29T01:00:00.000Z'],
  ])('%s', async (_what, now, switches, sendAt) => {
    const app = await testApp(dialect, { now })
    await givenAutoSend(app, { efactura_timing: 'daily', ...switches })
    const { id } = done(await app.asTest.post('/invoices', GOOD))
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'queued', sendAt }])
  })

  test('after hours of delay it leaves, and not before', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app, { efactura_timing: 'delayed', efactura_delay_hours: 36 })
    const { id } = done(await app.asTest.post('/invoices', GOOD))
    expect(await submissionsOf(app, id)).toMatchObject([{ sendAt: '2026-11-22T22:00:00.000Z' }])
    const { body } = await app.asTest.get(`/invoices/${id}/history`, { 'accept-language': 'ro' })
    expect(body.data.data[0].message).toMatch(/^Așteaptă trimiterea la ANAF: .+, 2026-11-23 00:00$/)
    app.clock.set('2026-11-22T21:00:00Z')
    await app.runDue()
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'queued' }])
    app.clock.set('2026-11-22T22:00:00Z')
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'accepted' }])
  })

  test('what waits for its hour goes at once when somebody sends it, and only once', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app, { efactura_timing: 'daily' })
    const { id } = done(await app.asTest.post('/invoices', GOOD))
    expect(done(await app.asTest.post(`/invoices/${id}/send-to-spv`))).toMatchObject({ status: 'submitted' })
    const again = await app.asTest.post(`/invoices/${id}/send-to-spv`)
    expect([again.status, again.body.error.code]).toEqual([400, 'already_sent_to_spv'])
    await settle(app)
    app.clock.advance(2 * 86_400_000)
    await settle(app)
    expect(await submissionsOf(app, id)).toMatchObject([{ state: 'cancelled' }, { state: 'accepted' }])
  })

  test('what ANAF would refuse is refused with its field, and spends no number', async () => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app)
    const draft = await made.draft(BAD)
    expect(draft.efactura_findings).toMatchObject([{ rule: 'BR-RO-082', path: 'client_data.address' }])
    const bad = { status: 400, code: 'efactura_invalid', problems: { 'client_data.address': expect.anything() } }
    expect(await refused(app, () => app.asTest.post('/invoices', BAD))).toEqual(bad)
    expect(await refused(app, () => app.asTest.post('/invoices?dry_run=true', BAD))).toEqual(bad)
    expect(await refused(app, () => app.asTest.patch(`/invoices/${draft.id}`, { is_draft: false }))).toEqual(bad)
    expect(await nextNumber(app.asTest)).toBe(1)
    const put = { is_draft: false, client_data: { address: 'Str. Nouă nr. 2' } }
    expect(done(await app.asTest.patch(`/invoices/${draft.id}`, put))).toMatchObject({
      number_idx: 1,
      efactura_status: 'pending',
    })
    expect(await eventsOf(app, draft.id)).toEqual(['invoice.created', 'invoice.issued', 'efactura.queued'])
  })

  test('a suggestion comes along, in the language of the caller', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app)
    const body = { ...GOOD, items: [{ ...LINE, description: 'Servicii de consultanță '.repeat(8) }] }
    const { body: answer } = await app.asTest.post('/invoices', body, { 'accept-language': 'ro' })
    expect(answer.error.code).toBe('efactura_invalid')
    expect(answer.error.errors['items.0.description']).toMatch(/Sugestie: „Servicii de consultanță.*…”/)
  })

  test('of calls at once, half of them refused, the good ones take every number and no other', async () => {
    const app = await testApp(dialect)
    await givenAutoSend(app)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_one, index) => app.asTest.post('/invoices', index % 2 === 0 ? GOOD : BAD)),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_one, index) => (index % 2 === 0 ? 201 : 400)))
    const numbers = answers.flatMap(({ body }) => (body.data ? [body.data.number_idx] : []))
    expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await nextNumber(app.asTest)).toBe(9)
    expect((await stored(app)).efactura_submission).toHaveLength(8)
    expect(await audit(app.database)).toEqual([])
  })

  test.each([
    ['380', 'UBL'],
    ['381', 'CN'],
  ] as const)('a storno is sent too, as %s', async (stornoAs, standard) => {
    const app = await testApp(dialect)
    const made = await givenAutoSend(app, { efactura_storno_as: stornoAs })
    const { id } = await made.invoice(GOOD)
    await settle(app)
    const storno = await made.storno(id)
    expect(storno).toMatchObject({ efactura_status: 'pending' })
    await settle(app)
    expect(await submissionsOf(app, storno.id)).toMatchObject([{ state: 'accepted', standard }])
    expect(await audit(app.database)).toEqual([])
  })

  test('without an authorisation the invoice stands, says so, and waits', async () => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 1, efactura_auto_send: 1 }, 'live')
    const invoice = await made.invoice(GOOD)
    expect(invoice).toMatchObject({
      number_idx: 1,
      efactura_status: 'pending',
      efactura: { status: 'error', error_code: 'oauth_not_configured', errors: [expect.stringContaining('authorise')] },
    })
    await app.runDue()
    const [waiting] = await submissionsOf(app, invoice.id)
    expect(waiting).toMatchObject({ state: 'checked', last_error: 'oauth_not_configured' })
    expect(waiting?.sendAt).not.toBe(null)
    const { body } = await app.post(`/invoices/${invoice.id}/send-to-spv`)
    expect(body.error.errors.efactura_status).toMatch(/nobody has authorised/)
    const why = {
      error_code: 'oauth_not_configured',
      message: expect.stringMatching(/nu este încă autorizată .*live.*configure_url/),
    }
    const ro = { 'accept-language': 'ro' }
    const told = async (path: string) => done(await app.get(path, ro))
    expect((await told(`/invoices/${invoice.id}?expand[]=efactura`)).efactura).toMatchObject({
      status: 'pending',
      ...why,
    })
    expect(await told(`/efactura/invoice/${invoice.id}/status`)).toMatchObject({
      ...why,
      configure_url: (await told('/efactura/status')).configure_url,
      submission: { ...why, last_error: why.message },
    })
    expect((await told(`/efactura/invoice/${invoice.id}/history`)).data).toMatchObject([why])
  })

  test.each([
    ['a draft', { is_draft: true }, {}],
    ['a proforma', { document_type: 'proforma' }, {}],
    ['an invoice with its switch off', { efactura_enabled: false }, {}],
    ['an invoice of a company that sends by hand', {}, { efactura_auto_send: 0 }],
    ['an invoice of a company without e-Factura', {}, { efactura_enabled: 0 }],
  ])('%s is not sent', async (_what, fields, switches) => {
    const app = await testApp(dialect)
    await givenAutoSend(app, switches)
    const { id, efactura } = done(await app.asTest.post('/invoices', { ...GOOD, ...fields }))
    expect([efactura, await submissionsOf(app, id), (await stored(app)).job]).toEqual([undefined, [], []])
  })
})

describe.each(dialects)('findings without sending, on %s', (dialect) => {
  const street = { code: 'BR-RO-082', field: 'client_data.address', message: expect.any(String) }

  test('what ANAF would refuse is a warning where e-Factura is enabled', async () => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 1, efactura_auto_send: 0 })
    const invoice = await made.invoice(BAD)
    expect(invoice).toMatchObject({ number_idx: 1, efactura_status: 'not_sent', warnings: [street] })
    expect(invoice.efactura_findings).toBe(undefined)
    expect(await made.storno(invoice.id)).toMatchObject({ warnings: [street] })
    const note = { notes: 'Vă mulțumim!' }
    expect(done(await app.asTest.patch(`/invoices/${(await made.invoice(BAD)).id}`, note))).toMatchObject({
      warnings: [street],
    })
    expect((await made.invoice({ ...BAD, efactura_enabled: false })).warnings).toEqual([])
  })

  test('a company without e-Factura hears of it on dry runs alone', async () => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 0 })
    expect(await made.invoice(BAD)).toMatchObject({ warnings: [] })
    const before = await stored(app)
    const previews = [
      await app.asTest.post('/invoices?dry_run=true', BAD),
      await app.asTest.post('/invoices?dry_run=true', { ...BAD, is_draft: true }),
    ]
    for (const preview of previews) {
      expect(done(preview)).toMatchObject({
        efactura_findings: [{ rule: 'BR-RO-082', severity: 'fatal' }],
        warnings: [],
      })
    }
    expect(await stored(app)).toEqual(before)
  })

  test('every preview tells, of good documents that nothing is wrong', async () => {
    const app = await testApp(dialect)
    const made = await givenSwitches(app, { efactura_enabled: 1, efactura_auto_send: 0 })
    const { id } = await made.invoice(GOOD)
    const draft = await made.draft(GOOD)
    expect(draft.efactura_findings).toEqual([])
    const previews = [
      app.asTest.post('/invoices?dry_run=true', GOOD),
      app.asTest.patch(`/invoices/${id}?dry_run=true`, { notes: 'x' }),
      app.asTest.patch(`/invoices/${draft.id}?dry_run=true`, { is_draft: false }),
      app.asTest.post(`/invoices/${id}/storno?dry_run=true`),
    ]
    for (const preview of previews) expect(done(await preview).efactura_findings).toEqual([])
    const proforma = { ...GOOD, document_type: 'proforma' }
    expect(done(await app.asTest.post('/invoices?dry_run=true', proforma)).efactura_findings).toBe(undefined)
  })
})
