/** A code and the list it is from (ISO 6523 ICD, or UNTDID 1153 for BT-18 and BT-128). */
export interface Identifier {
  readonly id: string
  readonly schemeId: string | null
}

/** BG-4 the seller, BG-7 the buyer. */
export interface EParty {
  /** BT-27, BT-44: the name in the register. */
  readonly name: string | null
  /** BT-28, BT-45. */
  readonly tradingName: string | null
  /** BT-29, BT-46. */
  readonly identifiers: readonly Identifier[]
  /** BT-30, BT-47: number in the register of companies, fiscal code of who is outside VAT, CNP. */
  readonly legalId: Identifier | null
  /** BT-31, BT-48, with the prefix of its country. */
  readonly vatId: string | null
  /** BT-32: another tax number, and the scheme it is of (anything but `VAT`). Only sellers have it in EN 16931. */
  readonly taxRegistration: Identifier | null
  /** BT-33: legal form, share capital and the like. Only sellers have it in EN 16931. */
  readonly legalInfo: string | null
  /** BT-34, BT-49. */
  readonly electronicAddress: Identifier | null
  /** BT-90, the creditor's identifier for direct debits. */
  readonly sepaCreditorId: string | null
  /** BG-5, BG-8. */
  readonly address: EAddress | null
  /** BG-6, BG-9. */
  readonly contact: EContact | null
}

/** BG-5, BG-8, BG-12, BG-15, in this order of terms. */
export interface EAddress {
  /** BT-35, BT-50, BT-64, BT-75. */
  readonly line1: string | null
  /** BT-36, BT-51, BT-65, BT-76. */
  readonly line2: string | null
  /** BT-162, BT-163, BT-164, BT-165. */
  readonly line3: string | null
  /** BT-37, BT-52, BT-66, BT-77; of București `SECTOR1` to `SECTOR6` (BR-RO-100). */
  readonly city: string | null
  /** BT-38, BT-53, BT-67, BT-78. */
  readonly postCode: string | null
  /** BT-39, BT-54, BT-68, BT-79; in Romania `RO-CJ` (BR-RO-110). */
  readonly county: string | null
  /** BT-40, BT-55, BT-69, BT-80 (ISO 3166-1 alpha-2). */
  readonly country: string | null
}

/** BG-6, BG-9. */
export interface EContact {
  /** BT-41, BT-56. */
  readonly name: string | null
  /** BT-42, BT-57. */
  readonly phone: string | null
  /** BT-43, BT-58. */
  readonly email: string | null
}

/** BG-10, who is paid when that is not the seller. */
export interface EPayee {
  /** BT-59. */
  readonly name: string | null
  /** BT-60. */
  readonly identifier: Identifier | null
  /** BT-61. */
  readonly legalId: Identifier | null
  /** BT-90. */
  readonly sepaCreditorId: string | null
}

/** BG-11. */
export interface ETaxRepresentative {
  /** BT-62. */
  readonly name: string | null
  /** BT-63. */
  readonly vatId: string | null
  /** BG-12. */
  readonly address: EAddress | null
}
