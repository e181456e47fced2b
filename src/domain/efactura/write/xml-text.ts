import { type Decimal, formatDecimal } from '../../decimal.ts'
import { type Bani, formatLei } from '../../money.ts'
import type { Identifier } from '../einvoice-party.ts'

/** Anything but a plain character; half characters too, so that whole ones above the first plane get a second look. */
const SPECIAL = /[^\t\n -!#-%'-;=?-\ud7ff\ue000-\ufffd]/
const SPECIAL_IN_ATTRIBUTE = /[^ -!#-%'-;=?-\ud7ff\ue000-\ufffd]/
const TO_REPLACE = /[&<>"\r]|[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/**
 * A text as it stands in XML, between tags and between quotes alike. What XML 1.0 cannot say at all, even by number
 * (control characters, half characters), is left out; our fields refuse it before it gets here.
 */
export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replace(TO_REPLACE, (character) => ESCAPES[character] ?? '') : text
}

/** ` schemeID="0088"`, or nothing. Tabs and line feeds by number: a reader turns them into spaces otherwise. */
export function attribute(name: string, value: string | null): string {
  if (value === null || value === '') return ''
  if (!SPECIAL_IN_ATTRIBUTE.test(value)) return ` ${name}="${value}"`
  return ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`
}

/** An element that holds text, or nothing when there is none: an empty element says nothing and may be refused. */
export function leaf(name: string, text: string | null, attributes = ''): string {
  return text === null || text === '' ? '' : `<${name}${attributes}>${escapeXml(text)}</${name}>\n`
}

/** An element that holds others, or nothing when they are all absent. */
export function group(name: string, content: string): string {
  return content === '' ? '' : `<${name}>\n${content}</${name}>\n`
}

/** With its list, `schemeID`. */
export function identifier(name: string, given: Identifier | null): string {
  return given === null ? '' : leaf(name, given.id, attribute('schemeID', given.schemeId))
}

/** An amount in lei or the like, always with two decimals (BR-RO-Z2). */
export function amount(name: string, bani: Bani | null, currency: string | null): string {
  return bani === null ? '' : leaf(name, formatLei(bani), attribute('currencyID', currency))
}

/** A unit price: as many decimals as it has (BT-146 to BT-148). */
export function priceAmount(name: string, price: Decimal | null, currency: string | null): string {
  return price === null ? '' : leaf(name, formatDecimal(price), attribute('currencyID', currency))
}

export function quantity(name: string, value: Decimal | null, unitCode: string | null): string {
  return value === null ? '' : leaf(name, formatDecimal(value), attribute('unitCode', unitCode))
}

export function number(name: string, value: Decimal | null): string {
  return value === null ? '' : leaf(name, formatDecimal(value))
}
