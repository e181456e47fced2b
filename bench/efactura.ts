import { makeDocument } from '../src/domain/efactura/make-document.ts'
import { isFatal } from '../src/domain/efactura/rules/validate-ubl.ts'
import type { Invoice } from '../src/domain/invoice.ts'
import { type GivenLine, issued, percentOff, SELLER } from '../test/efactura/issued.ts'
import { median } from './measure.ts'
import type { Result } from './report.ts'

const ORDINARY_TARGET_MS = 5
const LONG_TARGET_MS = 50
const WARM_SECONDS = 1

/** What e-Factura costs whoever issues an invoice: building it, writing its XML, reading that again, and every rule. */
export function benchEfactura(rounds: number, seconds: number): Result[] {
  const row = (work: string, run: () => unknown, targetMs: number): Result => {
    return { engine: 'none', work, figure: medianMs(run, rounds, seconds), unit: 'ms', target: targetMs }
  }
  const ordinary = sound(issued({ lines: lines(3), discounts: [percentOff('5')] }))
  const long = sound(issued({ lines: lines(500), discounts: [percentOff('5')] }))
  const make = (invoice: Invoice) => () => makeDocument(invoice, SELLER, { stornoAs: '380' })
  return [
    row('e-invoice of 3 lines, made and judged', make(ordinary), ORDINARY_TARGET_MS),
    row('e-invoice of 500 lines, made and judged', make(long), LONG_TARGET_MS),
  ]
}

/** A document that stopped at a fault would be judged too quickly. */
function sound(invoice: Invoice): Invoice {
  const fatal = makeDocument(invoice, SELLER, { stornoAs: '380' }).findings.filter(isFatal)
  if (fatal.length > 0) throw new Error(`the sample has faults: ${JSON.stringify(fatal)}`)
  return invoice
}

function lines(count: number): GivenLine[] {
  return Array.from({ length: count }, (_one, index) => ({
    description: `Articol numărul ${index + 1} din catalog`,
    quantity: `${(index % 9) + 1}.5`,
    price: `${index + 10}.${String(index % 100).padStart(2, '0')}`,
    vat: index % 3 === 2 ? 11 : 21,
    texts: { sku: `ART-${index}`, unit: 'buc', discount: index % 5 === 4 ? percentOff('10') : null },
  }))
}

/** The median over the rounds of how long one takes, after a while of warming up. */
function medianMs(run: () => unknown, rounds: number, seconds: number): number {
  const one = (duration: number): number => {
    const start = performance.now()
    let runs = 0
    do {
      run()
      runs += 1
    } while (performance.now() - start < duration * 1000)
    return (performance.now() - start) / runs
  }
  one(WARM_SECONDS)
  return median(Array.from({ length: rounds }, () => one(seconds)))
}
