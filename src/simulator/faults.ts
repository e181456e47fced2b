import type { Database } from '../store/conn.ts'
import type { SimulatorFaultRow } from '../store/simulator-tables.ts'
import { listWaitingFaults, skipFault, takeFault } from './faults.store.ts'

/** The endpoints by the names that faults give them. */
export const ENDPOINTS = [
  'upload',
  'uploadb2c',
  'stareMesaj',
  'listaMesajeFactura',
  'listaMesajePaginatieFactura',
  'descarcare',
  'validare',
  'transformare',
  'signature',
  'authorize',
  'token',
  'hello',
] as const
export type Endpoint = (typeof ENDPOINTS)[number]

const UPLOADS: readonly Endpoint[] = ['upload', 'uploadb2c']

/** What can go wrong on demand, and where; null is everywhere (docs/simulator.md). */
export const FAULT_KINDS = {
  slow: null,
  timeout_before: null,
  timeout_after_accepting: null,
  '500': null,
  '429': null,
  html: null,
  expired_token: null,
  forbidden: null,
  empty: null,
  reject: UPLOADS,
  duplicate: ['listaMesajeFactura', 'listaMesajePaginatieFactura'],
  too_many: ['listaMesajeFactura'],
  page_drift: ['listaMesajePaginatieFactura'],
  no_download_yet: ['stareMesaj', 'descarcare'],
} as const satisfies Readonly<Record<string, readonly Endpoint[] | null>>
export type FaultKind = keyof typeof FAULT_KINDS

export interface Fault {
  readonly kind: FaultKind
  /** Waited before anything else happens; for 429 it is what Retry-After says. */
  readonly delayMs: number
  /** What a document is refused for by `reject`. */
  readonly rules: readonly string[]
}

export function isFaultKind(text: string): text is FaultKind {
  return Object.hasOwn(FAULT_KINDS, text)
}

export function isPossible(kind: FaultKind, endpoint: Endpoint): boolean {
  const where: readonly Endpoint[] | null = FAULT_KINDS[kind]
  return where === null || where.includes(endpoint)
}

/**
 * The oldest fault that waits for this call, taken once: one of the caller's tenant, or of nobody in particular. A fault that still lets calls pass counts this one and leaves
 * it to the next fault. `cifsOf` is asked only when a fault cares whose call it is.
 */
export async function spendFault(
  database: Database,
  endpoint: Endpoint,
  tenant: string,
  cifsOf: () => Promise<readonly string[]>,
): Promise<Fault | null> {
  const waiting = await listWaitingFaults(database.read, endpoint, tenant)
  let cifs: readonly string[] | null = null
  for (const row of waiting) {
    if (!isFaultKind(row.kind) || !isPossible(row.kind, endpoint)) continue
    if (row.cif !== null) {
      cifs ??= await cifsOf()
      if (!cifs.includes(row.cif)) continue
    }
    const isTaken = await database.transact(async (db) => {
      if (row.skipping > 0 && (await skipFault(db, row.seq))) return false
      return takeFault(db, row.seq)
    })
    if (isTaken) return faultOf(row, row.kind)
  }
  return null
}

function faultOf(row: SimulatorFaultRow, kind: FaultKind): Fault {
  return { kind, delayMs: row.delay_ms, rules: JSON.parse(row.rules) as string[] }
}
