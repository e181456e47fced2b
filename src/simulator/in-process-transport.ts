import { ConnectionLost } from './connection-lost.ts'

interface Handler {
  handle(request: Request): Promise<Response>
}

/**
 * Calls the simulator without a network and in the manner of `fetch`: a lost connection is the TypeError that it throws
 * when the other side hangs up, and an aborted request fails with the reason of its signal.
 */
export function inProcessTransport(simulator: Handler): (request: Request) => Promise<Response> {
  return async (request) => {
    const { signal } = request
    signal.throwIfAborted()
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      return await Promise.race([simulator.handle(request), aborted.promise])
    } catch (error) {
      throw error instanceof ConnectionLost ? socketClosed() : error
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}

function socketClosed(): TypeError {
  const cause = Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
  return new TypeError('fetch failed', { cause })
}
