import { setImmediate as turn } from 'node:timers/promises'
import type { AnafAccess } from '../../src/adapters/anaf/anaf-access.ts'
import { makeAnafClient } from '../../src/adapters/anaf/anaf-client.ts'
import { enqueue } from '../../src/jobs/enqueue.store.ts'
import { type AnafSimulator, makeAnafSimulator } from '../../src/simulator/anaf-simulator.ts'
import { type Endpoint, FAULT_KINDS, type FaultKind, isPossible } from '../../src/simulator/faults.ts'
import { inProcessTransport } from '../../src/simulator/in-process-transport.ts'
import { done, given } from '../given.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import type { TestApp } from '../harness.ts'
import type { Random } from '../history/random.ts'
import { beginLife, type Flight, type Life } from './worker-life.ts'

/** What the list of messages is believed after; a call that leaves a minute late and is decided on is there by then. */
const CERTAIN_SECONDS = 900
const LONGEST_FLIGHT_MS = 700_000
const PLACES = ['upload', 'stareMesaj', 'listaMesajePaginatieFactura', 'descarcare', '*'] as const
const KINDS = Object.keys(FAULT_KINDS) as FaultKind[]
/** What a document is refused for on demand. */
export const RULE = 'BR-RO-110'
const MOST_ROUNDS = 2_000

export interface World {
  readonly app: TestApp
  readonly simulator: AnafSimulator
  readonly access: AnafAccess
}

/** Puts a simulator with small pages and slow decisions behind the sandbox of an application. */
export async function worldOf(app: TestApp): Promise<World> {
  done(await app.asTest.patch('/settings', FIRM))
  const simulator = makeAnafSimulator({
    database: app.database,
    clock: app.clock,
    secret: 'faults',
    settings: { processingMs: 30_000, pageSize: 3, callsPerMinute: 0 },
  })
  const address = 'http://anaf.invalid'
  const client = makeAnafClient({
    hosts: { api: address, login: address, services: address },
    environment: 'test',
    transport: inProcessTransport(simulator),
  })
  const access: AnafAccess = {
    publicServices: async () => client,
    connect: async () => ({
      kind: 'connected',
      client,
      token: simulator.issueToken(['*']),
      certainAfterSeconds: CERTAIN_SECONDS,
    }),
  }
  return { app, simulator, access }
}

export interface Told {
  /** Invoices by their ids; those that were voided on the way are named. */
  readonly invoices: readonly { readonly id: string; readonly number: string }[]
  readonly voided: ReadonlySet<string>
  /** What was done, to tell it again. */
  readonly story: readonly string[]
}

/** Sends a few invoices while everything that may go wrong does, and then lets time go on until nothing is left to do. */
export async function play(world: World, random: Random): Promise<Told> {
  const { app } = world
  const story: string[] = []
  const flights = new Set<Flight>()
  const voided = new Set<string>()
  const hasBudgets = random.chance(0.3)
  const holding = random.chance(0.5) ? 0.15 : 0
  let isOver = false
  const hold = () => (!isOver && random.chance(holding) ? random.one(['there', 'back'] as const) : null)
  const life = () => beginLife({ ...world, hasBudgets, hold, flights })
  const lives: Life[] = [life(), life()]
  const invoices: { id: string; number: string }[] = []
  const buyer = random.chance(0.1) ? { ...BUYER, cui: FIRM.cui } : BUYER
  for (let n = random.whole(1, 4); n > 0; n--) {
    const { id, number } = await given(app.asTest).invoice({ client_data: buyer })
    done(await app.asTest.post(`/invoices/${id}/send-to-spv`))
    invoices.push({ id, number })
  }
  const advance = async (seconds: number) => {
    story.push(`advance ${seconds}`)
    const oldest = () => Math.min(...[...flights].map(({ sinceMs }) => sinceMs))
    // A call that takes longer than the list is waited for is what no client can survive.
    while (flights.size > 0 && app.clock.nowMs() + seconds * 1000 - oldest() > LONGEST_FLIGHT_MS) {
      for (const flight of flights) flight.letGo()
      await turn()
    }
    app.clock.advance(seconds * 1000)
  }
  const acts: readonly (readonly [number, () => Promise<unknown>])[] = [
    [
      8,
      async () => {
        const which = random.whole(0, 1)
        if (lives[which]?.isDead) lives[which] = life()
        story.push(`worker ${which}`)
        lives[which]?.begin()
        for (let n = random.whole(0, 30); n > 0; n--) await turn()
      },
    ],
    [5, () => advance(random.one([1, 3, 20, 60, 120, 310, 650]))],
    [5, () => orderFault(world, random, story)],
    [
      2,
      async () => {
        const which = random.whole(0, 1)
        const points = random.whole(1, 40)
        story.push(`worker ${which} dies at ${points}`)
        lives[which]?.dieAt(points)
      },
    ],
    [
      1,
      async () => {
        const which = random.whole(0, 1)
        const points = random.whole(1, 40)
        story.push(`database fails for ${which} at ${points}`)
        lives[which]?.failAt(points)
      },
    ],
    [
      1,
      async () => {
        for (const flight of flights) flight.letGo()
      },
    ],
    [
      1,
      async () => {
        story.push('inbox')
        const now = Math.floor(app.clock.nowMs() / 1000)
        const job = { companyId: app.sandbox.companyId, kind: 'efactura.inbox', subject: 'test', key: 'test' }
        await app.database.transact(async (db) => enqueue(db, { ...job, runAt: now, now }))
      },
    ],
    [
      0.3,
      async () => {
        const { id } = random.one(invoices)
        story.push(`void ${id}`)
        if ((await app.asTest.post(`/invoices/${id}/void`)).status === 200) voided.add(id)
      },
    ],
  ]
  for (let step = random.whole(5, 40); step > 0; step--) await random.weighted(acts)()
  isOver = true
  await world.simulator.handle(new Request('http://anaf/simulator/faults', { method: 'DELETE' }))
  for (const one of lives) await one.ended()
  await settle(world, life())
  return { invoices, voided, story }
}

async function orderFault({ simulator }: World, random: Random, story: string[]): Promise<void> {
  const endpoint = random.one(PLACES)
  const kinds = KINDS.filter((kind) => endpoint === '*' || isPossible(kind, endpoint as Endpoint))
  const kind = kinds.includes('reject') && random.chance(0.2) ? 'reject' : random.one(kinds)
  const delay = kind === 'slow' ? 1 : kind === '429' ? random.one([1_000, 60_000]) : 0
  const order = {
    endpoint,
    kind,
    times: random.whole(1, 3),
    after: random.whole(0, kind === 'reject' ? 0 : 2),
    delay_ms: delay,
    ...(kind === 'reject' ? { rules: [RULE] } : {}),
  }
  story.push(JSON.stringify(order))
  const body = JSON.stringify(order)
  const answer = await simulator.handle(new Request('http://anaf/simulator/faults', { method: 'POST', body }))
  if (answer.status !== 201) throw new Error(await answer.text())
}

/** Time goes on, from one moment at which something is due to the next, until nothing ever is. */
export async function settle({ app }: World, life: Life): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    life.begin()
    await life.ended()
    const [next] = await app.database.read.query<{ at: number | null }>(
      `select min(case when state = 'running' then lease_until else run_at end) as at from job where state <> 'failed'`,
      [],
    )
    if (next?.at === null || next === undefined) return
    app.clock.advance(Math.max(1_000, Number(next.at) * 1000 - app.clock.nowMs()))
  }
  throw new Error('it never settles')
}
