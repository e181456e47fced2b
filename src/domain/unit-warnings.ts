import { UNIT_CODES } from './efactura/rules/codes/unit-codes.ts'
import type { Problem } from './problem.ts'

/** A unit code that is none is never an error (contract 9.3), and whoever sent it should know what becomes of it. */
export function unitWarnings(lines: readonly { readonly texts: { readonly ublUm: string | null } }[]): Problem[] {
  return lines.flatMap(({ texts: { ublUm } }, index) =>
    ublUm === null || UNIT_CODES.has(ublUm.trim().toUpperCase())
      ? []
      : [{ path: `items.${index}.ubl_um`, code: 'unknown_unit_code' }],
  )
}
