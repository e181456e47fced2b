import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Conn, type Database, kyselyOn, lend, type Value } from './conn.ts'
import { type Connection, openConnection } from './sqlite-connection.ts'
import { openLongReads } from './sqlite-long-reads.ts'

/** A commit carries at most this many writes, so that none waits long behind the others. */
const BATCH_LIMIT = 128
/** What each connection keeps of the file. The system keeps the rest, and hands it out almost as fast. */
const WRITER_CACHE_KIB = 24_576
const READER_CACHE_KIB = 32_768

/**
 * SQLite through Node's own driver. Writes that arrive in the same turn of the event loop share one transaction
 * (group commit), each inside its own savepoint, and are answered after the common COMMIT. Reads have a
 * connection of their own and never see uncommitted data; those that may take long have a thread of their own.
 */
export function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true })
  const writer = openConnection(file, WRITER_CACHE_KIB)
  const reader = openConnection(file, READER_CACHE_KIB)
  reader.db.exec('pragma query_only = on')
  const longReads = openLongReads(file)
  const queue: Unit[] = []
  let draining = false

  async function drain() {
    while (queue.length > 0) await runBatch(writer, queue.splice(0, BATCH_LIMIT))
    draining = false
  }
  return {
    engine: 'sqlite',
    read: reader.conn,
    longRead: longReads.conn,
    transact: <T>(unit: (conn: Conn) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        queue.push({ run: unit, resolve: resolve as (value: unknown) => void, reject })
        if (draining) return
        draining = true
        setImmediate(drain)
      }),
    snapshot: (work) => readSnapshot(file, work),
    session: (work) => work(writer.conn),
    close: async () => {
      while (draining) await new Promise((resolve) => setImmediate(resolve))
      await longReads.close()
      reader.db.close()
      writer.db.close()
    },
  }
}

/**
 * On a connection of its own, because a transaction of the common reader would hold all other reads back in time.
 * Between its queries everybody else has a turn: it may read a million documents.
 */
async function readSnapshot<T>(file: string, work: (conn: Conn) => Promise<T>): Promise<T> {
  const { db, conn, run } = openConnection(file)
  const query = async (sql: string, params: readonly Value[]) => {
    await new Promise((resolve) => setImmediate(resolve))
    return conn.query(sql, params)
  }
  try {
    db.exec('pragma query_only = on')
    run('begin')
    const kysely = kyselyOn('sqlite', query as Conn['query'])
    return await work({ ...conn, kysely, query: query as Conn['query'] })
  } finally {
    db.close()
  }
}

interface Unit {
  run(conn: Conn): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

async function runBatch(writer: Connection, batch: readonly Unit[]): Promise<void> {
  const answers: (() => void)[] = []
  try {
    writer.run('begin immediate')
    for (const unit of batch) answers.push(await runUnit(writer, unit))
    writer.run('commit')
  } catch (error) {
    if (writer.db.isTransaction) writer.run('rollback')
    for (const unit of batch) unit.reject(error)
    return
  }
  for (const answer of answers) answer()
}

async function runUnit(writer: Connection, unit: Unit): Promise<() => void> {
  writer.run('savepoint unit')
  const { conn, takeBack } = lend(writer.conn)
  try {
    const value = await unit.run(conn)
    takeBack()
    writer.throwPushed()
    writer.run('release unit')
    return () => unit.resolve(value)
  } catch (error) {
    takeBack()
    const cause = writer.takePushed() ?? error
    writer.run('rollback to unit')
    writer.run('release unit')
    return () => unit.reject(cause)
  }
}
