import { expect, test } from 'vitest'
import { parseXml } from '../xml/parse-xml.ts'
import { validateUbl } from './rules/validate-ubl.ts'
import { sampleInvoice } from './sample-invoice.ts'
import { writeUbl } from './write-ubl.ts'

test.each([
  ['a company registered for VAT', 'RO'],
  ['a company outside VAT', null],
])('the sample for %s is right by every rule', (_what, cuiPrefix) => {
  const nothing = { email: null, phone: null, rc: null, postalCode: null, iban: null, bank: null, contactPerson: null }
  const place = { address: 'Str. Lungă nr. 1', city: 'Cluj-Napoca', county: 'Cluj', country: 'RO' }
  const buyer = { ...nothing, ...place, name: 'Exemplu SRL', type: 'company', cui: '1234567897', cuiPrefix } as const
  const xml = writeUbl(sampleInvoice(buyer, { number: 'PROBA-1', date: '2026-11-21' }))
  expect(validateUbl(parseXml(xml))).toEqual([])
})
