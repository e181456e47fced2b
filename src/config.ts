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
  { name: 'JOB_CONCURRENCY', fallback: '4', about: 'How many jobs a process carries out at a time' },
  { name: 'JOB_POLL_MS', fallback: '1000', about: 'How often a worker looks for jobs that other processes enqueued' },
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
  }
}

/** What is in force, one variable a line, with secrets hidden. */
export function describeConfig(env: Environment = process.env): string {
  return VARIABLES.map((variable: Variable) => {
    const set = env[variable.name]?.trim()
    const value = set ? (variable.isSecret ? '(set, hidden)' : set) : variable.fallback || '(empty)'
    return `${variable.name}=${value}${set ? '' : '  (default)'}\n    ${variable.about}`
  }).join('\n')
}
