import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/open.ts'
import { type Answer, dialects, freshConfig, type TestApp, testApp } from '../harness.ts'
import { audit } from './audit.ts'
import { startServer } from './server.ts'

const PARALLEL = 200
const line = { description: 'Servicii', quantity: 2, price: 150.5, vat_rate: 21 }
const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index))
const codes = <T extends { status: number }>(answers: readonly T[], status: number): T[] =>
  answers.filter((answer) => answer.status === status)

/** Clients and series that the requests below refer to. */
interface Given {
  readonly clients: readonly string[]
  readonly inactive: string
  readonly proforma: string
}

/** Every third one is refused, each for another reason, most of them after something was written already. */
function creation(index: number, given: Given): { body: object; status: number } {
  const fresh = { client_data: { name: `Client ${index}`, cui: `RO${10_000_000 + index}` } }
  if (index % 3 !== 0) {
    const known = { client_id: given.clients[index % given.clients.length] }
    return {
      body: { ...(index % 2 === 0 ? fresh : known), items: [line, { ...line, discount_percent: 10 }] },
      status: 201,
    }
  }
  const refused: { body: object; status: number }[] = [
    { body: { ...fresh, items: [line, { ...line, discount_amount: 302 }] }, status: 400 },
    { body: { ...fresh, items: [line], series_id: 'ser_nosuch0000' }, status: 404 },
    { body: { ...fresh, items: [line], date: '2026-01-01' }, status: 400 },
    { body: { ...fresh, items: [line], series_id: given.proforma }, status: 400 },
    { body: { ...fresh, items: [{ ...line, vat_rate: 17 }] }, status: 400 },
    { body: { ...fresh, client_id: given.clients[0], items: [line] }, status: 400 },
    { body: { client_id: given.inactive, items: [line] }, status: 400 },
    { body: { ...fresh, items: [line], currency: 'EUR' }, status: 400 },
    { body: { ...fresh, items: [line], work_point_id: 'wp_nosuch0000' }, status: 404 },
    { body: { ...fresh, items: [line, { ...line, vat_key: 'O' }] }, status: 400 },
  ]
  return refused[(index / 3) % refused.length] as { body: object; status: number }
}

type Post = (path: string, body: object) => Promise<{ status: number; body: Answer['body'] }>

async function prepare(post: Post): Promise<Given> {
  const clients = await Promise.all(
    times(5, (n) => post('/clients', { name: `Vechi ${n}`, cui: `RO${20_000_000 + n}` })),
  )
  const inactive = await post('/clients', { name: 'Inactiv', is_active: false })
  const proforma = await post('/invoice-series', { name: 'PP', document_type: 'proforma' })
  const ids = clients.map((client) => client.body.data.id)
  await post('/invoices', { client_id: ids[0], items: [line] })
  return { clients: ids, inactive: inactive.body.data.id, proforma: proforma.body.data.id }
}

/** Sends everything at once and compares statuses, numbers and clients with what they must be. */
async function race(post: Post, given: Given): Promise<void> {
  const asked = times(PARALLEL, (index) => creation(index, given))
  const answers = await Promise.all(asked.map(({ body }) => post('/invoices', body)))
  expect(answers.map((answer) => answer.status)).toEqual(asked.map(({ status }) => status))
  const numbers = answers
    .filter((answer) => answer.status === 201)
    .map((answer) => answer.body.data.number_idx as number)
  expect(numbers.sort((a, b) => a - b)).toEqual(times(numbers.length, (index) => index + 2))
}

/** Half of the accepted ones brought a client of their own; the refused ones must have left none. */
const CLIENTS_AFTER = 6 + times(PARALLEL, (index) => index).filter((index) => index % 3 !== 0 && index % 2 === 0).length

describe.each(dialects)('200 documents issued at once on %s', (dialect) => {
  test('take distinct numbers without a gap, and the refused ones leave nothing', async () => {
    const { post, database, get } = await testApp(dialect)
    const given = await prepare(post)
    await race(post, given)
    expect(await audit(database)).toEqual([])
    expect((await get('/clients')).body.data.total).toBe(CLIENTS_AFTER)
  })
})

describe.skipIf(!dialects.includes('postgres'))('200 documents issued at once through two servers', () => {
  test('take distinct numbers without a gap, and the refused ones leave nothing', async () => {
    const { env, config } = await freshConfig('postgres')
    const first = await startServer(env)
    const second = await startServer(env)
    const headers = { authorization: `Bearer ${first.keys?.live}` }
    let turn = 0
    const post: Post = async (path, body) => {
      const { status, text } = await (turn++ % 2 === 0 ? first : second).send('POST', `/v1${path}`, body, headers)
      return { status, body: JSON.parse(text) }
    }
    const given = await prepare(post)
    // Answers are dated by the real clock here, and 1 January may be today.
    await race(post, given)
    const database = await openDatabase(config)
    expect(await audit(database)).toEqual([])
    expect(await database.read.query('select n from client_tally', [])).toEqual([{ n: CLIENTS_AFTER }])
    await database.close()
    expect([await first.stop(), await second.stop()]).toEqual([0, 0])
    expect(first.err() + second.err()).toBe('')
  })
})

describe.each(dialects)('what happens at once on %s', (dialect) => {
  let app: TestApp
  let client: string
  beforeAll(async () => {
    app = await testApp(dialect)
    client = (await app.post('/clients', { name: 'Cumpărător SRL', cui: 'RO20000000' })).body.data.id
  })
  afterAll(() => app.close())
  const invoice = async (more: object = {}) =>
    (await app.post('/invoices', { client_id: client, items: [line], ...more })).body.data.id as string
  const atOnce = (n: number, path: string, body?: object) => Promise.all(times(n, () => app.post(path, body)))

  test('ten stornos of one invoice are one storno', async () => {
    const id = await invoice()
    const answers = await atOnce(10, `/invoices/${id}/storno`)
    expect(codes(answers, 201)).toHaveLength(1)
    expect(codes(answers, 400).map((answer) => answer.body.error.code)).toEqual(
      times(9, () => 'invoice_already_storned'),
    )
    expect(await audit(app.database)).toEqual([])
  })

  test('partial stornos never reverse more than there was', async () => {
    const id = await invoice({ items: [{ ...line, quantity: 7 }] })
    const { lines } = (await app.get(`/invoices/${id}`)).body.data
    const answers = await atOnce(10, `/invoices/${id}/storno`, { items: [{ id: lines[0].id, quantity: 2 }] })
    expect(codes(answers, 201)).toHaveLength(3)
    expect((await app.get(`/invoices/${id}`)).body.data.lines[0].storned_quantity).toBe(6)
    expect(await audit(app.database)).toEqual([])
  })

  test('ten payments of all that is left are one payment', async () => {
    const id = await invoice()
    const answers = await atOnce(10, `/invoices/${id}/pay`)
    expect(codes(answers, 200)).toHaveLength(1)
    expect((await app.get(`/invoices/${id}`)).body.data).toMatchObject({ is_paid: true, remaining_amount: 0 })
    expect(await audit(app.database)).toEqual([])
  })

  test('ten payments of a third are three payments', async () => {
    const id = await invoice({ items: [{ ...line, quantity: 1, price: 100, vat_rate: 0 }] })
    const answers = await atOnce(10, `/invoices/${id}/payments`, { amount: 33 })
    expect(codes(answers, 201)).toHaveLength(3)
    expect((await app.get(`/invoices/${id}`)).body.data).toMatchObject({ paid_amount: 99, remaining_amount: 1 })
    expect(await audit(app.database)).toEqual([])
  })

  test('a draft issued ten times takes one number', async () => {
    const id = await invoice({ is_draft: true })
    const answers = await Promise.all(times(10, () => app.patch(`/invoices/${id}`, { is_draft: false })))
    expect(new Set(codes(answers, 200).map((answer) => answer.body.data.number_idx))).toHaveProperty('size', 1)
    const issued = await app.database.read.query(
      `select id from event where type = 'invoice.issued' and object_id = '${id}'`,
      [],
    )
    expect(issued).toHaveLength(1)
    expect(await audit(app.database)).toEqual([])
  })

  test('void, pay, storno, unvoid and changes of one invoice end in one of the states that one after the other allows', async () => {
    const ids = await Promise.all(times(12, () => invoice()))
    const answers = await Promise.all(
      ids.flatMap((id) => [
        app.post(`/invoices/${id}/void`),
        app.post(`/invoices/${id}/pay`, { amount: 10 }),
        app.post(`/invoices/${id}/pay`),
        app.post(`/invoices/${id}/storno`),
        app.post(`/invoices/${id}/unvoid`),
        app.patch(`/invoices/${id}`, { notes: 'Schimbat' }),
        app.del(`/invoices/${id}`),
        app.patch(`/clients/${client}`, { phone: '0722000111' }),
      ]),
    )
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    expect(await audit(app.database)).toEqual([])
  })

  test('corrections and deletions of one payment leave the invoice in step', async () => {
    const ids = await Promise.all(times(6, () => invoice()))
    const payments = await Promise.all(
      ids.map(async (id) => (await app.post(`/invoices/${id}/payments`, { amount: 50 })).body.data.id),
    )
    const answers = await Promise.all(
      payments.flatMap((id, index) => [
        app.patch(`/payments/${id}`, { amount: 20 }),
        app.del(`/payments/${id}`),
        app.patch(`/payments/${id}`, { amount: 60 }),
        app.post(`/invoices/${ids[index]}/pay`),
        app.del(`/payments/${id}`),
      ]),
    )
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    expect(await audit(app.database)).toEqual([])
  })

  test('the last number goes back while others take the next', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await invoice()
      await app.post(`/invoices/${id}/void`)
      const [deletion, ...creations] = await Promise.all([
        app.del(`/invoices/${id}`),
        ...times(6, () => app.post('/invoices', { client_id: client, items: [line] })),
      ])
      expect(creations.map((answer) => answer.status)).toEqual(times(6, () => 201))
      expect([200, 400]).toContain(deletion.status)
    }
    expect(await audit(app.database)).toEqual([])
  })

  test('one series is the primary one, whoever asked', async () => {
    const ids = await Promise.all(
      times(
        5,
        async (n) => (await app.post('/invoice-series', { name: `S${n}`, document_type: 'fiscal' })).body.data.id,
      ),
    )
    const answers = await Promise.all([
      ...ids.map((id) => app.post(`/invoice-series/${id}/set-primary`)),
      ...ids.map((id) => app.patch(`/invoice-series/${id}`, { is_active: false })),
      ...ids.map((id) => app.del(`/invoice-series/${id}`)),
      ...times(10, () => app.post('/invoices', { client_id: client, items: [line] })),
    ])
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    expect(await audit(app.database)).toEqual([])
  })

  test('a series is deleted or has documents, not both', async () => {
    for (let round = 0; round < 8; round++) {
      const series_id = (await app.post('/invoice-series', { name: `D${round}`, document_type: 'fiscal' })).body.data.id
      const answers = await Promise.all([
        app.del(`/invoice-series/${series_id}`),
        app.post('/invoices', { client_id: client, items: [line], series_id }),
        app.post('/invoices', { client_id: client, items: [line], series_id, is_draft: true }),
        app.post('/invoices', { client_id: client, items: [line], series_id }),
      ])
      expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
      expect(answers[0]?.status === 200).toBe(codes(answers, 201).length === 0)
    }
    expect(await audit(app.database)).toEqual([])
  })

  test('a client is deleted or has invoices, not both', async () => {
    for (let round = 0; round < 5; round++) {
      const client = { name: `Trecător ${round}`, cui: `RO${3_000_000 + round}` }
      const id = (await app.post('/clients', client)).body.data.id
      const answers = await Promise.all([
        app.post('/invoices', { client_id: id, items: [line] }),
        app.del(`/clients/${id}`),
        app.post('/invoices', { client_data: client, items: [line] }),
      ])
      expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
      expect(answers[2]?.status).toBe(201)
    }
    expect(await audit(app.database)).toEqual([])
  })

  test('one client is made of the same data sent many times', async () => {
    const sent = [
      { name: 'Nou SRL', cui: 'RO30000001' },
      { name: 'Ion Pop', email: 'ion@example.ro' },
    ]
    const answers = await Promise.all(
      times(20, (n) => app.post('/invoices', { client_data: sent[n % 2], items: [line] })),
    )
    expect(new Set(answers.map((answer) => answer.body.data.client_id))).toHaveProperty('size', 2)
    expect(await audit(app.database)).toEqual([])
  })

  test('settings, work points and series change beside issuing', async () => {
    const series_id = (await app.post('/invoice-series', { name: 'Z', document_type: 'fiscal' })).body.data.id
    const answers = await Promise.all(
      times(8, (n) => [
        app.patch('/settings', {
          payment_terms_days: n,
          bank_accounts: [{ iban: 'RO49AAAA1B31007593840000', bank_name: `B${n}` }],
        }),
        app.post('/work-points', { name: `Depozit ${n}` }),
        app.patch(`/invoice-series/${series_id}`, { name: `Z${n}`, start_number: n + 1 }),
        app.patch(`/invoice-series/${series_id}`, { next_number: 100 + n }),
        app.patch(`/invoice-series/${series_id}`, { name: `Y${n}`, next_number: 50 + n, reset_yearly: n % 2 === 0 }),
        app.post('/invoices', { client_id: client, items: [line], series_id }),
        app.post('/invoice-series', { name: 'Twin', document_type: 'fiscal' }),
      ]).flat(),
    )
    expect(answers.filter((answer) => answer.status >= 500)).toEqual([])
    expect(await audit(app.database, { gaps: true })).toEqual([])
    const twins = (await app.get('/invoice-series')).body.data.data.filter(
      (series: { name: string }) => series.name === 'Twin',
    )
    expect(twins).toHaveLength(1)
  })
})
