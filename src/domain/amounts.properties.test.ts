/** What holds for every document, whatever is on it. Cases with their figures are in `amounts.test.ts`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Adjustment,
  type AdjustmentAmounts,
  type AmountInput,
  type AmountLine,
  computeDocument,
  type DocumentAdjustment,
  type DocumentAmounts,
  stornoAmounts,
} from './amounts.ts'
import { compare, type Decimal, decimal, divideRounded, fromInteger, multiply, ONE, ZERO } from './decimal.ts'
import { atRate, bani, productInBani } from './money.ts'
import type { VatCategory } from './vat.ts'

const RUNS = { numRuns: 600 }

const exact = (max: number, decimals: number, min = 0) =>
  fc
    .tuple(fc.integer({ min, max }), fc.integer({ min: 0, max: decimals }))
    .map(([unscaled, scale]): Decimal => multiply({ unscaled: BigInt(unscaled), scale }, ONE))

const adjustment = (maxBani: number): fc.Arbitrary<Adjustment> =>
  fc.oneof(
    exact(60, 4).map((percent) => ({ kind: 'percent' as const, percent })),
    fc.nat(maxBani).map((n) => ({ kind: 'amount' as const, amountBani: bani(n) })),
  )

const group = fc
  .constantFrom(
    ...([
      ['S', 2100],
      ['S', 2100],
      ['S', 1100],
      ['S', 1900],
      ['E', 0],
      ['AE', 0],
    ] as [VatCategory, number][]),
  )
  .map(([vatCategory, vatRateBp]) => ({ vatCategory, vatRateBp }))

const line: fc.Arbitrary<AmountLine> = fc
  .record({
    quantity: fc.oneof(fc.integer({ min: 1, max: 20 }).map(fromInteger), exact(50_000, 6, 1)),
    price: fc.oneof(exact(50_000, 2), exact(50_000_000, 8)),
    discount: fc.option(adjustment(300), { freq: 2 }),
    charge: fc.option(adjustment(300), { freq: 2 }),
    group,
  })
  .map(({ group: { vatCategory, vatRateBp }, ...rest }) => ({ ...rest, vatCategory, vatRateBp }))

const onDocument = (maxBani: number): fc.Arbitrary<DocumentAdjustment> =>
  fc.record({ adjustment: adjustment(maxBani), group: fc.option(group) })

const document: fc.Arbitrary<AmountInput> = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 7 }),
  discounts: fc.array(onDocument(200), { maxLength: 2 }),
  charges: fc.array(onDocument(2000), { maxLength: 2 }),
  pricesIncludeVat: fc.boolean(),
  exchangeRate: fc.oneof(fc.constant(ONE), exact(5_000_000, 6, 1)),
})

/** Documents that pass; what is refused is the subject of `amounts.test.ts`. */
function forEveryDocument(check: (given: AmountInput, amounts: DocumentAmounts) => void): void {
  fc.assert(
    fc.property(document, (given) => {
      const result = computeDocument(given)
      fc.pre(result.ok)
      if (result.ok) check(given, result.amounts)
    }),
    RUNS,
  )
}

const sum = <T>(list: readonly T[], of: (element: T) => number) =>
  list.reduce((total, element) => total + of(element), 0)

function expectToAddUp(a: DocumentAmounts): void {
  for (const l of a.lines) {
    expect(l.subtotalBani).toBe(l.baseBani - l.discountBani + l.chargeBani)
    expect(l.totalBani).toBe(l.subtotalBani + l.vatBani)
  }
  for (const s of [...a.discounts, ...a.charges]) expect(s.totalBani).toBe(s.amountBani + s.vatBani)
  expect(a.discountBani).toBe(sum(a.discounts, (s) => s.amountBani))
  expect(a.chargeBani).toBe(sum(a.charges, (s) => s.amountBani))
  expect(a.subtotalBani).toBe(sum(a.lines, (l) => l.subtotalBani) - a.discountBani + a.chargeBani) // BR-CO-13
  const vatOf = (list: readonly { vatBani: number }[]) => sum(list, (element) => element.vatBani)
  expect(a.vatBani).toBe(vatOf(a.lines) - vatOf(a.discounts) + vatOf(a.charges))
  expect(a.vatBani).toBe(vatOf(a.vat)) // BR-CO-14
  expect(a.subtotalBani).toBe(sum(a.vat, (g) => g.baseBani)) // BR-S-08
  expect(a.totalBani).toBe(a.subtotalBani + a.vatBani) // BR-CO-15
  expect(a.ron.totalBani).toBe(a.ron.subtotalBani + a.ron.vatBani)
}

/** Every figure under a name of its own, so that documents can be added to one another. */
function figures(a: DocumentAmounts): Map<string, number> {
  const all = new Map<string, number>()
  const put = (path: string, figure: object) => {
    for (const [name, value] of Object.entries(figure)) if (name.endsWith('Bani')) all.set(`${path}.${name}`, value)
  }
  const putShares = (kind: string, list: readonly AdjustmentAmounts[]) => {
    for (const s of list) put(`${kind}.${s.index}.${s.vatCategory}${s.vatRateBp}`, s)
  }
  a.lines.forEach((l, index) => {
    put(`lines.${index}`, l)
  })
  for (const g of a.vat) put(`vat.${g.vatCategory}${g.vatRateBp}`, g)
  putShares('discounts', a.discounts)
  putShares('charges', a.charges)
  put('document', a)
  put('ron', a.ron)
  return all
}

/** The sums of the figures that do not cancel out over all the documents given. */
function remainders(documents: readonly DocumentAmounts[]): [string, number][] {
  const totals = new Map<string, number>()
  for (const a of documents) for (const [name, value] of figures(a)) totals.set(name, (totals.get(name) ?? 0) + value)
  return [...totals].filter(([, value]) => value !== 0)
}

const leftOver = (documents: readonly DocumentAmounts[]): string[] => remainders(documents).map(([name]) => name)

/** How VAT falls on a line, a discount or a charge depends on what moves with it (M10), so over several
 *  stornos these figures, and only these, may be off the mirror. Of net prices the net stands; where
 *  prices include VAT, the total. */
function isMovedByVat(name: string, { pricesIncludeVat }: AmountInput): boolean {
  if (/^(lines|discounts|charges)\./.test(name)) {
    if (name.endsWith('.vatBani')) return true
    return name.endsWith('.totalBani') !== pricesIncludeVat
  }
  return pricesIncludeVat && (name === 'document.discountBani' || name === 'document.chargeBani')
}

const nothingOf = (given: AmountInput) => given.lines.map(() => ZERO)
const allOf = (given: AmountInput) => given.lines.map((l) => l.quantity)

describe('every document', () => {
  test('adds up, by line, discount, charge and group', () => {
    forEveryDocument((_given, a) => expectToAddUp(a))
  })

  test('has no negative figure except where a storno would', () => {
    forEveryDocument((_given, a) => {
      for (const [name, value] of figures(a)) expect([name, value >= 0]).toEqual([name, true])
    })
  })

  test('has VAT of round2(base × rate) in each group when prices are net', () => {
    forEveryDocument((given, a) => {
      for (const g of a.vat) {
        const vat = divideRounded(BigInt(g.baseBani * g.vatRateBp), 10_000n)
        if (given.pricesIncludeVat) expect(Math.abs(g.vatBani - Number(vat))).toBeLessThanOrEqual(1)
        else expect(g.vatBani).toBe(Number(vat)) // BR-CO-17
      }
    })
  })

  test('gives each line the VAT of its own net, to within a ban', () => {
    forEveryDocument((given, a) => {
      for (const [index, l] of a.lines.entries()) {
        const rateBp = given.lines[index]?.vatRateBp ?? 0
        expect(Math.abs(l.vatBani - (l.subtotalBani * rateBp) / 10_000)).toBeLessThan(1.3)
      }
    })
  })

  test('has lines whose quantity times unit price is their base', () => {
    forEveryDocument((given, a) => {
      for (const [index, l] of a.lines.entries()) {
        const quantity = given.lines[index]?.quantity ?? ZERO
        expect(productInBani(quantity, l.price)).toBe(BigInt(l.baseBani))
      }
    })
  })

  test('is converted to RON as two figures and their sum', () => {
    forEveryDocument((given, a) => {
      expect(a.ron.subtotalBani).toBe(atRate(a.subtotalBani, given.exchangeRate))
      expect(a.ron.vatBani).toBe(atRate(a.vatBani, given.exchangeRate))
    })
  })

  test('costs what was agreed, to the cent, when prices include VAT', () => {
    forEveryDocument((given) => {
      // The same figures read as net prices: their net amounts are what the parties agreed on.
      const agreed = computeDocument({ ...given, pricesIncludeVat: false })
      const gross = computeDocument({ ...given, pricesIncludeVat: true })
      fc.pre(agreed.ok && gross.ok)
      if (!agreed.ok || !gross.ok) return
      expect(gross.amounts.totalBani).toBe(agreed.amounts.subtotalBani)
      expect(gross.amounts.lines.map((l) => l.totalBani)).toEqual(agreed.amounts.lines.map((l) => l.subtotalBani))
      for (const kind of ['discounts', 'charges'] as const) {
        expect(gross.amounts[kind].map((s) => s.totalBani)).toEqual(agreed.amounts[kind].map((s) => s.amountBani))
      }
    })
  })
})

describe('every storno', () => {
  test('in full is the exact mirror', () => {
    forEveryDocument((given, invoice) => {
      const storno = stornoAmounts(given, nothingOf(given), allOf(given))
      expectToAddUp(storno)
      expect(leftOver([invoice, storno])).toEqual([])
      expect([...figures(storno).keys()]).toEqual([...figures(invoice).keys()])
      expect(storno.lines.map((l) => l.price)).toEqual(invoice.lines.map((l) => l.price))
    })
  })

  test('in any number of parts adds up to the mirror: what was agreed, groups, totals, RON', () => {
    forEveryPartialStorno((given, invoice, _states, stornos) => {
      for (const storno of stornos) expectToAddUp(storno)
      const names = leftOver([invoice, ...stornos])
      expect(names.filter((name) => !isMovedByVat(name, given))).toEqual([])
    })
  })

  test('in any number of parts gives each line, discount and charge its VAT, to within a ban a part', () => {
    forEveryPartialStorno((_given, invoice, _states, stornos) => {
      for (const [name, value] of remainders([invoice, ...stornos])) {
        if (name.endsWith('.vatBani')) expect(Math.abs(value)).toBeLessThanOrEqual(stornos.length)
      }
    })
  })

  test('of a part does not move a line that it does not reverse', () => {
    forEveryPartialStorno((_given, _invoice, states, stornos) => {
      for (const [step, storno] of stornos.entries()) {
        for (const [index, { price: _, ...amounts }] of storno.lines.entries()) {
          const [before, after] = [states[step]?.[index] ?? ZERO, states[step + 1]?.[index] ?? ZERO]
          if (compare(before, after) === 0) expect(Object.values(amounts)).toEqual([0, 0, 0, 0, 0, 0])
        }
      }
    })
  })

  test('that moves nothing is nothing, and one taken back is a bug', () => {
    forEveryDocument((given) => {
      const half = given.lines.map((l) => part(l.quantity, 500))
      expect(leftOver([stornoAmounts(given, half, half)])).toEqual([])
      expect(() => stornoAmounts(given, half, nothingOf(given))).toThrow(RangeError)
    })
  })
})

/** Documents that pass, reversed line by line in rising steps from nothing to everything. */
function forEveryPartialStorno(
  check: (given: AmountInput, invoice: DocumentAmounts, states: Decimal[][], stornos: DocumentAmounts[]) => void,
): void {
  const cuts = fc.array(fc.array(fc.nat(1000), { minLength: 7, maxLength: 7 }), { maxLength: 4 })
  fc.assert(
    fc.property(document, cuts, (given, parts) => {
      const result = computeDocument(given)
      fc.pre(result.ok)
      if (!result.ok) return
      const states = [nothingOf(given), ...risingStates(given, parts), allOf(given)]
      const stornos = states.slice(1).map((after, index) => stornoAmounts(given, states[index] ?? [], after))
      check(given, result.amounts, states, stornos)
    }),
    RUNS,
  )
}

/** A part of a quantity in thousandths, exact. */
function part(quantity: Decimal, thousandths: number): Decimal {
  return multiply(quantity, multiply(fromInteger(thousandths), decimal('0.001')))
}

/** Reversed quantities that only rise, line by line. */
function risingStates(given: AmountInput, parts: readonly (readonly number[])[]): Decimal[][] {
  const states: Decimal[][] = []
  for (const cut of parts) {
    const previous = states.at(-1)
    states.push(
      given.lines.map((l, index) => {
        const wanted = part(l.quantity, cut[index] ?? 0)
        const reached = previous?.[index] ?? ZERO
        return compare(wanted, reached) > 0 ? wanted : reached
      }),
    )
  }
  return states
}
