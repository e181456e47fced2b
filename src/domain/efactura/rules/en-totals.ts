import {
  add,
  compare,
  type Decimal,
  formatDecimal,
  isPositive,
  isZero,
  roundToScale,
  subtract,
  ZERO,
} from '../../decimal.ts'
import { along, attribute, child, children, document, present, valueIn } from './checks.ts'
import { figuresOf, type Group, percentOf } from './figures.ts'
import { type Check, fatal, type Report, type Rule } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { numberAt, numberOf } from './values.ts'

type Element = Parameters<typeof children>[0]

const totals = along('cac:LegalMonetaryTotal')
const ONE_UNIT: Decimal = { unscaled: 1n, scale: 0 }

/** EN 16931-1, the totals and how they add up (BR-12 to BR-15, BR-CO-10 to BR-CO-17, BR-CO-25). */
export const EN_TOTALS: readonly Rule[] = [
  fatal('BR-12', 'BT-106', present(totals, 'cbc:LineExtensionAmount'), [
    'Lipsește suma valorilor nete ale liniilor.',
    'The sum of line net amounts is missing.',
  ]),
  fatal('BR-13', 'BT-109', present(totals, 'cbc:TaxExclusiveAmount'), [
    'Lipsește totalul fără TVA.',
    'The total without VAT is missing.',
  ]),
  fatal('BR-14', 'BT-112', present(totals, 'cbc:TaxInclusiveAmount'), [
    'Lipsește totalul cu TVA.',
    'The total with VAT is missing.',
  ]),
  fatal('BR-15', 'BT-115', present(totals, 'cbc:PayableAmount'), [
    'Lipsește suma de plată.',
    'The amount due is missing.',
  ]),
  fatal(
    'BR-CO-10',
    'BT-106',
    total('cbc:LineExtensionAmount', (invoice) => rounded2(sum(invoice.lines, 'cbc:LineExtensionAmount'))),
    [
      'Suma valorilor nete ale liniilor este {value}; liniile însumează {expected}.',
      'The sum of line net amounts is {value}; the lines add up to {expected}.',
    ],
  ),
  fatal(
    'BR-CO-11',
    'BT-107',
    optionalTotal('cbc:AllowanceTotalAmount', (invoice) => invoice.allowances),
    [
      'Totalul deducerilor este {value}; deducerile însumează {expected}.',
      'The total of allowances is {value}; the allowances add up to {expected}.',
    ],
  ),
  fatal(
    'BR-CO-12',
    'BT-108',
    optionalTotal('cbc:ChargeTotalAmount', (invoice) => invoice.charges),
    [
      'Totalul taxelor suplimentare este {value}; taxele însumează {expected}.',
      'The total of charges is {value}; the charges add up to {expected}.',
    ],
  ),
  fatal('BR-CO-13', 'BT-109', total('cbc:TaxExclusiveAmount', withoutVat), [
    'Totalul fără TVA este {value}; din linii, deduceri și taxe rezultă {expected}.',
    'The total without VAT is {value}; lines, allowances and charges make {expected}.',
  ]),
  fatal('BR-CO-14', 'BT-110', vatIsSumOfGroups, [
    'Totalul TVA este {value}; grupele însumează {expected}.',
    'The total VAT is {value}; the groups add up to {expected}.',
  ]),
  fatal('BR-CO-15', 'BT-112', totalWithVat, [
    'Totalul cu TVA este {value}; totalul fără TVA plus TVA (o singură dată în moneda facturii) fac {expected}.',
    'The total with VAT is {value}; the total without VAT plus VAT (once in the currency of the invoice) make {expected}.',
  ]),
  fatal('BR-CO-16', 'BT-115', total('cbc:PayableAmount', amountDue), [
    'Suma de plată este {value}; totalul cu TVA minus suma plătită plus rotunjirea fac {expected}.',
    'The amount due is {value}; the total with VAT minus the paid amount plus the rounding make {expected}.',
  ]),
  fatal('BR-CO-17', 'BT-117', groupVatWithinOneUnit, [
    'TVA a grupei este {value}; baza înmulțită cu cota face {expected}.',
    'The VAT of the group is {value}; base times rate make {expected}.',
  ]),
  fatal('BR-CO-25', 'BT-115', dueDateOrTerms, [
    'Suma de plată este pozitivă: trebuie data scadenței sau termenii de plată.',
    'The amount due is positive: a due date or payment terms are needed.',
  ]),
]

/** A total that must be what `expected` says; null leaves it alone, because something there is no number. */
function total(path: string, expected: (invoice: UblDocument, totals: Element) => Expected): Check {
  return (invoice, report) => {
    for (const element of totals(invoice)) {
      const wanted = expected(invoice, element)
      const found = child(element, path)
      if (found !== undefined) compareWith(found, wanted, report)
      else if (wanted !== null) report(element, { child: path, values: { value: '–', expected: shown(wanted) } })
    }
  }
}

/** BT-107 or BT-108, which must be there exactly when there is something to add up. */
function optionalTotal(path: string, adjustments: (invoice: UblDocument) => readonly Element[]): Check {
  return (invoice, report) => {
    const all = adjustments(invoice)
    const expected = rounded2(sum(all, 'cbc:Amount'))
    for (const element of totals(invoice)) {
      const found = child(element, path)
      if (found !== undefined) compareWith(found, expected, report)
      else if (all.length > 0 && expected !== null)
        report(element, { child: path, values: { value: '–', expected: shown(expected) }, suggestion: shown(expected) })
    }
  }
}

/** Rounded only where there is something to add or subtract, as published. */
function withoutVat(_invoice: UblDocument, element: Element): Expected {
  const lines = amount(element, 'cbc:LineExtensionAmount')
  const allowances = amount(element, 'cbc:AllowanceTotalAmount')
  const charges = amount(element, 'cbc:ChargeTotalAmount')
  if (lines === 'missing') return 'missing'
  if (lines === null || allowances === null || charges === null) return null
  if (allowances === 'missing' && charges === 'missing') return lines
  return rounded2(subtract(add(lines, zeroIfMissing(charges)), zeroIfMissing(allowances)))
}

/** Where there is a rounding, what is due without it is rounded and then compared, as published. */
function amountDue(_invoice: UblDocument, element: Element): Expected {
  const withVat = amount(element, 'cbc:TaxInclusiveAmount')
  const prepaid = amount(element, 'cbc:PrepaidAmount')
  const rounding = amount(element, 'cbc:PayableRoundingAmount')
  if (withVat === 'missing') return 'missing'
  if (withVat === null || prepaid === null || rounding === null) return null
  const left = prepaid === 'missing' ? withVat : halfUp(subtract(withVat, prepaid), 2)
  if (rounding === 'missing') return left
  const payable = amount(element, 'cbc:PayableAmount')
  const isRight =
    payable !== 'missing' && payable !== null && compare(halfUp(subtract(payable, rounding), 2), left) === 0
  return isRight ? payable : add(left, rounding)
}

function vatIsSumOfGroups(invoice: UblDocument, report: Report): void {
  for (const element of invoice.along('cac:TaxTotal')) {
    const groups = children(element, 'cac:TaxSubtotal')
    const found = child(element, 'cbc:TaxAmount')
    if (groups.length === 0) continue
    const expected = rounded2(sum(groups, 'cbc:TaxAmount'))
    if (found !== undefined) compareWith(found, expected, report)
    else if (expected !== null)
      report(element, { child: 'cbc:TaxAmount', values: { value: '–', expected: shown(expected) } })
  }
}

/** The currencies are compared as they are written: one with a space after it is another (published so). */
function totalWithVat(invoice: UblDocument, report: Report): void {
  const [currency] = invoice.along('cbc:DocumentCurrencyCode')
  if (currency === undefined) return
  const inCurrency = invoice
    .along('cac:TaxTotal/cbc:TaxAmount')
    .filter((vat) => attribute(vat, 'currencyID') === currency.text)
  const vat = numberOf(inCurrency[0])
  const [all] = totals(invoice)
  const found = all === undefined ? undefined : child(all, 'cbc:TaxInclusiveAmount')
  const net = all === undefined ? 'missing' : amount(all, 'cbc:TaxExclusiveAmount')
  if (all === undefined || found === undefined || net === 'missing' || inCurrency.length !== 1) {
    report(found ?? all ?? invoice.root, { values: { value: valueIn(found), expected: '?' } })
  } else if (net !== null && vat !== null) compareWith(found, rounded2(add(net, vat)), report)
}

/**
 * The published rule is loose: off by less than a whole unit passes (efactura 4.5). Ours, exact to the ban, is FCT-A02.
 */
function groupVatWithinOneUnit(invoice: UblDocument, report: Report): void {
  for (const { element, base, tax, percent, category, isVat } of allGroups(invoice)) {
    if (isUnreadable(element, 'cbc:TaxAmount', tax) || isUnreadable(element, 'cbc:TaxableAmount', base)) continue
    if (category !== undefined && isUnreadable(category, 'cbc:Percent', percent)) continue
    const isUntaxed = percent === null || !isVat || isZero(wholeUnits(percent))
    const expected = isUntaxed ? ZERO : base === null ? null : percentOf(base, percent)
    const holds =
      tax !== null &&
      expected !== null &&
      (isUntaxed ? isZero(wholeUnits(tax)) : isNear(magnitude(tax), ofMagnitude(expected, base)))
    const found = child(element, 'cbc:TaxAmount')
    if (!holds)
      report(found ?? element, {
        values: { value: valueIn(found), expected: expected === null ? '?' : money(expected) },
      })
  }
}

function allGroups(invoice: UblDocument): readonly Group[] {
  const { groups, strayGroups } = figuresOf(invoice)
  return [...groups, ...strayGroups]
}

/** In force at ANAF, for invoices only; the artefacts of 2026 dropped it by mistake (efactura 4.1). */
function dueDateOrTerms(invoice: UblDocument, report: Report): void {
  if (invoice.isCreditNote) return
  const isSaid =
    invoice.named('cbc:DueDate').length > 0 ||
    invoice.named('cac:PaymentTerms').some((terms) => child(terms, 'cbc:Note') !== undefined)
  if (isSaid) return
  for (const amount of invoice.along('cac:LegalMonetaryTotal/cbc:PayableAmount')) {
    const due = numberOf(amount)
    if (due !== null && isPositive(due)) report(document(invoice)[0] ?? amount, { child: 'cbc:DueDate' })
  }
}

/** What a total should be; `missing` when what it is made of is not there, so that nothing would be right. */
type Expected = Decimal | 'missing' | null

function compareWith(found: Element, expected: Expected, report: Report): void {
  const value = numberOf(found)
  if (expected === null || value === null) return
  if (expected !== 'missing' && compare(value, expected) === 0) return
  const suggestion = expected === 'missing' ? {} : { suggestion: money(expected) }
  report(found, { values: { value: valueIn(found), expected: shown(expected) }, ...suggestion })
}

function shown(expected: Decimal | 'missing'): string {
  return expected === 'missing' ? '?' : money(expected)
}

function amount(element: Element, path: string): Expected {
  return child(element, path) === undefined ? 'missing' : numberAt(element, path)
}

function zeroIfMissing(value: Decimal | 'missing'): Decimal {
  return value === 'missing' ? ZERO : value
}

/** To two decimals as XPath does it, a half upwards; it shows only where a BR-DEC rule fires as well. */
function rounded2(value: Decimal | null): Decimal | null {
  return value === null ? null : halfUp(value, 2)
}

/** As XPath's round(). */
function wholeUnits(value: Decimal): Decimal {
  return halfUp(value, 0)
}

/** A half goes up, also below zero: −0.5 → 0. */
function halfUp(value: Decimal, scale: number): Decimal {
  const isHalf = value.unscaled < 0n && value.scale === scale + 1 && value.unscaled % 10n === -5n
  if (!isHalf) return roundToScale(value, scale)
  return roundToScale({ unscaled: value.unscaled + 1n, scale: value.scale }, scale)
}

/** There, but no number: a matter of FCT-X06. */
export function isUnreadable(element: Element, path: string, value: Decimal | null): boolean {
  return value === null && child(element, path) !== undefined
}

function sum(elements: readonly Element[], path: string): Decimal | null {
  let result = ZERO
  for (const element of elements) {
    if (child(element, path) === undefined) continue
    const value = numberAt(element, path)
    if (value === null) return null
    result = add(result, value)
  }
  return result
}

export function magnitude(value: Decimal): Decimal {
  return value.unscaled < 0n ? { unscaled: -value.unscaled, scale: value.scale } : value
}

/** The VAT that the same base without its sign would make: a rate below zero stays wrong. */
export function ofMagnitude(vat: Decimal, base: Decimal | null): Decimal {
  return base !== null && base.unscaled < 0n ? { unscaled: -vat.unscaled, scale: vat.scale } : vat
}

/** Less than one unit of the currency apart: the slack of the published rules. */
export function isNear(a: Decimal, b: Decimal): boolean {
  return compare(magnitude(subtract(a, b)), ONE_UNIT) < 0
}

/** With two decimals at least: `10.50`. */
export function money(value: Decimal): string {
  const text = formatDecimal(value)
  const decimals = text.length - 1 - text.indexOf('.')
  if (!text.includes('.')) return `${text}.00`
  return decimals === 1 ? `${text}0` : text
}
