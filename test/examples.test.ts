import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDemo } from '../src/cli/demo/seed-demo.ts'
import { seedSandbox } from '../src/cli/demo/seed-sandbox.ts'
import { makeTestAnaf } from './anaf-login.ts'
import { MISMATCH_HEADER } from './answer-check.ts'
import { type TestApp, testApp } from './harness.ts'

interface Operation {
  readonly operationId: string
  readonly 'x-codeSamples': readonly { readonly source: string }[]
}

const run = promisify(execFile)
/** Without ANAF's application, like a server that was just started. */
const anaf = { ...makeTestAnaf('http://127.0.0.1:9'), application: null }
const app: TestApp = await testApp('sqlite', { anaf })
await app.app.ready()
const { paths } = app.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
const operations = Object.values(paths).flatMap((path) => Object.values(path))
/** What only works once somebody with a certificate has typed a PIN. */
const NEEDS_CERTIFICATE = 'callbackEfacturaOauth'
const samples = operations.map(
  ({ operationId, 'x-codeSamples': [sample] }) => [operationId, sample?.source ?? ''] as const,
)
let url = ''

beforeAll(async () => {
  await seedDemo({ ...app.services, companyId: app.live.companyId, days: 120 })
  await seedSandbox({ ...app.services, companyId: app.sandbox.companyId })
  await app.app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
}, 180_000)
afterAll(() => app.close())

describe('the examples of the documentation, pasted into a shell against the demo', () => {
  test('there is one for every operation', () => {
    expect(samples.length).toBeGreaterThan(40)
    expect(samples.filter(([, command]) => !command.startsWith('curl '))).toEqual([])
  })

  test.each(samples.filter(([operation]) => operation !== NEEDS_CERTIFICATE))('%s', async (_, command) => {
    const answer = await paste(command)
    if (answer.body !== null) expect(answer.body, command).toMatchObject({ success: true })
    expect([200, 201]).toContain(answer.status)
    expect(answer.mismatch).toBeNull()
  })

  test('the lists of the examples are not empty', async () => {
    const lists = samples.filter(([operation]) =>
      /^list(Clients|Invoices|Payments|InvoiceSeries|WorkPoints)$/.test(operation),
    )
    expect(lists).toHaveLength(5)
    for (const [, command] of lists) expect((await paste(command)).body.data.data.length, command).toBeGreaterThan(0)
  })
})

async function paste(command: string) {
  const keys = { FACTURIER_KEY: app.live.secret, FACTURIER_TEST_KEY: app.sandbox.secret }
  const env = { PATH: process.env.PATH, FACTURIER_URL: url, ...keys }
  const printed = command.replace(/ -o [\w.]+$/, '')
  const { stdout } = await run('bash', ['-c', `${printed} --include`], { env, maxBuffer: 10_000_000 })
  const end = stdout.indexOf('\r\n\r\n')
  const head = stdout.slice(0, end)
  const mismatch = new RegExp(`^${MISMATCH_HEADER}: (.*)$`, 'im').exec(head)?.[1] ?? null
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    mismatch: mismatch && decodeURIComponent(mismatch),
    // A file is no JSON.
    body: /^content-type: application\/json/im.test(head) ? JSON.parse(stdout.slice(end)) : null,
  }
}
