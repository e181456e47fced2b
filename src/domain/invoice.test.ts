import { describe, expect, test } from 'vitest'
import { aContent, aLine, anInvoice, aPayment } from '../../test/document.ts'
import { stornoAmounts } from './amounts.ts'
import { decimal, negate, ZERO } from './decimal.ts'
import { AppError } from './errors.ts'
import {
  activeState,
  amountInput,
  assertPayable,
  assertPaymentsMayChange,
  assertStornable,
  figured,
  type Invoice,
  isFullyStorned,
  remainingBani,
  settledOn,
  storno,
  unvoided,
  voided,
  withPayments,
} from './invoice.ts'
import { bani } from './money.ts'

const OPEN = anInvoice()
const PAID = withPayments(OPEN, [aPayment(12_100)])
const STORNO_OF = { id: 'inv_0', number: 'FAC-2026-00001', date: '2026-01-01', before: [ZERO] }
const STATES: Readonly<Record<string, Invoice>> = {
  'a draft': { ...OPEN, state: 'draft', issued: null },
  'an open invoice': OPEN,
  'a paid invoice': PAID,
  'a voided invoice': { ...OPEN, state: 'voided' },
  'a proforma': { ...OPEN, documentType: 'proforma' },
  'a storno': { ...OPEN, stornoOf: STORNO_OF },
  'a partly storned invoice': { ...OPEN, stornedBy: 'inv_2' },
  'a fully storned invoice': {
    ...OPEN,
    stornedBy: 'inv_2',
    lines: OPEN.lines.map((line) => ({ ...line, stornedQuantity: line.quantity })),
  },
}

function codeOf(act: () => unknown): string | null {
  try {
    act()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** What each document answers to each of: pay, change payments, void, unvoid, storno. Null is yes. */
describe('what may be done with a document (contract 4.1)', () => {
  test.each<[string, (string | null)[]]>([
    [
      'a draft',
      ['invoice_cannot_be_paid', null, 'invoice_cannot_be_voided', 'invoice_not_voided', 'invoice_cannot_be_storned'],
    ],
    ['an open invoice', [null, null, null, 'invoice_not_voided', null]],
    ['a paid invoice', ['invoice_cannot_be_paid', null, null, 'invoice_not_voided', null]],
    [
      'a voided invoice',
      [
        'invoice_cannot_be_paid',
        'payment_of_voided_invoice',
        'invoice_cannot_be_voided',
        null,
        'invoice_cannot_be_storned',
      ],
    ],
    ['a proforma', [null, null, null, 'invoice_not_voided', 'invoice_cannot_be_storned']],
    ['a storno', ['invoice_cannot_be_paid', null, null, 'invoice_not_voided', 'invoice_cannot_be_storned']],
    ['a partly storned invoice', [null, null, 'invoice_cannot_be_voided', 'invoice_not_voided', null]],
    [
      'a fully storned invoice',
      [null, null, 'invoice_cannot_be_voided', 'invoice_not_voided', 'invoice_already_storned'],
    ],
  ])('%s', (what, [pay, change, makeVoid, reinstate, reverse]) => {
    const invoice = STATES[what] as Invoice
    expect({
      pay: codeOf(() => assertPayable(invoice)),
      change: codeOf(() => assertPaymentsMayChange(invoice)),
      void: codeOf(() => voided(invoice, { at: 5, reason: null })),
      unvoid: codeOf(() => unvoided(invoice)),
      storno: codeOf(() => assertStornable(invoice)),
    }).toEqual({ pay, change, void: makeVoid, unvoid: reinstate, storno: reverse })
  })

  test('an invoice that was issued with lines is fully storned only by a storno', () => {
    expect(isFullyStorned(STATES['a fully storned invoice'] as Invoice)).toBe(true)
    expect(isFullyStorned(STATES['a partly storned invoice'] as Invoice)).toBe(false)
    expect(isFullyStorned({ ...OPEN, lines: [] })).toBe(false)
  })
})

describe('void and back', () => {
  test.each<[string, Invoice]>([
    ['open', OPEN],
    ['paid', PAID],
  ])('an %s invoice comes back as it was', (_what, invoice) => {
    const gone = voided(invoice, { at: 77, reason: 'greșeală' })
    expect(gone).toEqual({ ...invoice, state: 'voided', voidedAt: 77, voidReason: 'greșeală' })
    expect(unvoided(gone)).toEqual(invoice)
  })
})

describe('payments of an invoice', () => {
  test.each<[string, number[], Invoice['state'], number]>([
    ['none', [], 'open', 12_100],
    ['a part', [100], 'open', 12_000],
    ['all but a ban', [12_099], 'open', 1],
    ['all at once', [12_100], 'paid', 0],
    ['all in parts', [100, 12_000], 'paid', 0],
  ])('%s', (_what, amounts, state, left) => {
    const invoice = withPayments(
      OPEN,
      amounts.map((amount) => aPayment(amount)),
    )
    expect(invoice.state).toBe(state)
    expect(remainingBani(invoice)).toBe(left)
  })

  test('the day of settlement is the latest day of a payment, whichever was recorded last', () => {
    const payments = [aPayment(100, '2026-12-05'), aPayment(12_000, '2026-12-01')]
    expect(settledOn(withPayments(OPEN, payments))).toBe('2026-12-05')
    expect(settledOn(withPayments(OPEN, payments.slice(1)))).toBeNull()
    expect(settledOn({ ...OPEN, state: 'paid' })).toBeNull()
  })

  test('taking one away makes a paid invoice open again', () => {
    expect(withPayments(PAID, [])).toEqual(OPEN)
  })

  test('drafts and voided documents keep their state', () => {
    expect(withPayments({ ...PAID, state: 'voided' }, PAID.payments).state).toBe('voided')
    expect(withPayments({ ...OPEN, state: 'draft' }, []).state).toBe('draft')
  })

  test('in RON they add up to the invoice, whatever each is rounded to', () => {
    const euros = anInvoice(aContent({ currency: 'EUR', exchangeRate: decimal('4.9765') }))
    expect(euros.ron.totalBani).toBe(60_216)
    const thirds = [4_033, 4_033, 4_034].map((amount) => aPayment(amount))
    const { payments } = withPayments(euros, thirds)
    expect(payments.map((payment) => payment.amountRonBani)).toEqual([20_070, 20_070, 20_076])
    expect(withPayments(euros, thirds.slice(0, 2)).payments.map((payment) => payment.amountRonBani)).toEqual([
      20_070, 20_070,
    ])
  })

  test('what is left of nothing is paid', () => {
    expect(activeState(0, 0)).toBe('paid')
    expect(activeState(-100, 0)).toBe('open')
  })

  test('the figures of a client see the total in RON, the settlement and the payments', () => {
    expect(figured(PAID)).toEqual({
      documentType: 'fiscal',
      state: 'paid',
      date: '2026-11-21',
      totalRonBani: 12_100,
      settledOn: '2026-12-01',
      payments: PAID.payments,
    })
  })
})

describe('a storno', () => {
  const source = anInvoice(
    aContent({
      lines: [aLine(), aLine({ quantity: decimal('3'), price: decimal('10'), vatRateBp: 1100 })],
      discounts: [{ adjustment: { kind: 'amount', amountBani: bani(1_000) }, reason: 'Fidelitate', group: null }],
    }),
  )
  const as = { id: 'inv_9', date: '2026-12-01', now: 99, newLineId: () => 'lin_new' }
  const reversed = (invoice: Invoice, after: string[]) => {
    const quantities = after.map(decimal)
    const before = invoice.lines.map((line) => line.stornedQuantity)
    return storno(invoice, quantities, stornoAmounts(amountInput(invoice), before, quantities), as)
  }

  test('in full mirrors its source: quantities change sign, prices do not', () => {
    const mirror = reversed(source, ['2', '3'])
    expect(mirror).toMatchObject({
      id: 'inv_9',
      date: '2026-12-01',
      dueDate: null,
      state: 'open',
      createdAt: 99,
      updatedAt: 99,
      payments: [],
      stornedBy: null,
      stornoOf: { id: 'inv_1', number: 'FAC-2026-00007', date: '2026-11-21', before: [ZERO, ZERO] },
      seriesId: source.seriesId,
      clientId: source.clientId,
      buyer: source.buyer,
    })
    for (const key of ['subtotalBani', 'vatBani', 'totalBani'] as const) {
      expect(mirror[key] + source[key]).toBe(0)
      expect(mirror.ron[key] + source.ron[key]).toBe(0)
      mirror.lines.forEach((line, index) => {
        expect(line[key] + (source.lines[index]?.[key] ?? 0)).toBe(0)
      })
    }
    expect(
      mirror.lines.map(({ id, price, quantity, stornedQuantity, texts }) => [
        id,
        price,
        quantity,
        stornedQuantity,
        texts.sourceLineId,
      ]),
    ).toEqual([
      ['lin_new', decimal('50'), decimal('-2'), ZERO, 'lin_0'],
      ['lin_new', decimal('10'), decimal('-3'), ZERO, 'lin_1'],
    ])
    expect(mirror.discounts[0]?.input.reason).toBe('Fidelitate')
  })

  test('in part says only the lines it moves, and the groups that move with them', () => {
    const part = reversed(source, ['0', '1'])
    expect(part.lines.map((line) => [line.quantity, line.texts.sourceLineId])).toEqual([[decimal('-1'), 'lin_1']])
    expect(part.vat.map((group) => group.vatRateBp)).toEqual([1100])
  })

  test('the rest is what is left', () => {
    const after = ['0', '1'].map(decimal)
    const once: Invoice = {
      ...source,
      lines: source.lines.map((line, index) => ({ ...line, stornedQuantity: after[index] ?? ZERO })),
    }
    const part = reversed(source, ['0', '1'])
    const rest = reversed(once, ['2', '3'])
    expect(rest.stornoOf?.before).toEqual(after)
    expect(rest.lines.map((line) => line.quantity)).toEqual([decimal('-2'), decimal('-2')])
    expect(part.totalBani + rest.totalBani).toBe(-source.totalBani)
    expect(part.vatBani + rest.vatBani).toBe(-source.vatBani)
  })

  test('of an invoice of nothing is paid from the start, like the invoice', () => {
    const nothing = anInvoice(
      aContent({
        discounts: [{ adjustment: { kind: 'percent', percent: decimal('100') }, reason: null, group: null }],
      }),
    )
    expect(reversed(nothing, ['2'])).toMatchObject({ state: 'paid', totalBani: 0 })
  })

  test('a discount that named the rate of an untaxed line is reversed in the group it was in', () => {
    const group = { vatCategory: 'S', vatRateBp: 2100 } as const
    const untaxed = anInvoice(
      aContent({
        discounts: [{ adjustment: { kind: 'amount', amountBani: bani(1_000) }, reason: null, group }],
        texts: { sellerIsVatPayer: false },
      }),
    )
    expect(untaxed.totalBani).toBe(9_000)
    expect(reversed(untaxed, ['2']).totalBani).toBe(-9_000)
    expect(amountInput(untaxed).discounts[0]?.group).toEqual({ vatCategory: 'O', vatRateBp: 0 })
  })

  test('the reversed quantity is exact', () => {
    const third = anInvoice(aContent({ lines: [aLine({ quantity: decimal('0.333333') })] }))
    expect(reversed(third, ['0.333333']).lines[0]?.quantity).toEqual(negate(decimal('0.333333')))
  })
})
