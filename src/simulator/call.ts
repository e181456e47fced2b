import type { XmlJudge } from '../adapters/xml/xml-judge.ts'
import type { Clock } from '../store/clock.ts'
import type { Database } from '../store/conn.ts'
import type { Fault } from './faults.ts'
import type { SimulatorSettings } from './settings.ts'
import type { SigningKey } from './signing-key.ts'

/** ANAF's two environments, which know nothing of each other. */
export type World = 'test' | 'prod'

/** A tenant in a world: nobody sees beyond it. */
export type Place = Pick<Call, 'world' | 'tenant'>

/** What the simulator is made of. */
export interface Simulated {
  readonly database: Database
  readonly clock: Clock
  readonly settings: SimulatorSettings
  /** Signs access tokens. */
  readonly secret: string
  /** Reads and judges documents by the rules of the product, large ones beside everything else. */
  readonly judge: XmlJudge['judge']
  signingKey(): Promise<SigningKey>
  /** Aborted when the simulator closes: nobody is kept waiting any longer. */
  readonly closing: AbortSignal
}

/** One call of the e-Factura API, let in. */
export interface Call {
  readonly world: World
  readonly query: URLSearchParams
  readonly request: Request
  /** The CIFs that the caller's certificate has rights on; `*` is all. */
  readonly rights: readonly string[]
  /** Whose documents and mailboxes the caller sees; empty for callers from outside, who share theirs by CIF. */
  readonly tenant: string
  readonly nowMs: number
  /** The fault that this call is to show, besides those that ended it already. */
  readonly fault: Fault | null
}

export function hasRight(rights: readonly string[], cif: string | null): boolean {
  return rights.includes('*') || (cif !== null && rights.includes(cif))
}

/** `DA` and nothing else says yes (efactura 1.2). */
export function isFlagged(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'DA'
}

/** Public numbers have ten digits, and those of uploads and of downloads differ, as at ANAF. */
const UPLOADS_FROM = 5_001_000_000
const DOWNLOADS_FROM = 3_001_000_000

export function uploadIdOf(seq: number): string {
  return String(UPLOADS_FROM + seq)
}

/** 0, which no row has, for what is not of ours. */
export function uploadSeqOf(id: string): number {
  return seqOf(id, UPLOADS_FROM)
}

export function downloadIdOf(seq: number): string {
  return String(DOWNLOADS_FROM + seq)
}

export function downloadSeqOf(id: string): number {
  return seqOf(id, DOWNLOADS_FROM)
}

function seqOf(id: string, from: number): number {
  const seq = Number(id) - from
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0
}
