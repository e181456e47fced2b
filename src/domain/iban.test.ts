import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isIbanShape, isIbanValid, normaliseIban } from './iban.ts'

const EXAMPLES = [
  'RO49AAAA1B31007593840000',
  'AT611904300234573201',
  'BE68539007547034',
  'BG80BNBG96611020345678',
  'CH9300762011623852957',
  'CY17002001280000001200527600',
  'CZ6508000000192000145399',
  'DE89370400440532013000',
  'DK5000400440116243',
  'EE382200221020145685',
  'ES9121000418450200051332',
  'FI2112345600000785',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'GR1601101250000000012300695',
  'HU42117730161111101800000000',
  'IE29AIBK93115212345678',
  'IL620108000000099999999',
  'IT60X0542811101000000123456',
  'LT121000011101001000',
  'LU280019400644750000',
  'MD24AG000225100013104168',
  'MT84MALT011000012345MTLCAST001S',
  'NL91ABNA0417164300',
  'NO9386011117947',
  'PL61109010140000071219812874',
  'PT50000201231234567890154',
  'RS35260005601001611379',
  'SE4550000000058398257466',
  'SI56263300012039086',
  'SK3112000000198742637541',
  'TR330006100519786457841326',
  'UA213223130000026007233566001',
]

describe('normaliseIban', () => {
  test.each([
    ['RO49AAAA1B31007593840000', 'RO49AAAA1B31007593840000'],
    [' ro49 aaaa 1b31 0075 9384 0000 ', 'RO49AAAA1B31007593840000'],
    ['RO49-AAAA-1B31.0075\u00a09384\t0000', 'RO49AAAA1B31007593840000'],
    ['', ''],
    ['nu are', 'NUARE'],
  ])('"%s" is stored as "%s"', (text, expected) => {
    expect(normaliseIban(text)).toBe(expected)
  })
})

describe('the form of an IBAN', () => {
  test.each([
    ['Romania', 'RO49AAAA1B31007593840000'],
    ['Romania, as it is printed', 'RO49 AAAA 1B31 0075 9384 0000'],
    ['the Treasury', 'RO09TREZ7015069XXX005351'],
    ['wrong check digits', 'RO00AAAA1B31007593840000'],
    ['a country outside the registry, of any allowed length', 'DZ580002100001113000000570'],
  ])('accepts %s', (_what, text) => {
    expect(isIbanShape(text)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a Romanian one that is short', 'RO49AAAA1B3100759384000'],
    ['a Romanian one that is long', 'RO49AAAA1B310075938400000'],
    ['a Romanian bank with a digit', 'RO49AAA11B31007593840000'],
    ['letters for check digits', 'ROXXAAAA1B31007593840000'],
    ['a German one that is short', 'DE8937040044053201300'],
    ['a country outside the registry that is too short', 'DZ580002100001'],
    ['more than 34 characters', `DZ58${'0'.repeat(31)}`],
    ['other signs', 'RO49AAAA1B3100759384000*'],
    ['words', 'la cerere'],
    ['an account before 2004', '2511.1-1234.1/ROL'],
  ])('refuses %s', (_what, text) => {
    expect(isIbanShape(text)).toBe(false)
    expect(isIbanValid(text)).toBe(false)
  })

  test('a country asks for an account of its own', () => {
    expect(isIbanShape('RO49AAAA1B31007593840000', 'RO')).toBe(true)
    expect(isIbanShape('LT121000011101001000', 'RO')).toBe(false)
    expect(isIbanShape('LT121000011101001000', 'LT')).toBe(true)
  })
})

describe('the check digits of an IBAN', () => {
  test.each(EXAMPLES)('%s is right', (iban) => {
    expect(isIbanValid(iban)).toBe(true)
  })

  test('spaces and small letters do not matter', () => {
    expect(isIbanValid('ro49 aaaa 1b31 0075 9384 0000')).toBe(true)
  })

  test('any other digit in one place is wrong', () => {
    const change = fc.tuple(fc.constantFrom(...EXAMPLES), fc.nat(), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(change, ([iban, place, by]) => {
        const digits = [...iban.matchAll(/\d/g)]
        const found = digits[place % digits.length]
        const at = found?.index ?? 2
        const changed = iban.slice(0, at) + ((Number(iban[at]) + by) % 10) + iban.slice(at + 1)
        expect(isIbanValid(changed)).toBe(false)
      }),
    )
  })

  test('two neighbours swapped are wrong', () => {
    expect(isIbanValid('RO49AAAA1B31007598340000')).toBe(false)
  })

  test('for any account there is one pair of check digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{4}[A-Z0-9]{16}$/), (account) => {
        const pairs = Array.from({ length: 100 }, (_, pair) => `RO${`${pair}`.padStart(2, '0')}${account}`)
        expect(pairs.filter(isIbanValid)).toHaveLength(1)
      }),
      { numRuns: 50 },
    )
  })
})
