import { multiply, ONE } from '../../decimal.ts'
import type { Invoice } from '../../invoice.ts'
import type { InvoiceLine } from '../../invoice-content.ts'
import { bani } from '../../money.ts'
import { VAT_CATEGORIES, type VatCategory, vatMention } from '../../vat.ts'
import type { VatBreakdown, VatOf } from '../einvoice.ts'
import type { Signed } from './signed.ts'
import { lengthOf, shortened, type TextLimits, tidy } from './text-limits.ts'

/** Between the reasons of one group, and how long they may be together (BT-120). */
const SEPARATOR = '; '
const MAX_REASON = 100

interface VatGroupKey {
  readonly vatCategory: VatCategory
  readonly vatRateBp: number
}

/** BT-151 and BT-152 and their like. In category O the rate is not zero but absent (BR-O-05). */
export function vatOf({ vatCategory, vatRateBp }: VatGroupKey): VatOf {
  const percent = multiply({ unscaled: BigInt(vatRateBp), scale: 2 }, ONE)
  return { category: vatCategory, percent: VAT_CATEGORIES[vatCategory].printsPercent ? percent : null }
}

/**
 * BG-23: the groups of the invoice, and those that only amounts of zero belong to, which its figures leave out and
 * the rules want listed all the same (BR-S-01 and its like).
 */
export function buildVatBreakdown(invoice: Invoice, signed: Signed, limits: TextLimits): VatBreakdown[] {
  const shares = [...invoice.discounts, ...invoice.charges].flatMap((adjustment) => adjustment.shares)
  const missing = [...invoice.lines, ...shares].filter(
    (one, index, all) =>
      !invoice.vat.some((group) => isSameGroup(group, one)) &&
      all.findIndex((other) => isSameGroup(other, one)) === index,
  )
  const empty = missing.map(({ vatCategory, vatRateBp }) => {
    return { vatCategory, vatRateBp, baseBani: bani(0), vatBani: bani(0) }
  })
  return [...invoice.vat, ...empty].map((group) => ({
    ...vatOf(group),
    baseBani: signed(group.baseBani),
    vatBani: signed(group.vatBani),
    ...exemptionOf(group.vatCategory, invoice, limits),
  }))
}

function isSameGroup(a: VatGroupKey, b: VatGroupKey): boolean {
  return a.vatCategory === b.vatCategory && a.vatRateBp === b.vatRateBp
}

type Exemption = Pick<VatBreakdown, 'exemptionCode' | 'exemptionReason'>

/**
 * BT-120, BT-121. A group has one code; where its lines have several, the text names them all instead. Whoever wrote
 * a reason of their own for category E means something else than art. 292, so that our code stays out.
 */
function exemptionOf(category: VatCategory, invoice: Invoice, limits: TextLimits): Exemption {
  const { exemptionCode } = VAT_CATEGORIES[category]
  if (exemptionCode === null) return { exemptionCode: null, exemptionReason: null }
  const mention = vatMention(category, invoice.texts.sellerIsVatPayer)?.ro ?? null
  const given = invoice.lines
    .filter((line) => line.vatCategory === category)
    .map((line) => givenExemption(line, category, exemptionCode, mention))
  const all = given.length > 0 ? given : [{ exemptionCode, exemptionReason: mention }]
  const codes = distinct(all.map((one) => one.exemptionCode))
  const reasons = distinct(all.map((one) => one.exemptionReason ?? (codes.length > 1 ? one.exemptionCode : null)))
  const texts = reasons.filter((reason) => reason !== null)
  reportTooLong(texts, invoice, limits)
  return {
    exemptionCode: codes.length > 1 ? null : (codes[0] ?? null),
    exemptionReason: tidy(texts.join(SEPARATOR)),
  }
}

/** The longest of the reasons has to give way, on every line that has it. */
function reportTooLong(reasons: readonly string[], invoice: Invoice, limits: TextLimits): void {
  const surplus = lengthOf(reasons.join(SEPARATOR)) - MAX_REASON
  if (surplus <= 0) return
  const longest = reasons.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a))
  const length = lengthOf(longest)
  const max = Math.max(1, length - surplus)
  for (const [index, { texts }] of invoice.lines.entries()) {
    if (tidy(texts.exemptionReason) !== longest) continue
    const path = `items.${index}.vat_exemption_reason`
    limits.findings.push({ path, term: 'BT-120', max, length, suggested: shortened(longest, max) })
  }
}

function givenExemption(
  { texts }: InvoiceLine,
  category: VatCategory,
  usualCode: string,
  mention: string | null,
): Exemption {
  const code = tidy(texts.exemptionCode)?.toUpperCase() ?? null
  const reason = tidy(texts.exemptionReason)
  if (code === null && reason !== null && category === 'E') return { exemptionCode: null, exemptionReason: reason }
  const exemptionCode = code ?? usualCode
  return { exemptionCode, exemptionReason: reason ?? (exemptionCode === usualCode ? mention : null) }
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)]
}
