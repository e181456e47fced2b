import { describe, expect, test } from 'vitest'
import { done } from '../../../test/given.ts'
import { beFirm } from '../../../test/given-spv.ts'
import { type Dialect, dialects, testApp } from '../../../test/harness.ts'
import type { AnafClient, ListAnswer } from '../../adapters/anaf/anaf.ts'
import type { AnafConnection } from '../../adapters/anaf/anaf-access.ts'
import { enqueue } from '../../jobs/enqueue.store.ts'

const NOTHING: ListAnswer = { kind: 'messages', messages: [], page: 1, pages: 1, total: 0 }
const PATH = '/efactura/sync-messages'

/** A live company whose ANAF counts how often it is asked, and may be told to keep its caller waiting. */
async function liveInbox(dialect: Dialect) {
  const app = await testApp(dialect)
  for (const caller of [app, app.asOther]) done(await caller.patch('/settings', { cui: 'RO1234567897' }))
  await beFirm(app)
  const anaf = { asked: 0, isAway: false, answer: async (): Promise<ListAnswer> => NOTHING }
  const listPage = async () => {
    anaf.asked++
    return anaf.answer()
  }
  const connect = async (): Promise<AnafConnection> =>
    anaf.isAway
      ? { kind: 'no_token', isExpired: false }
      : { kind: 'connected', client: { listPage } as unknown as AnafClient, token: 't', certainAfterSeconds: 900 }
  Object.assign(app.services.anafAccess ?? {}, { connect })
  const byItself = async () => {
    const now = Math.floor(app.clock.nowMs() / 1000)
    const job = { companyId: app.live.companyId, kind: 'efactura.inbox', subject: 'live', key: 'live' }
    await app.database.transact(async (db) => enqueue(db, { ...job, runAt: now, now }))
    await app.runDue()
  }
  return { app, anaf, byItself }
}

describe.each(dialects)('POST /efactura/sync-messages on %s', (dialect) => {
  test('reads the inbox of a live company once a minute, whatever its callers ask', async () => {
    const { app, anaf } = await liveInbox(dialect)
    done(await app.post(PATH))
    app.clock.advance(20_000)
    for (let n = 0; n < 20; n++) {
      expect(await app.post(PATH)).toMatchObject({
        status: 429,
        body: { error: { code: 'rate_limit_exceeded', retry_after: 40 } },
        headers: { 'retry-after': '40' },
      })
    }
    expect(anaf.asked).toBe(1)
    // Another company has turns of its own, and so has a sandbox, which may ask at any time.
    done(await app.asOther.post(PATH))
    for (let n = 0; n < 3; n++) done(await app.asTest.post(PATH))
    app.clock.advance(40_000)
    done(await app.post(PATH))
    expect(anaf.asked).toBe(6)
  })

  test('asks ANAF once for callers who come at once', async () => {
    const { app, anaf } = await liveInbox(dialect)
    const gate = Promise.withResolvers<ListAnswer>()
    anaf.answer = () => gate.promise
    const first = app.asTest.post(PATH)
    await expect.poll(() => anaf.asked).toBe(1)
    const others = await Promise.all(Array.from({ length: 10 }, () => app.asTest.post(PATH)))
    for (const other of others) {
      expect(other).toMatchObject({
        status: 409,
        body: { error: { code: 'efactura_sync_under_way', retry_after: 5 } },
        headers: { 'retry-after': '5' },
      })
    }
    gate.resolve(NOTHING)
    done(await first)
    expect(anaf.asked).toBe(1)
    done(await app.asTest.post(PATH))
  })

  test('is refused while the job reads, and the job comes later while a caller reads', async () => {
    const { app, anaf, byItself } = await liveInbox(dialect)
    const answers: number[] = []
    anaf.answer = async () => {
      answers.push((await app.post(PATH)).status)
      return NOTHING
    }
    await byItself()
    expect([answers, anaf.asked]).toEqual([[409], 1])
    anaf.answer = async () => {
      await byItself()
      return NOTHING
    }
    done(await app.post(PATH))
    expect(anaf.asked).toBe(2)
    anaf.answer = async () => NOTHING
    await app.runDue()
    expect(anaf.asked).toBe(2)
    app.clock.advance(60_000)
    await app.runDue()
    expect(anaf.asked).toBe(3)
  })

  test('goes on after a reader that died, and what the job reads keeps no caller waiting', async () => {
    const { app, anaf, byItself } = await liveInbox(dialect)
    const { database } = app
    const nowSeconds = Math.floor(app.clock.nowMs() / 1000)
    const dead = { company_id: app.live.companyId, environment: 'live' as const, token: 'dead', asked_at: 0 }
    const row = { ...dead, held_until: nowSeconds + 300 }
    await database.transact((db) => db.kysely.insertInto('efactura_turn').values(row).execute())
    expect((await app.post(PATH)).status).toBe(409)
    // The clock of another server is a little ahead; one that is far ahead was wrong, and is not believed.
    const held = (until: number) =>
      database.transact((db) => db.kysely.updateTable('efactura_turn').set({ held_until: until }).execute())
    await held(nowSeconds + 320)
    expect((await app.post(PATH)).status).toBe(409)
    expect(anaf.asked).toBe(0)
    await held(nowSeconds + 300)
    app.clock.advance(300_000)
    await byItself()
    done(await app.post(PATH))
    expect(anaf.asked).toBe(2)
  })

  test('is the job’s for as long as it gives signs of life, and another worker’s five minutes after it died', async () => {
    const { app, anaf, byItself } = await liveInbox(dialect)
    const leases: number[] = []
    anaf.answer = async () => {
      const jobs = app.database.read.kysely.selectFrom('job').select('lease_until').where('kind', '=', 'efactura.inbox')
      const { lease_until } = await jobs.executeTakeFirstOrThrow()
      leases.push((lease_until ?? 0) - Math.floor(app.clock.nowMs() / 1000))
      app.clock.advance(200_000)
      return { ...NOTHING, pages: 4 }
    }
    await byItself()
    expect(leases).toEqual([300, 300, 300, 300])
  })

  test('may be asked for again at once where nobody could ask ANAF', async () => {
    const { app, anaf } = await liveInbox(dialect)
    anaf.isAway = true
    for (let n = 0; n < 3; n++) expect((await app.post(PATH)).body.error.code).toBe('oauth_not_configured')
    anaf.isAway = false
    done(await app.post(PATH))
  })

  test('says when to come back where ANAF or our share of it is spent', async () => {
    const { app, anaf } = await liveInbox(dialect)
    const failure = { kind: 'failure', reason: 'rate_limited', mayHaveArrived: false, status: null } as const
    anaf.answer = async () => ({ ...failure, retryAfterSeconds: 7, detail: 'the limit of reads co_1 is reached' })
    expect(await app.post(PATH)).toMatchObject({
      status: 503,
      body: { error: { code: 'anaf_unavailable', retry_after: 7 } },
      headers: { 'retry-after': '7' },
    })
  })
})
