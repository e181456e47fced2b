import { type Decimal, parseDecimal } from '../../decimal.ts'
import { child, type XmlElement } from '../xml-tree.ts'

/** xs:decimal: `.5`, `5.` and a plus sign are allowed, an exponent is not. */
const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/

/** More digits than any amount, quantity or price has; the bound keeps every product small. */
const MOST_DECIMALS = 20

/** The text of an element with white space trimmed and collapsed, as XML Schema and XPath's normalize-space see it. */
export function valueIn(element: XmlElement | undefined): string {
  const text = element?.text.trim() ?? ''
  return /\s\s|[\t\n\r]/.test(text) ? text.replace(/\s+/g, ' ') : text
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
  return element === undefined ? null : decimalOf(element.text.trim())
}

export function numberAt(element: XmlElement, path: string): Decimal | null {
  return numberOf(child(element, path))
}
