import { describe, expect, test } from 'vitest'
import { CLIENT, done, given, invalid, LINE, read, refused, sharedApp } from '../../../test/given.ts'
import { dialects } from '../../../test/harness.ts'

describe.each(dialects)('discounts and charges of a line on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    [
      'a percentage off',
      { discount_percent: 10 },
      { discount_percent: 10, discount_amount: 10, subtotal: 90, vat_amount: 18.9, total: 108.9 },
    ],
    [
      'an amount off',
      { discount_amount: 12.34 },
      { discount_percent: null, discount_amount: 12.34, subtotal: 87.66, vat_amount: 18.41, total: 106.07 },
    ],
    [
      'a percentage of four decimals',
      { discount_percent: '33.3333' },
      { discount_percent: 33.3333, discount_amount: 33.33, subtotal: 66.67 },
    ],
    ['everything off', { discount_percent: 100 }, { subtotal: 0, vat_amount: 0, total: 0 }],
    [
      'a charge in percent',
      { charge_percent: 5 },
      { charge_percent: 5, charge_amount: 5, subtotal: 105, total: 127.05 },
    ],
    [
      'a charge as an amount',
      { charge_amount: 7.5, charge_reason: 'Ambalaj' },
      { charge_percent: null, charge_amount: 7.5, charge_reason: 'Ambalaj', subtotal: 107.5 },
    ],
    [
      'both',
      { discount_percent: 10, discount_reason: 'Fidelitate', charge_amount: 3 },
      { discount_amount: 10, discount_reason: 'Fidelitate', charge_amount: 3, subtotal: 93 },
    ],
    [
      'a discount above the price that a charge makes good',
      { discount_amount: 110, charge_amount: 20 },
      { subtotal: 10 },
    ],
    [
      'a percentage and an amount of nothing',
      { discount_percent: 10, discount_amount: 0 },
      { discount_percent: 10, discount_amount: 10 },
    ],
    [
      'nothing off',
      { discount_percent: 0, discount_amount: 0 },
      { discount_percent: null, discount_amount: null, subtotal: 100 },
    ],
  ])('%s', async (_what, fields, expected) => {
    const { lines } = await given(shared()).invoice({ items: [{ ...LINE, ...fields }] })
    expect(lines[0]).toMatchObject({ price: 100, ...expected })
  })

  test.each<[string, object, Record<string, string>]>([
    [
      'a percentage and an amount at once',
      { discount_percent: 10, discount_amount: 10 },
      { 'items.0.discount_amount': 'percent_or_amount' },
    ],
    ['two ways to charge', { charge_percent: 1, charge_amount: 1 }, { 'items.0.charge_amount': 'percent_or_amount' }],
    ['more off than there is', { discount_amount: 100.01 }, { 'items.0.discount_amount': 'discount_exceeds_line' }],
    [
      'more than a hundred percent off',
      { discount_percent: 100.01 },
      { 'items.0.discount_percent': 'discount_exceeds_line' },
    ],
    ['a negative discount', { discount_amount: -1 }, { 'items.0.discount_amount': 'negative' }],
    ['a negative charge', { charge_percent: -1 }, { 'items.0.charge_percent': 'negative' }],
    ['an amount of three decimals', { discount_amount: '1.005' }, { 'items.0.discount_amount': 'too_many_decimals' }],
    [
      'a percentage of five decimals',
      { discount_percent: '1.00005' },
      { 'items.0.discount_percent': 'too_many_decimals' },
    ],
    ['a thousand percent', { charge_percent: 1000 }, { 'items.0.charge_percent': 'too_large' }],
  ])('%s is refused', async (_what, fields, problems) => {
    const call = () => shared().post('/invoices', { client_data: CLIENT, items: [{ ...LINE, ...fields }] })
    expect(await refused(shared(), call)).toEqual(invalid(problems))
  })
})

describe.each(dialects)('discounts and charges of a document on %s', (dialect) => {
  const shared = sharedApp(dialect)
  // 300.00 at 21 % and 100.00 at 11 %.
  const items = [
    { ...LINE, quantity: 3 },
    { ...LINE, vat_rate: 11 },
  ]

  test.each<[string, object, object]>([
    [
      'a percentage off is shared over the rates',
      { discount_percent: 10 },
      {
        discounts: [{ percent: 10, amount: 40, vat_amount: 7.4, reason: null }],
        vat_breakdown: [
          { vat_rate: 21, subtotal: 270, vat_amount: 56.7 },
          { vat_rate: 11, subtotal: 90, vat_amount: 9.9 },
        ],
        subtotal: 360,
        vat_amount: 66.6,
        total: 426.6,
      },
    ],
    [
      'an amount off is shared in proportion',
      { discount_amount: 10 },
      {
        discounts: [{ percent: null, amount: 10 }],
        vat_breakdown: [
          { vat_rate: 21, subtotal: 292.5, vat_amount: 61.43 },
          { vat_rate: 11, subtotal: 97.5, vat_amount: 10.73 },
        ],
        total: 462.16,
      },
    ],
    [
      'an amount off one rate',
      { discounts: [{ amount: '50', vat_rate: 11, reason: 'Retur' }] },
      {
        discounts: [{ amount: 50, vat_amount: 5.5, reason: 'Retur' }],
        vat_breakdown: [{ subtotal: 300 }, { subtotal: 50 }],
        total: 418.5,
      },
    ],
    [
      'several discounts do not compound',
      { discounts: [{ percent: 10 }, { percent: 10 }] },
      { discounts: [{ amount: 40 }, { amount: 40 }], subtotal: 320 },
    ],
    [
      'a charge over everything',
      { charges: [{ amount: 20, reason: 'Transport' }] },
      {
        charges: [{ percent: null, amount: 20, reason: 'Transport' }],
        vat_breakdown: [{ subtotal: 315 }, { subtotal: 105 }],
      },
    ],
    [
      'a charge at a rate of its own',
      { charges: [{ amount: 15, vat_rate: 0 }] },
      {
        vat_breakdown: [{ subtotal: 300 }, { subtotal: 100 }, { vat_key: 'E', subtotal: 15, vat_amount: 0 }],
        total: 489,
      },
    ],
    [
      'a charge in percent and the single discount beside the list',
      { charges: [{ percent: 1 }], discounts: [{ amount: 1 }], discount_amount: 3 },
      { charges: [{ percent: 1, amount: 4 }], discounts: [{ amount: 1 }, { amount: 3 }], subtotal: 400 },
    ],
  ])('%s', async (_what, fields, expected) => {
    const invoice = await given(shared()).invoice({ items, ...fields })
    expect(invoice).toMatchObject(expected)
    const { warnings: _none, ...stored } = invoice
    expect(await read(shared(), `/invoices/${invoice.id}`)).toEqual(stored)
  })

  test.each<[string, object, Record<string, string>]>([
    ['more off than there is', { discount_amount: 400.01 }, { 'discounts.0': 'discount_exceeds_total' }],
    [
      'more off a rate than it holds',
      { discounts: [{ amount: 100.01, vat_rate: 11 }] },
      { 'discounts.0': 'discount_exceeds_total' },
    ],
    [
      'a discount at a rate that no line has',
      { discounts: [{ amount: 1, vat_rate: 9 }] },
      { 'discounts.0': 'discount_without_lines' },
    ],
    ['a discount of neither kind', { discounts: [{ reason: 'x' }] }, { 'discounts.0.amount': 'required' }],
    ['a charge of both kinds', { charges: [{ percent: 1, amount: 1 }] }, { 'charges.0.amount': 'percent_or_amount' }],
    [
      'a charge that O may not stand beside',
      { charges: [{ amount: 1, vat_key: 'O' }] },
      { 'charges.0.vat_key': 'vat_key_o_not_mixed' },
    ],
    [
      'a charge in category E with a rate',
      { charges: [{ amount: 1, vat_key: 'E', vat_rate: 21 }] },
      { 'charges.0.vat_rate': 'vat_rate_must_be_zero' },
    ],
    ['charges that are no list', { charges: 5 }, { charges: 'not_list' }],
    ['fifty-one discounts', { discounts: Array(51).fill({ amount: 0.01 }) }, { discounts: 'too_many_items' }],
  ])('%s is refused', async (_what, fields, problems) => {
    const call = () => shared().post('/invoices', { client_data: CLIENT, items, ...fields })
    expect(await refused(shared(), call)).toEqual(invalid(problems))
  })
})

describe.each(dialects)('prices that include VAT on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object[], object, object]>([
    [
      'a round price',
      [{ ...LINE, price: 121 }],
      {},
      { subtotal: 100, vat_amount: 21, total: 121, lines: [{ price: 100, price_with_vat: 121 }] },
    ],
    [
      'a total that no net amount reaches',
      [{ ...LINE, price: 100 }],
      {},
      { subtotal: 82.64, vat_amount: 17.36, total: 100, lines: [{ price: 82.64, price_with_vat: 100 }] },
    ],
    [
      'several pieces',
      [{ ...LINE, quantity: 3, price: 9.99 }],
      {},
      { subtotal: 24.77, vat_amount: 5.2, total: 29.97, lines: [{ price: 8.25666667 }] },
    ],
    [
      'lines that each keep their total',
      [
        { ...LINE, price: 9.99 },
        { ...LINE, price: 9.99 },
        { ...LINE, price: 0.01 },
      ],
      {},
      { total: 19.99, lines: [{ total: 9.99 }, { total: 9.99 }, { total: 0.01 }] },
    ],
    ['an exempt line', [{ ...LINE, price: 50, vat_rate: 0 }], {}, { subtotal: 50, vat_amount: 0, total: 50 }],
    [
      'a discount that includes VAT too',
      [{ ...LINE, price: 121 }],
      { discount_amount: 12.1 },
      { subtotal: 90, vat_amount: 18.9, total: 108.9 },
    ],
    [
      'a discount in percent',
      [{ ...LINE, price: 121, discount_percent: 50 }],
      {},
      { subtotal: 50, total: 60.5, lines: [{ discount_amount: 50, price: 100 }] },
    ],
  ])('%s', async (_what, items, fields, expected) => {
    const invoice = await given(shared()).invoice({ prices_include_vat: true, items, ...fields })
    expect(invoice).toMatchObject({ prices_include_vat: true, ...expected })
    expect((invoice.subtotal + invoice.vat_amount).toFixed(2)).toBe(invoice.total.toFixed(2))
  })

  test('for a company outside VAT are simply prices', async () => {
    done(await shared().patch('/settings', { vat_payer: false }))
    expect(await given(shared()).invoice({ prices_include_vat: 1 })).toMatchObject({ total: 100, vat_amount: 0 })
    done(await shared().patch('/settings', { vat_payer: true }))
  })
})

describe.each(dialects)('a foreign currency on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    [
      'its rate',
      { currency: 'EUR', currency_rate: 4.9765 },
      {
        currency: 'EUR',
        exchange_rate: 4.9765,
        total: 121,
        subtotal_ron: 497.65,
        vat_amount_ron: 104.51,
        total_ron: 602.16,
      },
    ],
    [
      'its rate under the other name',
      { currency: 'eur', exchange_rate: '5.1' },
      { currency: 'EUR', exchange_rate: 5.1, total_ron: 617.1 },
    ],
    [
      'a rate of six decimals',
      { currency: 'HUF', currency_rate: '0.012941' },
      { exchange_rate: 0.012941, total: 121, total_ron: 1.56, subtotal_ron: 1.29, vat_amount_ron: 0.27 },
    ],
    [
      'RON, whatever rate was sent',
      { currency: 'RON', currency_rate: 4.9 },
      { currency: 'RON', exchange_rate: 1, total_ron: 121 },
    ],
  ])('%s', async (_what, fields, expected) => {
    const answer = await shared().post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })
    expect(done(answer)).toMatchObject(expected)
    expect(answer.text).toMatch(/"total_ron":\d+\.\d{2},/)
  })

  test.each<[string, object, object]>([
    [
      'no rate',
      { currency: 'EUR' },
      { status: 400, code: 'missing_required_field', problems: { currency_rate: 'required' } },
    ],
    [
      'a rate of null',
      { currency: 'USD', currency_rate: null },
      { status: 400, code: 'missing_required_field', problems: { currency_rate: 'required' } },
    ],
    ['a rate of nothing', { currency: 'EUR', currency_rate: 0 }, invalid({ currency_rate: 'not_positive' })],
    [
      'a rate of seven decimals',
      { currency: 'EUR', currency_rate: '4.1234567' },
      invalid({ currency_rate: 'too_many_decimals' }),
    ],
    ['a rate in words', { currency: 'EUR', currency_rate: 'BNR' }, invalid({ currency_rate: 'not_number' })],
    ['a rate that nothing has', { currency: 'EUR', currency_rate: 1_000_000 }, invalid({ currency_rate: 'too_large' })],
    [
      'a total in RON past what may be',
      { currency: 'EUR', currency_rate: 999_999, items: [{ ...LINE, price: 1_000_000_000 }] },
      invalid({ currency_rate: 'too_large' }),
    ],
  ])('%s is refused', async (_what, fields, expected) => {
    const call = () => shared().post('/invoices', { client_data: CLIENT, items: [LINE], ...fields })
    expect(await refused(shared(), call)).toEqual(expected)
  })
})
