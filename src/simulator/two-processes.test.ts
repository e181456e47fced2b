import { describe, expect, onTestFinished, test } from 'vitest'
import { dialects, freshConfig, makeClock, TEST_NOW } from '../../test/harness.ts'
import { attributeOf, INVOICE, replyOf, SELLER, unzipped } from '../../test/simulator/anaf.ts'
import { openStore } from '../cli/open-store.ts'
import { makeAnafSimulator } from './anaf-simulator.ts'

describe.each(dialects)('two simulators on one database, on %s', (dialect) => {
  test('share tokens, documents and the key, and never spend a fault twice', async () => {
    const { config } = await freshConfig(dialect)
    const clock = makeClock(TEST_NOW)
    const open = async () => {
      const { database } = await openStore(config)
      const simulator = makeAnafSimulator({ database, clock, secret: 'shared', settings: { processingMs: 0 } })
      onTestFinished(async () => {
        await simulator.close()
        await database.close()
      })
      return simulator
    }
    const both = [await open(), await open()] as const
    const headers = { authorization: `Bearer ${both[0].issueToken([SELLER])}` }
    const call = async (index: number, path: string, init: RequestInit = {}) => {
      const simulator = index % 2 === 0 ? both[0] : both[1]
      return replyOf(await simulator.handle(new Request(`http://anaf${path}`, { headers, ...init })))
    }
    const fault = { kind: '500', endpoint: 'upload', times: 5, after: 4 }
    await call(0, '/simulator/faults', { method: 'POST', body: JSON.stringify(fault) })
    const upload = (index: number) =>
      call(index, `/test/FCTEL/rest/upload?standard=UBL&cif=${SELLER}`, { method: 'POST', body: INVOICE })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => upload(index)))
    expect(answers.filter(({ status }) => status === 500)).toHaveLength(5)
    const received = answers.filter(({ status }) => status === 200)
    expect(new Set(received.map(({ text }) => attributeOf(text, 'index_incarcare'))).size).toBe(15)

    const list = await call(1, `/test/FCTEL/rest/listaMesajeFactura?zile=1&cif=${SELLER}`)
    expect(list.json.mesaje).toHaveLength(15)
    const path = `/test/FCTEL/rest/descarcare?id=${list.json.mesaje[0].id}`
    const [first, second] = await Promise.all([call(0, path), call(1, path)])
    expect(unzipped(first?.bytes ?? new Uint8Array())).toEqual(unzipped(second?.bytes ?? new Uint8Array()))
    expect(first?.bytes).toEqual(second?.bytes)
  })
})
