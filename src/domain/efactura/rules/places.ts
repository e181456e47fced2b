import { PREFIXES, type XmlElement } from '../xml-tree.ts'

const PREFIX_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PREFIXES).map(([prefix, uri]) => [uri, `${prefix}:`]),
)

/** Finds where an element is, as people and XPath write it. Made when the first fault is found, as most have none. */
export class Places {
  readonly #root: XmlElement
  readonly #paths = new Map<XmlElement, string>()

  constructor(root: XmlElement) {
    this.#root = root
  }

  /** `/Invoice/cac:InvoiceLine[2]/cbc:ID`; numbers only among siblings of one name. */
  of(element: XmlElement): string {
    if (this.#paths.size === 0) this.#enter(this.#root, `/${this.#root.name}`)
    return this.#paths.get(element) ?? `/${this.#root.name}`
  }

  #enter(element: XmlElement, path: string): void {
    this.#paths.set(element, path)
    const counts = new Map<string, number>()
    for (const { name } of element.children) counts.set(name, (counts.get(name) ?? 0) + 1)
    const seen = new Map<string, number>()
    for (const child of element.children) {
      const number = (seen.get(child.name) ?? 0) + 1
      seen.set(child.name, number)
      const position = (counts.get(child.name) ?? 0) > 1 ? `[${number}]` : ''
      this.#enter(child, `${path}/${PREFIX_OF.get(child.uri) ?? ''}${child.name}${position}`)
    }
  }
}
