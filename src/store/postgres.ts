import type { Socket } from 'node:net'
import pg from 'pg'
import {
  type Conn,
  type Database,
  DatabaseUnreachable,
  kyselyOn,
  lend,
  ReadTooLong,
  TooManyReads,
  type Value,
} from './conn.ts'

const INT8_OID = 20
const NUMERIC_OID = 1700
const ATTEMPTS = 4
/** A server that answers nothing is given up; also how long a request waits for a free connection. */
const CONNECT_TIMEOUT_MS = 15_000
/**
 * serialization_failure and deadlock_detected: nothing was written, and the same work may succeed. With
 * foreign_key_violation, what the work found was deleted meanwhile, and this time it will be missed.
 */
const RETRYABLE = new Set(['40001', '40P01', '23503'])

/** Reads that may take long: how many at once, how many may wait, and when one of them is given up. */
const LONG_READS = 4
const LONG_READS_WAITING = 256
const LONG_READ_TIMEOUT_MS = 20_000
const QUERY_CANCELED = '57014'

export interface PostgresOptions {
  readonly url: string
  readonly poolSize: number
  /** The schema that holds our tables; tests give each application its own. */
  readonly schema?: string
}

/**
 * PostgreSQL through `pg` with pipelining: statements that do not wait for each other share a round trip. Every
 * statement is prepared once per connection, under a name made from its text.
 */
export function openPostgres(options: PostgresOptions): Database {
  const pool = openPool(options, options.poolSize)
  // What a long read costs depends on the words that are looked for, so each is planned anew.
  const longPool = openPool(options, Math.min(LONG_READS, options.poolSize), [
    `-c statement_timeout=${LONG_READ_TIMEOUT_MS}`,
    '-c plan_cache_mode=force_custom_plan',
  ])
  const transactions = new WeakMap<pg.PoolClient, Transaction>()
  const query = async (sql: string, params: readonly Value[]) => {
    try {
      return (await pool.query(named(sql, params))).rows
    } catch (error) {
      throw explained(error as Error)
    }
  }
  const longQuery = async (sql: string, params: readonly Value[]) => {
    if (longPool.waitingCount >= LONG_READS_WAITING) throw new TooManyReads()
    try {
      return (await longPool.query(named(sql, params))).rows
    } catch (error) {
      throw (error as { code?: string }).code === QUERY_CANCELED ? new ReadTooLong() : explained(error as Error)
    }
  }
  const transactionOn = (client: pg.PoolClient) => {
    const known = transactions.get(client)
    if (known) return known
    const made = makeTransaction(client)
    transactions.set(client, made)
    return made
  }
  return {
    engine: 'postgres',
    read: readerOf(query as Conn['query']),
    longRead: readerOf(longQuery as Conn['query']),
    transact: async (unit) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await attemptTransaction(pool, transactionOn, unit)
        } catch (error) {
          if (attempt === ATTEMPTS || !RETRYABLE.has((error as { code?: string }).code ?? ''))
            throw explained(error as Error)
        }
      }
    },
    snapshot: (work) =>
      onClient(pool, async (conn) => {
        await conn.query('begin isolation level repeatable read read only', [])
        try {
          return await work(conn)
        } finally {
          await conn.query('rollback', [])
        }
      }),
    session: (work) => onClient(pool, work),
    close: async () => {
      await Promise.all([pool.end(), longPool.end()])
    },
  }
}

function openPool(options: PostgresOptions, size: number, settings: readonly string[] = []): pg.Pool {
  const all = [...(options.schema ? [`-c search_path=${options.schema},public`] : []), ...settings]
  const pool = new pg.Pool({
    connectionString: options.url,
    max: size,
    pipeline: true,
    types: { getTypeParser: typeParser },
    application_name: 'facturier',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(all.length > 0 ? { options: all.join(' ') } : {}),
  } as pg.PoolConfig)
  pool.on('error', () => {
    // An idle connection was lost. The pool has dropped it, and the next query opens another.
  })
  // Of one in use, whoever waits for its answer is told. Without a listener the loss would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function readerOf(query: Conn['query']): Conn {
  return { engine: 'postgres', kysely: kyselyOn('postgres', query), query, push: refusePush }
}

/** Connection exceptions, shutdown and start of the server, and what Node says of a socket that leads nowhere. */
const LOST = /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** What the driver says without a code. */
const LOST_WORDS = /^Connection terminated|not queryable|timeout exceeded when trying to connect/

function explained(error: Error & { code?: string }): Error {
  return LOST.test(error.code ?? '') || LOST_WORDS.test(error.message) ? new DatabaseUnreachable(error) : error
}

async function onClient<T>(pool: pg.Pool, work: (conn: Conn) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const run = async (sql: string, params: readonly Value[]) => (await client.query(sql, [...params])).rows
    return await work(readerOf(run as Conn['query']))
  } finally {
    client.release()
  }
}

interface Transaction {
  readonly conn: Conn
  /** Statements sent and not waited for yet. */
  readonly sent: Promise<unknown>[]
}

async function attemptTransaction<T>(
  pool: pg.Pool,
  transactionOn: (client: pg.PoolClient) => Transaction,
  unit: (conn: Conn) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const { conn, sent } = transactionOn(client)
  const lent = lend(conn)
  let broken = false
  try {
    conn.push('begin', [])
    const value = await unit(lent.conn)
    lent.takeBack()
    conn.push('commit', [])
    await Promise.all(sent)
    return value
  } catch (error) {
    lent.takeBack()
    const outcomes = await Promise.allSettled(sent)
    const cause = outcomes.find((outcome) => outcome.status === 'rejected')?.reason ?? error
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw cause
  } finally {
    sent.length = 0
    client.release(broken)
  }
}

function makeTransaction(client: pg.PoolClient): Transaction {
  const sent: Promise<unknown>[] = []
  const send = together(client)
  const query = async (sql: string, params: readonly Value[]) => (await send(sql, params)).rows
  const conn: Conn = {
    engine: 'postgres',
    kysely: kyselyOn('postgres', query as Conn['query']),
    query: query as Conn['query'],
    push: (sql, params) => {
      const result = send(sql, params)
      result.catch(() => {})
      sent.push(result)
    },
  }
  return { conn, sent }
}

/**
 * Statements of one turn leave in one piece: written one by one, each would cost a system call here and wake the
 * server there, which is most of what a short statement costs.
 */
function together(client: pg.PoolClient): (sql: string, params: readonly Value[]) => Promise<pg.QueryResult> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  let isHeld = false
  const letGo = () => {
    isHeld = false
    stream.uncork()
  }
  return (sql, params) => {
    if (!isHeld) {
      isHeld = true
      stream.cork()
      process.nextTick(letGo)
    }
    return client.query(named(sql, params))
  }
}

const names = new Map<string, string>()
const NAMES_LIMIT = 2_000

function named(text: string, values: readonly Value[]): pg.QueryConfig {
  let name = names.get(text)
  if (!name && names.size < NAMES_LIMIT) {
    name = `f${names.size + 1}`
    names.set(text, name)
  }
  return name ? { name, text, values: values as Value[] } : { text, values: values as Value[] }
}

function typeParser(oid: number, format?: string) {
  if (oid === INT8_OID || oid === NUMERIC_OID) return (text: string) => Number(text)
  return pg.types.getTypeParser(oid, format as 'text')
}

function refusePush(): never {
  throw new Error('writes need a transaction')
}
