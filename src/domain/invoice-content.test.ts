import { describe, expect, test } from 'vitest'
import { aContent, aLine, BUYER } from '../../test/document.ts'
import { decimal } from './decimal.ts'
import { type AdjustmentInput, assemble, groupOf, legalMentions, NO_TEXTS } from './invoice-content.ts'
import { bani } from './money.ts'
import type { Party } from './party.ts'
import type { VatCategory } from './vat.ts'

const S21 = { vatCategory: 'S', vatRateBp: 2100 } as const
const E0 = { vatCategory: 'E', vatRateBp: 0 } as const
const O0 = { vatCategory: 'O', vatRateBp: 0 } as const
const AE0 = { vatCategory: 'AE', vatRateBp: 0 } as const

function adjustment(amountBani: number, group: AdjustmentInput['group'] = null): AdjustmentInput {
  return { adjustment: { kind: 'amount', amountBani: bani(amountBani) }, reason: null, group }
}

function assembled(content = aContent(), buyer: Party = BUYER) {
  const result = assemble(content, buyer)
  const codes = (found: typeof result.problems) => found.map(({ path, code }) => `${path} ${code}`)
  return { ...result, problems: codes(result.problems), warnings: codes(result.warnings) }
}

describe('the category and rate of a line', () => {
  const lineOf = (rateBp: number, key: VatCategory | null, texts: Partial<typeof NO_TEXTS> = {}) => {
    const lines = [aLine({ vatRateBp: rateBp, vatCategory: key })]
    const result = assembled(aContent({ lines, texts }))
    const line = result.assembled?.lines[0]
    return line ? `${line.vatCategory} ${line.vatRateBp}` : result.problems.join()
  }
  test.each<[string, number, VatCategory | null, Partial<typeof NO_TEXTS>, string]>([
    ['a rate', 2100, null, {}, 'S 2100'],
    ['no rate', 0, null, {}, 'E 0'],
    ['a letter', 0, 'Z', {}, 'Z 0'],
    ['a letter that contradicts the rate', 2100, 'E', {}, 'items.0.vat_rate vat_rate_must_be_zero'],
    ['S without a rate', 0, 'S', {}, 'items.0.vat_rate vat_rate_must_be_above_zero'],
    ['reverse charge takes the rate off', 2100, null, { withVatInverted: true }, 'AE 0'],
    ['reverse charge over S', 2100, 'S', { withVatInverted: true }, 'AE 0'],
    ['reverse charge leaves other letters', 0, 'Z', { withVatInverted: true }, 'Z 0'],
    ['a seller outside VAT has only O', 2100, null, { sellerIsVatPayer: false }, 'O 0'],
    [
      'such a seller may not export',
      0,
      'G',
      { sellerIsVatPayer: false },
      'items.0.vat_key vat_key_needs_vat_registered_seller',
    ],
  ])('%s', (_what, rateBp, key, texts, expected) => {
    expect(lineOf(rateBp, key, texts)).toBe(expected)
  })
})

describe('the group that a discount or charge names', () => {
  test.each<[string, AdjustmentInput['group'], boolean, boolean, AdjustmentInput['group']]>([
    ['none stays none', null, true, false, null],
    ['a rate stays', S21, true, false, S21],
    ['an exempt group stays', E0, true, false, E0],
    ['outside VAT everything is O', S21, false, false, O0],
    ['outside VAT everything is O, exempt groups too', E0, false, false, O0],
    ['reverse charge takes the rate off', S21, true, true, AE0],
  ])('%s', (_what, group, sellerIsVatPayer, withVatInverted, expected) => {
    expect(groupOf(group, { sellerIsVatPayer, withVatInverted })).toEqual(expected)
  })

  test.each<[string, Partial<typeof NO_TEXTS>, AdjustmentInput['group']]>([
    ['outside VAT', { sellerIsVatPayer: false }, O0],
    ['under reverse charge', { withVatInverted: true }, AE0],
  ])('is the one of its lines %s, and no VAT comes in with a charge', (_what, texts, group) => {
    const { assembled: made } = assembled(
      aContent({ discounts: [adjustment(500, S21)], charges: [adjustment(1_000, S21)], texts }),
    )
    expect(made?.amounts).toMatchObject({
      vatBani: 0,
      totalBani: 10_500,
      vat: [{ ...group, baseBani: 10_500, vatBani: 0 }],
    })
    expect(made?.discounts[0]).toMatchObject({ input: { group: S21 }, shares: [{ ...group, amountBani: 500 }] })
  })
})

describe('problems and warnings lie where the caller wrote', () => {
  const percent = (text: string): AdjustmentInput => ({
    adjustment: { kind: 'percent', percent: decimal(text) },
    reason: null,
    group: null,
  })
  test.each([
    ['a discount in percent', { discount: percent('101') }, 'items.0.discount_percent discount_exceeds_line'],
    ['a discount as an amount', { discount: adjustment(10_001) }, 'items.0.discount_amount discount_exceeds_line'],
    ['a charge in percent', { charge: percent('99999999999999') }, 'items.0.charge_percent too_large'],
    ['a charge as an amount', { charge: adjustment(10 ** 15) }, 'items.0.charge_amount too_large'],
  ])('%s', (_what, texts, problem) => {
    expect(assembled(aContent({ lines: [aLine({ texts })] })).problems).toEqual([problem])
  })

  test('of a document discount at its place in the list', () => {
    expect(assembled(aContent({ discounts: [adjustment(1), adjustment(10_000)] })).problems).toEqual([
      'discounts.1 discount_exceeds_total',
    ])
  })

  test('a rate that is not in force is doubted, of a seller who charges VAT', () => {
    const lines = [aLine({ vatRateBp: 1900 }), aLine(), aLine({ vatRateBp: 900 })]
    expect(assembled(aContent({ lines }))).toMatchObject({
      problems: [],
      warnings: ['items.0.vat_rate rate_not_in_force', 'items.2.vat_rate rate_not_in_force'],
    })
    expect(assembled(aContent({ lines, date: '2025-07-31' })).warnings).toEqual(['items.1.vat_rate rate_not_in_force'])
    expect(
      assembled(aContent({ lines: [aLine({ vatRateBp: 1900 })], texts: { sellerIsVatPayer: false } })).warnings,
    ).toEqual(['items.0.vat_rate vat_not_applied'])
  })

  test('warnings come along with problems', () => {
    const lines = [aLine({ vatRateBp: 1900 }), aLine({ vatRateBp: 2100, vatCategory: 'K' })]
    expect(assembled(aContent({ lines }))).toMatchObject({
      assembled: null,
      problems: ['items.1.vat_rate vat_rate_must_be_zero', 'items.1.vat_key vat_key_needs_eu_buyer'],
      warnings: ['items.0.vat_rate rate_not_in_force'],
    })
  })
})

describe('the buyer', () => {
  const german: Party = { ...BUYER, country: 'DE', cui: '123456789', cuiPrefix: 'DE' }
  const person: Party = { ...BUYER, cui: null, cuiPrefix: null }
  test.each<[string, VatCategory, Party, string[], string[]]>([
    ['an intra-Community supply to a German VAT number', 'K', german, [], []],
    ['an intra-Community supply to a Romanian', 'K', BUYER, ['items.0.vat_key vat_key_needs_eu_buyer'], []],
    [
      'an intra-Community supply to a German without prefix',
      'K',
      { ...german, cuiPrefix: null },
      ['items.0.vat_key vat_key_needs_eu_buyer'],
      [],
    ],
    ['reverse charge to a Romanian firm', 'AE', BUYER, [], []],
    ['reverse charge to a firm that is not registered', 'AE', { ...BUYER, cuiPrefix: null }, [], []],
    ['reverse charge to a person without code', 'AE', person, ['items.0.vat_key vat_key_needs_buyer_fiscal_code'], []],
    ['an export to America', 'G', { ...person, country: 'US' }, [], []],
    ['an export to Germany', 'G', german, [], ['items.0.vat_key export_buyer_in_eu']],
  ])('%s', (_what, vatCategory, buyer, problems, warnings) => {
    const lines = [aLine({ vatRateBp: 0, vatCategory })]
    expect(assembled(aContent({ lines }), buyer)).toMatchObject({ problems, warnings })
  })
})

describe('figures and words of a line belong together', () => {
  test('the price as given is kept when it includes VAT', () => {
    const { assembled: made } = assembled(
      aContent({ lines: [aLine({ price: decimal('60.5') })], texts: { pricesIncludeVat: true } }),
    )
    expect(made?.lines[0]).toMatchObject({ givenPrice: decimal('60.5'), price: decimal('50'), totalBani: 12_100 })
    expect(assembled().assembled?.lines[0]?.givenPrice).toBeNull()
  })
})

describe('what the law wants said (Cod fiscal art. 319 (20))', () => {
  const lines = (...categories: VatCategory[]) => categories.map((vatCategory) => ({ vatCategory }))
  test.each<[string, VatCategory[], Partial<typeof NO_TEXTS>, string[]]>([
    ['nothing for ordinary VAT', ['S'], {}, []],
    ['each mention once', ['AE', 'AE', 'E'], {}, ['Taxare inversă', 'Scutit de TVA, art. 292 Cod fiscal']],
    [
      'small business',
      ['O'],
      { sellerIsVatPayer: false },
      ['Neplătitor de TVA, regim special de scutire art. 310 Cod fiscal'],
    ],
    ['outside the scope of VAT', ['O'], {}, ['Operațiune neimpozabilă în sfera TVA']],
    ['TVA la încasare', ['S', 'Z'], { hasCashVat: true }, ['TVA la încasare']],
    ['no TVA la încasare without VAT', ['E'], { hasCashVat: true }, ['Scutit de TVA, art. 292 Cod fiscal']],
  ])('%s', (_what, categories, texts, mentions) => {
    expect(legalMentions(lines(...categories), { ...NO_TEXTS, ...texts })).toEqual(mentions)
  })
})
