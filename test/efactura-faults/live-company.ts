import { onTestFinished } from 'vitest'
import { makeAnafSimulator } from '../../src/simulator/anaf-simulator.ts'
import { listen } from '../../src/simulator/listen.ts'
import { migrate } from '../../src/store/migrate.ts'
import { makeTestAnaf } from '../anaf-login.ts'
import { done, given } from '../given.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import { type Dialect, freshDatabase, TEST_NOW, type TestApp, testApp } from '../harness.ts'

const CIF = '1234567897'

/** A live company, and ANAF played behind a port of this machine with a database of its own. */
export async function liveCompany(dialect: Dialect) {
  const { database, remove } = await freshDatabase(dialect)
  await migrate(database)
  let app: TestApp | null = null
  const clock = { nowMs: () => app?.clock.nowMs() ?? Date.parse(TEST_NOW) }
  const simulator = makeAnafSimulator({ database, clock, secret: 'alone', settings: { processingMs: 30_000 } })
  const { url, close } = await listen(simulator, { host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await close()
    await simulator.close()
    await remove()
  })
  app = await testApp(dialect, { anaf: makeTestAnaf(url), anafHosts: { api: url, login: url, services: url } })
  const live = app
  done(await live.patch('/settings', FIRM))
  done(await live.patch('/efactura/settings', { enabled: true }))
  const issue = async () => given(live).invoice({ client_data: BUYER })
  const send = (id: string, environment = 'live') => live.post(`/invoices/${id}/send-to-spv?environment=${environment}`)
  const standing = async (id: string) => (await live.get(`/invoices/${id}`)).body.data.efactura_status
  const arrived = async (number: string) => {
    const rows = database.read.kysely.selectFrom('simulator_upload').select(['world', 'errors'])
    return rows.where('number', '=', number).orderBy('seq').execute()
  }
  return { app: live, issue, send, standing, arrived, connect: (where = 'live') => connect(live, where) }
}

/** What the owner of the certificate does in a browser. */
async function connect(app: TestApp, environment: string): Promise<void> {
  const begun = done(await app.post('/efactura/oauth/initialize', { environment }))
  const address = new URL(begun.authorize_url)
  const body = new URLSearchParams([...address.searchParams, ['cifs', CIF], ['decision', 'continue']])
  const page = await fetch(`${address.origin}${address.pathname}`, { method: 'POST', body, redirect: 'manual' })
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code')
  done(await app.post('/efactura/oauth/callback', { code, state: begun.state }))
}
