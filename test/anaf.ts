import type { AnafClient, AnafHosts, Upload } from '../src/adapters/anaf/anaf.ts'
import { type AnafTimeouts, makeAnafClient } from '../src/adapters/anaf/anaf-client.ts'
import { type Loopback, loopback } from './loopback.ts'

/** Letters that must never turn up in an answer; not a JWT, so that no pattern finds it by its looks. */
export const TOKEN = 'tOkEn-0123456789'

/** What a server says: the status, the body and the headers. */
export interface Played {
  readonly status?: number
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export function hostsAt(origin: string): AnafHosts {
  return { api: origin, login: origin, services: `${origin}/` }
}

export function clientAt(origin: string, timeoutMs: Partial<AnafTimeouts> = {}): AnafClient {
  const limits = { upload: 5_000, download: 5_000, other: 5_000, ...timeoutMs }
  return makeAnafClient({ hosts: hostsAt(origin), environment: 'test', transport: fetch, timeoutMs: limits })
}

/** A client of a server that answers every call in the same way. */
export async function playing({
  status = 200,
  body = '',
  headers = {},
}: Played): Promise<Loopback & { client: AnafClient }> {
  const server = await loopback((response) => {
    response.writeHead(status, headers)
    response.end(body)
  })
  return { ...server, client: clientAt(server.origin) }
}

/** An upload, plain unless the case says otherwise. */
export function anUpload(fields: Partial<Upload> = {}): Upload {
  return {
    xml: new TextEncoder().encode('<Invoice>ș</Invoice>'),
    standard: 'UBL',
    cif: '8000000000',
    isConsumer: false,
    isExtern: false,
    isSelfBilled: false,
    isEnforcement: false,
    ...fields,
  }
}
