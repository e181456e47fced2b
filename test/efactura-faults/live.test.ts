import { describe, expect, test } from 'vitest'
import { addDays } from '../../src/domain/dates.ts'
import { queueStep } from '../../src/resources/efactura/queue-step.ts'
import { warnOfDeadlines } from '../../src/resources/efactura/warn-of-deadlines.ts'
import { audit } from '../e2e/audit.ts'
import { done, refusal, refused } from '../given.ts'
import { settle } from '../given-spv.ts'
import { dialects, type TestApp } from '../harness.ts'
import { liveCompany } from './live-company.ts'

const DAY_MS = 86_400_000

const tokenOf = (app: TestApp) =>
  app.database.read.kysely
    .selectFrom('anaf_token')
    .select(['state', 'version', 'access_expires_at'])
    .where('environment', '=', 'live')
    .executeTakeFirstOrThrow()

describe.each(dialects)('a live company on %s, over HTTP', (dialect) => {
  test('whose authorisation has expired is told so, and sends once it is renewed', async () => {
    const { app, issue, connect } = await liveCompany(dialect)
    await connect()
    await app.database.transact(async (db) => {
      await db.kysely.updateTable('anaf_token').set({ state: 'needs_authorization', access_expires_at: 1 }).execute()
    })
    const { warnings } = done(await app.patch('/efactura/settings', { auto_send: true }))
    expect(warnings).toMatchObject([{ code: 'oauth_expired', field: 'auto_send' }])
    const { id, efactura } = await issue()
    expect(efactura).toMatchObject({ status: 'error', error_code: 'oauth_expired' })
    await settle(app, 5)
    const waits = { error_code: 'oauth_expired', message: expect.stringMatching(/expired.*configure_url/) }
    const status = async () => done(await app.get(`/efactura/invoice/${id}/status`))
    expect(await status()).toMatchObject({ efactura_status: 'pending', ...waits })
    await connect()
    await settle(app, 30)
    const nothing = { error_code: null, configure_url: null, message: 'Accepted by ANAF.' }
    expect(await status()).toMatchObject({ efactura_status: 'accepted', ...nothing })
  })

  test('is accepted once, before and after its token is refreshed on the way', async () => {
    const { app, issue, send, standing, arrived, connect } = await liveCompany(dialect)
    const first = await issue()
    expect(await refused(app, () => send(first.id))).toEqual(refusal(400, 'oauth_not_configured'))
    await connect()
    done(await send(first.id))
    await settle(app, 5)
    expect([await standing(first.id), await arrived(first.number)]).toEqual([
      'accepted',
      [{ world: 'prod', errors: null }],
    ])
    const before = await tokenOf(app)
    app.clock.advance(80 * DAY_MS)
    const second = await issue()
    done(await send(second.id))
    await settle(app, 5)
    const after = await tokenOf(app)
    expect(after.access_expires_at - before.access_expires_at).toBeGreaterThanOrEqual(79 * 86_400)
    expect([await standing(second.id), await arrived(second.number)]).toEqual([
      'accepted',
      [{ world: 'prod', errors: null }],
    ])
    const archive = await app.get(`/efactura/archive/${second.id}`)
    expect(archive.status).toBe(200)
    expect(await audit(app.database)).toEqual([])
  })

  test('waits when its authorisation is revoked, and goes on after a new one', async () => {
    const { app, issue, send, standing, arrived, connect } = await liveCompany(dialect)
    await connect()
    const { id, number } = await issue()
    done(await send(id))
    done(await app.post('/efactura/oauth/revoke', { environment: 'live' }))
    await settle(app, 60)
    const row = app.database.read.kysely.selectFrom('efactura_submission').select(['state', 'last_error', 'attempts'])
    expect(await row.executeTakeFirstOrThrow()).toEqual({
      state: 'checked',
      last_error: 'oauth_not_configured',
      attempts: 0,
    })
    expect([await standing(id), await arrived(number)]).toEqual(['pending', []])
    await connect()
    await settle(app, 20)
    expect([await standing(id), await arrived(number)]).toEqual(['accepted', [{ world: 'prod', errors: null }]])
  })

  test('sends what ANAF’s test environment accepted to the real one, once, and not back', async () => {
    const { app, issue, send, standing, arrived, connect } = await liveCompany(dialect)
    await connect()
    await connect('test')
    const { id, number } = await issue()
    done(await send(id, 'test'))
    for (const where of ['test', 'live']) {
      expect(await refused(app, () => send(id, where))).toEqual(refusal(400, 'already_sent_to_spv'))
    }
    await settle(app, 5)
    expect(await standing(id)).toBe('accepted')
    expect(await refused(app, () => send(id, 'test'))).toEqual(refusal(400, 'already_sent_to_spv'))
    const deadline = addDays('2026-11-21', 6)
    expect(await warnOfDeadlines(app.services, addDays(deadline, -1))).toBe(1)
    done(await send(id))
    expect(await standing(id)).toBe('pending')
    await settle(app, 5)
    expect(await standing(id)).toBe('accepted')
    expect(await warnOfDeadlines(app.services, deadline)).toBe(0)
    for (const where of ['test', 'live']) {
      expect(await refused(app, () => send(id, where))).toEqual(refusal(400, 'already_sent_to_spv'))
    }
    expect((await arrived(number)).map(({ world }) => world)).toEqual(['test', 'prod'])
    expect(await audit(app.database)).toEqual([])
  })

  test('shows how it stands at the real ANAF, though the archive of the test comes later', async () => {
    const { app, issue, send, connect } = await liveCompany(dialect)
    await connect()
    await connect('test')
    const { id } = await issue()
    done(await send(id, 'test'))
    await settle(app, 5)
    done(await send(id))
    await settle(app, 5)
    const rows = app.database.read.kysely.selectFrom('efactura_submission').selectAll()
    const tried = await rows.where('environment', '=', 'test').executeTakeFirstOrThrow()
    await app.database.transact(async (db) => {
      await db.kysely
        .updateTable('efactura_submission')
        .set({ archive_file_id: null })
        .where('id', '=', tried.id)
        .execute()
      const now = Math.floor(app.clock.nowMs() / 1000)
      queueStep(db, tried, now, now)
    })
    await app.runDue()
    const files = rows.where('environment', '=', 'test').where('archive_file_id', 'is not', null)
    expect(await files.execute()).toHaveLength(1)
    const shown = app.database.read.kysely.selectFrom('invoice').select('efactura').where('id', '=', id)
    const { efactura } = await shown.executeTakeFirstOrThrow()
    expect(JSON.parse(efactura ?? '')).toMatchObject({ state: 'accepted', environment: 'live' })
    expect(await audit(app.database)).toEqual([])
  })
})
