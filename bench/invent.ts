import { COUNTIES } from '../src/domain/counties.ts'
import { isCuiValid } from '../src/domain/fiscal-code.ts'

/** Numbers that look random and are the same in every run, so that every data set of one size is the same. */
export interface Chance {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number
  /** True for about so many of a hundred. */
  percent(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Like the ids of the product, but the same in every run. */
  id(prefix: string): string
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const FIVE_LETTERS = ALPHABET.length ** 5

/** sfc32, seeded from one number. */
export function chanceFrom(seed: number): Chance {
  let [a, b, c, d] = [seed, 0x9e3779b9, 0x243f6a88, 1]
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next()
  const below = (bound: number) => next() % bound
  const letters = () => {
    let rest = next() % FIVE_LETTERS
    let text = ''
    for (let i = 0; i < 5; i++) {
      text += ALPHABET[rest % 36]
      rest = Math.floor(rest / 36)
    }
    return text
  }
  return {
    below,
    percent: (share) => below(100) < share,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    id: (prefix) => `${prefix}_${letters()}${letters()}`,
  }
}

/** The word that only one client's name has, for the search with few hits. */
export const RARE_WORD = 'Quartzolit'
export const BIG_CLIENT = 0
export const RARE_CLIENT = 3

const WORDS = [
  'Alfa',
  'Nord',
  'Delta',
  'Prim',
  'Carpați',
  'Dunărea',
  'Lumina',
  'Orizont',
  'Meridian',
  'Vega',
  'Ștefan',
  'Activ',
]
const TRADES = [
  'Construct',
  'Trans',
  'Consulting',
  'Media',
  'Agro',
  'Tehnic',
  'Distribuție',
  'Soft',
  'Instal',
  'Comerț',
  'Logistic',
  'Design',
]
const STREETS = ['Str. Lungă', 'Bd. Unirii', 'Str. Mihai Eminescu', 'Calea Victoriei', 'Str. Fabricii', 'Aleea Teilor']
const CITIES = [
  'Cluj-Napoca',
  'Iași',
  'Timișoara',
  'Brașov',
  'Constanța',
  'Oradea',
  'Sibiu',
  'Craiova',
  'Galați',
  'Ploiești',
]
const GOODS = [
  'Servicii de consultanță',
  'Abonament lunar',
  'Mentenanță echipamente',
  'Transport marfă',
  'Hârtie A4 80 g',
  'Licență program',
  'Montaj și punere în funcțiune',
  'Chirie spațiu',
  'Materiale de construcție',
  'Proiectare',
]
const UNITS = ['buc', 'oră', 'lună', 'kg', 'm2', 'set']

/** A client as a caller would send it. */
export function inventClient(chance: Chance, index: number): Record<string, unknown> {
  const words = index === RARE_CLIENT ? `${RARE_WORD} Impex` : `${chance.pick(WORDS)} ${chance.pick(TRADES)}`
  const county = chance.pick(COUNTIES.filter(({ code }) => code !== 'B'))
  return {
    name: `${words} ${index + 1} SRL`,
    cui: `RO${cui(10_000_00 + index * 7)}`,
    rc: `J${String(1 + chance.below(40)).padStart(2, '0')}/${100 + chance.below(9_000)}/20${10 + chance.below(14)}`,
    email: `contact${index + 1}@exemplu.ro`,
    phone: `+407${20_000_000 + chance.below(9_999_999)}`,
    address: `${chance.pick(STREETS)} nr. ${1 + chance.below(200)}`,
    city: chance.pick(CITIES),
    county: county.name,
    postal_code: String(100_000 + chance.below(800_000)),
    is_active: true,
  }
}

/** The code with its control digit, found by trying. */
function cui(body: number): string {
  for (let digit = 0; digit < 10; digit++) if (isCuiValid(`${body}${digit}`)) return `${body}${digit}`
  throw new Error(`no control digit for ${body}`)
}

/** An invoice of three lines as a caller would send it. */
export function inventInvoice(
  chance: Chance,
  clientId: string,
  rates: readonly [standard: number, reduced: number],
): Record<string, unknown> {
  const isForeign = chance.percent(8)
  return {
    client_id: clientId,
    ...(chance.percent(3) ? { document_type: 'proforma' } : {}),
    ...(chance.percent(2) ? { is_draft: true } : {}),
    ...(isForeign ? { currency: 'EUR', currency_rate: `4.9${chance.below(100)}` } : {}),
    ...(chance.percent(60) ? { due_days: chance.pick([7, 14, 45, 60]) } : {}),
    ...(chance.percent(20) ? { observations: `Conform contractului nr. ${1 + chance.below(5_000)}` } : {}),
    items: [0, 1, 2].map(() => ({
      description: `${chance.pick(GOODS)} ${1 + chance.below(400)}`,
      quantity: chance.percent(70) ? 1 + chance.below(20) : `${1 + chance.below(20)}.${1 + chance.below(9)}`,
      price: `${5 + chance.below(isForeign ? 300 : 1_500)}.${chance.below(10)}${1 + chance.below(9)}`,
      vat_rate: chance.percent(80) ? rates[0] : rates[1],
      unit: chance.pick(UNITS),
    })),
  }
}
