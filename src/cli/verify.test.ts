import { describe, expect, test } from 'vitest'
import { type Dialect, dialects, freshConfig, makeClock, TEST_NOW } from '../../test/harness.ts'
import { buildApp } from '../app.ts'
import { type Config, readConfig } from '../config.ts'
import { ensureFirstStart } from './first-start.ts'
import { withStore } from './open-store.ts'
import { UsageError } from './usage.ts'
import { verifyCommand } from './verify.ts'

/** A company that issued two invoices. */
async function givenData(dialect: Dialect): Promise<Config> {
  const { config } = await freshConfig(dialect)
  await withStore(config, async (database) => {
    const clock = makeClock(TEST_NOW)
    const first = await ensureFirstStart(database, clock)
    const app = await buildApp({ database, clock }, config)
    for (let n = 0; n < 2; n++) {
      const items = [{ description: 'Consultanță', quantity: 1, price: 100, vat_rate: 21 }]
      const headers = { authorization: `Bearer ${first?.live.secret}` }
      await app.inject({
        method: 'POST',
        url: '/v1/invoices',
        headers,
        payload: { client_data: { name: 'A SRL' }, items },
      })
    }
    await app.close()
  })
  return config
}

async function run(config: Config, ...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await verifyCommand(config, args, (line) => lines.push(line))
  return { code, lines }
}

describe.each(dialects)('facturier verify on %s', (dialect) => {
  test('says OK and what it looked at', async () => {
    expect(await run(await givenData(dialect))).toEqual({
      code: 0,
      lines: [
        'Checking numbers, hashes, amounts, payments, figures and counts.',
        '  Firma mea SRL (live): 2 documents, 2 lines, 0 payments, 2 clients, 2 series',
        '  Firma mea SRL (test): 0 documents, 0 lines, 0 payments, 0 clients, 2 series',
        'OK: 2 documents, 2 lines, 0 payments, 2 clients, 4 series.',
      ],
    })
  })

  test('names the first fault, and with --all every one', async () => {
    const config = await givenData(dialect)
    await withStore(config, async (database) => {
      await database.session((conn) => conn.query("update client set sort_name = 'x', invoices_count = 7", []))
    })
    const first = await run(config)
    expect(first.code).toBe(1)
    expect(first.lines.slice(1)).toEqual([
      '  Firma mea SRL (live): not as it must be',
      expect.stringMatching(/^Client cli_\w{10} \(A SRL\): invoices_count is 7, expected 1\.$/),
      'This is the first fault; --all names them all.',
    ])
    const all = await run(config, '--all')
    expect(all.code).toBe(1)
    expect(all.lines.at(-1)).toBe('4 faults.')
    expect(all.lines.filter((line) => line.startsWith('Client '))).toHaveLength(4)
  })
})

test('facturier verify refuses words that it does not know', async () => {
  const config = readConfig({})
  await expect(verifyCommand(config, ['--everything'])).rejects.toThrow(UsageError)
  await expect(verifyCommand(config, ['now'])).rejects.toThrow(UsageError)
})
