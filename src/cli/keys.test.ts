import { describe, expect, test } from 'vitest'
import { type Dialect, dialects, freshConfig, makeClock, TEST_NOW } from '../../test/harness.ts'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import { ensureFirstStart, foundCompany } from './first-start.ts'
import { keysCommand } from './keys.ts'
import { withStore } from './open-store.ts'
import { UsageError } from './usage.ts'

const secretIn = (text: string) => /sk_(?:live|test)_[A-Za-z0-9]{24}/.exec(text)?.[0] ?? ''
const idIn = (text: string) => /key_[a-z0-9]{10}/.exec(text)?.[0] ?? ''

async function started(dialect: Dialect) {
  const { config } = await freshConfig(dialect)
  const clock = makeClock(TEST_NOW)
  const first = await withStore(config, (database) => ensureFirstStart(database, clock))
  if (!first) throw new Error('not the first start')
  const keys = (...args: string[]) => keysCommand(config, clock, args)
  return { config, clock, keys, first }
}

/** What a server says to a request with the key. */
async function ask(config: Config, secret: string, options: { path?: string; nowIso?: string; ip?: string } = {}) {
  return withStore(config, async (database) => {
    const app = await buildApp({ database, clock: makeClock(options.nowIso ?? TEST_NOW) }, config)
    const headers = { authorization: `Bearer ${secret}` }
    const answer = await app.inject({
      url: `/v1${options.path ?? '/settings'}`,
      headers,
      ...(options.ip ? { remoteAddress: options.ip } : {}),
    })
    await app.close()
    const body = answer.json()
    return { status: answer.statusCode, code: body.error?.code, data: body.data, headers: answer.headers }
  })
}

describe.each(dialects)('facturier keys on %s', (dialect) => {
  test('create makes a key that works, and shows it this once', async () => {
    const { config, keys, first } = await started(dialect)
    const made = await keys('create', '--name', 'Webshop')
    expect(await ask(config, secretIn(made))).toMatchObject({
      status: 200,
      data: { mode: 'live', firm: { id: first.live.companyId } },
    })
    const list = await keys('list')
    expect(list).toContain('Webshop')
    expect(list).toContain(idIn(made))
    expect(list).not.toContain(secretIn(made))
  })

  test('a test key sees the sandbox', async () => {
    const { config, keys, first } = await started(dialect)
    const secret = secretIn(await keys('create', '--name', 'Tests', '--mode', 'test'))
    expect(secret).toMatch(/^sk_test_/)
    expect(await ask(config, secret)).toMatchObject({ data: { mode: 'test', firm: { id: first.test.companyId } } })
  })

  test('scopes, addresses and a rate limit hold', async () => {
    const { config, keys } = await started(dialect)
    const secret = secretIn(
      await keys(
        'create',
        '--name',
        'Narrow',
        '--scopes',
        'settings:read,clients:read',
        '--ips',
        '10.0.0.0/8, 192.0.2.7',
        '--rate-limit',
        '7',
      ),
    )
    expect(await ask(config, secret, { ip: '10.1.2.3' })).toMatchObject({
      status: 200,
      headers: { 'x-ratelimit-limit': '7' },
    })
    expect(await ask(config, secret, { ip: '192.0.2.8' })).toMatchObject({ status: 401, code: 'ip_restricted' })
    expect(await ask(config, secret, { ip: '10.1.2.3', path: '/invoices' })).toMatchObject({
      status: 403,
      code: 'insufficient_permissions',
    })
  })

  test.each([
    ['2026-12-31', '2026-12-31T21:59:59Z', '2026-12-31T22:00:00Z'],
    ['2027-06-30', '2027-06-30T20:59:59Z', '2027-06-30T21:00:00Z'],
    ['2026-12-31T18:00:00+02:00', '2026-12-31T15:59:59Z', '2026-12-31T16:00:00Z'],
  ])('a key that expires %s works until then', async (expires, lastSecond, after) => {
    const { config, keys } = await started(dialect)
    const secret = secretIn(await keys('create', '--name', 'Brief', '--expires', expires))
    expect(await ask(config, secret, { nowIso: lastSecond })).toMatchObject({ status: 200 })
    expect(await ask(config, secret, { nowIso: after })).toMatchObject({ status: 401, code: 'expired_api_key' })
  })

  test('a work point decides the company and where documents belong', async () => {
    const { config, clock, keys } = await started(dialect)
    const other = await withStore(config, (database) =>
      database.transact(async (db) => foundCompany(db, 'live', 'Alta Firma SRL', Math.floor(clock.nowMs() / 1000))),
    )
    const secret = secretIn(await keys('create', '--name', 'Branch', '--work-point', other.workPointId.slice(3)))
    expect(await ask(config, secret)).toMatchObject({ data: { firm: { name: 'Alta Firma SRL' } } })
    await expect(
      keys('create', '--name', 'Branch', '--mode', 'test', '--work-point', other.workPointId),
    ).rejects.toThrow(UsageError)
  })

  test('revoke ends a key, by its id or its last characters, and only once', async () => {
    const { config, keys, first } = await started(dialect)
    const made = await keys('create', '--name', 'Gone')
    expect(await keys('revoke', idIn(made))).toContain('revoked')
    expect(await ask(config, secretIn(made))).toMatchObject({ status: 401, code: 'invalid_api_key' })
    await expect(keys('revoke', idIn(made))).rejects.toThrow(/already/)
    await keys('revoke', first.live.secret.slice(-4))
    expect(await ask(config, first.live.secret)).toMatchObject({ status: 401 })
    expect((await keys('list')).match(/revoked/g)).toHaveLength(2)
    await expect(keys('revoke', 'nothing')).rejects.toThrow(/no key "nothing"/)
  })

  test.each([
    ['no name', ['create']],
    ['an unknown mode', ['create', '--name', 'x', '--mode', 'prod']],
    ['a scope that is none', ['create', '--name', 'x', '--scopes', 'clients']],
    ['no scope', ['create', '--name', 'x', '--scopes', '']],
    ['an address that is none', ['create', '--name', 'x', '--ips', '10.0.0.0/33']],
    ['a day that is none', ['create', '--name', 'x', '--expires', '2027-02-30']],
    ['a day that is past', ['create', '--name', 'x', '--expires', '2026-11-20']],
    ['a rate limit that is none', ['create', '--name', 'x', '--rate-limit', 'ten']],
    ['a work point that is none', ['create', '--name', 'x', '--work-point', 'wp_nowhere']],
    ['an unknown option', ['create', '--name', 'x', '--colour', 'red']],
    ['nothing to revoke', ['revoke']],
    ['two keys to revoke', ['revoke', 'a', 'b']],
    ['an unknown action', ['burn']],
    ['no action', []],
  ])('refuses %s with a sentence', async (_what, args) => {
    const { keys } = await started(dialect)
    await expect(keys(...args)).rejects.toThrow(UsageError)
    expect((await keys('list')).split('\n')).toHaveLength(3)
  })

  test('says what to do when there is no company yet', async () => {
    const { config } = await freshConfig(dialect)
    const clock = makeClock(TEST_NOW)
    await expect(keysCommand(config, clock, ['create', '--name', 'Early'])).rejects.toThrow(/start the server once/)
    expect(await keysCommand(config, clock, ['list'])).toMatch(/start the server once/)
  })
})
