import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Services } from '../http/endpoint.ts'
import { forgetOldAnswers } from '../http/idempotency.ts'
import { type Clock, systemClock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import { partsOf } from './failures.ts'
import { ensureFirstStart } from './first-start.ts'
import { makeAnafServices } from './make-anaf-services.ts'
import { openStore } from './open-store.ts'
import { programName, readArguments, UsageError, wholeNumber } from './usage.ts'
import { demoSteps, firstSteps, greeting } from './welcome.ts'

const HOUSEKEEPING_EVERY_MS = 3_600_000
/** How long a stop may take beyond its grace, for a database that does not let go. */
const LAST_RESORT_MS = 5_000
/** How often a stopping server looks for connections that have become idle. */
const IDLE_CHECK_MS = 50

const OPTIONS = { demo: { type: 'boolean' }, port: { type: 'string' }, host: { type: 'string' } } as const

export interface ServeOptions {
  readonly demo: boolean
  readonly port: number | undefined
  readonly host: string | undefined
}

export function readServeOptions(args: readonly string[]): ServeOptions {
  const { values } = readArguments(args, OPTIONS)
  return { demo: values.demo ?? false, port: wholeNumber('--port', values.port, 0, 65_535), host: values.host }
}

/** Runs the server until it is told to stop. What is in flight then is answered, and the database closed. */
export async function serve(config: Config, { demo }: Pick<ServeOptions, 'demo'>): Promise<void> {
  const { database } = await openStore(config)
  try {
    const anaf = makeAnafServices(config, () => config.publicUrl ?? urlOf(app, config.host))
    const services = { database, clock: systemClock, anaf }
    const app = await buildApp(services, config)
    // Before the keys are made: if the port is taken, nobody would ever see them.
    await app.listen({ host: config.host, port: config.port })
    const stopped = untilToldToStop()
    const housekeeping = startHousekeeping(app, database, systemClock)
    try {
      await welcome(app, services, config, demo)
      await stopped
    } finally {
      clearInterval(housekeeping)
      await stop(app, config.shutdownGraceMs)
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
  const { seedDemo } = await import('./demo/seed-demo.ts')
  try {
    await seedDemo(services)
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

/** Resolves at SIGTERM or SIGINT. Whoever asks a second time does not want to wait. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(1)
      asked = true
      resolve()
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}

/** Stops accepting, waits for what is in flight, and hangs up on what takes longer than the grace. */
async function stop(app: FastifyInstance, graceMs: number): Promise<void> {
  setTimeout(() => process.exit(1), graceMs + LAST_RESORT_MS).unref()
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS)
  const patience = setTimeout(() => app.server.closeAllConnections(), graceMs)
  try {
    await app.close()
  } finally {
    clearInterval(idle)
    clearTimeout(patience)
  }
}

function startHousekeeping(app: FastifyInstance, database: Database, clock: Clock): NodeJS.Timeout {
  const tidy = () => {
    const now = Math.floor(clock.nowMs() / 1000)
    database
      .transact((db) => forgetOldAnswers(db, now))
      .catch((error) => app.log.warn(error, 'old answers were not forgotten'))
  }
  tidy()
  return setInterval(tidy, HOUSEKEEPING_EVERY_MS).unref()
}
