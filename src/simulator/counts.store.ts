import type { Conn } from '../store/conn.ts'

/** One more of something since a minute or a day, and how many that makes. */
export async function countCall(db: Conn, name: string, since: string): Promise<number> {
  const { n } = await db.kysely
    .insertInto('simulator_count')
    .values({ name, since, n: 1 })
    .onConflict((conflict) =>
      conflict.columns(['name', 'since']).doUpdateSet((eb) => ({ n: eb('simulator_count.n', '+', 1) })),
    )
    .returning('n')
    .executeTakeFirstOrThrow()
  return n
}

export async function forgetCounts(db: Conn, before: string): Promise<void> {
  await db.kysely.deleteFrom('simulator_count').where('since', '<', before).execute()
}
