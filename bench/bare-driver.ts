import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Value } from '../src/store/conn.ts'
import { makeTemplate, type Statement, type Template } from './bare-rows.ts'
import type { Location } from './stores.ts'

export type WriteMode = 'grouped' | 'single'

export interface BareDriver {
  hasKey(digest: string): Promise<boolean>
  answer(id: string): Promise<string>
  /** The rows of one invoice, durable when it resolves; answers the ready JSON. */
  write(mode: WriteMode, clientId: string, idempotencyKey: string): Promise<string>
}

const BATCH_LIMIT = 128
const POOL_SIZE = 10

export function openBare(location: Location): Promise<BareDriver> {
  return location.databaseUrl ? openPostgres(location.databaseUrl) : openSqlite(join(location.dataDir, 'facturier.db'))
}

async function openSqlite(file: string): Promise<BareDriver> {
  const open = () => {
    const db = new DatabaseSync(file, { timeout: 5_000 })
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    db.exec('pragma wal_autocheckpoint = 8000; pragma cache_size = -65536; pragma temp_store = memory')
    return db
  }
  const [writer, reader] = [open(), open()]
  const key = reader.prepare('select * from api_key where hash = ?')
  const answer = reader.prepare('select body from bench_answer where id = ?')
  const template = await makeTemplate('sqlite', async (sql, params) => reader.prepare(sql).all(...params))
  const prepared = new Map(template.texts.map((sql) => [sql, writer.prepare(sql)]))
  const [begin, commit] = [writer.prepare('begin immediate'), writer.prepare('commit')]
  const transact = (units: readonly (readonly Statement[])[]) => {
    begin.run()
    for (const unit of units) for (const { sql, params } of unit) prepared.get(sql)?.run(...params)
    commit.run()
  }
  const grouped = inGroups(async (units) => transact(units), setImmediate)
  return {
    hasKey: async (digest) => key.get(digest) !== undefined,
    answer: async (id) => answer.get(id)?.body as string,
    write: async (mode, clientId, idempotencyKey) => {
      const unit = template.rowsOf(clientId, idempotencyKey)
      if (mode === 'grouped') await grouped(unit)
      else transact([unit])
      return template.answer
    },
  }
}

async function openPostgres(url: string): Promise<BareDriver> {
  const options = { connectionString: url, pipeline: true }
  const pool = new pg.Pool({ ...options, max: POOL_SIZE } as pg.PoolConfig)
  const names = new Map<string, string>()
  const named = (text: string, values: readonly Value[]) => {
    let name = names.get(text)
    if (!name) {
      name = `b${names.size}`
      names.set(text, name)
    }
    return { name, text, values: values as Value[] }
  }
  const template: Template = await makeTemplate(
    'postgres',
    async (sql, params) => (await pool.query(sql, [...params])).rows,
  )
  const transact = async (client: pg.ClientBase, units: readonly (readonly Statement[])[]) => {
    const sent = [client.query(named('begin', []))]
    for (const unit of units) for (const { sql, params } of unit) sent.push(client.query(named(sql, params)))
    sent.push(client.query(named('commit', [])))
    await Promise.all(sent)
  }
  const writer = new pg.Client(options as pg.ClientConfig)
  await writer.connect()
  const grouped = inGroups((units) => transact(writer, units), setImmediate)
  return {
    hasKey: async (digest) =>
      (await pool.query(named('select * from api_key where hash = $1', [digest]))).rows.length > 0,
    answer: async (id) => (await pool.query(named('select body from bench_answer where id = $1', [id]))).rows[0].body,
    write: async (mode, clientId, idempotencyKey) => {
      const unit = template.rowsOf(clientId, idempotencyKey)
      if (mode === 'grouped') await grouped(unit)
      else {
        const client = await pool.connect()
        await transact(client, [unit]).finally(() => client.release())
      }
      return template.answer
    },
  }
}

/** What arrives while one group is being written makes up the next. */
function inGroups(
  write: (units: readonly (readonly Statement[])[]) => Promise<void>,
  later: (work: () => void) => unknown,
) {
  const queue: { unit: readonly Statement[]; resolve: () => void; reject: (error: unknown) => void }[] = []
  let isDraining = false
  const drain = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH_LIMIT)
      await write(batch.map(({ unit }) => unit)).then(
        () => {
          for (const { resolve } of batch) resolve()
        },
        (error) => {
          for (const { reject } of batch) reject(error)
        },
      )
    }
    isDraining = false
  }
  return (unit: readonly Statement[]) =>
    new Promise<void>((resolve, reject) => {
      queue.push({ unit, resolve, reject })
      if (isDraining) return
      isDraining = true
      later(() => void drain())
    })
}
