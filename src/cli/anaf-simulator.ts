import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { makeAnafSimulator } from '../simulator/anaf-simulator.ts'
import { forgetHourly } from '../simulator/forget-hourly.ts'
import { listen } from '../simulator/listen.ts'
import { DEFAULT_SETTINGS } from '../simulator/settings.ts'
import { systemClock } from '../store/clock.ts'
import { migrate } from '../store/migrate.ts'
import { openSqlite } from '../store/sqlite.ts'
import { readArguments, wholeNumber } from './usage.ts'

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  processing: { type: 'string' },
} as const
const DEFAULT_PORT = 8_081
const LONGEST_PROCESSING_MS = 86_400_000

/**
 * Plays ANAF on a port until it is told to stop. On loopback unless `--host` says otherwise: it gives a token to whoever
 * asks. Without `--data` everything is forgotten at the end.
 */
export async function anafSimulator(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, OPTIONS)
  const port = wholeNumber('--port', values.port, 0, 65_535) ?? DEFAULT_PORT
  const processingMs = wholeNumber('--processing', values.processing, 0, LONGEST_PROCESSING_MS)
  const isKept = values.data !== undefined
  const folder = values.data === undefined ? mkdtempSync(join(tmpdir(), 'anaf-simulator-')) : resolve(values.data)
  mkdirSync(folder, { recursive: true })
  const database = openSqlite(join(folder, 'anaf-simulator.db'))
  try {
    await migrate(database)
    const settings = processingMs === undefined ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, processingMs }
    const simulator = makeAnafSimulator({ database, clock: systemClock, secret: secretIn(folder), settings })
    const listening = await listen(simulator, { host: values.host ?? '127.0.0.1', port })
    const forgetting = await forgetHourly(database, systemClock)
    const stopped = untilToldToStop()
    process.stdout.write(greeting(listening.url, isKept ? folder : null))
    await stopped
    await forgetting.stop()
    await Promise.all([listening.close(), simulator.close()])
  } finally {
    await database.close()
    if (!isKept) rmSync(folder, { recursive: true, force: true })
  }
  return 0
}

/** Tokens outlive a restart together with the data. */
function secretIn(folder: string): string {
  const file = join(folder, 'token-secret')
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}

/** Resolves at SIGTERM or SIGINT; a second one does not wait. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let wasAsked = false
    const stop = () => {
      if (wasAsked) process.exit(1)
      wasAsked = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

function greeting(url: string, folder: string | null): string {
  return `The simulator of ANAF is running. Nothing here reaches the real one.

  address   ${url}
  data      ${folder ?? 'thrown away at the end'}

Point a client to it by replacing the hosts of ANAF:
  api.anaf.ro and webserviceapl.anaf.ro   ${url}
  logincert.anaf.ro                       ${url}
  webservicesp.anaf.ro                    ${url}

A token without the certificate dialog:
  curl -X POST ${url}/simulator/tokens -d '{"cifs":["1234567897"]}'
A fault on demand (docs/simulator.md lists them):
  curl -X POST ${url}/simulator/faults -d '{"endpoint":"upload","kind":"timeout_after_accepting"}'
A sample invoice to receive:
  curl -X POST ${url}/simulator/invoices -d '{"cif":"1234567897"}'
What arrived:
  curl ${url}/simulator/messages
`
}
