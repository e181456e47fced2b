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
import { figuresOf, percentOf } from './figures.ts'
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
    total('cbc:LineExtensionAmount', (invoice) => sum(invoice.lines, 'cbc:LineExtensionAmount')),
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

/** A total that must be what `expected` says; null leaves it alone, because something else is wrong. */
function total(child: string, expected: (invoice: UblDocument, totals: Element) => Decimal | null): Check {
  return (invoice, report) => {
    for (const element of totals(invoice)) {
      const found = children(element, child)[0]
      if (found !== undefined) compareWith(found, expected(invoice, element), report)
    }
  }
}

/** BT-107 or BT-108, which must be there exactly when there is something to add up. */
function optionalTotal(child: string, adjustments: (invoice: UblDocument) => readonly Element[]): Check {
  return (invoice, report) => {
    const all = adjustments(invoice)
    const expected = sum(all, 'cbc:Amount')
    for (const element of totals(invoice)) {
      const found = children(element, child)[0]
      if (found !== undefined) compareWith(found, expected, report)
      else if (all.length > 0 && expected !== null)
        report(element, { child, values: { value: '–', expected: money(expected) }, suggestion: money(expected) })
    }
  }
}

function withoutVat(_invoice: UblDocument, element: Element): Decimal | null {
  const lines = numberAt(element, 'cbc:LineExtensionAmount')
  if (lines === null) return null
  const allowances = optional(element, 'cbc:AllowanceTotalAmount')
  const charges = optional(element, 'cbc:ChargeTotalAmount')
  return allowances === null || charges === null ? null : subtract(add(lines, charges), allowances)
}

function amountDue(_invoice: UblDocument, element: Element): Decimal | null {
  const withVat = numberAt(element, 'cbc:TaxInclusiveAmount')
  const prepaid = optional(element, 'cbc:PrepaidAmount')
  const rounding = optional(element, 'cbc:PayableRoundingAmount')
  return withVat === null || prepaid === null || rounding === null ? null : add(subtract(withVat, prepaid), rounding)
}

function vatIsSumOfGroups(invoice: UblDocument, report: Report): void {
  for (const element of invoice.along('cac:TaxTotal')) {
    const groups = children(element, 'cac:TaxSubtotal')
    const found = child(element, 'cbc:TaxAmount')
    if (groups.length > 0 && found !== undefined) compareWith(found, sum(groups, 'cbc:TaxAmount'), report)
  }
}

function totalWithVat(invoice: UblDocument, report: Report): void {
  const [currency] = invoice.along('cbc:DocumentCurrencyCode').map(valueIn)
  const amounts = invoice.along('cac:TaxTotal/cbc:TaxAmount')
  const inCurrency = amounts.filter((amount) => attribute(amount, 'currencyID') === currency)
  for (const element of totals(invoice)) {
    const found = child(element, 'cbc:TaxInclusiveAmount')
    const net = numberAt(element, 'cbc:TaxExclusiveAmount')
    const vat = numberOf(inCurrency[0])
    if (found === undefined || net === null || currency === undefined) continue
    if (inCurrency.length !== 1) report(found, { values: { value: valueIn(found), expected: '?' } })
    else compareWith(found, vat === null ? null : add(net, vat), report)
  }
}

/**
 * The published rule is loose: off by less than a whole unit passes (efactura 4.5). Ours, exact to the ban, is FCT-A02.
 */
function groupVatWithinOneUnit(invoice: UblDocument, report: Report): void {
  for (const { element, base, tax, percent, isVat } of figuresOf(invoice).groups) {
    const found = child(element, 'cbc:TaxAmount')
    if (found === undefined || tax === null) continue
    const isUntaxed = percent === null || !isVat || isZero(roundToScale(percent, 0))
    const expected = isUntaxed ? ZERO : base === null ? null : percentOf(base, percent)
    if (expected === null) continue
    const holds = isUntaxed ? isZero(roundToScale(tax, 0)) : isNear(magnitude(tax), magnitude(expected))
    if (!holds) report(found, { values: { value: valueIn(found), expected: money(expected) } })
  }
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

function compareWith(found: Element, expected: Decimal | null, report: Report): void {
  const value = numberOf(found)
  if (expected === null || value === null) return
  const right = roundToScale(expected, 2)
  if (compare(value, right) === 0) return
  report(found, { values: { value: valueIn(found), expected: money(right) }, suggestion: money(right) })
}

/** Zero when absent, null when it is no number. */
function optional(element: Element, path: string): Decimal | null {
  return child(element, path) === undefined ? ZERO : numberAt(element, path)
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
