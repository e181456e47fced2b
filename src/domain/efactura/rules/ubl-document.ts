import { CREDIT_NOTE_NAMESPACE, children, PREFIXES, steps, type XmlElement } from '../xml-tree.ts'
import { valueAt } from './values.ts'

/** A UBL invoice or credit note with its elements sorted, so that a thousand rules need not search for them. */
export class UblDocument {
  readonly root: XmlElement
  readonly isCreditNote: boolean
  /** BG-25. */
  readonly lines: readonly XmlElement[]
  /** BG-20 and BG-21. */
  readonly allowances: readonly XmlElement[]
  readonly charges: readonly XmlElement[]
  /** BG-27 and BG-28, also of lines that stand where UBL has none. */
  readonly lineAllowances: readonly XmlElement[]
  readonly lineCharges: readonly XmlElement[]
  /** Every element that has an attribute. */
  readonly attributed: readonly XmlElement[]
  /** Every element of the basic components, which are those that hold values. */
  readonly leaves: readonly XmlElement[]
  readonly #named = new Map<string, XmlElement[]>()
  readonly #along = new Map<string, readonly XmlElement[]>()

  constructor(root: XmlElement) {
    this.root = root
    this.isCreditNote = root.uri === CREDIT_NOTE_NAMESPACE
    const { attributed, leaves } = this.#index()
    this.attributed = attributed
    this.leaves = leaves
    this.lines = children(root, this.isCreditNote ? 'cac:CreditNoteLine' : 'cac:InvoiceLine')
    const adjustments = this.along('cac:AllowanceCharge')
    this.allowances = adjustments.filter((adjustment) => isCharge(adjustment) === false)
    this.charges = adjustments.filter((adjustment) => isCharge(adjustment) === true)
    const everyLine = [...this.named('cac:InvoiceLine'), ...this.named('cac:CreditNoteLine')]
    const lineAdjustments = everyLine.flatMap((line) => children(line, 'cac:AllowanceCharge'))
    this.lineAllowances = lineAdjustments.filter((adjustment) => isCharge(adjustment) === false)
    this.lineCharges = lineAdjustments.filter((adjustment) => isCharge(adjustment) === true)
  }

  /** All elements of a name, wherever they are, in document order. */
  named(name: string): readonly XmlElement[] {
    const { uri, name: local } = steps(name)[0] ?? { uri: '', name: '' }
    return this.#named.get(local)?.filter((element) => uri === null || element.uri === uri) ?? []
  }

  /** The values whose names fit, by name. */
  valuesLike(name: RegExp): readonly XmlElement[] {
    const fitting = [...this.#named].filter(([local]) => name.test(local))
    return fitting.flatMap(([, elements]) => elements.filter(({ uri }) => uri === PREFIXES.cbc))
  }

  /** All elements along a path from the root. */
  along(path: string): readonly XmlElement[] {
    const known = this.#along.get(path)
    if (known !== undefined) return known
    const found = children(this.root, path)
    this.#along.set(path, found)
    return found
  }

  #index() {
    const attributed: XmlElement[] = []
    const leaves: XmlElement[] = []
    const visit = (element: XmlElement) => {
      if (element.attributes.length > 0) attributed.push(element)
      if (element.uri === PREFIXES.cbc) leaves.push(element)
      const same = this.#named.get(element.name)
      if (same === undefined) this.#named.set(element.name, [element])
      else same.push(element)
      for (const child of element.children) visit(child)
    }
    visit(this.root)
    return { attributed, leaves }
  }
}

/** ChargeIndicator as xs:boolean; null when it says neither. */
export function isCharge(adjustment: XmlElement): boolean | null {
  const indicator = valueAt(adjustment, 'cbc:ChargeIndicator')
  if (indicator === 'true' || indicator === '1') return true
  return indicator === 'false' || indicator === '0' ? false : null
}
