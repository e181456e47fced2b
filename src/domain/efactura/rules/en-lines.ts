import { isNegative } from '../../decimal.ts'
import {
  allowances,
  along,
  anywhere,
  attribute,
  below,
  charges,
  child,
  children,
  each,
  filled,
  isOfVat,
  lineAllowances,
  lineCharges,
  lines,
  present,
  valueAt,
  valueIn,
  type Where,
} from './checks.ts'
import { type Check, fatal, type Rule } from './rule.ts'
import { numberOf } from './values.ts'

const GROSS_PRICE = 'cac:Price/cac:AllowanceCharge/cbc:BaseAmount'
const subtotals = below(anywhere('cac:TaxTotal'), 'cac:TaxSubtotal')

/** EN 16931-1, integrity of lines and periods (BR-21 to BR-30, BR-54, BR-CO-04, 19, 20). */
export const EN_LINES: readonly Rule[] = [
  fatal('BR-21', 'BT-126', filled(lines, 'cbc:ID'), ['Linia nu are identificator.', 'The line has no identifier.']),
  fatal('BR-22', 'BT-129', present(lines, 'cbc:InvoicedQuantity', 'cbc:CreditedQuantity'), [
    'Linia nu are cantitate.',
    'The line has no quantity.',
  ]),
  fatal(
    'BR-23',
    'BT-130',
    each(lines, hasUnit, (line) => ({ child: quantityOf(line), attribute: 'unitCode' })),
    ['Cantitatea nu are unitate de măsură.', 'The quantity has no unit of measure.'],
  ),
  fatal('BR-24', 'BT-131', present(lines, 'cbc:LineExtensionAmount'), [
    'Linia nu are valoare netă.',
    'The line has no net amount.',
  ]),
  fatal('BR-25', 'BT-153', filled(lines, 'cac:Item/cbc:Name'), ['Articolul nu are denumire.', 'The item has no name.']),
  fatal('BR-26', 'BT-146', present(lines, 'cac:Price/cbc:PriceAmount'), [
    'Linia nu are preț unitar.',
    'The line has no unit price.',
  ]),
  fatal(
    'BR-27',
    'BT-146',
    each(lines, notNegative('cac:Price/cbc:PriceAmount', false), { child: 'cac:Price/cbc:PriceAmount' }),
    [
      'Prețul unitar nu poate fi negativ: semnul îl poartă cantitatea.',
      'The unit price must not be negative: the quantity carries the sign.',
    ],
  ),
  fatal('BR-28', 'BT-148', each(lines, notNegative(GROSS_PRICE, true), { child: GROSS_PRICE }), [
    'Prețul brut al articolului nu poate fi negativ.',
    'The gross price of the item must not be negative.',
  ]),
  fatal('BR-29', 'BT-74', endsAfterStart(along('cac:InvoicePeriod')), [
    'Perioada de facturare se termină înainte de a începe.',
    'The invoicing period ends before it starts.',
  ]),
  fatal('BR-30', 'BT-135', endsAfterStart(below(lines, 'cac:InvoicePeriod')), [
    'Perioada liniei se termină înainte de a începe.',
    'The period of the line ends before it starts.',
  ]),
  fatal('BR-CO-04', 'BT-151', each(lines, hasVatCategory, { child: 'cac:Item/cac:ClassifiedTaxCategory/cbc:ID' }), [
    'Linia nu are categoria de TVA.',
    'The line has no VAT category.',
  ]),
  fatal(
    'BR-CO-19',
    'BG-14',
    present(along('cac:InvoicePeriod'), 'cbc:StartDate', 'cbc:EndDate', 'cbc:DescriptionCode'),
    [
      'Perioada de facturare nu are nici început, nici sfârșit.',
      'The invoicing period has neither a start nor an end.',
    ],
  ),
  fatal('BR-CO-20', 'BG-26', present(below(lines, 'cac:InvoicePeriod'), 'cbc:StartDate', 'cbc:EndDate'), [
    'Perioada liniei nu are nici început, nici sfârșit.',
    'The period of the line has neither a start nor an end.',
  ]),
]

/** EN 16931-1, integrity of VAT groups (BR-45 to BR-48, BR-CO-18). */
export const EN_GROUPS: readonly Rule[] = [
  fatal('BR-45', 'BT-116', present(subtotals, 'cbc:TaxableAmount'), [
    'Grupa de TVA nu are bază de calcul.',
    'The VAT group has no taxable amount.',
  ]),
  fatal('BR-46', 'BT-117', present(subtotals, 'cbc:TaxAmount'), [
    'Grupa de TVA nu are valoarea TVA.',
    'The VAT group has no tax amount.',
  ]),
  fatal('BR-47', 'BT-118', each(subtotals, hasGroupCategory, { child: 'cac:TaxCategory/cbc:ID' }), [
    'Grupa de TVA nu are categoria.',
    'The VAT group has no category.',
  ]),
  fatal('BR-48', 'BT-119', each(subtotals, hasGroupPercent, { child: 'cac:TaxCategory/cbc:Percent' }), [
    'Grupa de TVA nu are cota.',
    'The VAT group has no rate.',
  ]),
  fatal(
    'BR-CO-18',
    'BG-23',
    present((invoice) => [invoice.root], 'cac:TaxTotal/cac:TaxSubtotal'),
    ['Factura nu are nicio grupă de TVA.', 'The invoice has no VAT group.'],
  ),
]

interface Kind {
  readonly where: Where
  readonly ro: string
  readonly en: string
  readonly amount: readonly [id: string, term: string]
  readonly vat?: readonly [id: string, term: string]
  readonly reason: readonly [ids: readonly string[], term: string]
}

const KINDS: readonly Kind[] = [
  {
    where: allowances,
    ro: 'Deducerea de la nivelul documentului',
    en: 'The document allowance',
    amount: ['BR-31', 'BT-92'],
    vat: ['BR-32', 'BT-95'],
    reason: [['BR-33', 'BR-CO-21'], 'BT-97'],
  },
  {
    where: charges,
    ro: 'Taxa suplimentară de la nivelul documentului',
    en: 'The document charge',
    amount: ['BR-36', 'BT-99'],
    vat: ['BR-37', 'BT-102'],
    reason: [['BR-38', 'BR-CO-22'], 'BT-104'],
  },
  {
    where: lineAllowances,
    ro: 'Deducerea liniei',
    en: 'The line allowance',
    amount: ['BR-41', 'BT-136'],
    reason: [['BR-42', 'BR-CO-23'], 'BT-139'],
  },
  {
    where: lineCharges,
    ro: 'Taxa suplimentară a liniei',
    en: 'The line charge',
    amount: ['BR-43', 'BT-141'],
    reason: [['BR-44', 'BR-CO-24'], 'BT-144'],
  },
]

/** EN 16931-1, integrity of allowances and charges (BR-31 to BR-44, BR-CO-21 to 24). */
export const EN_ADJUSTMENTS: readonly Rule[] = KINDS.flatMap(({ where, ro, en, amount, vat, reason }) => [
  fatal(...amount, present(where, 'cbc:Amount'), [`${ro} nu are sumă.`, `${en} has no amount.`]),
  ...(vat === undefined
    ? []
    : [
        fatal(...vat, each(where, hasGroupCategory, { child: 'cac:TaxCategory/cbc:ID' }), [
          `${ro} nu are categoria de TVA.`,
          `${en} has no VAT category.`,
        ]),
      ]),
  ...reason[0].map((id) =>
    fatal(id, reason[1], present(where, 'cbc:AllowanceChargeReason', 'cbc:AllowanceChargeReasonCode'), [
      `${ro} nu are motiv.`,
      `${en} has no reason.`,
    ]),
  ),
])

type Element = Parameters<typeof children>[0]

/** One that is no number is a matter of FCT-X06. */
function notNegative(path: string, mayBeMissing: boolean): (line: Element) => boolean {
  return (line) => {
    const amounts = children(line, path).map(numberOf)
    return amounts.length === 0 ? mayBeMissing : amounts.some((amount) => amount === null || !isNegative(amount))
  }
}

const QUANTITIES = ['cbc:InvoicedQuantity', 'cbc:CreditedQuantity']

function hasUnit(line: Element): boolean {
  return QUANTITIES.some((name) => children(line, name).some((quantity) => attribute(quantity, 'unitCode') !== null))
}

function quantityOf(line: Element): string {
  return QUANTITIES.find((name) => child(line, name) !== undefined) ?? 'cbc:InvoicedQuantity'
}

/** Days are compared as texts; one that is not a day is a matter of BR-RO-DT. */
function endsAfterStart(where: Where): Check {
  return each(
    where,
    (period) => {
      const [start, end] = [valueAt(period, 'cbc:StartDate'), valueAt(period, 'cbc:EndDate')]
      return start === '' || end === '' || start <= end
    },
    { child: 'cbc:EndDate' },
  )
}

function hasVatCategory(line: Element): boolean {
  return children(line, 'cac:Item/cac:ClassifiedTaxCategory').some(
    (category) => isOfVat(category) && child(category, 'cbc:ID') !== undefined,
  )
}

function hasGroupCategory(group: Element): boolean {
  return children(group, 'cac:TaxCategory').some(
    (category) => isOfVat(category) && child(category, 'cbc:ID') !== undefined,
  )
}

function hasGroupPercent(group: Element): boolean {
  return children(group, 'cac:TaxCategory').some(
    (category) =>
      isOfVat(category) && (child(category, 'cbc:Percent') !== undefined || valueIn(child(category, 'cbc:ID')) === 'O'),
  )
}
