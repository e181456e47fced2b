/** Letters that canonical decomposition leaves alone, and typographic signs that nobody types into a search box. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ĸ: 'k',
  ſ: 's',
  ς: 'σ',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
}
const REPLACED = new RegExp(`[${Object.keys(REPLACEMENTS).join('')}]`, 'g')

/** Combining marks, and characters without width: soft hyphen, joiners, byte order mark. */
const INVISIBLE = /[\u0300-\u036f]|\u00ad|[\u200b-\u200d]|\ufeff/g
const WHITESPACE = /\s+/g
const ALREADY_PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/

/** What each character below U+0250 folds to: Latin with every diacritic of Romanian and its neighbours. */
const FOLDED_LATIN: readonly string[] = Array.from({ length: 0x250 }, (_, code) => {
  const character = String.fromCharCode(code)
  return character.trim() === '' ? ' ' : foldAny(character)
})

/**
 * The form of a text that search compares: lower case, without diacritics, whitespace collapsed and trimmed.
 * `bucuresti` then finds `BUCUREŞTI` and `București`, with a cedilla or a comma. Folding twice changes nothing.
 */
export function fold(text: string): string {
  if (ALREADY_PLAIN.test(text)) return text.toLowerCase()
  let folded = ''
  let needsSpace = false
  for (let at = 0; at < text.length; at++) {
    const piece = FOLDED_LATIN[text.charCodeAt(at)]
    if (piece === undefined) return foldAny(text)
    if (piece === ' ') {
      needsSpace = folded !== ''
    } else if (piece !== '') {
      folded += needsSpace ? ` ${piece}` : piece
      needsSpace = false
    }
  }
  return folded
}

function foldAny(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(INVISIBLE, '')
    .replace(REPLACED, (character) => REPLACEMENTS[character] ?? character)
    .replace(WHITESPACE, ' ')
    .trim()
}

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u
const TOP_LEVEL = /^(?=.*\p{L}).{2,}$/u

/**
 * Whether mail can be expected to reach this address: an unquoted local part in ASCII (RFC 5321: 64 characters, 254 in
 * all) and a domain of at least two labels, which may be an internationalised one. Nothing is trimmed.
 */
export function isEmail(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  if (at < 1 || at > 64 || !LOCAL_PART.test(text.slice(0, at))) return false
  const labels = text.slice(at + 1).split('.')
  return labels.length >= 2 && labels.every((label) => DOMAIN_LABEL.test(label)) && TOP_LEVEL.test(labels.at(-1) ?? '')
}

/**
 * Whether a text holds control characters, or half characters and non-characters, which XML 1.0 and PostgreSQL cannot
 * carry. A field of several lines may hold tabs and line ends; a field of one line may not.
 */
export function hasControlCharacters(text: string, isMultiline = false): boolean {
  if (!text.isWellFormed()) return true
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isControl(code) && !(isMultiline && isLayout(code))) return true
  }
  return false
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code >= 0xfffe
}

/** Tab, line feed, carriage return: the only ones below the space that XML 1.0 allows. */
function isLayout(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0d
}

/**
 * The text as a list is sorted by it: folded, and every run of digits as long as the longest that is likely,
 * so that `F-9` comes before `F-10`.
 */
export function naturalSortKey(text: string): string {
  return fold(text).replace(/\d+/g, (digits) => digits.padStart(12, '0'))
}
