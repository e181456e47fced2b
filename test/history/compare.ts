import { expect } from 'vitest'
import { expectedOf } from './model.ts'
import type { Shown, ShownPayment, World } from './world.ts'

interface ShownClient {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly cui: string | null
  readonly cui_prefix: string | null
  readonly city: string | null
  readonly metadata: object
  readonly stats: {
    readonly total_invoiced: number
    readonly total_collected: number
    readonly avg_payment_days: number | null
    readonly last_payment: object | null
    readonly monthly_series: readonly { year: number; month: number; invoiced: number; collected: number }[]
  }
}

/** What the API says of clients and lists is what counting its own documents gives. */
export async function compareWithCounting(world: World): Promise<void> {
  const documents = await everything<Shown>(world, '/invoices?expand=lines,payments&per_page=100')
  const clients = await everything<ShownClient>(world, '/clients?per_page=100')
  const byClient = Map.groupBy(documents, (document) => document.client_id)
  for (const client of clients) compareClient(client, byClient.get(client.id) ?? [])
  expect(new Set(clients.map((client) => client.id)).size).toBe(clients.length)
  expect([...byClient.keys()].filter((id) => !clients.some((client) => client.id === id))).toEqual([])
  for (let tries = 0; tries < 6; tries++) await compareInvoices(world, documents, clients)
  for (let tries = 0; tries < 2; tries++) await comparePayments(world, documents)
  await compareWalk(world, documents)
}

function compareClient(client: ShownClient, documents: readonly Shown[]): void {
  const expected = expectedOf(documents)
  const { last_payment, monthly_series, ...stats } = client.stats
  expect({ id: client.id, ...client.metadata, ...stats }).toEqual({
    id: client.id,
    ...expected.metadata,
    total_invoiced: expected.total_invoiced,
    total_collected: expected.total_collected,
    avg_payment_days: expected.avg_payment_days,
  })
  if (expected.last_payments.length === 0) expect(last_payment).toBeNull()
  else expect(expected.last_payments).toContainEqual(last_payment)
  expect(monthly_series).toHaveLength(12)
  for (const { year, month, invoiced, collected } of monthly_series) {
    const key = `${year}-${String(month).padStart(2, '0')}`
    const sums = expected.months.get(key) ?? { invoiced: 0, collected: 0 }
    expect({ key, invoiced, collected }).toEqual({
      key,
      invoiced: sums.invoiced / 100,
      collected: sums.collected / 100,
    })
  }
}

type Filter = readonly [query: string, matches: (document: Shown) => boolean]

async function compareInvoices(
  world: World,
  documents: readonly Shown[],
  clients: readonly ShownClient[],
): Promise<void> {
  const { random } = world
  const filters = random.list(0, 3, () => randomFilter(world, documents, clients))
  // The same parameter twice would be a list; each is used once.
  const used = new Map(filters.flatMap((filter) => (filter ? [[filter[0].split('=')[0], filter] as const] : [])))
  const query = [...used.values()].map(([text]) => text).join('&')
  const expected = documents.filter((document) => [...used.values()].every(([, matches]) => matches(document)))
  const sort = random.one(['date', 'created_at', 'due_date', 'total', 'number'])
  const { status, body } = await world.api.get(
    `/invoices?${query}&sort=${sort}&order=${random.one(['asc', 'desc'])}&per_page=100`,
  )
  expect({ query, status, total: body.data?.total }).toEqual({ query, status: 200, total: expected.length })
  if (expected.length > 100) return
  const ids = (list: readonly Shown[]) => list.map((document) => document.id).sort()
  expect({ query, ids: ids(body.data.data) }).toEqual({ query, ids: ids(expected) })
}

function randomFilter(world: World, documents: readonly Shown[], clients: readonly ShownClient[]): Filter | null {
  const { random } = world
  const document = random.maybe(documents)
  if (!document) return null
  const day = random.one([
    document.date,
    `${document.date.slice(0, 8)}01`,
    `${document.date.slice(0, 4)}-12-31`,
    '2025-02-28',
  ])
  const makers: readonly (() => Filter)[] = [
    () => [`client_id=${document.client_id}`, (one) => one.client_id === document.client_id],
    () => [`series_id=${document.series_id}`, (one) => one.series_id === document.series_id],
    () => [`document_type=${document.document_type}`, (one) => one.document_type === document.document_type],
    () => [`currency=${document.currency}`, (one) => one.currency === document.currency],
    () => [`status=${document.status}`, (one) => hasStatus(one, document.status)],
    () => ['status=issued', (one) => hasStatus(one, 'issued')],
    () => ['is_paid=1', (one) => one.status === 'paid'],
    () => ['is_paid=0', (one) => one.status !== 'paid'],
    () => [`start_date=${day}`, (one) => one.date >= day],
    () => [`end_date=${day}`, (one) => one.date <= day],
    () =>
      searchFilter(
        random.one([(document.number ?? 'zzz').slice(-random.whole(1, 10)), ...searchWords(clients, document)]),
        clients,
      ),
  ]
  return random.one(makers)()
}

/** `issued` means issued and not paid in full, overdue ones included. */
function hasStatus(document: Shown, status: Shown['status']): boolean {
  return document.status === status || (status === 'issued' && document.status === 'overdue')
}

function searchWords(clients: readonly ShownClient[], document: Shown): string[] {
  const client = clients.find(({ id }) => id === document.client_id)
  return client ? [client.name.slice(1, 5), client.email ?? 'x', client.city ?? 'y', client.cui ?? 'z'] : []
}

function searchFilter(term: string, clients: readonly ShownClient[]): Filter {
  const wanted = folded(term.trim())
  const found = new Set(
    clients.filter((client) => searched(client).some((text) => folded(text).includes(wanted))).map(({ id }) => id),
  )
  return [
    `search=${encodeURIComponent(term)}`,
    (one) => found.has(one.client_id) || isNumberFound(one.number ?? '', wanted),
  ]
}

/** The beginning of the number, of what follows a separator, or of the last digits, with or without their zeros. */
function isNumberFound(number: string, wanted: string): boolean {
  const term = wanted.replace(/^[-/._ ]+/, '')
  const text = folded(number)
  const starts = [
    0,
    ...[...text.matchAll(/[-/._ ]|(?<!\d)(?=\d+\D*$)/g)].map(({ 0: sign, index }) => index + sign.length),
  ]
  const tails = starts.map((start) => text.slice(start))
  const digits = /\d+\D*$/.exec(text)?.[0] ?? ''
  return term !== '' && [...tails, digits.replace(/^0+(?=\d)/, '')].some((tail) => tail.startsWith(term))
}

function searched(client: ShownClient): string[] {
  const code = client.cui === null ? [] : [`${client.cui_prefix ?? ''}${client.cui}`]
  return [client.name, client.email ?? '', client.city ?? '', ...code]
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

async function comparePayments(world: World, documents: readonly Shown[]): Promise<void> {
  const { random } = world
  const all = documents.flatMap((document) => document.payments.map((payment) => ({ document, payment })))
  const one = random.maybe(all)
  if (!one) return
  const filters: readonly (readonly [string, (document: Shown, payment: ShownPayment) => boolean])[] = [
    ['', () => true],
    [`client_id=${one.document.client_id}`, (document) => document.client_id === one.document.client_id],
    [`invoice_id=${one.document.id}`, (document) => document.id === one.document.id],
    [
      `method=${one.payment.payment_method}`,
      (_document, payment) => payment.payment_method === one.payment.payment_method,
    ],
    [`start_date=${one.payment.date}`, (_document, payment) => payment.date >= one.payment.date],
    [`end_date=${one.payment.date}`, (_document, payment) => payment.date <= one.payment.date],
  ]
  const [query, matches] = random.one(filters)
  const { body } = await world.api.get(`/payments?${query}&per_page=1`)
  const expected = all.filter(({ document, payment }) => matches(document, payment)).length
  expect({ query, total: body.data.total }).toEqual({ query, total: expected })
}

/** The list walked by cursor shows every document once, in an order, whatever it is sorted by. */
async function compareWalk(world: World, documents: readonly Shown[]): Promise<void> {
  const { random } = world
  const sort = random.one(['date', 'created_at', 'due_date', 'total', 'number'])
  const url = `/invoices?sort=${sort}&order=${random.one(['asc', 'desc'])}&per_page=${random.whole(1, 9)}`
  const seen: string[] = []
  let after: string | null = null
  do {
    const { body } = await world.api.get(after === null ? url : `${url}&after=${encodeURIComponent(after)}`)
    seen.push(...body.data.data.map((document: Shown) => document.id))
    after = body.data.next_cursor
  } while (after !== null)
  expect({ url, seen: [...seen].sort() }).toEqual({ url, seen: documents.map(({ id }) => id).sort() })
}

async function everything<T>(world: World, path: string): Promise<T[]> {
  const all: T[] = []
  for (let page = 1; ; page++) {
    const { body } = await world.api.get(`${path}&page=${page}`)
    all.push(...body.data.data)
    if (!body.data.has_more) {
      expect({ path, total: body.data.total }).toEqual({ path, total: all.length })
      return all
    }
  }
}
