import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/store/conn.ts'
import { openDatabase } from '../../src/store/open.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import { type Dialect, dialects, freshConfig } from '../harness.ts'
import { audit } from './audit.ts'
import { PROGRAM, type Server, startServer } from './server.ts'

/** Two by default; `CRASHES=30 npx vitest run test/e2e/efactura-crash.test.ts` for more. */
const CRASHES = Number(process.env.CRASHES ?? 2)
const INVOICES_EACH = 12
/** Longer than a lease lasts and than the sandbox is uncertain about an upload. */
const NIGHT_SECONDS = 1_000
const MOST_NIGHTS = 20
/** What happens to them on the way: long calls to die in, and answers that get lost. */
const TROUBLE = [
  { endpoint: 'upload', kind: 'slow', delay_ms: 250, times: 9 },
  { endpoint: 'upload', kind: 'timeout_after_accepting', times: 2, after: 2 },
  { endpoint: 'upload', kind: 'timeout_before', times: 1, after: 4 },
  { endpoint: 'stareMesaj', kind: 'slow', delay_ms: 250, times: 2 },
  { endpoint: 'descarcare', kind: 'slow', delay_ms: 250, times: 2 },
]

async function inspect<T>(config: Config, look: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(config)
  try {
    return await look(database)
  } finally {
    await database.close()
  }
}

const states = (database: Database) =>
  database.read.query<{ state: string; n: number }>(
    'select state, cast(count(*) as integer) as n from efactura_submission group by state',
    [],
  )

/** While the server is down, so much time goes by. */
async function night(config: Config): Promise<void> {
  await inspect(config, (database) =>
    database.transact(async (db) => {
      const jobs = `where kind = 'efactura.submission'`
      await db.query(`update job set run_at = run_at - ${NIGHT_SECONDS} ${jobs}`, [])
      await db.query(`update job set lease_until = lease_until - ${NIGHT_SECONDS} ${jobs} and state = 'running'`, [])
      await db.query(
        `update efactura_submission set sending_since = sending_since - ${NIGHT_SECONDS} where sending_since is not null`,
        [],
      )
      await db.query(
        `update simulator_upload set uploaded_at_ms = uploaded_at_ms - ${NIGHT_SECONDS * 1000},
           processed_at_ms = processed_at_ms - ${NIGHT_SECONDS * 1000}`,
        [],
      )
      const listed = `update simulator_message set created_at_ms = created_at_ms - ${NIGHT_SECONDS * 1000}`
      await db.query(listed, [])
    }),
  )
}

function isGone(error: { code?: string }): boolean {
  return error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED' || error.code === 'EPIPE'
}

async function call(server: Server, secret: string, method: string, path: string, body?: unknown) {
  const reply = await server.send(method, `/v1${path}`, body, { authorization: `Bearer ${secret}` })
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`)
  return JSON.parse(reply.text).data
}

/** Issues and sends one after another until nobody answers any more; what was acknowledged is in `sent`. */
async function sendSome(server: Server, secret: string, isAutomatic: boolean, sent: string[]): Promise<void> {
  const items = [{ description: 'Servicii', quantity: 1, price: 100, vat_rate: 21 }]
  for (let n = 0; n < INVOICES_EACH; n++) {
    const { id, number } = await call(server, secret, 'POST', '/invoices', { client_data: BUYER, items })
    if (!isAutomatic) await call(server, secret, 'POST', `/invoices/${id}/send-to-spv`)
    sent.push(number)
  }
}

/** Lets night after night go by until nothing is left to do. */
async function settle(env: Readonly<Record<string, string>>, config: Config): Promise<void> {
  for (let nights = 0; nights < MOST_NIGHTS; nights++) {
    await night(config)
    const server = await startServer(env)
    for (let quiet = 0; quiet < 10; quiet++) await sleep(100)
    expect(await server.stop()).toBe(0)
    const open = await inspect(config, (database) =>
      database.read.query(`select state from job where kind = 'efactura.submission'`, []),
    )
    if (open.length === 0) return
  }
  throw new Error('it never settles')
}

describe.each(dialects)('a server on %s that is killed while it sends invoices', (dialect: Dialect) => {
  test('has sent each of them once when it comes back, and archived it', {
    timeout: 60_000 + CRASHES * 20_000,
  }, async () => {
    const { env, config } = await freshConfig(dialect)
    const killedAt: Record<string, number> = {}
    const sent: string[] = []
    let secret = ''
    for (let crash = 0; crash < CRASHES; crash++) {
      const server = await startServer(env)
      secret ||= server.keys?.test ?? ''
      await call(server, secret, 'PATCH', '/settings', FIRM)
      for (const fault of TROUBLE) await call(server, secret, 'POST', '/efactura/simulator/faults', fault)
      const isAutomatic = crash % 2 === 1
      await call(server, secret, 'PATCH', '/efactura/settings', { auto_send: isAutomatic })
      const before = sent.length
      // What it answers with an error, and not with silence, is no death.
      const sending = sendSome(server, secret, isAutomatic, sent).catch((error) => {
        if (!isGone(error)) throw error
      })
      while (sent.length < before + 3) await Promise.race([sleep(5), sending])
      await sleep(Math.random() * 2_000)
      await server.kill()
      await sending
      for (const { state, n } of await inspect(config, states)) killedAt[state] = (killedAt[state] ?? 0) + n
      expect(await inspect(config, audit)).toEqual([])
      await night(config)
    }
    await settle(env, config)
    await expectOnce(config, sent)
    const verified = await promisify(execFile)(process.execPath, [PROGRAM, 'verify', '--all'], { env })
    expect(verified.stdout).toMatch(/^OK: /m)
    if (process.env.CRASHES) console.log(`${dialect}: ${CRASHES} kills, at ${JSON.stringify(killedAt)}`)
  })
})

async function expectOnce(config: Config, sent: readonly string[]): Promise<void> {
  await inspect(config, async (database) => {
    const { read } = database
    // Also those whose acknowledgement was lost in a death.
    const asked = await read.query<{ number: string }>(
      `select distinct invoice.number from efactura_submission as submission
         join invoice on invoice.id = submission.invoice_id order by invoice.number`,
      [],
    )
    const each = asked.map(({ number }) => ({ number, n: 1 }))
    expect(each.map(({ number }) => number)).toEqual(expect.arrayContaining([...sent]))
    const counted = (what: string) => read.query(`select number, cast(count(*) as integer) as n from ${what}`, [])
    expect(await counted('simulator_upload where errors is null group by number order by number')).toEqual(each)
    expect(await counted('simulator_upload group by number order by number')).toEqual(each)
    const accepted = `(select invoice.number from efactura_submission as submission
      join invoice on invoice.id = submission.invoice_id join event on event.object_id = invoice.id
      where submission.state = 'accepted' and submission.archive_file_id is not null and event.type = 'efactura.accepted'
      ) as told group by number order by number`
    expect(await counted(accepted)).toEqual(each)
    expect(await audit(database)).toEqual([])
  })
}
