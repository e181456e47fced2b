import { add, type Decimal, divideRounded, powerOfTen, subtract, ZERO } from '../../decimal.ts'
import { child, children, type XmlElement } from '../xml-tree.ts'
import { anywhere, below, isOfVat } from './checks.ts'
import { isCharge, type UblDocument } from './ubl-document.ts'
import { numberAt, valueAt } from './values.ts'

/** A line, a document allowance or a document charge, as far as VAT is concerned. */
export interface Taxed {
  readonly element: XmlElement
  /** The tax category element; undefined when there is none. */
  readonly category: XmlElement | undefined
  readonly isVat: boolean
  /** UNTDID 5305; '' when absent. */
  readonly code: string
  readonly percent: Decimal | null
  /** Net of VAT; null when absent or no number. */
  readonly amount: Decimal | null
}

/** A VAT group (BG-23). */
export interface Group extends Omit<Taxed, 'amount'> {
  readonly base: Decimal | null
  readonly tax: Decimal | null
}

/** A tax category wherever it stands: the published rules look beyond what EN 16931 uses. */
export type Category = Pick<Taxed, 'element' | 'isVat' | 'code' | 'percent'>

export interface Figures {
  readonly lines: readonly Taxed[]
  readonly allowances: readonly Taxed[]
  readonly charges: readonly Taxed[]
  readonly groups: readonly Group[]
  /** VAT groups below other totals than those of the document: the published rules judge them, with no line to sum. */
  readonly strayGroups: readonly Group[]
  /** Tax categories of all items, all allowances and all charges, also of lines and prices; and all there are. */
  readonly used: Readonly<Record<'lines' | 'allowances' | 'charges' | 'anywhere', readonly Category[]>>
  /** Σ lines + charges − allowances of a category, by `groupKey`; with and without the rate. */
  readonly sums: ReadonlyMap<string, Decimal>
  /** The same without the lines: Σ charges − allowances. */
  readonly adjustments: ReadonlyMap<string, Decimal>
}

const known = new WeakMap<UblDocument, Figures>()

/** The numbers of a document, read once for all rules that calculate. */
export function figuresOf(invoice: UblDocument): Figures {
  const before = known.get(invoice)
  if (before !== undefined) return before
  const figures = read(invoice)
  known.set(invoice, figures)
  return figures
}

/** `S` or, with the rate, `S 21`. */
export function groupKey(code: string, percent?: Decimal | null): string {
  if (percent === undefined) return code
  return percent === null ? `${code} -` : `${code} ${percent.unscaled}/${percent.scale}`
}

/** round2(amount × percent / 100), half away from zero. */
export function percentOf(amount: Decimal, percent: Decimal): Decimal {
  return rounded(amount.unscaled * percent.unscaled, amount.scale + percent.scale + 2)
}

/** `unscaled / 10^scale` to two decimals, half away from zero. */
export function rounded(unscaled: bigint, scale: number): Decimal {
  if (scale <= 2) return add({ unscaled, scale }, ZERO)
  return add({ unscaled: divideRounded(unscaled, powerOfTen(scale - 2)), scale: 2 }, ZERO)
}

function read(invoice: UblDocument): Figures {
  const lines = invoice.lines.map((line) => {
    const category = child(line, 'cac:Item/cac:ClassifiedTaxCategory')
    return { ...categoryOf(line, category), amount: numberAt(line, 'cbc:LineExtensionAmount') }
  })
  const allowances = invoice.allowances.map(adjustment)
  const charges = invoice.charges.map(adjustment)
  const groups = invoice.along('cac:TaxTotal/cac:TaxSubtotal').map(groupOf)
  const ofDocument = new Set(groups.map(({ element }) => element))
  const strayGroups = below(
    anywhere('cac:TaxTotal'),
    'cac:TaxSubtotal',
  )(invoice)
    .filter((group) => !ofDocument.has(group))
    .map(groupOf)
  const adjustments = sumsOf(charges, allowances)
  const sums = sumsOf([...lines, ...charges], allowances)
  return { lines, allowances, charges, groups, strayGroups, used: usedCategories(invoice), sums, adjustments }
}

function groupOf(group: XmlElement): Group {
  return {
    ...categoryOf(group, child(group, 'cac:TaxCategory')),
    base: numberAt(group, 'cbc:TaxableAmount'),
    tax: numberAt(group, 'cbc:TaxAmount'),
  }
}

function usedCategories(invoice: UblDocument): Figures['used'] {
  const read = (elements: readonly XmlElement[]) =>
    elements.map((element): Category => ({ ...categoryOf(element, element), element }))
  const ofAdjustments = (ofCharges: boolean) =>
    invoice
      .named('cac:AllowanceCharge')
      .filter((one) => isCharge(one) === ofCharges)
      .flatMap((one) => children(one, 'cac:TaxCategory'))
  const lines = read(invoice.named('cac:ClassifiedTaxCategory'))
  return {
    lines,
    allowances: read(ofAdjustments(false)),
    charges: read(ofAdjustments(true)),
    anywhere: [...read(invoice.named('cac:TaxCategory')), ...lines],
  }
}

function adjustment(element: XmlElement): Taxed {
  const category = child(element, 'cac:TaxCategory')
  return { ...categoryOf(element, category), amount: numberAt(element, 'cbc:Amount') }
}

function categoryOf(element: XmlElement, category: XmlElement | undefined) {
  return {
    element,
    category,
    isVat: category !== undefined && isOfVat(category),
    code: valueAt(category, 'cbc:ID'),
    percent: category === undefined ? null : numberAt(category, 'cbc:Percent'),
  }
}

function sumsOf(added: readonly Taxed[], subtracted: readonly Taxed[]): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>()
  for (const taxed of added) enter(sums, taxed, add)
  for (const taxed of subtracted) enter(sums, taxed, subtract)
  return sums
}

function enter(sums: Map<string, Decimal>, { code, percent, amount }: Taxed, combine: typeof add): void {
  for (const key of [groupKey(code), groupKey(code, percent)])
    sums.set(key, combine(sums.get(key) ?? ZERO, amount ?? ZERO))
}
