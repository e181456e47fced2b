import { describe, expect, test } from 'vitest'
import { EVERY_TERM, EVERY_TERM_OF_A_CREDIT_NOTE } from '../../../test/efactura/every-term.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import type { EInvoice } from './einvoice.ts'
import { type ReadInvoice, readUbl } from './read-ubl.ts'
import { writeUbl } from './write-ubl.ts'

const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd'
const HEAD = `xmlns="${NAMESPACE}:Invoice-2" xmlns:cac="${NAMESPACE}:CommonAggregateComponents-2" xmlns:cbc="${NAMESPACE}:CommonBasicComponents-2"`

function read(xml: string): ReadInvoice {
  const found = readUbl(parseXml(xml))
  if (found === null) throw new Error('not an invoice')
  return found
}

function readContent(content: string): ReadInvoice {
  return read(`<Invoice ${HEAD}>${content}</Invoice>`)
}

test('another document is not an invoice', () => {
  expect(readUbl(parseXml('<header/>'))).toBe(null)
  expect(readUbl(parseXml('<Invoice/>'))).toBe(null)
  expect(readUbl(parseXml(`<Order xmlns="${NAMESPACE}:Order-2"/>`))).toBe(null)
  expect(readUbl(parseXml(`<Invoice xmlns="${NAMESPACE}:CreditNote-2"/>`))).toBe(null)
})

test('an empty invoice reads as an invoice without anything', () => {
  const { invoice, problems, unread } = readContent('')
  expect({ problems, unread }).toEqual({ problems: [], unread: [] })
  expect(invoice).toMatchObject({
    syntax: 'Invoice',
    number: null,
    currency: null,
    delivery: null,
    lines: [],
    notes: [],
  })
  expect(invoice.seller).toMatchObject({ name: null, identifiers: [], address: null, contact: null })
  expect(Object.values(invoice.totals)).toEqual(new Array(10).fill(null))
  expect(writeUbl(invoice)).toMatch(/<Invoice [^>]*>\n<\/Invoice>\n$/)
})

test('a line with nothing in it reads as a line without anything', () => {
  const [line] = readContent('<cac:InvoiceLine/>').invoice.lines
  expect(line).toMatchObject({ id: null, quantity: null, netBani: null, vat: null, allowances: [] })
  expect(line?.item).toMatchObject({ name: null, classifications: [], attributes: [] })
})

test.each([
  ['of type 130', '<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>', 'OB-1', []],
  ['without a type', '', 'OB-1', []],
  [
    'of another type',
    '<cbc:DocumentTypeCode>50</cbc:DocumentTypeCode>',
    undefined,
    ['cac:InvoiceLine/cac:DocumentReference'],
  ],
])('the reference of a line %s', (_what, type, id, missed) => {
  const { invoice, unread } = readContent(
    `<cac:InvoiceLine><cac:DocumentReference><cbc:ID schemeID="ABT">OB-1</cbc:ID>${type}</cac:DocumentReference></cac:InvoiceLine>`,
  )
  expect(invoice.lines[0]?.object?.id).toBe(id)
  expect(unread.map(({ path }) => path)).toEqual(missed)
})

test('of two references of a line the one of type 130 is the object, and the other is told', () => {
  const { invoice, unread } = readContent(`<cac:InvoiceLine>
    <cac:DocumentReference><cbc:ID>A</cbc:ID></cac:DocumentReference>
    <cac:DocumentReference><cbc:ID>B</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:DocumentReference>
  </cac:InvoiceLine>`)
  expect(invoice.lines[0]?.object?.id).toBe('B')
  expect(unread).toMatchObject([{ path: 'cac:InvoiceLine/cac:DocumentReference', count: 1 }])
})

describe.each([
  ['an invoice', EVERY_TERM],
  ['a credit note', EVERY_TERM_OF_A_CREDIT_NOTE],
])('of %s', (_what, invoice) => {
  const written = writeUbl(invoice)

  test('prefixes and layout are indifferent', () => {
    const renamed = written
      .replaceAll('cbc:', 'x:')
      .replaceAll('cac:', 'ubl-')
      .replace('xmlns:cbc', 'xmlns:x')
      .replace(/<(\/?)ubl-/g, '<$1y:')
      .replace('xmlns:cac', 'xmlns:y')
      .replace(/<(\/?)(Invoice|CreditNote)([ >])/g, '<$1root:$2$3')
      .replace(' xmlns="', ' xmlns:root="')
      .replaceAll('>\n<', '>\n\n    <')
      .replace(/<(x:[A-Za-z]+)([^>]*)>([^<\n]*)<\/x:/g, '<$1$2>\n  $3 <!-- remark -->\n</x:')
    expect(renamed).not.toContain('cbc')
    expect(read(renamed)).toEqual({ invoice, problems: [], unread: [] })
  })

  test('no term is forgotten', () => {
    const excluded = invoice.syntax === 'Invoice' ? ['taxPointCode'] : ['taxPointDate', 'orderReference']
    const absent = Object.entries(invoice).filter(([, value]) => value === null || value.length === 0)
    expect(absent.map(([term]) => term)).toEqual(excluded)
    expect(read(written).invoice).toEqual(invoice)
  })
})

/** Every path that leads to a value, as `lines.0.price.net`. */
function paths(value: unknown, at = ''): string[] {
  if (value === null || typeof value !== 'object' || (at !== '' && 'unscaled' in value))
    return value === null ? [] : [at]
  return Object.entries(value).flatMap(([key, below]) => paths(below, at === '' ? key : `${at}.${key}`))
}

function without(invoice: EInvoice, path: string): EInvoice {
  const copy = structuredClone(invoice)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const holder = keys.reduce<Record<string, unknown>>((found, key) => found[key] as Record<string, unknown>, {
    ...copy,
  })
  if (keys.length === 0) return { ...copy, [last]: null }
  holder[last] = null
  return copy
}

/** Without these, what hangs on them has nowhere to stand: attributes of an element, the currency of amounts. */
const CARRIERS =
  /^(syntax|currency|vatCurrency|notes.*|attachments.*base64|.*[iI]dentifiers?\.(\d\.)?id|.*(legalId|electronicAddress|taxRegistration|[oO]bject|location|standardId)\.id|.*(quantity|baseQuantity)|paymentMeans\.\d\.code|.*classifications\.\d\.code|.*taxRegistration\.schemeId)$/

test.each([
  ['an invoice', EVERY_TERM],
  ['a credit note', EVERY_TERM_OF_A_CREDIT_NOTE],
])('of %s any one term may be missing', (_what, invoice) => {
  const known = paths(invoice).filter((path) => !CARRIERS.test(path))
  expect(known.length).toBeGreaterThan(150)
  for (const path of known) {
    const expected = without(invoice, path)
    expect([path, read(writeUbl(expected))]).toEqual([path, { invoice: expected, problems: [], unread: [] }])
  }
})

test('what EN 16931 has no place for is counted, with what is repeated', () => {
  const { unread } = readContent(`
    <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
    <x xmlns="urn:x"><y/></x>
    <cac:PaymentTerms><cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note></cac:PaymentTerms>
    <cac:PaymentTerms><cbc:Note>c</cbc:Note></cac:PaymentTerms>
    <cac:InvoiceLine><cac:Item><cbc:BrandName>X</cbc:BrandName></cac:Item></cac:InvoiceLine>
    <cac:InvoiceLine><cac:Item><cbc:BrandName>Y</cbc:BrandName></cac:Item></cac:InvoiceLine>`)
  expect(unread).toEqual([
    { path: 'cbc:UBLVersionID', count: 1, line: 2 },
    { path: 'x', count: 1, line: 3 },
    { path: 'cac:PaymentTerms/cbc:Note', count: 1, line: 4 },
    { path: 'cac:PaymentTerms', count: 1, line: 5 },
    { path: 'cac:InvoiceLine/cac:Item/cbc:BrandName', count: 2, line: 6 },
  ])
})

describe('numbers', () => {
  const priced = (amount: string, currency = 'RON') =>
    readContent(`<cbc:DocumentCurrencyCode>RON</cbc:DocumentCurrencyCode>
      <cac:InvoiceLine/>
      <cac:InvoiceLine>
        <cbc:LineExtensionAmount currencyID="${currency}">${amount}</cbc:LineExtensionAmount>
      </cac:InvoiceLine>`)

  test.each([
    ['10', 1000],
    ['10.5', 1050],
    ['-0.05', -5],
    ['+7.00', 700],
    ['.5', 50],
    ['5.', 500],
    ['1.000000', 100],
    [' 12.34 ', 1234],
    ['90071992547409.91', 9007199254740991],
  ])('%s is an amount', (text, bani) => {
    const { invoice, problems } = priced(text)
    expect({ bani: invoice.lines[1]?.netBani, problems }).toEqual({ bani, problems: [] })
  })

  test.each([
    ['ten', null, 'not_number'],
    ['1,5', null, 'not_number'],
    ['1e3', null, 'not_number'],
    ['1 000', null, 'not_number'],
    ['1.005', 101, 'too_many_decimals'],
    ['-1.005', -101, 'too_many_decimals'],
    ['90071992547409.92', null, 'too_large'],
  ])('%s is not', (text, bani, code) => {
    const { invoice, problems } = priced(text)
    expect(invoice.lines[1]?.netBani).toBe(bani)
    expect(problems).toEqual([{ code, path: 'cac:InvoiceLine[2]/cbc:LineExtensionAmount', line: 4, text }])
  })

  test('in another currency is taken, and told', () => {
    const { invoice, problems } = priced('10.00', 'EUR')
    expect(invoice.lines[1]?.netBani).toBe(1000)
    expect(problems).toMatchObject([{ code: 'other_currency', text: 'EUR' }])
  })

  test('a document wrong all over is described in part', () => {
    expect(
      readContent(
        '<cac:InvoiceLine><cac:Price><cbc:PriceAmount>x</cbc:PriceAmount></cac:Price></cac:InvoiceLine>'.repeat(3000),
      ).problems,
    ).toHaveLength(100)
  })
})

describe('the reader knows that', () => {
  const reads = (content: string): EInvoice => readContent(content).invoice

  test.each([
    ['BT-110', 'RON', '<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">1</cbc:TaxAmount></cac:TaxTotal>'],
    [
      'BT-110 behind BT-111',
      'RON',
      '<cac:TaxTotal><cbc:TaxAmount currencyID="RON">5</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">1</cbc:TaxAmount></cac:TaxTotal>',
    ],
  ])('%s is in the currency of the document', (_what, vatCurrency, content) => {
    const { totals } = reads(
      `<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>${vatCurrency}</cbc:TaxCurrencyCode>${content}`,
    )
    expect(totals.vatBani).toBe(100)
    expect(totals.vatInVatCurrencyBani).toBe(content.includes('RON') ? 500 : null)
  })

  test('the same currency twice is one total, and the second is not read', () => {
    const total = '<cac:TaxTotal><cbc:TaxAmount currencyID="RON">1</cbc:TaxAmount></cac:TaxTotal>'
    const found = readContent(
      `<cbc:DocumentCurrencyCode>RON</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>RON</cbc:TaxCurrencyCode>${total}${total}`,
    )
    expect(found.invoice.totals).toMatchObject({ vatBani: 100, vatInVatCurrencyBani: null })
    expect(found.unread).toMatchObject([{ path: 'cac:TaxTotal', count: 1 }])
  })

  test('NA is no order, unless it is the only number', () => {
    const order = (rest: string) => reads(`<cac:OrderReference><cbc:ID>NA</cbc:ID>${rest}</cac:OrderReference>`)
    expect(order('<cbc:SalesOrderID>5</cbc:SalesOrderID>')).toMatchObject({
      orderReference: null,
      salesOrderReference: '5',
    })
    expect(order('')).toMatchObject({ orderReference: 'NA', salesOrderReference: null })
  })

  test('a note may lead with its subject', () => {
    const { notes } = reads(
      ['#AAI#Text', '#AAI# Text ', '#AA#x', '#AAI#', '# 1', ''].map((note) => `<cbc:Note>${note}</cbc:Note>`).join(''),
    )
    expect(notes.map(({ subjectCode, text }) => [subjectCode, text])).toEqual([
      ['AAI', 'Text'],
      ['AAI', 'Text'],
      [null, '#AA#x'],
      [null, '#AAI#'],
      [null, '# 1'],
    ])
  })

  test('tax numbers go by their scheme, and by none', () => {
    const scheme = (id: string, tax: string) =>
      `<cac:PartyTaxScheme><cbc:CompanyID>${id}</cbc:CompanyID>${tax}</cac:PartyTaxScheme>`
    const party = (content: string) =>
      reads(`<cac:AccountingSupplierParty><cac:Party>${content}</cac:Party></cac:AccountingSupplierParty>`).seller
    const vat = scheme('RO1', '<cac:TaxScheme><cbc:ID>vat</cbc:ID></cac:TaxScheme>')
    const other = scheme('2', '<cac:TaxScheme/>')
    const seller = { vatId: 'RO1', taxRegistration: { id: '2', schemeId: 'NOT_EU_VAT' } }
    expect(party(vat + other)).toMatchObject(seller)
    expect(party(other + vat)).toMatchObject(seller)
    expect(party(other)).toMatchObject({ vatId: null, taxRegistration: { id: '2' } })
  })

  test('a due date may stand with the payment means, and a charge may be 1', () => {
    const found =
      reads(`<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-12-01</cbc:PaymentDueDate></cac:PaymentMeans>
      <cac:AllowanceCharge><cbc:ChargeIndicator>1</cbc:ChargeIndicator><cbc:Amount>2</cbc:Amount></cac:AllowanceCharge>`)
    expect(found).toMatchObject({ dueDate: '2026-12-01', allowances: [], charges: [{ amountBani: 200, vat: null }] })
  })

  test('a tax that is not VAT is told', () => {
    const item =
      '<cac:Item><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>'
    const found = readContent(`<cac:InvoiceLine>${item}</cac:InvoiceLine>`)
    expect(found.problems).toMatchObject([{ code: 'other_tax_scheme', text: 'GST' }])
    expect(found.invoice.lines[0]?.vat).toEqual({ category: 'S', percent: null })
  })
})

test('the due date of a credit note without payment means brings an undefined one', () => {
  const { invoice } = read(writeUbl({ ...EVERY_TERM_OF_A_CREDIT_NOTE, paymentMeans: [] }))
  expect(invoice).toMatchObject({ dueDate: '2026-11-30', paymentMeans: [{ code: '1', account: null }] })
})
