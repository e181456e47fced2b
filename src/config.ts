import { resolve } from 'node:path'

/** The only reader of the environment. `facturier config` prints what is in force. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly databaseSchema: string | null
  readonly databasePoolSize: number
  readonly publicUrl: string | null
  readonly corsOrigins: readonly string[]
  readonly trustProxy: boolean
  readonly rateLimitPerMinute: number
  readonly bodyLimitBytes: number
  readonly logLevel: string
  readonly shutdownGraceMs: number
  readonly jobConcurrency: number
  readonly jobPollMs: number
  readonly anaf: AnafConfig
  /** Keys that secrets are sealed with, newest first; empty: the file `secret.key` of the data folder. */
  readonly secretKeys: string
}

/** Where ANAF is, and how it knows this installation (contract efactura 1.1, 1.8). */
export interface AnafConfig {
  /** Addresses without a path, as `https://api.anaf.ro`. */
  readonly hosts: { readonly api: string; readonly login: string; readonly services: string }
  /** The OAuth application of the installation; null where each company brings its own. */
  readonly application: { readonly clientId: string; readonly clientSecret: string } | null
  /** How long the list of messages must have been without an upload whose answer was lost before it is sent again. */
  readonly certainAfterSeconds: number
}

interface Variable {
  readonly name: string
  readonly fallback: string
  readonly about: string
  readonly isSecret?: boolean
}

export const VARIABLES = [
  { name: 'HOST', fallback: '127.0.0.1', about: 'Address to listen on; 0.0.0.0 for all' },
  { name: 'PORT', fallback: '8080', about: 'Port to listen on' },
  { name: 'DATA_DIR', fallback: './data', about: 'Folder of the embedded database' },
  {
    name: 'DATABASE_URL',
    fallback: '',
    about: 'postgres://… to use PostgreSQL instead of the embedded database',
    isSecret: true,
  },
  { name: 'DATABASE_SCHEMA', fallback: '', about: 'PostgreSQL schema for the tables; empty: the server decides' },
  { name: 'DATABASE_POOL_SIZE', fallback: '10', about: 'Connections to PostgreSQL per process' },
  { name: 'PUBLIC_URL', fallback: '', about: 'Address under which callers reach this server; empty: http://HOST:PORT' },
  {
    name: 'CORS_ORIGINS',
    fallback: '',
    about: 'Origins that browsers may call from, separated by commas; * for all; empty for none',
  },
  {
    name: 'TRUST_PROXY',
    fallback: 'false',
    about: 'true behind a reverse proxy, so that X-Forwarded-For names the caller',
  },
  {
    name: 'RATE_LIMIT_PER_MINUTE',
    fallback: '6000',
    about: 'Requests per minute and key, unless the key has a limit of its own; 0 for none',
  },
  { name: 'BODY_LIMIT_BYTES', fallback: '2097152', about: 'Largest request body' },
  { name: 'LOG_LEVEL', fallback: 'warn', about: 'trace, debug, info, warn, error, fatal or silent' },
  { name: 'SHUTDOWN_GRACE_MS', fallback: '10000', about: 'How long a stop waits for requests and jobs in flight' },
  {
    name: 'JOB_CONCURRENCY',
    fallback: '8',
    about: 'How many jobs a process carries out at a time: at most half for one company, and half for all sandboxes',
  },
  { name: 'JOB_POLL_MS', fallback: '1000', about: 'How often a worker looks for jobs that other processes enqueued' },
  { name: 'ANAF_CLIENT_ID', fallback: '', about: 'OAuth application registered with ANAF for e-Factura' },
  { name: 'ANAF_CLIENT_SECRET', fallback: '', about: 'Secret of that application', isSecret: true },
  { name: 'ANAF_API_URL', fallback: 'https://api.anaf.ro', about: 'Where e-Factura is' },
  { name: 'ANAF_LOGIN_URL', fallback: 'https://logincert.anaf.ro', about: 'Where certificates sign in' },
  {
    name: 'ANAF_UNKNOWN_HOURS',
    fallback: '24',
    about: 'Hours after which an upload whose answer was lost, and that ANAF does not list, is sent again',
  },
  { name: 'ANAF_SERVICES_URL', fallback: 'https://webservicesp.anaf.ro', about: 'Where ANAF checks without a login' },
  {
    name: 'FACTURIER_SECRET_KEY',
    fallback: '',
    about:
      '32 random bytes in base64 that seal stored secrets (openssl rand -base64 32), the same on every machine; older ones after it, separated by commas; empty: the file secret.key in DATA_DIR',
    isSecret: true,
  },
] as const satisfies readonly Variable[]

type Name = (typeof VARIABLES)[number]['name']
type Environment = Readonly<Record<string, string | undefined>>

/** A setting that cannot be used; the message is for the operator. */
export class ConfigError extends Error {}

export function readConfig(env: Environment = process.env): Config {
  const text = (name: Name) =>
    env[name]?.trim() || (VARIABLES.find((variable) => variable.name === name)?.fallback ?? '')
  const whole = (name: Name, min: number, max: number) => {
    const value = Number(text(name))
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, not "${text(name)}".`)
    }
    return value
  }
  const databaseUrl = text('DATABASE_URL') || null
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError(
      'DATABASE_URL must begin with postgres:// or postgresql://. Leave it empty to use the embedded database.',
    )
  }
  const databaseSchema = text('DATABASE_SCHEMA') || null
  if (databaseSchema && !/^[a-z_][a-z0-9_]{0,62}$/.test(databaseSchema)) {
    throw new ConfigError('DATABASE_SCHEMA must be a plain lower-case name.')
  }
  const logLevel = text('LOG_LEVEL')
  if (!['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent, not "${logLevel}".`)
  }
  return {
    host: text('HOST'),
    port: whole('PORT', 0, 65_535),
    dataDir: resolve(text('DATA_DIR')),
    databaseUrl,
    databaseSchema,
    databasePoolSize: whole('DATABASE_POOL_SIZE', 1, 500),
    publicUrl: text('PUBLIC_URL').replace(/\/+$/, '') || null,
    corsOrigins: text('CORS_ORIGINS')
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    trustProxy: ['true', '1', 'yes'].includes(text('TRUST_PROXY').toLowerCase()),
    rateLimitPerMinute: whole('RATE_LIMIT_PER_MINUTE', 0, 100_000_000),
    bodyLimitBytes: whole('BODY_LIMIT_BYTES', 1_024, 1_073_741_824),
    logLevel,
    shutdownGraceMs: whole('SHUTDOWN_GRACE_MS', 0, 3_600_000),
    jobConcurrency: whole('JOB_CONCURRENCY', 1, 1_000),
    jobPollMs: whole('JOB_POLL_MS', 10, 3_600_000),
    anaf: readAnaf(text, whole),
    secretKeys: readSecretKeys(text('FACTURIER_SECRET_KEY')),
  }
}

function readAnaf(text: (name: Name) => string, whole: (name: Name, min: number, max: number) => number): AnafConfig {
  const address = (name: Name) => {
    const value = text(name).replace(/\/+$/, '')
    if (URL.canParse(value) && /^https?:\/\/[^/?#@]+$/.test(value)) return value
    throw new ConfigError(`${name} must be an address without a path, as https://api.example.ro, not "${value}".`)
  }
  const [clientId, clientSecret] = [text('ANAF_CLIENT_ID'), text('ANAF_CLIENT_SECRET')]
  if ((clientId === '') !== (clientSecret === '')) {
    throw new ConfigError('ANAF_CLIENT_ID and ANAF_CLIENT_SECRET belong together: set both, or neither.')
  }
  return {
    hosts: { api: address('ANAF_API_URL'), login: address('ANAF_LOGIN_URL'), services: address('ANAF_SERVICES_URL') },
    application: clientId ? { clientId, clientSecret } : null,
    certainAfterSeconds: whole('ANAF_UNKNOWN_HOURS', 1, 720) * 3600,
  }
}

function readSecretKeys(keys: string): string {
  const isKey = (key: string) => /^[A-Za-z0-9+/]{43}=$/.test(key.trim())
  if (keys === '' || keys.split(',').every(isKey)) return keys
  // Without the value: this message goes to a terminal or a log.
  throw new ConfigError('FACTURIER_SECRET_KEY must be 32 bytes in base64: make one with "openssl rand -base64 32".')
}

/** What is in force, one variable a line, with secrets hidden. */
export function describeConfig(env: Environment = process.env): string {
  return VARIABLES.map((variable: Variable) => {
    const set = env[variable.name]?.trim()
    const value = set ? (variable.isSecret ? '(set, hidden)' : set) : variable.fallback || '(empty)'
    return `${variable.name}=${value}${set ? '' : '  (default)'}\n    ${variable.about}`
  }).join('\n')
}
