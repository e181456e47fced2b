import { SEQUENCES } from '../../src/domain/efactura/rules/ubl-schema.ts'
import { PREFIXES, type XmlAttribute, type XmlElement } from '../../src/domain/efactura/xml-tree.ts'
import { parseXml } from '../../src/domain/xml/parse-xml.ts'

/** An element that a test may change. */
interface Changeable extends XmlElement {
  uri: string
  name: string
  attributes: XmlAttribute[]
  children: Changeable[]
  text: string
}

/** A clean document of which a test spoils one thing. Paths start below the root: `cac:InvoiceLine[2]/cbc:ID`. */
export class Draft {
  readonly root: Changeable

  constructor(xml: string) {
    this.root = copy(parseXml(xml))
  }

  at(path: string): Changeable {
    const found = path === '' ? this.root : path.split('/').reduce<Changeable | undefined>(step, this.root)
    if (found === undefined) throw new Error(`no ${path} in the document`)
    return found
  }

  set(path: string, text: string): this {
    this.at(path).text = text
    return this
  }

  remove(path: string): this {
    const parent = this.at(path.split('/').slice(0, -1).join('/'))
    parent.children.splice(parent.children.indexOf(this.at(path)), 1)
    return this
  }

  /** Puts an element where the schema wants it: behind its like, before what follows. */
  add(path: string, xml: string): this {
    const parent = this.at(path)
    const child = fragment(xml)
    const order = (SEQUENCES[parent.name] ?? '')
      .trim()
      .split(/\s+/)
      .map((name) => name.replace(/[*!]$/, ''))
    const rank = (element: XmlElement) => order.indexOf(nameOf(element))
    const at = parent.children.findIndex((other) => rank(other) > rank(child))
    parent.children.splice(at < 0 || rank(child) < 0 ? parent.children.length : at, 0, child)
    return this
  }

  /** A second one right behind. */
  repeat(path: string): this {
    const parent = this.at(path.split('/').slice(0, -1).join('/'))
    const original = this.at(path)
    parent.children.splice(parent.children.indexOf(original) + 1, 0, copy(original))
    return this
  }

  attribute(path: string, name: string, value: string | null): this {
    const element = this.at(path)
    element.attributes = element.attributes.filter((other) => other.name !== name)
    if (value !== null) element.attributes.push({ uri: '', name, value })
    return this
  }
}

function step(element: Changeable | undefined, part: string): Changeable | undefined {
  const [, name = '', position = '1'] = /^([^[]+)(?:\[(\d+)\])?$/.exec(part) ?? []
  return element?.children.filter((child) => nameOf(child) === name)[Number(position) - 1]
}

function nameOf({ uri, name }: XmlElement): string {
  const prefix = Object.entries(PREFIXES).find(([, namespace]) => namespace === uri)?.[0]
  return prefix === undefined ? name : `${prefix}:${name}`
}

function fragment(xml: string): Changeable {
  const declarations = Object.entries(PREFIXES).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  const [child] = copy(parseXml(`<x ${declarations.join(' ')}>${xml}</x>`)).children
  if (child === undefined) throw new Error(`no element in ${xml}`)
  return child
}

function copy(element: XmlElement): Changeable {
  return { ...element, attributes: [...element.attributes], children: element.children.map(copy) }
}

/** The document again as XML, so that a spoilt one can be shown to other validators. */
export function toXml(element: XmlElement): string {
  const declarations = Object.entries(PREFIXES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(element, ` xmlns="${element.uri}"${declarations.join('')}`)}\n`
}

function written(element: XmlElement, more = ''): string {
  const attributes = element.attributes
    .map(({ name, value }) => ` ${name}="${escaped(value).replace(/\n/g, '&#10;')}"`)
    .join('')
  const inside = escaped(element.text) + element.children.map((child) => written(child)).join('')
  return `<${nameOf(element)}${more}${attributes}>${inside}</${nameOf(element)}>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
