import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'
import { DummyDriver, Kysely, PostgresAdapter, PostgresQueryCompiler, SqliteAdapter, SqliteQueryCompiler } from 'kysely'
import type { Tables } from './tables.ts'

export type Engine = 'sqlite' | 'postgres'
export type Value = string | number | bigint | null
export type Row = Record<string, unknown>

/** One connection, or on PostgreSQL a pool of them for reads that stand alone. */
export interface Conn {
  readonly engine: Engine
  /** For queries that are not hot. Hot ones are compiled once with `prepared`. */
  readonly kysely: Kysely<Tables>
  query<R extends object = Row>(sql: string, params: readonly Value[]): Promise<R[]>
  /**
   * A write whose result nobody needs. It is sent at once and in order, but not waited for: on PostgreSQL all of
   * them share a round trip with the COMMIT. If one fails, the transaction fails.
   */
  push(sql: string, params: readonly Value[]): void
}

export interface Database {
  readonly engine: Engine
  /** Committed data, outside any transaction. */
  readonly read: Conn
  /**
   * The same, for reads whose cost grows with the data. They wait for each other, in a queue of limited length, and
   * nobody else waits for them. Throws `TooManyReads`, or on PostgreSQL `ReadTooLong`.
   */
  readonly longRead: Conn
  /** Runs the unit in one durable transaction; it resolves after the commit. No IO but SQL may happen inside. */
  transact<T>(unit: (conn: Conn) => Promise<T>): Promise<T>
  /** Committed data as it stood at one moment, however long the reading takes and whoever writes meanwhile. */
  snapshot<T>(work: (conn: Conn) => Promise<T>): Promise<T>
  /** A plain session for migrations and maintenance. */
  session<T>(work: (conn: Conn) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** A Kysely that builds for the engine and runs on the given connection, without a pool of its own. */
export function kyselyOn(engine: Engine, query: Conn['query']): Kysely<Tables> {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => ({
      rows: (await query(compiled.sql, compiled.parameters as Value[])) as R[],
    }),
    streamQuery: () => {
      throw new Error('streaming is not offered by this connection')
    },
  }
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await query('begin', [])),
    commitTransaction: async () => void (await query('commit', [])),
    rollbackTransaction: async () => void (await query('rollback', [])),
    releaseConnection: async () => {},
    destroy: async () => {},
  }
  return new Kysely<Tables>({ dialect: dialectFor(engine, driver) })
}

/**
 * A connection lent to one transaction. Once that is over, what a branch of it still sends (of a `Promise.all` in which
 * another branch was refused) must not reach the connection, where it would be written outside of any transaction.
 */
export function lend(conn: Conn): { readonly conn: Conn; takeBack(): void } {
  let isOver = false
  let kysely: Kysely<Tables> | null = null
  const query: Conn['query'] = (sql, params) => (isOver ? Promise.reject(transactionOver()) : conn.query(sql, params))
  const lent: Conn = {
    engine: conn.engine,
    get kysely() {
      kysely ??= kyselyOn(conn.engine, query)
      return kysely
    },
    query,
    push: (sql, params) => {
      if (isOver) throw transactionOver()
      conn.push(sql, params)
    },
  }
  const takeBack = () => {
    isOver = true
  }
  return { conn: lent, takeBack }
}

/** The database cannot be asked now, and whether a write reached it is not known. The cause keeps the driver's words. */
export class DatabaseUnreachable extends Error {
  readonly code: string
  constructor(cause: Error & { code?: string }) {
    super(cause.message, { cause })
    this.code = cause.code ?? ''
  }
}

/** More reads that may take long are waiting than can be answered in time. */
export class TooManyReads extends Error {}

/** A read was given up because it took too long. */
export class ReadTooLong extends Error {}

/**
 * Thrown in a transaction that was decided on what somebody else has changed meanwhile: it is done anew, like one that
 * the database itself could not serialise.
 */
export class ReadAgain extends Error {
  readonly code = '40001'
}

function transactionOver(): Error {
  return new Error('the transaction is over')
}

/** A Kysely that only builds SQL. */
export function builderFor(engine: Engine): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: dialectFor(engine, new DummyDriver()) })
}

function dialectFor(engine: Engine, driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => (engine === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
    createQueryCompiler: () => (engine === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    createIntrospector: () => {
      throw new Error('introspection is not offered by this connection')
    },
  }
}
