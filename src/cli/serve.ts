import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Services } from '../http/endpoint.ts'
import { systemClock } from '../store/clock.ts'
import { partsOf } from './failures.ts'
import { ensureFirstStart } from './first-start.ts'
import { openStore } from './open-store.ts'
import { openServices } from './services.ts'
import { endAtLast, untilToldToStop } from './stop-signal.ts'
import { programName, readArguments, UsageError, wholeNumber } from './usage.ts'
import { demoSteps, firstSteps, greeting } from './welcome.ts'
import { workerOf } from './work.ts'

/** How often a stopping server looks for connections that have become idle. */
const IDLE_CHECK_MS = 50

const OPTIONS = {
  demo: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  'no-worker': { type: 'boolean' },
} as const

export interface ServeOptions {
  readonly demo: boolean
  readonly port: number | undefined
  readonly host: string | undefined
  /** Whether this process carries out jobs too. */
  readonly hasWorker: boolean
}

export function readServeOptions(args: readonly string[]): ServeOptions {
  const { values } = readArguments(args, OPTIONS)
  return {
    demo: values.demo ?? false,
    port: wholeNumber('--port', values.port, 0, 65_535),
    host: values.host,
    hasWorker: !values['no-worker'],
  }
}

/** Runs the server until it is told to stop. What is in flight then is answered, jobs end, and the database is closed. */
export async function serve(
  config: Config,
  { demo, hasWorker }: Pick<ServeOptions, 'demo' | 'hasWorker'>,
): Promise<void> {
  const { database } = await openStore(config)
  try {
    const opened = openServices(config, database, systemClock, () => config.publicUrl ?? urlOf(app, config.host))
    const { services } = opened
    const app = await buildApp(services, config)
    // Before the keys are made: if the port is taken, nobody would ever see them.
    await app.listen({ host: config.host, port: config.port })
    const stopped = untilToldToStop()
    const worker = hasWorker ? workerOf(services, config, app.log) : null
    if (worker) opened.wakes(worker)
    worker?.start()
    try {
      await welcome(app, services, config, demo)
      await stopped
    } finally {
      endAtLast(config.shutdownGraceMs)
      await Promise.all([stop(app, config.shutdownGraceMs), worker?.stop()])
      await opened.close()
    }
  } finally {
    await database.close()
  }
}

/** Keys are printed as soon as they exist: whatever happens afterwards, they were seen. */
async function welcome(app: FastifyInstance, services: Services, config: Config, demo: boolean): Promise<void> {
  const first = await ensureFirstStart(services.database, services.clock)
  const running = { url: config.publicUrl ?? urlOf(app, config.host), store: storeOf(config), program: programName() }
  process.stdout.write(greeting(running, first) + (first && !demo ? firstSteps(running, first) : ''))
  if (!demo) return
  process.stdout.write('\nFilling the company with invented data, which takes a moment.\n')
  const [{ seedDemo }, { seedSandbox }] = await Promise.all([
    import('./demo/seed-demo.ts'),
    import('./demo/seed-sandbox.ts'),
  ])
  try {
    await seedDemo(services)
    await seedSandbox(services)
    process.stdout.write(demoSteps(running, first))
  } catch (error) {
    // The company has data of its own, which is no reason not to serve it.
    if (!(error instanceof UsageError)) throw error
    process.stdout.write(`\n${error.message}\n`)
  }
}

/** The address to call: a server that listens everywhere is reached at home. */
function urlOf(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function storeOf({ databaseUrl, dataDir }: Config): string {
  if (!databaseUrl) return join(dataDir, 'facturier.db')
  const { server, database } = partsOf(databaseUrl)
  return `PostgreSQL at ${server}, database ${database}`
}

/** Stops accepting, waits for what is in flight, and hangs up on what takes longer than the grace. */
async function stop(app: FastifyInstance, graceMs: number): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
  const patience = setTimeout(() => app.server.closeAllConnections(), graceMs)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(patience)
  }
}
