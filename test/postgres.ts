import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { scratchFolder } from './scratch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for this run alone, as a superuser, or null where none could be had. */
    postgresUrl: string | null
  }
}

/** The oldest PostgreSQL that Facturier supports. */
const oldestMajor = 15
const startTimeoutMs = 30_000

/** Gives every test file `inject('postgresUrl')`: the server of TEST_DATABASE_URL, or one made here and deleted after the run. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL
  if (given) {
    await connectOnce(given).catch((error: Error) => {
      throw new Error(`TEST_DATABASE_URL cannot be used: ${error.message}`)
    })
    project.provide('postgresUrl', given)
    return
  }
  try {
    const cluster = await startCluster()
    project.provide('postgresUrl', cluster.url)
    return cluster.stop
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (process.env.CI === 'true') throw new Error(`CI must test on PostgreSQL too, and cannot: ${reason}`)
    warnLoudly(reason)
    project.provide('postgresUrl', null)
    return async () => warnLoudly(reason)
  }
}

function warnLoudly(reason: string): void {
  const lines = [
    'NOTHING IN THIS RUN IS TESTED ON POSTGRESQL, only on SQLite.',
    `Reason: ${reason.trim()}`,
    'To test on both: install a PostgreSQL server (Debian: apt-get install postgresql; macOS: brew install postgresql),',
    'or set TEST_DATABASE_URL to an empty database of one that runs, as a user who may create schemas in it.',
  ]
  const rule = '*'.repeat(120)
  console.warn(`\n${rule}\n${lines.map((line) => `* ${line}`).join('\n')}\n${rule}\n`)
}

export type Cluster = { url: string; stop: () => Promise<void> }

/** A folder whose data outlives the run, and settings of its own: for the benchmark. */
export type Kept = { folder: string; settings: Record<string, string> }

export async function startCluster(kept?: Kept): Promise<Cluster> {
  const bin = findBinaries()
  const owner = nonRootUser()
  const folder = kept?.folder ?? scratchFolder('facturier-pg-')
  try {
    const passwordFile = join(folder, 'password')
    const isNew = !existsSync(join(folder, 'data', 'PG_VERSION'))
    const password = isNew ? crypto.randomUUID() : readFileSync(passwordFile, 'utf8')
    if (isNew) {
      chmodSync(folder, 0o700)
      if (owner) chownSync(folder, owner.uid, owner.gid)
      initCluster(bin, folder, password, owner)
      if (!kept) rmSync(passwordFile)
    }
    const port = await freePort()
    const server = runUnderWatch(bin, folder, port, owner, kept)
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
    await waitUntilReady(url, server).catch(async (error) => {
      await stop(server)
      throw error
    })
    return { url, stop: () => stop(server) }
  } catch (error) {
    if (!kept) rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The folder of initdb and postgres: the newest of the usual places, or what PATH has. */
function findBinaries(): string {
  const usual = globSync([
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/opt/homebrew/opt/postgresql*/bin',
    '/usr/local/opt/postgresql*/bin',
    '/usr/local/pgsql/bin',
  ])
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...usual]
  const found = folders.filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  const newest = found.map((folder) => ({ folder, major: majorOf(folder) })).sort((a, b) => b.major - a.major)[0]
  if (!newest) throw new Error('no PostgreSQL server on this machine, neither on PATH nor in the usual places.')
  if (newest.major < oldestMajor) {
    throw new Error(`PostgreSQL ${oldestMajor} or newer is needed, and the newest here is ${newest.major}.`)
  }
  return newest.folder
}

function majorOf(folder: string): number {
  const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
  return Number(/(\d+)/.exec(version)?.[1] ?? 0)
}

type Owner = { uid: number; gid: number } | undefined

/** PostgreSQL refuses to run as root, so root hands it to somebody smaller. */
function nonRootUser(): Owner {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/**
 * A linguistic collation, as most real servers have and SQLite has not: what silently depends on the order of text
 * fails here and not at a customer's.
 */
function initCluster(bin: string, folder: string, password: string, owner: Owner): void {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)
  const options = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=ro-RO']
  const safety = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync']
  execFileSync(join(bin, 'initdb'), ['-D', join(folder, 'data'), ...options, ...safety], {
    ...owner,
    cwd: folder,
    env: { PATH: process.env.PATH, LANG: 'C' },
    stdio: 'pipe',
    encoding: 'utf8',
  })
}

/**
 * Runs the server under a shell that holds one end of a pipe: when this process ends, in whatever way (Ctrl-C and
 * kill -9 included), the pipe closes, and the shell stops the server and deletes the folder, unless it is kept.
 */
function runUnderWatch(bin: string, folder: string, port: number, owner: Owner, kept?: Kept): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    fsync: 'on',
    shared_buffers: '128MB',
    max_wal_size: '4GB',
    timezone: 'UTC',
    log_min_messages: 'fatal',
    ...kept?.settings,
  }
  const watch = `
    trap '' INT TERM HUP
    folder=$1
    shift
    exec 3<&0
    "$@" 3<&- &
    server=$!
    (cat <&3 >/dev/null; kill -${kept ? 'INT' : 'QUIT'} $server) 2>/dev/null &
    wait $server
    status=$?
    ${kept ? ':' : 'rm -rf "$folder"'}
    exit $status`
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = [join(bin, 'postgres'), '-D', join(folder, 'data'), ...options]
  return spawn('/bin/sh', ['-c', watch, 'sh', folder, ...server], {
    ...owner,
    cwd: '/',
    env: { PATH: process.env.PATH, LANG: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

async function waitUntilReady(url: string, server: ChildProcess): Promise<void> {
  let log = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-2_000)
  })
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    try {
      return await connectOnce(url)
    } catch (error) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL stopped while starting:\n${log}`)
      if (Date.now() > deadline) throw new Error(`PostgreSQL did not start in ${startTimeoutMs} ms: ${error}\n${log}`)
      await sleep(20)
    }
  }
}

async function connectOnce(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    const major = Math.floor(Number(rows[0]?.version) / 10_000)
    if (major < oldestMajor) throw new Error(`PostgreSQL ${oldestMajor} or newer is needed, and this one is ${major}.`)
  } finally {
    await client.end()
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const exit = once(server, 'exit')
  server.stdin?.end()
  await exit
}

/** A port nobody listens on now. Somebody could take it before PostgreSQL does; then the start fails and says so. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
