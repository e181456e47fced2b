import { hash } from 'node:crypto'

/** A document's link in the chain of its series: the previous link and what was issued (decision 0004). */
export function chainHash(previousHash: string, snapshot: string): string {
  return hash('sha256', `${previousHash}\n${snapshot}`, 'hex')
}

/** Of bytes, in lowercase hex. */
export function sha256Of(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}
