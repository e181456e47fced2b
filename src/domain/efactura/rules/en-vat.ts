import { compare, type Decimal, isNegative, isPositive, isZero, ZERO } from '../../decimal.ts'
import { child, children, hasVatId, valueAt, valueIn } from './checks.ts'
import { isNear, isUnreadable, magnitude, money, ofMagnitude } from './en-totals.ts'
import { figuresOf, type Group, groupKey, percentOf, type Category as TaxCategory, type Taxed } from './figures.ts'
import { type Check, fatal, type Report, type Rule } from './rule.ts'
import type { UblDocument } from './ubl-document.ts'
import { CATEGORIES, type Category } from './vat-categories.ts'

const SELLER_ID = 'cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID'
const BUYER_ID = 'cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID'
const GROUP = 'cac:TaxTotal/cac:TaxSubtotal'

/** Where a category can be used: part of the figures, rule number for the parties, for the rate, and terms. */
const USES = [
  { of: 'lines', parties: '02', rate: '05', term: 'BT-152', ro: 'o linie', en: 'a line' },
  { of: 'allowances', parties: '03', rate: '06', term: 'BT-96', ro: 'o deducere', en: 'an allowance' },
  { of: 'charges', parties: '04', rate: '07', term: 'BT-103', ro: 'o taxă suplimentară', en: 'a charge' },
] as const

/** EN 16931-1, the ten rules that every VAT category has (BR-S-01 to BR-IP-10). */
export const EN_VAT: readonly Rule[] = CATEGORIES.flatMap((category) => {
  const { code, family, ro, en } = category
  const name: readonly [string, string] = [`categoria ${code} (${ro})`, `category ${code} (${en})`]
  return [
    fatal(`BR-${family}-01`, 'BG-23', category.isTaxed ? hasGroup(category) : hasOneGroup(category), [
      `Liniile, deducerile și taxele din ${name[0]} trebuie să aibă grupa lor de TVA, ${category.isTaxed ? 'și invers' : 'una singură'}.`,
      `Lines, allowances and charges of ${name[1]} need their VAT group, ${category.isTaxed ? 'and the reverse' : 'exactly one'}.`,
    ]),
    ...USES.map((use) =>
      fatal(`BR-${family}-${use.parties}`, 'BT-31', parties(category, use.of), [
        `Când ${use.ro} este în ${name[0]}, ${partiesRo(category)}.`,
        `Where ${use.en} is of ${name[1]}, ${partiesEn(category)}.`,
      ]),
    ),
    ...USES.map((use) =>
      fatal(`BR-${family}-${use.rate}`, use.term, rate(category, use.of), [
        `În ${name[0]} cota ${rateRo(category)}; aici este „{value}”.`,
        `In ${name[1]} the rate ${rateEn(category)}; here it is "{value}".`,
      ]),
    ),
    fatal(`BR-${family}-08`, 'BT-116', category.isTaxed ? taxedBase(category) : untaxedBase(category), [
      `Baza grupei din ${name[0]} este {value}; liniile, taxele și deducerile fac {expected}.`,
      `The base of the group of ${name[1]} is {value}; lines, charges and allowances make {expected}.`,
    ]),
    fatal(`BR-${family}-09`, 'BT-117', tax(category), [
      `TVA a grupei din ${name[0]} este {value}; trebuie {expected}.`,
      `The VAT of the group of ${name[1]} is {value}; it must be {expected}.`,
    ]),
    fatal(`BR-${family}-10`, 'BT-120', exemption(category), [
      category.exemption === 'required'
        ? `Grupa din ${name[0]} are nevoie de motivul scutirii: cod sau text.`
        : `Grupa din ${name[0]} nu poate avea motiv de scutire.`,
      category.exemption === 'required'
        ? `The group of ${name[1]} needs an exemption reason: a code or a text.`
        : `The group of ${name[1]} must not have an exemption reason.`,
    ]),
  ]
})

type Use = (typeof USES)[number]['of']

function groupsOf(invoice: UblDocument, { code }: Category) {
  return figuresOf(invoice).groups.filter((group) => group.isVat && group.code === code)
}

/** Those of the document, and those below other totals, which have no lines of their own. */
function allGroupsOf(invoice: UblDocument, category: Category): readonly (Group & { readonly isStray: boolean })[] {
  const stray = figuresOf(invoice).strayGroups.filter((group) => group.isVat && group.code === category.code)
  return [
    ...groupsOf(invoice, category).map((group) => ({ ...group, isStray: false })),
    ...stray.map((group) => ({ ...group, isStray: true })),
  ]
}

/**
 * Of S, L and M: a use without a group, or a group without a use. As published, S counts also without the scheme VAT; a
 * group answers a use of L, whatever its scheme, or of M only when the code is written without spaces around it.
 */
function hasGroup({ code }: Category): Check {
  return (invoice, report) => {
    const { groups, used } = figuresOf(invoice)
    const isOf = (taxed: TaxCategory) => taxed.code === code && (code === 'S' || taxed.isVat)
    const answers = (group: Group) => code === 'S' || (codeAsWritten(group) === code && (code === 'L' || group.isVat))
    const ofCategory = groups.filter((group) => group.code === code)
    const group = ofCategory.find(isOf)
    const isUsed = [...used.lines, ...used.allowances, ...used.charges].some(isOf)
    if (isUsed && !ofCategory.some(answers)) report(invoice.root, { child: GROUP })
    if (!isUsed && group !== undefined) report(group.element)
  }
}

function codeAsWritten({ category }: Group): string | undefined {
  return category && child(category, 'cbc:ID')?.text
}

function hasOneGroup(category: Category): Check {
  return (invoice, report) => {
    const groups = groupsOf(invoice, category)
    const isUsed = figuresOf(invoice).used.anywhere.some((taxed) => taxed.isVat && taxed.code === category.code)
    const [, second] = groups
    if (second !== undefined) report(second.element)
    else if (isUsed && groups.length === 0) report(invoice.root, { child: GROUP })
  }
}

function parties(category: Category, use: Use): Check {
  return (invoice, report) => {
    const figures = figuresOf(invoice)
    const uses: readonly TaxCategory[] = category.code === 'O' ? figures[use] : figures.used[use]
    const ofCategory = uses.filter((taxed) => taxed.code === category.code)
    const isOfVat = ofCategory.some((taxed) => taxed.isVat)
    // As published, lines of S that are not of the scheme VAT count, and no number makes them right.
    if (!isOfVat && (category.code !== 'S' || use !== 'lines' || ofCategory.length === 0)) return
    if (!isOfVat || !sellerFits(invoice, category.seller)) report(invoice.root, { child: SELLER_ID })
    if (!buyerFits(invoice, category.buyer)) report(invoice.root, { child: BUYER_ID })
  }
}

function sellerFits(invoice: UblDocument, wanted: Category['seller']): boolean {
  const own = invoice.along('cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme')
  const ofRepresentative = hasVatId(invoice.along('cac:TaxRepresentativeParty/cac:PartyTaxScheme'))
  if (wanted === 'none') return !hasVatId(own) && !ofRepresentative
  if (wanted === 'vat') return hasVatId(own) || ofRepresentative
  return ofRepresentative || own.some((scheme) => child(scheme, 'cbc:CompanyID') !== undefined)
}

function buyerFits(invoice: UblDocument, wanted: Category['buyer']): boolean {
  if (wanted === 'free') return true
  const isVat = hasVatId(invoice.along('cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme'))
  if (wanted === 'none') return !isVat
  const legal = invoice.along('cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID')
  return isVat || (wanted === 'any' && legal.length > 0)
}

function partiesRo({ seller, buyer }: Category): string {
  if (seller === 'none') return 'nici vânzătorul, nici reprezentantul, nici cumpărătorul nu pot avea cod de TVA'
  const own = `trebuie codul de TVA${seller === 'any' ? ' sau fiscal' : ''} al vânzătorului ori cel de TVA al reprezentantului`
  if (buyer === 'free') return own
  return `${own} și codul de TVA${buyer === 'any' ? ' sau de înregistrare' : ''} al cumpărătorului`
}

function partiesEn({ seller, buyer }: Category): string {
  if (seller === 'none') return 'neither seller, nor representative, nor buyer may have a VAT identifier'
  const own = `the VAT${seller === 'any' ? ' or tax' : ''} number of the seller or the VAT number of the representative is needed`
  if (buyer === 'free') return own
  return `${own}, and the VAT${buyer === 'any' ? ' or registration' : ''} number of the buyer`
}

function rate({ code, percent: wanted }: Category, use: Use): Check {
  return (invoice, report) => {
    for (const { element: category, isVat, code: found, percent } of figuresOf(invoice).used[use]) {
      if (!isVat || found !== code) continue
      const element = child(category, 'cbc:Percent')
      const holds = wanted === 'absent' ? element === undefined : percent !== null && rateFits(wanted, percent)
      const value = valueIn(element)
      if (!holds)
        report(
          element ?? category,
          element === undefined ? { child: 'cbc:Percent', values: { value } } : { values: { value } },
        )
    }
  }
}

function rateFits(wanted: Exclude<Category['percent'], 'absent'>, percent: NonNullable<Taxed['percent']>): boolean {
  if (wanted === 'above_zero') return isPositive(percent)
  return wanted === 'zero' ? isZero(percent) : !isNegative(percent)
}

function rateRo({ percent }: Category): string {
  const words = {
    above_zero: 'este mai mare decât 0',
    zero: 'este 0',
    not_negative: 'este cel puțin 0',
    absent: 'nu se trece',
  }
  return words[percent]
}

function rateEn({ percent }: Category): string {
  const words = { above_zero: 'is above 0', zero: 'is 0', not_negative: 'is at least 0', absent: 'is left out' }
  return words[percent]
}

/**
 * As published, off by less than one unit passes; ours, exact, is FCT-A03. BR-S-08 also takes the charges and allowances
 * of the rate without the lines: it tries the lines of a credit note next, and there are none.
 */
function taxedBase(category: Category): Check {
  return (invoice, report) => {
    const { sums, adjustments } = figuresOf(invoice)
    for (const { element, percent, base, isStray } of allGroupsOf(invoice, category)) {
      if (percent === null || isUnreadable(element, 'cbc:TaxableAmount', base)) continue
      const key = groupKey(category.code, percent)
      const isUsed = category.code === 'S' ? sums.has(key) : invoice.lines.length > 0
      const sum = (isStray ? undefined : sums.get(key)) ?? ZERO
      const adjusted = category.code === 'S' && !isStray ? adjustments.get(key) : undefined
      const fits = (wanted: Decimal | undefined) => base !== null && wanted !== undefined && isNear(base, wanted)
      if (!isUsed || !(fits(sum) || fits(adjusted))) wrong(report, element, 'cbc:TaxableAmount', money(sum))
    }
  }
}

/** As published, without a single line no base is right. */
function untaxedBase(category: Category): Check {
  return (invoice, report) => {
    const ofCategory = figuresOf(invoice).sums.get(category.code) ?? ZERO
    for (const { element, base, isStray } of allGroupsOf(invoice, category)) {
      const sum = isStray ? ZERO : ofCategory
      if (isUnreadable(element, 'cbc:TaxableAmount', base)) continue
      const isRight = base !== null && invoice.lines.length > 0 && compare(base, sum) === 0
      if (!isRight) wrong(report, element, 'cbc:TaxableAmount', money(sum))
    }
  }
}

function tax(category: Category): Check {
  return (invoice, report) => {
    for (const group of allGroupsOf(invoice, category)) {
      const { element, base, percent, tax: found } = group
      if (isUnreadable(element, 'cbc:TaxAmount', found)) continue
      if (!category.isTaxed) {
        if (found === null || !isZero(found)) wrong(report, element, 'cbc:TaxAmount', '0.00')
      } else if (!isUnreadable(element, 'cbc:TaxableAmount', base) && !hasUnreadablePercent(group)) {
        const expected = base === null || percent === null ? null : percentOf(base, percent)
        if (found === null || expected === null || !isNear(magnitude(found), ofMagnitude(expected, base)))
          wrong(report, element, 'cbc:TaxAmount', expected === null ? '?' : money(expected))
      }
    }
  }
}

function hasUnreadablePercent({ category, percent }: Group): boolean {
  return category !== undefined && isUnreadable(category, 'cbc:Percent', percent)
}

function exemption(category: Category): Check {
  return (invoice, report) => {
    for (const { category: element } of allGroupsOf(invoice, category)) {
      if (element === undefined) continue
      const reasons = [
        ...children(element, 'cbc:TaxExemptionReasonCode'),
        ...children(element, 'cbc:TaxExemptionReason'),
      ]
      const [first] = reasons
      if (category.exemption === 'forbidden' && first !== undefined) report(first)
      if (category.exemption === 'required' && first === undefined) report(element, { child: 'cbc:TaxExemptionReason' })
    }
  }
}

function wrong(report: Report, group: Parameters<typeof valueAt>[0] & object, path: string, expected: string): void {
  const found = child(group, path)
  report(found ?? group, { values: { value: valueAt(group, path), expected }, suggestion: expected })
}
