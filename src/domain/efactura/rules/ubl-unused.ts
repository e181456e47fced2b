import { PREFIXES, type XmlElement } from '../xml-tree.ts'
import { along, anywhere, attribute, below, child, children, document, either, valueIn, type Where } from './checks.ts'
import { type Check, fatal, type Report, type Rule, warning } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { UNUSED_ELEMENTS } from './unused-elements.ts'

/** Attributes that are not used, at the places where they might be. */
const UNUSED_ATTRIBUTES: readonly (readonly [number: number, where: Where, name: string])[] = [
  [648, along('cbc:CustomizationID'), 'schemeID'],
  [649, along('cbc:ProfileID'), 'schemeID'],
  [650, along('cbc:ID'), 'schemeID'],
  [651, along('cac:OrderReference/cbc:SalesOrderID'), 'schemeID'],
  [652, below(anywhere('cac:PartyTaxScheme'), 'cbc:CompanyID'), 'schemeID'],
  [653, along('cac:PaymentMeans/cbc:PaymentID'), 'schemeID'],
  [654, along('cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID'), 'schemeID'],
  [655, along('cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID'), 'schemeID'],
  [656, along('cbc:InvoiceTypeCode'), 'listID'],
  [657, along('cbc:DocumentCurrencyCode'), 'listID'],
  [658, along('cbc:TaxCurrencyCode'), 'listID'],
  [659, along('cac:AdditionalDocumentReference/cbc:DocumentTypeCode'), 'listID'],
  [660, below(anywhere('cac:Country'), 'cbc:IdentificationCode'), 'listID'],
  [661, along('cac:PaymentMeans/cbc:PaymentMeansCode'), 'listID'],
  [662, anywhere('cbc:AllowanceChargeReasonCode'), 'listID'],
  [663, (invoice) => invoice.attributed, 'unitCodeListID'],
  [665, additionalDocuments((type) => type !== '130', 'cbc:ID'), 'schemeID'],
  [667, below(anywhere('cac:BuyersItemIdentification'), 'cbc:ID'), 'schemeID'],
  [668, below(anywhere('cac:SellersItemIdentification'), 'cbc:ID'), 'schemeID'],
  [672, along('cbc:CreditNoteTypeCode'), 'listID'],
  [674, either(anywhere('cbc:PrimaryAccountNumber'), anywhere('cbc:PrimaryAccountNumberID')), 'schemeID'],
  [675, below(anywhere('cac:CardAccount'), 'cbc:NetworkID'), 'schemeID'],
  [676, below(anywhere('cac:PaymentMandate'), 'cbc:ID'), 'schemeID'],
  [677, below(anywhere('cac:PaymentMandate'), 'cac:PayerFinancialAccount/cbc:ID'), 'schemeID'],
  [678, below(anywhere('cac:TaxCategory'), 'cbc:ID'), 'schemeID'],
  [679, below(anywhere('cac:ClassifiedTaxCategory'), 'cbc:ID'), 'schemeID'],
]

/** Elements that are not used wherever they are, beside those of the table. */
const UNUSED_ANYWHERE: readonly (readonly [number: number, where: Where])[] = [
  [412, (invoice) => (invoice.isCreditNote ? [] : invoice.along('cac:PaymentMeans/cbc:PaymentDueDate'))],
  [631, below(anywhere('cac:Price'), 'cbc:OrderableUnitFactorRate')],
  [664, anywhere('cac:FinancialInstitution')],
  [669, below(anywhere('cac:Price'), 'cac:AllowanceCharge/cbc:AllowanceChargeReasonCode')],
  [670, below(anywhere('cac:Price'), 'cac:AllowanceCharge/cbc:AllowanceChargeReason')],
  [671, below(anywhere('cac:Price'), 'cac:AllowanceCharge/cbc:MultiplierFactorNumeric')],
  [680, along('cac:PaymentMeans/cac:PayerFinancialAccount')],
]

const NOT_USED: readonly [string, string] = [
  'Factura europeană nu folosește „{path}”: destinatarul îl poate ignora.',
  'The European invoice does not use "{path}": the receiver may ignore it.',
]

/** EN 16931-3-2, what UBL has and the European invoice does not use (UBL-CR). */
export const UBL_UNUSED: readonly Rule[] = [
  warning('UBL-CR-002', '', otherVersion, [
    'Versiunea UBL este „{value}”; se folosește 2.1.',
    'The UBL version is "{value}"; 2.1 is in use.',
  ]),
  ...unusedElements(),
  ...UNUSED_ANYWHERE.map(([number, where]) => warning(id(number), '', reportAll(where), NOT_USED)),
  ...UNUSED_ATTRIBUTES.map(([number, where, name]) => warning(id(number), '', reportAttribute(where, name), NOT_USED)),
  fatal('UBL-CR-666', 'BT-18', reportAll(additionalDocuments((type) => type === '130', 'cac:Attachment')), [
    'Documentul de tip 130 (obiectul facturat) nu poate avea fișier atașat.',
    'The document of type 130 (invoiced object) must not have an attachment.',
  ]),
  fatal('UBL-CR-673', 'BT-18', reportAll(additionalDocuments((type) => type === '130', 'cbc:DocumentDescription')), [
    'Documentul de tip 130 (obiectul facturat) nu poate avea descriere.',
    'The document of type 130 (invoiced object) must not have a description.',
  ]),
]

function id(number: number): string {
  return `UBL-CR-${String(number).padStart(3, '0')}`
}

function reportAll(where: Where): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) report(element)
  }
}

function reportAttribute(where: Where, name: string): Check {
  return (invoice, report) => {
    for (const element of where(invoice)) if (attribute(element, name) !== null) report(element, { attribute: name })
  }
}

function otherVersion(invoice: UblDocument, report: Report): void {
  const version = child(document(invoice)[0] ?? invoice.root, 'cbc:UBLVersionID')
  if (version !== undefined && valueIn(version) !== '2.1')
    report(version, { values: { value: valueIn(version) }, suggestion: '2.1' })
}

function additionalDocuments(isOfType: (type: string | undefined) => boolean, path: string): Where {
  return (invoice) =>
    invoice
      .named('cac:AdditionalDocumentReference')
      .filter((reference) => isOfType(child(reference, 'cbc:DocumentTypeCode')?.text))
      .flatMap((reference) => children(reference, path))
}

/** A step of the table's paths: what must not be there, and where it goes on. */
interface Node {
  /** By namespace and name. */
  readonly next: Map<string, Map<string, Node>>
  id: string | null
}

/**
 * The rules of the table. They share one walk through the document, which goes no deeper than the table does, because
 * six hundred searches would take longer than everything else; each rule then takes what the walk found for it.
 */
function unusedElements(): Rule[] {
  const top: Node = { next: new Map(), id: null }
  const ids: string[] = []
  for (const [first, place, names] of UNUSED_ELEMENTS) {
    names.split(' ').forEach((name, step) => {
      const rule = id(first + step)
      ids.push(rule)
      for (const line of place.startsWith('LINE') ? ['cac:InvoiceLine', 'cac:CreditNoteLine'] : [''])
        enter(top, `${place.replace('LINE', line)}/${name}`.replace(/^\//, ''), rule)
    })
  }
  const found = new WeakMap<UblDocument, ReadonlyMap<string, XmlElement[]>>()
  return ids.map((rule) =>
    warning(
      rule,
      '',
      (invoice, report) => {
        let all = found.get(invoice)
        if (all === undefined) {
          all = walk(invoice.root, top)
          found.set(invoice, all)
        }
        for (const element of all.get(rule) ?? []) report(element)
      },
      NOT_USED,
    ),
  )
}

function enter(top: Node, path: string, rule: string): void {
  let node = top
  for (const step of path.split('/')) {
    const [prefix = '', name = ''] = step.split(':')
    const uri = PREFIXES[prefix as keyof typeof PREFIXES]
    const names = node.next.get(uri) ?? new Map<string, Node>()
    const next = names.get(name) ?? { next: new Map(), id: null }
    node.next.set(uri, names)
    names.set(name, next)
    node = next
  }
  node.id = rule
}

function walk(root: XmlElement, top: Node): ReadonlyMap<string, XmlElement[]> {
  const found = new Map<string, XmlElement[]>()
  const visit = (element: XmlElement, node: Node) => {
    for (const below of element.children) {
      const next = node.next.get(below.uri)?.get(below.name)
      if (next === undefined) continue
      if (next.id !== null) {
        const same = found.get(next.id)
        if (same === undefined) found.set(next.id, [below])
        else same.push(below)
      }
      if (next.next.size > 0) visit(below, next)
    }
  }
  visit(root, top)
  return found
}
