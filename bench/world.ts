import type { Client } from '../src/domain/client.ts'
import { type Day, unixMidnightUtc } from '../src/domain/dates.ts'
import type { DocumentType } from '../src/domain/series.ts'
import { sellerOf } from '../src/resources/invoices/issue-invoice.ts'
import type { Series } from '../src/resources/series/series.store.ts'
import type { Ctx } from '../src/store/ctx.ts'
import { insertRows } from '../src/store/insert.ts'
import type { ApiKeyRow, BankAccountRow, CompanyRow, SeriesCounterRow } from '../src/store/tables.ts'
import { captureConn } from './capture.ts'
import { chanceFrom } from './invent.ts'
import type { Sink } from './sink.ts'

/** What a data set is written around, as the product's own first start left it. */
export interface Founded {
  readonly company: CompanyRow
  readonly accounts: readonly BankAccountRow[]
  readonly key: ApiKeyRow
  readonly series: Readonly<Record<DocumentType, Series>>
}

type Counter = Pick<SeriesCounterRow, 'last_number' | 'last_date' | 'last_hash'>
const blankCounter: Counter = { last_number: 0, last_date: null, last_hash: '' }

/** The state of the three years while they pass. */
export type World = ReturnType<typeof makeWorld>

export function makeWorld(sink: Sink, founded: Founded, span: { seed: number; firstDay: Day; lastDay: Day }) {
  const { conn, flushCounts } = captureConn(sink)
  const chance = chanceFrom(span.seed)
  const known = new Map<string, number>()
  const clients: Client[] = []
  const world = {
    founded,
    chance,
    clients,
    lastDay: span.lastDay,
    seller: sellerOf(founded.company, founded.accounts),
    today: span.firstDay,
    now: unixMidnightUtc(span.firstDay),
    counters: { fiscal: blankCounter, proforma: blankCounter } as Record<DocumentType, Counter>,
    agenda: new Map<Day, (() => void)[]>(),
    flushCounts,
    /** Where a client is among all. */
    positions(clientId: string): number {
      if (known.size === 0) for (const [index, { id }] of clients.entries()) known.set(id, index)
      return known.get(clientId) as number
    },
  }
  const ctx: Ctx = {
    db: conn,
    companyId: founded.company.id,
    workPointId: founded.key.work_point_id,
    language: 'ro',
    get today() {
      return world.today
    },
    get now() {
      return world.now
    },
    newId: chance.id,
    record: (type, object, data = {}) => {
      const about = { company_id: founded.company.id, type, object_type: object.type, object_id: object.id }
      const actor = { actor_id: founded.key.id, actor_name: founded.key.name, request_id: crypto.randomUUID() }
      const event = { id: chance.id('evt'), ...about, ...actor, data: JSON.stringify(data), created_at: world.now }
      insertRows(conn, 'event', [event])
    },
  }
  return Object.assign(world, { ctx })
}
