/** What EN 16931-1 demands of each VAT category (UNTDID 5305), as the columns of one table. */
export interface Category {
  readonly code: string
  /** Middle of the ids of its rules: BR-**IC**-05. */
  readonly family: string
  readonly ro: string
  readonly en: string
  readonly percent: 'above_zero' | 'zero' | 'not_negative' | 'absent'
  /** Whether each rate has a group of its own, with VAT to pay, or there is one group without VAT. */
  readonly isTaxed: boolean
  readonly exemption: 'required' | 'forbidden'
  /** `any`: a VAT or a tax registration number of the seller, or a VAT number of the representative. */
  readonly seller: 'any' | 'vat' | 'none'
  readonly buyer: 'free' | 'any' | 'vat' | 'none'
}

// biome-ignore format: a table reads best in rows.
export const CATEGORIES: readonly Category[] = [
  { code: 'S', family: 'S', ro: 'cotă standard sau redusă', en: 'standard or reduced rate', percent: 'above_zero', isTaxed: true, exemption: 'forbidden', seller: 'any', buyer: 'free' },
  { code: 'Z', family: 'Z', ro: 'cotă zero', en: 'zero rate', percent: 'zero', isTaxed: false, exemption: 'forbidden', seller: 'any', buyer: 'free' },
  { code: 'E', family: 'E', ro: 'scutit de TVA', en: 'exempt from VAT', percent: 'zero', isTaxed: false, exemption: 'required', seller: 'any', buyer: 'free' },
  { code: 'AE', family: 'AE', ro: 'taxare inversă', en: 'reverse charge', percent: 'zero', isTaxed: false, exemption: 'required', seller: 'any', buyer: 'any' },
  { code: 'K', family: 'IC', ro: 'livrare intracomunitară', en: 'intra-community supply', percent: 'zero', isTaxed: false, exemption: 'required', seller: 'vat', buyer: 'vat' },
  { code: 'G', family: 'G', ro: 'export', en: 'export', percent: 'zero', isTaxed: false, exemption: 'required', seller: 'vat', buyer: 'free' },
  { code: 'O', family: 'O', ro: 'nu face obiectul TVA', en: 'not subject to VAT', percent: 'absent', isTaxed: false, exemption: 'required', seller: 'none', buyer: 'none' },
  { code: 'L', family: 'IG', ro: 'IGIC (Canare)', en: 'IGIC (Canary Islands)', percent: 'not_negative', isTaxed: true, exemption: 'forbidden', seller: 'any', buyer: 'free' },
  { code: 'M', family: 'IP', ro: 'IPSI (Ceuta, Melilla)', en: 'IPSI (Ceuta, Melilla)', percent: 'not_negative', isTaxed: true, exemption: 'forbidden', seller: 'any', buyer: 'free' },
]
