import { type Config, ConfigError } from '../config.ts'
import { SchemaTooNew } from '../store/migrate.ts'
import { UsageError } from './usage.ts'

type Place = Pick<Config, 'host' | 'port' | 'dataDir' | 'databaseUrl'>

/** What the drivers and Node say of a failure. */
interface Failure extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly hostname?: string
  /** The result code of SQLite; extended codes carry the plain one in their lowest byte. */
  readonly errcode?: number
}

/** One sentence for the operator, or null for what nobody foresaw. `place` is where we were told to work. */
export function explainFailure(error: unknown, place: Place | null): string | null {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof SchemaTooNew) return error.message
  if (!(error instanceof Error) || !place) return null
  const failure = error as Failure
  const isAboutListening =
    failure.syscall === 'listen' || failure.syscall === 'bind' || failure.syscall === 'getaddrinfo'
  const sentence = isAboutListening ? explainListening(failure, place) : null
  if (sentence) return sentence
  return place.databaseUrl ? explainPostgres(failure, place.databaseUrl) : explainFiles(failure, place.dataDir)
}

function explainListening({ code, hostname }: Failure, { host, port }: Place): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program: stop it, or choose another port with --port or PORT.`
    case 'EACCES':
      return `This user may not listen on port ${port}: choose one above 1023 with --port or PORT.`
    case 'EADDRNOTAVAIL':
      return `${host} is not an address of this machine: set --host or HOST to one that is, or to 0.0.0.0 for all.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return hostname === host
        ? `${host} is not the name of this machine: set --host or HOST to an address, or to 0.0.0.0 for all.`
        : null
    default:
      return null
  }
}

function explainFiles({ code, errcode, message }: Failure, dataDir: string): string | null {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
      return `The data folder ${dataDir} cannot be written: allow this user to, or set DATA_DIR to a folder that can.`
    case 'ENOTDIR':
    case 'EEXIST':
      return `The data folder ${dataDir} cannot be made, because a file is in its way: set DATA_DIR to another folder.`
    case 'ENOSPC':
      return `The disk of the data folder ${dataDir} is full.`
  }
  if (code !== 'ERR_SQLITE_ERROR' || errcode === undefined) return null
  switch (errcode & 0xff) {
    case 5:
      return `The database in ${dataDir} is held by another program for too long: stop that program and try again.`
    case 8:
    case 14:
      return `The database in ${dataDir} cannot be written: check that this user owns the folder and its files, or set DATA_DIR.`
    case 10:
      return `The database in ${dataDir} cannot be read or written: ${message}.`
    case 11:
      return `The database in ${dataDir} is damaged (${message}): restore it from a backup.`
    case 13:
      return `The disk of the data folder ${dataDir} is full.`
    case 26:
      return `${dataDir}/facturier.db is not a database of Facturier: move that file away, or set DATA_DIR to another folder.`
    default:
      return null
  }
}

function explainPostgres(failure: Failure, url: string): string | null {
  const { server, database, user } = partsOf(url)
  switch (failure.code) {
    case 'ECONNREFUSED':
      return `No PostgreSQL answers at ${server}: start it, or correct DATABASE_URL.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The PostgreSQL server ${server} cannot be found: correct the name in DATABASE_URL.`
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return `The PostgreSQL server ${server} cannot be reached (${failure.code}): check the network, or correct DATABASE_URL.`
    case '28P01':
    case '28000':
      return `PostgreSQL at ${server} refuses the user "${user}": correct user and password in DATABASE_URL.`
    case '3D000':
      return `PostgreSQL at ${server} has no database "${database}": create it (createdb ${database}), or correct DATABASE_URL.`
    case '42501':
      return `The user "${user}" may not create tables in the database "${database}": grant it, or set DATABASE_SCHEMA to a schema that belongs to it.`
    case '53300':
      return `PostgreSQL at ${server} takes no more connections: lower DATABASE_POOL_SIZE, or raise its max_connections.`
    case '57P03':
      return `PostgreSQL at ${server} is starting up or shutting down: try again shortly.`
    case '3F000':
      return `PostgreSQL found no schema to create tables in: set DATABASE_SCHEMA.`
  }
  if (/password must be a string/.test(failure.message))
    return `PostgreSQL at ${server} wants a password for "${user}": put it into DATABASE_URL.`
  if (/SSL|self-signed|certificate/i.test(failure.message))
    return `No secure connection to PostgreSQL at ${server}: ${failure.message}.`
  if (/Connection terminated|timeout/i.test(failure.message))
    return `The PostgreSQL server ${server} cannot be reached (${failure.message}).`
  if (failure.code === 'ERR_INVALID_URL')
    return 'DATABASE_URL is not a valid address: write postgres://user:password@host:5432/database.'
  return null
}

/** The parts of the address that may be shown: never the password. */
export function partsOf(url: string): { server: string; database: string; user: string } {
  if (!URL.canParse(url)) return { server: 'the given address', database: '', user: '' }
  const { hostname, port, pathname, username } = new URL(url)
  return {
    server: `${hostname || 'localhost'}:${port || 5432}`,
    database: decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username) || 'postgres',
    user: decodeURIComponent(username),
  }
}
