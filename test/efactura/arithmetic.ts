import { compare, type Decimal, divideRounded, ONE, powerOfTen } from '../../src/domain/decimal.ts'
import type { EInvoice, LineAllowance, VatOf } from '../../src/domain/efactura/einvoice.ts'

function sum(list: readonly (number | null)[]): number {
  return list.reduce<number>((total, one) => total + (one ?? 0), 0)
}

function amounts(list: readonly LineAllowance[]): number {
  return sum(list.map(({ amountBani }) => amountBani))
}

/** round2(quantity × price ÷ base quantity), in cents. */
function product(quantity: Decimal, price: Decimal, per: Decimal): number {
  const top = quantity.unscaled * price.unscaled * 100n * powerOfTen(per.scale)
  return Number(divideRounded(top, per.unscaled * powerOfTen(quantity.scale + price.scale)))
}

function isOf(a: VatOf | null, b: VatOf): boolean {
  if (a === null || a.category !== b.category) return false
  return a.percent === null || b.percent === null ? a.percent === b.percent : compare(a.percent, b.percent) === 0
}

/**
 * The arithmetic of EN 16931, to the cent, and stricter than its published rules: a line is its quantity × price (which
 * they do not check) and VAT is base × rate (where they tolerate almost 1). `vatToleranceBani` is for prices that
 * include VAT (decision 0003).
 */
export function faultsOfArithmetic(invoice: EInvoice, vatToleranceBani = 0): string[] {
  const { totals, lines, allowances, charges, vatBreakdown } = invoice
  const faults: string[] = []
  const equal = (rule: string, actual: number | null, expected: number, tolerance = 0) => {
    if (Math.abs((actual ?? 0) - expected) > tolerance) faults.push(`${rule}: ${actual} instead of ${expected}`)
  }
  for (const { id, quantity, price, netBani, ...line } of lines) {
    if (!quantity || !price.net) continue
    const base = product(quantity, price.net, price.baseQuantity ?? ONE)
    equal(`BT-131 of ${id}`, netBani, base - amounts(line.allowances) + amounts(line.charges))
    if (price.net.unscaled < 0n) faults.push(`BR-27 of ${id}`)
  }
  const linesBani = sum(lines.map((line) => line.netBani))
  const withoutVat = linesBani - amounts(allowances) + amounts(charges)
  const vat = sum(vatBreakdown.map((group) => group.vatBani))
  equal('BR-CO-10', totals.linesBani, linesBani)
  equal('BR-CO-11', totals.allowancesBani, amounts(allowances))
  equal('BR-CO-12', totals.chargesBani, amounts(charges))
  equal('BR-CO-13', totals.withoutVatBani, withoutVat)
  equal('BR-CO-14', totals.vatBani, vat)
  equal('BR-CO-15', totals.withVatBani, withoutVat + vat)
  equal('BR-CO-16', totals.payableBani, withoutVat + vat - (totals.paidBani ?? 0) + (totals.roundingBani ?? 0))
  for (const group of vatBreakdown) {
    const of = <T extends { vat: VatOf | null }>(list: readonly T[]) => list.filter((one) => isOf(one.vat, group))
    const base = sum(of(lines).map((line) => line.netBani)) - amounts(of(allowances)) + amounts(of(charges))
    equal(`BT-116 of ${group.category}`, group.baseBani, base)
    const due = group.percent
      ? product({ unscaled: BigInt(base), scale: 2 }, group.percent, { unscaled: 100n, scale: 0 })
      : 0
    equal(`BR-CO-17 of ${group.category}`, group.vatBani, due, vatToleranceBani)
  }
  for (const one of [...lines, ...allowances, ...charges]) {
    if (one.vat && !vatBreakdown.some((group) => isOf(one.vat, group)))
      faults.push(`no breakdown for ${one.vat.category}`)
  }
  return faults
}
