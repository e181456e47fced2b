import { describe, expect, test } from 'vitest'
import { done, given, read } from '../../../test/given.ts'
import { BUYER, beFirm, codeOf, FIRM, issued, secondSandbox, settle } from '../../../test/given-spv.ts'
import { type Caller, dialects, testApp } from '../../../test/harness.ts'
import { isCuiValid } from '../../domain/fiscal-code.ts'

const inboxOf = async (caller: Caller) => {
  done(await caller.post('/efactura/sync-messages', { days: 7 }))
  const { data } = await read(caller, '/efactura/messages')
  return data.map(({ type, cif }: { type: string; cif: string }) => [type, cif]).sort()
}

describe.each(dialects)('sandboxes of one server on %s', (dialect) => {
  test('begin with a code that no other has, and may send each other invoices with it', async () => {
    const app = await testApp(dialect)
    const second = await secondSandbox(app)
    const [mine, other] = [await read(app.asTest, '/settings'), await read(second, '/settings')].map(
      ({ firm }) => firm.cui.slice(2) as string,
    ) as [string, string]
    expect([isCuiValid(mine), isCuiValid(other), mine === other]).toEqual([true, true, false])
    const client_data = { ...BUYER, cui: `RO${other}` }
    const { id } = await given(app.asTest).invoice({ client_data })
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app, 5)
    expect(await inboxOf(app.asTest)).toEqual([['sent', mine]])
    expect(await inboxOf(second)).toEqual([['received', other]])
    const [message] = (await read(second, '/efactura/messages')).data
    const reply = { message: 'Lipsește comanda' }
    expect(done(await second.post(`/efactura/messages/${message.id}/reply`, reply))).toMatchObject({ status: 'sent' })
    app.clock.advance(60_000)
    expect(await inboxOf(app.asTest)).toContainEqual(['buyer_message', mine])
  })

  test('read nothing of a sandbox whose code they type', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    app.clock.advance(1_000)
    const thief = await secondSandbox(app, FIRM)
    const sender = await secondSandbox(app)
    const { id: forFirm } = await given(sender).invoice({ client_data: { ...BUYER, cui: FIRM.cui } })
    done(await sender.post(`/invoices/${forFirm}/send-to-spv`))
    await settle(app, 5)
    expect(await inboxOf(thief)).toEqual([])
    expect(await inboxOf(app.asTest)).toEqual([
      ['received', '1234567897'],
      ['sent', '1234567897'],
    ])
    // What it sends itself under that code is its own, and reaches whom it is for.
    const { id: own } = await given(thief).invoice({ client_data: BUYER })
    done(await thief.post(`/invoices/${own}/send-to-spv`))
    await settle(app, 5)
    expect(await inboxOf(thief)).toEqual([['sent', '1234567897']])
    expect(await inboxOf(app.asTest)).toHaveLength(2)
  })

  test('know nothing of what another one uploaded or may download', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app, 5)
    const [upload] = await app.database.read.query<{ seq: number }>('select seq from simulator_upload', [])
    const [message] = await app.database.read.query<{ seq: number }>('select seq from simulator_message', [])
    const second = await secondSandbox(app, FIRM)
    const ask = async (companyId: string, path: string) => {
      const headers = { authorization: `Bearer ${app.simulator.issueToken(['*'], companyId)}` }
      const answer = await app.simulator.handle(new Request(`http://anaf/test/FCTEL/rest/${path}`, { headers }))
      return [answer.headers.get('content-type'), (await answer.text()).slice(0, 500)] as const
    }
    const paths = [
      `stareMesaj?id_incarcare=${5_001_000_000 + Number(upload?.seq)}`,
      `descarcare?id=${3_001_000_000 + Number(message?.seq)}`,
    ] as const
    for (const path of paths) expect((await ask(second.companyId, path))[1]).toMatch(/[Nn]u exista/)
    expect((await ask(app.sandbox.companyId, paths[0]))[1]).toContain('stare="ok"')
    expect((await ask(app.sandbox.companyId, paths[1]))[0]).toBe('application/zip')
  })
})

describe.each(dialects)('a sample invoice on %s', (dialect) => {
  test('is in the inbox a moment later, and can be read like any other', async () => {
    const app = await testApp(dialect)
    const sent = done(await app.asTest.post('/efactura/simulator/invoices'))
    expect(sent).toMatchObject({ object: 'simulator_invoice', number: expect.stringMatching(/^PROBA-20261121-\d{6}$/) })
    await app.runDue()
    const { data } = await read(app.asTest, '/efactura/messages?type=received')
    expect(data).toMatchObject([
      {
        type: 'received',
        status: 'downloaded',
        upload_id: sent.upload_id,
        document: { number: sent.number, total: 1210, lines_count: 2, seller: { name: 'Furnizor de Probă SRL' } },
      },
    ])
    const xml = (await app.asTest.get(`/efactura/messages/${data[0].id}/xml`)).text
    const judged = done(await app.asTest.post('/efactura/validate?with=anaf', { xml }))
    expect(judged).toMatchObject({ is_valid: true, findings: [], anaf: { is_valid: true } })
    const second = await secondSandbox(app, { cui: (await read(app.asTest, '/settings')).firm.cui })
    expect(await inboxOf(second)).toEqual([])
    const reply = done(await app.asTest.post(`/efactura/messages/${data[0].id}/reply`, { message: 'Mulțumim' }))
    expect(reply).toMatchObject({ status: 'sent' })
  })

  test('comes to no live company, and to none that nobody could invoice', async () => {
    const app = await testApp(dialect)
    const path = '/efactura/simulator/invoices'
    expect(codeOf(await app.post(path))).toEqual([404, 'resource_not_found'])
    await beFirm(app, { city: '', county: '' })
    expect(codeOf(await app.asTest.post(path))).toEqual([400, 'efactura_invalid'])
    done(await app.asTest.patch('/settings', { cui: '' }))
    expect(codeOf(await app.asTest.post(path))).toEqual([400, 'invalid_request'])
    expect(await app.database.read.query('select * from simulator_upload', [])).toEqual([])
  })
})
