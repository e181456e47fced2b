import { describe, expect, test } from 'vitest'
import {
  type Adjustment,
  type AmountInput,
  type AmountLine,
  computeDocument,
  type DocumentAdjustment,
  type DocumentAmounts,
  stornoAmounts,
} from './amounts.ts'
import { decimal, formatDecimal, ONE, ZERO } from './decimal.ts'
import { bani } from './money.ts'
import type { VatCategory } from './vat.ts'

const percent = (text: string): Adjustment => ({ kind: 'percent', percent: decimal(text) })
const amount = (amountBani: number): Adjustment => ({ kind: 'amount', amountBani: bani(amountBani) })

function line(quantity: string, price: string, more: Partial<AmountLine> = {}): AmountLine {
  const plain = { discount: null, charge: null, vatCategory: 'S' as const, vatRateBp: 2100 }
  return { quantity: decimal(quantity), price: decimal(price), ...plain, ...more }
}

const at = (vatRateBp: number): Partial<AmountLine> => ({ vatRateBp })
const exempt = (vatCategory: VatCategory = 'E'): Partial<AmountLine> => ({ vatCategory, vatRateBp: 0 })

function onDocument(adjustment: Adjustment, vatRateBp?: number): DocumentAdjustment {
  return { adjustment, group: vatRateBp === undefined ? null : { vatCategory: 'S', vatRateBp } }
}

function input(lines: AmountLine[], more: Partial<AmountInput> = {}): AmountInput {
  return { lines, discounts: [], charges: [], pricesIncludeVat: false, exchangeRate: ONE, ...more }
}

function computed(given: AmountInput): DocumentAmounts {
  const result = computeDocument(given)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.amounts
}

function refused(given: AmountInput): string[] {
  const result = computeDocument(given)
  return result.ok ? [] : result.problems.map((problem) => `${problem.path} ${problem.code}`)
}

const totals = (a: DocumentAmounts) => [a.subtotalBani, a.vatBani, a.totalBani]
const perLine = (a: DocumentAmounts) => a.lines.map((l) => [l.subtotalBani, l.vatBani, l.totalBani])
const perGroup = (a: DocumentAmounts) => a.vat.map((g) => [g.vatCategory, g.vatRateBp, g.baseBani, g.vatBani])
const shares = (a: DocumentAmounts, kind: 'discounts' | 'charges') =>
  a[kind].map((s) => [s.index, s.vatRateBp, s.amountBani, s.vatBani, s.totalBani])

describe('an invoice with net prices', () => {
  test('the reference invoice has the figures of the contract', () => {
    const a = computed(input([line('40', '250', at(1900)), line('1', '500', at(1900))]))
    expect(perLine(a)).toEqual([
      [1000000, 190000, 1190000],
      [50000, 9500, 59500],
    ])
    expect(totals(a)).toEqual([1050000, 199500, 1249500])
    expect(a.ron).toEqual({ subtotalBani: 1050000, vatBani: 199500, totalBani: 1249500 })
    expect(a.lines.map((l) => formatDecimal(l.price))).toEqual(['250', '500'])
  })

  test('forty lines of 0.07 carry the VAT of 2.80, the earliest lines the missing bani', () => {
    const a = computed(input(Array.from({ length: 40 }, () => line('1', '0.07'))))
    expect(totals(a)).toEqual([280, 59, 339])
    expect(a.lines.map((l) => l.vatBani)).toEqual([...Array(19).fill(2), ...Array(21).fill(1)])
  })

  test('a price of many decimals is not rounded before it is multiplied', () => {
    expect(totals(computed(input([line('1000', '0.0567')])))).toEqual([5670, 1191, 6861])
  })

  test('groups come in the order of their lines, and VAT is computed once in each', () => {
    const lines = [line('1', '0.1', at(1100)), line('1', '9.99', exempt()), line('1', '10'), line('1', '0.1', at(1100))]
    const a = computed(input(lines))
    expect(perGroup(a)).toEqual([
      ['S', 1100, 20, 2],
      ['E', 0, 999, 0],
      ['S', 2100, 1000, 210],
    ])
    expect(totals(a)).toEqual([2019, 212, 2231])
  })

  test('only S has VAT, whatever rate the line carries', () => {
    const lines = [line('1', '10', exempt('AE')), line('1', '10', { vatCategory: 'AE' })]
    expect(perGroup(computed(input(lines)))).toEqual([['AE', 0, 2000, 0]])
  })

  test('a discount and a charge of a line are both of its base', () => {
    const a = computed(input([line('3', '33.33', { discount: percent('10'), charge: percent('2.5') })]))
    expect(a.lines[0]).toMatchObject({ baseBani: 9999, discountBani: 1000, chargeBani: 250, subtotalBani: 9249 })
    const b = computed(input([line('3', '33.33', { discount: amount(9999), charge: null })]))
    expect(totals(b)).toEqual([0, 0, 0])
  })

  test('in a foreign currency the RON total is the sum of its rounded parts', () => {
    const a = computed(input([line('1', '10.11')], { exchangeRate: decimal('4.9765') }))
    expect(totals(a)).toEqual([1011, 212, 1223])
    expect(a.ron).toEqual({ subtotalBani: 5031, vatBani: 1055, totalBani: 6086 })
  })
})

describe('a document discount or charge', () => {
  const lines = [line('1', '100'), line('1', '50', at(1100)), line('1', '50', exempt())]

  test('of the whole document is shared over its groups by their lines', () => {
    const a = computed(input(lines, { discounts: [onDocument(percent('10'))], charges: [onDocument(amount(1001))] }))
    expect(shares(a, 'discounts')).toEqual([
      [0, 2100, 1000, 210, 1210],
      [0, 1100, 500, 55, 555],
      [0, 0, 500, 0, 500],
    ])
    expect(shares(a, 'charges')).toEqual([
      [0, 2100, 501, 105, 606],
      [0, 1100, 250, 28, 278],
      [0, 0, 250, 0, 250],
    ])
    expect(totals(a)).toEqual([19001, 2518, 21519])
    expect([a.discountBani, a.chargeBani]).toEqual([2000, 1001])
  })

  test('of a named group leaves the others alone', () => {
    const a = computed(input(lines, { discounts: [onDocument(percent('10'), 1100)] }))
    expect(shares(a, 'discounts')).toEqual([[0, 1100, 500, 55, 555]])
  })

  test('several do not compound', () => {
    const discounts = [onDocument(percent('10')), onDocument(percent('10'))]
    expect(computed(input([line('1', '100')], { discounts })).subtotalBani).toBe(8000)
  })

  test('a charge may bring in a group that no line has', () => {
    const a = computed(input([line('1', '100', at(1100))], { charges: [onDocument(amount(1500), 2100)] }))
    expect(perGroup(a)).toEqual([
      ['S', 1100, 10000, 1100],
      ['S', 2100, 1500, 315],
    ])
  })

  test('a charge on goods given for nothing goes to the first group', () => {
    const given = [line('1', '0', at(1100)), line('1', '0')]
    const a = computed(input(given, { charges: [onDocument(amount(1000))] }))
    expect(shares(a, 'charges')).toEqual([[0, 1100, 1000, 110, 1110]])
  })

  test('a discount may take what a charge brought', () => {
    const given = { discounts: [onDocument(amount(1500))], charges: [onDocument(amount(500))] }
    expect(totals(computed(input([line('1', '10')], given)))).toEqual([0, 0, 0])
  })

  test('a share of nothing is left out', () => {
    expect(computed(input(lines, { discounts: [onDocument(percent('0'))] })).discounts).toEqual([])
  })
})

describe('an invoice with VAT in its prices', () => {
  const gross = { pricesIncludeVat: true }

  test.each([
    ['100', 2100, 8264, 1736],
    ['121', 2100, 10000, 2100],
    ['0.01', 2100, 1, 0],
    ['0.03', 2100, 2, 1],
    ['119.99', 1900, 10083, 1916],
    ['50', 0, 5000, 0],
  ])('%s lei at %i basis points is that much, to the cent', (price, rate, net, vat) => {
    const a = computed(input([line('1', price, rate === 0 ? exempt() : at(rate))], gross))
    expect(totals(a)).toEqual([net, vat, net + vat])
  })

  test('every line totals what was agreed', () => {
    const a = computed(input([line('3', '9.99'), line('1', '0.5'), line('7', '1.01')], gross))
    expect(a.lines.map((l) => l.totalBani)).toEqual([2997, 50, 707])
    expect(totals(a)).toEqual([3102, 652, 3754])
  })

  test('the net unit price gives the net line back', () => {
    const a = computed(input([line('3', '9.99'), line('2.5', '1')], gross))
    expect(a.lines.map((l) => [formatDecimal(l.price), l.baseBani])).toEqual([
      ['8.25666667', 2477],
      ['0.824', 206],
    ])
  })

  test('a discount keeps the line at the agreed total', () => {
    const a = computed(input([line('1', '100', { discount: percent('10') })], gross))
    expect(a.lines[0]).toMatchObject({ baseBani: 8264, discountBani: 826, subtotalBani: 7438, totalBani: 9000 })
    const b = computed(input([line('1', '100', { charge: amount(1000) })], gross))
    expect(b.lines[0]).toMatchObject({ baseBani: 8264, chargeBani: 827, subtotalBani: 9091, totalBani: 11000 })
    const c = computed(input([line('1', '100', { discount: amount(500), charge: amount(1000) })], gross))
    expect(c.lines[0]).toMatchObject({ baseBani: 8264, discountBani: 412, chargeBani: 826, subtotalBani: 8678 })
  })

  test('a discount of zero is no discount, so it leaves no stray ban', () => {
    const lines = Array.from({ length: 3 }, () => line('1', '0.1', { discount: percent('0') }))
    const a = computed(input(lines, gross))
    expect(a.lines.map((l) => [l.baseBani, l.discountBani, l.totalBani])).toEqual([
      [8, 0, 10],
      [8, 0, 10],
      [9, 0, 10],
    ])
  })

  test('the base gives way by a ban where a discount would have to be negative', () => {
    const lines = Array.from({ length: 4 }, () => line('1', '0.26', { discount: amount(1), charge: amount(3) }))
    const last = computed(input(lines, gross)).lines[3]
    expect(last).toMatchObject({ baseBani: 22, discountBani: 0, chargeBani: 2, subtotalBani: 24, totalBani: 28 })
  })

  test('a document discount includes VAT as well', () => {
    const a = computed(input([line('1', '121')], { ...gross, discounts: [onDocument(amount(1210))] }))
    expect(shares(a, 'discounts')).toEqual([[0, 2100, 1000, 210, 1210]])
    expect(totals(a)).toEqual([9000, 1890, 10890])
  })
})

describe('a document is refused, by field', () => {
  const big = line('1', '100000000000')
  test.each<[string, AmountInput, string[]]>([
    ['without lines', input([]), ['items too_few_items']],
    ['with a quantity of zero', input([line('0', '1')]), ['items.0.quantity not_positive']],
    ['with a minus line', input([line('1', '5'), line('-1', '1')]), ['items.1.quantity not_positive']],
    ['with a negative price', input([line('1', '-1')]), ['items.0.price negative']],
    ['with a negative discount', input([line('1', '1', { discount: amount(-1) })]), ['items.0.discount negative']],
    ['with a negative charge', input([line('1', '1', { charge: percent('-1') })]), ['items.0.charge negative']],
    ['at a rate of zero', input([line('1', '1')], { exchangeRate: ZERO }), ['currency_rate not_positive']],
    [
      'with discounts above their lines, all named',
      input([line('1', '1', { discount: amount(101) }), line('1', '1'), line('1', '1', { discount: percent('101') })]),
      ['items.0.discount discount_exceeds_line', 'items.2.discount discount_exceeds_line'],
    ],
    [
      'with a discount above the document',
      input([line('1', '1')], { discounts: [onDocument(amount(60)), onDocument(amount(41))] }),
      ['discounts.1 discount_exceeds_total'],
    ],
    [
      'with a discount above its group',
      input([line('1', '1'), line('1', '9', at(1100))], { discounts: [onDocument(amount(101), 2100)] }),
      ['discounts.0 discount_exceeds_total'],
    ],
    [
      'with a discount on a group that no line has',
      input([line('1', '1')], { discounts: [onDocument(amount(1), 1100)] }),
      ['discounts.0 discount_without_lines'],
    ],
    [
      'with a discount of nothing, even beside a charge',
      input([line('1', '0')], { discounts: [onDocument(amount(1))], charges: [onDocument(amount(5))] }),
      ['discounts.0 discount_exceeds_total'],
    ],
    [
      'with negative document adjustments',
      input([line('1', '1')], { discounts: [onDocument(amount(-1))], charges: [onDocument(percent('-1'))] }),
      ['discounts.0 negative', 'charges.0 negative'],
    ],
    ['with an absurd price', input([line('1000000000', '1000000000000')]), ['items.0.price too_large']],
    [
      'with an absurd charge',
      input([line('1', '1', { charge: percent(`1${'0'.repeat(15)}`) })]),
      ['items.0.charge too_large'],
    ],
    ['too large by its lines', input([big, line('1', '1', exempt())]), ['items too_large']],
    ['too large by its VAT', input([big]), ['items.0.price too_large', 'items too_large']],
    [
      'too large by a charge',
      input([{ ...big, ...exempt() }], { charges: [onDocument(amount(1))] }),
      ['charges.0 too_large'],
    ],
    [
      'too large by a thousand charges',
      input([line('1', '1')], {
        charges: Array(1000).fill(onDocument(amount(10 ** 13))),
        discounts: [onDocument(amount(1))],
      }),
      ['charges.0 too_large'],
    ],
    [
      'too large in RON',
      input([line('1', '1000000000')], { exchangeRate: decimal('100') }),
      ['currency_rate too_large'],
    ],
    [
      'whose net price needs more than 8 decimals',
      input([line('4000003', '0.01')], { pricesIncludeVat: true }),
      ['items.0.price price_not_expressible_net'],
    ],
  ])('%s', (_what, given, expected) => {
    expect(refused(given)).toEqual(expected)
  })

  test('exactly at the limit it is not', () => {
    const a = computed(input([{ ...big, ...exempt() }]))
    expect(a.totalBani).toBe(10 ** 13)
  })

  test('saying how much a discount may take', () => {
    const result = computeDocument(input([line('1', '1')], { discounts: [onDocument(amount(101))] }))
    expect(result).toMatchObject({ problems: [{ params: { available: '1.00' } }] })
  })
})

describe('a storno', () => {
  const none = (given: AmountInput) => given.lines.map(() => ZERO)
  const all = (given: AmountInput) => given.lines.map((l) => l.quantity)

  test('in full mirrors its invoice and keeps its prices', () => {
    const given = input([line('3', '9.99'), line('7', '1.01')], {
      pricesIncludeVat: true,
      exchangeRate: decimal('4.97'),
    })
    const invoice = computed(given)
    const storno = stornoAmounts(given, none(given), all(given))
    expect(totals(storno)).toEqual(totals(invoice).map((n) => -n))
    expect(storno.ron.totalBani).toBe(-invoice.ron.totalBani)
    expect(storno.lines.map((l) => l.price)).toEqual(invoice.lines.map((l) => l.price))
  })

  test('of a part takes that part of the discount amounts', () => {
    const given = input([line('4', '25', { discount: amount(1000) })], { discounts: [onDocument(amount(900))] })
    const storno = stornoAmounts(given, none(given), [decimal('1')])
    expect(storno.lines[0]).toMatchObject({ baseBani: -2500, discountBani: -250, subtotalBani: -2250 })
    expect(shares(storno, 'discounts')).toEqual([[0, 2100, -225, -47, -272]])
    expect(totals(storno)).toEqual([-2025, -425, -2450])
  })

  test('in three equal parts gives back the whole, not three roundings', () => {
    const given = input([line('3', '0.335')])
    const thirds = ['0', '1', '2', '3'].map((n) => [decimal(n)])
    const parts = [1, 2, 3].map((n) => stornoAmounts(given, thirds[n - 1] ?? [], thirds[n] ?? []).subtotalBani)
    expect(parts).toEqual([-34, -33, -34])
    expect(computed(given).subtotalBani).toBe(101)
  })

  test('of a part never gives back more discount than price', () => {
    const given = input([line('10', '0.0145', { discount: amount(15) })])
    expect(computed(given).subtotalBani).toBe(0)
    const storno = stornoAmounts(given, none(given), [decimal('1')])
    expect(storno.lines[0]).toMatchObject({ baseBani: -1, discountBani: -1, subtotalBani: 0 })
    expect(Object.is(storno.subtotalBani, 0)).toBe(true)
  })

  test('of a part never takes the document below zero', () => {
    const given = input([line('200', '0.01')], { discounts: [onDocument(amount(100)), onDocument(amount(100))] })
    const storno = stornoAmounts(given, none(given), [decimal('1')])
    expect(shares(storno, 'discounts')).toEqual([[0, 2100, -1, 0, -1]])
    expect(totals(storno)).toEqual([0, 0, 0])
  })

  test('of a part leaves a line reversed earlier alone: the VAT of the group goes to what moved', () => {
    const given = input(Array.from({ length: 4 }, () => line('1', '0.02')))
    const [q0, q1] = [ZERO, ONE]
    const [one, three, four] = [[q1, q0, q0, q0], [q1, q1, q1, q0], all(given)]
    const stornos = [
      stornoAmounts(given, none(given), one),
      stornoAmounts(given, one, three),
      stornoAmounts(given, three, four),
    ]
    expect(stornos.map((storno) => storno.lines.map((l) => l.vatBani))).toEqual([
      [0, 0, 0, 0],
      [0, -1, 0, 0],
      [0, 0, 0, -1],
    ])
    expect(stornos.map((storno) => storno.vatBani)).toEqual([0, -1, -1])
    expect(computed(given).lines.map((l) => l.vatBani)).toEqual([1, 1, 0, 0])
  })

  test('of a part with VAT in its prices has net figures of its own', () => {
    const given = input([line('2', '50', { discount: percent('20'), charge: amount(500) })], { pricesIncludeVat: true })
    const halves = [ZERO, ONE, decimal('2')].map((n) => [n])
    const parts = [1, 2].map((n) => stornoAmounts(given, halves[n - 1] ?? [], halves[n] ?? []).lines[0])
    expect(parts[0]).toMatchObject({ baseBani: -4132, discountBani: -827, chargeBani: -207, subtotalBani: -3512 })
    expect(parts[1]).toMatchObject({ baseBani: -4132, discountBani: -826, chargeBani: -207, subtotalBani: -3513 })
    expect(parts.map((l) => [l?.vatBani, l?.totalBani])).toEqual([
      [-738, -4250],
      [-737, -4250],
    ])
  })

  test('gives back a charge with no lines of its own as the document goes', () => {
    const given = input([line('4', '10', at(1100))], { charges: [onDocument(amount(1500), 2100)] })
    const storno = stornoAmounts(given, none(given), [decimal('1')])
    expect(shares(storno, 'charges')).toEqual([[0, 2100, -375, -79, -454]])
  })

  test('gives back a charge on a document worth nothing with its last line', () => {
    const given = input([line('2', '0')], { charges: [onDocument(amount(1000))] })
    expect(stornoAmounts(given, none(given), [decimal('1')]).totalBani).toBe(0)
    expect(stornoAmounts(given, [decimal('1')], all(given)).totalBani).toBe(-1210)
  })

  test('taken back is a bug, even by one line of several', () => {
    const given = input([line('4', '10'), line('4', '10')])
    const [two, three] = [decimal('2'), decimal('3')]
    expect(() => stornoAmounts(given, all(given), none(given))).toThrow(RangeError)
    expect(() => stornoAmounts(given, [two, three], [three, two])).toThrow(RangeError)
    expect(totals(stornoAmounts(given, [two, two], [three, two]))).toEqual([-1000, -210, -1210])
  })

  test('outside the document is a bug', () => {
    const given = input([line('4', '10')])
    for (const after of [[decimal('5')], [decimal('-1')], [], [ZERO, ZERO]]) {
      expect(() => stornoAmounts(given, none(given), after)).toThrow(RangeError)
    }
  })
})
