import { describe, expect, test } from 'vitest'
import { type GivenInvoice, issued, SELLER } from '../../../../test/efactura/issued.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('payment', () => {
  const means = (texts: GivenInvoice['texts'], currency = 'RON') =>
    built({ currency, exchangeRate: currency === 'RON' ? '1' : '5', ...(texts && { texts }) }).paymentMeans.map(
      ({ code, text, account }) => [code, text, account?.id ?? null],
    )

  test.each([
    [null, 'RON', [['42', null, 'RO49AAAA1B31007593840000']]],
    [null, 'EUR', [['42', null, 'RO09BCYP0000001234567890']]],
    [null, 'USD', []],
    ['bank_transfer', 'RON', [['42', 'Ordin de plată', 'RO49AAAA1B31007593840000']]],
    ['op', 'USD', [['42', 'Ordin de plată', null]]],
    ['Transfer bancar', 'RON', [['42', 'Ordin de plată', 'RO49AAAA1B31007593840000']]],
    ['Numerar', 'RON', [['10', 'Chitanță', null]]],
    ['card', 'RON', [['48', 'Card', null]]],
    ['cec', 'RON', [['20', 'Cec', null]]],
    ['bo', 'RON', [['60', 'Bilet la ordin', null]]],
    ['bon fiscal', 'RON', [['ZZZ', 'Bon fiscal', null]]],
    ['compensare', 'RON', [['97', 'Compensare', null]]],
    ['Barter', 'RON', [['ZZZ', 'Barter', 'RO49AAAA1B31007593840000']]],
  ])('by %j in %s', (paymentMethod, currency, expected) => {
    expect(means({ paymentMethod }, currency)).toEqual(expected)
  })

  test('by the type of payment, where no method is given', () => {
    expect(means({ paymentType: 'Numerar' })).toEqual([['10', 'Chitanță', null]])
    expect(means({ paymentMethod: 'card', paymentType: 'Numerar' })).toEqual([['48', 'Card', null]])
  })

  test('to every account of the currency', () => {
    const accounts = [...SELLER.accounts, { iban: 'RO98 BBBB 1B31 0075 9384 0000', bank: null, currency: 'RON' }]
    const { paymentMeans } = buildEInvoice(issued(), { ...SELLER, accounts }).einvoice
    expect(paymentMeans.map(({ account }) => account?.id)).toEqual([
      'RO49AAAA1B31007593840000',
      'RO98BBBB1B31007593840000',
    ])
  })

  test.each([
    ['with a due date', {}, null],
    ['without', { dueDate: null }, 'Conform înțelegerii părților'],
    ['of nothing', { dueDate: null, lines: [{ price: '0' }] }, null],
    ['in installments', { texts: { paymentInstallments: 3 } }, 'Plata în 3 rate'],
    ['in one', { texts: { paymentInstallments: 1 } }, null],
  ])('%s (BR-CO-25)', (_what, given, terms) => {
    expect(built(given).paymentTerms).toBe(terms)
  })
})
