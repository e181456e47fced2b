import { describe, expect, test } from 'vitest'
import { GERMAN } from '../../../../test/efactura/golden-cases.ts'
import { type GivenInvoice, issued, SELLER } from '../../../../test/efactura/issued.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('delivery', () => {
  const K: GivenInvoice = { buyer: GERMAN, lines: [{ key: 'K', vat: 0 }] }
  const delegate = { name: null, identityCard: null, transport: null, date: '2026-11-18', time: null }

  test('within the Union goes to the buyer, on the day of the invoice', () => {
    expect(built(K).delivery).toEqual({
      partyName: null,
      location: null,
      date: '2026-11-20',
      address: built(K).buyer.address,
    })
  })

  test('to a country without counties names the city instead, for BR-RO-211 asks for one everywhere', () => {
    const { delivery } = built({ ...K, buyer: { ...GERMAN, city: 'Berlin', county: null } })
    expect(delivery?.address).toMatchObject({ city: 'Berlin', county: 'Berlin', country: 'DE' })
  })

  test('is on the day that the delegate took the goods', () => {
    expect(built({ ...K, texts: { withDelegate: true, delegate } }).delivery?.date).toBe('2026-11-18')
    expect(built({ texts: { withDelegate: true, delegate } }).delivery).toMatchObject({
      date: '2026-11-18',
      address: null,
    })
    expect(built({ texts: { withDelegate: false, delegate } }).delivery).toBe(null)
  })

  test('to a buyer with an address here goes to the country of the VAT number', () => {
    const { delivery } = built({
      ...K,
      buyer: { ...GERMAN, country: 'RO', cui: 'EL123456789', cuiPrefix: 'EL', county: 'Cluj' },
    })
    expect(delivery?.address).toMatchObject({ line1: null, country: 'GR' })
  })
})
