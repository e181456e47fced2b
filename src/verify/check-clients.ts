import { daysBetween } from '../domain/dates.ts'
import { fold } from '../domain/text.ts'
import { searchText, toClient } from '../resources/clients/client.store.ts'
import type { Conn } from '../store/conn.ts'
import type { ClientRow } from '../store/tables.ts'
import type { Checked } from './checked.ts'
import { type ClientWithSums, clientPages } from './clients.store.ts'
import type { CompanyParts } from './company.store.ts'
import { differs, type Fault } from './fault.ts'

/** Everything that is kept about a client is what its documents and payments come to. */
export async function* checkClients(conn: Conn, company: CompanyParts, checked: Checked): AsyncGenerator<Fault> {
  for await (const page of clientPages(conn, company.id)) {
    for (const client of page) {
      yield* checkClient(client)
      checked.clients += 1
    }
    checked.tell()
  }
}

function* checkClient(client: ClientWithSums): Generator<Fault> {
  try {
    yield* checkFigures(client)
    yield* checkMonths(client)
    yield* checkLastPayment(client)
    yield* checkSearch(client.row)
    yield* checkTally(client)
  } catch (error) {
    const message = `${subjectOf(client.row)}: it cannot be read (${error instanceof Error ? error.message : error}).`
    yield { code: 'unreadable', object: 'client', id: client.row.id, message }
  }
}

function subjectOf(row: ClientRow): string {
  return `Client ${row.id} (${row.name})`
}

function* checkFigures({ row, months, collected, settled }: ClientWithSums): Generator<Fault> {
  const invoicedBani = sum(months, (month) => month.ron)
  const collectedBani = sum(collected, (month) => month.ron)
  const expected = {
    invoices_count: sum(months, (month) => month.n),
    invoiced_bani: invoicedBani,
    collected_bani: collectedBani,
    unpaid_bani: invoicedBani - collectedBani,
    settled_count: sum(settled, (group) => group.n),
    settled_days: sum(settled, (group) => group.n * daysBetween(group.date, group.settled_on)),
  }
  for (const [column, must] of Object.entries(expected)) {
    const found = row[column as keyof typeof expected]
    if (found === must) continue
    const message = differs(subjectOf(row), column, found, must)
    yield { code: 'client_figure_differs', object: 'client', id: row.id, message }
  }
}

function* checkMonths({ row, months, collected }: ClientWithSums): Generator<Fault> {
  const expected = new Map<string, [invoiced: number, collected: number]>()
  for (const { month, ron } of months) expected.set(month, [ron, 0])
  for (const { month, ron } of collected) expected.set(month, [expected.get(month)?.[0] ?? 0, ron])
  const must = monthsText([...expected].filter(([, sums]) => sums[0] !== 0 || sums[1] !== 0))
  const found = monthsText(Object.entries(toClient(row).figures.months))
  if (found === must) return
  const message = differs(subjectOf(row), 'months', found, must)
  yield { code: 'client_months_differ', object: 'client', id: row.id, message }
}

function monthsText(months: readonly (readonly [string, readonly [number, number]])[]): string {
  if (months.length === 0) return 'none'
  return months
    .map(([month, [invoiced, collected]]) => `${month}: ${invoiced} ${collected}`)
    .sort()
    .join(', ')
}

function* checkLastPayment({ row, lastPayment }: ClientWithSums): Generator<Fault> {
  const kept = toClient(row).lastPayment
  const found =
    kept && JSON.stringify([kept.paidOn, kept.amountBani, kept.currency, kept.invoiceId, kept.invoiceNumber])
  const paid = lastPayment
  const must = paid && JSON.stringify([paid.paid_on, paid.amount_bani, paid.currency, paid.invoice_id, paid.number])
  if (found === must) return
  const message = differs(subjectOf(row), 'last_payment', found, must)
  yield { code: 'client_last_payment_differs', object: 'client', id: row.id, message }
}

function* checkSearch(row: ClientRow): Generator<Fault> {
  const expected = { search_text: searchText(toClient(row).party), sort_name: fold(row.name) }
  for (const [column, must] of Object.entries(expected)) {
    const found = row[column as keyof typeof expected]
    if (found === must) continue
    const message = differs(subjectOf(row), column, found, must)
    yield { code: 'client_search_differs', object: 'client', id: row.id, message }
  }
}

function* checkTally({ row, states, tallied }: ClientWithSums): Generator<Fault> {
  for (const state of new Set([...states.keys(), ...tallied.keys()])) {
    const [found, must] = [tallied.get(state) ?? 0, states.get(state) ?? 0]
    if (found === must) continue
    const message = differs(subjectOf(row), `the kept count of its ${state} documents`, found, must)
    yield { code: 'tally_differs', object: 'client', id: row.id, message }
  }
}

function sum<T>(list: readonly T[], of: (element: T) => number): number {
  return list.reduce((total, element) => total + of(element), 0)
}
