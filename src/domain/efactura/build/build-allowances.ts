import type { Adjustment } from '../../amounts.ts'
import type { Invoice } from '../../invoice.ts'
import type { AdjustmentInput, DocumentAdjustmentAmounts, InvoiceLine } from '../../invoice-content.ts'
import { type Bani, bani, percentOf, productInBani } from '../../money.ts'
import type { DocumentAllowance, ELine, LineAllowance } from '../einvoice.ts'
import { vatOf } from './build-vat.ts'
import type { Signed } from './signed.ts'
import type { TextLimits } from './text-limits.ts'

/** BR-33, BR-38, BR-42, BR-44: a reason is required, and people seldom give one. */
const DISCOUNT = 'Reducere comercială'
const CHARGE = 'Taxă suplimentară'
const ROUNDING = 'Rotunjire'

/** BG-20, BG-21: one per VAT group that a discount or charge of ours falls on. */
export function buildDocumentAllowances(
  kind: 'discounts' | 'charges',
  invoice: Invoice,
  signed: Signed,
  limits: TextLimits,
): DocumentAllowance[] {
  const term = kind === 'discounts' ? 'BT-97' : 'BT-104'
  const usual = kind === 'discounts' ? DISCOUNT : CHARGE
  return invoice[kind].flatMap(({ input, shares }: DocumentAdjustmentAmounts, index) => {
    const reason = limits.fit(input.reason, `${kind}.${index}.reason`, term, 100) ?? usual
    return shares.map((share) => {
      const ofGroup = invoice.lines.filter(
        (line) => line.vatCategory === share.vatCategory && line.vatRateBp === share.vatRateBp,
      )
      const baseBani = bani(ofGroup.reduce((sum, line) => sum + line.subtotalBani, 0))
      return {
        ...allowance(signed(share.amountBani), signed(baseBani), input.adjustment, reason),
        vat: vatOf(share),
      }
    })
  })
}

/** A percentage is told only when it explains the amount to the cent; otherwise the amount alone counts. */
function allowance(amountBani: Bani, baseBani: Bani, adjustment: Adjustment, reason: string): LineAllowance {
  const percent = adjustment.kind === 'percent' ? adjustment.percent : null
  const isExplained = percent !== null && percentOf(baseBani, percent) === amountBani
  return {
    amountBani,
    baseBani: isExplained ? baseBani : null,
    percent: isExplained ? percent : null,
    reason,
    reasonCode: null,
  }
}

/** BG-27, BG-28, and what is needed for BT-131 to be quantity × price less the one and plus the other. */
export function buildLineAllowances(
  line: InvoiceLine,
  index: number,
  signed: Signed,
  limits: TextLimits,
): Pick<ELine, 'allowances' | 'charges'> {
  const baseBani = signed(line.baseBani)
  const own = (amount: Bani, input: AdjustmentInput | null, field: string, term: string, usual: string) => {
    if (amount === 0) return []
    const reason = limits.fit(input?.reason ?? null, `items.${index}.${field}`, term, 100) ?? usual
    return [allowance(signed(amount), baseBani, input?.adjustment ?? { kind: 'amount', amountBani: amount }, reason)]
  }
  const { discount, charge } = line.texts
  const allowances = own(line.discountBani, discount, 'discount_reason', 'BT-139', DISCOUNT)
  const charges = own(line.chargeBani, charge, 'charge_reason', 'BT-144', CHARGE)
  const missing = missingBani(line, signed)
  if (missing < 0) allowances.push(rounding(-missing))
  if (missing > 0) charges.push(rounding(missing))
  return { allowances, charges }
}

/** A partial storno moves what was agreed, which may be a cent off its quantity × price (docs/money.md M10). */
function missingBani(line: InvoiceLine, signed: Signed): number {
  return signed(bani(BigInt(line.baseBani) - productInBani(line.quantity, line.price)))
}

function rounding(amount: number): LineAllowance {
  return { amountBani: bani(amount), baseBani: null, percent: null, reason: ROUNDING, reasonCode: null }
}
