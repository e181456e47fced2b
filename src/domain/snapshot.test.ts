import { describe, expect, test } from 'vitest'
import { aContent, aLine, anInvoice, aPayment } from '../../test/document.ts'
import { decimal } from './decimal.ts'
import { withPayments } from './invoice.ts'
import { bani } from './money.ts'
import { type Seller, snapshotV1 } from './snapshot.ts'

const SELLER: Seller = {
  name: 'Firma mea SRL',
  cui: '1234567897',
  cuiPrefix: 'RO',
  rc: 'J12/1/2020',
  address: null,
  city: 'Cluj-Napoca',
  county: 'Cluj',
  country: 'RO',
  postalCode: null,
  phone: null,
  email: null,
  accounts: [{ iban: 'RO49AAAA1B31007593840000', bank: 'BCR', currency: 'RON' }],
}
const invoice = anInvoice(
  aContent({
    lines: [aLine(), aLine({ vatRateBp: 0, vatCategory: 'E', texts: { vatKey: 'E', exemptionReason: 'art. 292' } })],
    discounts: [{ adjustment: { kind: 'percent', percent: decimal('10') }, reason: 'Fidelitate', group: null }],
  }),
)
const text = (changed: object = {}, number = 'FAC-2026-00007', seller = SELLER) =>
  snapshotV1({ ...invoice, ...changed }, number, seller)

describe('the snapshot of an issued document', () => {
  test('says what was issued, in one fixed order of keys', () => {
    const snapshot = JSON.parse(text()) as Record<string, unknown>
    expect(Object.keys(snapshot)).toEqual([
      'v',
      'id',
      'number',
      'document_type',
      'date',
      'currency',
      'exchange_rate',
      'seller',
      'buyer',
      'storno_of',
      'prices_include_vat',
      'lines',
      'discounts',
      'charges',
      'vat',
      'totals',
      'totals_ron',
      'mentions',
      'delegate',
    ])
    expect(snapshot).toMatchObject({
      v: 1,
      number: 'FAC-2026-00007',
      exchange_rate: '1',
      seller: SELLER,
      buyer: { id: 'cli_1', name: 'Exemplu SRL', cui: '1234567897', cuiPrefix: 'RO' },
      lines: [
        {
          id: 'lin_0',
          quantity: '2',
          price: '50',
          given_price: null,
          vat: ['S', 2100],
          amounts: [10_000, 0, 0, 10_000, 2_100, 12_100],
        },
        { id: 'lin_1', vat: ['E', 0], exemption: [null, 'art. 292'], amounts: [10_000, 0, 0, 10_000, 0, 10_000] },
      ],
      discounts: [
        {
          reason: 'Fidelitate',
          shares: [
            ['S', 2100, 1_000, 210],
            ['E', 0, 1_000, 0],
          ],
        },
      ],
      vat: [
        ['S', 2100, 9_000, 1_890],
        ['E', 0, 9_000, 0],
      ],
      totals: [18_000, 1_890, 19_890],
      mentions: ['Scutit de TVA, art. 292 Cod fiscal'],
    })
  })

  test('is the same text for the same document', () => {
    expect(text()).toBe(text())
  })

  test.each<[string, object]>([
    ['a payment', withPayments(invoice, [aPayment(100)])],
    ['its state', { state: 'voided', voidedAt: 5, voidReason: 'x' }],
    ['its due date', { dueDate: '2027-01-01' }],
    ['texts that may still change', { texts: { ...invoice.texts, observations: 'x', notes: 'y', info: 'z' } }],
    [
      'being storned',
      { stornedBy: 'inv_2', lines: invoice.lines.map((line) => ({ ...line, stornedQuantity: line.quantity })) },
    ],
    ['the time of the last change', { updatedAt: 2 }],
  ])('does not depend on %s', (_what, changed) => {
    expect(text(changed)).toBe(text())
  })

  test.each<[string, string]>([
    ['the number', text({}, 'FAC-2026-00008')],
    ['the seller', text({}, 'FAC-2026-00007', { ...SELLER, rc: 'J12/2/2020' })],
    ['the buyer', text({ buyer: { ...invoice.buyer, city: 'Dej' } })],
    ['the date', text({ date: '2026-11-22' })],
    ['a total', text({ totalBani: bani(1) })],
    ['a total in RON', text({ ron: { ...invoice.ron, vatBani: bani(1) } })],
    ['the exchange rate', text({ exchangeRate: decimal('4.97') })],
    ['a line', text({ lines: invoice.lines.slice(1) })],
    [
      'the words of a line',
      text({ lines: invoice.lines.map((line) => ({ ...line, texts: { ...line.texts, description: 'Altceva' } })) }),
    ],
    ['TVA la încasare', text({ texts: { ...invoice.texts, hasCashVat: true } })],
    ['what it reverses', text({ stornoOf: { id: 'inv_0', number: 'FAC-2026-00001', date: '2026-01-01', before: [] } })],
  ])('shows a change of %s', (_what, changed) => {
    expect(changed).not.toBe(text())
  })
})
