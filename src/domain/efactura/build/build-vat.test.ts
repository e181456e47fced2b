import { describe, expect, test } from 'vitest'
import { AMERICAN, GERMAN, SMALL_SELLER } from '../../../../test/efactura/golden-cases.ts'
import { type GivenInvoice, type GivenLine, issued, SELLER, storned } from '../../../../test/efactura/issued.ts'
import { formatDecimal } from '../../decimal.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('VAT', () => {
  const breakdown = (given: GivenInvoice, seller = SELLER) => buildEInvoice(issued(given), seller).einvoice.vatBreakdown

  test.each([
    ['S', {}, null, null],
    ['Z', { lines: [{ key: 'Z' as const, vat: 0 }] }, null, null],
    ['E', { lines: [{ vat: 0 }] }, 'VATEX-EU-132', 'Scutit de TVA, art. 292 Cod fiscal'],
    ['AE', { texts: { withVatInverted: true } }, 'VATEX-EU-AE', 'Taxare inversă'],
    [
      'K',
      { buyer: GERMAN, lines: [{ key: 'K' as const, vat: 0 }] },
      'VATEX-EU-IC',
      'Livrare intracomunitară scutită de TVA, art. 294 alin. (2) Cod fiscal',
    ],
    [
      'G',
      { buyer: AMERICAN, lines: [{ key: 'G' as const, vat: 0 }] },
      'VATEX-EU-G',
      'Export scutit de TVA, art. 294 alin. (1) Cod fiscal',
    ],
    ['O', { lines: [{ key: 'O' as const, vat: 0 }] }, 'VATEX-EU-O', 'Operațiune neimpozabilă în sfera TVA'],
  ])('of category %s', (category, given, exemptionCode, exemptionReason) => {
    const [group] = breakdown(given)
    expect(group).toMatchObject({ category, exemptionCode, exemptionReason })
    expect(group?.percent === null).toBe(category === 'O')
  })

  test('of a seller outside VAT is O, without a VAT number on either side', () => {
    const { einvoice } = buildEInvoice(issued({ texts: { sellerIsVatPayer: false } }), SMALL_SELLER)
    expect(einvoice).toMatchObject({
      seller: { vatId: null, legalId: { id: '1234567897' }, legalInfo: 'F12/345/2019' },
      buyer: { vatId: null, legalId: { id: '14399840' } },
      vatBreakdown: [{ exemptionReason: 'Neplătitor de TVA, regim special de scutire art. 310 Cod fiscal' }],
      lines: [{ vat: { category: 'O', percent: null } }],
    })
  })

  const e = (exemptionCode: string | null, exemptionReason: string | null): GivenLine => ({
    vat: 0,
    texts: { exemptionCode, exemptionReason },
  })
  test.each([
    ['a reason alone replaces our code', [e(null, 'Art. 152')], null, 'Art. 152'],
    ['a code alone goes without our text', [e('vatex-eu-309', null)], 'VATEX-EU-309', null],
    ['our code may be given', [e('VATEX-EU-132', null)], 'VATEX-EU-132', 'Scutit de TVA, art. 292 Cod fiscal'],
    ['code and reason', [e('VATEX-EU-309', 'Marjă')], 'VATEX-EU-309', 'Marjă'],
    ['the same code with two reasons', [e('VATEX-EU-309', 'a'), e('VATEX-EU-309', 'b')], 'VATEX-EU-309', 'a; b'],
    ['two codes', [e('VATEX-EU-309', 'a'), e('VATEX-EU-79-C', null)], null, 'a; VATEX-EU-79-C'],
    ['said and unsaid', [e(null, 'a'), e(null, null)], null, 'a; Scutit de TVA, art. 292 Cod fiscal'],
  ])('exempt: %s', (_what, lines, exemptionCode, exemptionReason) => {
    expect(breakdown({ lines })).toMatchObject([{ exemptionCode, exemptionReason }])
  })

  test('a reason too long is reported at its lines', () => {
    const long = 'x'.repeat(101)
    const { findings } = buildEInvoice(issued({ lines: [{}, e(null, long), e(null, long)] }), SELLER)
    const suggested = `${'x'.repeat(99)}…`
    expect(findings).toEqual([
      { path: 'items.1.vat_exemption_reason', term: 'BT-120', max: 100, length: 101, suggested },
      { path: 'items.2.vat_exemption_reason', term: 'BT-120', max: 100, length: 101, suggested },
    ])
  })

  test('of several reasons too long together, the longest gives way', () => {
    const lines = [e(null, 'a '.repeat(30)), e(null, 'b '.repeat(25))]
    const { findings } = buildEInvoice(issued({ lines }), SELLER)
    expect(findings).toMatchObject([{ path: 'items.0.vat_exemption_reason', max: 49, length: 59 }])
    const repaired = [e(null, findings[0]?.suggested ?? ''), e(null, 'b '.repeat(25))]
    expect(buildEInvoice(issued({ lines: repaired }), SELLER).findings).toEqual([])
  })

  test('every category that stands on a line is broken down, zero or not', () => {
    const source = issued({ lines: [{ price: '0', vat: 11 }, {}] })
    expect(
      buildEInvoice(storned(source), SELLER).einvoice.vatBreakdown.map(({ baseBani, percent }) => [
        baseBani,
        percent && formatDecimal(percent),
      ]),
    ).toEqual([
      [-10000, '21'],
      [0, '11'],
    ])
  })

  test('on payment is told by code and note, for taxed lines', () => {
    const texts = { hasCashVat: true }
    expect(built({ texts })).toMatchObject({ taxPointCode: '432', notes: [{ text: 'TVA la încasare' }] })
    expect(built({ texts, lines: [{ vat: 0 }] })).toMatchObject({ taxPointCode: null, notes: [] })
  })
})
