import { describe, expect, test } from 'vitest'
import { type GivenInvoice, issued, percentOff, SELLER } from '../../../../test/efactura/issued.ts'
import { formatDecimal } from '../../decimal.ts'
import { bani } from '../../money.ts'
import { type BuildOptions, buildEInvoice } from '../build-einvoice.ts'
import type { EInvoice, LineAllowance } from '../einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice

describe('discounts and charges', () => {
  const shown = (list: readonly LineAllowance[] | undefined) =>
    list?.map(({ amountBani, baseBani, percent, reason }) => [
      amountBani,
      baseBani,
      percent && formatDecimal(percent),
      reason,
    ])

  test('of a line, with the percentage when it explains the amount', () => {
    const [line] = built({
      lines: [
        {
          quantity: '3',
          price: '33.33',
          texts: { discount: percentOff('12.5', 'Client fidel'), charge: percentOff('2') },
        },
      ],
    }).lines
    expect(shown(line?.allowances)).toEqual([[1250, 9999, '12.5', 'Client fidel']])
    expect(shown(line?.charges)).toEqual([[200, 9999, '2', 'Taxă suplimentară']])
  })

  test('as an amount, with a reason of ours (BR-42)', () => {
    const discount = { adjustment: { kind: 'amount' as const, amountBani: bani(500) }, reason: ' ', group: null }
    const [line] = built({ lines: [{ texts: { discount } }] }).lines
    expect(shown(line?.allowances)).toEqual([[500, null, null, 'Reducere comercială']])
  })

  test('of nothing are not there', () => {
    expect(built({ lines: [{ texts: { discount: percentOff('0') } }] }).lines[0]).toMatchObject({
      allowances: [],
      charges: [],
    })
  })

  test('of the document, one per VAT group', () => {
    const { allowances, totals } = built({
      lines: [{ price: '100' }, { price: '50', vat: 11 }],
      discounts: [percentOff('10', 'Campanie')],
    })
    expect(shown(allowances)).toEqual([
      [1000, 10000, '10', 'Campanie'],
      [500, 5000, '10', 'Campanie'],
    ])
    expect(allowances.map(({ vat }) => [vat?.category, vat?.percent && formatDecimal(vat.percent)])).toEqual([
      ['S', '21'],
      ['S', '11'],
    ])
    expect(totals).toMatchObject({ allowancesBani: 1500, chargesBani: null })
  })

  test('with prices that include VAT, without a percentage that would not add up', () => {
    const [line] = built({
      lines: [{ price: '10', texts: { discount: percentOff('10') } }],
      texts: { pricesIncludeVat: true },
    }).lines
    expect(shown(line?.allowances)).toEqual([[82, null, null, 'Reducere comercială']])
  })
})
