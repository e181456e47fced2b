import { type Decimal, parseDecimal } from '../../decimal.ts'
import { child, type XmlElement } from '../xml-tree.ts'

/** xs:decimal: `.5`, `5.` and a plus sign are allowed, an exponent is not. */
const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/

/** More digits than any amount, quantity or price has; the bound keeps every product small. */
const MOST_DECIMALS = 20

/**
 * A text without the white space around it, as XML counts it: space, tab and line ends. A no-break space is a character
 * like any other to XML Schema and XPath, unlike to `String.trim`; `SECTOR1` and a no-break space is not `SECTOR1`.
 */
export function trimmed(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isSpace(text, from)) from++
  while (to > from && isSpace(text, to - 1)) to--
  return to - from === text.length ? text : text.slice(from, to)
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || code === 10 || code === 9 || code === 13
}

/** A text with white space trimmed and collapsed, as XML Schema and XPath's normalize-space see it. */
export function collapsed(text: string): string {
  const inside = trimmed(text)
  return / {2}|[\t\n\r]/.test(inside) ? inside.replace(/[ \t\n\r]+/g, ' ') : inside
}

/** The same of the text of an element; '' when it is absent. */
export function valueIn(element: XmlElement | undefined): string {
  return element === undefined ? '' : collapsed(element.text)
}

/** The same of the first element along a path; '' when it is absent. */
export function valueAt(element: XmlElement | undefined, path: string): string {
  return element === undefined ? '' : valueIn(child(element, path))
}

/** An xs:decimal; null for anything else, also for one that is absurdly long. */
export function decimalOf(text: string): Decimal | null {
  const parts = DECIMAL.exec(text)
  if (parts === null) return null
  const [, sign = '', whole = '0', fraction = parts[4] ?? ''] = parts
  const value = parseDecimal(`${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`, MOST_DECIMALS)
  return typeof value === 'string' ? null : value
}

export function numberOf(element: XmlElement | undefined): Decimal | null {
  return element === undefined ? null : decimalOf(trimmed(element.text))
}

export function numberAt(element: XmlElement, path: string): Decimal | null {
  return numberOf(child(element, path))
}
