import Type from 'typebox'
import { CURRENCIES } from '../../domain/currencies.ts'
import type { Language } from '../../domain/errors.ts'
import { fullFiscalCode } from '../../domain/party.ts'
import { PAYMENT_TYPES } from '../../domain/payment-types.ts'
import { knownRatesBp } from '../../domain/vat.ts'
import { Nullable, NullableText, Text, UnixSeconds, Warnings } from '../../http/answers.ts'
import type { Json } from '../../http/json.ts'
import { type Allowance, UNLIMITED } from '../../http/rate-limit.ts'
import type { BankAccountRow, CompanyRow } from '../../store/tables.ts'
import { EfacturaSettingsJson, presentEfacturaBlocks } from '../efactura/efactura-settings.schema.ts'
import { presentSeries, SeriesJson } from '../series/series.schema.ts'
import { presentWorkPoint, WorkPointJson } from '../work-points/work-point.schema.ts'
import type { Settings } from './read-settings.ts'

/** What this server can do. A line changes with the feature it names. */
const FEATURES = { expenses: false, efactura: true, multi_currency: true, api_access: true }

const Environment = Type.Union([Type.Literal('test'), Type.Literal('live')])

const FirmJson = Type.Object(
  {
    id: Text,
    name: Text,
    legal_name: NullableText,
    trade_name: NullableText,
    cui: Type.String({ description: 'With its prefix. Empty until it is set.' }),
    rc: Type.String({ description: 'Empty until it is set.' }),
    address: NullableText,
    city: NullableText,
    county: NullableText,
    country: Text,
    postal_code: NullableText,
    phone: NullableText,
    email: NullableText,
    website: NullableText,
    contact_person: NullableText,
    contact_email: NullableText,
  },
  { title: 'Firm' },
)

const BankAccountJson = Type.Object(
  {
    id: Type.String({ examples: ['bnk_k3m9q0w2zt'] }),
    object: Type.Literal('bank_account'),
    bank_name: NullableText,
    bank: Nullable(Type.String({ description: 'Same as `bank_name`.' })),
    iban: Text,
    currency: Text,
    is_primary: Type.Boolean(),
    is_default: Type.Boolean({ description: 'Same as `is_primary`.' }),
    is_active: Type.Boolean(),
  },
  { title: 'BankAccount' },
)

export const SettingsJson = Type.Object(
  {
    object: Type.Literal('settings'),
    api_version: Type.Literal('v1'),
    mode: Type.Union([Type.Literal('live'), Type.Literal('test')], {
      description: '`test` is the sandbox twin, which keys `sk_test_…` see.',
    }),
    firm: FirmJson,
    invoice_series: Type.Array(SeriesJson),
    primary_series: Type.Object({ fiscal: Nullable(SeriesJson), proforma: Nullable(SeriesJson) }),
    efactura: Type.Object({
      enabled: Type.Boolean(),
      oauth_configured: Type.Boolean(),
      test_mode_available: Type.Boolean(),
      live_mode_available: Type.Boolean(),
      oauth_created_at: NullableText,
      oauth_expires_at: NullableText,
      settings: EfacturaSettingsJson,
    }),
    e_factura: Type.Object({ enabled: Type.Boolean(), oauth_configured: Type.Boolean(), environment: Environment }),
    efactura_settings: EfacturaSettingsJson,
    bank_accounts: Type.Array(BankAccountJson),
    work_points: Type.Array(WorkPointJson),
    currencies: Type.Array(Text),
    default_currency: Text,
    vat_rates: Type.Array(Type.Number(), { description: 'Percent; in force today.' }),
    payment_types: Type.Array(Type.Object({ id: Type.Integer(), name: Text })),
    subscription: Type.Object({
      plan: Text,
      status: Text,
      expires_at: NullableText,
      invoices_limit: Nullable(Type.Integer()),
      invoices_used: Type.Integer({ description: 'Fiscal documents issued with a date in the current month.' }),
    }),
    features: Type.Object({
      expenses: Type.Boolean(),
      efactura: Type.Boolean(),
      multi_currency: Type.Boolean(),
      api_access: Type.Boolean(),
    }),
    rate_limits: Type.Object(
      {
        requests_per_hour: Nullable(Type.Integer()),
        creates_per_minute: Nullable(Type.Integer()),
        current_usage: Type.Integer({ description: 'Requests of this key in the current minute.' }),
        reset_at: UnixSeconds,
      },
      { description: 'Null where there is no limit.' },
    ),
    vat_payer: Type.Boolean(),
    vat_on_collection: Type.Boolean({ description: 'TVA la încasare.' }),
    default_vat_rate: Type.Number(),
    currency: Text,
    payment_terms_days: Type.Integer(),
    strict_identifiers: Type.Boolean({ description: 'Whether a wrong check digit is refused instead of warned of.' }),
    invoice_settings: Type.Object({
      prefix: NullableText,
      next_number: Nullable(Type.Integer()),
      auto_numbering: Type.Boolean(),
      payment_terms_days: Type.Integer(),
      split_payment: Type.Boolean(),
    }),
    bank_account: NullableText,
    bank_name: NullableText,
    logo_url: NullableText,
    email: NullableText,
    phone: NullableText,
    website: NullableText,
    updated_at: UnixSeconds,
    warnings: Type.Optional(Warnings),
  },
  { title: 'Settings' },
)

interface Viewer {
  readonly today: string
  readonly language: Language
  readonly allowance: Allowance
  /** Unix seconds. */
  readonly now: number
}

/** Both generations of the contract's settings in one (contract 11.1, C22). */
export function presentSettings(settings: Settings, viewer: Viewer): { readonly [key: string]: Json } {
  const { company, accounts } = settings
  const series = settings.series.map((one) => presentSeries(one, viewer.today))
  const primaryOf = (type: string) => series.find((one) => one.document_type === type && one.is_primary) ?? null
  const fiscal = primaryOf('fiscal')
  const account = accounts.find((one) => one.is_primary === 1 && one.currency === company.currency) ?? null
  return {
    object: 'settings',
    api_version: 'v1',
    mode: company.mode,
    firm: presentFirm(company),
    invoice_series: series,
    primary_series: { fiscal, proforma: primaryOf('proforma') },
    ...presentEfacturaBlocks(company, settings.tokens, viewer.now),
    bank_accounts: accounts.map(presentAccount),
    work_points: settings.workPoints.map(presentWorkPoint),
    currencies: CURRENCIES.map(({ code }) => code),
    default_currency: company.currency,
    vat_rates: knownRatesBp(viewer.today).map((rateBp) => rateBp / 100),
    payment_types: PAYMENT_TYPES.map((type) => ({ id: type.id, name: type[viewer.language] })),
    subscription: {
      plan: 'self-hosted',
      status: 'active',
      expires_at: null,
      invoices_limit: null,
      invoices_used: settings.issuedThisMonth,
    },
    features: FEATURES,
    rate_limits: presentLimits(viewer.allowance),
    vat_payer: company.is_vat_payer === 1,
    vat_on_collection: company.has_cash_vat === 1,
    default_vat_rate: company.default_vat_rate_bp / 100,
    currency: company.currency,
    payment_terms_days: company.payment_term_days,
    strict_identifiers: company.strict_identifiers === 1,
    invoice_settings: {
      prefix: fiscal?.name ?? null,
      next_number: fiscal?.next_number ?? null,
      auto_numbering: true,
      payment_terms_days: company.payment_term_days,
      split_payment: false,
    },
    bank_account: account?.iban ?? null,
    bank_name: account?.bank_name ?? null,
    logo_url: null,
    email: company.email,
    phone: company.phone,
    website: company.website,
    updated_at: company.updated_at,
  }
}

function presentFirm(company: CompanyRow): Json {
  return {
    id: company.id,
    name: company.name,
    legal_name: company.legal_name,
    trade_name: company.trade_name,
    cui: fullFiscalCode({ cui: company.cui, cuiPrefix: company.cui_prefix }) ?? '',
    rc: company.rc,
    address: company.address,
    city: company.city,
    county: company.county,
    country: company.country,
    postal_code: company.postal_code,
    phone: company.phone,
    email: company.email,
    website: company.website,
    contact_person: company.contact_person,
    contact_email: company.contact_email,
  }
}

function presentAccount(row: BankAccountRow): Json {
  return {
    id: row.id,
    object: 'bank_account',
    bank_name: row.bank_name,
    bank: row.bank_name,
    iban: row.iban,
    currency: row.currency,
    is_primary: row.is_primary === 1,
    is_default: row.is_primary === 1,
    is_active: row.is_active === 1,
  }
}

function presentLimits({ limit, remaining, resetAt }: Allowance): Json {
  const perMinute = limit === UNLIMITED ? null : limit
  return {
    requests_per_hour: perMinute === null ? null : perMinute * 60,
    creates_per_minute: perMinute,
    current_usage: limit - remaining,
    reset_at: resetAt,
  }
}
