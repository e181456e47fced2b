import type { Conn } from '../store/conn.ts'

/**
 * Into whose mailbox something for a CIF goes. Between sandboxes: the one that has the code, for the longest time where
 * several do, so that typing another's code gets nobody its mail. A code that no sandbox has is the sender's own
 * affair: the message stays with the sender, who may become that company. Callers from outside are among themselves.
 */
export async function tenantOf(db: Conn, cif: string, sender: string): Promise<string> {
  if (sender === '') return ''
  const sandboxes = db.kysely.selectFrom('company').select('id').where('mode', '=', 'test').where('cui', '=', cif)
  return (await sandboxes.orderBy('cui_since').orderBy('seq').executeTakeFirst())?.id ?? sender
}
