import { describe, expect, test } from 'vitest'
import { type GivenInvoice, type GivenLine, issued, percentOff, SELLER } from '../../../../test/efactura/issued.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('the lines', () => {
  const item = (texts: GivenLine['texts'] = {}) => built({ lines: [{ texts }] }).lines[0]

  test.each([
    ['buc', null, 'H87', 0],
    ['Ore', null, 'HUR', 0],
    ['buc', 'kgm', 'KGM', 0],
    ['bax', null, 'H87', 1],
    ['ore', 'BUC', 'HUR', 0],
    ['bax', 'BUC', 'H87', 1],
    ['bax', 'XBX', 'XBX', 0],
    ['', null, 'H87', 0],
  ])('unit %j with code %j is %s', (unit, ublUm, code, attributes) => {
    const line = item({ unit, ublUm })
    expect([line?.unitCode, line?.item.attributes.length]).toEqual([code, attributes])
  })

  test('carry the codes of the goods', () => {
    expect(item({ sku: 'A1', ublNc: '84713000', ublCpv: '30213100-6' })?.item).toMatchObject({
      sellersId: 'A1',
      classifications: [
        { code: '84713000', listId: 'HS' },
        { code: '30213100-6', listId: 'STI' },
      ],
    })
  })

  test('report texts that are too long, in full all the same', () => {
    const description =
      'Servicii de întreținere a sistemului informatic, conform contractului 123 din 1 martie 2026, luna noiembrie'
    const { einvoice, findings } = buildEInvoice(
      issued({
        lines: [{}, { description, texts: { descriptionExtended: 'x'.repeat(201) } }],
        discounts: [percentOff('1', 'y '.repeat(60))],
      }),
      SELLER,
    )
    expect(einvoice.lines[1]?.item.name).toBe(description)
    expect(findings).toEqual([
      { path: 'discounts.0.reason', term: 'BT-97', max: 100, length: 119, suggested: `${'y '.repeat(49)}y…` },
      {
        path: 'items.1.description',
        term: 'BT-153',
        max: 100,
        length: 107,
        suggested: 'Servicii de întreținere a sistemului informatic, conform contractului 123 din 1 martie 2026, luna…',
      },
      { path: 'items.1.description_extended', term: 'BT-154', max: 200, length: 201, suggested: `${'x'.repeat(199)}…` },
    ])
  })
})
