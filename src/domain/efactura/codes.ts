/** BT-24 of CIUS-RO 1.0.1, the only one that ANAF takes (BR-RO-001). */
export const CIUS_RO = 'urn:cen.eu:en16931:2017#compliant#urn:efactura.mfinante.ro:CIUS-RO:1.0.1'

/** BT-3 (UNTDID 1001), those that CIUS-RO takes (BR-RO-020). */
export const TYPE_CODES = {
  /** An invoice; with negative quantities, its storno. */
  invoice: '380',
  /** The storno with positive quantities, in a document of its own kind. */
  creditNote: '381',
  /** A corrected invoice (Cod fiscal art. 330 (1) b). */
  corrected: '384',
  /** Issued by the buyer in the supplier's name (`autofactura=DA`). */
  selfBilled: '389',
  /** Information for accounting only. */
  accounting: '751',
} as const

export type TypeCode = (typeof TYPE_CODES)[keyof typeof TYPE_CODES]

/** BT-47 of a consumer who gave no CNP (contract efactura 4.6). */
export const NO_CNP = '0000000000000'

/** BT-8 (UNTDID 2005): VAT falls due when the invoice is paid (Cod fiscal art. 282 (3)). */
export const ON_PAYMENT = '432'

/** `TaxScheme/ID` of a tax number that is not for VAT (BT-32); `NOT_EU_VAT` is what other senders use. */
export const OTHER_TAX_SCHEME = 'NOT_EU_VAT'

/** UNTDID 1001 as `DocumentTypeCode` of an additional document: what is invoiced (BT-18, BT-128). */
export const INVOICED_OBJECT = '130'

/** The same of a credit note's project (BT-11), for which UBL has no element of its own there. */
export const PROJECT = '50'

/** BT-158-1 (UNTDID 7143): Common Procurement Vocabulary. */
export const CPV_LIST = 'STI'

/** BT-158-1 (UNTDID 7143): Harmonised System, of which the combined nomenclature (NC8) is the European part. */
export const NC_LIST = 'HS'

/** BT-13 where only the seller's number of the order (BT-14) is known: UBL cannot do without. */
export const NO_ORDER = 'NA'
