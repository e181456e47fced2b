import { describe, expect, test } from 'vitest'
import { done, given, read } from '../../../test/given.ts'
import { codeOf, rejected, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('a rejected invoice on %s', (dialect) => {
  test('is corrected and accepted under the same number and date, and what was issued stays', async () => {
    const app = await testApp(dialect)
    const { invoice, sent } = await rejected(app)
    expect(await read(app.asTest, `/invoices/${invoice.id}`)).toMatchObject({ efactura_status: 'rejected' })
    const line = invoice.lines[0].id
    const again = done(
      await app.asTest.post(`/efactura/retry/${sent.submission_id}`, {
        corrections: {
          client: { address: 'Str. Nouă nr. 7' },
          items: [{ id: line, description: 'Consultanță juridică', ubl_um: 'HUR' }],
          notes: 'Corectată',
        },
      }),
    )
    expect(again).toMatchObject({ status: 'submitted', invoice_number: invoice.number, warnings: [] })
    const { text } = await app.asTest.get(`/efactura/xml/${invoice.id}`)
    expect(text).toContain('Str. Nouă nr. 7')
    expect(text).toContain('Consultanță juridică')
    expect(text).toContain('unitCode="HUR"')
    expect(text).not.toContain('simulator:reject')
    expect(text).toContain(`<cbc:ID>${invoice.number}</cbc:ID>`)
    expect(text).toContain(`<cbc:IssueDate>${invoice.date}</cbc:IssueDate>`)
    await settle(app, 5)
    const now = await read(app.asTest, `/invoices/${invoice.id}`)
    expect(now).toMatchObject({ efactura_status: 'accepted', client: { address: 'Bd. Eroilor nr. 5' } })
    expect(now.lines[0].description).toBe('Consultanță')
    const { data } = await read(app.asTest, `/efactura/invoice/${invoice.id}/history`)
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['accepted', 'rejected'])
    expect(data[0].events.map(({ type }: { type: string }) => type)).toContain('efactura_corrected')
    expect(data[1].errors.join()).toContain('BR-RO-110')
    const reason = data[1].events.find(({ type }: { type: string }) => type === 'efactura_rejected')
    expect(reason.message).toContain('BR-RO-110')
  })

  test('is known to its storno as it was corrected', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const items = [{ id: invoice.lines[0].id, ubl_um: 'KGM' }]
    const corrections = {
      client: { name: 'Alt Nume SRL', cui: 'RO1590082', address: 'Str. Nouă nr. 7' },
      items,
      notes: 'Corectată',
    }
    done(await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections }))
    await settle(app, 5)
    const storno = done(await app.asTest.post(`/invoices/${invoice.id}/storno`))
    done(await app.asTest.post(`/invoices/${storno.id}/send-to-spv`))
    const { text } = await app.asTest.get(`/efactura/xml/${storno.id}`)
    for (const part of ['Alt Nume SRL', 'RO1590082', 'Str. Nouă nr. 7', 'unitCode="KGM"']) expect(text).toContain(part)
  })

  test('of which our rules refused everything so far is corrected too', async () => {
    const app = await testApp(dialect)
    const client_data = { name: 'Fără Adresă SRL', cui: 'RO14399840', city: 'Cluj-Napoca', county: 'Cluj' }
    const { id } = await given(app.asTest).invoice({ client_data })
    expect(codeOf(await app.asTest.post(`/invoices/${id}/send-to-spv`))).toEqual([400, 'invalid_client_data'])
    const corrections = { client: { address: 'Str. Nouă nr. 7' } }
    done(await app.asTest.post(`/efactura/retry/${id}`, { corrections }))
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'accepted' })
    expect(codeOf(await app.asTest.post('/efactura/retry/inv_nothing000', { corrections }))).toEqual([
      404,
      'resource_not_found',
    ])
  })

  test('keeps earlier corrections under later ones', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const retry = async (corrections: object) =>
      done(await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections }))
    await retry({ client: { address: 'Str. Nouă nr. 7' } })
    done(await app.asTest.post(`/efactura/cancel/${invoice.id}`))
    await retry({ client: { phone: '0740000000' }, notes: 'A doua' })
    const { text } = await app.asTest.get(`/efactura/xml/${invoice.id}`)
    expect(text).toContain('Str. Nouă nr. 7')
    expect(text).toContain('A doua')
    expect(text).not.toContain('simulator:reject')
  })

  test('is not corrected in ways that change what it is worth, or that are wrong', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const id = invoice.lines[0].id
    const count = async () => (await read(app.asTest, '/efactura/submissions')).total
    const attempt = async (corrections: object) => {
      const { status, body } = await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections })
      return [status, body.error.code, Object.keys(body.error.errors ?? {})]
    }
    const bad = (...paths: string[]) => [400, 'invalid_request', paths.map((path) => `corrections.${path}`)]
    expect(await attempt({ items: [{ id, price: 1 }] })).toEqual(bad('items.0.price'))
    expect(
      await attempt({ items: [{ id, descripton: 'x' }], note: 'x', client: { nume: 'x', cif: '1', x: null } }),
    ).toEqual(bad('note', 'client.nume', 'items.0.descripton'))
    expect(await attempt({ items: [{ id: 'lin_other', unit: 'kg' }] })).toEqual(bad('items.0.id'))
    expect(await attempt({ items: [{ id }, { id }] })).toEqual(bad('items.1.id'))
    expect(await attempt({ items: [{ unit: 'kg' }] })).toEqual(bad('items.0.id'))
    expect(await attempt({ client: { city: 'București', county: 'București' } })).toEqual(bad('client.city'))
    expect(await attempt({ client: { cui: 'RO1', country: 'XX' } })).toEqual(bad('client.country'))
    expect((await attempt({ client: { address: '' } })).slice(0, 2)).toEqual([400, 'invalid_client_data'])
    expect((await attempt({ client: { cui: 'RO14399841' } })).slice(0, 2)).toEqual([400, 'efactura_invalid'])
    expect(await count()).toBe(1)
    const dry = await app.asTest.post(`/efactura/retry/${invoice.id}?dry_run=true`, { corrections: { notes: 'X' } })
    expect([dry.status, await count()]).toEqual([200, 1])
  })

  test('is not sent again as it was by whom means to correct it', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const { status, body } = await app.asTest.post(`/efactura/retry/${invoice.id}`, {
      client: { address: 'Str. Nouă' },
    })
    expect([status, Object.keys(body.error.errors)]).toEqual([400, ['client']])
  })

  test.each(['/efactura/retry/', '/efactura/submit/'])('goes again unchanged by %s, with a warning', async (path) => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const again = done(await app.asTest.post(`${path}${invoice.id}`))
    expect(again.warnings).toMatchObject([{ code: 'efactura_resent_unchanged', field: 'corrections' }])
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${invoice.id}`)).toMatchObject({ efactura_status: 'accepted' })
  })

  test('keeps what was put right, also when it is sent and not repeated', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const corrections = { client: { address: 'Str. Nouă nr. 7' }, notes: 'Corectată' }
    done(await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections }))
    done(await app.asTest.post(`/efactura/cancel/${invoice.id}`))
    done(await app.asTest.post(`/invoices/${invoice.id}/send-to-spv`))
    expect((await app.asTest.get(`/efactura/xml/${invoice.id}`)).text).toContain('Str. Nouă nr. 7')
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${invoice.id}`)).toMatchObject({ efactura_status: 'accepted' })
  })

  test('is storned with the advice to send it instead, which is still possible', async () => {
    const app = await testApp(dialect)
    const { invoice } = await rejected(app)
    const storno = await given(app.asTest).storno(invoice.id)
    expect(storno.warnings).toMatchObject([{ code: 'efactura_original_not_there', field: 'efactura_status' }])
    done(await app.asTest.post(`/invoices/${storno.id}/void`))
    done(await app.asTest.post(`/efactura/retry/${invoice.id}`, { corrections: { notes: 'Corectată' } }))
    await settle(app, 5)
    const again = await given(app.asTest).storno(invoice.id)
    expect(again.warnings).toEqual([])
  })

  test('is repeated once, however many ask at once', async () => {
    const app = await testApp(dialect)
    const { invoice, sent } = await rejected(app)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        app.asTest.post(`/efactura/retry/${sent.submission_id}`, { corrections: { notes: 'X' } }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status !== 200).map((one) => codeOf(one).join()))).toEqual(
      new Set(['400,submission_not_repeatable']),
    )
    expect((await read(app.asTest, `/efactura/submissions?invoice_id=${invoice.id}`)).total).toBe(2)
  })
})
