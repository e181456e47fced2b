import { describe, expect, test } from 'vitest'
import { done, read } from '../../../test/given.ts'
import { beFirm, codeOf, FIRM, issued, secondSandbox, settle } from '../../../test/given-spv.ts'
import { dialects, testApp } from '../../../test/harness.ts'
import { SANDBOX_FAULTS } from '../../domain/efactura/simulated-faults.ts'
import { FAULT_KINDS, isPossible } from '../../simulator/faults.ts'

const PATH = '/efactura/simulator/faults'

test('a sandbox has the faults of the simulator, where the simulator has them', () => {
  expect(Object.keys(SANDBOX_FAULTS).sort()).toEqual(Object.keys(FAULT_KINDS).sort())
  for (const [kind, places] of Object.entries(SANDBOX_FAULTS)) {
    for (const place of places) expect([kind, place, isPossible(kind as never, place)]).toEqual([kind, place, true])
  }
})

describe.each(dialects)('faults on demand on %s', (dialect) => {
  test('happen to the sandbox that ordered them', async () => {
    const app = await testApp(dialect)
    const { id } = await issued(app)
    const ordered = done(await app.asTest.post(PATH, { kind: 'reject', endpoint: 'upload', rules: ['BR-RO-110'] }))
    expect(ordered).toMatchObject({ kind: 'reject', times_left: 1, rules: ['BR-RO-110'] })
    expect((await read(app.asTest, PATH)).data).toEqual([ordered])
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${id}?expand[]=efactura`)).toMatchObject({
      efactura_status: 'rejected',
      efactura: { errors: [expect.stringContaining('BR-RO-110')] },
    })
    expect((await read(app.asTest, PATH)).data).toMatchObject([{ times_left: 0 }])
    expect(done(await app.asTest.del(PATH))).toEqual({ object: 'list', data: [], total: 0 })
  })

  test('are no matter of live companies, and of no other sandbox with the same code', async () => {
    const app = await testApp(dialect)
    const answers = [await app.get(PATH), await app.post(PATH, { kind: 'html' }), await app.del(PATH)]
    expect(answers.map(codeOf)).toEqual(Array(3).fill([404, 'resource_not_found']))
    const { id } = await issued(app)
    const second = await secondSandbox(app, FIRM)
    done(await second.post(PATH, { kind: 'reject', times: 5 }))
    expect((await read(app.asTest, PATH)).data).toEqual([])
    done(await app.asTest.del(PATH))
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    await settle(app, 5)
    expect(await read(app.asTest, `/invoices/${id}`)).toMatchObject({ efactura_status: 'accepted' })
    expect((await read(second, PATH)).data).toMatchObject([{ times_left: 5 }])
  })

  test('are ordered by words that there are', async () => {
    const app = await testApp(dialect)
    await beFirm(app)
    const wrong = [
      {},
      { kind: 'earthquake' },
      { kind: 'reject', endpoint: 'descarcare' },
      { kind: 'slow', delay_ms: 60_001 },
      { kind: 'slow', times: 0 },
      { kind: 'html', endpoint: 'token' },
      { kind: 'reject', rules: 'BR-RO-110' },
    ]
    for (const body of wrong) expect(codeOf(await app.asTest.post(PATH, body))).toEqual([400, 'invalid_request'])
    expect(done(await app.asTest.post(PATH, { kind: 500 }))).toMatchObject({ kind: '500', endpoint: '*' })
    for (let n = 1; n < 50; n++) done(await app.asTest.post(PATH, { kind: 'html' }))
    expect(codeOf(await app.asTest.post(PATH, { kind: 'html' }))).toEqual([400, 'invalid_request'])
  })
})
