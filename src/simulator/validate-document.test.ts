import { describe, expect, test } from 'vitest'
import { SAMPLES } from '../../test/efactura/ubl-samples.ts'
import { dialects } from '../../test/harness.ts'
import { type Anaf, anaf, INVOICE, replyOf } from '../../test/simulator/anaf.ts'

const NOTE = SAMPLES['credit note']
const WRONG = INVOICE.replace('RO-CJ', 'CJ')

async function post({ simulator }: Anaf, path: string, body: string) {
  const headers = { 'content-type': 'text/plain' }
  return replyOf(await simulator.handle(new Request(`http://anaf${path}`, { method: 'POST', headers, body })))
}

describe.each(dialects)('validate and transform on %s', (dialect) => {
  test('need no login and answer ok or what is wrong', async () => {
    const played = await anaf(dialect)
    const ok = await post(played, '/prod/FCTEL/rest/validare/FACT1', INVOICE)
    expect(ok.json).toEqual({ stare: 'ok', trace_id: expect.stringMatching(/^[\da-f-]{36}$/) })
    expect((await post(played, '/prod/FCTEL/rest/validare/FCN', NOTE)).json.stare).toBe('ok')
    const wrong = await post(played, '/prod/FCTEL/rest/validare/FACT1', WRONG)
    expect(wrong.json).toMatchObject({
      stare: 'nok',
      Messages: [{ message: expect.stringContaining('E: validari globale SCHEMATRON eroare: [BR-RO-110]') }],
    })
    for (const [kind, xml] of [
      ['FCN', INVOICE],
      ['FACT1', NOTE],
      ['FACT1', 'no XML'],
    ] as const) {
      const { json } = await post(played, `/prod/FCTEL/rest/validare/${kind}`, xml)
      expect(json).toMatchObject({
        stare: 'nok',
        Messages: [{ message: expect.stringContaining('SAXParseException') }],
      })
    }
  })
})

test('transform makes a PDF that says what the invoice says, and lets /DA pass the rules', async () => {
  const played = await anaf('sqlite')
  const pdf = await post(played, '/prod/FCTEL/rest/transformare/FACT1', INVOICE)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  expect(pdf.text).toMatch(/^%PDF-1\.4\n/)
  for (const text of ['FCT 0001', 'Exemplu SRL', 'Client SA', '242.00 RON']) expect(pdf.text).toContain(text)
  expect((await post(played, '/prod/FCTEL/rest/transformare/FACT1', WRONG)).json.stare).toBe('nok')
  expect((await post(played, '/prod/FCTEL/rest/transformare/FACT1/DA', WRONG)).text).toMatch(/^%PDF/)
  expect((await post(played, '/prod/FCTEL/rest/transformare/FCN/DA', WRONG)).json.stare).toBe('nok')
})

test('the table of the PDF points to its objects, however many pages and whatever the letters', async () => {
  const played = await anaf('sqlite')
  const line = /<cac:InvoiceLine>.*<\/cac:InvoiceLine>/s.exec(INVOICE)?.[0] ?? ''
  const long = INVOICE.replace(line, line.replace('<cbc:Name>', '<cbc:Name>Șuruburi (mici) \\ „x” ').repeat(150))
  const { bytes } = await post(played, '/prod/FCTEL/rest/transformare/FACT1/DA', long)
  const file = Buffer.from(bytes).toString('latin1')
  expect(file).toContain('Suruburi \\(mici\\) \\\\ ?x?')
  expect(file).toContain('/Count 3 ')
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1])
  expect(file.slice(start, start + 5)).toBe('xref\n')
  const offsets = [...file.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
  expect(offsets).toHaveLength(3 + 2 * 3)
  for (const [index, offset] of offsets.entries())
    expect(file.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`))
  for (const [, length, content] of file.matchAll(/<< \/Length (\d+) >>\nstream\n(.*?)\nendstream/gs)) {
    expect(content).toHaveLength(Number(length))
  }
})

test('more than 5 MB is too much, and nothing is too little', async () => {
  const played = await anaf('sqlite', { validateLimitBytes: Buffer.byteLength(INVOICE) })
  expect((await post(played, '/prod/FCTEL/rest/validare/FACT1', INVOICE)).json.stare).toBe('ok')
  expect((await post(played, '/prod/FCTEL/rest/validare/FACT1', `${INVOICE} `)).text).toContain('mai mare de 5 MB')
  expect((await post(played, '/prod/FCTEL/rest/validare/FACT1', '')).status).toBe(400)
  expect((await post(played, '/prod/FCTEL/rest/transformare/FACT1', '')).status).toBe(400)
})

test.each([
  '/test/FCTEL/rest/validare/FACT1',
  '/test/FCTEL/rest/transformare/FACT1',
  '/prod/FCTEL/rest/validare/CII',
  '/prod/FCTEL/rest/validare/FACT1/DA',
  '/prod/FCTEL/rest/validare',
  '/prod/FCTEL/rest/stareMesaj/FACT1',
  '/prod/FCTEL/rest/stareMesaj',
  '/demo/FCTEL/rest/upload',
  '/constructor',
  '/prod/FCTEL/rest/toString',
])('POST %s leads nowhere', async (path) => {
  const answer = await post(await anaf('sqlite'), path, INVOICE)
  expect(answer).toMatchObject({ status: 404, json: { status: 404, path } })
})
