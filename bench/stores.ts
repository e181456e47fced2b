import { constants, copyFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import type { Engine } from '../src/store/conn.ts'
import { type Cluster, startCluster } from '../test/postgres.ts'

/** Where a server finds its database. */
export interface Location {
  readonly engine: Engine
  readonly dataDir: string
  readonly databaseUrl: string | null
}

/** Databases by name, on one engine. */
export interface Stores {
  readonly engine: Engine
  locate(name: string): Location
  exists(name: string): Promise<boolean>
  /** An empty one, in the place of any of that name. */
  create(name: string): Promise<void>
  copy(from: string, to: string): Promise<void>
  drop(name: string): Promise<void>
  sizeBytes(name: string): Promise<number>
  close(): Promise<void>
}

export async function openStores(engine: Engine, dir: string): Promise<Stores> {
  return engine === 'sqlite' ? sqliteStores(join(dir, 'sqlite')) : postgresStores(dir)
}

function sqliteStores(dir: string): Stores {
  const folder = (name: string) => resolve(dir, name)
  const file = (name: string) => join(folder(name), 'facturier.db')
  const drop = async (name: string) => rmSync(folder(name), { recursive: true, force: true })
  const create = async (name: string) => {
    await drop(name)
    mkdirSync(folder(name), { recursive: true })
  }
  return {
    engine: 'sqlite',
    locate: (name) => ({ engine: 'sqlite', dataDir: folder(name), databaseUrl: null }),
    exists: async (name) => existsSync(file(name)),
    create,
    copy: async (from, to) => {
      await create(to)
      copyFileSync(file(from), file(to), constants.COPYFILE_FICLONE)
    },
    drop,
    sizeBytes: async (name) => statSync(file(name)).size,
    close: async () => {},
  }
}

/** What a server of this size would be given; the throw-away cluster of the tests is smaller. */
const SETTINGS = { shared_buffers: '1GB', maintenance_work_mem: '512MB', effective_cache_size: '4GB' }
const PREFIX = 'facturier_bench_'

/** On the server of BENCH_DATABASE_URL, as a user who may create databases, or on one of our own whose folder is kept. */
async function postgresStores(dir: string): Promise<Stores> {
  const given = process.env.BENCH_DATABASE_URL
  const cluster = given ? { url: given, stop: async () => {} } : await keptCluster(resolve(dir, 'postgres'))
  const admin = new Client({ connectionString: cluster.url })
  await admin.connect()
  const database = (name: string) => `${PREFIX}${name.replaceAll('-', '_')}`
  const drop = async (name: string) =>
    void (await admin.query(`drop database if exists ${database(name)} with (force)`))
  return {
    engine: 'postgres',
    locate: (name) => {
      const url = new URL(cluster.url)
      url.pathname = `/${database(name)}`
      return { engine: 'postgres', dataDir: resolve(dir, 'postgres'), databaseUrl: url.href }
    },
    exists: async (name) =>
      (await admin.query('select 1 from pg_database where datname = $1', [database(name)])).rows.length > 0,
    create: async (name) => {
      await drop(name)
      await admin.query(`create database ${database(name)}`)
    },
    copy: async (from, to) => {
      await drop(to)
      await admin.query(`create database ${database(to)} template ${database(from)} strategy file_copy`)
    },
    drop,
    sizeBytes: async (name) =>
      Number((await admin.query('select pg_database_size($1) as n', [database(name)])).rows[0].n),
    close: async () => {
      await admin.end()
      await cluster.stop()
    },
  }
}

async function keptCluster(folder: string): Promise<Cluster> {
  mkdirSync(folder, { recursive: true })
  return startCluster({ folder, settings: SETTINGS })
}
