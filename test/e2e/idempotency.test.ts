import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertKey } from '../../src/resources/keys/key.store.ts'
import { makeKey } from '../../src/resources/keys/make-key.ts'
import { openDatabase } from '../../src/store/open.ts'
import { type Answer, dialects, freshConfig, type TestApp, testApp } from '../harness.ts'
import { audit, rowCounts } from './audit.ts'
import { type Reply, startServer } from './server.ts'

const line = { description: 'Servicii', quantity: 2, price: 150.5, vat_rate: 21 }
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index))
const withKey = (key: string) => ({ 'idempotency-key': key })
const newInvoice = { client_data: { name: 'Cumpărător SRL', cui: 'RO20000000' }, items: [line] }

/** One answer, given as often as it was asked for; all but one of them say that they are replays. */
function expectOneAnswer(answers: readonly (Answer | Reply)[], status: number): void {
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => status))
  expect(new Set(answers.map((answer) => answer.text))).toHaveProperty('size', 1)
  expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === 'true')).toHaveLength(answers.length - 1)
}

describe.each(dialects)('an Idempotency-Key on %s', (dialect) => {
  let app: TestApp
  let before: Record<string, number>
  let key: string
  beforeAll(async () => {
    app = await testApp(dialect)
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    before = await rowCounts(app.database)
    key = randomUUID()
  })
  const invoice = async (more: object = {}) => (await app.post('/invoices', { ...newInvoice, ...more })).body.data
  /** How many rows the test has added to each table. */
  const added = async () => {
    const after = Object.entries(await rowCounts(app.database))
    return Object.fromEntries(after.map(([table, n]) => [table, n - (before[table] ?? 0)]))
  }

  const anotherKey = async () => {
    const wish = {
      mode: 'live',
      name: 'Second',
      scopes: ['*'],
      allowedIps: [],
      rateLimitPerMinute: null,
      expiresAt: null,
    } as const
    const { secret, row } = makeKey({ ...app.live, ...wish }, 1)
    await app.database.transact(async (db) => insertKey(db, row))
    return secret
  }

  test('sent twenty times at once makes one invoice and twenty equal answers', async () => {
    const answers = await Promise.all(times(20, () => app.post('/invoices', newInvoice, withKey(key))))
    expectOneAnswer(answers, 201)
    expect(await added()).toMatchObject({ invoice: 1, idempotency: 1 })
    expect(await audit(app.database)).toEqual([])
    // And once more, later.
    app.clock.advance(86_399_000)
    const late = await app.post('/invoices', newInvoice, withKey(key))
    expect([late.text, late.headers['idempotent-replayed']]).toEqual([answers[0]?.text, 'true'])
  })

  test.each<[string, number, number, () => Promise<(header: Record<string, string>) => Promise<Answer>>]>([
    [
      'storno',
      201,
      2,
      async () => {
        const { id } = await invoice()
        return (header) => app.post(`/invoices/${id}/storno`, undefined, header)
      },
    ],
    [
      'pay',
      200,
      3,
      async () => {
        const { id } = await invoice()
        return (header) => app.post(`/invoices/${id}/pay`, undefined, header)
      },
    ],
    [
      'part of a payment',
      201,
      2,
      async () => {
        const { id } = await invoice()
        return (header) => app.post(`/invoices/${id}/payments`, { amount: 1 }, header)
      },
    ],
    [
      'void',
      200,
      1,
      async () => {
        const { id } = await invoice()
        return (header) => app.post(`/invoices/${id}/void`, { reason: 'Greșită' }, header)
      },
    ],
    [
      'PATCH that issues a draft',
      200,
      1,
      async () => {
        const { id } = await invoice({ is_draft: true })
        return (header) => app.patch(`/invoices/${id}`, { is_draft: false }, header)
      },
    ],
    [
      'PUT',
      200,
      1,
      async () => {
        const { client_id } = await invoice()
        return (header) => app.put(`/clients/${client_id}`, { phone: '0722000111' }, header)
      },
    ],
    [
      'DELETE of a draft',
      200,
      1,
      async () => {
        const { id } = await invoice({ is_draft: true })
        return (header) => app.del(`/invoices/${id}`, undefined, header)
      },
    ],
    [
      'DELETE of a payment',
      200,
      2,
      async () => {
        const { id } = await invoice()
        const payment = (await app.post(`/invoices/${id}/payments`, { amount: 5 })).body.data
        return (header) => app.del(`/payments/${payment.id}`, undefined, header)
      },
    ],
    [
      'series',
      201,
      1,
      async () => (header) => app.post('/invoice-series', { name: 'S', document_type: 'fiscal' }, header),
    ],
    ['settings', 200, 1, async () => (header) => app.patch('/settings', { payment_terms_days: 7 }, header)],
  ])('does a %s once, however often it is sent at once', async (_what, status, recorded, prepare) => {
    const call = await prepare()
    const { event } = await added()
    const answers = await Promise.all(times(10, () => call(withKey(key))))
    expectOneAnswer(answers, status)
    expect((await added()).event).toBe((event ?? 0) + recorded)
    expect(await audit(app.database)).toEqual([])
  })

  test('with another body is a conflict, also when both come at once', async () => {
    const bodies = [newInvoice, { ...newInvoice, notes: 'Alta' }]
    const answers = await Promise.all(times(12, (n) => app.post('/invoices', bodies[n % 2], withKey(key))))
    const [won, lost] = [201, 409].map((status) => answers.filter((answer) => answer.status === status))
    expect([won?.length, lost?.length]).toEqual([6, 6])
    expect(new Set(won?.map((answer) => answer.text))).toHaveProperty('size', 1)
    expect(lost?.[0]?.body.error.code).toBe('idempotency_conflict')
    expect(await added()).toMatchObject({ invoice: 1, idempotency: 1 })
    expect((await app.post('/invoices?x=1', newInvoice, withKey(key))).status).toBe(409)
  })

  test('belongs to its API key, its company, its address and its method', async () => {
    const secret = await anotherKey()
    const { id, client_id } = await invoice()
    const answers = [
      await app.post('/invoices', newInvoice, withKey(key)),
      await app.withKey(secret).post('/invoices', newInvoice, withKey(key)),
      await app.asOther.post('/invoices', newInvoice, withKey(key)),
      await app.asTest.post('/invoices', newInvoice, withKey(key)),
      await app.post(`/invoices/${id}/payments`, { amount: 1 }, withKey(key)),
      await app.post('/clients', { name: 'X' }, withKey(key)),
      await app.put(`/clients/${client_id}`, { name: 'X' }, withKey(key)),
      await app.patch(`/clients/${client_id}`, { name: 'X' }, withKey(key)),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201, 201, 200, 200])
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'])).toEqual([])
    expect(await added()).toMatchObject({ invoice: 5, idempotency: 8 })
  })

  test('is not used up by a request that is refused', async () => {
    const refused = { ...newInvoice, items: [{ ...line, discount_amount: 302 }] }
    const answers = await Promise.all(times(5, () => app.post('/invoices', refused, withKey(key))))
    expect(answers.map((answer) => answer.status)).toEqual(times(5, () => 400))
    expect((await app.post('/invoices?dry_run=true', newInvoice, withKey(key))).status).toBe(200)
    expect(await added()).toMatchObject({ invoice: 0, event: 0, idempotency: 0 })
    const accepted = await app.post('/invoices', newInvoice, withKey(key))
    expect([accepted.status, accepted.headers['idempotent-replayed']]).toEqual([201, undefined])
  })

  test('may be used again after 24 hours, and then again only once', async () => {
    const first = await app.post('/invoices', newInvoice, withKey(key))
    app.clock.advance(86_400_000)
    const again = await Promise.all(times(10, () => app.post('/invoices', newInvoice, withKey(key))))
    expectOneAnswer(again, 201)
    expect(again[0]?.text).not.toBe(first.text)
    expect(await added()).toMatchObject({ invoice: 2, idempotency: 1 })
    app.clock.advance(86_400_000)
    const refused = await app.post('/invoices', { ...newInvoice, items: [] }, withKey(key))
    expect(refused.status).toBe(400)
    expect((await app.post('/invoices', { ...newInvoice, client_id: 'cli_none' }, withKey(key))).status).toBe(400)
    expect((await app.post('/clients', { name: 'Y' }, withKey(key))).status).toBe(201)
    expect(await audit(app.database)).toEqual([])
  })

  test('replays nothing to a key that was revoked, and nothing on reads', async () => {
    const secret = await anotherKey()
    await app.withKey(secret).post('/invoices', newInvoice, withKey(key))
    const read = await Promise.all(times(2, () => app.withKey(secret).get('/invoices', withKey(key))))
    expect(read.map((answer) => answer.headers['idempotent-replayed'])).toEqual([undefined, undefined])
    await app.database.transact(async (db) => db.push(`update api_key set revoked_at = 1 where name = 'Second'`, []))
    app.clock.advance(6_000)
    expect((await app.withKey(secret).post('/invoices', newInvoice, withKey(key))).status).toBe(401)
  })

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['with a control character', 'a\u0001b'],
    ['outside ASCII', 'ă'],
    ['blank', ' '],
  ])('that is %s is refused, and nothing is done', async (_what, header) => {
    const answer = await app.app.inject({
      method: 'POST',
      url: '/v1/invoices',
      headers: { authorization: `Bearer ${app.live.secret}`, 'idempotency-key': header },
      payload: newInvoice,
    })
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'invalid_request'])
    expect(await added()).toMatchObject({ invoice: 0 })
  })
})

describe.skipIf(!dialects.includes('postgres'))('an Idempotency-Key sent to two servers at once', () => {
  test('makes one document and equal answers', async () => {
    const { env, config } = await freshConfig('postgres')
    const servers = [await startServer(env), await startServer(env)] as const
    const headers = { authorization: `Bearer ${servers[0].keys?.live}` }
    const sent = (path: string, body: unknown, key: string) =>
      Promise.all(
        times(20, (n) =>
          (servers[n % 2] ?? servers[0]).send('POST', `/v1${path}`, body, { ...headers, ...withKey(key) }),
        ),
      )
    const created = await sent('/invoices', newInvoice, 'k1')
    expectOneAnswer(created, 201)
    const { id } = JSON.parse(created[0]?.text ?? '').data
    expectOneAnswer(await sent(`/invoices/${id}/pay`, { amount: 100 }, 'k2'), 200)
    expectOneAnswer(await sent(`/invoices/${id}/storno`, undefined, 'k3'), 201)
    const database = await openDatabase(config)
    expect(await rowCounts(database)).toMatchObject({ invoice: 2, payment: 1, client: 1, idempotency: 3 })
    expect(await audit(database)).toEqual([])
    await database.close()
  })
})
