import Type from 'typebox'
import { countryCode } from '../../domain/countries.ts'
import { CURRENCIES, isCurrency } from '../../domain/currencies.ts'
import type { Language } from '../../domain/errors.ts'
import { UNITS } from '../../domain/units.ts'
import { isKnownRate, knownRatesBp } from '../../domain/vat.ts'
import {
  checked,
  email,
  fail,
  flag,
  list,
  name,
  object,
  optional,
  type Reader,
  required,
  text,
  type ValueOf,
} from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { decimalField, integer } from '../../http/number-fields.ts'
import { ChangedEfacturaSettings, efacturaSettingsChanges } from '../efactura/efactura-settings.schema.ts'

const LONGEST_TERM_DAYS = 3_650

const currency = checked(Type.String({ description: 'ISO 4217.', examples: ['RON'] }), 'not_currency', (sent) => {
  const code = sent.toUpperCase()
  return isCurrency(code) ? code : null
})

const percent = decimalField({ decimals: 2, sign: 'not_negative' })
const vatRate: Reader<number> = {
  schema: Type.Number({ description: 'Percent.', examples: [21] }),
  read(value, path, problems) {
    const read = percent.read(value, path, problems)
    if (read === undefined) return undefined
    const rateBp = Number(read.unscaled * 10n ** BigInt(2 - read.scale))
    return isKnownRate(rateBp)
      ? rateBp
      : fail(problems, path, 'unknown_vat_rate', {
          known: knownRatesBp()
            .map((known) => known / 100)
            .join(', '),
        })
  },
}

const firmFields = {
  name: optional(name({ max: 255 })),
  legal_name: optional(text({ max: 255 })),
  trade_name: optional(text({ max: 255 })),
  cui: optional(text({ max: 50 }), 'cif', 'vat_id'),
  rc: optional(text({ max: 50 }), 'reg_com'),
  address: optional(text({ max: 500 })),
  city: optional(text({ max: 100, description: 'București must name its sector.' })),
  county: optional(text({ max: 100 })),
  country: optional(checked(Type.String({ description: 'ISO 3166-1 alpha-2.' }), 'not_country', countryCode)),
  postal_code: optional(text({ max: 20 })),
  phone: optional(text({ max: 50 })),
  email: optional(email),
  website: optional(text({ max: 255 })),
  contact_person: optional(text({ max: 150 })),
  contact_email: optional(email),
}

const bankAccount = object({
  iban: required(text({ max: 60 })),
  bank_name: optional(text({ max: 150 }), 'bank'),
  currency: optional(currency),
  is_primary: optional(flag, 'is_default'),
  is_active: optional(flag),
})

const paymentTermDays = integer({ min: 0, max: LONGEST_TERM_DAYS })

export const ChangedSettings = object({
  firm: optional(object(firmFields)),
  ...firmFields,
  vat_payer: optional(flag),
  vat_on_collection: optional(flag),
  default_vat_rate: optional(vatRate),
  payment_terms_days: optional(paymentTermDays),
  invoice_settings: optional(object({ payment_terms_days: optional(paymentTermDays) })),
  strict_identifiers: optional(flag),
  currency: optional(currency, 'default_currency'),
  bank_accounts: optional(list(bankAccount, { max: 50 })),
  efactura_settings: optional(ChangedEfacturaSettings),
})

/** From the wire's names to the use case's. What lies flat wins over what lies in `firm`. */
export function settingsChanges(body: ValueOf<typeof ChangedSettings>) {
  const firm = body.firm
  return {
    firm: {
      name: body.name ?? firm?.name,
      legalName: sent(body.legal_name, firm?.legal_name),
      tradeName: sent(body.trade_name, firm?.trade_name),
      cui: sent(body.cui, firm?.cui),
      rc: sent(body.rc, firm?.rc),
      address: sent(body.address, firm?.address),
      city: sent(body.city, firm?.city),
      county: sent(body.county, firm?.county),
      country: body.country ?? firm?.country,
      postalCode: sent(body.postal_code, firm?.postal_code),
      phone: sent(body.phone, firm?.phone),
      email: sent(body.email, firm?.email),
      website: sent(body.website, firm?.website),
      contactPerson: sent(body.contact_person, firm?.contact_person),
      contactEmail: sent(body.contact_email, firm?.contact_email),
    },
    isVatPayer: body.vat_payer,
    hasCashVat: body.vat_on_collection,
    defaultVatRateBp: body.default_vat_rate,
    paymentTermDays: body.payment_terms_days ?? body.invoice_settings?.payment_terms_days,
    isStrict: body.strict_identifiers,
    currency: body.currency,
    bankAccounts: body.bank_accounts?.map((account) => ({
      iban: account.iban ?? '',
      bankName: account.bank_name ?? null,
      currency: account.currency ?? 'RON',
      isPrimary: account.is_primary ?? false,
      isActive: account.is_active ?? true,
    })),
    efactura: body.efactura_settings && efacturaSettingsChanges(body.efactura_settings),
    pathOf: (field: string) => {
      const isNested =
        body[field as keyof typeof body] === undefined && firm?.[field as keyof typeof firm] !== undefined
      return isNested ? `firm.${field}` : field
    },
  }
}

function sent(flat: string | null | undefined, nested: string | null | undefined): string | null | undefined {
  return flat === undefined ? nested : flat
}

export const CurrencyJson = Type.Object({ code: Type.String(), name: Type.String() }, { title: 'Currency' })
export const UnitJson = Type.Object(
  {
    name: Type.String(),
    code: Type.String({ description: 'UN/ECE Recommendation 20 or 21, as in the XML.' }),
  },
  { title: 'Unit' },
)

export function presentCurrencies(language: Language): Json {
  return CURRENCIES.map(({ code, name, nameRo }) => ({ code, name: language === 'ro' ? nameRo : name }))
}

export function presentUnits(): Json {
  return UNITS.map(({ label, code }) => ({ name: label, code }))
}
