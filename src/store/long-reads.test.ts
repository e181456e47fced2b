import { describe, expect, test } from 'vitest'
import { dialects, freshDatabase, testApp } from '../../test/harness.ts'
import { ReadTooLong, TooManyReads } from './conn.ts'

/** Some seconds of work that no index shortens. */
const ENDLESS = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000000) select count(*) as n from n`

test('a long read on SQLite leaves everybody else their turn', async () => {
  const app = await testApp('sqlite')
  let isDone = false
  const long = app.database.longRead.query<{ n: number }>(ENDLESS, []).then((rows) => {
    isDone = true
    return rows
  })
  for (let i = 0; i < 5; i++) expect((await app.get('/clients?page=1')).status).toBe(200)
  expect(isDone).toBe(false)
  expect(await long).toEqual([{ n: 20_000_000 }])
})

describe.each(dialects)('long reads on %s', (dialect) => {
  test('see what was committed before them, and write nothing', async () => {
    const app = await testApp(dialect)
    const names = async () =>
      (await app.database.longRead.query<{ name: string }>("select name from client where name = 'Nou SRL'", [])).length
    expect(await names()).toBe(0)
    await app.post('/clients', { name: 'Nou SRL' })
    expect(await names()).toBe(1)
    if (dialect === 'sqlite')
      await expect(app.database.longRead.query('delete from client', [])).rejects.toThrow('readonly')
    expect(() => app.database.longRead.push('delete from client', [])).toThrow('writes need a transaction')
    await expect(app.database.longRead.query('select 1 from nowhere', [])).rejects.toThrow('nowhere')
    expect(await names()).toBe(1)
  })

  test('that nobody can wait for are refused, and the others answered', async () => {
    const { database, remove } = await freshDatabase(dialect)
    const asked = Array.from({ length: 600 }, () => database.longRead.query<{ n: number }>('select 1 as n', []))
    const outcomes = await Promise.allSettled(asked)
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.length).toBeGreaterThan(200)
    expect(refused.length).toBeLessThan(400)
    expect(refused.every(({ reason }) => reason instanceof TooManyReads)).toBe(true)
    expect(await database.longRead.query('select 2 as n', [])).toEqual([{ n: 2 }])
    await remove()
  })

  test('are refused to the caller in words', async () => {
    const app = await testApp(dialect)
    const answers = await Promise.all(Array.from({ length: 600 }, () => app.get('/clients?search=nimic')))
    const codes = new Set(answers.map(({ status, body }) => `${status} ${body.error?.code}`))
    expect(codes).toEqual(new Set(['200 undefined', '503 too_many_long_reads']))
  })
})

test.skipIf(!dialects.includes('postgres'))('a long read on PostgreSQL is given up in the end', async () => {
  const { database, remove } = await freshDatabase('postgres')
  await database.longRead.query("select set_config('statement_timeout', '50', false)", [])
  await expect(database.longRead.query('select pg_sleep(5)', [])).rejects.toBeInstanceOf(ReadTooLong)
  await remove()
})
