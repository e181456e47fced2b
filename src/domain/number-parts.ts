import { fold } from './text.ts'

/** A text by whose beginning a number is found. */
export interface NumberPart {
  readonly text: string
  /**
   * How many of its first characters an earlier part of the same number begins with too. A search for no more than
   * these has found the number already, so that matches can be counted without looking for doubles.
   */
  readonly shared: number
}

const SEPARATORS = /[-/._ ]+/g
const LEADING_SEPARATORS = /^[-/._ ]+/
const LAST_DIGITS = /\d+(?=\D*$)/
const LEADING_ZEROS = /^0+(?=\d)/

/**
 * The parts of a printed number, folded: the whole, what follows each separator, and its last run of digits to the end,
 * with and without leading zeros. `FAC-2026-00123` is found by the beginning of `fac-2026-00123`, `2026-00123`,
 * `00123` and `123` (decision 0012).
 */
export function numberParts(number: string): NumberPart[] {
  const whole = numberTerm(fold(number))
  const texts = [whole]
  for (const { 0: separators, index } of whole.matchAll(SEPARATORS)) texts.push(whole.slice(index + separators.length))
  const lastDigits = LAST_DIGITS.exec(whole)
  if (lastDigits) {
    const rest = whole.slice(lastDigits.index)
    texts.push(rest, rest.replace(LEADING_ZEROS, ''))
  }
  const parts: NumberPart[] = []
  for (const text of new Set(texts)) {
    if (text === '') continue
    const shared = parts.reduce((most, earlier) => Math.max(most, commonLength(text, earlier.text)), 0)
    parts.push({ text, shared })
  }
  return parts
}

/** All parts in one text, each after a line end, which no part holds: a number is found where its term follows one. */
export function numberText(number: string): string {
  return numberParts(number)
    .map(({ text }) => `\n${text}`)
    .join('')
}

/** What of a folded search is looked for in numbers: a separator in front of it says nothing. */
export function numberTerm(folded: string): string {
  return folded.replace(LEADING_SEPARATORS, '')
}

function commonLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
