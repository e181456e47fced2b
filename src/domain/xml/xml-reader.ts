import type { XmlAttribute, XmlElement } from '../../domain/efactura/xml-tree.ts'
import { XmlError, type XmlFault } from './xml-error.ts'
import { ASCII_QNAME, DECLARATION, INSTRUCTION, QNAME } from './xml-names.ts'
import { XmlNamespaces } from './xml-namespaces.ts'

const MAX_DEPTH = 100
/** An invoice of 10 MB of nothing but short elements has about 250 000. */
const MAX_ELEMENTS = 400_000
const MAX_ATTRIBUTES = 100

const ONLY_SPACE = /^[ \t\n]*$/

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' }
const REFERENCE = /&(?:(amp|lt|gt|apos|quot)|#0*(\d{1,7})|#x0*([0-9A-Fa-f]{1,6}));/y

const NO_ATTRIBUTES: readonly XmlAttribute[] = []

interface Open {
  readonly uri: string
  readonly name: string
  /** As written, to be met again in the end tag. */
  readonly written: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: XmlElement[]
  readonly line: number
  text: string
}

/** Goes once through a text whose lines end in line feeds and whose characters have been checked. */
export class XmlReader {
  readonly #text: string
  readonly #namespaces = new XmlNamespaces()
  readonly #open: Open[] = []
  readonly #names = new Map<string, string>()
  #at = 0
  #line = 1
  /** Where the current line ends. Remembered, because looking for it anew from every tag of one long line is slow. */
  #nextFeed: number
  #elements = 0
  #root: XmlElement | null = null

  constructor(text: string) {
    this.#text = text
    this.#nextFeed = this.#feedAfter(0)
  }

  document(): XmlElement {
    this.#declaration()
    while (this.#at < this.#text.length) this.#next()
    if (this.#open.length > 0) this.#fail('unclosed')
    return this.#root ?? this.#fail('empty')
  }

  /** What the root is called, of a text that may end anywhere behind its start tag; null when it ends before. */
  rootName(): Pick<XmlElement, 'uri' | 'name'> | null {
    this.#declaration()
    while (this.#at < this.#text.length && this.#elements === 0) this.#next()
    return this.#open[0] ?? this.#root
  }

  #next(): void {
    const text = this.#text
    const mark = text.indexOf('<', this.#at)
    const following = text.charCodeAt(mark + 1)
    if (mark !== this.#at) this.#characters(mark < 0 ? text.length : mark)
    else if (following === 47) this.#endTag()
    else if (following === 63) this.#instruction()
    else if (following !== 33) this.#startTag()
    else if (text.startsWith('<!--', mark)) this.#comment()
    else if (text.startsWith('<![CDATA[', mark)) this.#cdata()
    else this.#fail(text.startsWith('<!DOCTYPE', mark) ? 'doctype' : 'tag')
  }

  #declaration(): void {
    if (!/^<\?xml[ \t\n]/.test(this.#text.slice(0, 6))) return
    const parts = this.#match(DECLARATION) ?? this.#fail('declaration')
    if ((parts[1] ?? parts[2]) !== '1.0') this.#fail('version', 0)
    const encoding = parts[3] ?? parts[4] ?? 'UTF-8'
    // ASCII is a part of UTF-8, so nothing is read wrongly.
    if (!/^(utf-8|utf8|us-ascii)$/i.test(encoding)) this.#fail('encoding', 0)
  }

  #characters(end: number): void {
    const raw = this.#text.slice(this.#at, end)
    const current = this.#open.at(-1)
    if (current === undefined) {
      if (!ONLY_SPACE.test(raw)) this.#fail('outside')
    } else {
      const forbidden = raw.indexOf(']]>')
      if (forbidden >= 0) this.#fail('cdata_end', this.#at + forbidden)
      current.text += raw.includes('&') ? this.#resolve(raw, this.#at) : raw
    }
    this.#at = end
  }

  #cdata(): void {
    const current = this.#open.at(-1) ?? this.#fail('outside')
    const end = this.#text.indexOf(']]>', this.#at + 9)
    if (end < 0) this.#fail('unclosed')
    current.text += this.#text.slice(this.#at + 9, end)
    this.#at = end + 3
  }

  #comment(): void {
    const end = this.#text.indexOf('--', this.#at + 4)
    if (end < 0) this.#fail('unclosed')
    if (this.#text[end + 2] !== '>') this.#fail('comment', end)
    this.#at = end + 3
  }

  #instruction(): void {
    const target = this.#matchAhead(INSTRUCTION)?.[1] ?? this.#fail('instruction')
    if (/^xml$/i.test(target)) this.#fail('declaration')
    const end = this.#text.indexOf('?>', this.#at + 2)
    if (end < 0) this.#fail('unclosed')
    this.#at = end + 2
  }

  #startTag(): void {
    if (this.#open.length === 0 && this.#root !== null) this.#fail('outside')
    if (this.#open.length >= MAX_DEPTH) this.#fail('too_deep')
    if (++this.#elements > MAX_ELEMENTS) this.#fail('too_many_elements')
    const start = this.#at
    this.#at += 1
    const line = this.#lineOf(start)
    const [written, prefix] = this.#qname()
    this.#namespaces.enter()
    const attributes = this.#attributes(start)
    const uri = this.#namespaces.of(prefix ?? '') ?? this.#fail('prefix', start)
    const name = this.#shared(prefix === undefined ? written : written.slice(prefix.length + 1))
    const element: Open = { uri, name, written, attributes, children: [], line, text: '' }
    if (this.#text.startsWith('/>', this.#at)) {
      this.#at += 2
      this.#close(element)
    } else if (this.#text[this.#at] === '>') {
      this.#at += 1
      this.#open.push(element)
    } else this.#fail('tag')
  }

  #endTag(): void {
    const current = this.#open.at(-1) ?? this.#fail('mismatch')
    const { written } = current
    if (!this.#text.startsWith(written, this.#at + 2)) this.#fail('mismatch')
    const start = this.#at
    this.#at += 2 + written.length
    this.#skipSpace()
    if (this.#text[this.#at] !== '>') this.#fail(/[\w.:-]/.test(this.#text[this.#at] ?? '') ? 'mismatch' : 'tag', start)
    this.#at += 1
    this.#open.pop()
    this.#close(current)
  }

  #close({ uri, name, attributes, children, line, text }: Open): void {
    this.#namespaces.leave()
    const isIndentation = children.length > 0 && ONLY_SPACE.test(text)
    const element: XmlElement = { uri, name, attributes, children, text: isIndentation ? '' : text, line }
    const parent = this.#open.at(-1)
    if (parent === undefined) this.#root = element
    else parent.children.push(element)
  }

  /** The attributes of a start tag, its namespace declarations taken out and declared. */
  #attributes(start: number): readonly XmlAttribute[] {
    const found: { prefix: string | undefined; name: string; value: string }[] = []
    let count = 0
    for (;;) {
      const hasSpace = this.#skipSpace()
      const character = this.#text.charCodeAt(this.#at)
      if (character === 62 || character === 47 || Number.isNaN(character)) break
      if (!hasSpace) this.#fail('attribute')
      if (++count > MAX_ATTRIBUTES) this.#fail('too_many_attributes')
      const at = this.#at
      const [written, prefix] = this.#qname()
      const value = this.#attributeValue()
      if (written === 'xmlns') this.#declare('', value, at)
      else if (prefix === 'xmlns') this.#declare(written.slice(6), value, at)
      else found.push({ prefix, name: prefix === undefined ? written : written.slice(prefix.length + 1), value })
    }
    if (Number.isNaN(this.#text.charCodeAt(this.#at))) this.#fail('unclosed', start)
    if (found.length === 0) return NO_ATTRIBUTES
    return this.#distinct(
      found.map(({ prefix, name, value }) => {
        const uri = prefix === undefined ? '' : (this.#namespaces.of(prefix) ?? this.#fail('prefix', start))
        return { uri, name, value }
      }),
      start,
    )
  }

  #distinct(attributes: readonly XmlAttribute[], start: number): readonly XmlAttribute[] {
    if (attributes.length > 1) {
      const names = new Set(attributes.map(({ uri, name }) => `${uri} ${name}`))
      if (names.size < attributes.length) this.#fail('repeated_attribute', start)
    }
    return attributes
  }

  #declare(prefix: string, uri: string, at: number): void {
    const fault = this.#namespaces.declare(prefix, uri)
    if (fault !== null) this.#fail(fault, at)
  }

  #attributeValue(): string {
    this.#skipSpace()
    if (this.#text[this.#at] !== '=') this.#fail('attribute')
    this.#at += 1
    this.#skipSpace()
    const quote = this.#text[this.#at]
    if (quote !== '"' && quote !== "'") this.#fail('attribute')
    const end = this.#text.indexOf(quote, this.#at + 1)
    if (end < 0) this.#fail('unclosed')
    const raw = this.#text.slice(this.#at + 1, end)
    if (raw.includes('<')) this.#fail('attribute')
    // XML 1.0, 3.3.3: white space that was typed reads as spaces; written as &#10; it stays.
    const spaced = raw.replace(/[\t\n]/g, ' ')
    const value = raw.includes('&') ? this.#resolve(spaced, this.#at + 1) : spaced
    this.#at = end + 1
    return value
  }

  /** Puts characters where references stand; `offset` is the place of `raw` in the source. */
  #resolve(raw: string, offset: number): string {
    const parts: string[] = []
    let done = 0
    for (let mark = raw.indexOf('&'); mark >= 0; mark = raw.indexOf('&', done)) {
      parts.push(raw.slice(done, mark))
      REFERENCE.lastIndex = mark
      const [whole, named, decimal, hex] = REFERENCE.exec(raw) ?? this.#fail('entity', offset + mark)
      const code = named === undefined ? Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10) : null
      if (code !== null && !isCharacter(code)) this.#fail('character', offset + mark)
      parts.push(code === null ? (ENTITIES[named ?? ''] ?? '') : String.fromCodePoint(code))
      done = mark + whole.length
    }
    parts.push(raw.slice(done))
    return parts.join('')
  }

  #qname(): readonly [written: string, prefix: string | undefined] {
    const parts = this.#match(ASCII_QNAME) ?? this.#match(QNAME) ?? this.#fail('name')
    return [parts[0], parts[1]]
  }

  /**
   * One string for all elements of a name. Comparing it costs nothing, and it does not keep the whole source alive, as
   * a piece cut out of it would. Only as a key does a string become the same object as the literal in the code.
   */
  #shared(name: string): string {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const shared = Object.keys({ [name]: true })[0] ?? name
    this.#names.set(shared, shared)
    return shared
  }

  #skipSpace(): boolean {
    const start = this.#at
    // By hand: asked several times of every tag, where an expression would make an object each time.
    for (;;) {
      const character = this.#text.charCodeAt(this.#at)
      if (character !== 32 && character !== 10 && character !== 9) return this.#at > start
      this.#at += 1
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    const found = this.#matchAhead(pattern)
    if (found !== null) this.#at += found[0].length
    return found
  }

  #matchAhead(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)
  }

  /** The line of a place at or behind the last one asked for. */
  #lineOf(at: number): number {
    while (this.#nextFeed < at) {
      this.#line += 1
      this.#nextFeed = this.#feedAfter(this.#nextFeed + 1)
    }
    return this.#line
  }

  #feedAfter(at: number): number {
    const feed = this.#text.indexOf('\n', at)
    return feed < 0 ? Number.POSITIVE_INFINITY : feed
  }

  #fail(fault: XmlFault, at = this.#at): never {
    throw new XmlError(fault, this.#text, at)
  }
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
}
