import { describe, expect, test } from 'vitest'
import { buyer, SELLER } from '../../../../test/efactura/issued.ts'
import type { PartyChanges } from '../../party.ts'
import type { Seller } from '../../snapshot.ts'
import { buildBuyer, buildSeller } from './build-party.ts'
import { TextLimits } from './text-limits.ts'

const built = (changes: PartyChanges, isOutsideVat = false, isExport = false) =>
  buildBuyer(buyer(changes), { isOutsideVat, isExport }, new TextLimits())
const INSIDE = { isOutsideVat: false, isExport: false }
const builtSeller = (changes: Partial<Seller>, isOutsideVat = false) =>
  buildSeller({ ...SELLER, ...changes }, isOutsideVat, new TextLimits())

describe('the codes of a buyer', () => {
  const GERMANY = { country: 'DE', rc: null }
  test.each([
    ['Romanian and registered for VAT', { cui: 'RO14399840' }, 'RO14399840', 'J12/3456/2001'],
    ['Romanian without number in the register', { cui: 'RO14399840', rc: null }, 'RO14399840', null],
    ['Romanian and not registered for VAT', { cui: '14399840', cuiPrefix: null }, null, '14399840'],
    ['a company without code', { cui: null, type: 'company' as const }, null, 'J12/3456/2001'],
    ['a company without anything', { cui: null, rc: null, type: 'company' as const }, null, null],
    ['a consumer with CNP', { cui: '1900101410011', rc: null }, null, '1900101410011'],
    ['a consumer without', { cui: null, rc: null, type: 'person' as const }, null, '0000000000000'],
    ['a consumer who writes a dash', { cui: '-', rc: null }, null, '0000000000000'],
    ['a consumer abroad', { ...GERMANY, cui: null, type: 'person' as const }, null, '0000000000000'],
    ['German', { ...GERMANY, cui: 'DE123456789' }, 'DE123456789', null],
    ['Greek', { country: 'GR', rc: null, cui: 'GR123456789' }, 'EL123456789', null],
    ['Northern Irish', { country: 'GB', rc: null, cui: 'XI123456789' }, 'XI123456789', null],
    ['in the Union without VAT number', { ...GERMANY, cui: 'HRB 123', cuiPrefix: null }, null, 'HRB123'],
    ['British', { country: 'GB', rc: null, cui: 'GB123456789' }, null, 'GB123456789'],
    ['Swiss', { country: 'CH', rc: null, cui: 'CHE-123.456.789' }, null, 'CHE123456789'],
    ['American', { country: 'US', rc: null, cui: '12-3456789' }, null, '123456789'],
  ])('who is %s', (_who, changes, vatId, legalId) => {
    const found = built(changes)
    expect([found.vatId, found.legalId?.id ?? null]).toEqual([vatId, legalId])
  })

  test.each([
    ['Romanian', { cui: 'RO14399840' }, '14399840'],
    ['German', { ...GERMANY, cui: 'DE123456789' }, 'DE123456789'],
    ['a consumer', { cui: null, rc: null, type: 'person' as const }, '0000000000000'],
  ])('outside VAT, who is %s: no VAT number', (_who, changes, legalId) => {
    expect(built(changes, true)).toMatchObject({ vatId: null, legalId: { id: legalId } })
  })
})

describe('the codes of a seller', () => {
  test.each([
    ['registered for VAT', {}, false, ['RO1234567897', 'J2020001234401', null]],
    ['registered, prefix not stored', { cuiPrefix: null }, false, ['RO1234567897', 'J2020001234401', null]],
    ['registered, without number in the register', { rc: '' }, false, ['RO1234567897', null, null]],
    ['outside VAT', {}, true, [null, '1234567897', 'J2020001234401']],
    ['outside VAT, without number in the register', { rc: '' }, true, [null, '1234567897', null]],
    ['without code', { cui: null }, true, [null, 'J2020001234401', null]],
    ['without anything', { cui: null, rc: '' }, false, [null, null, null]],
  ])('who is %s', (_who, changes, isOutsideVat, expected) => {
    const { vatId, legalId, legalInfo } = builtSeller(changes, isOutsideVat)
    expect([vatId, legalId?.id ?? null, legalInfo]).toEqual(expected)
  })
})

test('thirteen zeros are for consumers, and no business abroad to which is exported', () => {
  const legalId = (changes: PartyChanges, isExport: boolean) =>
    built({ type: 'person', cui: null, rc: null, ...changes }, false, isExport).legalId?.id ?? null
  expect(legalId({}, false)).toBe('0000000000000')
  expect(legalId({}, true)).toBe('0000000000000')
  expect(legalId({ country: 'US', name: 'Ann Miller' }, false)).toBe('0000000000000')
  expect(legalId({ country: 'US', name: 'Ann Miller' }, true)).toBe('0000000000000')
  const acme = { country: 'US', name: 'Acme Inc.' }
  expect(legalId(acme, false)).toBe('0000000000000')
  expect(legalId(acme, true)).toBe(null)
  expect(legalId({ ...acme, rc: 'EIN 12-3456789' }, true)).toBe('EIN 12-3456789')
})

describe('an address', () => {
  test.each([
    ['a county by its name', { city: 'Cluj-Napoca', county: 'jud. Cluj' }, 'Cluj-Napoca', 'RO-CJ'],
    ['a county by its code', { city: 'Iași', county: 'IS' }, 'Iași', 'RO-IS'],
    ['a county that nobody knows', { city: 'Iași', county: 'Moldova' }, 'Iași', 'Moldova'],
    ['no county', { city: 'Iași', county: null }, 'Iași', null],
    ['a sector in the city', { city: 'București, Sectorul 3', county: null }, 'SECTOR3', 'RO-B'],
    ['a sector in the city, with another county', { city: 'București, Sectorul 3', county: 'Cluj' }, 'SECTOR3', 'RO-B'],
    ['a sector of another city', { city: 'Sector 3', county: 'Ilfov' }, 'Sector 3', 'RO-IF'],
    ['a sector alone', { city: 'Sector 6', county: 'București' }, 'SECTOR6', 'RO-B'],
    ['a sector in the county', { city: 'București', county: 'Sector 2' }, 'SECTOR2', 'RO-B'],
    [
      'a sector in the street',
      { city: 'București', county: 'B', address: 'Str. A 1, Sector 4, ap. 2' },
      'SECTOR4',
      'RO-B',
    ],
    ['no sector', { city: 'București', county: 'B', address: 'Str. A 1' }, 'București', 'RO-B'],
    [
      'a street named after the capital',
      { city: 'Brașov', county: 'BV', address: 'Calea București 1' },
      'Brașov',
      'RO-BV',
    ],
    ['abroad', { city: 'Berlin', county: 'Berlin', country: 'DE' }, 'Berlin', 'Berlin'],
    ['abroad without region', { city: 'Berlin', county: null, country: 'DE' }, 'Berlin', null],
  ])('with %s', (_what, changes, city, county) => {
    expect(built({ cui: null, ...changes }).address).toMatchObject({ city, county })
  })

  test('goes on in the second and third line, and too long a one is reported', () => {
    const limits = new TextLimits()
    const long = 'Strada Lungă '.repeat(40)
    const { address } = buildSeller({ ...SELLER, address: long }, false, limits)
    expect([address?.line1, address?.line2].map((line) => line?.length)).toEqual([149, 96])
    expect(`${address?.line1} ${address?.line2} ${address?.line3}`).toBe(long.trim())
    expect(limits.findings).toMatchObject([{ path: 'firm.address', term: 'BT-35', max: 350, length: 519 }])
  })

  test('that is missing is absent', () => {
    const found = buildBuyer(
      buyer({ address: null, city: null, county: null, postalCode: null }),
      INSIDE,
      new TextLimits(),
    )
    expect(found.address).toEqual({
      line1: null,
      line2: null,
      line3: null,
      city: null,
      postCode: null,
      county: null,
      country: 'RO',
    })
  })
})

test('a company is named with whom to call, a person is not', () => {
  expect(built({}).contact).toEqual({ name: 'Ana Pop', phone: null, email: 'contabilitate@client.ro' })
  expect(built({ contactPerson: null, email: null }).contact).toBe(null)
  expect(built({ type: 'person', cui: null }).contact).toBe(null)
})

test('every text of a party has its limit', () => {
  const limits = new TextLimits()
  const long = 'x'.repeat(1001)
  buildBuyer(
    buyer({ name: long, city: long, postalCode: long, contactPerson: long, phone: long, email: long }),
    INSIDE,
    limits,
  )
  buildSeller({ ...SELLER, name: long, city: long, postalCode: long, phone: long, email: long, rc: long }, true, limits)
  expect(limits.findings.map(({ path, term, max }) => `${path} ${term} ${max}`)).toEqual([
    'client_data.name BT-44 200',
    'client_data.city BT-52 50',
    'client_data.postal_code BT-53 20',
    'client_data.contact_person BT-56 100',
    'client_data.phone BT-57 100',
    'client_data.email BT-58 100',
    'firm.rc BT-33 1000',
    'firm.name BT-27 200',
    'firm.city BT-37 50',
    'firm.postal_code BT-38 20',
    'firm.phone BT-42 100',
    'firm.email BT-43 100',
  ])
})
