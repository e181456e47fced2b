import { normaliseIban } from './iban.ts'
import { fold } from './text.ts'

/** Legal forms that are no part of anybody's name, wherever they stand. */
const FORMS: ReadonlySet<string> = new Set(
  'srl srld pfa pfi snc scs ong cmi gmbh ug inc ltd llc llp lp corp plc sarl sprl bvba kft bt zrt nyrt sro doo dooel eood ood ead sapa'.split(
    ' ',
  ),
)
/** Those that are also initials, numerals or words: in capitals, as the last word. */
const LAST_FORMS: ReadonlySet<string> = new Set('SA SCA AG BV NV SE KG OHG AB OY AS SL SAS SpA SPA AD II IF'.split(' '))
/** In capitals, as the first word: `II Popescu Ion`, `SC Exemplu`. */
const FIRST_FORMS: ReadonlySet<string> = new Set('II IF SC'.split(' '))
const LAST_WORDS: ReadonlySet<string> = new Set('limited incorporated corporation company'.split(' '))
/** How the names of organisations begin, folded. */
const FIRST_WORDS: ReadonlySet<string> = new Set(
  'asociatia fundatia federatia sindicatul societatea compania cooperativa parohia intreprinderea cabinet cabinetul clubul uniunea camera biroul'.split(
    ' ',
  ),
)
const PHRASES =
  /\b(intreprindere (individuala|familiala)|persoana fizica autorizata|societate (cu raspundere limitata|pe actiuni|in nume colectiv|cooperativa)|organizatie neguvernamentala|regie autonoma)\b/

/**
 * Whether a name is that of a business, an association or a public institution, by its legal form or its first words
 * (`Exemplu SRL`, `S.C. Exemplu S.A.`, `Asociația Exemplu`, `Example Ltd.`). A guess: people may be called so.
 */
export function namesOrganisation(name: string): boolean {
  return hasLegalForm(name) || namesInstitution(name)
}

function hasLegalForm(name: string): boolean {
  const words = wordsOf(name)
  const folded = words.map(fold)
  const [first = '', last = ''] = [words[0], words.at(-1)]
  return (
    folded.some((word) => FORMS.has(word)) ||
    (words.length > 1 && (LAST_FORMS.has(last) || FIRST_FORMS.has(first))) ||
    (words.length > 1 && (LAST_WORDS.has(fold(last)) || FIRST_WORDS.has(folded[0] ?? ''))) ||
    PHRASES.test(folded.join(' '))
  )
}

/** Words with their capitals; `S.R.L.` and `S. R. L.` are one, `SRL-D` is `SRLD`. */
function wordsOf(name: string): string[] {
  return name
    .replace(
      /(?<![\p{L}\d])(?:\p{L}\. ?){2,}(?:\p{L}(?![\p{L}\d]))?/gu,
      (letters) => `${letters.replace(/[. ]/g, '')} `,
    )
    .replace(/\bS\.?R\.?L\.?[ -]*D\b/gi, 'SRLD')
    .split(/[\s,;.()"„”“'’&/-]+/u)
    .filter((word) => word !== '')
}

/**
 * Buyers that are public institutions: they are paid into accounts of the Treasury (`RO..TREZ…`, OMFP 1271/2004), or their names begin
 * as such names do. Suppliers of the state have accounts there too, of the symbol 50.69, which tell nothing; and what
 * has the legal form of a business is no institution, whatever else it is called.
 */
export function isPublicInstitution({ name, iban }: { readonly name: string; readonly iban: string | null }): boolean {
  if (iban !== null && /^RO\d\dTREZ\d{3}(?!5069)/.test(normaliseIban(iban))) return true
  return namesInstitution(name) && !hasLegalForm(name)
}

/** First words of the names of public institutions, folded. */
const INSTITUTIONS =
  /^(primaria|comuna|orasul|municipiul|judetul|sectorul [1-6]|uat|u\.a\.t|unitatea administrativ|consiliul (judetean|local|general|national|concurentei|superior)|ministerul|guvernul|parlamentul|senatul|camera deputatilor|administratia (nationala|prezidentiala|fondului|bazinala|judeteana|finantelor)|presedintia|directia (generala|regionala|judeteana|nationala|de|pentru|silvica|sanitar|publica)|spitalul|scoala|liceul|colegiul (national|tehnic|economic|pedagogic|militar)|gradinita|cresa|universitatea|academia|inspectoratul|agentia (nationala|judeteana|regionala|pentru)|autoritatea|casa (de (asigurari|pensii)|nationala|judeteana|corpului)|curtea de|tribunalul|judecatoria|parchetul|institutia prefectului|prefectura|penitenciarul|garda (nationala|forestiera)|serviciul (public|roman|de (telecomunicatii|ambulanta|protectie))|biblioteca (nationala|judeteana|municipala|oraseneasca|comunala)|politia|jandarmeria|trezoreria|banca nationala)(?![\p{L}\d])/u

function namesInstitution(name: string): boolean {
  return INSTITUTIONS.test(fold(name).replace(/^["'\s]+/, ''))
}
