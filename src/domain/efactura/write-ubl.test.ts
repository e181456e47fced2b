import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultsOfArithmetic } from '../../../test/efactura/arithmetic.ts'
import { EVERY_TERM } from '../../../test/efactura/every-term.ts'
import { CASES } from '../../../test/efactura/golden-cases.ts'
import { faultsOfOrder } from '../../../test/efactura/ubl-order.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import { CIUS_RO } from './codes.ts'
import { readUbl } from './read-ubl.ts'
import { writeUbl } from './write-ubl.ts'

const GOLDEN = new URL('../../../test/golden/efactura/', import.meta.url)

describe.each(Object.entries(CASES))('%s', (name, make) => {
  const invoice = make()
  const written = writeUbl(invoice)

  test('is written as agreed', () => {
    const file = new URL(`${name}.xml`, GOLDEN)
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, written)
    expect(written).toBe(readFileSync(file, 'utf8'))
  })

  test('is read back as it was', () => {
    const read = readUbl(parseXml(written))
    expect(read?.invoice).toEqual(invoice)
    expect(read).toMatchObject({ problems: [], unread: [] })
    expect(writeUbl(read?.invoice ?? EVERY_TERM)).toBe(written)
  })

  test('follows the XSD and CIUS-RO, without empty elements', () => {
    expect(faultsOfOrder(parseXml(written))).toEqual([])
    expect(written).toContain(`<cbc:CustomizationID>${CIUS_RO}</cbc:CustomizationID>`)
  })

  test('adds up', () => {
    expect(faultsOfArithmetic(invoice, name.endsWith('with-vat') ? 1 : 0)).toEqual([])
  })
})

test('every golden file has its case', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(
    Object.keys(CASES)
      .map((name) => `${name}.xml`)
      .sort(),
  )
})

test.each([
  ['a wrong order', /(<cbc:ID>T-1<.*\n)(<cbc:IssueDate>.*\n)/, '$2$1', 'Invoice has ID out of order'],
  ['what is missing', /<cbc:PayableAmount .*\n/, '', 'LegalMonetaryTotal lacks PayableAmount'],
  ['what is repeated', /(<cbc:DueDate>.*\n)/, '$1$1', 'Invoice repeats DueDate'],
  ['an amount without currency', /(<cbc:PayableAmount) [^>]*/, '$1', 'PayableAmount lacks currencyID'],
])('the judge of order sees %s', (_what, from, to, fault) => {
  expect(faultsOfOrder(parseXml(writeUbl(EVERY_TERM).replace(from, to)))).toContain(fault)
})
