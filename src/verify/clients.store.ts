import { sql } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { ClientRow } from '../store/tables.ts'

/** A client with what its documents and payments come to, as the database adds them up. */
export interface ClientWithSums {
  readonly row: ClientRow
  readonly months: readonly MonthSum[]
  readonly collected: readonly { readonly month: string; readonly ron: number }[]
  readonly settled: readonly { readonly date: string; readonly settled_on: string; readonly n: number }[]
  readonly lastPayment: LastPaid | null
  /** How many documents are in each state, and what the kept counts say. */
  readonly states: ReadonlyMap<string, number>
  readonly tallied: ReadonlyMap<string, number>
}

interface MonthSum {
  readonly client_id: string
  readonly month: string
  readonly n: number
  readonly ron: number
}

interface LastPaid {
  readonly client_id: string
  readonly paid_on: string
  readonly amount_bani: number
  readonly currency: string
  readonly invoice_id: string
  readonly number: string
}

const PAGE = 100

/** All clients of a company, oldest first, page by page. */
export async function* clientPages(conn: Conn, companyId: string): AsyncGenerator<ClientWithSums[]> {
  let after = { created_at: -1, seq: -1 }
  for (;;) {
    const rows = await conn.kysely
      .selectFrom('client')
      .selectAll()
      .where('company_id', '=', companyId)
      .where(sql<boolean>`(created_at, seq) > (${after.created_at}, ${after.seq})`)
      .orderBy('created_at')
      .orderBy('seq')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) return
    yield await withSums(conn, companyId, rows)
    after = last
  }
}

async function withSums(conn: Conn, companyId: string, rows: readonly ClientRow[]): Promise<ClientWithSums[]> {
  const scope = { companyId, ids: rows.map((row) => row.id) }
  const [months, collected, settled, lastPaid, states, tallied] = await Promise.all([
    invoicedByMonth(conn, scope),
    collectedByMonth(conn, scope),
    settledInvoices(conn, scope),
    lastPayments(conn, scope),
    documentsByState(conn, scope),
    tallyByState(conn, scope),
  ])
  const of = <T extends { client_id: string }>(all: readonly T[]) => {
    const groups = Map.groupBy(all, (one) => one.client_id)
    return (id: string) => groups.get(id) ?? []
  }
  const [monthsOf, collectedOf, settledOf, lastOf] = [of(months), of(collected), of(settled), of(lastPaid)]
  const [statesOf, talliedOf] = [of(states), of(tallied)]
  const counts = (counted: readonly Counted[]) => new Map(counted.map(({ state, n }) => [state, n]))
  return rows.map((row) => ({
    row,
    months: monthsOf(row.id),
    collected: collectedOf(row.id),
    settled: settledOf(row.id),
    lastPayment: lastOf(row.id)[0] ?? null,
    states: counts(statesOf(row.id)),
    tallied: counts(talliedOf(row.id)),
  }))
}

interface Scope {
  readonly companyId: string
  readonly ids: readonly string[]
}
type Counted = { client_id: string; state: string; n: number }

/** The documents that count: contract decision 12, said once more, independently of what keeps the figures. */
const COUNTS = sql<boolean>`invoice.document_type = 'fiscal' and invoice.state in ('open', 'paid')`
const count = sql<number>`cast(count(*) as bigint)`

function invoicedByMonth(conn: Conn, { companyId, ids }: Scope): Promise<MonthSum[]> {
  const month = sql<string>`substr(invoice.date, 1, 7)`
  return conn.kysely
    .selectFrom('invoice')
    .select(['client_id', month.as('month'), count.as('n')])
    .select(sql<number>`cast(sum(total_ron_bani) as bigint)`.as('ron'))
    .where('company_id', '=', companyId)
    .where('client_id', 'in', ids)
    .where(COUNTS)
    .groupBy(['client_id', month])
    .execute()
}

function collectedByMonth(conn: Conn, { companyId, ids }: Scope) {
  const month = sql<string>`substr(payment.paid_on, 1, 7)`
  return conn.kysely
    .selectFrom('payment')
    .innerJoin('invoice', 'invoice.id', 'payment.invoice_id')
    .select(['invoice.client_id', month.as('month')])
    .select(sql<number>`cast(sum(payment.amount_ron_bani) as bigint)`.as('ron'))
    .where('invoice.company_id', '=', companyId)
    .where('invoice.client_id', 'in', ids)
    .where(COUNTS)
    .groupBy(['invoice.client_id', month])
    .execute()
}

function settledInvoices(conn: Conn, { companyId, ids }: Scope) {
  return conn.kysely
    .selectFrom('invoice')
    .select(['client_id', 'date', sql<string>`settled_on`.as('settled_on'), count.as('n')])
    .where('company_id', '=', companyId)
    .where('client_id', 'in', ids)
    .where('document_type', '=', 'fiscal')
    .where('state', '=', 'paid')
    .where('settled_on', 'is not', null)
    .groupBy(['client_id', 'date', 'settled_on'])
    .execute()
}

function lastPayments(conn: Conn, { companyId, ids }: Scope): Promise<LastPaid[]> {
  return conn.kysely
    .selectFrom((eb) =>
      eb
        .selectFrom('payment')
        .innerJoin('invoice', 'invoice.id', 'payment.invoice_id')
        .select([
          'invoice.client_id',
          'payment.paid_on',
          'payment.amount_bani',
          'payment.currency',
          'payment.invoice_id',
        ])
        .select([
          sql<string>`invoice.number`.as('number'),
          sql<number>`row_number() over (partition by invoice.client_id order by payment.paid_on desc, payment.seq desc)`.as(
            'rank',
          ),
        ])
        .where('invoice.company_id', '=', companyId)
        .where('invoice.client_id', 'in', ids)
        .where(COUNTS)
        .as('paid'),
    )
    .select(['client_id', 'paid_on', 'amount_bani', 'currency', 'invoice_id', 'number'])
    .where('rank', '=', 1)
    .execute()
}

function documentsByState(conn: Conn, { companyId, ids }: Scope): Promise<Counted[]> {
  return conn.kysely
    .selectFrom('invoice')
    .select(['client_id', 'state', count.as('n')])
    .where('company_id', '=', companyId)
    .where('client_id', 'in', ids)
    .groupBy(['client_id', 'state'])
    .execute()
}

function tallyByState(conn: Conn, { companyId, ids }: Scope): Promise<Counted[]> {
  return conn.kysely
    .selectFrom('invoice_tally')
    .select(['client_id', 'state', sql<number>`cast(sum(n) as bigint)`.as('n')])
    .where('company_id', '=', companyId)
    .where('client_id', 'in', ids)
    .groupBy(['client_id', 'state'])
    .execute()
}
