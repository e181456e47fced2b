import { describe, expect, test } from 'vitest'
import { done, read } from '../../../test/given.ts'
import { beFirm, codeOf, issued, rejected, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'

describe.each(dialects)('what became of an invoice at ANAF on %s', (dialect) => {
  test('is told of one that was never sent', async () => {
    const app = await testApp(dialect)
    const { id, number } = await issued(app)
    expect(await read(app.asTest, `/efactura/invoice/${id}/status`)).toMatchObject({
      invoice_number: number,
      efactura_status: 'not_sent',
      sent_to_anaf: false,
      is_final: false,
      deadline: expect.stringMatching(/^2026-/),
      submission: null,
    })
    expect(await read(app.asTest, `/efactura/invoice/${id}/history`)).toEqual({ object: 'list', data: [], total: 0 })
    const xml = await app.asTest.get(`/efactura/xml/${id}?download=1`)
    expect(xml).toMatchObject({ status: 200, headers: { 'content-type': 'application/xml' } })
    expect(xml.headers['content-disposition']).toBe(`attachment; filename="${number}.xml"`)
    expect(xml.text).toContain(`<cbc:ID>${number}</cbc:ID>`)
    expect(codeOf(await app.asTest.get(`/efactura/archive/${id}`))).toEqual([404, 'efactura_xml_missing'])
  })

  test('is told of one that was accepted, with its files', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    const before = (await app.asTest.get(`/efactura/xml/${id}`)).text
    const sent = done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app, 5)
    const status = await read(app.asTest, `/efactura/invoice/${id}/status`)
    expect(status).toMatchObject({ efactura_status: 'accepted', sent_to_anaf: true, is_final: true, errors: [] })
    expect(await read(app.asTest, `/efactura/status/${status.upload_id}`)).toMatchObject({
      submission_id: sent.submission_id,
      status: 'accepted',
      has_archive: true,
    })
    const { data } = await read(app.asTest, `/efactura/invoice/${id}/history`)
    expect(data).toHaveLength(1)
    expect(data[0].events.map(({ type }: { type: string }) => type)).toEqual([
      'efactura_accepted',
      'efactura_sent',
      'efactura_submitted',
    ])
    expect((await app.asTest.get(`/efactura/xml/${id}`)).text).toBe(before)
    const zip = await app.app.inject({
      url: `/v1/efactura/archive/${id}`,
      headers: { authorization: `Bearer ${app.sandbox.secret}` },
    })
    expect(zip.headers['content-type']).toBe('application/zip')
    const rows = await app.database.read.query<{ content: string }>(
      `select content from efactura_file where kind = 'archive'`,
      [],
    )
    expect(rows.map(({ content }) => content)).toContain(zip.rawPayload.toString('base64'))
    const head = await app.app.inject({
      method: 'HEAD',
      url: `/v1/efactura/archive/${id}`,
      headers: { authorization: `Bearer ${app.sandbox.secret}` },
    })
    expect([head.statusCode, head.body]).toEqual([200, ''])
    expect(codeOf(await app.asTest.post(`/efactura/retry/${id}`))).toEqual([400, 'submission_not_repeatable'])
    expect(codeOf(await app.asTest.post(`/efactura/cancel/${id}`))).toEqual([400, 'submission_not_cancellable'])
  })

  test('is listed and filtered', async () => {
    const app = await testApp(dialect)
    const { invoice, sent } = await rejected(app)
    const other = await issued(app)
    done(await app.asTest.post(`/invoices/${other.id}/send-to-spv`))
    const ids = async (query: string) => {
      const list = await read(app.asTest, `/efactura/submissions${query}`)
      expect(list.total).toBe(list.data.length)
      return list.data.map(({ invoice_id: id }: { invoice_id: string }) => id)
    }
    expect(await ids('')).toEqual([other.id, invoice.id])
    expect(await ids('?status=rejected')).toEqual([invoice.id])
    expect(await ids('?state=checked&environment=test')).toEqual([other.id])
    expect(await ids('?environment=live')).toEqual([])
    expect(await ids(`?invoice_id=${invoice.id}&start_date=2026-11-21&end_date=2026-11-21`)).toEqual([invoice.id])
    expect(await ids('?end_date=2026-11-20')).toEqual([])
    expect(await ids('?state=checked&status=rejected')).toEqual([])
    const list = await read(app.asTest, `/efactura/submissions?status=rejected`)
    expect(list.data[0]).toMatchObject({ submission_id: sent.submission_id, invoice_number: invoice.number })
    expect(codeOf(await app.asTest.get('/efactura/submissions?status=lost'))).toEqual([400, 'invalid_request'])
    const { data } = await read(app, '/efactura/submissions')
    expect(data).toEqual([])
  })

  test('can be taken back before it is sent, and sent again after', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    const sent = done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    const cancelled = done(await app.asTest.post(`/efactura/cancel/${sent.submission_id}`))
    expect(cancelled).toMatchObject({ status: 'cancelled', submission_id: sent.submission_id })
    expect(
      await app.database.read.query('select * from job where kind like ?'.replace('?', "'efactura.sub%'"), []),
    ).toEqual([])
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'not_sent' })
    expect(codeOf(await app.asTest.post(`/efactura/cancel/${id}`))).toEqual([400, 'submission_not_cancellable'])
    const again = done(await app.asTest.post(`/efactura/retry/${id}`))
    expect(again.submission_id).toBeGreaterThan(sent.submission_id)
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'accepted' })
  })

  test('knows nothing of what does not exist', async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    for (const path of [
      'status/123',
      'invoice/inv_none/status',
      'invoice/inv_none/history',
      'xml/inv_none',
      'archive/x',
    ]) {
      expect([path, ...codeOf(await app.asTest.get(`/efactura/${path}`))]).toEqual([path, 404, 'resource_not_found'])
    }
    for (const path of ['retry/99', 'cancel/sub_none', 'cancel/a%20b', 'retry/99999999999999999999']) {
      expect([path, ...codeOf(await app.asTest.post(`/efactura/${path}`))]).toEqual([path, 404, 'resource_not_found'])
    }
  })
})
