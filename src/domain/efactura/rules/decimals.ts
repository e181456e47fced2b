import {
  allowances,
  along,
  anyLines,
  anywhere,
  atMostTwoDecimals,
  attribute,
  below,
  charges,
  lineAllowances,
  lineCharges,
  valueIn,
  type Where,
} from './checks.ts'
import { fatal, type Rule } from './rule.ts'

const totals = along('cac:LegalMonetaryTotal')
const subtotals = below(anywhere('cac:TaxTotal'), 'cac:TaxSubtotal')

/** Numbers of the two rules (BR-DEC-…, BR-DEC-RO-…), term, place, name of the amount. */
type Row = readonly [en: string, ro: string, term: string, where: Where, nameRo: string, nameEn: string]

const ROWS: readonly Row[] = [
  ['01', '01', 'BT-92', below(allowances, 'cbc:Amount'), 'Deducerea la nivelul documentului', 'The document allowance'],
  [
    '02',
    '02',
    'BT-93',
    below(allowances, 'cbc:BaseAmount'),
    'Baza deducerii documentului',
    'The base of the document allowance',
  ],
  [
    '05',
    '05',
    'BT-99',
    below(charges, 'cbc:Amount'),
    'Taxa suplimentară la nivelul documentului',
    'The document charge',
  ],
  [
    '06',
    '06',
    'BT-100',
    below(charges, 'cbc:BaseAmount'),
    'Baza taxei suplimentare a documentului',
    'The base of the document charge',
  ],
  [
    '09',
    '09',
    'BT-106',
    below(totals, 'cbc:LineExtensionAmount'),
    'Suma valorilor nete ale liniilor',
    'The sum of line net amounts',
  ],
  ['10', '10', 'BT-107', below(totals, 'cbc:AllowanceTotalAmount'), 'Totalul deducerilor', 'The total of allowances'],
  [
    '11',
    '11',
    'BT-108',
    below(totals, 'cbc:ChargeTotalAmount'),
    'Totalul taxelor suplimentare',
    'The total of charges',
  ],
  ['12', '12', 'BT-109', below(totals, 'cbc:TaxExclusiveAmount'), 'Totalul fără TVA', 'The total without VAT'],
  ['13', '13', 'BT-110', totalVatIn('cbc:DocumentCurrencyCode'), 'Totalul TVA', 'The total VAT'],
  ['14', '14', 'BT-112', below(totals, 'cbc:TaxInclusiveAmount'), 'Totalul cu TVA', 'The total with VAT'],
  [
    '15',
    '15',
    'BT-111',
    totalVatIn('cbc:TaxCurrencyCode'),
    'Totalul TVA în moneda de contabilizare',
    'The total VAT in the accounting currency',
  ],
  ['16', '16', 'BT-113', below(totals, 'cbc:PrepaidAmount'), 'Suma plătită', 'The paid amount'],
  ['17', '17', 'BT-114', below(totals, 'cbc:PayableRoundingAmount'), 'Rotunjirea', 'The rounding amount'],
  ['18', '18', 'BT-115', below(totals, 'cbc:PayableAmount'), 'Suma de plată', 'The amount due'],
  ['19', '1009', 'BT-116', below(subtotals, 'cbc:TaxableAmount'), 'Baza grupei de TVA', 'The base of the VAT group'],
  ['20', '1010', 'BT-117', below(subtotals, 'cbc:TaxAmount'), 'TVA a grupei', 'The VAT of the group'],
  [
    '23',
    '23',
    'BT-131',
    below(anyLines, 'cbc:LineExtensionAmount'),
    'Valoarea netă a liniei',
    'The net amount of the line',
  ],
  ['24', '24', 'BT-136', below(lineAllowances, 'cbc:Amount'), 'Deducerea liniei', 'The line allowance'],
  [
    '25',
    '25',
    'BT-137',
    below(lineAllowances, 'cbc:BaseAmount'),
    'Baza deducerii liniei',
    'The base of the line allowance',
  ],
  ['27', '27', 'BT-141', below(lineCharges, 'cbc:Amount'), 'Taxa suplimentară a liniei', 'The line charge'],
  [
    '28',
    '28',
    'BT-142',
    below(lineCharges, 'cbc:BaseAmount'),
    'Baza taxei suplimentare a liniei',
    'The base of the line charge',
  ],
]

/**
 * At most two decimals in every amount but unit prices: EN 16931-1 (BR-DEC) and CIUS-RO (BR-RO-Z2). Of the latter, 13,
 * 15 and 23 cannot fire in the file that ANAF published; they are meant, so they are here (efactura 4.3).
 */
export const DECIMALS: readonly Rule[] = ROWS.flatMap(([en, ro, term, where, nameRo, nameEn]) =>
  [`BR-DEC-${en}`, `BR-DEC-RO-${ro}`].map((id) =>
    fatal(id, term, atMostTwoDecimals(where), [
      `${nameRo} poate avea cel mult două zecimale.`,
      `${nameEn} may have at most two decimals.`,
    ]),
  ),
)

/** The total VAT in the currency that an element of the root names. */
function totalVatIn(currency: string): Where {
  return (invoice) => {
    const wanted = valueIn(invoice.along(currency)[0])
    return invoice.along('cac:TaxTotal/cbc:TaxAmount').filter((amount) => attribute(amount, 'currencyID') === wanted)
  }
}
