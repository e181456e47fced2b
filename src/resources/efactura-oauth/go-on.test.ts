import { describe, expect, test } from 'vitest'
import { liveCompany } from '../../../test/efactura-faults/live-company.ts'
import { done, given } from '../../../test/given.ts'
import { BUYER, FIRM } from '../../../test/given-spv.ts'
import { dialects, type TestApp } from '../../../test/harness.ts'
import { insertJob } from '../../jobs/enqueue.store.ts'
import { type Conn, kyselyOn } from '../../store/conn.ts'
import { insertRows } from '../../store/insert.ts'
import { goOnWaiting } from '../efactura/go-on-waiting.ts'

const MINUTE_MS = 60_000

/** Submissions with the moment at which their job is due, in seconds from now. */
async function waits(app: TestApp, companyId = app.live.companyId) {
  const now = Math.floor(app.clock.nowMs() / 1000)
  const rows = await app.database.read.kysely
    .selectFrom('efactura_submission as one')
    .innerJoin('job', 'job.subject', 'one.id')
    .select(['one.state', 'one.environment', 'one.last_error', 'job.run_at', 'job.rerun_at'])
    .where('one.company_id', '=', companyId)
    .orderBy('one.seq')
    .execute()
  return rows.map(({ state, environment, last_error, run_at }) => [state, environment, last_error, run_at - now])
}

describe.each(dialects)('an authorisation on %s', (dialect) => {
  test('lets go at once what waited for it, of its company and environment, and nothing else', async () => {
    const { app, connect, issue, standing } = await liveCompany(dialect)
    done(await app.asOther.patch('/settings', { ...FIRM, cui: 'RO14399840' }))
    done(await app.asOther.patch('/efactura/settings', { enabled: true, auto_send: true }))
    const another = await given(app.asOther).invoice({ client_data: { ...BUYER, cui: FIRM.cui } })
    done(await app.patch('/efactura/settings', { auto_send: true }))
    const first = await issue()
    done(await app.patch('/efactura/settings', { environment: 'test' }))
    await issue()
    done(await app.patch('/efactura/settings', { environment: 'live', auto_send_timing: 'daily' }))
    const atNight = await issue()
    await app.runDue()
    app.clock.advance(MINUTE_MS)
    await app.runDue()
    const late = 'oauth_not_configured'
    const tonight = 8 * 3_600 - 60
    expect(await waits(app)).toEqual([
      ['checked', 'live', late, 840],
      ['checked', 'test', late, 840],
      ['queued', 'live', late, tonight],
    ])
    await connect()
    expect(await waits(app)).toEqual([
      ['checked', 'live', late, 0],
      ['checked', 'test', late, 840],
      ['queued', 'live', late, tonight],
    ])
    expect(await waits(app, app.other.companyId)).toEqual([['checked', 'live', late, 840]])
    for (let n = 0; n < 3; n++) {
      await app.runDue()
      app.clock.advance(MINUTE_MS)
    }
    expect(await standing(first.id)).toBe('accepted')
    expect(await standing(atNight.id)).toBe('pending')
    expect((await app.asOther.get(`/invoices/${another.id}`)).body.data.efactura_status).toBe('pending')
  })

  test('has a step that runs meanwhile taken once more', async () => {
    const { app, issue, connect } = await liveCompany(dialect)
    done(await app.patch('/efactura/settings', { auto_send: true }))
    const { anafAccess } = app.services
    if (!anafAccess) throw new Error('the application of a test reaches ANAF')
    const invoice = await issue()
    // The step has asked for the token, and hears that there is none when there is one already.
    const ask = anafAccess.connect.bind(anafAccess)
    let isFirst = true
    Object.assign(anafAccess, {
      connect: async (companyId: string, environment: 'test' | 'live') => {
        const answer = await ask(companyId, environment)
        if (isFirst && answer.kind === 'no_token') {
          isFirst = false
          await connect()
        }
        return answer
      },
    })
    await app.runDue()
    expect(isFirst).toBe(false)
    expect((await app.get(`/invoices/${invoice.id}`)).body.data.efactura_status).toBe('sent')
  })

  test('of a company where thousands wait costs one statement', async () => {
    const { app, issue } = await liveCompany(dialect)
    done(await app.patch('/efactura/settings', { auto_send: true }))
    await issue()
    await app.runDue()
    const { database } = app
    const now = Math.floor(app.clock.nowMs() / 1000)
    const { seq: _s, ...row } = await database.read.kysely
      .selectFrom('efactura_submission')
      .selectAll()
      .executeTakeFirstOrThrow()
    const { seq: _j, ...job } = await database.read.kysely
      .selectFrom('job')
      .selectAll()
      .where('subject', '=', row.id)
      .executeTakeFirstOrThrow()
    const many = Array.from({ length: 3_000 }, (_, n) => `sub_${n}`)
    await database.transact(async (db) => {
      const waiting = many.map((id) => ({ ...row, id, invoice_id: `inv_of_${id}` }))
      insertRows(db, 'efactura_submission', waiting)
      for (const id of many) insertJob(db, { ...job, id: `job_of_${id}`, job_key: id, subject: id })
    })
    const statements: string[] = []
    await database.transact(async (db) => {
      const query: Conn['query'] = (text, params) => {
        statements.push(text)
        return db.query(text, params)
      }
      const watched = {
        ...db,
        query,
        kysely: kyselyOn(db.engine, query),
        push: (text: string) => statements.push(text),
      }
      await goOnWaiting(watched, app.live.companyId, 'live', now)
    })
    expect(statements).toHaveLength(1)
    const due = await database.read.query<{ n: number }>(
      `select cast(count(*) as integer) as n from job where kind = 'efactura.submission' and run_at <= ${now}`,
      [],
    )
    expect(due).toEqual([{ n: 3_001 }])
  })
})
