import type { XmlFault } from './xml-error.ts'

const XML = 'http://www.w3.org/XML/1998/namespace'
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/** The namespaces in force at one place of a document; finding one takes the same time however many there are. */
export class XmlNamespaces {
  /** By prefix, the declarations around the current place, innermost last. */
  readonly #uris = new Map<string, string[]>([
    ['', ['']],
    ['xml', [XML]],
  ])
  /** By open element, the prefixes it declared; undefined for none, as it mostly is. */
  readonly #declared: (string[] | undefined)[] = []

  enter(): void {
    this.#declared.push(undefined)
  }

  leave(): void {
    for (const prefix of this.#declared.pop() ?? []) this.#uris.get(prefix)?.pop()
  }

  /** Declares a prefix on the element entered last; says what is wrong with it, if anything is. */
  declare(prefix: string, uri: string): XmlFault | null {
    if (prefix === 'xmlns' || uri === XMLNS || (prefix === 'xml') !== (uri === XML)) return 'namespace'
    if (prefix !== '' && uri === '') return 'namespace'
    const element = this.#declared.length - 1
    const declared = this.#declared[element] ?? []
    if (declared.includes(prefix)) return 'repeated_attribute'
    declared.push(prefix)
    this.#declared[element] = declared
    const uris = this.#uris.get(prefix)
    if (uris === undefined) this.#uris.set(prefix, [uri])
    else uris.push(uri)
    return null
  }

  /** The namespace of a prefix, '' being the default one; undefined when nothing declares it. */
  of(prefix: string): string | undefined {
    return this.#uris.get(prefix)?.at(-1)
  }
}
