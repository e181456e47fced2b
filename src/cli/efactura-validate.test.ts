import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SAMPLES } from '../../test/efactura/ubl-samples.ts'
import { efacturaValidate } from './efactura-validate.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'efactura-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function validated(files: Readonly<Record<string, string>>, ...others: readonly string[]) {
  const paths = Object.keys(files).map((name) => join(folder, name))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const lines: string[] = []
  const code = await efacturaValidate([...paths, ...others.map((name) => join(folder, name))], (line) =>
    lines.push(line.replaceAll(`${folder}/`, '')),
  )
  return { code, lines }
}

test('a clean file ends well', async () => {
  expect(await validated({ 'good.xml': SAMPLES.plain })).toEqual({ code: 0, lines: ['good.xml: OK.'] })
})

test('a fault is told with its rule, place, sentence and remedy, and ends with 1', async () => {
  const { code, lines } = await validated({ 'bad.xml': SAMPLES.plain.replace('>RO-CJ<', '>Cluj<') })
  expect(code).toBe(1)
  expect(lines).toEqual([
    'bad.xml: 1 fault, 0 warnings.',
    '  fatal    BR-RO-110 (BT-39)  line 8  ' +
      '/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:CountrySubentity',
    '           In Romania, the county in the address of the seller is written by its code (RO-CJ), not "Cluj". ' +
      'Write: RO-CJ',
  ])
})

test('a warning is told and ends well', async () => {
  const { code, lines } = await validated({ 'odd.xml': SAMPLES.plain.replace('2026-04-01', '2026-03-01') })
  expect(code).toBe(0)
  expect(lines[0]).toBe('odd.xml: 0 faults, 1 warning.')
  expect(lines[1]).toMatch(/^ {2}warning {2}FCT-C01 \(BT-9\) {2}line 5 {2}\/Invoice\/cbc:DueDate$/)
})

test('what is no XML, no invoice or not there at all is told, and the other files are judged', async () => {
  const { code, lines } = await validated(
    { 'a.xml': '<!DOCTYPE x><x/>', 'b.xml': '<x/>', 'c.xml': SAMPLES.export },
    'none.xml',
  )
  expect(code).toBe(1)
  expect(lines).toEqual([
    'a.xml: not an invoice. Line 1: A DOCTYPE is not accepted.',
    'b.xml: 1 fault, 0 warnings.',
    '  fatal    FCT-X01  line 1  /x',
    '           The document is not a UBL 2.1 invoice or credit note but "x".',
    'c.xml: OK.',
    'none.xml: cannot be read: there is no such file.',
  ])
})

test('a folder, an archive and a PDF are called what they are', async () => {
  const files = { 'archive.zip': 'PK\u0003\u0004\u0014', 'printed.pdf': '%PDF-1.4\n' }
  const { code, lines } = await validated(files, '.')
  expect(code).toBe(1)
  expect(lines).toEqual([
    'archive.zip: not an invoice. It is a ZIP: take the XML out of it first.',
    'printed.pdf: not an invoice. It is a PDF: what is sent is the XML.',
    `${folder}: cannot be read: it is a folder; name the files in it.`,
  ])
})
