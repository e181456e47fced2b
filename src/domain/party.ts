import { bucharestSector, countyCode, namesBucharest } from './counties.ts'
import { isCountry } from './countries.ts'
import {
  isCnpShape,
  isCnpValid,
  isCuiShape,
  isCuiValid,
  isNoFiscalCode,
  parseFiscalCode,
  vatPrefixOfCountry,
} from './fiscal-code.ts'
import { isIbanShape, isIbanValid, normaliseIban } from './iban.ts'
import type { Problem } from './problem.ts'

/** The client as a party to an invoice: what the law wants named (Cod fiscal art. 319 (20) f). */
export interface Party {
  readonly name: string
  readonly type: 'company' | 'person'
  readonly email: string | null
  readonly phone: string | null
  /** The code without its country prefix: CUI digits, CNP, or a foreign number. */
  readonly cui: string | null
  readonly cuiPrefix: string | null
  readonly rc: string | null
  readonly address: string | null
  readonly city: string | null
  readonly county: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly postalCode: string | null
  readonly iban: string | null
  readonly bank: string | null
  readonly contactPerson: string | null
}

/** What a caller may say of a client. Absent means unchanged, null means cleared. */
export type PartyChanges = { readonly [K in Exclude<keyof Party, 'name'>]?: Party[K] | undefined } & {
  readonly name?: string | undefined
}

interface Checked {
  readonly party: Party
  readonly problems: readonly Problem[]
  /** Stored although it looks wrong, unless the company is strict (contract decision 15). */
  readonly warnings: readonly Problem[]
}

const BLANK: Party = {
  name: '',
  type: 'person',
  email: null,
  phone: null,
  cui: null,
  cuiPrefix: null,
  rc: null,
  address: null,
  city: null,
  county: null,
  country: 'RO',
  postalCode: null,
  iban: null,
  bank: null,
  contactPerson: null,
}

/**
 * Applies changes to a party and checks what was sent. Only the fields that changed are judged, each in the light
 * of the whole: older data may break a rule that came later (contract 9.3). `at` leads the paths (`client_data.`).
 */
export function changeParty(before: Party | null, changes: PartyChanges, at = ''): Checked {
  const problems: Problem[] = []
  const warnings: Problem[] = []
  const country = changes.country ?? before?.country ?? 'RO'
  const code = fiscalCodeOf(before, changes, country)
  const sent = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const party: Party = { ...BLANK, ...before, ...sent, country, ...code, type: typeOf(before, changes, code.cui) }
  const isRomanian = country === 'RO'
  const touches = (...fields: (keyof PartyChanges)[]) => fields.some((field) => changes[field] !== undefined)

  if (changes.country && !isCountry(country)) problems.push({ path: `${at}country`, code: 'not_country' })
  if (isRomanian && touches('cui', 'country') && party.cui) checkRomanianCode(party.cui, `${at}cui`, problems, warnings)
  if (isRomanian && touches('county', 'country') && party.county && !countyCode(party.county)) {
    problems.push({ path: `${at}county`, code: 'not_county' })
  }
  if (isRomanian && touches('city', 'county', 'country') && lacksSector(party))
    problems.push({ path: `${at}city`, code: 'sector_missing' })
  if (changes.iban) {
    // Many countries have no IBANs: what their banks call an account is kept as it was sent.
    if (!isIbanShape(changes.iban)) (isRomanian ? problems : warnings).push({ path: `${at}iban`, code: 'not_iban' })
    else if (!isIbanValid(changes.iban)) warnings.push({ path: `${at}iban`, code: 'wrong_check_digit' })
  }
  const iban = party.iban && isIbanShape(party.iban) ? normaliseIban(party.iban) : party.iban
  return { party: { ...party, iban }, problems, warnings }
}

/** București is six sectors, and e-Factura wants to know which (BR-RO-100). */
function lacksSector({ city, county }: Party): boolean {
  if (!city) return false
  return (namesBucharest(city) || (county !== null && countyCode(county) === 'B')) && bucharestSector(city) === null
}

function checkRomanianCode(code: string, path: string, problems: Problem[], warnings: Problem[]): void {
  if (isCnpShape(code)) {
    if (!isCnpValid(code)) warnings.push({ path, code: 'wrong_check_digit' })
  } else if (!isCuiShape(code)) problems.push({ path, code: 'not_fiscal_code' })
  else if (!isCuiValid(code)) warnings.push({ path, code: 'wrong_check_digit' })
}

/** `RO12345` is prefix and code; a Romanian company's code without prefix gets RO; a CNP has none (contract 2.2). */
function fiscalCodeOf(before: Party | null, changes: PartyChanges, country: string): Pick<Party, 'cui' | 'cuiPrefix'> {
  if (changes.cui === undefined) {
    const cui = before?.cui ?? null
    return {
      cui,
      cuiPrefix: changes.cuiPrefix === undefined ? (before?.cuiPrefix ?? null) : cui ? changes.cuiPrefix : null,
    }
  }
  if (changes.cui === null || isNoFiscalCode(changes.cui)) return { cui: null, cuiPrefix: null }
  const parsed = parseFiscalCode(changes.cui) ?? { prefix: null, code: changes.cui }
  if (isCnpShape(parsed.code) && country === 'RO') return { cui: parsed.code, cuiPrefix: null }
  const given = parsed.prefix ?? changes.cuiPrefix
  return { cui: parsed.code, cuiPrefix: given === undefined ? vatPrefixOfCountry(country) : given }
}

function typeOf(before: Party | null, changes: PartyChanges, cui: string | null): Party['type'] {
  if (changes.type) return changes.type
  if (changes.cui !== undefined || !before) return cui !== null && !isCnpShape(cui) ? 'company' : 'person'
  return before.type
}

/** The code as printed on documents: `RO98765432` (contract C5). */
export function fullFiscalCode(party: Pick<Party, 'cui' | 'cuiPrefix'>): string | null {
  return party.cui === null ? null : `${party.cuiPrefix ?? ''}${party.cui}`
}
