import { describe, expect, test } from 'vitest'
import {
  categoryOf,
  checkVatCategories,
  effectiveRateBp,
  isKnownRate,
  isRateInForce,
  isVatCategory,
  knownRatesBp,
  standardRateBp,
  VAT_CATEGORIES,
  VAT_RATES,
  type VatCategory,
  type VatLine,
  type VatParties,
  vatMention,
} from './vat.ts'

describe('a VAT rate', () => {
  test.each([
    [2100, '2025-07-31', false],
    [2100, '2025-08-01', true],
    [2100, '2026-11-21', true],
    [1900, '2016-12-31', false],
    [1900, '2017-01-01', true],
    [1900, '2025-07-31', true],
    [1900, '2025-08-01', false],
    [1100, '2025-07-31', false],
    [1100, '2025-08-01', true],
    [900, '2025-07-31', true],
    [900, '2026-07-31', true], // homes
    [900, '2026-08-01', false],
    [500, '2025-07-31', true],
    [500, '2025-08-01', false],
    [0, '2024-02-29', true],
    [1700, '2026-01-01', false],
  ])('of %i basis points on %s: in force is %s', (rateBp, day, inForce) => {
    expect(isRateInForce(rateBp, day)).toBe(inForce)
  })

  test('is known for ever, because a storno uses the rate of its original', () => {
    expect(knownRatesBp()).toEqual([2100, 1900, 1100, 900, 500, 0])
    expect(knownRatesBp('2026-11-21')).toEqual([2100, 1100, 0])
    expect(knownRatesBp('2020-01-01')).toEqual([1900, 900, 500, 0])
    expect([1900, 1700, 2200].map(isKnownRate)).toEqual([true, false, false])
  })

  test('of the standard kind changes with the day', () => {
    expect(['2025-07-31', '2025-08-01', '2026-11-21', '2000-01-01'].map(standardRateBp)).toEqual([1900, 2100, 2100, 0])
  })

  test('names its act and its days', () => {
    for (const rate of VAT_RATES) {
      expect(rate.act).not.toBe('')
      expect(rate.since).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(rate.until === null || rate.until > rate.since).toBe(true)
    }
  })
})

describe('a VAT category', () => {
  const base = { vatKey: null, rateBp: 2100, sellerIsVatPayer: true, reverseCharge: false }
  test.each<[string, Partial<Parameters<typeof categoryOf>[0]>, VatCategory]>([
    ['a rate and no letter', {}, 'S'],
    ['no rate and no letter', { rateBp: 0 }, 'E'],
    ['reverse charge', { reverseCharge: true }, 'AE'],
    ['reverse charge and rate 0', { reverseCharge: true, rateBp: 0 }, 'AE'],
    ['reverse charge and the letter S', { reverseCharge: true, vatKey: 'S' }, 'AE'],
    ['reverse charge and the letter E', { reverseCharge: true, vatKey: 'E' }, 'E'],
    ['the letter K', { vatKey: 'K', rateBp: 0 }, 'K'],
    ['the letter Z', { vatKey: 'Z', rateBp: 0 }, 'Z'],
    ['the letter O', { vatKey: 'O', rateBp: 0 }, 'O'],
    ['a seller outside VAT', { sellerIsVatPayer: false }, 'O'],
    ['a seller outside VAT and the letter S', { sellerIsVatPayer: false, vatKey: 'S' }, 'O'],
    ['a seller outside VAT and reverse charge', { sellerIsVatPayer: false, reverseCharge: true }, 'O'],
  ])('with %s', (_what, given, category) => {
    expect(categoryOf({ ...base, ...given })).toBe(category)
  })

  test('but S carries no VAT, whatever rate was sent', () => {
    expect(effectiveRateBp('S', 2100)).toBe(2100)
    for (const category of ['Z', 'E', 'AE', 'K', 'G', 'O'] as const) expect(effectiveRateBp(category, 2100)).toBe(0)
  })

  test('prints its percent except O, and says why no VAT is due except S and Z', () => {
    for (const [category, rule] of Object.entries(VAT_CATEGORIES)) {
      expect(isVatCategory(category)).toBe(true)
      expect(rule.printsPercent).toBe(category !== 'O')
      const isSilent = category === 'S' || category === 'Z'
      expect([rule.exemptionCode === null, rule.mention === null]).toEqual([isSilent, isSilent])
    }
    expect(['L', 's', '', 'toString'].map(isVatCategory)).toEqual([false, false, false, false])
  })

  test('O names art. 310 only for a seller who is not registered', () => {
    expect(vatMention('O', false)?.ro).toContain('310')
    expect(vatMention('O', true)?.ro).not.toContain('310')
    expect(vatMention('AE', true)?.ro).toBe('Taxare inversă')
    expect(vatMention('S', true)).toBeNull()
  })
})

describe('the categories of a document', () => {
  const buyer = { country: 'RO', fiscalCode: '12345678', vatId: null }
  const registered: VatParties = { sellerIsVatPayer: true, reverseCharge: false, buyer }
  const outside: VatParties = { ...registered, sellerIsVatPayer: false }
  const from = (country: string, vatId: string | null): VatParties => ({
    ...registered,
    buyer: { country, fiscalCode: null, vatId },
  })
  const line = (vatCategory: VatCategory, vatRateBp = 0, vatKey: VatCategory | null = vatCategory): VatLine => ({
    vatKey,
    vatCategory,
    vatRateBp,
  })

  test.each<[string, VatLine[], VatParties, string[]]>([
    ['S with a rate', [line('S', 2100), line('S', 1100)], registered, []],
    ['S without a rate', [line('S', 2100), line('S', 0)], registered, ['items.1.vat_rate vat_rate_must_be_above_zero']],
    ['E with a rate', [line('E', 1900)], registered, ['items.0.vat_rate vat_rate_must_be_zero']],
    ['AE by letter with a rate', [line('AE', 2100)], registered, ['items.0.vat_rate vat_rate_must_be_zero']],
    ['AE by the flag with a rate', [line('AE', 2100, null)], { ...registered, reverseCharge: true }, []],
    [
      'AE to somebody without a code',
      [line('AE')],
      from('RO', null),
      ['items.0.vat_key vat_key_needs_buyer_fiscal_code'],
    ],
    ['AE to a VAT id abroad', [line('AE')], from('DE', 'DE811569869'), []],
    ['K to Germany', [line('K')], from('DE', 'DE811569869'), []],
    ['K to Greece', [line('K')], from('GR', 'EL123456789'), []],
    ['K to Northern Ireland', [line('K')], from('GB', 'XI123456789'), []],
    ['K to a number without its prefix', [line('K')], from('DE', '811569869'), []],
    ['K to a German without a VAT id', [line('K')], from('DE', null), ['items.0.vat_key vat_key_needs_eu_buyer']],
    [
      'K to a Romanian VAT id abroad',
      [line('K')],
      from('DE', 'RO12345678'),
      ['items.0.vat_key vat_key_needs_eu_buyer'],
    ],
    ['K to Switzerland', [line('K')], from('CH', 'CHE123456789'), ['items.0.vat_key vat_key_needs_eu_buyer']],
    ['O alone', [line('O'), line('O')], registered, []],
    ['O beside E', [line('E'), line('O')], registered, ['items.1.vat_key vat_key_o_not_mixed']],
    ['O of a seller outside VAT', [line('O', 0, null)], outside, []],
    ['S of a seller outside VAT', [line('O', 1900, 'S')], outside, []],
    [
      'AE of a seller outside VAT',
      [line('O', 0, 'AE')],
      outside,
      ['items.0.vat_key vat_key_needs_vat_registered_seller'],
    ],
    [
      'K of a seller outside VAT',
      [line('O', 0, 'K')],
      outside,
      ['items.0.vat_key vat_key_needs_vat_registered_seller'],
    ],
  ])('%s', (_what, lines, parties, expected) => {
    const { problems } = checkVatCategories(lines, parties)
    expect(problems.map((problem) => `${problem.path} ${problem.code}`)).toEqual(expected)
  })

  test.each<[string, VatLine[], VatParties, string[]]>([
    ['an export to Switzerland', [line('G')], from('CH', null), []],
    ['an export to France', [line('S', 2100), line('G')], from('FR', null), ['items.1.vat_key export_buyer_in_eu']],
    ['VAT of a seller outside VAT', [line('O', 1900, null)], outside, ['items.0.vat_rate vat_not_applied']],
  ])('%s is allowed, with its warnings', (_what, lines, parties, expected) => {
    const { problems, warnings } = checkVatCategories(lines, parties)
    expect(problems).toEqual([])
    expect(warnings.map((warning) => `${warning.path} ${warning.code}`)).toEqual(expected)
  })

  test('a document charge may not bring in what the lines may not', () => {
    const { problems } = checkVatCategories([line('O')], registered, [null, line('S', 2100), line('E', 500)])
    expect(problems.map((problem) => `${problem.path} ${problem.code}`)).toEqual([
      'items.0.vat_key vat_key_o_not_mixed',
      'charges.2.vat_rate vat_rate_must_be_zero',
    ])
  })
})
