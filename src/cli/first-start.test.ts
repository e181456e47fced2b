import { describe, expect, test } from 'vitest'
import { dialects, freshConfig, freshDatabase, makeClock, TEST_NOW } from '../../test/harness.ts'
import { listKeys } from '../resources/keys/key.store.ts'
import { hashKey } from '../resources/keys/make-key.ts'
import { listCompanies } from '../resources/settings/company.store.ts'
import { migrate } from '../store/migrate.ts'
import { ensureFirstStart } from './first-start.ts'
import { openStore } from './open-store.ts'

const clock = makeClock(TEST_NOW)

describe.each(dialects)('the first start on %s', (dialect) => {
  test('founds a company, its twin, and a key for each, once', async () => {
    const { database, remove } = await freshDatabase(dialect)
    await migrate(database)
    const first = await ensureFirstStart(database, clock)
    expect(await ensureFirstStart(database, clock)).toBeNull()
    const companies = await listCompanies(database.read)
    expect(companies.map(({ mode, name }) => ({ mode, name }))).toEqual([
      { mode: 'live', name: 'Firma mea SRL' },
      { mode: 'test', name: 'Firma mea SRL' },
    ])
    const keys = await listKeys(database.read, null)
    expect(keys.map((key) => key.hash).sort()).toEqual(
      [first?.live.secret, first?.test.secret].map((secret) => hashKey(secret ?? '')).sort(),
    )
    expect(first?.live.secret).toMatch(/^sk_live_[A-Za-z0-9]{24}$/)
    expect(first?.test.secret).toMatch(/^sk_test_[A-Za-z0-9]{24}$/)
    await remove()
  })

  test('of servers that start at the same time, one founds', async () => {
    const { config } = await freshConfig(dialect)
    const stores = await Promise.all(
      dialect === 'sqlite' ? [openStore(config)] : [openStore(config), openStore(config), openStore(config)],
    )
    const starts = await Promise.all(
      stores.flatMap(({ database }) => [ensureFirstStart(database, clock), ensureFirstStart(database, clock)]),
    )
    expect(starts.filter((start) => start !== null)).toHaveLength(1)
    expect(await listKeys(stores[0]?.database.read as never, null)).toHaveLength(2)
    await Promise.all(stores.map(({ database }) => database.close()))
  })
})
