import { describe, expect, test } from 'vitest'
import { type AnafLogin, anafLogin, makeTestAnaf, testVault } from '../../../test/anaf-login.ts'
import { done } from '../../../test/given.ts'
import {
  type Dialect,
  dialects,
  makeClock,
  TEST_NOW,
  type TestApp,
  type TestClock,
  testApp,
} from '../../../test/harness.ts'
import { accessToken } from './access-token.ts'
import type { TokenTools } from './anaf-services.ts'
import { refreshDueTokens } from './refresh-due-tokens.ts'

const DAY_MS = 86_400_000
const ACCESS_END = Date.parse('2027-02-19T10:00:00Z') / 1000

interface World {
  readonly app: TestApp
  readonly login: AnafLogin
  readonly clock: TestClock
  readonly tools: TokenTools
  get(): ReturnType<typeof accessToken>
  work(): ReturnType<typeof refreshDueTokens>
  events(): Promise<{ type: string; data: Record<string, unknown> }[]>
}

/** A company that was connected on the day of the test. */
async function connected(dialect: Dialect, lifetimeDays = { access: 90, refresh: 365 }): Promise<World> {
  const clock = makeClock(TEST_NOW)
  const login = await anafLogin(clock)
  login.lifetimeDays = lifetimeDays
  const anaf = makeTestAnaf(login.url)
  const app = await testApp(dialect, { anaf })
  const tools = { database: app.database, clock, anaf }
  const { state } = done(await app.post('/efactura/oauth/initialize'))
  done(await app.post('/efactura/oauth/callback', { code: login.makeCode(), state }))
  login.calls.length = 0
  const events = async () => {
    const { read } = app.database
    const rows = await read.query<{ type: string; data: string }>('select type, data from event order by seq', [])
    return rows.slice(2).map(({ type, data }) => ({ type, data: JSON.parse(data) }))
  }
  const get = () => accessToken(tools, app.live.companyId, 'live')
  return { app, login, clock, tools, get, work: () => refreshDueTokens(tools), events }
}

const nothing = { refreshed: 0, lost: 0, failed: 0, warned: 0 }

describe.each(dialects)('the access token of a company on %s', (dialect) => {
  test('is handed out as it is while it lasts, for its environment and company alone', async () => {
    const { get, login, tools, app, clock, work } = await connected(dialect)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[1] })
    clock.advance(76 * DAY_MS)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[1] })
    expect(await work()).toEqual(nothing)
    expect(login.calls).toEqual([])
    expect(await accessToken(tools, app.live.companyId, 'test')).toEqual({ kind: 'none' })
    expect(await accessToken(tools, app.other.companyId, 'live')).toEqual({ kind: 'none' })
    done(await app.post('/efactura/oauth/revoke'))
    expect(await get()).toEqual({ kind: 'none' })
  })

  test('is refreshed when less than 14 days are left, by whoever comes first', async () => {
    const { get, login, clock, work, events } = await connected(dialect)
    clock.advance(76 * DAY_MS + 1000)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[3] })
    expect(await work()).toEqual(nothing)
    clock.advance(77 * DAY_MS)
    expect(await work()).toEqual({ ...nothing, refreshed: 1 })
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[5] })
    expect(login.calls.map(({ form }) => form.refresh_token)).toEqual([login.tokens[0], login.tokens[2]])
    expect((await events()).map(({ type }) => type)).toEqual(['efactura.token_refreshed', 'efactura.token_refreshed'])
  })

  test('is refreshed once, however many ask at once', async () => {
    const { get, login, clock, work } = await connected(dialect)
    clock.advance(80 * DAY_MS)
    login.delayMs = 50
    const answers = await Promise.all([work(), get(), get(), work(), get(), get()])
    expect(login.calls).toHaveLength(1)
    const kinds = answers.flatMap((answer) => ('kind' in answer ? [answer.kind] : []))
    expect(kinds).toEqual(['token', 'token', 'token', 'token'])
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[3] })
  })

  test('is waited for, where it has ended and somebody else is refreshing it', async () => {
    const { get, login, clock } = await connected(dialect)
    clock.advance(91 * DAY_MS)
    login.delayMs = 100
    const first = get()
    while (login.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await get()).toMatchObject({ kind: 'failure', retryAfterSeconds: 5 })
    expect(await first).toEqual({ kind: 'token', token: login.tokens[3] })
  })

  test('is still used where ANAF is down, and tried again less and less often', async () => {
    const { get, login, clock, work } = await connected(dialect)
    clock.advance(80 * DAY_MS)
    login.fail({ status: 503, body: 'maintenance' })
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[1] })
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[1] })
    expect(await work()).toEqual(nothing)
    expect(login.calls).toHaveLength(1)
    clock.advance(60_000)
    login.fail({ status: 401, body: '{"error":"invalid_client"}' })
    expect(await work()).toEqual({ ...nothing, failed: 1 })
    clock.advance(60_000)
    expect(await work()).toEqual(nothing)
    clock.advance(11 * DAY_MS)
    login.fail({ status: 503, body: '' })
    expect(await get()).toEqual({ kind: 'failure', detail: 'HTTP 503', retryAfterSeconds: 240 })
    expect(await get()).toEqual({ kind: 'failure', detail: 'HTTP 503', retryAfterSeconds: 240 })
    clock.advance(240_000)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[3] })
  })

  test('is lost where the answer with the new pair never came, used to its end, and reported once', async () => {
    const { get, login, clock, work, events, app } = await connected(dialect)
    clock.advance(80 * DAY_MS)
    login.fail('lost')
    expect(await work()).toEqual({ ...nothing, failed: 1 })
    expect(done(await app.get('/efactura/oauth/status'))).toMatchObject({ state: 'active', token_valid: true })
    clock.advance(60_000)
    expect(await work()).toEqual({ ...nothing, lost: 1 })
    expect(await work()).toEqual(nothing)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[1] })
    expect(done(await app.get('/efactura/oauth/status'))).toMatchObject({
      state: 'needs_authorization',
      last_error: 'invalid_grant: … is not known',
    })
    clock.advance(10 * DAY_MS)
    expect(await get()).toEqual({ kind: 'expired', since: ACCESS_END })
    expect(await events()).toMatchObject([{ type: 'efactura.token_lost', data: { reason: 'refused' } }])
    const { state } = done(await app.post('/efactura/oauth/initialize'))
    done(await app.post('/efactura/oauth/callback', { code: login.makeCode(), state }))
    expect(await get()).toMatchObject({ kind: 'token' })
  })

  test('is refreshed with the old refresh token after the process died before saving, if ANAF still takes it', async () => {
    const { login, clock, tools, get, work } = await connected(dialect)
    login.isRefreshTokenKept = true
    clock.advance(80 * DAY_MS)
    const vault = {
      ...testVault(),
      seal: () => {
        throw new Error('the process dies here')
      },
    }
    const dying = { ...tools, anaf: { ...tools.anaf, vault } }
    await expect(refreshDueTokens(dying)).rejects.toThrow('dies here')
    expect(await work()).toEqual(nothing)
    clock.advance(121_000)
    expect(await work()).toEqual({ ...nothing, refreshed: 1 })
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[3] })
    expect(login.calls.map(({ form }) => form.refresh_token)).toEqual([login.tokens[0], login.tokens[0]])
  })

  test('revoked or authorized anew while it is refreshed, it stays what was decided then', async () => {
    const { login, clock, app, get, work } = await connected(dialect)
    clock.advance(80 * DAY_MS)
    login.delayMs = 100
    const working = work()
    while (login.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    done(await app.post('/efactura/oauth/revoke'))
    expect(await working).toEqual(nothing)
    expect(await get()).toEqual({ kind: 'none' })
  })

  test('whose refresh token ends is warned of at 30, 7 and 1 days, each once, and then given up', async () => {
    const { login, clock, work, get, events } = await connected(dialect, { access: 20, refresh: 60 })
    login.isRefreshTokenKept = true
    const warnedOn: [number, number][] = []
    for (let day = 1; day <= 64; day++) {
      clock.advance(DAY_MS)
      const { warned } = await work()
      if (warned > 0) warnedOn.push([day, warned])
      expect((await work()).warned).toBe(0)
    }
    expect(warnedOn).toEqual([
      [30, 1],
      [53, 1],
      [59, 1],
    ])
    const seen = (await events()).filter(({ type }) => type !== 'efactura.token_refreshed')
    expect(seen).toMatchObject([
      { type: 'efactura.token_expiring', data: { days_left: 30 } },
      { type: 'efactura.token_expiring', data: { days_left: 7 } },
      { type: 'efactura.token_expiring', data: { days_left: 1 } },
      { type: 'efactura.token_lost', data: { reason: 'expired' } },
    ])
    expect(await get()).toMatchObject({ kind: 'token' })
  })

  test('found late, it is warned of once for all the days that went by', async () => {
    const { clock, work, events } = await connected(dialect, { access: 90, refresh: 40 })
    clock.advance(36 * DAY_MS)
    expect(await work()).toEqual({ ...nothing, warned: 1 })
    clock.advance(DAY_MS)
    expect(await work()).toEqual(nothing)
    expect(await events()).toMatchObject([{ type: 'efactura.token_expiring', data: { days_left: 4 } }])
  })

  test('that another key sealed is a fault of the server, and nothing is given up for it', async () => {
    const { clock, tools, get, events, login, app } = await connected(dialect)
    const stranger = { ...tools, anaf: { ...tools.anaf, vault: testVault(Buffer.alloc(32, 9)) } }
    const asked = () => accessToken(stranger, app.live.companyId, 'live')
    expect(await asked()).toEqual({
      kind: 'failure',
      detail: expect.stringContaining('FACTURIER_SECRET_KEY'),
      retryAfterSeconds: 300,
    })
    clock.advance(85 * DAY_MS)
    expect(await refreshDueTokens(stranger)).toEqual({ ...nothing, failed: 1 })
    expect(await asked()).toEqual({
      kind: 'failure',
      detail: expect.stringContaining('FACTURIER_SECRET_KEY'),
      retryAfterSeconds: 300,
    })
    expect([login.calls, await events()]).toEqual([[], []])
    clock.advance(60_000)
    expect(await get()).toEqual({ kind: 'token', token: login.tokens[3] })
  })

  test('that was moved to another company opens for nobody, and does not stop the work for others', async () => {
    const { tools, app, clock, work, login } = await connected(dialect)
    await app.database.transact(async (db) => {
      await db.query(`update anaf_token set company_id = '${app.other.companyId}'`, [])
    })
    const { state } = done(await app.post('/efactura/oauth/initialize'))
    done(await app.post('/efactura/oauth/callback', { code: login.makeCode(), state }))
    expect(await accessToken(tools, app.other.companyId, 'live')).toMatchObject({
      kind: 'failure',
      detail: expect.stringContaining('damaged'),
    })
    clock.advance(80 * DAY_MS)
    expect(await work()).toEqual({ ...nothing, failed: 1, refreshed: 1 })
  })
})
