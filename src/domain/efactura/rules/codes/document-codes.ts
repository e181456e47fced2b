import { COUNTRIES } from '../../../countries.ts'
import { codes } from './code-list.ts'

/*
 * Source of every list here: the code lists in ANAF's ro16931-ubl 1.0.9 (June 2024), which are those of the EN 16931
 * artefacts of 2022. What the artefacts of 2026 (1.3.16) add is refused by ANAF and therefore absent; what they took
 * away since is in `retired.ts`.
 */

/** UNTDID 1001, documents that are invoices (BT-3). */
export const INVOICE_TYPES = codes(
  `71 80 81 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382..390 393..395 456 457 527 553 575 623 633 751
   780 817 870 875..877 935`,
)

/** UNTDID 1001, documents that are credit notes (BT-3). */
export const CREDIT_NOTE_TYPES = codes('81 83 261 262 296 308 381 396 420 458 532')

/** ISO 4217 with the funds, metals and test codes; the list of 2022. */
export const INVOICE_CURRENCIES = codes(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
   CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
   GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL
   LYD MAD MDL MGA MKD MMK MNT MOP MRO MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
   PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
   TZS UAH UGX USD USN UYI UYU UZS VEF VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR XOF XPD XPF XPT XSU XTS XUA XXX
   YER ZAR ZMW ZWL`,
)

/** UNTDID 2005 as EN 16931 and CIUS-RO restrict it (BT-8): issue, delivery, payment. */
export const TAX_POINT_CODES = codes('3 35 432')

/** ISO 3166-1 with Kosovo and Northern Ireland (BT-40, 55, 69, 80, 159). */
export const INVOICE_COUNTRIES: ReadonlySet<string> = new Set([
  ...COUNTRIES.map((country) => country.alpha2),
  '1A',
  'XI',
])

/** The two characters before a VAT number: a country, or EL for Greece (BR-CO-09). */
export const VAT_PREFIXES: ReadonlySet<string> = new Set([...INVOICE_COUNTRIES, 'EL'])

/** UNTDID 4461 (BT-81). */
export const PAYMENT_MEANS = codes('1..9 10..70 74..78 91..97 ZZZ')

/** UNTDID 5305 (BT-95, 102, 118, 151); B is Italian. */
export const VAT_CATEGORY_CODES = codes('AE L M E S Z G O K B')

/** UNTDID 5189 (BT-98, 140). */
export const ALLOWANCE_REASONS = codes('41 42 60 62..68 70 71 88 95 100 102..105')

/** UNTDID 7161 (BT-105, 145). */
export const CHARGE_REASONS = codes(
  `AA AAA AAC..AAF AAH AAI AAS AAT AAV AAY AAZ ABA..ABD ABF ABK ABL ABN ABR..ABU ACF..ACM ACS ADC ADE ADJ..ADR ADT ADW
   ADY ADZ AEA..AED AEF AEH..AEP AES..AEZ AJ AU CA CAB CAD..CAF CAI..CAZ CD CG CS CT DAB DAC DAD DAF..DAQ DL EG EP ER
   FAA..FAC FC FH FI GAA HAA HD HH IAA IAB ID IF IR IS KO L1 LA LAA LAB LF MAE MI ML NAA OA PA PAA PC PL RAB..RAD RAF RE
   RF RH RV SA SAA SAD SAE SAI SG SH SM SU TAB TAC TT TV V1 V2 WH XAA YY ZZZ`,
)

/** VATEX of the Connecting Europe Facility (BT-121). */
export const EXEMPTION_CODES = codes(
  `VATEX-EU-79-C VATEX-EU-132 VATEX-EU-132-1A..VATEX-EU-132-1Q VATEX-EU-143 VATEX-EU-143-1A..VATEX-EU-143-1F
   VATEX-EU-143-1FA VATEX-EU-143-1G..VATEX-EU-143-1L VATEX-EU-148 VATEX-EU-148-A..VATEX-EU-148-G VATEX-EU-151
   VATEX-EU-151-1A VATEX-EU-151-1AA VATEX-EU-151-1B..VATEX-EU-151-1E VATEX-EU-309 VATEX-EU-AE VATEX-EU-D VATEX-EU-F
   VATEX-EU-G VATEX-EU-I VATEX-EU-IC VATEX-EU-J VATEX-EU-O`,
)

/** What may be attached (BT-125-1). */
export const MIME_TYPES: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/png',
  'image/jpeg',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
])
