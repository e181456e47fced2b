import { parseArgs } from 'node:util'
import type { Engine } from '../src/store/conn.ts'
import { bareRequests } from './answers.ts'
import { type DataSet, ensureDataSet } from './data-set.ts'
import { compare, type Effort, type Measured, ratioOf } from './measure.ts'
import { type Detail, detailTable, isMet, type Result, resultTable } from './report.ts'
import { type Requests, requestsFor, sampleInvoices, type Work } from './requests.ts'
import { type Server, startBare, startLoad, startOurs } from './servers.ts'
import { coldStart, warmStart } from './startup.ts'
import { openStores, type Stores } from './stores.ts'

/**
 * npm run bench [-- --quick] [--engine sqlite|postgres] [--sizes 10000,1000000] [--dir .bench] [--connections 64]
 *
 * What the product does beside a bare server on the same machine, framework and driver, and what a hundred times the
 * data costs (docs/decisions). The sides of a comparison take turns, and the median of the rounds counts.
 */
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    engine: { type: 'string' },
    sizes: { type: 'string', default: '10000,1000000' },
    dir: { type: 'string', default: '.bench' },
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const engines = (options.engine ? [options.engine] : ['sqlite', 'postgres']) as Engine[]
const sizes = options.sizes.split(',').map(Number).slice(0, options.quick ? 1 : 2)
const effort: Effort = {
  rounds: Number(options.rounds ?? (options.quick ? 3 : 5)),
  seconds: Number(options.seconds ?? (options.quick ? 0.7 : 3)),
  warmSeconds: options.quick ? 0.5 : 1.5,
  connections: Number(options.connections),
}

const READ_TARGET = 0.7
const GROUP_TARGET = 0.5
const SINGLE_TARGET = 1.2
const SIZE_TARGET = 0.8
const START_TARGET_SECONDS = 1.5
const MEMORY_TARGET_MB = 250

const READS = ['read an invoice', 'read a client', 'list 50 invoices, by status', 'list 50 clients'] as const satisfies Work[]
const CREATE = 'create an invoice of 3 lines' satisfies Work
const AT_SIZE = [...READS, 'invoices of the client that owns a tenth', 'search by a rare name', 'search by number', CREATE] as const satisfies Work[]

interface Tested {
  readonly set: DataSet
  readonly server: Server
  readonly requests: Readonly<Record<Work, Requests>>
}

const load = startLoad()
const results: Result[] = []
const details: Detail[] = []
try {
  for (const engine of engines) {
    const stores = await openStores(engine, options.dir)
    try {
      await benchEngine(stores)
    } finally {
      await stores.close()
    }
  }
} finally {
  load.stop()
}
console.log(`\n${resultTable(results)}\n\n${detailTable(details)}`)
const missed = results.filter((result) => !isMet(result)).length
console.log(`\n${missed === 0 ? 'All targets are met.' : `${missed} of ${results.length} targets are missed.`}`)

async function benchEngine(stores: Stores): Promise<void> {
  const sets: DataSet[] = []
  for (const size of sizes) sets.push(await ensureDataSet(stores, options.dir, size))
  const [small, large] = sets
  if (!small) throw new Error('--sizes names no size')
  await startUp(stores, small)
  const servers: Server[] = []
  try {
    const tested = await serve(stores, small, servers)
    await besideBare(stores, tested, servers)
    if (large) await besideSmall(stores, await serve(stores, large, servers), tested)
  } finally {
    for (const server of servers) await server.stop()
    for (const name of ['bare', ...sets.map(workName)]) await stores.drop(name)
  }
}

/** A running product on a copy of a data set: what is kept stays as it was. */
async function serve(stores: Stores, set: DataSet, servers: Server[]): Promise<Tested> {
  say(`${stores.engine}: copying ${set.invoices} invoices`)
  const name = workName(set)
  await stores.copy(set.name, name)
  const server = await startOurs(stores.locate(name))
  servers.push(server)
  return { set, server, requests: requestsFor(set, await sampleInvoices(stores.locate(name), set)) }
}

function workName(set: DataSet): string {
  return `work-${set.invoices}`
}

async function startUp(stores: Stores, set: DataSet): Promise<void> {
  say(`${stores.engine}: starting`)
  const { engine } = stores
  const cold = await coldStart(stores)
  const warm = await warmStart(stores, set)
  const add = (work: string, figure: number) => results.push({ engine, work, figure, unit: 's', target: START_TARGET_SECONDS })
  add('start to first answer, nothing there', cold.healthy)
  add('start to first read with a key, nothing there', cold.firstRead)
  add('start to first answer', warm.healthy)
  add('start to first read with a key', warm.firstRead)
}

async function besideBare(stores: Stores, { set, server, requests }: Tested, servers: Server[]): Promise<void> {
  const { engine } = stores
  const wanted = Object.fromEntries(READS.map((work) => [work, requests[work]]))
  await stores.copy(set.name, 'bare')
  const ready = await bareRequests(wanted, { server, set }, stores.locate('bare'))
  const bare = await startBare(stores.locate('bare'))
  servers.push(bare)
  const { secret } = set
  const ours = (work: Work) => ({ name: 'ours', server, secret, requests: requests[work] })
  let memoryMb = 0
  const measure = async (work: Work, others: Record<string, Requests>) => {
    say(`${engine}: ${work}`)
    const sides = Object.entries(others).map(([name, asked]) => ({ name, server: bare, secret, requests: asked }))
    const measured = await compare(load, [ours(work), ...sides], effort)
    for (const one of measured) details.push({ engine, work, measured: one })
    memoryMb = Math.max(memoryMb, measured[0]?.memoryMb ?? 0)
    return measured as [Measured, ...Measured[]]
  }
  for (const work of READS) {
    const [one, other] = await measure(work, { bare: ready[work] as Requests })
    results.push({ engine, work, figure: ratioOf(one, other as Measured), unit: '×', target: READ_TARGET })
  }
  const { bodies } = requests[CREATE]
  const written = (mode: string): Requests => ({ method: 'POST', paths: [`/${mode}`], bodies })
  const [one, grouped, single] = await measure(CREATE, { 'bare, grouped': written('grouped'), 'bare, single': written('single') })
  results.push({ engine, work: `${CREATE}, beside group commit`, figure: ratioOf(one, grouped as Measured), unit: '×', target: GROUP_TARGET })
  results.push({ engine, work: `${CREATE}, beside single commits`, figure: ratioOf(one, single as Measured), unit: '×', target: SINGLE_TARGET })
  results.push({ engine, work: 'memory under load', figure: memoryMb, unit: 'MB', target: MEMORY_TARGET_MB })
}

/** The same with a hundred times the invoices. */
async function besideSmall(stores: Stores, large: Tested, small: Tested): Promise<void> {
  const { engine } = stores
  const side = ({ set, server, requests }: Tested, work: Work) => ({ name: `ours, ${set.invoices}`, server, secret: set.secret, requests: requests[work] })
  let memoryMb = 0
  for (const work of AT_SIZE) {
    say(`${engine}: ${work}, ${large.set.invoices} beside ${small.set.invoices}`)
    const [one, other] = await compare(load, [side(large, work), side(small, work)], effort)
    if (!one || !other) continue
    for (const measured of [one, other]) details.push({ engine, work, measured })
    memoryMb = Math.max(memoryMb, one.memoryMb)
    results.push({ engine, work: `${work}, ${large.set.invoices} beside ${small.set.invoices}`, figure: ratioOf(one, other), unit: '×', target: SIZE_TARGET })
  }
  results.push({ engine, work: `memory under load, ${large.set.invoices}`, figure: memoryMb, unit: 'MB', target: MEMORY_TARGET_MB })
}

function say(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`)
}
