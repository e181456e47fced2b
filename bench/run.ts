import { parseArgs } from 'node:util'
import type { Engine } from '../src/store/conn.ts'
import { bareRequests } from './answers.ts'
import { type DataSet, ensureDataSet } from './data-set.ts'
import { benchEfactura } from './efactura.ts'
import { compare, type Effort, type Measured, ratioOf, type Side } from './measure.ts'
import { type Detail, detailTable, isMet, type Result, resultTable } from './report.ts'
import { type Requests, requestsFor, sampleInvoices, type Work } from './requests.ts'
import { type Server, startBare, startLoad, startOurs } from './servers.ts'
import { coldStart, warmStart } from './startup.ts'
import { openStores, type Stores } from './stores.ts'

/**
 * npm run bench [-- --quick] [--only efactura|server] [--engine sqlite|postgres] [--sizes 10000,1000000] [--dir .bench] [--connections 64]
 *
 * What the product does beside a bare server on the same machine, framework and driver, and what a hundred times the
 * data costs (docs/decisions). The sides of a comparison take turns, and the median of the rounds counts.
 */
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    engine: { type: 'string' },
    sizes: { type: 'string', default: '10000,1000000' },
    dir: { type: 'string', default: '.bench' },
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const engines = (options.engine ? [options.engine] : ['sqlite', 'postgres']) as Engine[]
const sizes = options.sizes
  .split(',')
  .map(Number)
  .slice(0, options.quick ? 1 : 2)
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

const READS = [
  'read an invoice',
  'read a client',
  'list 50 invoices, by status',
  'list 50 clients',
] as const satisfies Work[]
const CREATE = 'create an invoice of 3 lines' satisfies Work
const AT_SIZE = [
  ...READS,
  'invoices of the client that owns a tenth',
  'search by a rare name',
  'search by number',
  CREATE,
] as const satisfies Work[]

interface Tested {
  readonly engine: Engine
  readonly set: DataSet
  readonly server: Server
  readonly requests: Readonly<Record<Work, Requests>>
  /** The most that its server was seen to hold. */
  memoryMb: number
}

interface Bare {
  readonly server: Server
  readonly ready: Readonly<Record<string, Requests>>
}

if (options.only && options.only !== 'efactura' && options.only !== 'server') throw new Error('--only efactura|server')
const results: Result[] = []
const details: Detail[] = []
if (options.only !== 'server') {
  say('e-Factura: making and judging documents')
  results.push(...benchEfactura(effort.rounds, effort.seconds))
}
const load = startLoad()
try {
  for (const engine of options.only === 'efactura' ? [] : engines) {
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
console.log(
  [resultTable(results), ...(details.length > 0 ? [detailTable(details)] : [])].map((t) => `\n${t}`).join('\n'),
)
const missed = results.filter((result) => !isMet(result)).length
console.log(`\n${missed === 0 ? 'All targets are met.' : `${missed} of ${results.length} targets are missed.`}`)

async function benchEngine(stores: Stores): Promise<void> {
  const sets: DataSet[] = []
  for (const size of sizes) sets.push(await ensureDataSet(stores, options.dir, size))
  const [smallSet, largeSet] = sets
  if (!smallSet) throw new Error('--sizes names no size')
  await startUp(stores, smallSet)
  const servers: Server[] = []
  try {
    const small = await serve(stores, smallSet, servers)
    const bare = await serveBare(stores, small, servers)
    const large = largeSet ? await serve(stores, largeSet, servers) : null
    // Reads first: what is created makes the small data set grow.
    for (const work of READS) await readBesideBare(work, small, bare)
    for (const work of AT_SIZE) if (large && work !== CREATE) await besideSmall(work, large, small)
    await createBesideBare(small, bare)
    if (large) await besideSmall(CREATE, large, small)
    for (const tested of large ? [small, large] : [small]) addMemory(tested)
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
  const requests = requestsFor(set, await sampleInvoices(stores.locate(name), set))
  return { engine: stores.engine, set, server, requests, memoryMb: 0 }
}

function workName(set: DataSet): string {
  return `work-${set.invoices}`
}

async function startUp(stores: Stores, set: DataSet): Promise<void> {
  say(`${stores.engine}: starting`)
  const { engine } = stores
  const cold = await coldStart(stores)
  const warm = await warmStart(stores, set)
  const add = (work: string, figure: number) =>
    results.push({ engine, work, figure, unit: 's', target: START_TARGET_SECONDS })
  add('start to first answer, nothing there', cold.healthy)
  add('start to first read with a key, nothing there', cold.firstRead)
  add('start to first answer', warm.healthy)
  add('start to first read with a key', warm.firstRead)
}

/** The bare server on a copy of the same data, with the product's answers ready in a table of their own. */
async function serveBare(stores: Stores, { set, server, requests }: Tested, servers: Server[]): Promise<Bare> {
  await stores.copy(set.name, 'bare')
  const wanted = Object.fromEntries(READS.map((work) => [work, requests[work]]))
  const ready = await bareRequests(wanted, { server, set }, stores.locate('bare'))
  const bare = await startBare(stores.locate('bare'))
  servers.push(bare)
  return { server: bare, ready }
}

async function measure(tested: Tested, work: Work, sides: readonly Side[]): Promise<[Measured, ...Measured[]]> {
  const { engine } = tested
  say(`${engine}: ${work}, ${sides.map(({ name }) => name).join(' beside ')}`)
  const measured = await compare(load, sides, effort)
  for (const one of measured) details.push({ engine, work, measured: one })
  tested.memoryMb = Math.max(tested.memoryMb, measured[0]?.memoryMb ?? 0)
  return measured as [Measured, ...Measured[]]
}

async function readBesideBare(work: Work, small: Tested, { server, ready }: Bare): Promise<void> {
  const { secret } = small.set
  const bare = { name: 'bare', server, secret, requests: ready[work] as Requests }
  const [one, other] = await measure(small, work, [sideOf(small, work), bare])
  results.push({ engine: small.engine, work, figure: ratioOf(one, other as Measured), unit: '×', target: READ_TARGET })
}

async function createBesideBare(small: Tested, { server }: Bare): Promise<void> {
  const { engine, set, requests } = small
  const bare = (mode: 'grouped' | 'single') => {
    const asked: Requests = { method: 'POST', paths: [`/${mode}`], bodies: requests[CREATE].bodies }
    return { name: `bare, ${mode}`, server, secret: set.secret, requests: asked }
  }
  const [one, grouped, single] = await measure(small, CREATE, [sideOf(small, CREATE), bare('grouped'), bare('single')])
  const add = (beside: string, other: Measured | undefined, target: number) =>
    results.push({
      engine,
      work: `${CREATE}, beside ${beside}`,
      figure: ratioOf(one, other as Measured),
      unit: '×',
      target,
    })
  add('group commit', grouped, GROUP_TARGET)
  add('single commits', single, SINGLE_TARGET)
}

/** The same with a hundred times the invoices. */
async function besideSmall(work: Work, large: Tested, small: Tested): Promise<void> {
  const { engine } = large
  const [one, other] = await measure(large, work, [sideOf(large, work), sideOf(small, work)])
  const sizes = `${large.set.invoices} beside ${small.set.invoices}`
  results.push({
    engine,
    work: `${work}, ${sizes}`,
    figure: ratioOf(one, other as Measured),
    unit: '×',
    target: SIZE_TARGET,
  })
}

function sideOf({ set, server, requests }: Tested, work: Work): Side {
  return { name: `ours, ${set.invoices}`, server, secret: set.secret, requests: requests[work] }
}

function addMemory({ engine, set, memoryMb }: Tested): void {
  results.push({
    engine,
    work: `memory under load, ${set.invoices} invoices`,
    figure: memoryMb,
    unit: 'MB',
    target: MEMORY_TARGET_MB,
  })
}

function say(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`)
}
