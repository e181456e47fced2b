import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import type { AnafHosts } from '../src/adapters/anaf/anaf.ts'
import { makeXmlJudge } from '../src/adapters/xml/xml-judge.ts'
import { type AppConfig, buildApp } from '../src/app.ts'
import { ensureFirstStart, foundCompany, type NewCompany } from '../src/cli/first-start.ts'
import { makeAnafAccess } from '../src/cli/make-anaf-access.ts'
import { workerOf } from '../src/cli/work.ts'
import { type Config, readConfig } from '../src/config.ts'
import type { AnafServices } from '../src/resources/efactura-oauth/anaf-services.ts'
import type { AppServices } from '../src/resources/index.ts'
import { type AnafSimulator, makeAnafSimulator } from '../src/simulator/anaf-simulator.ts'
import { sandboxFaults } from '../src/simulator/sandbox-faults.ts'
import { sandboxMail } from '../src/simulator/sandbox-mail.ts'
import type { Clock } from '../src/store/clock.ts'
import type { Database } from '../src/store/conn.ts'
import { migrate } from '../src/store/migrate.ts'
import { dropSchema, ensureSchema } from '../src/store/pg-schema.ts'
import { openPostgres } from '../src/store/postgres.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { makeTestAnaf } from './anaf-login.ts'
import { checkAnswers, MISMATCH_HEADER } from './answer-check.ts'
import { type Dialect, dialects, postgresUrl } from './dialects.ts'
import { scratchFolder } from './scratch.ts'

export { type Dialect, dialects }

export interface TestClock extends Clock {
  /** ISO 8601. */
  set(instant: string): void
  advance(ms: number): void
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are JSON of any shape, and the schema check has seen it.
  readonly body: any
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

type Headers = Readonly<Record<string, string>>

/** Requests under /v1 with one key. A body that is text goes out as it is; give its content type. */
export interface Caller {
  get(path: string, headers?: Headers): Promise<Answer>
  post(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  put(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  patch(path: string, body?: unknown, headers?: Headers): Promise<Answer>
  del(path: string, body?: unknown, headers?: Headers): Promise<Answer>
}

export interface TestApp extends Caller {
  readonly app: FastifyInstance
  readonly services: AppServices
  readonly clock: TestClock
  readonly database: Database
  readonly live: NewCompany
  /** The sandbox twin of `live`. */
  readonly sandbox: NewCompany
  /** A second company that has nothing to do with the first. */
  readonly other: NewCompany
  /** ANAF, as the sandbox sees it. */
  readonly simulator: AnafSimulator
  readonly asTest: Caller
  readonly asOther: Caller
  /** Carries out the jobs that are due, one after another; resolves with how many runs that were. */
  runDue(): Promise<number>
  /** Any key; null sends none. */
  withKey(secret: string | null): Caller
  /** Done by itself at the end of the test that made the app; whoever makes one outside a test calls it. */
  close(): Promise<void>
}

export interface TestAppOptions {
  readonly config?: Partial<AppConfig>
  readonly now?: string
  readonly newId?: (prefix: string) => string
  /** The connection to ANAF; one that reaches nobody when it is not given. */
  readonly anaf?: AnafServices
  /** Where live companies find ANAF; nobody is there when it is not given. */
  readonly anafHosts?: AnafHosts
}

/** The day on which tests happen unless they say otherwise, a Saturday in winter time. */
export const TEST_NOW = '2026-11-21T10:00:00Z'

const TEST_CONFIG: AppConfig = {
  corsOrigins: [],
  trustProxy: false,
  rateLimitPerMinute: 0,
  bodyLimitBytes: 2_097_152,
  logLevel: 'silent',
}

/** Nobody is there: live companies of tests have no token. */
const TEST_ANAF = {
  hosts: { api: 'http://127.0.0.1:9', login: 'http://127.0.0.1:9', services: 'http://127.0.0.1:9' },
  certainAfterSeconds: 86_400,
}

const anafOf = (hosts = TEST_ANAF.hosts) => ({ ...TEST_ANAF, hosts })

/** A whole application on a database of its own, with two companies and a sandbox. */
export async function testApp(dialect: Dialect, options: TestAppOptions = {}): Promise<TestApp> {
  const { database, remove } = await freshDatabase(dialect)
  const clock = makeClock(options.now ?? TEST_NOW)
  await migrate(database)
  const first = await ensureFirstStart(database, clock)
  if (!first) throw new Error('the database was not fresh')
  const now = Math.floor(clock.nowMs() / 1000)
  const other = await database.transact(async (db) => foundCompany(db, 'live', 'Alta Firma SRL', now))
  const anaf = options.anaf ?? makeTestAnaf('http://127.0.0.1:9')
  const xmlJudge = makeXmlJudge()
  const simulator = makeAnafSimulator({ database, clock, secret: 'test', xmlJudge, settings: { processingMs: 0 } })
  const anafAccess = makeAnafAccess({ database, clock, services: anaf, simulator, anaf: anafOf(options.anafHosts) })
  const services: AppServices = {
    database,
    clock,
    anaf,
    anafAccess,
    xmlJudge,
    sandboxFaults,
    sandboxMail,
    ...(options.newId ? { newId: options.newId } : {}),
  }
  const app = await buildApp(services, { ...TEST_CONFIG, ...options.config })
  checkAnswers(app)
  const withKey = (secret: string | null) => callerOf(app, secret)
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await app.close()
    await simulator.close()
    await remove()
  }
  closeAfterTest(close)
  const { live, test: sandbox } = first
  return {
    ...withKey(live.secret),
    app,
    services,
    clock,
    database,
    live,
    sandbox,
    other,
    simulator,
    runDue: workerOf(services, { jobConcurrency: 1, jobPollMs: 1_000, shutdownGraceMs: 0 }, app.log).runDue,
    asTest: withKey(sandbox.secret),
    asOther: withKey(other.secret),
    withKey,
    close,
  }
}

/** A database that nobody else sees, not migrated; `remove` closes it and leaves nothing behind. */
export async function freshDatabase(dialect: Dialect): Promise<{ database: Database; remove(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const folder = scratchFolder('facturier-test-')
    const database = openSqlite(join(folder, 'facturier.db'))
    const remove = async () => {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    }
    return { database, remove }
  }
  const schema = `test_${randomBytes(8).toString('hex')}`
  const database = openPostgres({ url: postgresOfThisRun(), poolSize: 5, schema })
  await ensureSchema(database, schema)
  const remove = async () => {
    await dropSchema(database, schema)
    await database.close()
  }
  return { database, remove }
}

/** Configuration of a server with a database of its own, for what opens it by itself. */
export async function freshConfig(
  dialect: Dialect,
  env: Readonly<Record<string, string>> = {},
): Promise<{ config: Config; env: Readonly<Record<string, string>> }> {
  const folder = scratchFolder('facturier-test-')
  const schema = `test_${randomBytes(8).toString('hex')}`
  const place =
    dialect === 'sqlite'
      ? { DATA_DIR: folder }
      : { DATA_DIR: folder, DATABASE_URL: postgresOfThisRun(), DATABASE_SCHEMA: schema }
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true })
    if (dialect === 'sqlite') return
    const database = openPostgres({ url: postgresOfThisRun(), poolSize: 1 })
    await dropSchema(database, schema)
    await database.close()
  })
  const all = { ...place, LOG_LEVEL: 'silent', PORT: '0', ...env }
  return { config: readConfig(all), env: all }
}

function postgresOfThisRun(): string {
  if (postgresUrl === null) throw new Error('this run has no PostgreSQL; use describe.each(dialects)')
  return postgresUrl
}

export function makeClock(instant: string): TestClock {
  let nowMs = Date.parse(instant)
  return {
    nowMs: () => nowMs,
    set: (next) => {
      nowMs = Date.parse(next)
    },
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** `onTestFinished` is only to be had inside a test; elsewhere the caller closes. */
function closeAfterTest(close: () => Promise<void>): void {
  try {
    onTestFinished(close)
  } catch {
    // Made in a hook of the suite.
  }
}

function callerOf(app: FastifyInstance, secret: string | null): Caller {
  const call =
    (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') => async (path: string, body: unknown, headers: Headers) => {
      const isRaw = typeof body === 'string'
      const answer = await app.inject({
        method,
        url: `/v1${path}`,
        headers: {
          ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
          ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: isRaw ? body : JSON.stringify(body) }),
      })
      const mismatch = answer.headers[MISMATCH_HEADER]
      if (mismatch)
        throw new Error(`The answer is not what its schema documents: ${decodeURIComponent(String(mismatch))}`)
      const isJson = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        body: isJson && answer.body !== '' ? JSON.parse(answer.body) : null,
        headers: answer.headers,
        text: answer.body,
      }
    }
  const [get, post, put, patch, del] = [call('GET'), call('POST'), call('PUT'), call('PATCH'), call('DELETE')]
  return {
    get: (path, headers = {}) => get(path, undefined, headers),
    post: (path, body, headers = {}) => post(path, body, headers),
    put: (path, body, headers = {}) => put(path, body, headers),
    patch: (path, body, headers = {}) => patch(path, body, headers),
    del: (path, body, headers = {}) => del(path, body, headers),
  }
}
