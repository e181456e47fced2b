import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/store/conn.ts'
import { openDatabase } from '../../src/store/open.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { postgresUrl } from '../dialects.ts'
import { type Dialect, dialects, freshConfig } from '../harness.ts'
import { audit } from './audit.ts'
import { type Reply, type Server, startServer } from './server.ts'

/** Three by default; `CRASHES=30 npx vitest run test/e2e/crash.test.ts` for a whole afternoon of bad luck. */
const CRASHES = Number(process.env.CRASHES ?? 3)
const CLIENTS = 10
const line = { description: 'Servicii', quantity: 3, price: 33.33, vat_rate: 21 }

/** One write, and what was answered to it, if anything was. */
interface Write {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly key: string
  reply: Reply | null
  error: string | null
}

/** Clients that write without a pause until they are told to stop or nobody answers any more. */
class Load {
  readonly writes: Write[] = []
  readonly invoices: string[] = []
  private readonly server: Server
  private readonly secret: string
  private isOn = true

  constructor(server: Server, secret: string) {
    this.server = server
    this.secret = secret
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => this.client(client)))
  }

  stop(): void {
    this.isOn = false
  }

  private async client(client: number): Promise<void> {
    for (let n = 0; this.isOn && n < 2_000; n++) {
      const write = this.next(client, n)
      this.writes.push(write)
      await resend(this.server, this.secret, write)
      if (write.error) return
      if (write.path === '/invoices' && write.reply?.status === 201)
        this.invoices.push(JSON.parse(write.reply.text).data.id)
    }
  }

  private next(client: number, n: number): Write {
    const known = this.invoices[Math.floor(Math.random() * this.invoices.length)]
    const write = (method: string, path: string, body?: unknown): Write => ({
      method,
      path,
      body,
      key: randomUUID(),
      reply: null,
      error: null,
    })
    const client_data = { name: `Client ${client}`, cui: `RO${40_000_000 + client + (n % 3) * 10}` }
    if (!known || n % 2 === 0)
      return write('POST', '/invoices', { client_data, items: [line, line], is_draft: n % 10 === 8 })
    const actions = [
      () => write('POST', `/invoices/${known}/pay`, { amount: 20 }),
      () => write('POST', `/invoices/${known}/storno`),
      () => write('POST', `/invoices/${known}/pay`),
      () => write('POST', `/invoices/${known}/void`, { reason: 'Greșită' }),
      () => write('PATCH', `/invoices/${known}`, { is_draft: false }),
      () => write('POST', `/invoices/${known}/payments`, { amount: 1.5 }),
      () => write('DELETE', `/invoices/${known}`),
      () => write('POST', `/invoices/${known}/unvoid`),
    ]
    return (actions[(n >> 1) % actions.length] as () => Write)()
  }
}

async function resend(server: Server, secret: string, write: Write): Promise<Reply | null> {
  const headers = { authorization: `Bearer ${secret}`, 'idempotency-key': write.key }
  try {
    const reply = await server.send(write.method, `/v1${write.path}`, write.body, headers)
    write.reply ??= reply
    return reply
  } catch (error) {
    write.error ??= (error as { code?: string }).code ?? String(error)
    return null
  }
}

async function inspect<T>(config: Config, look: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config)
  try {
    return await look(database)
  } finally {
    await database.close()
  }
}

/** Sends everything anew: what was acknowledged is answered as before, and what was not is done now if it was not then. */
async function expectKept(server: Server, secret: string, writes: readonly Write[]) {
  let acknowledged = 0
  let unknown = 0
  for (const write of writes) {
    const { reply: first } = write
    const isUnknown = first === null || first.status >= 500
    if (!isUnknown && first.status >= 300) continue
    const again = await resend(server, secret, write)
    if (isUnknown) {
      unknown++
      expect(again?.status).toBeLessThan(500)
    } else {
      acknowledged++
      expect([again?.text, again?.headers['idempotent-replayed']]).toEqual([first.text, 'true'])
    }
  }
  return { acknowledged, unknown }
}

const isDone = ({ reply }: Write) => reply !== null && reply.status < 300

describe.each(dialects)('a server on %s that is killed while ten clients write', (dialect: Dialect) => {
  test('has all that it acknowledged when it comes back, and nothing half done', {
    timeout: 30_000 + CRASHES * 20_000,
  }, async () => {
    const { env, config } = await freshConfig(dialect)
    let server = await startServer(env)
    const secret = server.keys?.live ?? ''
    let acknowledged = 0
    let unknown = 0
    for (let crash = 0; crash < CRASHES; crash++) {
      const load = new Load(server, secret)
      const running = load.run()
      while (load.writes.filter(isDone).length < 20) await sleep(5)
      await sleep(Math.random() * 400)
      await server.kill()
      await running
      expect(await inspect(config, audit)).toEqual([])
      server = await startServer(env)
      const sent = await expectKept(server, secret, load.writes)
      acknowledged += sent.acknowledged
      unknown += sent.unknown
    }
    expect(await inspect(config, audit)).toEqual([])
    expect(acknowledged).toBeGreaterThanOrEqual(CRASHES * 20)
    if (process.env.CRASHES)
      console.log(`${dialect}: ${CRASHES} crashes, ${acknowledged} acknowledged writes, ${unknown} unknown`)
    expect(await server.stop()).toBe(0)
    expect(server.err()).toBe('')
  })

  test('that is told to stop, answers what it has begun and leaves with 0', async () => {
    const { env, config } = await freshConfig(dialect)
    const server = await startServer(env)
    const load = new Load(server, server.keys?.live ?? '')
    const running = load.run()
    while (load.writes.filter(isDone).length < 30) await sleep(5)
    const code = await server.stop()
    load.stop()
    await running
    expect([code, server.err()]).toEqual([0, ''])
    const refused = load.writes.filter(({ reply }) => reply !== null && reply.status >= 500)
    expect(refused.map(({ reply }) => reply?.text)).toEqual([])
    expect(await inspect(config, audit)).toEqual([])
    // A connection may be closed just when its client begins to write; but what was done was answered.
    const kept = await inspect(config, (database) =>
      database.read.query<{ idempotency_key: string }>('select idempotency_key from idempotency', []),
    )
    const answered = new Set(load.writes.filter(isDone).map(({ key }) => key))
    expect(kept.filter((row) => !answered.has(row.idempotency_key))).toEqual([])
    expect(kept).toHaveLength(answered.size)
  })
})

describe.skipIf(postgresUrl === null)('a server whose PostgreSQL hangs up on it while ten clients write', () => {
  test('says so, goes on, and has all that it acknowledged', async () => {
    const admin = new Client({ connectionString: postgresUrl ?? '' })
    await admin.connect()
    const name = `hangup_${randomUUID().replaceAll('-', '')}`
    await admin.query(`create database ${name}`)
    onTestFinished(async () => {
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    })
    const url = new URL(postgresUrl ?? '')
    url.pathname = `/${name}`
    const server = await startServer({ DATABASE_URL: url.href })
    const secret = server.keys?.live ?? ''
    const load = new Load(server, secret)
    const running = load.run()
    for (let round = 0; round < 5; round++) {
      await sleep(100)
      await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    }
    await sleep(100)
    load.stop()
    await running
    const broken = load.writes.filter(({ reply }) => reply !== null && reply.status >= 500)
    expect(new Set(broken.map(({ reply }) => reply?.status))).toEqual(new Set([503]))
    expect(load.writes.filter(({ error }) => error !== null)).toEqual([])
    expect((await expectKept(server, secret, load.writes)).acknowledged).toBeGreaterThan(0)
    const database = openPostgres({ url: url.href, poolSize: 1 })
    expect(await audit(database)).toEqual([])
    await database.close()
    expect(await server.stop()).toBe(0)
  })
})
