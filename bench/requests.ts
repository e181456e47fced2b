import { openDatabase } from '../src/store/open.ts'
import type { DataSet } from './data-set.ts'
import { chanceFrom, inventInvoice, RARE_WORD } from './invent.ts'
import type { Job } from './load.ts'
import type { Server } from './servers.ts'
import type { Location } from './stores.ts'

/** Requests of one kind, asked for in turn. */
export type Requests = Pick<Job, 'method' | 'paths' | 'bodies'>

export const WORKS = [
  'read an invoice',
  'read a client',
  'list 50 invoices, by status',
  'list 50 clients',
  'invoices of the client that owns a tenth',
  'search by a rare name',
  'search by number',
  'create an invoice of 3 lines',
] as const
export type Work = (typeof WORKS)[number]

const SAMPLE = 10_000
const CHUNK = 500
const BODIES = 1_000

/** What the load generator asks of the product, in the words of the API. */
export function requestsFor(set: DataSet, invoices: readonly { id: string; number: string }[]): Record<Work, Requests> {
  const chance = chanceFrom(set.invoices + 1)
  const pages = [1, 2, 3, 4, 5]
  const byStatus = ['issued', 'paid'].flatMap((status) =>
    pages.map((page) => `/v1/invoices?status=${status}&sort=date&order=desc&per_page=50&page=${page}`),
  )
  const clientPages = ['name', 'created_at'].flatMap((sort) =>
    [1, 2].map((page) => `/v1/clients?sort=${sort}&per_page=50&page=${page}`),
  )
  const ofBigClient = pages.map(
    (page) => `/v1/invoices?client_id=${set.bigClientId}&status=issued&sort=date&order=desc&per_page=50&page=${page}`,
  )
  const rates = [21, 11] as const
  const bodies = Array.from({ length: BODIES }, () => {
    const { items } = inventInvoice(chance, '', rates)
    const client_id = chance.percent(10) ? set.bigClientId : chance.pick(set.clientIds)
    return JSON.stringify({ client_id, due_days: 30, items })
  })
  return {
    'read an invoice': get(invoices.map(({ id }) => `/v1/invoices/${id}`)),
    'read a client': get(Array.from({ length: SAMPLE }, () => `/v1/clients/${chance.pick(set.clientIds)}`)),
    'list 50 invoices, by status': get(byStatus),
    'list 50 clients': get(clientPages),
    'invoices of the client that owns a tenth': get(ofBigClient),
    'search by a rare name': get([
      `/v1/invoices?search=${RARE_WORD.toLowerCase()}`,
      `/v1/clients?search=${RARE_WORD.slice(0, 6)}`,
    ]),
    'search by number': get(invoices.slice(0, 200).map(({ number }) => `/v1/invoices?search=${number}`)),
    'create an invoice of 3 lines': { method: 'POST', paths: ['/v1/invoices'], bodies },
  }
}

function get(paths: readonly string[]): Requests {
  return { method: 'GET', paths, bodies: [] }
}

/** Issued invoices from all over the data set, in no order. */
export async function sampleInvoices(location: Location, set: DataSet): Promise<{ id: string; number: string }[]> {
  const database = await openDatabase({ ...location, databaseSchema: null, databasePoolSize: 1 })
  const chance = chanceFrom(7)
  const found: { id: string; number: string }[] = []
  try {
    for (let chunk = 0; chunk < SAMPLE / CHUNK; chunk++) {
      const seqs = Array.from({ length: CHUNK }, () => 1 + chance.below(set.invoices))
      const sql = `select id, number from invoice where seq in (${seqs.join(', ')}) and number is not null`
      found.push(...(await database.read.query<{ id: string; number: string }>(sql, [])))
    }
  } finally {
    await database.close()
  }
  return found
}

/** One answer of the product, as text. */
export async function ask(server: Server, set: Pick<DataSet, 'secret'>, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    headers: { authorization: `Bearer ${set.secret}` },
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`${path}: ${response.status} ${body.slice(0, 300)}`)
  return body
}
