import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  EU_VAT_PREFIXES,
  isCnpShape,
  isCnpValid,
  isCuiShape,
  isCuiValid,
  isNoFiscalCode,
  parseFiscalCode,
  vatPrefixOfCountry,
} from './fiscal-code.ts'

describe('parseFiscalCode', () => {
  test.each([
    ['a Romanian company with its prefix', 'RO98765432', 'RO', '98765432'],
    ['a Romanian company without', '98765432', null, '98765432'],
    ['small letters and spaces', ' ro 98 765 432 ', 'RO', '98765432'],
    ['dots', 'RO 98.765.432', 'RO', '98765432'],
    ['a dash behind the prefix', 'RO-98765432', 'RO', '98765432'],
    ['a long dash and a space that does not break', 'RO–987\u00a065432', 'RO', '98765432'],
    ['the shortest company', 'RO12', 'RO', '12'],
    ['leading zeros, which are kept', 'RO0012345', 'RO', '0012345'],
    ['a person', '1800101221144', null, '1800101221144'],
    ['a person behind the prefix', 'RO1800101221144', 'RO', '1800101221144'],
    ['Germany', 'DE123456789', 'DE', '123456789'],
    ['Austria, which has a U', 'ATU12345678', 'AT', 'U12345678'],
    ['Spain with a letter first', 'ESB12345678', 'ES', 'B12345678'],
    ['Spain with digits first', 'ES12345678Z', 'ES', '12345678Z'],
    ['France with letters in its key', 'FRAB123456789', 'FR', 'AB123456789'],
    ['France with digits in its key', 'FR 40 303 265 045', 'FR', '40303265045'],
    ['the Netherlands', 'NL123456789B01', 'NL', '123456789B01'],
    ['an old Irish number', 'IE1+23456L', 'IE', '1+23456L'],
    ['Greece by its VAT prefix', 'EL123456789', 'EL', '123456789'],
    ['Greece by its country code', 'GR123456789', 'EL', '123456789'],
    ['Northern Ireland', 'XI123456789', 'XI', '123456789'],
    ['Great Britain', 'GB 123 4567 89', 'GB', '123456789'],
    ['Switzerland', 'CHE-123.456.789 MWST', 'CH', 'E123456789MWST'],
    ['a Hungarian tax number without prefix', '12345678-2-41', null, '12345678241'],
    ['a German tax number without prefix', '181/815/08155', null, '18181508155'],
    ['an Italian personal code', 'RSSMRA80A01H501U', null, 'RSSMRA80A01H501U'],
    ['an Italian personal code that looks prefixed', 'ESPMRA80A01H501U', null, 'ESPMRA80A01H501U'],
    ['a Scottish company number, no VAT prefix', 'SC123456', null, 'SC123456'],
  ])('reads %s', (_what, text, prefix, code) => {
    expect(parseFiscalCode(text)).toEqual({ prefix, code })
  })

  test.each([
    ['nothing', ''],
    ['the dash that stands for none', '-'],
    ['a prefix alone', 'RO'],
    ['words', 'ROMANIA'],
    ['one digit', '7'],
    ['a Romanian code of one digit', 'RO7'],
    ['a Romanian code of eleven digits', 'RO12345678901'],
    ['a Romanian code with a letter', 'RO1234567A'],
    ['other signs', 'RO1234,567'],
    ['markup', '<b>12345678</b>'],
    ['a line of text', 'CUI-ul firmei este 12345678 din 2020'],
    ['digits of another alphabet', '١٢٣٤٥٦٧٨'],
  ])('refuses %s', (_what, text) => {
    expect(parseFiscalCode(text)).toBeNull()
  })

  test('reading again what was read changes nothing', () => {
    const typed = fc.tuple(
      fc.constantFrom('', 'RO', 'DE', 'gr', 'ATU', 'CHE', 'x'),
      fc.stringMatching(/^[\d .-]{2,14}$/),
    )
    fc.assert(
      fc.property(typed, ([prefix, digits]) => {
        const first = parseFiscalCode(prefix + digits)
        if (first !== null) expect(parseFiscalCode((first.prefix ?? '') + first.code)).toEqual(first)
      }),
    )
  })

  test.each([
    ['', true],
    ['  ', true],
    [' - ', true],
    ['--', false],
    ['0', false],
    ['RO12', false],
  ])('"%s" stands for no fiscal code: %s', (text, expected) => {
    expect(isNoFiscalCode(text)).toBe(expected)
  })
})

describe('a CUI', () => {
  test.each(['12', '1234567897', '98765432'])('%s has the shape of one', (digits) => {
    expect(isCuiShape(digits)).toBe(true)
  })

  test.each(['', '1', '12345678901', 'RO12345678', '1234 5678', '12345678\n', '１２３４'])('"%s" has not', (digits) => {
    expect(isCuiShape(digits)).toBe(false)
    expect(isCuiValid(digits)).toBe(false)
  })

  test.each([
    ['the example of efactura 2.2', '1234567897'],
    ['a company of eight digits', '14399840'],
    ['a company of seven digits', '6859662'],
    ['a company of six digits', '361757'],
    ['the same with leading zeros', '0000361757'],
    ['a remainder of 10 that counts as 0', '60'],
  ])('ends in its check digit: %s', (_what, digits) => {
    expect(isCuiValid(digits)).toBe(true)
  })

  test.each([
    ['the reference invoice, whose digit is wrong', '98765432'],
    ['a changed digit', '14399841'],
    ['zeros', '00'],
    ['ten zeros', '0000000000'],
  ])('does not: %s', (_what, digits) => {
    expect(isCuiValid(digits)).toBe(false)
  })

  test('exactly one last digit fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (body) => {
        const fitting = Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).filter(isCuiValid)
        expect(fitting).toHaveLength(1)
      }),
    )
  })
})

describe('a CNP', () => {
  test.each([
    ['a man born in 1980', '1800101221144'],
    ['nobody in particular', '0000000000000'],
    ['a remainder of 10 that counts as 1', '1000000000071'],
  ])('ends in its check digit: %s', (_what, digits) => {
    expect(isCnpShape(digits)).toBe(true)
    expect(isCnpValid(digits)).toBe(true)
  })

  test.each([
    ['a changed digit', '1800101221145'],
    ['twelve digits', '180010122114'],
    ['fourteen digits', '18001012211440'],
    ['a letter', '180010122114X'],
    ['nothing', ''],
  ])('does not: %s', (_what, digits) => {
    expect(isCnpValid(digits)).toBe(false)
  })

  test('exactly one last digit fits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{11}$/), (body) => {
        expect(Array.from({ length: 10 }, (_, digit) => `${body}${digit}`).filter(isCnpValid)).toHaveLength(1)
      }),
    )
  })
})

describe('VAT prefixes', () => {
  test('there are 27 members and Northern Ireland', () => {
    expect(EU_VAT_PREFIXES.size).toBe(28)
  })

  test.each([
    ['RO', 'RO'],
    ['DE', 'DE'],
    ['GR', 'EL'],
    ['EL', null],
    ['XI', null],
    ['GB', null],
    ['MD', null],
    ['ro', null],
  ])('the prefix of %s is %s', (alpha2, expected) => {
    expect(vatPrefixOfCountry(alpha2)).toBe(expected)
  })
})
