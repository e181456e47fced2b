import { PREFIXES, type XmlElement } from '../xml-tree.ts'
import { atMost, document, each, hasAttribute } from './checks.ts'
import { type Check, fatal, type Report, type Rule, warning } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { ATTRIBUTES, SEQUENCES } from './ubl-schema.ts'
import { decimalOf, trimmed } from './values.ts'

/** What a document says about its own schema may stand anywhere. */
const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

interface Slot {
  readonly name: string
  readonly uri: string
  readonly position: number
  readonly mayRepeat: boolean
}

interface Sequence {
  readonly slots: ReadonlyMap<string, Slot>
  readonly required: readonly string[]
}

const ALL: ReadonlyMap<string, Sequence> = new Map(
  Object.entries(SEQUENCES).map(([parent, text]) => [parent, sequence(text)]),
)

const NUMBER = /(?:Amount|Quantity|Percent|Numeric|Measure|Rate)$/

/**
 * Ours, instead of the XML Schema: what ANAF's upload refuses before any rule runs. FCT-X01, the root, is judged before
 * all others (`validate-ubl.ts`).
 */
export const OWN_STRUCTURE: readonly Rule[] = [
  fatal('FCT-X02', '', inSequence('unknown'), [
    'Elementul {name} nu există în {parent} (UBL 2.1).',
    'The element {name} does not exist in {parent} (UBL 2.1).',
  ]),
  fatal('FCT-X03', '', inSequence('order'), [
    'Elementul {name} stă prea târziu în {parent}: UBL 2.1 cere o ordine fixă.',
    'The element {name} stands too late in {parent}: UBL 2.1 wants a fixed order.',
  ]),
  fatal('FCT-X04', '', inSequence('repeated'), [
    'Elementul {name} apare de mai multe ori în {parent}.',
    'The element {name} occurs more than once in {parent}.',
  ]),
  fatal('FCT-X05', '', inSequence('missing'), [
    'Elementul {name} lipsește din {parent} (UBL 2.1).',
    'The element {name} is missing in {parent} (UBL 2.1).',
  ]),
  fatal(
    'FCT-X06',
    '',
    each(leaves(NUMBER), (number) => decimalOf(trimmed(number.text)) !== null, told),
    ['„{value}” nu este un număr scris ca 1234.56.', '"{value}" is not a number written like 1234.56.'],
  ),
  fatal(
    'FCT-X07',
    '',
    each(leaves(/Indicator$/), (flag) => /^(true|false|0|1)$/.test(trimmed(flag.text)), told),
    ['„{value}” trebuie să fie true sau false.', '"{value}" must be true or false.'],
  ),
  fatal('FCT-X08', '', hasAttribute(leaves(/Amount$/), 'currencyID'), [
    'Suma nu are moneda (currencyID).',
    'The amount has no currency (currencyID).',
  ]),
  fatal(
    'FCT-X09',
    'BT-125',
    each(leaves(/^EmbeddedDocumentBinaryObject$/), (file) => isBase64(file.text)),
    ['Fișierul atașat nu este scris în Base64.', 'The attached file is not written in Base64.'],
  ),
  warning(
    'FCT-X10',
    '',
    each(
      (invoice) => invoice.leaves,
      (element) => element.text.trim() !== '',
    ),
    ['Elementul {path} este gol: mai bine se omite.', 'The element {path} is empty: better leave it out.'],
  ),
  // The schema lets it repeat and no rule forbids it, but BR-RO-L0307 asks for the length of a single one: ANAF's
  // engine stops there with an error of its own.
  fatal('FCT-X11', 'BT-17', atMost(1, document, 'cac:OriginatorDocumentReference'), [
    'Referința licitației sau a lotului apare de {count} ori; ANAF acceptă una singură.',
    'The tender or lot reference occurs {count} times; ANAF takes only one.',
  ]),
  fatal('FCT-X12', '', inSequence('attribute'), [
    'Elementul {parent} nu poate avea atributul {name} (UBL 2.1).',
    'The element {parent} must not have the attribute {name} (UBL 2.1).',
  ]),
  fatal('FCT-X13', '', inSequence('content'), [
    'Elementul {name} nu poate conține „{value}”: are fie text, fie alte elemente (UBL 2.1).',
    'The element {name} must not contain "{value}": it has either text or other elements (UBL 2.1).',
  ]),
]

/** In two steps, each of which takes time that grows with the length alone, whatever the file is. */
function isBase64(text: string): boolean {
  const end = text.search(/[^A-Za-z0-9+/ \t\n\r]/)
  return end < 0 || /^={1,2}$/.test(text.slice(end).replace(/[ \t\n\r]+/g, ''))
}

function told(element: XmlElement) {
  return { values: { value: element.text.trim() } }
}

function sequence(text: string): Sequence {
  const entries = text.trim().split(/\s+/)
  const slots = entries.map((entry, position) => {
    const name = entry.replace(/[*!]$/, '')
    const [prefix, local = ''] = name.split(':')
    const uri = PREFIXES[prefix as keyof typeof PREFIXES]
    return [local, { name, uri, position, mayRepeat: entry.endsWith('*') }] as const
  })
  const required = entries.filter((entry) => entry.endsWith('!')).map((entry) => entry.slice(0, -1))
  return { slots: new Map(slots), required }
}

type Fault = 'unknown' | 'order' | 'repeated' | 'missing' | 'attribute' | 'content'

const found = new WeakMap<UblDocument, readonly (readonly [Fault, XmlElement, Parameters<Report>[1]])[]>()

/** One walk finds all kinds of fault; each rule reports its own. */
function inSequence(kind: Fault): Check {
  return (invoice, report) => {
    let faults = found.get(invoice)
    if (faults === undefined) {
      faults = walk(invoice.root)
      found.set(invoice, faults)
    }
    for (const [fault, element, detail] of faults) if (fault === kind) report(element, detail)
  }
}

function walk(root: XmlElement) {
  const faults: [Fault, XmlElement, Parameters<Report>[1]][] = []
  const visit = (parent: XmlElement, above: string) => {
    faults.push(...faultsInside(parent))
    const known = ALL.get(`${above}/${parent.name}`) ?? ALL.get(parent.name)
    if (known === undefined) return
    let last = -1
    const seen = new Set<number>()
    for (const child of parent.children) {
      const named = known.slots.get(child.name)
      const slot = named?.uri === child.uri ? named : undefined
      const fault = faultOf(slot, last, seen)
      if (fault !== null)
        faults.push([fault, child, { values: { name: slot?.name ?? child.name, parent: parent.name } }])
      if (slot === undefined) continue
      last = Math.max(last, slot.position)
      seen.add(slot.position)
      visit(child, parent.name)
    }
    for (const name of known.required) {
      const position = known.slots.get(name.slice(4))?.position ?? -1
      if (!seen.has(position)) faults.push(['missing', parent, { child: name, values: { name, parent: parent.name } }])
    }
  }
  visit(root, '')
  return faults
}

/** Attributes that the type does not have; text among elements, or elements in a value. */
function* faultsInside(element: XmlElement): Generator<[Fault, XmlElement, Parameters<Report>[1]]> {
  const { uri, name, children, text } = element
  const isValue = uri === PREFIXES.cbc
  for (const attribute of element.attributes) {
    if (attribute.uri === XSI || (attribute.uri === '' && isValue && attributesOf(name).has(attribute.name))) continue
    yield ['attribute', element, { attribute: attribute.name, values: { name: attribute.name, parent: name } }]
  }
  const strange = isValue ? children[0]?.name : text.trim()
  if (strange) yield ['content', element, { values: { name, value: strange } }]
}

const attributesByName = new Map<string, ReadonlySet<string>>()

function attributesOf(name: string): ReadonlySet<string> {
  const known = attributesByName.get(name)
  if (known !== undefined) return known
  const [, text = ''] = ATTRIBUTES.find(([names]) => names.test(name)) ?? []
  const made = new Set(text.split(' '))
  // A stranger's document has names of its own; only those of UBL are kept.
  if (attributesByName.size < 1_000) attributesByName.set(name, made)
  return made
}

function faultOf(slot: Slot | undefined, last: number, seen: ReadonlySet<number>): Fault | null {
  if (slot === undefined) return 'unknown'
  if (slot.position < last) return 'order'
  return !slot.mayRepeat && seen.has(slot.position) ? 'repeated' : null
}

/** Elements that hold values, of a kind of name. */
function leaves(name: RegExp) {
  return (invoice: UblDocument) => invoice.valuesLike(name)
}
