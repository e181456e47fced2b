import { describe, expect, test } from 'vitest'
import { CURRENCIES, isCurrency } from './currencies.ts'

describe('the list of currencies', () => {
  test('has about 160 codes of three capitals, each once, in order, named in both languages', () => {
    const codes = CURRENCIES.map((currency) => currency.code)
    expect(codes.length).toBeGreaterThanOrEqual(150)
    expect(codes).toEqual([...new Set(codes)].toSorted())
    expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([])
    expect(CURRENCIES.filter(({ name, nameRo }) => name.trim() === '' || nameRo.trim() === '')).toEqual([])
    expect(CURRENCIES.filter(({ nameRo }) => /[şţŞŢ]/.test(nameRo))).toEqual([])
  })

  test('names the leu', () => {
    expect(CURRENCIES.find((currency) => currency.code === 'RON')).toEqual({
      code: 'RON',
      name: 'Romanian Leu',
      nameRo: 'leu românesc',
    })
  })
})

describe('isCurrency', () => {
  test.each('RON EUR USD GBP CHF HUF MDL UAH RSD PLN CZK TRY JPY SEK NOK DKK CNY XCG ZWG'.split(' '))(
    'knows %s',
    (code) => {
      expect(isCurrency(code)).toBe(true)
    },
  )

  test.each([
    ['the leu before 2005', 'ROL'],
    ['a metal', 'XAU'],
    ['a unit of account', 'XDR'],
    ['the test code', 'XTS'],
    ['no currency', 'XXX'],
    ['the lev, since 2026', 'BGN'],
    ['the Antillean guilder, since 2025', 'ANG'],
    ['small letters', 'ron'],
    ['a sign', '€'],
    ['a word', 'lei'],
    ['nothing', ''],
  ])('refuses %s', (_what, code) => {
    expect(isCurrency(code)).toBe(false)
  })

  test.each([
    ['BGN', '2025-12-31', true],
    ['BGN', '2026-01-31', true],
    ['BGN', '2026-02-01', false],
    ['HRK', '2022-12-31', true],
    ['HRK', '2023-01-15', false],
    ['EUR', '2026-02-01', true],
    ['XXX', '2020-01-01', false],
  ])('%s on a document of %s: %s', (code, day, expected) => {
    expect(isCurrency(code, day)).toBe(expected)
  })
})
