/** A fiscal code split the way clients store it (contract C5): `RO` and `98765432`. */
export interface FiscalCode {
  /** The VAT prefix that was written in front of the code; null when none was. */
  readonly prefix: string | null
  /** The rest, in capitals, without spaces, dots, dashes and slashes. */
  readonly code: string
}

/**
 * VAT prefixes of the European Union (Directive 2006/112/EC art. 215): ISO 3166-1 codes, except EL for Greece, and
 * XI for Northern Ireland, which trades in goods as part of it.
 */
export const EU_VAT_PREFIXES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
)

/** Prefixes that are recognised in front of a code besides those of the EU: neighbours that write theirs. */
const OTHER_PREFIXES: ReadonlySet<string> = new Set(['CH', 'GB', 'GR'])

/**
 * What may follow a prefix: digits first, or the letters that Austria (U), Spain, France and Switzerland (E) put there.
 * Without this, an Italian personal code that begins with `ES` or `SE` would lose its first two letters.
 */
const AFTER_PREFIX = /^[A-Z]{2}\d|^ATU\d|^ES[A-Z]\d{7}|^FR[A-Z]{2}\d{9}|^FR[A-Z]\d{10}|^CHE\d{9}/

const SEPARATORS = /[\s.\-\u2010-\u2015\u2212/]+/g

/** Irish numbers issued before 2013 may hold a plus or an asterisk. */
const SHAPE = /^(?=.*\d)[A-Z0-9+*]{2,20}$/

const CUI_WEIGHTS = [7, 5, 3, 2, 1, 7, 5, 3, 2] as const
const CNP_WEIGHTS = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9] as const

/** Stands for a consumer who gave no CNP (efactura 2.2); accepted everywhere, never checked. */
const NO_CNP = '0000000000000'

/**
 * Reads a fiscal code as people type it: `RO 98.765.432`, `ro98765432`, `ATU12345678`, `12345678-2-41`. Null when it
 * cannot be one, which for `RO` means neither a CUI nor a CNP behind the prefix. Check digits are not looked at.
 * A Greek code comes back with `EL`, whichever of `GR` and `EL` it had.
 */
export function parseFiscalCode(text: string): FiscalCode | null {
  const compact = text.replace(SEPARATORS, '').toUpperCase()
  if (!SHAPE.test(compact)) return null
  const letters = compact.slice(0, 2)
  const isPrefixed = (EU_VAT_PREFIXES.has(letters) || OTHER_PREFIXES.has(letters)) && AFTER_PREFIX.test(compact)
  if (!isPrefixed) return { prefix: null, code: compact }
  const code = compact.slice(2)
  if (letters === 'RO' && !isCuiShape(code) && !isCnpShape(code)) return null
  return { prefix: letters === 'GR' ? 'EL' : letters, code }
}

/** Whether a caller means "no fiscal code": nothing, or the dash that stands in for a missing CNP (contract 9.3). */
export function isNoFiscalCode(text: string): boolean {
  const trimmed = text.trim()
  return trimmed === '' || trimmed === '-'
}

/** Whether this looks like the number of a Romanian company: 2 to 10 digits. */
export function isCuiShape(digits: string): boolean {
  return /^\d{2,10}$/.test(digits)
}

/** Whether a CUI ends in its check digit (efactura 2.2). Zeros alone satisfy the sum and belong to nobody. */
export function isCuiValid(digits: string): boolean {
  if (!isCuiShape(digits) || /^0+$/.test(digits)) return false
  return withCheckDigit(digits.slice(0, -1)) === digits
}

/** A CUI of up to nine digits and the one that they demand (efactura 2.2). */
export function withCheckDigit(digits: string): string {
  return `${digits}${((weightedSum(digits.padStart(9, '0'), CUI_WEIGHTS) * 10) % 11) % 10}`
}

/** Whether this looks like the number of a Romanian person: 13 digits. */
export function isCnpShape(digits: string): boolean {
  return /^\d{13}$/.test(digits)
}

/** Whether a CNP ends in its check digit (efactura 2.2); thirteen zeros pass. The birth date is not looked at. */
export function isCnpValid(digits: string): boolean {
  if (!isCnpShape(digits)) return false
  if (digits === NO_CNP) return true
  const remainder = weightedSum(digits, CNP_WEIGHTS) % 11
  return (remainder === 10 ? 1 : remainder) === digitAt(digits, -1)
}

/** The VAT prefix of an EU member by its ISO 3166-1 alpha-2 code, `EL` for `GR`; null for every other country. */
export function vatPrefixOfCountry(alpha2: string): string | null {
  if (alpha2 === 'GR') return 'EL'
  return alpha2 !== 'EL' && alpha2 !== 'XI' && EU_VAT_PREFIXES.has(alpha2) ? alpha2 : null
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * digitAt(digits, at), 0)
}

function digitAt(digits: string, at: number): number {
  return Number(digits.at(at))
}
