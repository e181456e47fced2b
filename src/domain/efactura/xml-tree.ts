/**
 * What is left of an XML document once it has been read: elements, attributes, text. Plain data, so that tests write
 * it by hand and everything here stays pure; `domain/xml/parse-xml.ts` makes it from bytes.
 */
export interface XmlElement {
  /** The namespace; empty when there is none. */
  readonly uri: string
  /** The local name, without prefix. */
  readonly name: string
  readonly attributes: readonly XmlAttribute[]
  /** Child elements in document order. */
  readonly children: readonly XmlElement[]
  /** The element's own characters, without those of its children; '' when there is only white space among children. */
  readonly text: string
  /** Line of the start tag in the source, from 1. */
  readonly line: number
}

export interface XmlAttribute {
  readonly uri: string
  readonly name: string
  readonly value: string
}

/** Prefixes that the paths below may use, whichever prefixes the document itself has. */
export const PREFIXES = {
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
} as const

export const INVOICE_NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'
export const CREDIT_NOTE_NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'

/** One name of a path, resolved; `uri` is null where the path did not care about the namespace. */
export interface Step {
  readonly uri: string | null
  readonly name: string
}

/** Every path is a literal of our code, so this is as large as the code that asks. */
const resolved = new Map<string, readonly Step[]>()

/**
 * The steps of `cac:Party/cbc:EndpointID`. A name with a prefix is looked for in the namespace of `PREFIXES`, a bare
 * name in any.
 */
export function steps(path: string): readonly Step[] {
  const known = resolved.get(path)
  if (known !== undefined) return known
  const made = path.split('/').map(step)
  resolved.set(path, made)
  return made
}

function step(text: string): Step {
  const colon = text.indexOf(':')
  if (colon < 0) return { uri: null, name: text }
  const uri = PREFIXES[text.slice(0, colon) as keyof typeof PREFIXES]
  if (uri === undefined) throw new RangeError(`unknown prefix in the path ${text}`)
  return { uri, name: text.slice(colon + 1) }
}

function fits(element: XmlElement, wanted: Step): boolean {
  return element.name === wanted.name && (wanted.uri === null || element.uri === wanted.uri)
}

/** Whether an element has this name, `cbc:ID` or bare. */
export function isNamed(element: XmlElement, name: string): boolean {
  return fits(element, steps(name)[0] as Step)
}

/** The first child with a name, or the first element along a path: `child(party, 'cac:Country/cbc:Name')`. */
export function child(element: XmlElement, path: string): XmlElement | undefined {
  return firstAlong(element, steps(path), 0)
}

function firstAlong(element: XmlElement, path: readonly Step[], at: number): XmlElement | undefined {
  const wanted = path[at]
  if (wanted === undefined) return element
  for (const candidate of element.children) {
    if (!fits(candidate, wanted)) continue
    const found = firstAlong(candidate, path, at + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** All elements along a path, in document order. */
export function children(element: XmlElement, path: string): XmlElement[] {
  const found: XmlElement[] = []
  collect(element, steps(path), 0, found)
  return found
}

function collect(element: XmlElement, path: readonly Step[], at: number, found: XmlElement[]): void {
  const wanted = path[at]
  if (wanted === undefined) {
    found.push(element)
    return
  }
  for (const candidate of element.children) if (fits(candidate, wanted)) collect(candidate, path, at + 1, found)
}

/** The trimmed text of the first element along a path; null when it is absent or holds only white space. */
export function textAt(element: XmlElement, path: string): string | null {
  const found = child(element, path)
  if (found === undefined) return null
  const text = found.text.trim()
  return text === '' ? null : text
}

/** The value of an attribute without namespace, as UBL has them; null when it is absent. */
export function attribute(element: XmlElement, name: string): string | null {
  for (const candidate of element.attributes)
    if (candidate.name === name && candidate.uri === '') return candidate.value
  return null
}
