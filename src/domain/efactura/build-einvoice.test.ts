import { describe, expect, test } from 'vitest'
import { faultsOfArithmetic } from '../../../test/efactura/arithmetic.ts'
import { buyer, type GivenInvoice, issued, percentOff, SELLER, storned } from '../../../test/efactura/issued.ts'
import { formatDecimal } from '../decimal.ts'
import type { Invoice } from '../invoice.ts'
import { type BuildOptions, buildEInvoice } from './build-einvoice.ts'
import { TYPE_CODES } from './codes.ts'
import type { EInvoice } from './einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice
const reversed = (source: Invoice, options?: BuildOptions): EInvoice =>
  buildEInvoice(storned(source), SELLER, options).einvoice

describe('the document', () => {
  test('is identified', () => {
    expect(built({ number: 'FCT-9', date: '2026-02-03', dueDate: '2026-03-05' })).toMatchObject({
      syntax: 'Invoice',
      typeCode: '380',
      number: 'FCT-9',
      issueDate: '2026-02-03',
      dueDate: '2026-03-05',
      currency: 'RON',
      vatCurrency: null,
      profileId: null,
      precedingInvoices: [],
    })
  })

  test('of a draft has no number', () => {
    expect(buildEInvoice({ ...issued(), issued: null }, SELLER).einvoice.number).toBe(null)
  })

  test('is the same whatever was paid since', () => {
    const invoice = issued()
    const paid = {
      ...invoice,
      state: 'paid' as const,
      payments: [{ amountBani: invoice.totalBani }],
    } as unknown as Invoice
    expect(buildEInvoice(paid, SELLER)).toEqual(buildEInvoice(invoice, SELLER))
  })

  test('in another currency tells VAT in RON', () => {
    const { currency, vatCurrency, totals } = built({ currency: 'EUR', exchangeRate: '5.0893' })
    expect({ currency, vatCurrency }).toEqual({ currency: 'EUR', vatCurrency: 'RON' })
    expect([totals.vatBani, totals.vatInVatCurrencyBani]).toEqual([2100, 10688])
  })

  test('carries what is attached', () => {
    const attachments = [{ reference: 'A', description: null, uri: 'https://exemplu.ro/a', file: null }]
    expect(built({}, { attachments }).attachments).toEqual(attachments)
  })
})

describe('a storno', () => {
  const source = issued({ lines: [{ quantity: '2', price: '10.5' }], discounts: [percentOff('10')] })

  test('has negative quantities and amounts, positive prices, and its original', () => {
    const einvoice = reversed(source)
    expect(einvoice).toMatchObject({
      syntax: 'Invoice',
      typeCode: '380',
      dueDate: null,
      paymentTerms: null,
      paymentMeans: [],
      precedingInvoices: [{ number: 'FCT-2026-00001', issueDate: '2026-11-20' }],
      allowances: [{ amountBani: -210, baseBani: -2100 }],
      totals: { linesBani: -2100, allowancesBani: -210, withoutVatBani: -1890, vatBani: -397, payableBani: -2287 },
    })
    expect(einvoice.lines.map(({ quantity, price }) => [quantity && formatDecimal(quantity), price.net])).toEqual([
      ['-2', { unscaled: 105n, scale: 1 }],
    ])
  })

  test('as a credit note is its mirror, with terms because it is above zero (BR-CO-25)', () => {
    const einvoice = reversed(source, { typeCode: TYPE_CODES.creditNote })
    expect(einvoice).toMatchObject({
      syntax: 'CreditNote',
      typeCode: '381',
      paymentTerms: 'Conform înțelegerii părților',
      precedingInvoices: [{ number: 'FCT-2026-00001' }],
      allowances: [{ amountBani: 210, baseBani: 2100 }],
      vatBreakdown: [{ baseBani: 1890, vatBani: 397 }],
      totals: { linesBani: 2100, allowancesBani: 210, vatBani: 397, payableBani: 2287 },
      lines: [{ quantity: { unscaled: 2n, scale: 0 }, netBani: 2100 }],
    })
  })

  test('may be a corrected invoice', () => {
    expect(reversed(source, { typeCode: '384' })).toMatchObject({ syntax: 'Invoice', typeCode: '384' })
  })

  test('is the only thing a credit note can be', () => {
    expect(() => built({}, { typeCode: TYPE_CODES.creditNote })).toThrow(RangeError)
  })

  test('in part keeps quantity × price true with a rounding', () => {
    const thirds = issued({
      lines: [
        { quantity: '3', price: '0.335' },
        { quantity: '3', price: '0.115' },
      ],
    })
    const { einvoice } = buildEInvoice(storned(thirds, ['1', '1'], ['1', '1']), SELLER)
    const [first, second] = einvoice.lines
    expect([first?.netBani, first?.charges, first?.allowances]).toMatchObject([
      -33,
      [{ amountBani: 1, reason: 'Rotunjire' }],
      [],
    ])
    expect([second?.netBani, second?.allowances]).toMatchObject([-11, []])
    expect(faultsOfArithmetic(einvoice)).toEqual([])
    const creditNote = buildEInvoice(storned(thirds, ['1', '1'], ['1', '1']), SELLER, { typeCode: '381' }).einvoice
    expect([creditNote.lines[0]?.netBani, creditNote.lines[0]?.allowances]).toMatchObject([33, [{ amountBani: 1 }]])
    expect(faultsOfArithmetic(creditNote)).toEqual([])
  })
})

test('nothing of the party is invented', () => {
  const nobody = buyer({
    cui: null,
    type: 'company',
    rc: null,
    address: null,
    city: null,
    county: null,
    postalCode: null,
  })
  const { einvoice } = buildEInvoice({ ...issued(), buyer: { ...nobody, contactPerson: null, email: null } }, SELLER)
  expect(einvoice.buyer).toMatchObject({
    vatId: null,
    legalId: null,
    contact: null,
    address: { line1: null, city: null },
  })
})
