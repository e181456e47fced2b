import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePaymentDays,
  type ClientFigures,
  type FiguredDocument,
  isCounted,
  isWithinBounds,
  moveFigures,
  NO_FIGURES,
} from './client-figures.ts'

const OPEN: FiguredDocument = {
  documentType: 'fiscal',
  state: 'open',
  date: '2026-03-10',
  totalRonBani: 12_100,
  settledOn: null,
  payments: [],
}
const PAID: FiguredDocument = {
  ...OPEN,
  state: 'paid',
  settledOn: '2026-04-02',
  payments: [
    { paidOn: '2026-03-20', amountRonBani: 2_100 },
    { paidOn: '2026-04-02', amountRonBani: 10_000 },
  ],
}

describe('which documents count', () => {
  test.each<[Pick<FiguredDocument, 'documentType' | 'state'>, boolean]>([
    [{ documentType: 'fiscal', state: 'open' }, true],
    [{ documentType: 'fiscal', state: 'paid' }, true],
    [{ documentType: 'fiscal', state: 'draft' }, false],
    [{ documentType: 'fiscal', state: 'voided' }, false],
    [{ documentType: 'proforma', state: 'open' }, false],
    [{ documentType: 'proforma', state: 'paid' }, false],
  ])('%j: %s', (document, counts) => {
    expect(isCounted(document)).toBe(counts)
    const moved = moveFigures(NO_FIGURES, null, { ...PAID, ...document })
    expect(moved.invoicesCount).toBe(counts ? 1 : 0)
    if (!counts) expect(moved).toBe(NO_FIGURES)
  })
})

describe('the figures of a client', () => {
  test('an invoice counts in its month, its payments in theirs', () => {
    expect(moveFigures(NO_FIGURES, null, PAID)).toEqual({
      invoicesCount: 1,
      invoicedBani: 12_100,
      collectedBani: 12_100,
      unpaidBani: 0,
      settledCount: 1,
      settledDays: 23,
      months: { '2026-03': [12_100, 2_100], '2026-04': [0, 10_000] },
    })
  })

  test('a partial payment leaves the rest unpaid and settles nothing', () => {
    const partly = { ...OPEN, payments: [{ paidOn: '2026-03-20', amountRonBani: 100 }] }
    const figures = moveFigures(moveFigures(NO_FIGURES, null, OPEN), OPEN, partly)
    expect(figures).toMatchObject({ collectedBani: 100, unpaidBani: 12_000, settledCount: 0, settledDays: 0 })
  })

  test('a storno counts negative, in its own month', () => {
    const storno = { ...OPEN, date: '2026-05-01', totalRonBani: -12_100 }
    expect(moveFigures(moveFigures(NO_FIGURES, null, OPEN), null, storno)).toMatchObject({
      invoicesCount: 2,
      invoicedBani: 0,
      unpaidBani: 0,
      months: { '2026-03': [12_100, 0], '2026-05': [-12_100, 0] },
    })
  })

  test('an invoice of nothing is paid without a payment and settles nothing', () => {
    const nothing: FiguredDocument = { ...OPEN, state: 'paid', totalRonBani: 0 }
    expect(moveFigures(NO_FIGURES, null, nothing)).toEqual({ ...NO_FIGURES, invoicesCount: 1 })
  })

  test('a month that comes to nothing is forgotten', () => {
    expect(moveFigures(moveFigures(NO_FIGURES, null, OPEN), OPEN, null)).toEqual(NO_FIGURES)
  })

  test('whatever came and went leaves nothing behind, in any order', () => {
    const day = fc.constantFrom('2026-01-31', '2026-02-01', '2025-12-31', '2026-02-28')
    const document: fc.Arbitrary<FiguredDocument> = fc.record({
      documentType: fc.constantFrom('fiscal', 'proforma'),
      state: fc.constantFrom('draft', 'open', 'paid', 'voided'),
      date: day,
      totalRonBani: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      settledOn: fc.option(day),
      payments: fc.array(fc.record({ paidOn: day, amountRonBani: fc.integer({ min: 1, max: 1_000_000 }) }), {
        maxLength: 3,
      }),
    })
    fc.assert(
      fc.property(fc.array(document, { maxLength: 8 }), (documents) => {
        const all = documents.reduce((figures, one) => moveFigures(figures, null, one), NO_FIGURES)
        const none = documents.toReversed().reduce((figures, one) => moveFigures(figures, one, null), all)
        expect(none).toEqual(NO_FIGURES)
        expect(all.invoicedBani).toBe(all.collectedBani + all.unpaidBani)
        const months = Object.values(all.months)
        expect(months.reduce((sum, [invoiced]) => sum + invoiced, 0)).toBe(all.invoicedBani)
        expect(months.reduce((sum, [, collected]) => sum + collected, 0)).toBe(all.collectedBani)
      }),
    )
  })

  test.each<[string, Partial<ClientFigures>, boolean]>([
    ['as large as a number can be held', { invoicedBani: Number.MAX_SAFE_INTEGER }, true],
    ['one larger', { invoicedBani: Number.MAX_SAFE_INTEGER + 1 }, false],
    ['one smaller than the smallest', { unpaidBani: -Number.MAX_SAFE_INTEGER - 1 }, false],
  ])('a sum %s is kept: %#', (_what, sums, isKept) => {
    expect(isWithinBounds({ ...NO_FIGURES, ...sums })).toBe(isKept)
  })
})

describe('the mean of days to payment', () => {
  test.each([
    [0, 0, null],
    [1, 0, 0],
    [1, 23, 23],
    [3, 10, 3.3],
    [3, 11, 3.7],
    [20, 1, 0.1],
    [100, 4, 0],
    [4, 1, 0.3],
    [4, -1, -0.3],
    [2, -3, -1.5],
    [100, -4, 0],
  ])('%i invoices in %i days together: %s', (settledCount, settledDays, mean) => {
    expect(averagePaymentDays({ settledCount, settledDays })).toBe(mean)
  })
})
