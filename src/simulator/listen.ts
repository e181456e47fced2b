import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AnafSimulator } from './anaf-simulator.ts'
import { ConnectionLost } from './connection-lost.ts'

/** More than ANAF's 10 MB, so that too large an invoice hears so in ANAF's words. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024
const GRACE_MS = 3_000
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

export interface Listening {
  /** `http://127.0.0.1:8081`. */
  readonly url: string
  /** Answers what is in flight, and hangs up on what takes longer than three seconds. */
  close(): Promise<void>
}

/** Puts the simulator behind a port; 0 is any that is free. Rejects when the port is taken. */
export async function listen(
  simulator: Pick<AnafSimulator, 'handle'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(simulator, incoming, outgoing).catch((error) => {
      if (!(error instanceof ConnectionLost)) console.error(error)
      incoming.destroy()
      outgoing.destroy()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  const { port: taken } = server.address() as AddressInfo
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return { url: `http://${name.includes(':') ? `[${name}]` : name}:${taken}`, close: () => close(server) }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const patience = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(patience)
}

async function answer(
  simulator: Pick<AnafSimulator, 'handle'>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await bodyOf(incoming)
  const request = body === null ? null : requestOf(incoming, body)
  if (request === null) {
    outgoing.writeHead(body === null ? 413 : 400, { connection: 'close' }).end()
    return
  }
  const response = await simulator.handle(request)
  const content = Buffer.from(await response.arrayBuffer())
  const headers = { ...Object.fromEntries(response.headers), ...lengthOf(response.status, content) }
  outgoing.writeHead(response.status, headers).end(content)
}

function lengthOf(status: number, content: Buffer): Readonly<Record<string, number>> {
  return status === 204 ? {} : { 'content-length': content.length }
}

/** Null when it is more than anybody needs. The rest is read all the same, so that the caller gets to hear it. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length
    if (size > 2 * BODY_LIMIT_BYTES) break
    if (size <= BODY_LIMIT_BYTES) parts.push(part)
  }
  return size > BODY_LIMIT_BYTES ? null : Buffer.concat(parts)
}

/** Null for what is no address, or no method of HTTP as we speak it. */
function requestOf({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer<ArrayBuffer>): Request | null {
  const address = URL.parse(url.startsWith('/') ? `http://simulator${url}` : url)
  if (address === null || !METHODS.has(method)) return null
  const given = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) given.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const hasBody = body.length > 0 && method !== 'GET' && method !== 'HEAD'
  return new Request(address, { method, headers: given, ...(hasBody ? { body } : {}) })
}
