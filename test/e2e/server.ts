import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const PROGRAM = fileURLToPath(new URL('../../bin/facturier.js', import.meta.url))
const START_TIMEOUT_MS = 20_000

export interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: IncomingHttpHeaders
}

/** A server in a process of its own. */
export interface Server {
  readonly url: URL
  /** Shown once, at the first start on a database. */
  readonly keys: { readonly live: string; readonly test: string } | null
  readonly child: ChildProcess
  /** What it said and logged so far, and what it complained of. */
  out(): string
  err(): string
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>
  /** `kill -9`: it may finish nothing. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
}

/** `facturier serve` on the database that `env` names, killed at the end of the test if it still runs then. */
export async function startServer(
  env: Readonly<Record<string, string>>,
  logLevel: 'error' | 'trace' = 'error',
): Promise<Server> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', '0', '--host', '127.0.0.1'], {
    env: { PATH: process.env.PATH, RATE_LIMIT_PER_MINUTE: '0', ...env, LOG_LEVEL: logLevel },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'close').then(([code]) => code as number | null)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const stopWith = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (!hasEnded()) child.kill(signal)
    const code = await exit
    agent.destroy()
    return code
  }
  onTestFinished(async () => void (await stopWith('SIGKILL')))
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await sleep(10)) {
    if (/ {2}data {6}/.test(out)) break
    if (hasEnded() || Date.now() > deadline) throw new Error(`the server did not start:\n${out}\n${err}`)
  }
  const url = new URL(/address +(\S+)/.exec(out)?.[1] ?? '')
  const [live, test] = [/sk_live_\w{24}/, /sk_test_\w{24}/].map((pattern) => pattern.exec(out)?.[0])
  return {
    url,
    keys: live && test ? { live, test } : null,
    child,
    out: () => out,
    err: () => err,
    send: (method, path, body, headers = {}) => send(agent, new URL(path, url), method, body, headers),
    kill: async () => void (await stopWith('SIGKILL')),
    stop: () => stopWith('SIGTERM'),
  }
}

function send(agent: Agent, url: URL, method: string, body: unknown, headers: Readonly<Record<string, string>>) {
  return new Promise<Reply>((resolve, reject) => {
    const payload = body === undefined ? null : JSON.stringify(body)
    const type =
      payload === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
    const sent = request(url, { method, agent, headers: { ...type, ...headers } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
          headers: answer.headers,
        }),
      )
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}
