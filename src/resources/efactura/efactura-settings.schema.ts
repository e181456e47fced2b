import Type from 'typebox'
import { Nullable, NullableText, Text, Warnings } from '../../http/answers.ts'
import { flag, object, oneOf, optional, type Reader, type ValueOf } from '../../http/fields.ts'
import type { Json } from '../../http/json.ts'
import { integer } from '../../http/number-fields.ts'
import type { AnafTokenRow, CompanyRow } from '../../store/tables.ts'
import type { EfacturaSettingsChanges } from './efactura-settings.ts'

/** The law gives five working days (contract efactura 3.1); whoever waits longer is late. */
const LONGEST_DELAY_DAYS = 5

const words = oneOf(['380', '381'])
/** `380` may come as a number. */
const stornoType: Reader<'380' | '381'> = {
  schema: Type.Union([Type.Literal('380'), Type.Literal('381')], {
    description: 'Stornos as invoices with negative quantities (380) or as credit notes (381).',
  }),
  read: (value, path, problems) => words.read(typeof value === 'number' ? String(value) : value, path, problems),
}

export const ChangedEfacturaSettings = object({
  enabled: optional(flag, 'is_enabled'),
  environment: optional(oneOf(['test', 'live'], { production: 'live', prod: 'live', sandbox: 'test' })),
  auto_send: optional(flag),
  auto_send_timing: optional(oneOf(['immediate', 'daily', 'delayed'], { immediately: 'immediate', delay: 'delayed' })),
  auto_send_delay_hours: optional(integer({ min: 0, max: LONGEST_DELAY_DAYS * 24 })),
  auto_send_delay_days: optional(integer({ min: 0, max: LONGEST_DELAY_DAYS })),
  auto_send_daily_hour: optional(integer({ min: 0, max: 23 })),
  send_to_public_institutions: optional(flag),
  storno_type: optional(stornoType, 'storno_as'),
})

export function efacturaSettingsChanges(body: ValueOf<typeof ChangedEfacturaSettings>): EfacturaSettingsChanges {
  return {
    isEnabled: body.enabled,
    environment: body.environment,
    autoSend: body.auto_send,
    timing: body.auto_send_timing,
    delayHours: body.auto_send_delay_hours,
    delayDays: body.auto_send_delay_days,
    dailyHour: body.auto_send_daily_hour,
    toPublicInstitutions: body.send_to_public_institutions,
    stornoAs: body.storno_type,
  }
}

const Environment = Type.Union([Type.Literal('test'), Type.Literal('live')])
const Timing = Type.Union([Type.Literal('immediate'), Type.Literal('daily'), Type.Literal('delayed')])
const DelayDays = Type.Integer({ description: '`auto_send_delay_hours` in whole days.' })

export const EfacturaSettingsJson = Type.Object(
  {
    enabled: Type.Boolean({ description: 'Whether the company sends through RO e-Factura at all.' }),
    environment: Environment,
    auto_send: Type.Boolean({ description: 'Invoices are sent by themselves once they are issued.' }),
    auto_send_timing: Timing,
    auto_send_delay_hours: Type.Integer({ description: 'For `delayed`.' }),
    auto_send_delay_days: DelayDays,
    auto_send_daily_hour: Type.Integer({ description: 'For `daily`: the hour in Europe/Bucharest.' }),
    send_to_public_institutions: Type.Boolean({
      description: 'False: `auto_send` leaves invoices to public institutions to be sent by hand.',
    }),
    storno_type: Type.Union([Type.Literal('380'), Type.Literal('381')]),
  },
  { title: 'EfacturaSettings' },
)

export const ChangedEfacturaSettingsJson = Type.Object(
  { ...EfacturaSettingsJson.properties, warnings: Warnings },
  { title: 'ChangedEfacturaSettings' },
)

export function presentEfacturaSettings(company: CompanyRow) {
  return {
    enabled: company.efactura_enabled === 1,
    environment: environmentOf(company),
    auto_send: company.efactura_auto_send === 1,
    auto_send_timing: company.efactura_timing,
    auto_send_delay_hours: company.efactura_delay_hours,
    auto_send_delay_days: Math.floor(company.efactura_delay_hours / 24),
    auto_send_daily_hour: company.efactura_daily_hour,
    send_to_public_institutions: company.efactura_public_institutions === 1,
    storno_type: company.efactura_storno_as,
  }
}

function environmentOf(company: CompanyRow): 'test' | 'live' {
  return company.mode === 'test' ? 'test' : company.efactura_environment
}

/** The tokens of a company, by environment. */
export type Tokens = Readonly<Record<'test' | 'live', AnafTokenRow | null>>

/** Whether a company reaches ANAF in an environment. A sandbox reaches the simulator without asking anybody. */
export function connectionOf(
  company: Pick<CompanyRow, 'mode'>,
  tokens: Tokens,
  environment: 'test' | 'live',
  now: number,
) {
  if (company.mode === 'test') {
    const isThere = environment === 'test'
    return { isConfigured: isThere, isValid: isThere, createdAt: null, expiresAt: null }
  }
  const token = tokens[environment]
  if (!token || token.state === 'revoked') {
    return { isConfigured: false, isValid: false, createdAt: null, expiresAt: null }
  }
  const isValid = token.state === 'active' && token.access_expires_at > now
  const [createdAt, expiresAt] = [iso(token.created_at), iso(token.access_expires_at)]
  return { isConfigured: true, isValid, createdAt, expiresAt }
}

/** The blocks `efactura` and `e_factura` of the settings (contract 11.1). */
export function presentEfacturaBlocks(company: CompanyRow, tokens: Tokens, now: number) {
  const environment = environmentOf(company)
  const of = (one: 'test' | 'live') => connectionOf(company, tokens, one, now)
  const chosen = of(environment)
  const isEnabled = company.efactura_enabled === 1
  return {
    efactura: {
      enabled: isEnabled,
      oauth_configured: chosen.isConfigured,
      test_mode_available: of('test').isConfigured,
      live_mode_available: of('live').isConfigured,
      oauth_created_at: chosen.createdAt,
      oauth_expires_at: chosen.expiresAt,
      settings: presentEfacturaSettings(company),
    },
    e_factura: { enabled: isEnabled, oauth_configured: chosen.isConfigured, environment },
    efactura_settings: presentEfacturaSettings(company),
  }
}

const Instant = Type.String({ format: 'date-time' })
const EnvironmentJson = Type.Object(
  { configured: Type.Boolean(), token_expires_at: Nullable(Instant) },
  { title: 'EfacturaEnvironment' },
)

/** Contract 9.1. */
export const EfacturaStatusJson = Type.Object(
  {
    object: Type.Literal('efactura_status'),
    enabled: Type.Boolean(),
    oauth_configured: Type.Boolean({ description: 'In the environment that is set.' }),
    token_valid: Type.Boolean(),
    token_expires_at: Nullable(Type.String({ format: 'date-time', description: 'Refreshed by itself before.' })),
    environment: Environment,
    environments: Type.Object({ test: EnvironmentJson, live: EnvironmentJson }),
    auto_send: Type.Boolean(),
    auto_send_timing: Timing,
    auto_send_delay_days: DelayDays,
    send_to_public_institutions: Type.Boolean(),
    configure_url: Type.String({ description: 'A page that says how the company is connected to ANAF.' }),
    is_simulated: Type.Boolean({ description: 'A sandbox: what is sent goes to the simulator.' }),
    cui: NullableText,
    last_synced_at: Nullable(Type.String({ format: 'date-time', description: 'When the inbox was read.' })),
    last_sync_error: Nullable(Text),
  },
  { title: 'EfacturaStatus' },
)

export interface Standing {
  readonly company: CompanyRow
  readonly tokens: Tokens
  readonly inbox: { readonly last_synced_at: number | null; readonly last_error: string | null } | null
  readonly configureUrl: string
  readonly now: number
}

export function presentEfacturaStatus({ company, tokens, inbox, configureUrl, now }: Standing): Json {
  const environment = environmentOf(company)
  const chosen = connectionOf(company, tokens, environment, now)
  const of = (one: 'test' | 'live') => {
    const { isConfigured, expiresAt } = connectionOf(company, tokens, one, now)
    return { configured: isConfigured, token_expires_at: expiresAt }
  }
  const settings = presentEfacturaSettings(company)
  return {
    object: 'efactura_status',
    enabled: settings.enabled,
    oauth_configured: chosen.isConfigured,
    token_valid: chosen.isValid,
    token_expires_at: chosen.expiresAt,
    environment,
    environments: { test: of('test'), live: of('live') },
    auto_send: settings.auto_send,
    auto_send_timing: settings.auto_send_timing,
    auto_send_delay_days: settings.auto_send_delay_days,
    send_to_public_institutions: settings.send_to_public_institutions,
    configure_url: configureUrl,
    is_simulated: company.mode === 'test',
    cui: company.cui,
    last_synced_at: inbox?.last_synced_at ? iso(inbox.last_synced_at) : null,
    last_sync_error: inbox?.last_error ?? null,
  }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
