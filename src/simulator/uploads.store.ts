import type { Insertable } from 'kysely'
import type { Conn } from '../store/conn.ts'
import type { SimulatorUploadRow } from '../store/simulator-tables.ts'
import type { Tables } from '../store/tables.ts'
import type { Place, World } from './call.ts'

/** Keeps a document and answers its number. */
export async function insertUpload(db: Conn, row: Insertable<Tables['simulator_upload']>): Promise<number> {
  const { seq } = await db.kysely.insertInto('simulator_upload').values(row).returning('seq').executeTakeFirstOrThrow()
  return seq
}

/** What a tenant uploaded. */
export async function findUpload(db: Conn, { world, tenant }: Place, seq: number): Promise<SimulatorUploadRow | null> {
  const query = db.kysely.selectFrom('simulator_upload').selectAll().where('world', '=', world)
  return (await query.where('tenant', '=', tenant).where('seq', '=', seq).executeTakeFirst()) ?? null
}

export interface InvoiceCount {
  readonly world: string
  readonly seller_cif: string | null
  readonly number: string | null
  /** How often it was sent, and how many of these were accepted. */
  readonly uploads: number
  readonly accepted: number
}

/** How often each invoice came, so that a test may count doubles. */
export async function countInvoices(db: Conn, world: World): Promise<InvoiceCount[]> {
  return db.kysely
    .selectFrom('simulator_upload')
    .select((eb) => [
      'world',
      'seller_cif',
      'number',
      eb.cast<number>(eb.fn.countAll(), 'bigint').as('uploads'),
      eb
        .cast<number>(eb.fn.sum(eb.case().when('errors', 'is', null).then(eb.lit(1)).else(eb.lit(0)).end()), 'bigint')
        .as('accepted'),
    ])
    .where('world', '=', world)
    .where('standard', '<>', 'RASP')
    .groupBy(['world', 'seller_cif', 'number'])
    .orderBy('seller_cif')
    .orderBy('number')
    .execute()
}

/** Whether this content, with what its notes ask for, comes for the first time. One caller is told so. */
export async function spendContent(db: Conn, world: World, hash: string, nowMs: number): Promise<boolean> {
  const spent = await db.kysely
    .insertInto('simulator_spent_content')
    .values({ world, hash, spent_at_ms: nowMs })
    .onConflict((conflict) => conflict.columns(['world', 'hash']).doNothing())
    .returning('hash')
    .execute()
  return spent.length === 1
}
