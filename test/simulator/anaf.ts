import { strFromU8, unzipSync } from 'fflate'
import { expect, onTestFinished } from 'vitest'
import { type AnafSimulator, makeAnafSimulator } from '../../src/simulator/anaf-simulator.ts'
import type { SimulatorSettings } from '../../src/simulator/settings.ts'
import type { Database } from '../../src/store/conn.ts'
import { migrate } from '../../src/store/migrate.ts'
import { SAMPLES } from '../efactura/ubl-samples.ts'
import { type Dialect, freshDatabase, makeClock, TEST_NOW, type TestClock } from '../harness.ts'

/** Of the sample invoices. */
export const SELLER = '1234567897'
export const BUYER = '1459002'
export const INVOICE = SAMPLES.plain

export interface Reply {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what ANAF answers has many shapes.
  readonly json: any
  readonly bytes: Uint8Array
  readonly headers: Headers
}

export interface Anaf {
  readonly simulator: AnafSimulator
  readonly database: Database
  readonly clock: TestClock
  /** Calls as the holder of a certificate with these CIFs, or of none. */
  as(...cifs: string[]): { get(path: string): Promise<Reply>; post(path: string, body?: string): Promise<Reply> }
  control(method: string, path: string, body?: unknown): Promise<Reply>
  /** Sends an invoice and answers its upload id. */
  send(xml?: string, cif?: string, more?: string): Promise<string>
  /** The messages of a mailbox of `test`, newest first. */
  mailbox(cif: string): Promise<{ tip: string; id: string; id_solicitare: string }[]>
}

const REST = '/test/FCTEL/rest/'

/** ANAF on a database of its own, where documents are processed at once unless the case says otherwise. */
export async function anaf(dialect: Dialect, settings: Partial<SimulatorSettings> = {}): Promise<Anaf> {
  const { database, remove } = await freshDatabase(dialect)
  await migrate(database)
  const clock = makeClock(TEST_NOW)
  const options = { database, clock, secret: 'a secret', settings: { processingMs: 0, ...settings } }
  const simulator = makeAnafSimulator(options)
  onTestFinished(async () => {
    await simulator.close()
    await remove()
  })
  const call = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const address = `http://anaf${path.startsWith('/') ? path : REST + path}`
    return replyOf(await simulator.handle(new Request(address, { method, headers, ...(body ? { body } : {}) })))
  }
  const as: Anaf['as'] = (...cifs) => {
    const headers = { authorization: `Bearer ${simulator.issueToken(cifs)}` }
    return { get: (path) => call('GET', path, headers), post: (path, body) => call('POST', path, headers, body) }
  }
  return {
    simulator,
    database,
    clock,
    as,
    control: (method, path, body) =>
      call(method, `/simulator/${path}`, {}, body === undefined ? undefined : JSON.stringify(body)),
    send: async (xml = INVOICE, cif = SELLER, more = '') => {
      const { text } = await as(cif).post(`upload?standard=UBL&cif=${cif}${more}`, xml)
      expect(text).toContain('ExecutionStatus="0"')
      return attributeOf(text, 'index_incarcare')
    },
    mailbox: async (cif) => (await as(cif).get(`listaMesajeFactura?zile=60&cif=${cif}`)).json.mesaje ?? [],
  }
}

export async function replyOf(response: Response): Promise<Reply> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const text = strFromU8(bytes)
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, text, json: isJson ? JSON.parse(text) : null, bytes, headers: response.headers }
}

export function attributeOf(xml: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(xml)?.[1] ?? ''
}

/** The files of a ZIP by their names. */
export function unzipped(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  return unzipSync(bytes)
}

/** An invoice with a note (BT-22) in it. */
export function withNote(note: string, xml = INVOICE): string {
  return xml.replace('<cbc:DocumentCurrencyCode>', `<cbc:Note>${note}</cbc:Note><cbc:DocumentCurrencyCode>`)
}

export function numbered(number: string, xml = INVOICE): string {
  return xml.replace('<cbc:ID>FCT 0001</cbc:ID>', `<cbc:ID>${number}</cbc:ID>`)
}
