import { afterAll, beforeAll, expect } from 'vitest'
import { MESSAGES } from '../src/domain/messages.ts'
import { insertKey } from '../src/resources/keys/key.store.ts'
import { type KeyRequest, makeKey } from '../src/resources/keys/make-key.ts'
import { type Answer, type Caller, type Dialect, type TestApp, type TestAppOptions, testApp } from './harness.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON of any shape, and the schema check has seen it.
type Json = any
type Fields = object

/** A company with everything in order; documents for it find the one client by its code. */
export const CLIENT = {
  name: 'Exemplu SRL',
  cui: 'RO1234567897',
  email: 'office@exemplu.ro',
  address: 'Str. Lungă nr. 1',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}
/** 100.00 + 21.00 = 121.00. */
export const LINE = { description: 'Consultanță', quantity: 1, price: 100, vat_rate: 21 }

/** Builders that fill what the case does not care about. Each answers `data` of a call that succeeded. */
export function given(caller: Caller) {
  const made = async (path: string, body: Fields): Promise<Json> => {
    const answer = await caller.post(path, body)
    expect({ path, status: answer.status, error: answer.body.error }).toEqual({ path, status: 201, error: undefined })
    return answer.body.data
  }
  const document = (fields: Fields) => {
    const client = 'client_id' in fields || 'client_data' in fields ? {} : { client_data: CLIENT }
    return made('/invoices', { ...client, items: [LINE], ...fields })
  }
  return {
    client: (fields: Fields = {}) => made('/clients', { ...CLIENT, ...fields }),
    series: (fields: Fields = {}) => made('/invoice-series', { name: 'ABC', document_type: 'fiscal', ...fields }),
    workPoint: (name = 'Depozit') => made('/work-points', { name }),
    invoice: (fields: Fields = {}) => document(fields),
    draft: (fields: Fields = {}) => document({ is_draft: true, ...fields }),
    proforma: (fields: Fields = {}) => document({ document_type: 'proforma', ...fields }),
    payment: (invoiceId: string, amount: number, fields: Fields = {}) =>
      made(`/invoices/${invoiceId}/payments`, { amount, ...fields }),
    storno: (invoiceId: string, fields: Fields = {}) => made(`/invoices/${invoiceId}/storno`, fields),
    voided: async (fields: Fields = {}) => {
      const { id } = await document(fields)
      return done(await caller.post(`/invoices/${id}/void`))
    },
  }
}

/** One application for a suite whose tests do not disturb each other; made once, because that is what takes time. */
export function sharedApp(dialect: Dialect, options: TestAppOptions = {}): () => TestApp {
  let app: TestApp | undefined
  beforeAll(async () => {
    app = await testApp(dialect, options)
  })
  afterAll(async () => app?.close())
  return () => {
    if (!app) throw new Error('the application of the suite is made before its tests')
    return app
  }
}

/** A further key of the first company, with everything allowed unless the case says otherwise. */
export async function newKey(
  app: TestApp,
  fields: Partial<KeyRequest> = {},
): Promise<Caller & { readonly id: string }> {
  const asked = {
    ...app.live,
    mode: 'live' as const,
    name: 'Test',
    scopes: ['*'],
    allowedIps: [],
    rateLimitPerMinute: null,
    expiresAt: null,
  }
  const { secret, row } = makeKey({ ...asked, ...fields }, Math.floor(app.clock.nowMs() / 1000))
  await app.database.transact(async (db) => insertKey(db, row))
  return { ...app.withKey(secret), id: row.id }
}

/** `data` of an answer that succeeded. */
export function done(answer: Answer): Json {
  expect({ status: answer.status, error: answer.body?.error }).toEqual({
    status: expect.toBeOneOf([200, 201]),
    error: undefined,
  })
  return answer.body.data
}

/** `data` of a read that succeeded. */
export async function read(caller: Caller, path: string): Promise<Json> {
  return done(await caller.get(path))
}

interface Refusal {
  readonly status: number
  readonly code: string
  /** The code of what is wrong with each field, by its path. */
  readonly problems: Readonly<Record<string, string>>
}

/** Makes a call that must be refused, and asserts that it left nothing behind: no row, no number spent, no event. */
export async function refused(app: TestApp, call: () => Promise<Answer>): Promise<Refusal> {
  const before = await stored(app)
  const { status, body } = await call()
  expect(body).toMatchObject({ success: false, error: { status } })
  expect(await stored(app)).toEqual(before)
  const problems = Object.entries<string>(body.error.errors ?? {}).map(([path, text]) => [path, problemCode(text)])
  return { status, code: body.error.code, problems: Object.fromEntries(problems) }
}

/** What a refusal about fields looks like. */
export function invalid(problems: Readonly<Record<string, string>>): Refusal {
  return { status: 400, code: 'invalid_request', problems }
}

/** What a refusal of the whole call looks like. */
export function refusal(status: number, code: string): Refusal {
  return { status, code, problems: {} }
}

const TABLES = [
  'company',
  'work_point',
  'series',
  'series_counter',
  'client',
  'invoice',
  'invoice_line',
  'invoice_number_part',
  'payment',
  'event',
  'idempotency',
  'invoice_tally',
  'client_tally',
  'payment_tally',
  'job',
  'efactura_submission',
  'efactura_file',
  'efactura_message',
  'efactura_inbox',
  'efactura_turn',
]

/** Every row of every table that a call may write, but for when a key was last used. */
export async function stored(app: TestApp): Promise<Readonly<Record<string, readonly string[]>>> {
  const { read } = app.database
  const tables = TABLES.map(async (table) => {
    const rows = await read.query(`select * from ${table}`, [])
    return [table, rows.map((row) => JSON.stringify(row)).sort()] as const
  })
  return Object.fromEntries(await Promise.all(tables))
}

/** The types of the events that were recorded of an object, or of all, oldest first. */
export async function eventsOf(app: TestApp, objectId?: string): Promise<string[]> {
  const all = app.database.read.kysely.selectFrom('event').select(['type', 'object_id']).orderBy('seq')
  const rows = await all.execute()
  return rows.filter((row) => objectId === undefined || row.object_id === objectId).map((row) => row.type)
}

/** The number that the primary series of a type gives next. */
export async function nextNumber(caller: Caller, documentType = 'fiscal'): Promise<number> {
  const { data } = await read(caller, `/invoice-series?document_type=${documentType}`)
  return data.find((series: Json) => series.is_primary).next_number
}

/** The permanent code behind a sentence in English; what no sentence matches comes back as it is. */
function problemCode(text: string): string {
  return PATTERNS.find(({ pattern }) => pattern.test(text))?.code ?? text
}

const PATTERNS = Object.entries(MESSAGES)
  .sort(([, a], [, b]) => b.en.length - a.en.length)
  .map(([code, { en }]) => {
    const parts = en.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { code, pattern: new RegExp(`^${parts.join('.+')}$`) }
  })
