import type { Insertable } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { SimulatorFaultRow } from '../store/simulator-tables.ts'
import type { Tables } from '../store/tables.ts'

export async function insertFault(db: Conn, row: Insertable<Tables['simulator_fault']>): Promise<SimulatorFaultRow> {
  return db.kysely.insertInto('simulator_fault').values(row).returningAll().executeTakeFirstOrThrow()
}

/** All that were asked for and not deleted, spent ones too, oldest first. */
export async function listFaults(db: Conn): Promise<SimulatorFaultRow[]> {
  return db.kysely.selectFrom('simulator_fault').selectAll().orderBy('seq').execute()
}

/** Those that may still happen to a tenant at an endpoint, oldest first. */
export async function listWaitingFaults(db: Conn, endpoint: string, tenant: string): Promise<SimulatorFaultRow[]> {
  const query = db.kysely.selectFrom('simulator_fault').selectAll().where('remaining', '>', 0)
  return query
    .where('endpoint', 'in', [endpoint, '*'])
    .where((eb) => eb.or([eb('tenant', 'is', null), eb('tenant', '=', tenant)]))
    .orderBy('seq')
    .execute()
}

/** Lets a call pass that the fault was told to let pass. False when somebody else took the last of these. */
export async function skipFault(db: Conn, seq: number): Promise<boolean> {
  const skipped = await db.kysely
    .updateTable('simulator_fault')
    .set((eb) => ({ skipping: eb('skipping', '-', 1) }))
    .where('seq', '=', seq)
    .where('skipping', '>', 0)
    .returning('seq')
    .execute()
  return skipped.length === 1
}

/** Takes one of the times that are left. False when somebody else took the last: two callers never share one. */
export async function takeFault(db: Conn, seq: number): Promise<boolean> {
  const taken = await db.kysely
    .updateTable('simulator_fault')
    .set((eb) => ({ remaining: eb('remaining', '-', 1) }))
    .where('seq', '=', seq)
    .where('skipping', '=', 0)
    .where('remaining', '>', 0)
    .returning('seq')
    .execute()
  return taken.length === 1
}

export async function deleteFaults(db: Conn): Promise<void> {
  await db.kysely.deleteFrom('simulator_fault').execute()
}

/** Those of one tenant, oldest first. */
export async function listFaultsOf(db: Conn, tenant: string): Promise<SimulatorFaultRow[]> {
  return db.kysely.selectFrom('simulator_fault').selectAll().where('tenant', '=', tenant).orderBy('seq').execute()
}

export async function deleteFaultsOf(db: Conn, tenant: string): Promise<void> {
  await db.kysely.deleteFrom('simulator_fault').where('tenant', '=', tenant).execute()
}
