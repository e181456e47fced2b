import type { Bani } from '../money.ts'
import type { DocumentAllowance, VatBreakdown } from './einvoice-amounts.ts'
import type { ELine, EPeriod } from './einvoice-line.ts'
import type { EAddress, EParty, EPayee, ETaxRepresentative, Identifier } from './einvoice-party.ts'

export type { DocumentAllowance, LineAllowance, VatBreakdown, VatOf } from './einvoice-amounts.ts'
export type { Classification, EItem, ELine, EPeriod, EPrice, ItemAttribute } from './einvoice-line.ts'
export type { EAddress, EContact, EParty, EPayee, ETaxRepresentative, Identifier } from './einvoice-party.ts'

/**
 * An electronic invoice in the terms of EN 16931-1, as CIUS-RO uses them: what the XML says, without the XML. Each
 * field names its business term (BT) or group (BG). Null is absent; a list may be empty. A document of anybody fits
 * in, also an incomplete or wrong one: judging it is the business of `rules/`.
 *
 * Amounts are whole cents of `currency`; unit prices, quantities and percentages are exact decimals. Days are texts as
 * they were written, because a wrong one has to be shown to somebody.
 */
export interface EInvoice {
  /** The root of the document: of a credit note every amount counts the other way. */
  readonly syntax: 'Invoice' | 'CreditNote'
  /** BT-24, the specification it follows. */
  readonly customizationId: string | null
  /** BT-23, the business process. */
  readonly profileId: string | null
  /** BT-1. */
  readonly number: string | null
  /** BT-2. */
  readonly issueDate: string | null
  /** BT-3 (UNTDID 1001): see `TYPE_CODES` for those CIUS-RO takes. */
  readonly typeCode: string | null
  /** BT-5 (ISO 4217). */
  readonly currency: string | null
  /** BT-6, the currency of BT-111. */
  readonly vatCurrency: string | null
  /** BT-7, the chargeability date of VAT; excludes BT-8 (BR-CO-03). */
  readonly taxPointDate: string | null
  /** BT-8 (UNTDID 2005): 3, 35, or 432 for VAT on payment. */
  readonly taxPointCode: string | null
  /** BT-9. */
  readonly dueDate: string | null
  /** BT-10. */
  readonly buyerReference: string | null
  /** BT-11. */
  readonly projectReference: string | null
  /** BT-12. */
  readonly contractReference: string | null
  /** BT-13. */
  readonly orderReference: string | null
  /** BT-14. */
  readonly salesOrderReference: string | null
  /** BT-15. */
  readonly receiptReference: string | null
  /** BT-16. */
  readonly despatchReference: string | null
  /** BT-17, tender or lot. */
  readonly tenderReference: string | null
  /** BT-18. */
  readonly invoicedObject: Identifier | null
  /** BT-19. */
  readonly accountingReference: string | null
  /** BT-20. */
  readonly paymentTerms: string | null
  /** BG-1. */
  readonly notes: readonly ENote[]
  /** BG-3. */
  readonly precedingInvoices: readonly PrecedingInvoice[]
  /** BG-4. */
  readonly seller: EParty
  /** BG-7. */
  readonly buyer: EParty
  /** BG-10. */
  readonly payee: EPayee | null
  /** BG-11, the seller's tax representative. */
  readonly taxRepresentative: ETaxRepresentative | null
  /** BG-13. */
  readonly delivery: EDelivery | null
  /** BG-14. */
  readonly period: EPeriod | null
  /** BG-16, one per account where there are several. */
  readonly paymentMeans: readonly PaymentMeans[]
  /** BG-20. */
  readonly allowances: readonly DocumentAllowance[]
  /** BG-21. */
  readonly charges: readonly DocumentAllowance[]
  /** BG-22. */
  readonly totals: ETotals
  /** BG-23. */
  readonly vatBreakdown: readonly VatBreakdown[]
  /** BG-24. */
  readonly attachments: readonly Attachment[]
  /** BG-25. */
  readonly lines: readonly ELine[]
}

/** BG-1. */
export interface ENote {
  /** BT-21 (UNTDID 4451). */
  readonly subjectCode: string | null
  /** BT-22. */
  readonly text: string
}

/** BG-3. */
export interface PrecedingInvoice {
  /** BT-25. */
  readonly number: string | null
  /** BT-26. */
  readonly issueDate: string | null
}

/** BG-13. */
export interface EDelivery {
  /** BT-70, who received it. */
  readonly partyName: string | null
  /** BT-71. */
  readonly location: Identifier | null
  /** BT-72. */
  readonly date: string | null
  /** BG-15: BT-75 to BT-80, BT-165. */
  readonly address: EAddress | null
}

/** BG-16. */
export interface PaymentMeans {
  /** BT-81 (UNTDID 4461). */
  readonly code: string | null
  /** BT-82. */
  readonly text: string | null
  /** BT-83, what the payer should write on the transfer. */
  readonly remittance: string | null
  /** BG-17: BT-84 number, BT-85 name, BT-86 provider (BIC). */
  readonly account: { readonly id: string | null; readonly name: string | null; readonly bic: string | null } | null
  /** BG-18: BT-87 number, BT-88 holder. The network has no BT, but UBL cannot do without. */
  readonly card: {
    readonly number: string | null
    readonly network: string | null
    readonly holder: string | null
  } | null
  /** BG-19: BT-89 mandate, BT-91 debited account. BT-90 is `sepaCreditorId` of the seller or payee. */
  readonly directDebit: { readonly mandate: string | null; readonly debitedAccount: string | null } | null
}

/** BG-22. */
export interface ETotals {
  /** BT-106. */
  readonly linesBani: Bani | null
  /** BT-107. */
  readonly allowancesBani: Bani | null
  /** BT-108. */
  readonly chargesBani: Bani | null
  /** BT-109. */
  readonly withoutVatBani: Bani | null
  /** BT-110. */
  readonly vatBani: Bani | null
  /** BT-111, in cents of `vatCurrency`. */
  readonly vatInVatCurrencyBani: Bani | null
  /** BT-112. */
  readonly withVatBani: Bani | null
  /** BT-113. */
  readonly paidBani: Bani | null
  /** BT-114. */
  readonly roundingBani: Bani | null
  /** BT-115. */
  readonly payableBani: Bani | null
}

/** BG-24. */
export interface Attachment {
  /** BT-122. */
  readonly reference: string | null
  /** BT-123. */
  readonly description: string | null
  /** BT-124. */
  readonly uri: string | null
  /** BT-125, in base64, with BT-125-1 and BT-125-2. */
  readonly file: {
    readonly base64: string
    readonly mimeCode: string | null
    readonly filename: string | null
  } | null
}
