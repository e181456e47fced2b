import type { Decimal } from '../domain/decimal.ts'
import { formatDecimal } from '../domain/decimal.ts'
import { type Bani, formatLei } from '../domain/money.ts'

declare global {
  interface JSON {
    rawJSON(text: string): RawJson
  }
}

/** A number that is written to the answer digit by digit and never was a float. */
export type RawJson = { readonly rawJSON: string }

/** Text, or the UTF-8 of a text that nobody here reads. */
export type Piece = string | Uint8Array

/** JSON that is rendered already, whole or in pieces, and passed through as it is. */
export class JsonText {
  readonly pieces: readonly Piece[]
  constructor(rendered: string | readonly Piece[]) {
    this.pieces = typeof rendered === 'string' ? [rendered] : rendered
  }

  get text(): string {
    if (this.pieces.every((piece) => typeof piece === 'string')) return this.pieces.join('')
    return joinPieces(this.pieces).toString('utf8')
  }
}

export type Json = string | number | boolean | null | RawJson | readonly Json[] | { readonly [key: string]: Json }

/** An amount as a JSON number with two decimals, in lei or in the document's currency (contract 1.10). */
export function lei(amount: Bani | number): RawJson {
  return JSON.rawJSON(formatLei(amount as Bani))
}

/** A quantity, price, percentage or rate as a JSON number with all its digits. */
export function exact(value: Decimal): RawJson {
  return JSON.rawJSON(formatDecimal(value))
}

export function render(value: Json | JsonText): string {
  return value instanceof JsonText ? value.text : JSON.stringify(value)
}

export function piecesOf(value: Json | JsonText): readonly Piece[] {
  return value instanceof JsonText ? value.pieces : [JSON.stringify(value)]
}

/**
 * The bytes to send. What the database hands over as bytes is copied once, and neither decoded nor encoded again, which
 * for a page of invoices is most of the work.
 */
export function joinPieces(pieces: readonly Piece[]): Buffer {
  let size = 0
  let areTexts = true
  for (const piece of pieces) {
    // A unit of UTF-16 is at most three bytes of UTF-8.
    size += typeof piece === 'string' ? piece.length * 3 : piece.length
    areTexts &&= typeof piece === 'string'
  }
  if (areTexts) return Buffer.from(pieces.join(''))
  const joined = Buffer.allocUnsafe(size)
  let at = 0
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    at += joined.write(text, at)
    text = ''
    joined.set(piece, at)
    at += piece.length
  }
  at += joined.write(text, at)
  return joined.subarray(0, at)
}
