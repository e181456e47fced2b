import type { OrderedFault } from '../domain/efactura/simulated-faults.ts'
import type { Conn } from '../store/conn.ts'
import type { SimulatorFaultRow } from '../store/simulator-tables.ts'
import { deleteFaultsOf, insertFault, listFaultsOf } from './faults.store.ts'

/** Faults of one tenant, which is a company, ordered from within the program: the caller's transaction is where they are written. */
export const sandboxFaults = {
  list: async (db: Conn, companyId: string): Promise<OrderedFault[]> =>
    (await listFaultsOf(db, companyId)).map(orderedFault),
  order: async (db: Conn, companyId: string, fault: Omit<OrderedFault, 'id'>, nowMs: number): Promise<OrderedFault> =>
    orderedFault(
      await insertFault(db, {
        endpoint: fault.endpoint,
        kind: fault.kind,
        cif: null,
        tenant: companyId,
        remaining: fault.timesLeft,
        skipping: fault.after,
        delay_ms: fault.delayMs,
        rules: JSON.stringify(fault.rules),
        created_at_ms: nowMs,
      }),
    ),
  clear: (db: Conn, companyId: string): Promise<void> => deleteFaultsOf(db, companyId),
}

function orderedFault(row: SimulatorFaultRow): OrderedFault {
  return {
    id: row.seq,
    kind: row.kind,
    endpoint: row.endpoint,
    timesLeft: row.remaining,
    after: row.skipping,
    delayMs: row.delay_ms,
    rules: JSON.parse(row.rules) as string[],
  }
}
