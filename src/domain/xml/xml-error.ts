/** Why a text is not the XML that we read. Codes are permanent; sentences may improve. */
const SENTENCES = {
  too_large: ['Fișierul depășește 10 MB.', 'The file is larger than 10 MB.'],
  encoding: ['Fișierul nu este codificat UTF-8.', 'The file is not UTF-8.'],
  character: ['Fișierul conține un caracter pe care XML nu îl permite.', 'The file has a character that XML forbids.'],
  doctype: ['Declarațiile DOCTYPE nu sunt acceptate.', 'A DOCTYPE is not accepted.'],
  entity: ['O entitate sau un „&” nu poate fi citit.', 'An entity or a bare "&" cannot be read.'],
  declaration: ['Declarația XML este greșită.', 'The XML declaration is wrong.'],
  version: ['Se acceptă doar XML 1.0.', 'Only XML 1.0 is accepted.'],
  name: ['Un nume de element sau de atribut este greșit.', 'The name of an element or attribute is wrong.'],
  tag: ['Un element este scris greșit.', 'A tag is malformed.'],
  attribute: ['Un atribut este scris greșit.', 'An attribute is malformed.'],
  repeated_attribute: ['Un atribut se repetă.', 'An attribute is repeated.'],
  prefix: ['Un prefix nu are spațiu de nume declarat.', 'A prefix has no namespace.'],
  namespace: ['O declarație de spațiu de nume este greșită.', 'A namespace declaration is wrong.'],
  mismatch: ['Un element este închis cu alt nume.', 'An element is closed by another name.'],
  unclosed: ['Documentul se termină prea devreme.', 'The document ends too early.'],
  outside: ['Există text în afara elementului principal.', 'There is text outside the root element.'],
  empty: ['Documentul nu are niciun element.', 'The document has no element.'],
  cdata_end: ['Secvența „]]>” apare în text.', 'The text holds "]]>".'],
  comment: ['Un comentariu este scris greșit.', 'A comment is malformed.'],
  instruction: ['O instrucțiune de procesare este scrisă greșit.', 'A processing instruction is malformed.'],
  too_deep: ['Elementele sunt imbricate prea adânc.', 'Elements are nested too deeply.'],
  too_many_elements: ['Documentul are prea multe elemente.', 'The document has too many elements.'],
  too_many_attributes: ['Un element are prea multe atribute.', 'An element has too many attributes.'],
} as const satisfies Record<string, readonly [ro: string, en: string]>

export type XmlFault = keyof typeof SENTENCES

export class XmlError extends Error {
  readonly fault: XmlFault
  /** Where in the source, from 1; the column counts characters. */
  readonly line: number
  readonly column: number
  readonly messageRo: string

  constructor(fault: XmlFault, text: string, at: number) {
    const [ro, en] = SENTENCES[fault]
    super(en)
    this.name = 'XmlError'
    this.fault = fault
    this.messageRo = ro
    const before = text.slice(0, at)
    this.line = before.split('\n').length
    this.column = at - (before.lastIndexOf('\n') + 1) + 1
  }
}
