import type { Conn, Database } from '../store/conn.ts'

/** Transactions that put something into the queue. */
const enqueued = new WeakSet<Conn>()

export function markEnqueued(db: Conn): void {
  enqueued.add(db)
}

/**
 * The same database, which calls `wake` after the commit of every transaction that enqueued a job: the worker of this
 * process begins at once. Those of other processes find it when they next look.
 */
export function wakeOnEnqueue(database: Database, wake: () => void): Database {
  return {
    ...database,
    transact: async (unit) => {
      let hasEnqueued = false
      const value = await database.transact(async (db) => {
        const result = await unit(db)
        hasEnqueued = enqueued.has(db)
        return result
      })
      if (hasEnqueued) wake()
      return value
    },
  }
}
