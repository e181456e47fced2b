import { expect, test } from 'vitest'
import type { Conn, Value } from './conn.ts'
import { insertRows } from './insert.ts'

test('thousands of rows, in whatever number, need few statements and none that is large', () => {
  const texts = new Set<string>()
  let written = 0
  const push = (sql: string, values: readonly Value[]) => {
    texts.add(sql)
    written += values.length / 2
  }
  const conn = { engine: 'postgres', push } as unknown as Conn
  let sent = 0
  for (let rows = 0; rows < 400; rows++) {
    insertRows(
      conn,
      'client_tally',
      Array.from({ length: rows }, (_, n) => ({ company_id: `cmp_${n}`, n })),
    )
    sent += rows
  }
  expect(written).toBe(sent)
  expect(texts.size).toBeLessThanOrEqual(50)
  expect(Math.max(...[...texts].map((text) => text.length))).toBeLessThan(2_000)
})
