import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertJob } from '../../src/jobs/enqueue.store.ts'
import { insertKey } from '../../src/resources/keys/key.store.ts'
import { type KeyRequest, makeKey } from '../../src/resources/keys/make-key.ts'
import { insertEfactura } from '../given-efactura-rows.ts'
import { failedJob } from '../given-jobs.ts'
import { type Caller, dialects, type TestApp, testApp } from '../harness.ts'
import { offeredRoutes, type Route } from './routes.ts'

/** Occurs in everything that the first company keeps to itself. */
const SECRET = 'Zxqw'
const line = { description: `${SECRET} servicii`, quantity: 2, price: 150.5, vat_rate: 21 }

interface Objects {
  readonly cli: string
  readonly inv: readonly string[]
  readonly lin: string
  readonly pay: string
  readonly ser: string
  readonly wp: string
  readonly job: string
  /** A submission, by its number, its id and ANAF's. */
  readonly sub: readonly string[]
  readonly upload: string
  readonly msg: readonly string[]
}

/** What a stranger may try on an address, besides putting a foreign id into it. */
interface Attack {
  /** Which objects the id in the path can name. */
  readonly ids?: (objects: Objects) => readonly string[]
  /** Foreign ids in the query; the answer is an empty list. */
  readonly filters?: (objects: Objects) => readonly string[]
  /** Foreign ids in the body; the answer is 404. */
  readonly bodies?: (objects: Objects) => readonly object[]
}

const invoices = ({ inv }: Objects) => inv
const series: Attack = { ids: ({ ser }) => [ser] }
const seriesList: Attack = { bodies: ({ wp }) => [{ name: 'X', document_type: 'fiscal', work_point_id: wp }] }

/** Every address of the API. A new one is added here with what can be tried on it. */
const ATTACKS: Readonly<Record<string, Attack>> = {
  '/v1/clients': {
    filters: () => [`search=${SECRET}`, 'cui=20000001'],
    bodies: ({ wp }) => [{ name: 'X', work_point_id: wp }],
  },
  '/v1/clients/:id': { ids: ({ cli }) => [cli], bodies: () => [{ name: 'Furat' }] },
  '/v1/invoices': {
    filters: ({ cli, ser }) => [
      `client_id=${cli}`,
      `series_id=${ser}`,
      `search=${SECRET}`,
      `client_id=${cli}&expand=lines,client`,
    ],
    bodies: ({ cli, ser, wp }) => [
      { client_id: cli, items: [line] },
      { client_data: { name: 'Y' }, items: [line], series_id: ser },
      { client_data: { name: 'Y' }, items: [line], work_point_id: wp },
    ],
  },
  '/v1/invoices/:id': {
    ids: invoices,
    bodies: ({ cli }) => [{ client_id: cli }, { is_draft: false }, { notes: 'Furat' }],
  },
  '/v1/invoices/:id/history': { ids: invoices },
  '/v1/invoices/:id/pay': { ids: invoices, bodies: () => [{ amount: 1 }] },
  '/v1/invoices/:id/payments': { ids: invoices, bodies: () => [{ amount: 1 }] },
  '/v1/invoices/:id/void': { ids: invoices },
  '/v1/invoices/:id/unvoid': { ids: invoices },
  '/v1/invoices/:id/storno': { ids: invoices, bodies: ({ lin }) => [{ items: [{ id: lin, quantity: 1 }] }] },
  '/v1/payments': { filters: ({ inv, cli }) => [`client_id=${cli}`, ...inv.map((id) => `invoice_id=${id}`)] },
  '/v1/payments/:id': { ids: ({ pay }) => [pay], bodies: () => [{ amount: 1 }] },
  '/v1/invoice-series': seriesList,
  '/v1/series': seriesList,
  '/v1/invoice-series/:id': series,
  '/v1/series/:id': series,
  '/v1/invoice-series/:id/set-primary': series,
  '/v1/series/:id/set-primary': series,
  '/v1/settings': { bodies: ({ wp }) => [{ phone: '0700', work_point_id: wp }] },
  '/v1/settings/currencies': {},
  '/v1/settings/units': {},
  '/v1/work-points': { bodies: ({ wp }) => [{ name: 'X', work_point_id: wp }] },
  '/v1/work-points/:id': { ids: ({ wp }) => [wp], bodies: () => [{ name: 'Furat' }] },
  '/v1/jobs': { filters: () => ['state=failed', `kind=${SECRET}`] },
  '/v1/jobs/:id': { ids: ({ job }) => [job] },
  '/v1/jobs/:id/retry': { ids: ({ job }) => [job] },
  '/v1/invoices/:id/send-to-spv': { ids: invoices },
  '/v1/efactura/submit/:id': { ids: invoices },
  '/v1/efactura/status': {},
  '/v1/efactura/settings': { bodies: ({ wp }) => [{ auto_send: true, work_point_id: wp }] },
  '/v1/efactura/submissions': {
    filters: ({ inv }) => ['status=submitted', ...inv.map((id) => `invoice_id=${id}`)],
  },
  '/v1/efactura/status/:id': { ids: ({ upload }) => [upload] },
  '/v1/efactura/invoice/:id/status': { ids: invoices },
  '/v1/efactura/invoice/:id/history': { ids: invoices },
  '/v1/efactura/xml/:id': { ids: invoices },
  '/v1/efactura/archive/:id': { ids: invoices },
  '/v1/efactura/validate/:id': { ids: invoices },
  '/v1/efactura/validate': { bodies: ({ wp }) => [{ xml: '<a/>', work_point_id: wp }] },
  '/v1/efactura/retry/:id': {
    ids: ({ inv, sub }) => [...sub, ...inv],
    bodies: () => [{ corrections: { notes: 'Furat' } }],
  },
  '/v1/efactura/cancel/:id': { ids: ({ inv, sub }) => [...sub, ...inv] },
  '/v1/efactura/messages': { filters: () => ['days=3000', 'type=received', 'status=downloaded'] },
  '/v1/efactura/messages/:id': { ids: ({ msg }) => msg },
  '/v1/efactura/messages/:id/xml': { ids: ({ msg }) => msg },
  '/v1/efactura/messages/:id/zip': { ids: ({ msg }) => msg },
  '/v1/efactura/messages/:id/pdf': { ids: ({ msg }) => msg },
  '/v1/efactura/messages/:id/reply': { ids: ({ msg }) => msg, bodies: () => [{ message: 'Furat' }] },
  '/v1/efactura/sync-messages': {},
  '/v1/efactura/simulator/invoices': { bodies: ({ wp }) => [{ work_point_id: wp }] },
  '/v1/efactura/simulator/faults': { bodies: ({ wp }) => [{ kind: 'html', work_point_id: wp }] },
  '/v1/efactura/oauth/status': {},
  '/v1/efactura/oauth/initialize': {},
  '/v1/efactura/oauth/callback': { bodies: () => [{ code: 'any', state: 'A'.repeat(43) }] },
  '/v1/efactura/oauth/revoke': {},
  '/v1/verify': {},
  '/v1/ping': {},
  '/v1/version': {},
}

async function fill({ post, patch, database, live }: TestApp): Promise<Objects> {
  await patch('/settings', {
    firm: { name: `${SECRET} SRL`, phone: SECRET },
    bank_accounts: [{ iban: 'RO49AAAA1B31007593840000', bank_name: SECRET }],
  })
  const cli = (await post('/clients', { name: `${SECRET} client`, cui: 'RO20000001', email: `${SECRET}@x.ro` })).body
    .data.id
  const ser = (await post('/invoice-series', { name: `${SECRET}S`, document_type: 'fiscal', is_primary: true })).body
    .data.id
  const wp = (await post('/work-points', { name: SECRET })).body.data.id
  const make = async (more: object = {}) =>
    (await post('/invoices', { client_id: cli, items: [line], notes: SECRET, ...more })).body.data
  const open = await make()
  const draft = await make({ is_draft: true })
  const proforma = await make({ document_type: 'proforma' })
  const voided = await make()
  await post(`/invoices/${voided.id}/void`, { reason: SECRET })
  const paid = await make()
  const pay = (await post(`/invoices/${paid.id}/payments`, { amount: 10, reference: SECRET })).body.data.id
  const storned = await make()
  const storno = (await post(`/invoices/${storned.id}/storno`)).body.data
  const inv = [open, draft, proforma, voided, paid, storned, storno].map((invoice) => invoice.id)
  const job = 'job_zxqw000001'
  await database.transact(async (db) => {
    insertJob(db, { ...failedJob(live.companyId, job), kind: SECRET, last_error: SECRET })
  })
  const efactura = await insertEfactura(database, { companyId: live.companyId, invoiceId: open.id, secret: SECRET })
  return { cli, ser, wp, pay, inv, lin: open.lines[0].id, job, ...efactura }
}

/** Everything of one company, row by row. */
async function contentOf({ database }: TestApp, companyId: string): Promise<string> {
  const tables =
    'work_point bank_account series series_counter client invoice invoice_line payment event invoice_tally job efactura_submission efactura_message efactura_file efactura_reply'.split(
      ' ',
    )
  const rows = tables.map((table) =>
    database.read.query(`select * from ${table} where company_id = '${companyId}' order by 1, 2, 3`, []),
  )
  return JSON.stringify([
    await database.read.query(`select * from company where id = '${companyId}'`, []),
    ...(await Promise.all(rows)),
  ])
}

describe.each(dialects)('another company on %s', (dialect) => {
  let app: TestApp
  let objects: Objects
  let routes: Route[]
  beforeAll(async () => {
    app = await testApp(dialect)
    objects = await fill(app)
    routes = await offeredRoutes(app.app, app.live.secret)
  })
  afterAll(() => app.close())

  test('is tried on every address there is', () => {
    expect([...new Set(routes.map(({ url }) => url))].sort()).toEqual(Object.keys(ATTACKS).sort())
  })

  test.each(['other', 'sandbox'] as const)(
    '(%s) finds nothing of the first, in whatever way it asks, and changes nothing',
    async (stranger) => {
      const before = await contentOf(app, app.live.companyId)
      const strange: string[] = []
      const call = async (route: Route, url: string, body?: object) => {
        const payload = body && route.method !== 'GET' && route.method !== 'HEAD' ? { payload: body } : {}
        const answer = await app.app.inject({
          method: route.method as 'GET',
          url,
          headers: { authorization: `Bearer ${app[stranger].secret}` },
          ...payload,
        })
        const { statusCode: status, body: text } = answer
        const leaks =
          text.includes(SECRET) ||
          [objects.cli, objects.pay, ...objects.inv].some((id) => text.includes(`"id":"${id}"`))
        if (status === 403 || leaks)
          strange.push(`${route.method} ${url} ${JSON.stringify(body)}: ${status} ${text.slice(0, 200)}`)
        return { status, text }
      }
      const expectStatus = async (wanted: number, route: Route, url: string, body?: object) => {
        const { status, text } = await call(route, url, body)
        if (status !== wanted)
          strange.push(
            `${route.method} ${url} ${JSON.stringify(body)}: ${status} instead of ${wanted} ${text.slice(0, 200)}`,
          )
      }
      for (const route of routes) {
        const attack = ATTACKS[route.url] ?? {}
        const ids = attack.ids?.(objects) ?? []
        const bodies = attack.bodies?.(objects) ?? []
        const isRead = route.method === 'GET' || route.method === 'HEAD'
        for (const id of ids) {
          for (const sent of [id, id.replace(/^\w+?_/, '')]) {
            const url = route.url.replace(':id', sent)
            for (const body of [undefined, ...bodies])
              if (!body || !isRead)
                await expectStatus(/\/(payments|reply)$/.test(route.url) && !body ? 400 : 404, route, url, body)
            if (isRead) await expectStatus(404, route, `${url}?expand=client,lines,payments`)
          }
        }
        if (ids.length > 0) continue
        await expectStatus(404, route, `${route.url}?work_point_id=${objects.wp}`, bodies[0] ?? {})
        if (isRead) await call(route, route.url)
        else for (const body of bodies) await expectStatus(404, route, route.url, body)
        for (const filter of isRead ? (attack.filters?.(objects) ?? []) : []) {
          const { status, text } = await call(route, `${route.url}?${filter}`)
          const isEmpty = route.method === 'HEAD' || text.includes('"data":[],"has_more":false,"total":0,')
          if (status !== 200 || !isEmpty)
            strange.push(`${route.method} ${route.url}?${filter}: ${status} ${text.slice(0, 200)}`)
        }
      }
      expect(strange).toEqual([])
      expect(await contentOf(app, app.live.companyId)).toBe(before)
    },
  )

  test('cannot put a line, a client or a series of the first into a document of its own', async () => {
    const own = (await app.asOther.post('/invoices', { client_data: { name: 'A mea' }, items: [line] })).body.data
    const draft = (
      await app.asOther.post('/invoices', { client_data: { name: 'A mea' }, items: [line], is_draft: true })
    ).body.data
    const codeOf = async (answer: ReturnType<Caller['post']>) => [
      (await answer).status,
      (await answer).body.error?.code,
    ]
    expect(
      await codeOf(app.asOther.post(`/invoices/${own.id}/storno`, { items: [{ id: objects.lin, quantity: 1 }] })),
    ).toEqual([400, 'invalid_request'])
    expect(await codeOf(app.asOther.patch(`/invoices/${draft.id}`, { client_id: objects.cli }))).toEqual([
      404,
      'resource_not_found',
    ])
    expect(await codeOf(app.asOther.patch(`/invoices/${draft.id}`, { series_id: objects.ser }))).toEqual([
      404,
      'resource_not_found',
    ])
    const kept = await app.asOther.patch(`/invoices/${draft.id}`, { items: [{ ...line, id: objects.lin }] })
    expect(kept.body.data.lines[0].id).not.toBe(objects.lin)
    // The same fiscal code and the same series name are another client and another series.
    const inline = await app.asOther.post('/invoices', {
      client_data: { name: 'Alt client', cui: 'RO20000001' },
      items: [line],
    })
    expect(inline.body.data).toMatchObject({ client: { name: 'Alt client' } })
    expect(inline.body.data.client_id).not.toBe(objects.cli)
    expect((await app.asOther.post('/invoice-series', { name: `${SECRET}S`, document_type: 'fiscal' })).status).toBe(
      201,
    )
  })

  const keyWith = async (more: Partial<KeyRequest>, revokedAt: number | null = null) => {
    const wish = {
      ...app.live,
      mode: 'live',
      name: 'Test',
      scopes: ['*'],
      allowedIps: [],
      rateLimitPerMinute: null,
      expiresAt: null,
    } as const
    const { secret, row } = makeKey({ ...wish, ...more }, 1)
    await app.database.transact(async (db) => insertKey(db, { ...row, revoked_at: revokedAt }))
    return secret
  }
  const ask = (route: Route, secret: string | null, more: object = {}) =>
    app.app.inject({
      method: route.method as 'GET',
      url: route.url.replace(':id', 'nothing'),
      headers: secret === null ? {} : { authorization: `Bearer ${secret}` },
      ...more,
    })

  test('and every address wants a key, and says so in the envelope', async () => {
    for (const route of [
      ...routes,
      { method: 'GET', url: '/v1/nothing' },
      { method: 'POST', url: '/v1/ping' },
      { method: 'OPTIONS', url: '/v1/clients' },
    ]) {
      const answer = await ask(route, null)
      expect([route.url, answer.statusCode]).toEqual([route.url, 401])
      if (route.method === 'HEAD') continue
      const { meta, ...body } = answer.json()
      expect(body).toMatchObject({
        success: false,
        error: { type: 'authentication_error', code: 'missing_api_key', status: 401 },
        code: 'missing_api_key',
      })
      expect(meta).toMatchObject({ version: 'v1', request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    }
    for (const url of [
      '/%761/clients',
      '/v1/%63lients',
      '//v1/clients',
      '/api/v1/clients',
      '/v1/clients/?x',
      '/v1;x/clients',
    ]) {
      expect([url, (await ask({ method: 'GET', url }, null)).statusCode < 400]).toEqual([url, false])
    }
  })

  test('and a key does what its scopes say and nothing else', async () => {
    const nothing = await keyWith({ scopes: ['nothing:read'] })
    const before = await contentOf(app, app.live.companyId)
    const scopes = new Map<string, Route[]>()
    for (const route of routes) {
      const refusal = await ask(route, nothing)
      if (route.url === '/v1/ping' || route.url === '/v1/version') {
        expect(refusal.statusCode).toBe(200)
        continue
      }
      expect([route, refusal.statusCode]).toEqual([route, 403])
      const isRead = route.method === 'GET' || route.method === 'HEAD'
      if (route.method === 'HEAD') continue
      const { error } = refusal.json()
      expect(error).toMatchObject({ type: 'authentication_error', code: 'insufficient_permissions', status: 403 })
      const scope = /"([a-z_]+:(?:read|write))"/.exec(error.message)?.[1] ?? ''
      expect(scope).toMatch(isRead ? /:read$/ : /:write$/)
      scopes.set(scope, [...(scopes.get(scope) ?? []), route])
    }
    expect(await contentOf(app, app.live.companyId)).toBe(before)
    const readOnly = await keyWith({ scopes: [...scopes.keys()].filter((scope) => scope.endsWith(':read')) })
    for (const [scope, own] of scopes) {
      const others = [...scopes.keys()].filter((other) => other !== scope)
      const [exact, all, wrong] = [
        await keyWith({ scopes: [scope] }),
        await keyWith({ scopes: [scope.replace(/:.*/, ':*')] }),
        await keyWith({ scopes: others }),
      ]
      for (const route of own) {
        const statuses = [await ask(route, exact), await ask(route, all), await ask(route, wrong)].map(
          (answer) => answer.statusCode === 403,
        )
        expect([route, statuses]).toEqual([route, [false, false, true]])
        const isRefused = (await ask(route, readOnly)).statusCode === 403
        expect([route, isRefused]).toEqual([route, route.method !== 'GET'])
      }
    }
  })

  test('and a key ends when it expires, is revoked, or is used from elsewhere', async () => {
    const now = Math.floor(app.clock.nowMs() / 1000)
    const ping = { method: 'GET', url: '/v1/ping' }
    const codeOf = async (secret: string, remoteAddress = '127.0.0.1') => {
      const answer = await ask(ping, secret, { remoteAddress })
      return answer.statusCode === 200 ? 200 : `${answer.statusCode} ${answer.json().error.code}`
    }
    expect(await codeOf(await keyWith({ expiresAt: now }))).toBe('401 expired_api_key')
    const expiring = await keyWith({ expiresAt: now + 2 })
    expect(await codeOf(expiring)).toBe(200)
    app.clock.advance(2_000)
    expect(await codeOf(expiring)).toBe('401 expired_api_key')
    expect(await codeOf(await keyWith({}, now))).toBe('401 invalid_api_key')
    const v4 = await keyWith({ allowedIps: ['10.1.0.0/16', '192.0.2.7'] })
    const v6 = await keyWith({ allowedIps: ['2001:db8::/32', '::1'] })
    const refused = '401 ip_restricted'
    expect(await Promise.all(['10.1.255.1', '::ffff:10.1.2.3', '192.0.2.7'].map((ip) => codeOf(v4, ip)))).toEqual([
      200, 200, 200,
    ])
    expect(
      await Promise.all(['10.2.0.1', '192.0.2.8', '::1', '::ffff:10.2.0.1', '127.0.0.1'].map((ip) => codeOf(v4, ip))),
    ).toEqual(Array(5).fill(refused))
    expect(await Promise.all(['2001:db8:1::9', '::1'].map((ip) => codeOf(v6, ip)))).toEqual([200, 200])
    expect(await Promise.all(['2001:db9::1', '127.0.0.1', '::2'].map((ip) => codeOf(v6, ip)))).toEqual(
      Array(3).fill(refused),
    )
    // Nobody's word for it is taken unless a proxy is trusted.
    const forged = await app.app.inject({
      url: '/v1/ping',
      remoteAddress: '8.8.8.8',
      headers: { authorization: `Bearer ${v4}`, 'x-forwarded-for': '10.1.0.1' },
    })
    expect(forged.json().error.code).toBe('ip_restricted')
  })

  test('and a trusted proxy is believed, but not what its callers told it', async () => {
    const behind = await testApp(dialect, { config: { trustProxy: true } })
    const wish = {
      ...behind.live,
      mode: 'live',
      name: 'Test',
      scopes: ['*'],
      rateLimitPerMinute: null,
      expiresAt: null,
    } as const
    const { secret, row } = makeKey({ ...wish, allowedIps: ['10.1.0.0/16', '2001:db8::/32'] }, 1)
    await behind.database.transact(async (db) => insertKey(db, row))
    const from = async (forwarded: string) => {
      const headers = { authorization: `Bearer ${secret}`, 'x-forwarded-for': forwarded }
      return (await behind.app.inject({ url: '/v1/ping', remoteAddress: '127.0.0.1', headers })).statusCode
    }
    expect(await Promise.all(['10.1.2.3', '8.8.8.8, 10.1.2.3', '2001:db8::7'].map(from))).toEqual([200, 200, 200])
    const refused = ['10.1.2.3, 8.8.8.8', '8.8.8.8', 'nonsense', '10.1.2.3, nonsense', '2001:db9::7', '']
    expect(await Promise.all(refused.map(from))).toEqual(refused.map(() => 401))
  })
})
