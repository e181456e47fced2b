import { describe, expect, test } from 'vitest'
import { COUNTRIES, countryCode, countryName, isCountry, isEuMember } from './countries.ts'
import { vatPrefixOfCountry } from './fiscal-code.ts'
import { fold } from './text.ts'

describe('the list of countries', () => {
  test('has the 249 entries of ISO 3166-1, each code once, in order', () => {
    const codes = COUNTRIES.map((country) => country.alpha2)
    expect(codes).toHaveLength(249)
    expect(codes).toEqual([...new Set(codes)].toSorted())
    expect(new Set(COUNTRIES.map((country) => country.alpha3)).size).toBe(249)
  })

  test('gives every country both names, and no two countries the same', () => {
    for (const key of ['name', 'nameRo'] as const) {
      const names = COUNTRIES.map((country) => country[key])
      expect(names.filter((name) => name.trim() === '' || name !== name.trim())).toEqual([])
      expect(new Set(names.map(fold)).size).toBe(249)
    }
  })

  test('has 27 members of the European Union, each with a VAT prefix, and nobody else has one', () => {
    expect(COUNTRIES.filter((country) => country.isEuMember)).toHaveLength(27)
    for (const { alpha2, isEuMember: isMember } of COUNTRIES) {
      expect(isEuMember(alpha2)).toBe(isMember)
      expect(vatPrefixOfCountry(alpha2) !== null).toBe(isMember)
    }
  })

  test('spells Romanian with commas below, not with cedillas', () => {
    expect(COUNTRIES.filter((country) => /[şţŞŢ]/.test(country.nameRo))).toEqual([])
  })
})

test.each([
  ['RO', 'Romania', 'România'],
  ['MD', 'Moldova', 'Republica Moldova'],
  ['DE', 'Germany', 'Germania'],
  ['GB', 'United Kingdom', 'Regatul Unit'],
  ['US', 'United States', 'Statele Unite ale Americii'],
  ['CZ', 'Czechia', 'Cehia'],
  ['TR', 'Türkiye', 'Turcia'],
  ['CI', "Côte d'Ivoire", 'Coasta de Fildeș'],
  ['BA', 'Bosnia and Herzegovina', 'Bosnia și Herțegovina'],
  ['XX', null, null],
  ['ro', null, null],
  ['', null, null],
])('%s is called %s in English and %s in Romanian', (alpha2, name, nameRo) => {
  expect(countryName(alpha2)).toBe(name)
  expect(countryName(alpha2, 'ro')).toBe(nameRo)
  expect(isCountry(alpha2)).toBe(name !== null)
})

describe('countryCode', () => {
  test('finds every country by its codes and its names, however they are typed', () => {
    for (const { alpha2, alpha3, name, nameRo } of COUNTRIES) {
      for (const written of [alpha2, alpha3, name, nameRo]) {
        expect([written, countryCode(written)]).toEqual([written, alpha2])
        expect([written, countryCode(written.toLowerCase())]).toEqual([written, alpha2])
        expect([written, countryCode(` ${fold(written).toUpperCase()} `)]).toEqual([written, alpha2])
      }
    }
  })

  test.each([
    ['România', 'RO'],
    ['ROMÂNIA', 'RO'],
    ['romania', 'RO'],
    ['ROU', 'RO'],
    ['Anglia', 'GB'],
    ['Marea Britanie', 'GB'],
    ['UK', 'GB'],
    ['U.K.', 'GB'],
    ['S.U.A.', 'US'],
    ['USA', 'US'],
    ['U.S.A.', 'US'],
    ['Olanda', 'NL'],
    ['The Netherlands', 'NL'],
    ['Republica Cehă', 'CZ'],
    ['Czech Republic', 'CZ'],
    ['Turkey', 'TR'],
    ['EL', 'GR'],
    ['Moldova, Republic of', 'MD'],
    ['Cote d’Ivoire', 'CI'],
    ['Coreea de Sud', 'KR'],
    ['Guinea-Bissau', 'GW'],
    ['Guinea Bissau', 'GW'],
    ['Bosnia & Herzegovina', 'BA'],
    ['Bosnia-Herțegovina', 'BA'],
  ])('%s is %s', (text, expected) => {
    expect(countryCode(text)).toBe(expected)
  })

  test.each(['', ' ', 'XX', 'ZZZ', 'Transilvania', 'Congo', 'R', 'Ro mania', '40', 'constructor', '__proto__'])(
    '"%s" is no country for certain',
    (text) => {
      expect(countryCode(text)).toBeNull()
    },
  )
})
