import { connect, type Socket } from 'node:net'

/**
 * The load generator, in a process of its own: keep-alive connections, one request at a time on each. It knows just
 * enough HTTP to tell where an answer ends, because on two cores a client that works hard is what would be measured.
 */
export interface Job {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  readonly secret: string
  readonly method: 'GET' | 'POST'
  /** Asked for in turn. */
  readonly paths: readonly string[]
  /** Sent in turn with a POST, each with an `Idempotency-Key` of its own. */
  readonly bodies: readonly string[]
}

export interface Outcome {
  /** Answers per second. */
  readonly rate: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers that were not 2xx, with one of them. */
  readonly failures: number
  readonly failure: string
}

const GIVE_UP_MS = 10_000

process.on('message', async (job: Job) => {
  // What does not answer in time is a result too, and not the end of the benchmark.
  const outcome = await run(job).catch(
    (error: Error): Outcome => ({ rate: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, failures: 1, failure: error.message }),
  )
  process.send?.(outcome)
})
process.on('disconnect', () => process.exit())

async function run(job: Job): Promise<Outcome> {
  const requests = makeRequests(job)
  const tally = { latencies: [] as number[], failures: 0, failure: '' }
  const startedAt = performance.now()
  const until = startedAt + job.seconds * 1000
  const patience = AbortSignal.timeout(job.seconds * 1000 + GIVE_UP_MS)
  await Promise.all(Array.from({ length: job.connections }, () => converse(job.port, requests, until, tally, patience)))
  const sorted = Float64Array.from(tally.latencies).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  const { failures, failure } = tally
  return { rate: sorted.length / job.seconds, p50Ms: at(0.5), p99Ms: at(0.99), failures, failure }
}

function makeRequests({ method, paths, bodies, secret }: Job): () => string | Buffer {
  const head = (path: string) => `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${secret}\r\n`
  let nth = 0
  if (method === 'GET') {
    const ready = paths.map((path) => Buffer.from(`${head(path)}\r\n`))
    return () => ready[nth++ % ready.length] as Buffer
  }
  const run = crypto.randomUUID()
  const ready = bodies.map(
    (body) => `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  const start = head(paths[0] ?? '/')
  return () => `${start}idempotency-key: ${run}-${nth}\r\n${ready[nth++ % ready.length]}`
}

interface Tally {
  latencies: number[]
  failures: number
  failure: string
}

/** One connection: the next request goes out when the answer to the one before has arrived. */
function converse(
  port: number,
  next: () => string | Buffer,
  until: number,
  tally: Tally,
  patience: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let sentAt = 0
    let received: Buffer | null = null
    const send = () => {
      sentAt = performance.now()
      socket.write(next())
    }
    const answered = (answer: Buffer) => {
      const now = performance.now()
      if (now <= until) tally.latencies.push(now - sentAt)
      if (answer[9] !== 0x32) {
        tally.failures++
        tally.failure ||= answer.toString('utf8', 0, 600)
      }
      if (now < until) send()
      else socket.end(() => resolve())
    }
    socket.on('connect', send)
    socket.on('data', (chunk) => {
      received = received ? Buffer.concat([received, chunk]) : chunk
      const length = lengthOf(received)
      if (length === null || received.length < length) return
      const answer = received
      received = null
      answered(answer)
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
    patience.addEventListener('abort', () => reject(new Error('no answer in time')))
  })
}

/** Length of the whole answer; null while its head is not complete. */
function lengthOf(received: Buffer): number | null {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return null
  const length = /content-length: (\d+)/i.exec(received.toString('latin1', 0, end))?.[1]
  if (length === undefined) throw new Error('an answer without content-length')
  return end + 4 + Number(length)
}
