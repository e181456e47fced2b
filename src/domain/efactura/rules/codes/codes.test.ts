import { describe, expect, test } from 'vitest'
import { UNITS } from '../../../units.ts'
import { VAT_CATEGORIES } from '../../../vat.ts'
import { codes } from './code-list.ts'
import {
  ALLOWANCE_REASONS,
  CHARGE_REASONS,
  EXEMPTION_CODES,
  INVOICE_COUNTRIES,
  INVOICE_CURRENCIES,
  INVOICE_TYPES,
  PAYMENT_MEANS,
} from './document-codes.ts'
import { CLASSIFICATIONS, ELECTRONIC_ADDRESSES, ICD, NOTE_SUBJECTS, REFERENCES } from './identifier-codes.ts'
import { UNIT_CODES } from './unit-codes.ts'

test('a stretch of codes is written by its ends', () => {
  expect([...codes('1 08..11 A8..A9 XA..XC X-1A..X-1C')]).toEqual(
    '1 08 09 10 11 A8 A9 XA XB XC X-1A X-1B X-1C'.split(' '),
  )
})

describe('the lists know what they should and nothing next to it', () => {
  test.each([
    [
      'units',
      UNIT_CODES,
      'H87 C62 EA HUR KGM MTK XPK XBX XZZ NM3 XOP 10 91 1I 5J A2 Z11',
      'BUC ORA PK HAR ARE NPR 12 A25 C77 XOO XYU E00',
    ],
    ['currencies', INVOICE_CURRENCIES, 'RON EUR USD MDL XXX', 'LEI ROL RUR XCG'],
    ['countries', INVOICE_COUNTRIES, 'RO GR XI 1A SS', 'EL UK XK ro'],
    ['types', INVOICE_TYPES, '380 384 389 751 71 935', '381 391 500'],
    ['payment means', PAYMENT_MEANS, '1 10 30 42 58 97 ZZZ', '0 71 73 98'],
    ['allowance reasons', ALLOWANCE_REASONS, '41 95 100 105', '43 61 101 AA'],
    ['charge reasons', CHARGE_REASONS, 'AA FC PC ZZZ ABL CAZ', 'AAB ABE 95'],
    [
      'exemptions',
      EXEMPTION_CODES,
      'VATEX-EU-79-C VATEX-EU-132-1Q VATEX-EU-143-1FA VATEX-EU-151-1AA VATEX-EU-O',
      'VATEX-EU-144 VATEX-EU-132-1R VATEX-FR-AE',
    ],
    ['ICD', ICD, '0002 0091 0093 0160 0216', '0001 0092 0103 0181 0217'],
    ['electronic addresses', ELECTRONIC_ADDRESSES, '0088 9922 9953 EM', '0001 9921 9954 VAT'],
    ['classifications', CLASSIFICATIONS, 'STI HS CV TSP ZZZ', 'CPV NC STAA'],
    ['references', REFERENCES, 'AAA ACL ACN AHV AHX AXS ZZZ CFE', 'ACM AHW ANZ AOB AXT CEE'],
    ['subjects', NOTE_SUBJECTS, 'AAI ABX ABZ SUR ZZZ', 'AAH ABY AJC'],
  ] as const)('%s', (_name, list, known, unknown) => {
    expect(known.split(' ').filter((code) => !list.has(code))).toEqual([])
    expect(unknown.split(' ').filter((code) => list.has(code))).toEqual([])
  })

  test('and do not change by accident', () => {
    const sizes = {
      UNIT_CODES,
      INVOICE_CURRENCIES,
      INVOICE_COUNTRIES,
      ICD,
      ELECTRONIC_ADDRESSES,
      CLASSIFICATIONS,
      REFERENCES,
      NOTE_SUBJECTS,
      CHARGE_REASONS,
      EXEMPTION_CODES,
    }
    expect(Object.fromEntries(Object.entries(sizes).map(([name, list]) => [name, list.size]))).toMatchInlineSnapshot(`
      {
        "CHARGE_REASONS": 177,
        "CLASSIFICATIONS": 182,
        "ELECTRONIC_ADDRESSES": 90,
        "EXEMPTION_CODES": 57,
        "ICD": 211,
        "INVOICE_COUNTRIES": 251,
        "INVOICE_CURRENCIES": 178,
        "NOTE_SUBJECTS": 383,
        "REFERENCES": 817,
        "UNIT_CODES": 2162,
      }
    `)
  })
})

test('what the rest of the program writes is in the lists', () => {
  expect(UNITS.filter(({ code }) => !UNIT_CODES.has(code))).toEqual([])
  const exemptions = Object.values(VAT_CATEGORIES).flatMap(({ exemptionCode }) => exemptionCode ?? [])
  expect(exemptions.filter((code) => !EXEMPTION_CODES.has(code))).toEqual([])
})
