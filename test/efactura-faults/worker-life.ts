import { setImmediate as turn } from 'node:timers/promises'
import type { AnafClient, AnafFailure, Upload } from '../../src/adapters/anaf/anaf.ts'
import type { AnafAccess } from '../../src/adapters/anaf/anaf-access.ts'
import { withBudgets } from '../../src/adapters/anaf/with-budgets.ts'
import { makeWorker } from '../../src/jobs/worker.ts'
import { jobHandlers } from '../../src/resources/job-handlers.ts'
import type { Clock } from '../../src/store/clock.ts'
import type { Conn, Database } from '../../src/store/conn.ts'
import type { TestApp } from '../harness.ts'

const QUIET = { info() {}, warn() {}, error() {} }

const HELD_UP: AnafFailure = {
  kind: 'failure',
  reason: 'unavailable',
  mayHaveArrived: false,
  retryAfterSeconds: 1,
  status: null,
  detail: 'held up before it left',
}

/** A call to ANAF that is on its way, or was answered and has not come back. */
export interface Flight {
  /** By the clock of the test. */
  readonly sinceMs: number
  letGo(): void
}

interface Parts {
  readonly app: TestApp
  readonly access: AnafAccess
  readonly hasBudgets: boolean
  /** Whether this call is held on its way there, on its way back, or not at all. */
  hold(method: string): 'there' | 'back' | null
  readonly flights: Set<Flight>
}

/** A worker that dies when it is told to, as a process does: from then on it can neither read nor write nor call. */
export interface Life {
  readonly isIdle: boolean
  /** It waits for a call that is held. */
  readonly isHeld: boolean
  readonly isDead: boolean
  /** Carries out what is due, without being waited for. */
  begin(): void
  /** Resolves when it has ended what it began. */
  ended(): Promise<void>
  /** It dies at the n-th point from now: before or after a transaction or a call. */
  dieAt(points: number): void
  /** At the n-th point from now the database is away for once; the worker lives. */
  failAt(points: number): void
}

export function beginLife({ app, access, hasBudgets, hold, flights }: Parts): Life {
  const { clock } = app
  let isDead = false
  let deathIn = 0
  let failureIn = 0
  let work: Promise<unknown> | null = null
  const held = new Set<Flight>()

  function point(): void {
    if (isDead) throw new Error('this worker is dead')
    if (deathIn > 0 && --deathIn === 0) {
      isDead = true
      throw new Error('this worker has died')
    }
    if (failureIn > 0 && --failureIn === 0) throw new Error('the database is away')
  }
  const database = frail(app.database, point)
  const flying = flyer({ clock, hold, flights, held, point })
  const mine: AnafAccess = {
    publicServices: (companyId) => access.publicServices(companyId),
    async connect(companyId, environment) {
      point()
      const connection = await access.connect(companyId, environment)
      if (connection.kind !== 'connected') return connection
      const flown = flying(connection.client)
      const client = hasBudgets ? withBudgets(flown, { database, clock, environment, companyId }) : flown
      return { ...connection, client }
    },
  }
  const worker = makeWorker({
    database,
    clock,
    handlers: jobHandlers({ database, clock, anafAccess: mine }),
    concurrency: 1,
    pollMs: 1_000,
    graceMs: 0,
    log: QUIET,
  })
  return {
    get isIdle() {
      return work === null
    },
    get isHeld() {
      return held.size > 0
    },
    get isDead() {
      return isDead
    },
    begin: () => {
      work ??= worker
        .runDue()
        .catch(() => {})
        .finally(() => {
          work = null
        })
    },
    ended: async () => {
      while (work !== null) {
        for (const flight of flights) flight.letGo()
        await turn()
      }
    },
    dieAt: (points) => {
      deathIn = points
    },
    failAt: (points) => {
      failureIn = points
    },
  }
}

/** A database whose transactions may end, or seem to end, in an error. */
function frail(database: Database, point: () => void): Database {
  const read: Conn = new Proxy(database.read, {
    get(target, name) {
      point()
      return Reflect.get(target, name)
    },
  })
  return {
    ...database,
    read,
    transact: async (unit) => {
      point()
      const value = await database.transact(unit)
      point()
      return value
    },
  }
}

interface Flying extends Pick<Parts, 'hold' | 'flights'> {
  readonly clock: Clock
  /** Flights of this worker that wait to be let go. */
  readonly held: Set<Flight>
  point(): void
}

/** A client whose calls may be held on the way; what has left arrives, even when the caller is dead by then. */
function flyer({ clock, hold, flights, held: holding, point }: Flying) {
  return (client: AnafClient): AnafClient =>
    new Proxy(client, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]) => {
          point()
          const gate = Promise.withResolvers<void>()
          let isLetGo = false
          const flight: Flight = {
            sinceMs: clock.nowMs(),
            letGo: () => {
              holding.delete(flight)
              gate.resolve()
              isLetGo = true
            },
          }
          const waitHere = async () => {
            if (!isLetGo) holding.add(flight)
            await gate.promise
          }
          const held = hold(String(name))
          if (held === 'there' && name === 'upload') {
            // What the real client asks last, because it is the network that holds it from here on.
            const upload = args[1] as Upload
            if (upload.mayLeave?.() === false) return HELD_UP
            args[1] = { ...upload, mayLeave: () => true }
          }
          flights.add(flight)
          try {
            if (held === 'there') await waitHere()
            const answer = await method.apply(target, args)
            if (held === 'back') await waitHere()
            point()
            return answer
          } finally {
            flights.delete(flight)
          }
        }
      },
    })
}
