import {
  add,
  compare,
  type Decimal,
  isPositive,
  isZero,
  multiply,
  ONE,
  quotient,
  roundToScale,
  subtract,
  ZERO,
} from '../../decimal.ts'
import { attribute, below, child, children, each, lines, valueAt, valueIn, type Where } from './checks.ts'
import { magnitude, money } from './en-totals.ts'
import { figuresOf, groupKey, percentOf } from './figures.ts'
import { type Report, type Rule, warning } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { numberAt, numberOf } from './values.ts'

type Element = Parameters<typeof children>[0]

/** One ban, which prices that include VAT may need (docs/decisions/0003). */
const ONE_BAN: Decimal = { unscaled: 1n, scale: 2 }
const baseQuantities = below(lines, 'cac:Price/cbc:BaseQuantity')
const adjustments: Where = (invoice) => [
  ...invoice.allowances,
  ...invoice.charges,
  ...invoice.lineAllowances,
  ...invoice.lineCharges,
]

/**
 * Ours: the arithmetic of EN 16931-1 taken at its word. The published rules let a category's VAT be off by almost a
 * whole unit and never ask whether a line is quantity times price (efactura 4.5). ANAF takes such a document, so they
 * are warnings about documents of others; one of ours is not sent with them (`RULES_OF_OURS`).
 */
export const OWN_ARITHMETIC: readonly Rule[] = [
  warning('FCT-A01', 'BT-131', lineNet, [
    'Valoarea netă a liniei este {value}; cantitate × preț, cu deducerile și taxele liniei, fac {expected}.',
    'The net amount of the line is {value}; quantity × price, with its allowances and charges, make {expected}.',
  ]),
  warning('FCT-A02', 'BT-117', groupVat, [
    'TVA a grupei este {value}; baza înmulțită cu cota face {expected}, iar diferența depășește un ban.',
    'The VAT of the group is {value}; base times rate make {expected}, and the difference is more than one ban.',
  ]),
  warning('FCT-A03', 'BT-116', groupBase, [
    'Baza grupei de TVA este {value}; liniile, taxele și deducerile ei fac {expected}.',
    'The base of the VAT group is {value}; its lines, charges and allowances make {expected}.',
  ]),
  warning('FCT-A04', 'BT-149', each(baseQuantities, isAboveZero), [
    'Cantitatea de bază a prețului trebuie să fie mai mare decât 0.',
    'The base quantity of the price must be above 0.',
  ]),
  warning('FCT-A05', 'BG-23', everyRateHasGroup, [
    'Nu există grupă de TVA pentru categoria {category} cu cota {rate}.',
    'There is no VAT group for category {category} at the rate {rate}.',
  ]),
  warning('FCT-A06', 'BG-23', groupsAreDistinct, [
    'Grupa de TVA din categoria {category} cu cota {rate} se repetă.',
    'The VAT group of category {category} at the rate {rate} is repeated.',
  ]),
  warning('FCT-A07', 'BT-109', basesMakeTotal, [
    'Totalul fără TVA este {value}; bazele grupelor de TVA însumează {expected}.',
    'The total without VAT is {value}; the bases of the VAT groups add up to {expected}.',
  ]),
  warning('FCT-A08', 'BT-92', each(adjustments, isPercentOfBase, { child: 'cbc:Amount' }), [
    'Suma nu este procentul dat din baza dată.',
    'The amount is not the given percentage of the given base.',
  ]),
  warning('FCT-A09', 'BT-146', each(below(lines, 'cac:Price'), isGrossLessDiscount, { child: 'cbc:PriceAmount' }), [
    'Prețul net nu este prețul brut minus reducerea.',
    'The net price is not the gross price minus the discount.',
  ]),
  warning('FCT-A10', 'BT-5', amountsInOneCurrency, [
    'Suma este în {value}; factura este în {expected}.',
    'The amount is in {value}; the invoice is in {expected}.',
  ]),
  warning('FCT-A11', 'BT-111', vatInBothCurrencies, [
    'Totalul TVA în {value} nu are același semn ca totalul TVA al facturii.',
    'The total VAT in {value} does not have the sign of the total VAT of the invoice.',
  ]),
  warning('FCT-A12', 'BT-150', baseInUnitOfLine, [
    'Cantitatea de bază a prețului are altă unitate decât linia.',
    'The base quantity of the price has another unit than the line.',
  ]),
]

function lineNet(invoice: UblDocument, report: Report): void {
  for (const line of invoice.lines) {
    const found = child(line, 'cbc:LineExtensionAmount')
    const expected = netOf(line)
    const value = numberOf(found)
    if (found === undefined || value === null || expected === null || compare(value, expected) === 0) continue
    report(found, { values: { value: valueIn(found), expected: money(expected) }, suggestion: money(expected) })
  }
}

/** round2(quantity × price ÷ base quantity − allowances + charges); null where a number is missing. */
function netOf(line: Element): Decimal | null {
  const quantity = numberOf(child(line, 'cbc:InvoicedQuantity') ?? child(line, 'cbc:CreditedQuantity'))
  const price = numberAt(line, 'cac:Price/cbc:PriceAmount')
  const base =
    child(line, 'cac:Price/cbc:BaseQuantity') === undefined ? ONE : numberAt(line, 'cac:Price/cbc:BaseQuantity')
  if (quantity === null || price === null || base === null || !isPositive(base)) return null
  let net = quotient(multiply(quantity, price), base, 2)
  for (const adjustment of children(line, 'cac:AllowanceCharge')) {
    const amount = numberAt(adjustment, 'cbc:Amount')
    const indicator = valueAt(adjustment, 'cbc:ChargeIndicator')
    if (amount === null) return null
    net = indicator === 'true' || indicator === '1' ? add(net, amount) : subtract(net, amount)
  }
  return net
}

function groupVat(invoice: UblDocument, report: Report): void {
  for (const { element, base, percent, tax } of figuresOf(invoice).groups) {
    if (base === null || percent === null || tax === null) continue
    const expected = percentOf(base, percent)
    if (compare(magnitude(subtract(tax, expected)), ONE_BAN) > 0) wrong(report, element, 'cbc:TaxAmount', expected)
  }
}

function groupBase(invoice: UblDocument, report: Report): void {
  const { groups, sums } = figuresOf(invoice)
  for (const { element, base, code, percent } of groups) {
    const sum = sums.get(groupKey(code, percent))
    if (base !== null && sum !== undefined && compare(base, sum) !== 0) wrong(report, element, 'cbc:TaxableAmount', sum)
  }
}

function everyRateHasGroup(invoice: UblDocument, report: Report): void {
  const { lines: ofLines, allowances, charges, groups } = figuresOf(invoice)
  const known = new Set(groups.map(({ code, percent }) => groupKey(code, percent)))
  for (const { element, category, code, percent } of [...ofLines, ...allowances, ...charges]) {
    const key = groupKey(code, percent)
    if (code === '' || known.has(key)) continue
    known.add(key)
    report(category ?? element, { values: { category: code, rate: rateOf(category) } })
  }
}

function groupsAreDistinct(invoice: UblDocument, report: Report): void {
  const seen = new Set<string>()
  for (const { element, category, code, percent } of figuresOf(invoice).groups) {
    const key = groupKey(code, percent)
    if (seen.has(key)) report(element, { values: { category: code, rate: rateOf(category) } })
    seen.add(key)
  }
}

function rateOf(category: Element | undefined): string {
  const percent = valueAt(category, 'cbc:Percent')
  return percent === '' ? '–' : `${percent} %`
}

function basesMakeTotal(invoice: UblDocument, report: Report): void {
  const { groups } = figuresOf(invoice)
  const [total] = invoice.along('cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount')
  const value = numberOf(total)
  if (total === undefined || value === null || groups.length === 0) return
  let sum = ZERO
  for (const { base } of groups) {
    if (base === null) return
    sum = add(sum, base)
  }
  if (compare(sum, value) !== 0) report(total, { values: { value: valueIn(total), expected: money(sum) } })
}

function isAboveZero(element: Element): boolean {
  const value = numberOf(element)
  return value === null || isPositive(value)
}

function isPercentOfBase(adjustment: Element): boolean {
  const amount = numberAt(adjustment, 'cbc:Amount')
  const base = numberAt(adjustment, 'cbc:BaseAmount')
  const percent = numberAt(adjustment, 'cbc:MultiplierFactorNumeric')
  if (amount === null || base === null || percent === null) return true
  return compare(magnitude(subtract(amount, percentOf(base, percent))), ONE_BAN) <= 0
}

function isGrossLessDiscount(price: Element): boolean {
  const net = numberAt(price, 'cbc:PriceAmount')
  const gross = numberAt(price, 'cac:AllowanceCharge/cbc:BaseAmount')
  const discount = numberAt(price, 'cac:AllowanceCharge/cbc:Amount')
  return net === null || gross === null || discount === null || compare(net, subtract(gross, discount)) === 0
}

/** All amounts but the total VAT in the accounting currency (BT-111). */
function amountsInOneCurrency(invoice: UblDocument, report: Report): void {
  const expected = valueIn(invoice.along('cbc:DocumentCurrencyCode')[0])
  const accounting = valueIn(invoice.along('cbc:TaxCurrencyCode')[0])
  const totals = new Set(invoice.along('cac:TaxTotal/cbc:TaxAmount'))
  if (expected === '') return
  for (const element of invoice.attributed) {
    const value = attribute(element, 'currencyID')
    if (value === null || value === expected || (value === accounting && totals.has(element))) continue
    report(element, { attribute: 'currencyID', values: { value, expected }, suggestion: expected })
  }
}

function vatInBothCurrencies(invoice: UblDocument, report: Report): void {
  const [own, accounting] = ['cbc:DocumentCurrencyCode', 'cbc:TaxCurrencyCode'].map((name) =>
    valueIn(invoice.along(name)[0]),
  )
  if (accounting === undefined || accounting === '' || own === accounting) return
  const amounts = invoice.along('cac:TaxTotal/cbc:TaxAmount')
  const inOwn = numberOf(amounts.find((amount) => attribute(amount, 'currencyID') === own))
  const other = amounts.find((amount) => attribute(amount, 'currencyID') === accounting)
  const inAccounting = numberOf(other)
  if (other === undefined || inOwn === null || inAccounting === null) return
  if (signOf(inOwn) !== signOf(inAccounting)) report(other, { values: { value: accounting } })
}

function signOf(value: Decimal): number {
  const cents = roundToScale(value, 2)
  return isZero(cents) ? 0 : cents.unscaled > 0n ? 1 : -1
}

function baseInUnitOfLine(invoice: UblDocument, report: Report): void {
  for (const line of invoice.lines) {
    const base = child(line, 'cac:Price/cbc:BaseQuantity')
    const quantity = child(line, 'cbc:InvoicedQuantity') ?? child(line, 'cbc:CreditedQuantity')
    if (base === undefined || quantity === undefined) continue
    const unit = attribute(base, 'unitCode')
    if (unit !== null && unit !== attribute(quantity, 'unitCode')) report(base, { attribute: 'unitCode' })
  }
}

function wrong(report: Report, group: Element, path: string, expected: Decimal): void {
  const found = child(group, path) ?? group
  report(found, { values: { value: valueIn(found), expected: money(expected) }, suggestion: money(expected) })
}
