import type { AnafFailure } from './anaf.ts'
import { brief, withoutToken } from './safe-text.ts'

/** Our own limit on a call was reached. */
export class TimeIsUp extends Error {
  constructor() {
    super('no whole answer in time')
  }
}

/** System calls that come before the first byte of a request. */
const BEFORE_SENDING = new Set(['connect', 'getaddrinfo', 'queryA', 'queryAaaa'])
/**
 * The same without a system call: a connection that took too long, and handshakes that we broke off, because the
 * certificate is not to be trusted.
 */
const NOT_CONNECTED =
  /^(ENOTFOUND|EAI_[A-Z]+|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|CERT_[A-Z_]+|UNABLE_TO_[A-Z_]+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_INVALID)$/
const DEPTH = 5

/**
 * A call that ended without an answer. Node's `fetch` hides what happened in `cause`. Nothing can have arrived when
 * there never was a connection; after a reset, our time limit, or anything that we do not know for sure, it may have.
 * (The time limit may also end a connection attempt, but `fetch` gives those up by itself after 10 seconds.)
 */
export function failureOfError(error: unknown, token: string | null): AnafFailure {
  return {
    kind: 'failure',
    reason: 'unavailable',
    mayHaveArrived: !isBeforeSending(error, DEPTH),
    retryAfterSeconds: null,
    status: null,
    detail: brief(withoutToken(describe(error), token)),
  }
}

function isBeforeSending(error: unknown, depth: number): boolean {
  if (!(error instanceof Error) || depth === 0) return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof syscall === 'string') return BEFORE_SENDING.has(syscall)
  // A host with several addresses: every attempt has an error of its own.
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.every((one) => isBeforeSending(one, depth - 1))
  if (typeof code === 'string' && NOT_CONNECTED.test(code)) return true
  return isBeforeSending(error.cause, depth - 1)
}

function describe(error: unknown): string {
  const words: string[] = []
  let current = error
  for (let depth = 0; current instanceof Error && depth < DEPTH; depth++) {
    const { code } = current as { code?: unknown }
    words.push([current.message, typeof code === 'string' ? `(${code})` : ''].filter(Boolean).join(' '))
    current = current.cause
  }
  return words.filter(Boolean).join(': ') || 'the call ended without an answer'
}
