import type { Conn } from '../../store/conn.ts'
import type { TurnRow } from '../../store/efactura-tables.ts'
import { insertRows } from '../../store/insert.ts'

type Place = { readonly companyId: string; readonly environment: 'test' | 'live' }

/** Whose turn it is to read the inbox of a company, or was. The row stays locked until the end of the transaction. */
export async function lockTurn(db: Conn, { companyId, environment }: Place): Promise<TurnRow> {
  const nobody = { company_id: companyId, environment, token: null, held_until: 0, asked_at: 0 }
  insertRows(db, 'efactura_turn', [nobody], 'on conflict (company_id, environment) do nothing')
  const row = db.kysely
    .selectFrom('efactura_turn')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('environment', '=', environment)
  return (db.engine === 'postgres' ? row.forUpdate() : row).executeTakeFirstOrThrow()
}

export async function giveTurn(
  db: Conn,
  place: Place,
  turn: Pick<TurnRow, 'token' | 'held_until' | 'asked_at'>,
): Promise<void> {
  await ofPlace(db, place).set(turn).execute()
}

/** Holds a turn for longer, to an instant in Unix seconds; false when it is somebody else's. */
export async function extendTurn(db: Conn, place: Place, token: string, until: number): Promise<boolean> {
  const held = ofPlace(db, place).set({ held_until: until }).where('token', '=', token)
  return (await held.returning('token').execute()).length > 0
}

/** Ends a turn; with `askedAt` as if nobody had asked for it. */
export async function endTurn(db: Conn, place: Place, token: string, askedAt?: number): Promise<void> {
  const asked = askedAt === undefined ? {} : { asked_at: askedAt }
  await ofPlace(db, place)
    .set({ token: null, held_until: 0, ...asked })
    .where('token', '=', token)
    .execute()
}

function ofPlace(db: Conn, { companyId, environment }: Place) {
  return db.kysely
    .updateTable('efactura_turn')
    .where('company_id', '=', companyId)
    .where('environment', '=', environment)
}
