/** Lengths of the national formats, from the SWIFT IBAN Registry (ISO 13616), release 100 of 2025. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  [
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29',
    'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20',
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29',
    'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20',
    'YE30',
  ]
    .join(' ')
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)

const NORMAL = /^[A-Z0-9]*$/
const SEPARATORS = /[\s.\-\u2010-\u2015\u2212\u200b\ufeff]+/g
const ANY_IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/

/** Four letters of the bank, sixteen letters or digits of the account (BNR Regulation 2/2004). */
const ROMANIAN_IBAN = /^RO\d{2}[A-Z]{4}[A-Z0-9]{16}$/

/** An account number as it is stored: in capitals, without the spaces, dots and dashes it is printed with. */
export function normaliseIban(text: string): string {
  return NORMAL.test(text) ? text : text.replace(SEPARATORS, '').toUpperCase()
}

/**
 * Whether a text has the form of an IBAN, of `country` (alpha-2) when that is given. A country that is not in the
 * registry may have any length from 15 to 34. Check digits are not looked at.
 */
export function isIbanShape(text: string, country?: string): boolean {
  const iban = normaliseIban(text)
  if (!ANY_IBAN.test(iban)) return false
  const prefix = iban.slice(0, 2)
  if (country !== undefined && country !== prefix) return false
  if (prefix === 'RO') return ROMANIAN_IBAN.test(iban)
  return (LENGTHS.get(prefix) ?? iban.length) === iban.length
}

/** Whether an IBAN has its form and its check digits: moved to the end and read as a number, it leaves 1 modulo 97. */
export function isIbanValid(text: string): boolean {
  const iban = normaliseIban(text)
  if (!isIbanShape(iban)) return false
  let remainder = 0
  for (let step = 0; step < iban.length; step++) {
    const code = iban.charCodeAt((step + 4) % iban.length)
    remainder = (code <= 57 ? remainder * 10 + code - 48 : remainder * 100 + code - 55) % 97
  }
  // 00, 01 and 99 leave the same remainders as 97, 98 and 02 and are never issued (ISO 7064).
  const checkDigits = iban.slice(2, 4)
  return remainder === 1 && checkDigits >= '02' && checkDigits <= '98'
}
