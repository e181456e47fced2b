import type { Conn } from '../store/conn.ts'

export interface KeyPair {
  readonly private_key: string
  readonly certificate: string
}

export async function findKey(db: Conn): Promise<KeyPair | null> {
  const query = db.kysely.selectFrom('simulator_key').select(['private_key', 'certificate']).where('id', '=', 1)
  return (await query.executeTakeFirst()) ?? null
}

/** Keeps a key pair unless another process was faster. */
export async function insertKeyOnce(db: Conn, pair: KeyPair): Promise<void> {
  await db.kysely
    .insertInto('simulator_key')
    .values({ id: 1, ...pair })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
