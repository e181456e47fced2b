import type { InvoiceLine } from '../../invoice-content.ts'
import { millilitreOrMetreOf, unknownUnitOf } from '../build/unit-code.ts'
import { children } from './checks.ts'
import { type Check, type Rule, warning } from './rule.ts'

/**
 * What the XML no longer shows: that a code (BT-130) was chosen for a unit as it is called on a line, which may not be
 * the one that was meant. For a document that was written line by line from these.
 */
export function unitRules(lines: readonly Pick<InvoiceLine, 'texts'>[]): Rule[] {
  return [
    warning('FCT-U01', 'BT-130', doubting(lines, unknownUnitOf), [
      'Unitatea de măsură „{value}” nu este cunoscută: în RO e-Factura se trimite H87 (bucată), cu denumirea alături. Pentru alt cod, completați ubl_um.',
      'The unit "{value}" is not known: RO e-Factura is told H87 (bucată, piece), with the name beside it. Send ubl_um to state another code.',
    ]),
    warning('FCT-U02', 'BT-130', doubting(lines, millilitreOrMetreOf), [
      'Unitatea de măsură „{value}” se trimite ca mililitru (MLT); metrul liniar este LM. Precizați în ubl_um care dintre ele este.',
      'The unit "{value}" is sent as millilitre (MLT); a running metre (metru liniar) is LM. Send ubl_um to state which of them it is.',
    ]),
  ]
}

/** Reports the unit of every line of which something is to be said. */
function doubting(
  lines: Parameters<typeof unitRules>[0],
  doubt: (texts: InvoiceLine['texts']) => string | null,
): Check {
  return (invoice, report) => {
    for (const [index, { texts }] of lines.entries()) {
      const value = doubt(texts)
      const line = invoice.lines[index]
      if (value === null || line === undefined) continue
      const quantity = invoice.isCreditNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity'
      for (const at of children(line, quantity)) report(at, { attribute: 'unitCode', values: { value } })
    }
  }
}
