import type { LineTexts } from '../../invoice-content.ts'
import { isMillilitreOrMetre, ublUnitOf } from '../../units.ts'
import { UNIT_CODES } from '../rules/codes/unit-codes.ts'
import { tidy } from './text-limits.ts'

type Unit = Pick<LineTexts, 'unit' | 'ublUm'>

/** BT-130: what the caller says it is, else what its name is known for. */
export function unitCodeOf(texts: Unit): string | null {
  return statedCodeOf(texts) ?? ublUnitOf(texts.unit)
}

/** A code that is none is never an error (contract 9.3): the unit's name says more. */
function statedCodeOf({ ublUm }: Unit): string | null {
  const given = tidy(ublUm)?.toUpperCase()
  return given !== undefined && UNIT_CODES.has(given) ? given : null
}

/** The name of a unit that nothing is known of, which is therefore sent as pieces; null where there is none. */
export function unknownUnitOf(texts: Unit): string | null {
  return unitCodeOf(texts) === null ? tidy(texts.unit) : null
}

/** The name of a unit that is sent as millilitres and may be running metres; null where it is not, or is stated. */
export function millilitreOrMetreOf(texts: Unit): string | null {
  return statedCodeOf(texts) === null && isMillilitreOrMetre(texts.unit) ? tidy(texts.unit) : null
}
