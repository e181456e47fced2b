import { fold } from './text.ts'

/** A unit of measure: how it reads on an invoice, and its UN/ECE Recommendation 20 or 21 code in the XML (BT-130). */
export interface Unit {
  readonly label: string
  readonly code: string
}

/** What the XML says for a unit that has no code of its own: one piece (contract 9.3). */
export const DEFAULT_UBL_UNIT = 'H87'

/**
 * Label, code, and other ways to write the label: plurals, long and short forms (efactura 4.7, contract 9.3).
 * `ml` is read as millilitre (`isMillilitreOrMetre` doubts it); running metres have to be written out or as `m liniar`
 * or `lm`. A hectare has no entry: its code is not in the list that ANAF accepts, and only the caller can convert to
 * square metres.
 */
const ROWS: readonly (readonly [label: string, code: string, ...others: string[]])[] = [
  ['buc', 'H87', 'bucată', 'bucăți', 'bucata', 'bc', 'piesă', 'piese', 'piece', 'pieces', 'pc', 'pcs'],
  ['oră', 'HUR', 'ore', 'h', 'hour', 'hours'],
  ['minut', 'MIN', 'minute', 'min'],
  ['zi', 'DAY', 'zile', 'day', 'days'],
  ['săptămână', 'WEE', 'săptămâni', 'săptămîni', 'săpt', 'week', 'weeks'],
  ['lună', 'MON', 'luni', 'month', 'months'],
  ['trimestru', 'QAN', 'trimestre', 'trim'],
  ['an', 'ANN', 'ani', 'year', 'years'],
  ['zi lucrătoare', 'E49', 'zile lucrătoare'],
  ['set', 'SET', 'seturi'],
  ['pereche', 'PR', 'perechi'],
  ['duzină', 'DZN', 'duzini'],
  ['pachet', 'XPK', 'pachete', 'pach'],
  ['cutie', 'XBX', 'cutii'],
  ['cutie carton', 'XCT', 'cutii carton', 'cutie de carton', 'cutii de carton', 'carton', 'cartoane'],
  ['palet', 'XPX', 'paleți', 'paleti'],
  ['sac', 'XSA', 'saci'],
  ['pungă', 'XBG', 'pungi'],
  ['sticlă', 'XBO', 'sticle'],
  ['rolă', 'XRO', 'role'],
  ['serviciu', 'E48', 'servicii', 'serv'],
  ['proiect', 'E48', 'proiecte'],
  ['abonament', 'E48', 'abonamente'],
  ['forfetar', 'LS', 'sumă forfetară', 'global', 'sumă globală'],
  ['lucrare', 'E51', 'lucrări', 'job'],
  ['kg', 'KGM', 'kilogram', 'kilograme', 'kgr'],
  ['g', 'GRM', 'gram', 'grame', 'gr'],
  ['mg', 'MGM', 'miligram', 'miligrame'],
  ['t', 'TNE', 'tonă', 'tone', 'to'],
  ['l', 'LTR', 'litru', 'litri'],
  ['ml', 'MLT', 'mililitru', 'mililitri'],
  ['hl', 'HLT', 'hectolitru', 'hectolitri'],
  ['m', 'MTR', 'metru', 'metri'],
  ['metru liniar', 'LM', 'metri liniari', 'm liniar', 'm liniari', 'm lin', 'lm'],
  ['cm', 'CMT', 'centimetru', 'centimetri'],
  ['mm', 'MMT', 'milimetru', 'milimetri'],
  ['km', 'KMT', 'kilometru', 'kilometri'],
  ['mp', 'MTK', 'm²', 'm2', 'm^2', 'metru pătrat', 'metri pătrați'],
  ['mc', 'MTQ', 'm³', 'm3', 'm^3', 'metru cub', 'metri cubi'],
  ['kWh', 'KWH', 'kilowatt oră', 'kilowați oră'],
  ['MWh', 'MWH', 'megawatt oră', 'megawați oră'],
  ['GJ', 'GJ', 'gigajoule', 'gigajouli'],
  ['mie buc', 'MIL', 'mii buc', 'mie bucăți', 'mii bucăți', 'mii de bucăți', '1000 buc', 'mie', 'mii'],
  ['sută', 'CEN', 'sute', '100 buc', 'sută buc', 'sute buc'],
  ['procent', 'P1', 'procente', '%'],
  ['persoană', 'IE', 'persoane', 'pers'],
  ['GB', 'E34', 'gigabyte', 'gigabytes'],
  ['MB', '4L', 'megabyte', 'megabytes'],
  ['activitate', 'ACT', 'activități'],
  ['lot', 'LO', 'loturi'],
  ['altele', 'ZZ', 'altul', 'alta'],
  ['loc', 'C62', 'locuri'],
  ['porție', 'C62', 'porții'],
]

/** The units to choose from, in the order of efactura 4.7; the label is what is printed. */
export const UNITS: readonly Unit[] = ROWS.map(([label, code]) => ({ label, code }))

const CODES: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap(([label, code, ...others]) => [label, ...others].map((text) => [unitKey(text), code] as const)),
)

/** Codes that may stand in place of a text. Not MIL, which in Romanian abbreviates a million, nor ACT, a paper. */
const CODES_AS_TEXT: ReadonlySet<string> = new Set(
  [...UNITS.map((unit) => unit.code), 'EA'].filter((code) => code !== 'MIL' && code !== 'ACT'),
)

/**
 * The code of a unit as a line names it, in any case, with or without diacritics and full stops: `Buc.`, `ore`,
 * `M.P.`, `KGM`. Null when the unit is not known; what to send then is for the caller to decide (`DEFAULT_UBL_UNIT`).
 */
export function ublUnitOf(unit: string): string | null {
  const key = unitKey(unit)
  const code = CODES.get(key)
  if (code !== undefined) return code
  const capitals = key.toUpperCase()
  return CODES_AS_TEXT.has(capitals) ? capitals : null
}

/** Whether a unit is written `ml`, in any spelling: some mean millilitres (MLT) by it, and some running metres (LM). */
export function isMillilitreOrMetre(unit: string): boolean {
  return unitKey(unit) === 'ml'
}

function unitKey(text: string): string {
  return fold(text)
    .replace(/\./g, '')
    .replace(/[\s/_-]+/g, ' ')
    .trim()
}
