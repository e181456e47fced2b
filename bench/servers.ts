import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, Outcome } from './load.ts'
import type { Location } from './stores.ts'

const root = join(import.meta.dirname, '..')
const START_LIMIT_MS = 60_000
const POLL_MS = 5

/** A server under test, in a process of its own. */
export interface Server {
  readonly port: number
  /** Processor time it has used so far, in ms; NaN where /proc does not tell. */
  cpuMs(): number
  /** What it has said so far. */
  output(): string
  /** Memory that it holds now, in MB. */
  memoryMb(): number
  stop(): Promise<void>
}

/** The flags that `npm start` gives to Node. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
const START_FLAGS = scripts.start.split(' ').filter((word) => word.startsWith('--'))

/** The product as `npm start` starts it, without a limit on requests. */
export async function startOurs(location: Location, args: readonly string[] = []): Promise<Server> {
  const port = await freePort()
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: location.dataDir,
    DATABASE_URL: location.databaseUrl ?? '',
    DATABASE_SCHEMA: '',
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'warn',
  }
  const leash = join(root, 'bench/leash.ts')
  const command = [...args, ...START_FLAGS, '--import', leash, join(root, 'bin/facturier.js'), 'serve']
  const child = spawn(process.execPath, command, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  return watch(child, port)
}

export async function startBare(location: Location): Promise<Server> {
  const port = await freePort()
  return watch(fork(join(root, 'bench/bare.ts'), [JSON.stringify({ location, port })], { silent: true }), port)
}

async function watch(child: ChildProcess, port: number): Promise<Server> {
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const server: Server = {
    port,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    output: () => said,
    memoryMb: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await exit
      clearTimeout(timer)
    },
  }
  const deadline = Date.now() + START_LIMIT_MS
  while (!(await isListening(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await server.stop()
      throw new Error(`a server did not start:\n${said}`)
    }
    await sleep(POLL_MS)
  }
  return server
}

function cpuMsOf(pid: number): number {
  try {
    // utime and stime, in ticks of 10 ms; the name before them may hold anything but a closing bracket and a space.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

/** Any answer will do: the bare server refuses whoever has no key. */
async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    async (response) => (await response.arrayBuffer()).byteLength >= 0,
    () => false,
  )
}

/** The load generator: one job at a time. */
export function startLoad() {
  const child = fork(join(root, 'bench/load.ts'))
  return {
    async run(job: Job): Promise<Outcome> {
      const stopped = new AbortController()
      const { signal } = stopped
      const gone = once(child, 'exit', { signal }).then(() =>
        Promise.reject(new Error('the load generator has stopped')),
      )
      gone.catch(() => {})
      const answer = once(child, 'message', { signal })
      child.send(job)
      try {
        const [outcome] = (await Promise.race([answer, gone])) as [Outcome]
        return outcome
      } finally {
        stopped.abort()
      }
    },
    stop: () => child.disconnect(),
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
