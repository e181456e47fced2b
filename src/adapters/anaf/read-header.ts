import { children, type XmlElement } from '../../domain/efactura/xml-tree.ts'
import { parseXml } from '../../domain/xml/parse-xml.ts'
import { XmlError } from '../../domain/xml/xml-error.ts'
import { sentences } from './refusal.ts'

/** What is read as XML, or null when it is not XML that we read. */
export function xmlOf(source: Uint8Array | string): XmlElement | null {
  try {
    return parseXml(typeof source === 'string' ? source.trim() : source)
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}

/** Whether this is ANAF's `<header>` of a certain message, in whatever version: `mfp:anaf:dgti:…:<message>:v1`. */
export function isHeader(root: XmlElement, message: string): boolean {
  return root.name === 'header' && root.uri.toLowerCase().split(':').includes(message.toLowerCase())
}

/** An attribute by name, whatever its case: ANAF writes `index_incarcare` and `Index_incarcare`. Null when empty. */
export function attributeOf(element: XmlElement, name: string): string | null {
  const found = element.attributes.find((one) => one.uri === '' && one.name.toLowerCase() === name.toLowerCase())
  return found?.value.trim() || null
}

/** The sentences of `<Errors errorMessage="…"/>` or `<Error …/>`. */
export function errorsOf(root: XmlElement): string[] {
  const elements = [...children(root, 'Errors'), ...children(root, 'Error')]
  return sentences(elements.map((element) => attributeOf(element, 'errorMessage') ?? element.text))
}
