import { type Decimal, parseDecimal } from '../../decimal.ts'
import { type Bani, bani, scaleBani } from '../../money.ts'
import type { Identifier } from '../einvoice-party.ts'
import { attribute, children, PREFIXES, steps, type XmlElement } from '../xml-tree.ts'

/**
 * A value that could not be taken as it stands:
 *   not_number           left out
 *   too_many_decimals    an amount with more than two (BR-DEC-*), rounded
 *   too_large            an amount beyond what we count exactly, left out
 *   other_currency       an amount in another currency than the document's, taken as if in that
 *   other_tax_scheme     a tax category that is not of VAT, taken as if it were
 */
export interface ReadProblem {
  readonly code: 'not_number' | 'too_many_decimals' | 'too_large' | 'other_currency' | 'other_tax_scheme'
  /** Where, in the names of UBL: `cac:InvoiceLine[3]/cbc:LineExtensionAmount`. */
  readonly path: string
  readonly line: number
  readonly text: string
}

/** Elements that the model has no place for, by their path without positions. */
export interface Unread {
  readonly path: string
  readonly count: number
  /** Of the first, in the source. */
  readonly line: number
}

/** The longest fraction that is read exactly. */
const MAX_DECIMALS = 20
const MAX_PROBLEMS = 100

const PREFIX_OF: ReadonlyMap<string, string> = new Map(Object.entries(PREFIXES).map(([prefix, uri]) => [uri, prefix]))

/**
 * One pass over a document: it keeps in mind which elements were asked for, so that the rest can be reported, and
 * what was wrong with those that were. Everything here takes an absent element and answers null.
 */
export class UblReading {
  private readonly reported: { code: ReadProblem['code']; element: XmlElement; text: string }[] = []
  private readonly root: XmlElement
  private readonly asked = new Set<XmlElement>()
  private currency: string | null = null

  constructor(root: XmlElement) {
    this.root = root
    this.asked.add(root)
  }

  /** BT-5, the currency that amounts are expected in. */
  inCurrency(currency: string | null): void {
    this.currency = currency
  }

  /** The first element of a name, or along a path of names. */
  one(parent: XmlElement | undefined, path: string): XmlElement | undefined {
    let found = parent
    for (const step of steps(path)) {
      found = found?.children.find((element) => element.name === step.name && element.uri === step.uri)
      if (found === undefined) return undefined
      this.asked.add(found)
    }
    return found
  }

  many(parent: XmlElement | undefined, name: string): XmlElement[] {
    const found = parent === undefined ? [] : children(parent, name)
    for (const element of found) this.asked.add(element)
    return found
  }

  /** Children that are wanted only when they fit; the others stay open for somebody else, or are reported. */
  matching(parent: XmlElement | undefined, name: string, fits: (element: XmlElement) => boolean): XmlElement[] {
    const found = parent === undefined ? [] : children(parent, name).filter(fits)
    for (const element of found) this.asked.add(element)
    return found
  }

  text(parent: XmlElement | undefined, path: string): string | null {
    return contentOf(this.one(parent, path))
  }

  identifier(parent: XmlElement | undefined, path: string): Identifier | null {
    const element = this.one(parent, path)
    const id = contentOf(element)
    return element === undefined || id === null ? null : { id, schemeId: attributeOf(element, 'schemeID') }
  }

  decimal(parent: XmlElement | undefined, path: string): Decimal | null {
    const element = this.one(parent, path)
    const text = contentOf(element)
    if (element === undefined || text === null) return null
    const value = parseDecimal(plainNumber(text), MAX_DECIMALS)
    if (typeof value !== 'string') return value
    this.report('not_number', element, text)
    return null
  }

  /** An amount in the document's currency, or in the one that is named. */
  amount(parent: XmlElement | undefined, path: string, currency = this.currency): Bani | null {
    const element = this.one(parent, path)
    const value = this.price(parent, path, currency)
    if (value === null || element === undefined) return null
    if (value.scale > 2) this.report('too_many_decimals', element, element.text.trim())
    const cents = scaleBani(100, value)
    if (cents <= BigInt(Number.MAX_SAFE_INTEGER) && cents >= -BigInt(Number.MAX_SAFE_INTEGER)) return bani(cents)
    this.report('too_large', element, element.text.trim())
    return null
  }

  /** A unit price: an amount with as many decimals as it likes. */
  price(parent: XmlElement | undefined, path: string, currency = this.currency): Decimal | null {
    const element = this.one(parent, path)
    const written = element && attributeOf(element, 'currencyID')
    if (element && written && currency !== null && written !== currency) this.report('other_currency', element, written)
    return this.decimal(parent, path)
  }

  /** A document wrong all over is not described in full: after so many problems the next are dropped. */
  report(code: ReadProblem['code'], element: XmlElement, text: string): void {
    if (this.reported.length < MAX_PROBLEMS) this.reported.push({ code, element, text })
  }

  /** What was wrong, and what nobody asked for. An element that is not known hides what is in it. */
  findings(): { readonly problems: readonly ReadProblem[]; readonly unread: readonly Unread[] } {
    const paths = new Map(pathsTo(new Set(this.reported.map(({ element }) => element)), this.root))
    const problems = this.reported.map(({ code, element, text }) => {
      return { code, path: paths.get(element) ?? '', line: element.line, text }
    })
    const unread = new Map<string, Unread>()
    this.collectUnread(this.root, [], unread)
    return { problems, unread: [...unread.values()] }
  }

  private collectUnread(parent: XmlElement, above: string[], unread: Map<string, Unread>): void {
    for (const element of parent.children) {
      if (this.asked.has(element)) {
        if (element.children.length === 0) continue
        above.push(prefixed(element))
        this.collectUnread(element, above, unread)
        above.pop()
      } else {
        const path = [...above, prefixed(element)].join('/')
        const known = unread.get(path)
        unread.set(path, { path, count: (known?.count ?? 0) + 1, line: known?.line ?? element.line })
      }
    }
  }
}

/** Where some elements stand, with positions among those of their name. */
function pathsTo(wanted: ReadonlySet<XmlElement>, parent: XmlElement, above = ''): [XmlElement, string][] {
  if (wanted.size === 0) return []
  const totals = new Map<string, number>()
  for (const { name } of parent.children) totals.set(name, (totals.get(name) ?? 0) + 1)
  const positions = new Map<string, number>()
  return parent.children.flatMap((element) => {
    const position = (positions.get(element.name) ?? 0) + 1
    positions.set(element.name, position)
    const suffix = totals.get(element.name) === 1 ? '' : `[${position}]`
    const path = `${above}${prefixed(element)}${suffix}`
    const below = pathsTo(wanted, element, `${path}/`)
    return wanted.has(element) ? [[element, path], ...below] : below
  })
}

/** The trimmed text of an element; null when there is none. */
export function contentOf(element: XmlElement | undefined): string | null {
  const text = element?.text.trim()
  return text === undefined || text === '' ? null : text
}

/** The value of an attribute; null when it is absent or blank. */
export function attributeOf(element: XmlElement, name: string): string | null {
  const value = attribute(element, name)
  return value === null || value.trim() === '' ? null : value
}

/** XSD allows `+1`, `.5` and `5.`, which nobody of ours writes. */
function plainNumber(text: string): string {
  return text.replace(/^([+-]?)\./, '$10.').replace(/\.$/, '')
}

function prefixed({ uri, name }: XmlElement): string {
  const prefix = PREFIX_OF.get(uri)
  return prefix === undefined ? name : `${prefix}:${name}`
}
