import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RICH_INVOICE } from '../../../../test/efactura/rich-sample.ts'
import { Draft } from '../../../../test/efactura/ubl-mutate.ts'
import { SAMPLES } from '../../../../test/efactura/ubl-samples.ts'
import { parseXml } from '../../../domain/xml/parse-xml.ts'
import type { XmlElement } from '../xml-tree.ts'
import { isFatal, validateUbl } from './validate-ubl.ts'

const PARTY = 'cac:AccountingSupplierParty/cac:Party'
const rich = () => new Draft(RICH_INVOICE)
const plain = () => new Draft(SAMPLES.plain)

describe('a finding says where the fault is', () => {
  test.each([
    [
      rich().set('cac:InvoiceLine[2]/cac:Item/cbc:Name', 'ă'.repeat(101)),
      '/Invoice/cac:InvoiceLine[2]/cac:Item/cbc:Name',
      'items.1.description',
    ],
    [
      plain().remove('cac:InvoiceLine/cac:Item/cbc:Name'),
      '/Invoice/cac:InvoiceLine/cac:Item/cbc:Name',
      'items.0.description',
    ],
    [
      rich().attribute('cac:InvoiceLine[3]/cbc:InvoicedQuantity', 'unitCode', 'BUC'),
      '/Invoice/cac:InvoiceLine[3]/cbc:InvoicedQuantity/@unitCode',
      'items.2.unit',
    ],
    [
      plain().set('cac:InvoiceLine/cbc:LineExtensionAmount', '200,00'),
      '/Invoice/cac:InvoiceLine/cbc:LineExtensionAmount',
      'items.0',
    ],
    [
      rich().set('cac:InvoiceLine/cac:AllowanceCharge[2]/cbc:Amount', 'x'),
      '/Invoice/cac:InvoiceLine[1]/cac:AllowanceCharge[2]/cbc:Amount',
      'items.0.discount_amount',
    ],
    [
      plain().remove('cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName'),
      '/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName',
      'client_data.city',
    ],
    [
      plain().set(`${PARTY}/cac:PostalAddress/cbc:CountrySubentity`, 'Cluj'),
      `/Invoice/${PARTY}/cac:PostalAddress/cbc:CountrySubentity`,
      'firm.county',
    ],
    [
      plain().set(`${PARTY}/cac:PartyTaxScheme/cbc:CompanyID`, 'RO123'),
      `/Invoice/${PARTY}/cac:PartyTaxScheme/cbc:CompanyID`,
      'firm.cui',
    ],
    [
      rich().remove('cac:PaymentMeans/cac:PayeeFinancialAccount'),
      '/Invoice/cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID',
      'firm.iban',
    ],
    [rich().set('cbc:DueDate', '1.4.2026'), '/Invoice/cbc:DueDate', 'due_date'],
    [
      rich().set('cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode', 'x'),
      '/Invoice/cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode',
      'discounts',
    ],
    [
      rich().set('cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName', 'x'.repeat(51)),
      '/Invoice/cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName',
      'client_data.city',
    ],
    [rich().set('cac:TaxTotal[2]/cbc:TaxAmount', '1.234'), '/Invoice/cac:TaxTotal[2]/cbc:TaxAmount', null],
    [
      new Draft(SAMPLES['credit note']).set('cac:CreditNoteLine/cac:Price/cbc:PriceAmount', '-1'),
      '/CreditNote/cac:CreditNoteLine/cac:Price/cbc:PriceAmount',
      'items.0.price',
    ],
  ] as const)('%#', ({ root }, path, apiPath) => {
    expect(validateUbl(root)[0]).toMatchObject({ path, apiPath })
  })
})

test('a finding is complete', () => {
  const xml = SAMPLES.plain.replace('>SECTOR1<', '>București, Sectorul 3<')
  expect(validateUbl(parseXml(xml))).toEqual([
    {
      ruleId: 'BR-RO-101',
      severity: 'fatal',
      term: 'BT-52',
      path: '/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName',
      apiPath: 'client_data.city',
      line: 13,
      messageRo:
        'În București (RO-B), localitatea din adresa cumpărătorului este SECTOR1 … SECTOR6, nu „București, Sectorul 3”.',
      messageEn:
        'In București (RO-B), the city in the address of the buyer is SECTOR1 … SECTOR6, not "București, Sectorul 3".',
      suggestion: 'SECTOR3',
    },
  ])
})

test('what is missing is not quoted', () => {
  const { root } = plain().remove(`${PARTY}/cac:PostalAddress/cbc:CountrySubentity`)
  expect(validateUbl(root)).toMatchObject([
    {
      ruleId: 'BR-RO-110',
      messageRo: 'În România, județul din adresa vânzătorului se scrie prin cod (RO-CJ); acum lipsește.',
      messageEn: 'In Romania, the county in the address of the seller is written by its code (RO-CJ); it is missing.',
    },
  ])
})

test('a currency that is missing leaves no hole in a sentence', () => {
  const found = validateUbl(plain().remove('cbc:DocumentCurrencyCode').root).find((one) => one.ruleId === 'BR-RO-030')
  expect(found?.messageRo).toBe('Moneda facturii (–) nu este RON: moneda de contabilizare a TVA trebuie să fie RON.')
})

describe('what would be right is suggested where it is certain', () => {
  test.each([
    ['the amount of a line', plain().set('cac:InvoiceLine/cac:Price/cbc:PriceAmount', '99.995'), 'FCT-A01', '199.99'],
    ['the sum of the lines', plain().set('cac:LegalMonetaryTotal/cbc:LineExtensionAmount', '1'), 'BR-CO-10', '200.00'],
    ['the total of discounts', rich().remove('cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount'), 'BR-CO-11', '70.00'],
    ['the VAT of a group', plain().set('cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount', '41.5'), 'FCT-A02', '42.00'],
    ['the county', plain().set(`${PARTY}/cac:PostalAddress/cbc:CountrySubentity`, 'Jud. Cluj'), 'BR-RO-110', 'RO-CJ'],
    [
      'a county that nobody knows',
      plain().set(`${PARTY}/cac:PostalAddress/cbc:CountrySubentity`, 'X'),
      'BR-RO-110',
      undefined,
    ],
  ] as const)('%s', (_what, { root }, rule, suggestion) => {
    expect(validateUbl(root).find(({ ruleId }) => ruleId === rule)?.suggestion).toBe(suggestion)
  })
})

describe('a document that is something else', () => {
  test.each([
    ['<Invoice/>', 'Invoice'],
    ['<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>', 'CreditNote-2}Invoice'],
    ['<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>', '100}Cross'],
  ])('%s', (xml, named) => {
    const findings = validateUbl(parseXml(xml))
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['FCT-X01'])
    expect(findings[0]?.messageEn).toContain(named)
  })
})

test('long values are cut in sentences, and findings end somewhere', () => {
  const { root } = plain().set('cbc:DueDate', 'x'.repeat(1_000))
  expect(validateUbl(root)[0]?.messageEn.length).toBeLessThan(250)
  const draft = plain()
  draft.root.children.push(...Array.from({ length: 6_000 }, () => draft.at('cbc:DueDate')))
  expect(validateUbl(draft.root)).toHaveLength(201)
})

test('five hundred lines take no longer than they should', () => {
  const line = /<cac:InvoiceLine>[\s\S]*<\/cac:InvoiceLine>/.exec(SAMPLES.plain)?.[0] ?? ''
  const many = Array.from({ length: 500 }, (_, at) => line.replace('<cbc:ID>1<', `<cbc:ID>${at + 1}<`)).join('')
  const root = parseXml(SAMPLES.plain.replace(line, many))
  validateUbl(root)
  const started = performance.now()
  expect(validateUbl(root).some(isFatal)).toBe(true)
  // 15 ms of work; the rest is for a machine that is busy with other tests.
  expect(performance.now() - started).toBeLessThan(1_000)
})

test('no document makes the rules fail', () => {
  const texts = [
    '',
    ' ',
    '-1',
    '0',
    '1e9',
    '99999999999999999999999999',
    '2026-13-01',
    'RO',
    'S',
    '#',
    'true',
    'ă'.repeat(500),
  ]
  const spoil = fc.record({
    at: fc.nat(),
    text: fc.constantFrom(...texts),
    how: fc.constantFrom('set', 'remove', 'repeat', 'empty'),
  })
  fc.assert(
    fc.property(fc.array(spoil, { minLength: 1, maxLength: 8 }), (changes) => {
      const { root } = rich()
      for (const { at, text, how } of changes) {
        const all = parents(root)
        const parent = all[at % all.length]
        const child = parent?.children[at % (parent.children.length || 1)]
        if (parent === undefined || child === undefined) continue
        const index = parent.children.indexOf(child)
        if (how === 'set') child.text = text
        else if (how === 'empty') child.attributes = []
        else parent.children.splice(index, how === 'remove' ? 1 : 0, ...(how === 'repeat' ? [child] : []))
      }
      for (const { path, messageRo } of validateUbl(root)) expect(`${path}${messageRo}`).not.toMatch(/undefined|NaN/)
    }),
    { numRuns: 200 },
  )
})

type Element = Draft['root']

function parents(root: Element): Element[] {
  return [root, ...root.children.flatMap((child) => parents(child as Element & XmlElement))].filter(
    ({ children }) => children.length > 0,
  )
}
