import { describe, expect, test } from 'vitest'
import { listUnsent } from '../../src/resources/efactura/deadline.store.ts'
import { warnOfDeadlines } from '../../src/resources/efactura/warn-of-deadlines.ts'
import { type Conn, kyselyOn } from '../../src/store/conn.ts'
import { done, given } from '../given.ts'
import { BUYER, FIRM } from '../given-spv.ts'
import { dialects, type TestApp, testApp } from '../harness.ts'

/** `INVOICES=1000000` for the plan, and the time, at the size of a large installation. */
const INVOICES = Number(process.env.INVOICES ?? 5_000)

/** An application on a Monday, with four working days, a weekend and two holidays before the deadline. */
async function monday(dialect: 'sqlite' | 'postgres') {
  const app = await testApp(dialect, { now: '2026-11-23T10:00:00Z' })
  done(await app.asTest.patch('/settings', FIRM))
  await app.database.transact(async (db) => {
    await db.kysely.updateTable('company').set({ efactura_enabled: 1 }).execute()
  })
  const issue = async (fields: object = {}) => given(app.asTest).invoice({ client_data: BUYER, ...fields })
  return { app, issue }
}

async function warnings(app: TestApp) {
  const rows = app.database.read.kysely.selectFrom('event').select(['object_id', 'data', 'request_id'])
  const found = await rows.where('type', '=', 'efactura.deadline').orderBy('seq').execute()
  return found.map((row) => ({ id: row.object_id, day: row.request_id?.slice(9), ...JSON.parse(row.data) }))
}

describe.each(dialects)('deadlines of e-Factura on %s', (dialect) => {
  test('are told of two days before, one before, on the day and after it, each once', async () => {
    const { app, issue } = await monday(dialect)
    const { id, number } = await issue()
    for (let day = 24; day <= 36; day++) {
      const today = day <= 30 ? `2026-11-${day}` : `2026-12-0${day - 30}`
      await warnOfDeadlines(app.services, today)
      await warnOfDeadlines(app.services, today)
    }
    const about = { id, number, deadline: '2026-12-02', efactura_status: 'not_sent' }
    expect(await warnings(app)).toEqual([
      { ...about, day: '2026-11-30', is_late: false },
      { ...about, day: '2026-12-01', is_late: false },
      { ...about, day: '2026-12-02', is_late: false },
      { ...about, day: '2026-12-03', is_late: true },
    ])
  })

  test('are told of what is on its way, and of nothing that need not be sent or is accepted', async () => {
    const { app, issue } = await monday(dialect)
    const accepted = await issue()
    done(await app.asTest.post(`/invoices/${accepted.id}/send-to-spv`))
    for (let minute = 0; minute < 5; minute++) {
      await app.runDue()
      app.clock.advance(60_000)
    }
    expect((await app.asTest.get(`/invoices/${accepted.id}`)).body.data.efactura_status).toBe('accepted')
    await issue({ document_type: 'proforma' })
    await issue({ is_draft: true })
    await issue({ efactura_enabled: false })
    const voided = await issue()
    done(await app.asTest.post(`/invoices/${voided.id}/void`))
    const pending = await issue()
    done(await app.asTest.post(`/invoices/${pending.id}/send-to-spv`))
    await warnOfDeadlines(app.services, '2026-12-02')
    expect((await warnings(app)).map(({ id, efactura_status }) => [id, efactura_status])).toEqual([
      [pending.id, 'pending'],
    ])
    await app.database.transact(async (db) => {
      await db.kysely.updateTable('company').set({ efactura_enabled: 0 }).execute()
    })
    expect(await warnOfDeadlines(app.services, '2026-12-03')).toBe(0)
  })

  test('are looked for in the days of issue that matter, and not among all invoices', {
    timeout: 30_000 + INVOICES,
  }, async () => {
    const { app, issue } = await monday(dialect)
    const { id } = await issue()
    await multiply(app, id, INVOICES)
    const plan = await planOf(app, (db) => listUnsent(db, app.sandbox.companyId, ['2026-11-23'], '2026-12-02'))
    const began = Date.now()
    const warned = await warnOfDeadlines(app.services, '2026-12-02')
    if (process.env.INVOICES) console.log(`${dialect}: ${INVOICES} invoices, ${Date.now() - began} ms\n${plan}`)
    expect(warned).toBe(1)
    expect(plan).toMatch(/invoice_of_type|invoice_by_date|invoice_by_state/)
    expect(plan).not.toMatch(/SCAN invoice|Seq Scan on invoice/)
  })
})

/** Copies of an invoice over the 3,000 days before it. */
async function multiply(app: TestApp, id: string, copies: number): Promise<void> {
  const postgres = app.database.engine === 'postgres'
  const [row] = await app.database.read.query(`select * from invoice where id = '${id}'`, [])
  const own: Readonly<Record<string, string>> = {
    id: `'inv_' || n`,
    number: `'N' || n`,
    number_idx: '100000 + n',
    date: postgres
      ? `to_char(date '2026-11-22' - (n % 3000)::int, 'YYYY-MM-DD')`
      : `date('2026-11-22', '-' || (n % 3000) || ' days')`,
  }
  const columns = Object.keys(row ?? {}).filter((name) => name !== 'seq')
  const values = columns.map((name) => own[name] ?? `invoice.${name}`)
  const series = postgres
    ? `generate_series(1, ${copies}) as s (n)`
    : `(with recursive s (n) as (select 1 union all select n + 1 from s where n < ${copies}) select n from s) s`
  await app.database.transact(async (db) => {
    const copy = `insert into invoice (${columns}) select ${values} from invoice, ${series} where invoice.id = '${id}'`
    await db.query(copy, [])
  })
  await app.database.session((db) => db.query('analyze', []))
}

/** How the database goes about what is asked. */
async function planOf(app: TestApp, ask: (db: Conn) => Promise<unknown>): Promise<string> {
  const { read, engine } = app.database
  let plan = ''
  const query: Conn['query'] = async (sql, params) => {
    plan += JSON.stringify(await read.query(`explain ${engine === 'sqlite' ? 'query plan ' : ''}${sql}`, params))
    return read.query(sql, params)
  }
  await ask({ ...read, query, kysely: kyselyOn(engine, query) })
  return plan
}
