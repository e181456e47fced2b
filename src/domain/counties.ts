import { fold } from './text.ts'

/** One county of Romania, or the capital. */
export interface County {
  /** The letters of its number plates, which are also its code in ISO 3166-2: `RO-CJ`. */
  readonly code: string
  readonly name: string
}

/** The 41 counties and București, in the order of efactura 4.3. */
export const COUNTIES: readonly County[] = [
  { code: 'AB', name: 'Alba' },
  { code: 'AG', name: 'Argeș' },
  { code: 'AR', name: 'Arad' },
  { code: 'B', name: 'București' },
  { code: 'BC', name: 'Bacău' },
  { code: 'BH', name: 'Bihor' },
  { code: 'BN', name: 'Bistrița-Năsăud' },
  { code: 'BR', name: 'Brăila' },
  { code: 'BT', name: 'Botoșani' },
  { code: 'BV', name: 'Brașov' },
  { code: 'BZ', name: 'Buzău' },
  { code: 'CJ', name: 'Cluj' },
  { code: 'CL', name: 'Călărași' },
  { code: 'CS', name: 'Caraș-Severin' },
  { code: 'CT', name: 'Constanța' },
  { code: 'CV', name: 'Covasna' },
  { code: 'DB', name: 'Dâmbovița' },
  { code: 'DJ', name: 'Dolj' },
  { code: 'GJ', name: 'Gorj' },
  { code: 'GL', name: 'Galați' },
  { code: 'GR', name: 'Giurgiu' },
  { code: 'HD', name: 'Hunedoara' },
  { code: 'HR', name: 'Harghita' },
  { code: 'IF', name: 'Ilfov' },
  { code: 'IL', name: 'Ialomița' },
  { code: 'IS', name: 'Iași' },
  { code: 'MH', name: 'Mehedinți' },
  { code: 'MM', name: 'Maramureș' },
  { code: 'MS', name: 'Mureș' },
  { code: 'NT', name: 'Neamț' },
  { code: 'OT', name: 'Olt' },
  { code: 'PH', name: 'Prahova' },
  { code: 'SB', name: 'Sibiu' },
  { code: 'SJ', name: 'Sălaj' },
  { code: 'SM', name: 'Satu Mare' },
  { code: 'SV', name: 'Suceava' },
  { code: 'TL', name: 'Tulcea' },
  { code: 'TM', name: 'Timiș' },
  { code: 'TR', name: 'Teleorman' },
  { code: 'VL', name: 'Vâlcea' },
  { code: 'VN', name: 'Vrancea' },
  { code: 'VS', name: 'Vaslui' },
]

/** The capital in Romanian, English, French and German, folded. */
const BUCHAREST: ReadonlySet<string> = new Set(['bucuresti', 'bucharest', 'bucarest', 'bukarest'])

/** Other names: the spelling of 1953 to 1993, which folds to other letters, and the capital in other languages. */
const OTHER_NAMES: readonly (readonly [words: string, code: string])[] = [
  ['dimbovita', 'DB'],
  ['vilcea', 'VL'],
  ...[...BUCHAREST].map((name) => [name, 'B'] as const),
]

const CODES: ReadonlyMap<string, string> = new Map([
  ...OTHER_NAMES,
  ...COUNTIES.map(({ code }) => [code.toLowerCase(), code] as const),
  ...COUNTIES.map(({ code, name }) => [wordsOf(name).join(' '), code] as const),
])

const NAMES: ReadonlyMap<string, string> = new Map(COUNTIES.map(({ code, name }) => [code, name]))

/** Words around the name of a county or of the capital that say only what it is and where. */
const TITLES: ReadonlySet<string> = wordSet(
  'judet judetul jud county municipiu municipiul mun oras orasul or localitatea loc capitala city romania ro nr',
)
const SECTOR: ReadonlySet<string> = wordSet('sector sectorul sectorului sect sec')
const STREET: ReadonlySet<string> = wordSet('street st road rd avenue')

/**
 * The plate code of a county written as its code or its name, with or without title, prefix and diacritics: `CJ`,
 * `RO-CJ`, `jud. Cluj`, `JUDEȚUL CLUJ`, `Municipiul București`, `Sector 3`. Null when none is named.
 */
export function countyCode(text: string): string | null {
  const words = wordsOf(text)
  const code = CODES.get(words.join(' ')) ?? CODES.get(withoutTitles(words).join(' '))
  return code ?? (bucharestSector(text) === null ? null : 'B')
}

/** The name of a county by its plate code, with diacritics; null when there is no such code. */
export function countyName(code: string): string | null {
  return NAMES.get(code) ?? null
}

/**
 * The sector of București that a city names: `Sector 3`, `SECTOR3`, `București, Sectorul 3`, `Bucharest, sect. 3`.
 * Null when it names none, two, or another place. (Contract 9.3, C25; the XML wants `SECTOR3`, BR-RO-100.)
 */
export function bucharestSector(city: string): number | null {
  const { sectors, others } = readSectors(wordsOf(city))
  const [sector] = sectors
  if (sector === undefined || sectors.size > 1 || !/^[1-6]$/.test(sector)) return null
  return others.length === 0 || others.some((word) => BUCHAREST.has(word)) ? Number(sector) : null
}

/** Whether a city names București and a sector of it, so that it is nowhere else, whatever county stands beside it. */
export function isSectorOfBucharest(city: string): boolean {
  return bucharestSector(city) !== null && readSectors(wordsOf(city)).others.length > 0
}

/**
 * Whether a city field means București, so that it must name a sector (contract 9.3): `Bucuresti`, `Mun. București`,
 * `Titan, București`, `Bucharest, Romania`. A street of that name elsewhere (`Calea București, Brașov`) is not meant.
 */
export function namesBucharest(city: string): boolean {
  if (bucharestSector(city) !== null) return true
  return fold(city)
    .split(/[,;()/|]| - /)
    .some((part, at) => {
      const [first = '', second = ''] = readSectors(wordsOf(part)).others
      return BUCHAREST.has(first) && (second === '' || (at === 0 && !STREET.has(second)))
    })
}

/** Splits the words of a city into the numbers behind the word sector and what is left, titles and numbers aside. */
function readSectors(words: readonly string[]): { sectors: ReadonlySet<string>; others: string[] } {
  const sectors = new Set<string>()
  const others: string[] = []
  let isAfterSector = false
  for (const word of withoutTitles(words)) {
    if (isNumber(word) && isAfterSector) sectors.add(word)
    isAfterSector = SECTOR.has(word)
    if (!isAfterSector && !isNumber(word)) others.push(word)
  }
  return { sectors, others }
}

function withoutTitles(words: readonly string[]): string[] {
  return words.filter((word) => !TITLES.has(word))
}

function isNumber(word: string): boolean {
  return word.charCodeAt(0) <= 57
}

/** The words and the numbers of a text, folded; `SECTOR3` is a word and a number. */
function wordsOf(text: string): string[] {
  return fold(text).match(/[a-z]+|\d+/g) ?? []
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}
