import type { Config } from '../config.ts'
import { addDays, parseDay, unixMidnightUtc } from '../domain/dates.ts'
import { blockListOf } from '../http/auth.ts'
import { insertKey, listKeys, markKeyRevoked } from '../resources/keys/key.store.ts'
import { makeKey } from '../resources/keys/make-key.ts'
import { listCompanies } from '../resources/settings/company.store.ts'
import { findWorkPoint, listWorkPoints } from '../resources/work-points/work-point.store.ts'
import { bucharestDay, type Clock } from '../store/clock.ts'
import type { Conn, Database } from '../store/conn.ts'
import type { ApiKeyRow, CompanyRow, WorkPointRow } from '../store/tables.ts'
import { withStore } from './open-store.ts'
import { moment, table } from './print-table.ts'
import { readArguments, UsageError, wholeNumber } from './usage.ts'

const CREATE_OPTIONS = {
  name: { type: 'string' },
  mode: { type: 'string', default: 'live' },
  scopes: { type: 'string', default: '*' },
  ips: { type: 'string', default: '' },
  expires: { type: 'string' },
  'rate-limit': { type: 'string' },
  'work-point': { type: 'string' },
} as const

/** `keys create|list|revoke`; answers what to print. */
export async function keysCommand(config: Config, clock: Clock, [action, ...args]: readonly string[]): Promise<string> {
  switch (action) {
    case 'create': {
      const wish = readWish(args, clock.nowMs())
      return withStore(config, (database) => createKey(database, wish, clock.nowMs()))
    }
    case 'list':
      readArguments(args, {})
      return withStore(config, (database) => describeKeys(database, clock.nowMs()))
    case 'revoke': {
      const [which = ''] = readArguments(args, {}, ['The id or the last four characters of the key']).words
      return withStore(config, (database) => revokeKey(database, which, clock.nowMs()))
    }
    default:
      throw new UsageError(
        action
          ? `There is no "keys ${action}": use keys create, keys list or keys revoke.`
          : 'Use keys create, keys list or keys revoke.',
      )
  }
}

interface Wish {
  readonly name: string
  readonly mode: 'live' | 'test'
  readonly scopes: readonly string[]
  readonly allowedIps: readonly string[]
  readonly expiresAt: number | null
  readonly rateLimitPerMinute: number | null
  readonly workPointId: string | null
}

function readWish(args: readonly string[], nowMs: number): Wish {
  const { values } = readArguments(args, CREATE_OPTIONS)
  const name = values.name?.trim()
  if (!name) throw new UsageError('A key needs a name: keys create --name "Webshop".')
  if (values.mode !== 'live' && values.mode !== 'test')
    throw new UsageError(`--mode must be live or test, not "${values.mode}".`)
  const scopes = words(values.scopes)
  const wrong = scopes.find((scope) => !/^(\*|[a-z_]+:(read|write|\*))$/.test(scope))
  if (wrong !== undefined || scopes.length === 0)
    throw new UsageError(`--scopes must be * or words like clients:read and invoices:write, not "${wrong ?? ''}".`)
  const allowedIps = words(values.ips)
  try {
    blockListOf(allowedIps.join(' '))
  } catch (error) {
    throw new UsageError(`--ips: ${(error as Error).message}.`)
  }
  return {
    name,
    mode: values.mode,
    scopes,
    allowedIps,
    expiresAt: values.expires === undefined ? null : readExpiry(values.expires, nowMs),
    rateLimitPerMinute: wholeNumber('--rate-limit', values['rate-limit'], 0, 100_000_000) ?? null,
    workPointId: values['work-point'] === undefined ? null : values['work-point'].replace(/^(wp_)?/, 'wp_'),
  }
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** The second at which a key stops to work: the end of a day in Europe/Bucharest, or a moment. */
function readExpiry(text: string, nowMs: number): number {
  const day = parseDay(text)
  const expiresAt = day ? startOfDay(addDays(day, 1)) : isoSeconds(text)
  if (expiresAt === null)
    throw new UsageError(
      `--expires must be a day like 2027-12-31 or a moment like 2027-12-31T18:00:00Z, not "${text}".`,
    )
  if (expiresAt * 1000 <= nowMs) throw new UsageError(`--expires ${text} is in the past.`)
  return expiresAt
}

function isoSeconds(text: string): number | null {
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text)
  const ms = isMoment ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000)
}

/** Midnight in Bucharest, which is two hours before that of UTC in winter and three in summer. */
function startOfDay(day: string): number {
  const summer = unixMidnightUtc(day) - 3 * 3600
  return bucharestDay(summer * 1000) === day ? summer : summer + 3600
}

async function createKey(database: Database, wish: Wish, nowMs: number): Promise<string> {
  return database.transact(async (db) => {
    const { company, workPoint } = await findPlace(db, wish)
    const { secret, row } = makeKey(
      { ...wish, companyId: company.id, workPointId: workPoint.id },
      Math.floor(nowMs / 1000),
    )
    insertKey(db, row)
    return [
      `A ${wish.mode} key for ${company.name} was made. It is shown only now, so keep it:`,
      '',
      `  ${secret}`,
      '',
      `  id          ${row.id}`,
      `  name        ${row.name}`,
      `  scopes      ${row.scopes}`,
      `  work point  ${workPoint.name} (${workPoint.id})`,
      `  addresses   ${row.allowed_ips || 'any'}`,
      `  expires     ${row.expires_at === null ? 'never' : moment(row.expires_at)}`,
      `  rate limit  ${limitOf(row)}`,
    ].join('\n')
  })
}

/** The company is that of the work point, or the oldest one of the mode. */
async function findPlace(db: Conn, wish: Wish): Promise<{ company: CompanyRow; workPoint: WorkPointRow }> {
  const companies = (await listCompanies(db)).filter((company) => company.mode === wish.mode)
  if (companies.length === 0)
    throw new UsageError('There is no company yet: start the server once, which makes one and its first keys.')
  for (const company of companies) {
    const workPoint = wish.workPointId
      ? await findWorkPoint(db, company.id, wish.workPointId)
      : (await listWorkPoints(db, company.id)).find((one) => one.is_default === 1)
    if (workPoint) return { company, workPoint }
  }
  throw new UsageError(`There is no work point ${wish.workPointId} in ${wish.mode} mode.`)
}

async function describeKeys(database: Database, nowMs: number): Promise<string> {
  const modes = new Map((await listCompanies(database.read)).map((company) => [company.id, company.mode]))
  const keys = await listKeys(database.read, null)
  if (keys.length === 0)
    return 'There are no keys yet: start the server once, which makes a company and its first keys.'
  const rows = keys.map((key) => [
    key.id,
    `…${key.hint}`,
    modes.get(key.company_id) ?? '',
    stateOf(key, nowMs / 1000),
    key.name,
    key.scopes,
    key.allowed_ips || 'any',
    key.expires_at === null ? 'never' : moment(key.expires_at),
    limitOf(key),
    key.last_used_at === null ? 'never' : moment(key.last_used_at),
  ])
  return table([
    ['ID', 'KEY', 'MODE', 'STATE', 'NAME', 'SCOPES', 'ADDRESSES', 'EXPIRES', 'RATE LIMIT', 'LAST USED'],
    ...rows,
  ])
}

async function revokeKey(database: Database, which: string, nowMs: number): Promise<string> {
  return database.transact(async (db) => {
    const keys = await listKeys(db, null)
    const found = keys.filter(
      (key) =>
        key.id === which ||
        key.id === `key_${which}` ||
        key.hint === which ||
        (which.length > 8 && which.startsWith('sk_') && which.endsWith(key.hint)),
    )
    const active = found.filter((key) => key.revoked_at === null)
    if (found.length === 0) throw new UsageError(`There is no key "${which}": keys list shows them all.`)
    if (active.length === 0) throw new UsageError(`The key "${which}" is revoked already.`)
    if (active.length > 1)
      throw new UsageError(
        `Several keys end in "${which}"; name one by its id: ${active.map((key) => key.id).join(', ')}.`,
      )
    const [key] = active as [ApiKeyRow]
    markKeyRevoked(db, key, Math.floor(nowMs / 1000))
    return `The key ${key.id} (${key.name}, …${key.hint}) is revoked. Running servers notice within seconds.`
  })
}

function stateOf(key: ApiKeyRow, now: number): string {
  if (key.revoked_at !== null) return 'revoked'
  return key.expires_at !== null && key.expires_at <= now ? 'expired' : 'active'
}

function limitOf(key: ApiKeyRow): string {
  if (key.rate_limit_per_minute === null) return 'as configured'
  return key.rate_limit_per_minute === 0 ? 'none' : `${key.rate_limit_per_minute}/min`
}
