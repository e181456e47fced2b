import { randomFillSync } from 'node:crypto'
import type { Day } from '../domain/dates.ts'
import type { DocumentDesk } from '../domain/efactura/document-desk.ts'
import type { Language } from '../domain/errors.ts'
import type { Conn } from './conn.ts'

/** Who asks, and for which company: everything that a query or a decision may depend on besides its input. */
export interface ReadCtx {
  readonly db: Conn
  readonly companyId: string
  /** Named by the caller, or null for all of the company's. */
  readonly workPointId: string | null
  /** The calendar day in Europe/Bucharest, decided once per request. */
  readonly today: Day
  readonly language: Language
}

/** A read of the API, which may also ask for what can take long. */
export interface ListCtx extends ReadCtx {
  /** See `Database.longRead`. */
  readonly longDb: Conn
}

/** One transaction of one company. */
export interface Ctx extends Omit<ReadCtx, 'workPointId'> {
  /** Named by the caller, or the key's own. */
  readonly workPointId: string
  /** Unix seconds. */
  readonly now: number
  /** What is written is rolled back after the answer, which may say more than that of the write itself. */
  readonly isDryRun?: boolean
  /** Where documents of e-Factura are taken from; without it they are made on the spot. */
  readonly documents?: DocumentDesk
  newId(prefix: string): string
  /** Writes an event in this transaction: history, audit log and source of webhooks. */
  record(
    type: string,
    object: { readonly type: string; readonly id: string },
    data?: Readonly<Record<string, unknown>>,
  ): void
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'
const BODY_LENGTH = 10
const pool = new Uint8Array(4096)
let used = pool.length

/** A public id: the object's prefix and ten random lower-case letters and digits (contract 1.9). */
export function newId(prefix: string): string {
  let id = `${prefix}_`
  for (let taken = 0; taken < BODY_LENGTH; ) {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const byte = pool[used++] ?? 0
    // 252 is the largest multiple of 36 in a byte: above it the letters would not be equally likely.
    if (byte >= 252) continue
    id += ALPHABET[byte % 36]
    taken++
  }
  return id
}
