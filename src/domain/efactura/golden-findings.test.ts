/** What our rules say of every example document: nothing, but for what is named here. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SMALL_SELLER } from '../../../test/efactura/golden-cases.ts'
import {
  type GivenInvoice,
  type GivenLine,
  issued,
  percentOff,
  SELLER,
  storned,
} from '../../../test/efactura/issued.ts'
import type { Seller } from '../snapshot.ts'
import { parseXml } from '../xml/parse-xml.ts'
import { makeDocument } from './make-document.ts'
import { validateUbl } from './rules/validate-ubl.ts'

const GOLDEN = new URL('../../../test/golden/efactura/', import.meta.url)
const FILES = readdirSync(GOLDEN).sort()

/** Rates of the past, which the law no longer knows on that date. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'old-rates.xml': ['warning FCT-C07', 'warning FCT-C07', 'warning FCT-C07'],
}

test.each(FILES)('%s', (name) => {
  const findings = validateUbl(parseXml(readFileSync(new URL(name, GOLDEN))))
  expect(findings.map(({ severity, ruleId }) => `${severity} ${ruleId}`)).toEqual(NAMED[name] ?? [])
})

test('there are as many as there were', () => {
  expect(FILES.length).toBeGreaterThanOrEqual(39)
})

function judged(given: GivenInvoice, seller: Seller = SELLER): string[] {
  return makeDocument(issued(given), seller, { stornoAs: '380' }).findings.map(
    ({ severity, ruleId, apiPath }) => `${severity} ${ruleId} ${apiPath}`,
  )
}
const lines = (count: number): GivenLine[] =>
  Array.from({ length: count }, (_one, index) => ({
    description: `Articol ${index}`,
    quantity: `${(index % 7) + 1}.5`,
    price: `${index}.${String(index % 100).padStart(2, '0')}33`,
    vat: [21, 11, 21][index % 3] ?? 21,
  }))

describe('what is at an edge is right', () => {
  test.each<[string, GivenInvoice, Seller?]>([
    ['500 lines, discounts over two rates', { lines: lines(500), discounts: [percentOff('3.33'), percentOff('1')] }],
    ['500 lines with prices that include VAT', { lines: lines(500), texts: { pricesIncludeVat: true } }],
    ['0.00 lei', { lines: [{ price: '0' }, { price: '0', vat: 11 }] }],
    ['a line discounted to nothing', { lines: [{ texts: { discount: percentOff('100') } }, {}] }],
    ['everything discounted to nothing', { discounts: [percentOff('100')] }],
    ['a price of eight decimals', { lines: [{ quantity: '1000000', price: '0.00000567' }] }],
    ['a quantity of six decimals', { lines: [{ quantity: '0.000001', price: '1234567.89' }] }],
    [
      'a seller outside VAT that sells in EUR',
      { currency: 'EUR', exchangeRate: '5.0893', texts: { sellerIsVatPayer: false } },
      SMALL_SELLER,
    ],
    [
      'texts at their limits',
      {
        buyer: { name: 'ț'.repeat(200), city: 'ț'.repeat(50), address: 'ț'.repeat(350) },
        lines: [{ description: 'ț'.repeat(100), texts: { descriptionExtended: 'ț'.repeat(200) } }],
        texts: { notes: 'ț'.repeat(300 * 20) },
      },
    ],
  ])('%s', (_what, given, seller) => {
    expect(judged(given, seller)).toEqual([])
  })

  test.each(['380', '381'] as const)('a storno of it in thirds, as %s', (stornoAs) => {
    const source = issued({ lines: lines(30), discounts: [percentOff('3.33')], texts: { pricesIncludeVat: true } })
    const third = source.lines.map(() => '0.5')
    const reversal = storned(source, third, third)
    expect(makeDocument(reversal, SELLER, { stornoAs }).findings).toEqual([])
  })
})

describe('what is incomplete is named by the field that is missing', () => {
  test.each<[string, GivenInvoice, readonly string[], Seller?]>([
    ['a buyer without street', { buyer: { address: null } }, ['fatal BR-RO-082 client_data.address']],
    ['a buyer without city', { buyer: { city: null } }, ['fatal BR-RO-092 client_data.city']],
    ['a seller without street', {}, ['fatal BR-RO-081 firm.address'], { ...SELLER, address: null }],
    [
      'a description too long',
      { lines: [{ description: 'a'.repeat(101) }] },
      ['fatal BR-RO-L1024 items.0.description'],
    ],
  ])('%s', (_what, given, findings, seller) => {
    expect(judged(given, seller)).toEqual(findings)
  })
})

test.each<[string, GivenInvoice, string]>([
  ['an address', { buyer: { address: 'Strada Lungă '.repeat(40) } }, 'client_data.address'],
  [
    'a description with no-break spaces',
    { lines: [{ description: `a${'\u00a0b'.repeat(50)}` }] },
    'items.0.description',
  ],
  ['observations', { texts: { observations: 'x y '.repeat(1200), notes: 'cuvânt '.repeat(400) } }, 'observations'],
  [
    'the reason of a discount',
    { discounts: [percentOff('5', 'motiv '.repeat(30))], lines: [{}, { vat: 11 }] },
    'discounts.0.reason',
  ],
  [
    'the reason of an exemption',
    { lines: [{}, { vat: 0, key: 'E', texts: { exemptionReason: 'motiv '.repeat(30) } }] },
    'items.1.vat_exemption_reason',
  ],
])('%s that is too long is named by its field, with one that fits', (_what, given, path) => {
  const { findings } = makeDocument(issued(given), SELLER, { stornoAs: '380' })
  expect(findings.length).toBeGreaterThan(0)
  for (const { apiPath, suggestion } of findings)
    expect([apiPath, suggestion]).toEqual([path, expect.stringMatching(/…$/)])
})
