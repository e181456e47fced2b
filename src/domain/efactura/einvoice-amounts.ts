import type { Decimal } from '../decimal.ts'
import type { Bani } from '../money.ts'

/** BG-27 an allowance of a line, BG-28 a charge. */
export interface LineAllowance {
  /** BT-136, BT-141. */
  readonly amountBani: Bani | null
  /** BT-137, BT-142. */
  readonly baseBani: Bani | null
  /** BT-138, BT-143. */
  readonly percent: Decimal | null
  /** BT-139, BT-144. */
  readonly reason: string | null
  /** BT-140 (UNTDID 5189), BT-145 (UNTDID 7161). */
  readonly reasonCode: string | null
}

/** BG-20 an allowance of the document, BG-21 a charge. */
export interface DocumentAllowance {
  /** BT-92, BT-99. */
  readonly amountBani: Bani | null
  /** BT-93, BT-100. */
  readonly baseBani: Bani | null
  /** BT-94, BT-101. */
  readonly percent: Decimal | null
  /** BT-95 with BT-96, BT-102 with BT-103. */
  readonly vat: VatOf | null
  /** BT-97, BT-104. */
  readonly reason: string | null
  /** BT-98, BT-105. */
  readonly reasonCode: string | null
}

/** The VAT of a line (BG-30) or of a document allowance or charge. */
export interface VatOf {
  /** BT-151, BT-95, BT-102 (UNTDID 5305). */
  readonly category: string | null
  /** BT-152, BT-96, BT-103; absent in category O. */
  readonly percent: Decimal | null
}

/** BG-23. */
export interface VatBreakdown {
  /** BT-116. */
  readonly baseBani: Bani | null
  /** BT-117. */
  readonly vatBani: Bani | null
  /** BT-118. */
  readonly category: string | null
  /** BT-119; absent in category O. */
  readonly percent: Decimal | null
  /** BT-120. */
  readonly exemptionReason: string | null
  /** BT-121 (VATEX). */
  readonly exemptionCode: string | null
}
