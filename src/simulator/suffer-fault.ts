import { setTimeout as sleep } from 'node:timers/promises'
import { firewallPage, forbidden, technicalError, tooManyRequests, unauthorized } from './anaf-answers.ts'
import { ConnectionLost } from './connection-lost.ts'
import type { Fault } from './faults.ts'

const RETRY_AFTER_SECONDS = 1

/**
 * What a fault does before the call is worked on: an answer that ends it, or null to go on. Throws `ConnectionLost`
 * where the caller is to hear nothing.
 */
export async function sufferBefore(fault: Fault, nowMs: number, closing: AbortSignal): Promise<Response | null> {
  if (fault.kind === '429') return tooManyRequests(Math.ceil(fault.delayMs / 1000) || RETRY_AFTER_SECONDS)
  if (fault.delayMs > 0) await wait(fault.delayMs, closing)
  switch (fault.kind) {
    case 'timeout_before':
      throw new ConnectionLost()
    case '500':
      return technicalError(nowMs)
    case 'html':
      return firewallPage(nowMs)
    case 'expired_token':
      return unauthorized()
    case 'forbidden':
      return forbidden()
    case 'empty':
      return new Response(null, { status: 204 })
    default:
      return null
  }
}

async function wait(ms: number, closing: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: closing })
  } catch (error) {
    throw closing.aborted ? new ConnectionLost() : error
  }
}

/** What it does once everything is stored. */
export function sufferAfter(fault: Fault): void {
  if (fault.kind === 'timeout_after_accepting') throw new ConnectionLost()
}
