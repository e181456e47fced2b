import { collapsed } from '../rules/values.ts'

/** A text longer than CIUS-RO allows. The model holds it in full all the same: shortening it is for its author. */
export interface TextFinding {
  /** Of our API: `items.3.description`, `client_data.name`, `firm.address`. */
  readonly path: string
  readonly term: string
  readonly max: number
  readonly length: number
  /** One that fits. */
  readonly suggested: string
}

/** What XML 1.0 cannot carry; the fields of our API refuse it, older data may hold it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const SPACES = /\s+/g

/** A text as it goes into the model: as a reader of the XML will see it again. Null when nothing is left. */
export function tidy(text: string | null): string | null {
  if (text === null) return null
  const tidied = text.replace(FORBIDDEN, '').replace(/\r\n?/g, '\n').trim()
  return tidied === '' ? null : tidied
}

/**
 * Characters as the rules count them: code points, with white space collapsed (contract efactura 4.3). No-break spaces
 * count one by one, although a shortened text has ordinary ones in their place.
 */
export function lengthOf(text: string): number {
  let length = 0
  for (const _character of collapsed(text)) length += 1
  return length
}

/** The beginning of a text up to a word's end, with an ellipsis, in at most `max` characters. */
export function shortened(text: string, max: number): string {
  const characters = [...text.trim().replace(SPACES, ' ')]
  if (characters.length <= max) return characters.join('')
  const [head = ''] = pieceOf(characters, max - 1)
  return `${head.trimEnd()}…`
}

/**
 * A text shared out over fields that continue each other, whole words where there are any. All of it: what does not
 * fit goes into the last one.
 */
export function sharedOut(text: string, maxima: readonly number[]): string[] {
  const pieces: string[] = []
  let rest = [...text.trim().replace(SPACES, ' ')]
  for (const max of maxima.slice(0, -1)) {
    if (rest.length <= max) break
    const [piece, next] = pieceOf(rest, max)
    pieces.push(piece)
    rest = next
  }
  return rest.length > 0 ? [...pieces, rest.join('')] : pieces
}

/** The same over as many fields as it takes. */
export function inPieces(text: string, max: number): string[] {
  const pieces: string[] = []
  let rest = [...text.trim().replace(SPACES, ' ')]
  while (rest.length > max) {
    const [piece, next] = pieceOf(rest, max)
    pieces.push(piece)
    rest = next
  }
  return [...pieces, rest.join('')]
}

function pieceOf(characters: readonly string[], max: number): [piece: string, rest: string[]] {
  const at = characters.lastIndexOf(' ', max)
  // A word longer than half the field is divided.
  const end = at >= max / 2 ? at : max
  return [characters.slice(0, end).join('').trim(), [...characters.slice(end).join('').trim()]]
}

/** Tidies the texts of one invoice and keeps in mind which are too long. */
export class TextLimits {
  readonly findings: TextFinding[] = []

  fit(text: string | null, path: string, term: string, max: number): string | null {
    const tidied = tidy(text)
    // Code units are never fewer than characters, so that short texts need no counting.
    if (tidied === null || tidied.length <= max) return tidied
    const length = lengthOf(tidied)
    if (length > max) this.findings.push({ path, term, max, length, suggested: shortened(tidied, max) })
    return tidied
  }
}
