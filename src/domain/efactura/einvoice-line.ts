import type { Decimal } from '../decimal.ts'
import type { Bani } from '../money.ts'
import type { LineAllowance, VatOf } from './einvoice-amounts.ts'
import type { Identifier } from './einvoice-party.ts'

/** BG-25. */
export interface ELine {
  /** BT-126. */
  readonly id: string | null
  /** BT-127. */
  readonly note: string | null
  /** BT-128. */
  readonly object: Identifier | null
  /** BT-129. */
  readonly quantity: Decimal | null
  /** BT-130 (UN/ECE Recommendation 20 and 21). */
  readonly unitCode: string | null
  /** BT-131. */
  readonly netBani: Bani | null
  /** BT-132. */
  readonly orderLineReference: string | null
  /** BT-133. */
  readonly accountingReference: string | null
  /** BG-26. */
  readonly period: EPeriod | null
  /** BG-27. */
  readonly allowances: readonly LineAllowance[]
  /** BG-28. */
  readonly charges: readonly LineAllowance[]
  /** BG-29. */
  readonly price: EPrice
  /** BG-30. */
  readonly vat: VatOf | null
  /** BG-31. */
  readonly item: EItem
}

/** BG-14 of the document (BT-73, BT-74), BG-26 of a line (BT-134, BT-135). */
export interface EPeriod {
  readonly start: string | null
  readonly end: string | null
}

/** BG-29. */
export interface EPrice {
  /** BT-146, without VAT and never negative (BR-27). */
  readonly net: Decimal | null
  /** BT-147. */
  readonly discount: Decimal | null
  /** BT-148. */
  readonly gross: Decimal | null
  /** BT-149: the price is for so many. */
  readonly baseQuantity: Decimal | null
  /** BT-150. */
  readonly baseUnitCode: string | null
}

/** BG-31. */
export interface EItem {
  /** BT-153. */
  readonly name: string | null
  /** BT-154. */
  readonly description: string | null
  /** BT-155. */
  readonly sellersId: string | null
  /** BT-156. */
  readonly buyersId: string | null
  /** BT-157. */
  readonly standardId: Identifier | null
  /** BT-158. */
  readonly classifications: readonly Classification[]
  /** BT-159 (ISO 3166-1 alpha-2). */
  readonly originCountry: string | null
  /** BG-32. */
  readonly attributes: readonly ItemAttribute[]
}

/** BT-158. */
export interface Classification {
  readonly code: string
  /** BT-158-1 (UNTDID 7143). */
  readonly listId: string | null
  /** BT-158-2. */
  readonly listVersionId: string | null
}

/** BG-32. */
export interface ItemAttribute {
  /** BT-160. */
  readonly name: string | null
  /** BT-161. */
  readonly value: string | null
}
