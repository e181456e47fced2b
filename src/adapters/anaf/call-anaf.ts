import type { AnafFailure, Transport } from './anaf.ts'
import { failureOfError, TimeIsUp } from './network-failure.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { brief, withoutToken } from './safe-text.ts'

export interface Call {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly token: string | null
  readonly body?: Uint8Array | FormData
  /** For headers and body of the answer together. */
  readonly timeoutMs: number
  readonly limitBytes: number
}

/** An answer of some kind, under a status that does not decide by itself. */
export interface Reply {
  readonly kind: 'reply'
  readonly status: number
  readonly bytes: Uint8Array
  /** The same as text, in which the token cannot occur, whoever echoes it. */
  readonly text: string
}

/**
 * Makes one call. Redirects are not followed: the token would go to wherever they lead. Statuses that mean the same
 * for every call end here (efactura 1.7): 401, 403, 429, 204, any redirect, 5xx. What else came is handed on, whatever
 * its status, because ANAF refuses under 200 as well as under 400.
 */
export async function callAnaf(transport: Transport, call: Call): Promise<Reply | AnafFailure> {
  const stop = new AbortController()
  let request: Request
  try {
    request = requestOf(call, stop.signal)
  } catch (error) {
    // An address or a token that no request can carry.
    return { ...failureOfError(error, call.token), mayHaveArrived: false }
  }
  const timer = setTimeout(() => stop.abort(new TimeIsUp()), call.timeoutMs)
  const isOver = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true })
  })
  isOver.catch(() => {})
  try {
    const response = await Promise.race([transport(request), isOver])
    return await readReply(response, call, isOver)
  } catch (error) {
    return failureOfError(error, call.token)
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

function requestOf({ url, method, token, body }: Call, signal: AbortSignal): Request {
  return new Request(url, {
    method,
    signal,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body instanceof Uint8Array ? { 'content-type': 'text/plain' } : {}),
    },
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> | FormData }),
  })
}

async function readReply(response: Response, call: Call, isOver: Promise<never>): Promise<Reply | AnafFailure> {
  const { status } = response
  const failed = (reason: AnafFailure['reason'], mayHaveArrived: boolean, detail: string): AnafFailure => ({
    kind: 'failure',
    reason,
    mayHaveArrived,
    retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after')),
    status,
    detail: `HTTP ${status}${detail === '' ? '' : `: ${brief(withoutToken(detail, call.token))}`}`,
  })
  let bytes: Uint8Array | null
  try {
    bytes = await readBody(response, call.limitBytes, isOver)
  } catch (error) {
    // The status was there already, and a refusal at the door stays one however its page ends.
    const reason = refusedAtDoor(status)
    if (reason !== null) return failed(reason, false, '')
    return { ...failureOfError(error, call.token), mayHaveArrived: true, status }
  }
  if (bytes === null)
    return failed(refusedAtDoor(status) ?? 'unreadable', refusedAtDoor(status) === null, 'the answer is too large')
  const text = withoutToken(new TextDecoder().decode(bytes), call.token)
  const reason = refusedAtDoor(status)
  if (reason !== null) return failed(reason, false, text)
  if (status === 204) return failed('forbidden', true, 'an empty answer')
  if (status >= 500 || status === 404 || status === 408) return failed('unavailable', true, text)
  if (status >= 300 && status < 400) return failed('unreadable', true, 'a redirect')
  return { kind: 'reply', status, bytes, text }
}

/** Answers of the gateway in front of ANAF: behind it nobody has seen the call. */
function refusedAtDoor(status: number): AnafFailure['reason'] | null {
  if (status === 401) return 'unauthorised'
  if (status === 403) return 'forbidden'
  return status === 429 ? 'rate_limited' : null
}

/** The whole body, or null when it is larger than the limit; then the rest is not read. */
async function readBody(response: Response, limitBytes: number, isOver: Promise<never>): Promise<Uint8Array | null> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), isOver])
      if (done) return joined(parts, size)
      size += value.length
      if (size > limitBytes) return null
      parts.push(value)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** An answer that is not in ANAF's language: it may stand for anything, also for a document that was taken. */
export function unreadable(reply: Reply, why: string): AnafFailure {
  return {
    kind: 'failure',
    reason: 'unreadable',
    mayHaveArrived: true,
    retryAfterSeconds: null,
    status: reply.status,
    detail: `HTTP ${reply.status}, ${why}: ${brief(reply.text)}`,
  }
}
