import { fold } from '../../domain/text.ts'
import type { Chance } from './chance.ts'

/**
 * Invented codes with right check digits that belong to nobody: CUIs from 90 million, which are not given out yet,
 * CNPs with a serial number above what one county registers in a day, mail under `.example` (RFC 2606).
 */
export function inventCui(chance: Chance): string {
  const digits = `9${numerals(chance, 6)}`
  const sum = weighted(digits.padStart(9, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2])
  return `${digits}${((sum * 10) % 11) % 10}`
}

export function inventCnp(chance: Chance, isWoman: boolean): string {
  const born = [chance.whole(58, 99), chance.whole(1, 12), chance.whole(1, 28), chance.whole(1, 46)]
  const digits = `${isWoman ? 2 : 1}${born.map((part) => String(part).padStart(2, '0')).join('')}${chance.whole(900, 999)}`
  const remainder = weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return `${digits}${remainder === 10 ? 1 : remainder}`
}

/** A German VAT number: eight digits and one of ISO 7064, MOD 11,10. */
export function inventGermanVatId(chance: Chance): string {
  const digits = `9${numerals(chance, 7)}`
  let product = 10
  for (const digit of digits) product = (2 * ((Number(digit) + product) % 10 || 10)) % 11
  return `DE${digits}${(11 - product) % 10}`
}

/** A French VAT number: a key of two digits before the SIREN, which ends in a Luhn digit. */
export function inventFrenchVatId(chance: Chance): string {
  const digits = `9${numerals(chance, 7)}`
  const sum = [...digits].reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  const siren = `${digits}${(10 - (sum % 10)) % 10}`
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`
}

/** An IBAN of a Romanian bank (`BTRL`) and sixteen characters of account. */
export function ibanOf(bank: string, account: string): string {
  const digits = [...`${bank}${account}RO00`].map((character) => Number.parseInt(character, 36)).join('')
  return `RO${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bank}${account}`
}

export function inventIban(chance: Chance, bank: string): string {
  return ibanOf(bank, `RONCRT${numerals(chance, 10)}`)
}

/** The prefix 0700 is not assigned to any network. */
export function inventPhone(chance: Chance): string {
  return `+40700${numerals(chance, 6)}`
}

/** `Moara Veche SRL` has its mail at `moara-veche.example`. */
export function domainOf(name: string): string {
  const words = fold(name)
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter((word) => word !== '' && !LEGAL_FORMS.has(word))
  return `${words.slice(0, 3).join('-')}.example`
}

const LEGAL_FORMS: ReadonlySet<string> = new Set('srl sa pfa ii cmi gmbh sarl sas inc llc ag'.split(' '))

export function numerals(chance: Chance, length: number): string {
  return Array.from({ length }, () => chance.whole(0, 9)).join('')
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)
}
