/** The calls of ANAF by the names that faults give them (docs/simulator.md), as far as a company's number tells whose they are. */
export const FAULT_PLACES = [
  'upload',
  'uploadb2c',
  'stareMesaj',
  'listaMesajeFactura',
  'listaMesajePaginatieFactura',
  'descarcare',
] as const
export type FaultPlace = (typeof FAULT_PLACES)[number]

const EVERYWHERE: readonly FaultPlace[] = FAULT_PLACES
const UPLOADS: readonly FaultPlace[] = ['upload', 'uploadb2c']
const LISTS: readonly FaultPlace[] = ['listaMesajeFactura', 'listaMesajePaginatieFactura']

/** What a sandbox may have go wrong, and where. The simulator knows the same words. */
export const SANDBOX_FAULTS = {
  slow: EVERYWHERE,
  timeout_before: EVERYWHERE,
  timeout_after_accepting: EVERYWHERE,
  '500': EVERYWHERE,
  '429': EVERYWHERE,
  html: EVERYWHERE,
  expired_token: EVERYWHERE,
  forbidden: EVERYWHERE,
  empty: EVERYWHERE,
  reject: UPLOADS,
  duplicate: LISTS,
  too_many: ['listaMesajeFactura'],
  page_drift: ['listaMesajePaginatieFactura'],
  no_download_yet: ['stareMesaj', 'descarcare'],
} as const satisfies Readonly<Record<string, readonly FaultPlace[]>>
export type SandboxFaultKind = keyof typeof SANDBOX_FAULTS

/** A fault that was ordered for one company. */
export interface OrderedFault {
  readonly id: number
  readonly kind: string
  /** A place, or `*`. */
  readonly endpoint: string
  readonly timesLeft: number
  /** How many calls it still lets pass. */
  readonly after: number
  readonly delayMs: number
  readonly rules: readonly string[]
}

export function mayHappen(kind: SandboxFaultKind, endpoint: FaultPlace | '*'): boolean {
  const places: readonly FaultPlace[] = SANDBOX_FAULTS[kind]
  return endpoint === '*' || places.includes(endpoint)
}
