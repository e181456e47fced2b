import { type Adjustment, computeDocument, type DocumentAmounts } from './amounts.ts'
import type { Day } from './dates.ts'
import { type Decimal, ZERO } from './decimal.ts'
import { exemptionWarnings } from './exemption-warnings.ts'
import type { Bani } from './money.ts'
import { fullFiscalCode, type Party, type PartyChanges } from './party.ts'
import type { Problem } from './problem.ts'
import type { DocumentType } from './series.ts'
import { unitWarnings } from './unit-warnings.ts'
import {
  categoryOf,
  checkVatCategories,
  effectiveRateBp,
  isRateInForce,
  type VatCategory,
  type VatLine,
  vatMention,
} from './vat.ts'

/** A discount or charge as given, with its reason (BT-139, BT-97 and their like). */
export interface AdjustmentInput {
  readonly adjustment: Adjustment
  readonly reason: string | null
  /** The VAT group a document discount or charge applies to; null for the whole document. */
  readonly group: { readonly vatCategory: VatCategory; readonly vatRateBp: number } | null
}

/** What a line says besides its figures. */
export interface LineTexts {
  readonly description: string
  readonly descriptionExtended: string | null
  readonly unit: string
  /** `vat_key` as it was sent: a letter, or an old client's number. */
  readonly vatKey: string | null
  /** As it was sent, null for the company's default: what a draft's line carries follows from it anew. */
  readonly vatRateBp: number | null
  readonly discount: AdjustmentInput | null
  readonly charge: AdjustmentInput | null
  readonly exemptionCode: string | null
  readonly exemptionReason: string | null
  readonly productId: string | null
  readonly sku: string | null
  readonly ublUm: string | null
  readonly ublNc: string | null
  readonly ublCpv: string | null
  readonly saveAsProduct: boolean
  /** Of a storno: the line it reverses. */
  readonly sourceLineId: string | null
}

export interface InvoiceLine {
  readonly id: string
  readonly quantity: Decimal
  /** Net unit price (BT-146). */
  readonly price: Decimal
  /** The unit price as given, when prices include VAT. */
  readonly givenPrice: Decimal | null
  readonly vatCategory: VatCategory
  readonly vatRateBp: number
  readonly baseBani: Bani
  readonly discountBani: Bani
  readonly chargeBani: Bani
  readonly subtotalBani: Bani
  readonly vatBani: Bani
  readonly totalBani: Bani
  /** How much of the quantity stornos have taken back. */
  readonly stornedQuantity: Decimal
  readonly texts: LineTexts
}

/** A document discount or charge with what it came to, group by group (BG-20, BG-21). */
export interface DocumentAdjustmentAmounts {
  readonly input: AdjustmentInput
  readonly shares: readonly {
    readonly vatCategory: VatCategory
    readonly vatRateBp: number
    readonly amountBani: Bani
    readonly vatBani: Bani
  }[]
}

export interface Delegate {
  readonly name: string | null
  readonly identityCard: string | null
  readonly transport: string | null
  readonly date: Day | null
  readonly time: string | null
}

/** What a document says besides its parties, lines and figures; stored as one JSON text. */
export interface InvoiceTexts {
  readonly observations: string | null
  readonly notes: string | null
  /** Internal, never printed (contract C27). */
  readonly info: string | null
  readonly paymentMethod: string | null
  readonly paymentType: string | null
  readonly paymentInstallments: number | null
  readonly withVatInverted: boolean
  readonly pricesIncludeVat: boolean
  readonly efacturaEnabled: boolean
  readonly spvEnvironment: 'test' | 'live' | null
  readonly withDelegate: boolean
  readonly delegate: Delegate | null
  /** As the seller stood when the document was last saved. */
  readonly sellerIsVatPayer: boolean
  readonly hasCashVat: boolean
  /** False for a draft's date or due date that was only defaulted, and will be anew when it is issued. */
  readonly isDateGiven: boolean
  readonly isDueDateGiven: boolean
  readonly dueDays: number | null
  /** What was sent of the client for this document alone, while the stored client stays as it is. */
  readonly buyerChanges: PartyChanges | null
}

export interface ContentLine {
  readonly id: string | null
  readonly quantity: Decimal
  /** As given: with VAT when `pricesIncludeVat`. */
  readonly price: Decimal
  /** As sent; what the line carries follows from the category. */
  readonly vatRateBp: number
  readonly vatCategory: VatCategory | null
  readonly texts: LineTexts
}

/** A line as it was asked for: without a rate it takes the company's default. */
export type AskedLine = Omit<ContentLine, 'vatRateBp'> & { readonly vatRateBp: number | null }

/** What a caller may say of a document's header. Absent means unchanged; null clears a date or a text. */
export interface HeaderChanges {
  readonly date: Day | null | undefined
  readonly dueDate: Day | null | undefined
  readonly dueDays: number | undefined
  readonly currency: string | undefined
  readonly exchangeRate: Decimal | undefined
  readonly discounts: readonly AdjustmentInput[] | undefined
  readonly charges: readonly AdjustmentInput[] | undefined
  readonly texts: Partial<Omit<InvoiceTexts, DerivedText>>
}
type DerivedText = 'sellerIsVatPayer' | 'hasCashVat' | 'isDateGiven' | 'isDueDateGiven' | 'dueDays' | 'buyerChanges'

/** Everything that a caller decides about a document, before anything is computed. */
export interface InvoiceContent {
  readonly documentType: DocumentType
  readonly date: Day
  readonly dueDate: Day | null
  readonly currency: string
  readonly exchangeRate: Decimal
  readonly lines: readonly ContentLine[]
  readonly discounts: readonly AdjustmentInput[]
  readonly charges: readonly AdjustmentInput[]
  readonly texts: InvoiceTexts
}

export interface Assembled {
  readonly lines: readonly Omit<InvoiceLine, 'id'>[]
  readonly amounts: DocumentAmounts
  readonly discounts: readonly DocumentAdjustmentAmounts[]
  readonly charges: readonly DocumentAdjustmentAmounts[]
}

/** The figures of a document, or all that is wrong with it. Warnings come either way. */
export function assemble(
  content: InvoiceContent,
  buyer: Party,
): {
  readonly assembled: Assembled | null
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
} {
  const { sellerIsVatPayer, withVatInverted: reverseCharge, pricesIncludeVat } = content.texts
  const vatLines: VatLine[] = content.lines.map((line) => ({
    vatKey: line.vatCategory,
    vatRateBp: line.vatRateBp,
    vatCategory: categoryOf({ vatKey: line.vatCategory, rateBp: line.vatRateBp, sellerIsVatPayer, reverseCharge }),
  }))
  const charges = content.charges.map(({ group }) => {
    const resolved = groupOf(group, content.texts)
    return group && resolved && { vatKey: group.vatCategory, ...group, vatCategory: resolved.vatCategory }
  })
  const checked = checkVatCategories(vatLines, { sellerIsVatPayer, reverseCharge, buyer: buyerOf(buyer) }, charges)
  const warnings = [
    ...checked.warnings,
    ...rateWarnings(content),
    ...exemptionWarnings(content.lines, { sellerIsVatPayer, reverseCharge }),
    ...unitWarnings(content.lines),
  ]
  if (checked.problems.length > 0) return { assembled: null, problems: checked.problems, warnings }

  const lines = content.lines.map((line, index) => {
    const vatCategory = vatLines[index]?.vatCategory ?? 'S'
    return {
      quantity: line.quantity,
      price: line.price,
      discount: line.texts.discount?.adjustment ?? null,
      charge: line.texts.charge?.adjustment ?? null,
      vatCategory,
      vatRateBp: effectiveRateBp(vatCategory, line.vatRateBp),
    }
  })
  const toInput = ({ adjustment, group }: AdjustmentInput) => ({ adjustment, group: groupOf(group, content.texts) })
  const computed = computeDocument({
    lines,
    discounts: content.discounts.map(toInput),
    charges: content.charges.map(toInput),
    pricesIncludeVat,
    exchangeRate: content.exchangeRate,
  })
  if (!computed.ok)
    return { assembled: null, problems: computed.problems.map((problem) => placed(problem, content)), warnings }
  return { assembled: joined(content, lines, computed.amounts), problems: [], warnings }
}

/** A line's discount and charge are sent as a percentage or as an amount, each under a name of its own. */
function placed(problem: Problem, { lines }: InvoiceContent): Problem {
  const [, index, what] = /^items\.(\d+)\.(discount|charge)$/.exec(problem.path) ?? []
  if (what !== 'discount' && what !== 'charge') return problem
  return { ...problem, path: `${problem.path}_${lines[Number(index)]?.texts[what]?.adjustment.kind ?? 'amount'}` }
}

/** The VAT group that a discount or charge names. As on a line, the seller and reverse charge take VAT off it. */
export function groupOf(
  group: AdjustmentInput['group'],
  { sellerIsVatPayer, withVatInverted }: Pick<InvoiceTexts, 'sellerIsVatPayer' | 'withVatInverted'>,
): AdjustmentInput['group'] {
  if (group === null) return null
  const { vatCategory: vatKey, vatRateBp: rateBp } = group
  const vatCategory = categoryOf({ vatKey, rateBp, sellerIsVatPayer, reverseCharge: withVatInverted })
  return { vatCategory, vatRateBp: effectiveRateBp(vatCategory, rateBp) }
}

function joined(
  content: InvoiceContent,
  inputs: readonly { vatCategory: VatCategory; vatRateBp: number }[],
  amounts: DocumentAmounts,
): Assembled {
  const lines = content.lines.map((line, index) => {
    const figures = amounts.lines[index]
    const input = inputs[index]
    if (!figures || !input) throw new RangeError('figures and lines do not line up')
    return {
      ...figures,
      quantity: line.quantity,
      givenPrice: content.texts.pricesIncludeVat ? line.price : null,
      vatCategory: input.vatCategory,
      vatRateBp: input.vatRateBp,
      stornedQuantity: ZERO,
      texts: line.texts,
    }
  })
  const withShares = (given: readonly AdjustmentInput[], shares: DocumentAmounts['discounts']) =>
    given.map((input, index) => ({ input, shares: shares.filter((share) => share.index === index) }))
  return {
    lines,
    amounts,
    discounts: withShares(content.discounts, amounts.discounts),
    charges: withShares(content.charges, amounts.charges),
  }
}

function buyerOf(buyer: Party) {
  const vatId = buyer.cuiPrefix === null ? null : fullFiscalCode(buyer)
  return { country: buyer.country, fiscalCode: buyer.cui, vatId }
}

/** Old rates stay usable for corrections; on a new document they are probably a mistake (contract decision 16). */
function rateWarnings(content: InvoiceContent): Problem[] {
  if (!content.texts.sellerIsVatPayer) return []
  return content.lines.flatMap(({ vatRateBp }, index) =>
    isRateInForce(vatRateBp, content.date)
      ? []
      : [
          {
            path: `items.${index}.vat_rate`,
            code: 'rate_not_in_force',
            params: { rate: vatRateBp / 100, date: content.date },
          },
        ],
  )
}

/** What the law wants said on the document (Cod fiscal art. 319 (20)), in Romanian. */
export function legalMentions(
  lines: readonly Pick<InvoiceLine, 'vatCategory'>[],
  texts: Pick<InvoiceTexts, 'sellerIsVatPayer' | 'hasCashVat'>,
): string[] {
  const mentions = new Set<string>()
  for (const { vatCategory } of lines) {
    const mention = vatMention(vatCategory, texts.sellerIsVatPayer)
    if (mention) mentions.add(mention.ro)
  }
  if (texts.hasCashVat && lines.some(({ vatCategory }) => vatCategory === 'S')) mentions.add('TVA la încasare')
  return [...mentions]
}

export const NO_TEXTS: InvoiceTexts = {
  observations: null,
  notes: null,
  info: null,
  paymentMethod: null,
  paymentType: null,
  paymentInstallments: null,
  withVatInverted: false,
  pricesIncludeVat: false,
  efacturaEnabled: true,
  spvEnvironment: null,
  withDelegate: false,
  delegate: null,
  sellerIsVatPayer: true,
  hasCashVat: false,
  isDateGiven: false,
  isDueDateGiven: false,
  dueDays: null,
  buyerChanges: null,
}
