/**
 * VAT rates and categories: the law as data, and the rules that hang on a category.
 *
 * Problem codes (path `items.N.vat_key` or `items.N.vat_rate`; of a document charge `charges.N.…`):
 *   vat_rate_must_be_above_zero               category S with rate 0 (BR-S-05)
 *   vat_rate_must_be_zero                     any other category with a rate (BR-Z/E/AE/IC/G-05, BR-O-05)
 *   vat_key_needs_vat_registered_seller       AE, K or G from such a seller (BR-AE-02, BR-IC-02, BR-G-02)
 *   vat_key_needs_buyer_fiscal_code           AE and the buyer has neither BT-48 nor BT-47 (BR-AE-02)
 *   vat_key_needs_eu_buyer                    K and no VAT id of another member state (BR-IC-02)
 *   vat_key_o_not_mixed                       O beside another category (BR-O-11..14)
 * Warnings:
 *   vat_not_applied                           a rate sent for a seller who may not charge VAT (art. 310)
 *   export_buyer_in_eu                        G and the buyer is in the Union
 */
import type { Problem } from './problem.ts'

/** UNTDID 5305, the letters CIUS-RO accepts and Romanian law needs (BT-151, BT-95, BT-102, BT-118). */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

export interface VatRate {
  /** Basis points: 2100 is 21 %. */
  readonly rateBp: number
  /** First and last day of chargeability, `YYYY-MM-DD`; null is "still". */
  readonly since: string
  readonly until: string | null
  /** `homes`: only the transitional deliveries of homes contracted before 2025-08-01. */
  readonly scope: 'general' | 'homes'
  readonly act: string
}

/** Cod fiscal art. 291 through time. Rates from before the Code of 2016 are not listed: nothing needs them. */
export const VAT_RATES: readonly VatRate[] = [
  { rateBp: 2100, since: '2025-08-01', until: null, scope: 'general', act: 'Legea 141/2025' },
  { rateBp: 1900, since: '2017-01-01', until: '2025-07-31', scope: 'general', act: 'Legea 227/2015 art. 291 (1)' },
  { rateBp: 1100, since: '2025-08-01', until: null, scope: 'general', act: 'Legea 141/2025' },
  { rateBp: 900, since: '2016-01-01', until: '2025-07-31', scope: 'general', act: 'Legea 227/2015 art. 291 (2)' },
  { rateBp: 900, since: '2025-08-01', until: '2026-07-31', scope: 'homes', act: 'Legea 141/2025' },
  { rateBp: 500, since: '2016-01-01', until: '2025-07-31', scope: 'general', act: 'Legea 227/2015 art. 291 (3)' },
  { rateBp: 0, since: '2016-01-01', until: null, scope: 'general', act: 'Legea 227/2015 art. 292-296, 310, 331' },
]

/** In force on that day, for anything at all (9 % on homes counts until its last day). */
export function isRateInForce(rateBp: number, day: string): boolean {
  return VAT_RATES.some((rate) => rate.rateBp === rateBp && isWithin(rate, day))
}

function isWithin(rate: VatRate, day: string): boolean {
  return rate.since <= day && (rate.until === null || day <= rate.until)
}

/** Every rate a document may carry, old ones included: a storno uses its original's rate. */
export function isKnownRate(rateBp: number): boolean {
  return VAT_RATES.some((rate) => rate.rateBp === rateBp)
}

/** Highest first, without repeats; all known ones, or those in force on a day. */
export function knownRatesBp(day?: string): number[] {
  const rates = VAT_RATES.filter((rate) => day === undefined || isWithin(rate, day))
  return [...new Set(rates.map((rate) => rate.rateBp))].sort((a, b) => b - a)
}

/** The standard rate on a day: the highest of the general ones. */
export function standardRateBp(day: string): number {
  return Math.max(
    0,
    ...VAT_RATES.filter((rate) => rate.scope === 'general' && isWithin(rate, day)).map((r) => r.rateBp),
  )
}

export interface VatMention {
  readonly ro: string
  readonly en: string
}

export interface VatCategoryRule {
  /** BT-121, only codes that both rule sets in use know; null: none may be sent. */
  readonly exemptionCode: string | null
  /** BT-120 and the text on paper (Cod fiscal art. 319 (20)); null: nothing to say. */
  readonly mention: VatMention | null
  /** Whether BT-152 and BT-119 are written at all; for O they must be absent (BR-O-05). */
  readonly printsPercent: boolean
  readonly source: string
}

/** Contract efactura 4.4. The exemption code and text go only in the VAT breakdown (BG-23), never on a line. */
export const VAT_CATEGORIES: Readonly<Record<VatCategory, VatCategoryRule>> = {
  S: { exemptionCode: null, mention: null, printsPercent: true, source: 'art. 291 Cod fiscal; BR-S-*' },
  Z: { exemptionCode: null, mention: null, printsPercent: true, source: 'BR-Z-*' },
  E: {
    exemptionCode: 'VATEX-EU-132',
    mention: { ro: 'Scutit de TVA, art. 292 Cod fiscal', en: 'Exempt from VAT, art. 292 of the Fiscal Code' },
    printsPercent: true,
    source: 'art. 292 Cod fiscal; Directive 2006/112/EC art. 132; BR-E-10',
  },
  AE: {
    exemptionCode: 'VATEX-EU-AE',
    mention: { ro: 'Taxare inversă', en: 'Reverse charge' },
    printsPercent: true,
    source: 'art. 331 and 278 (2) Cod fiscal; BR-AE-10',
  },
  K: {
    exemptionCode: 'VATEX-EU-IC',
    mention: {
      ro: 'Livrare intracomunitară scutită de TVA, art. 294 alin. (2) Cod fiscal',
      en: 'Intra-Community supply, exempt under art. 294 (2) of the Fiscal Code',
    },
    printsPercent: true,
    source: 'art. 294 (2) Cod fiscal; Directive 2006/112/EC art. 138; BR-IC-10',
  },
  G: {
    exemptionCode: 'VATEX-EU-G',
    mention: {
      ro: 'Export scutit de TVA, art. 294 alin. (1) Cod fiscal',
      en: 'Export, exempt under art. 294 (1) of the Fiscal Code',
    },
    printsPercent: true,
    source: 'art. 294 (1) Cod fiscal; Directive 2006/112/EC art. 146; BR-G-10',
  },
  O: {
    exemptionCode: 'VATEX-EU-O',
    mention: { ro: 'Operațiune neimpozabilă în sfera TVA', en: 'Not subject to VAT' },
    printsPercent: false,
    source: 'art. 268 Cod fiscal; BR-O-10',
  },
}

/** A seller below the ceiling of art. 310 writes O as well, but for another reason than an untaxed operation. */
const SMALL_BUSINESS: VatMention = {
  ro: 'Neplătitor de TVA, regim special de scutire art. 310 Cod fiscal',
  en: 'Not registered for VAT, small-business exemption, art. 310 of the Fiscal Code',
}

export function vatMention(category: VatCategory, sellerIsVatPayer: boolean): VatMention | null {
  return category === 'O' && !sellerIsVatPayer ? SMALL_BUSINESS : VAT_CATEGORIES[category].mention
}

export function isVatCategory(text: string): text is VatCategory {
  return Object.hasOwn(VAT_CATEGORIES, text)
}

/** The category that a `vat_key` names; null for none, and for the number of an old client (contract C14). */
export function letterOf(vatKey: string | null): VatCategory | null {
  return vatKey !== null && isVatCategory(vatKey) ? vatKey : null
}

/** Only S carries VAT. A rate sent with a line that became AE or O through a flag of the document counts as 0. */
export function effectiveRateBp(category: VatCategory, rateBp: number): number {
  return category === 'S' ? rateBp : 0
}

/**
 * The category of a line. A seller outside VAT has only O. Otherwise the caller's own letter wins, except
 * that S cannot stand beside the document's reverse charge, which means "VAT 0 on every line" (contract
 * api-v1 4.3). Without a letter: AE under reverse charge, E at rate 0, S for the rest.
 */
export function categoryOf(line: {
  readonly vatKey: VatCategory | null
  readonly rateBp: number
  readonly sellerIsVatPayer: boolean
  readonly reverseCharge: boolean
}): VatCategory {
  if (!line.sellerIsVatPayer) return 'O'
  if (line.reverseCharge && (line.vatKey === null || line.vatKey === 'S')) return 'AE'
  if (line.vatKey !== null) return line.vatKey
  return line.rateBp === 0 ? 'E' : 'S'
}

export interface VatLine {
  /** The letter the caller sent, if any; `vatCategory` is what `categoryOf` made of it. */
  readonly vatKey: VatCategory | null
  readonly vatCategory: VatCategory
  /** As the caller sent it, before `effectiveRateBp`. */
  readonly vatRateBp: number
}

export interface VatParties {
  readonly sellerIsVatPayer: boolean
  readonly reverseCharge: boolean
  readonly buyer: {
    /** ISO 3166-1, so Greece is GR. */
    readonly country: string
    /** CUI or the like, with or without a prefix (BT-47). */
    readonly fiscalCode: string | null
    /** With its country prefix, so Greece is EL (BT-48). */
    readonly vatId: string | null
  }
}

/** ISO 3166-1 codes of the Union since 2020-02-01, when the United Kingdom left. */
const EU_COUNTRIES = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/**
 * Everything wrong with the categories of a document, and what is only suspicious. `charges` are the
 * document charges that name a group, null for those that do not: one may bring a category no line has.
 */
export function checkVatCategories(
  lines: readonly VatLine[],
  parties: VatParties,
  charges: readonly (VatLine | null)[] = [],
): { problems: Problem[]; warnings: Problem[] } {
  const named = [
    ...lines.map((line, index) => ({ line, path: `items.${index}` })),
    ...charges.flatMap((line, index) => (line === null ? [] : [{ line, path: `charges.${index}` }])),
  ]
  const isMixed = named.some((a) => a.line.vatCategory === 'O') && named.some((a) => a.line.vatCategory !== 'O')
  const problems: Problem[] = []
  const warnings: Problem[] = []
  for (const { line, path } of named) {
    const rate = rateProblem(line, parties)
    if (rate !== null) problems.push({ path: `${path}.vat_rate`, code: rate })
    const key = keyProblem(line, parties, isMixed)
    if (key !== null) problems.push({ path: `${path}.vat_key`, code: key })
    if (!parties.sellerIsVatPayer && line.vatRateBp > 0) {
      warnings.push({ path: `${path}.vat_rate`, code: 'vat_not_applied' })
    }
    if (line.vatCategory === 'G' && EU_COUNTRIES.has(parties.buyer.country)) {
      warnings.push({ path: `${path}.vat_key`, code: 'export_buyer_in_eu' })
    }
  }
  return { problems, warnings }
}

function rateProblem(line: VatLine, parties: VatParties): string | null {
  if (line.vatCategory === 'S') return line.vatRateBp > 0 ? null : 'vat_rate_must_be_above_zero'
  const isDroppedByFlag = !parties.sellerIsVatPayer || (parties.reverseCharge && line.vatCategory === 'AE')
  return line.vatRateBp === 0 || isDroppedByFlag ? null : 'vat_rate_must_be_zero'
}

function keyProblem(line: VatLine, parties: VatParties, isMixed: boolean): string | null {
  if (!parties.sellerIsVatPayer) {
    const isRegisteredOnly = line.vatKey === 'AE' || line.vatKey === 'K' || line.vatKey === 'G'
    return isRegisteredOnly ? 'vat_key_needs_vat_registered_seller' : null
  }
  const { fiscalCode, vatId } = parties.buyer
  if (line.vatCategory === 'AE' && !fiscalCode && !vatId) return 'vat_key_needs_buyer_fiscal_code'
  if (line.vatCategory === 'K' && !isOtherMemberState(parties.buyer)) return 'vat_key_needs_eu_buyer'
  if (line.vatCategory === 'O' && isMixed) return 'vat_key_o_not_mixed'
  return null
}

/** The prefix of the VAT id decides, not the address: a buyer may register anywhere (art. 294 (2) Cod fiscal). */
function isOtherMemberState(buyer: VatParties['buyer']): boolean {
  if (!buyer.vatId) return false
  const prefix = /^[A-Z]{2}/.exec(buyer.vatId.toUpperCase())?.[0] ?? buyer.country
  if (prefix === 'RO') return false
  return prefix === 'EL' || prefix === 'XI' || EU_COUNTRIES.has(prefix)
}
