import { sql } from 'kysely'
import type { Conn } from '../../store/conn.ts'
import type { InboxRow, MessageRow } from '../../store/efactura-tables.ts'
import { insertRows, updateRow } from '../../store/insert.ts'
import { prepared } from '../../store/prepared.ts'

type Place = { readonly companyId: string; readonly environment: 'test' | 'live' }

/** Makes messages known; one that is known already stays as it is. */
export function insertMessages(db: Conn, rows: readonly Omit<MessageRow, 'seq' | 'pdf_file_id'>[]): void {
  insertRows(db, 'efactura_message', rows, 'on conflict (company_id, environment, message_id) do nothing')
}

const locked = prepared<Place & { messageId: string }, MessageRow>(({ db, p, engine }) =>
  db
    .selectFrom('efactura_message')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('environment', '=', p.environment)
    .where('message_id', '=', p.messageId)
    .$if(engine === 'postgres', (query) => query.forUpdate()),
)
const one = prepared<Place & { messageId: string }, MessageRow>(({ db, p }) =>
  db
    .selectFrom('efactura_message')
    .selectAll()
    .where('company_id', '=', p.companyId)
    .where('environment', '=', p.environment)
    .where('message_id', '=', p.messageId),
)

export async function findMessage(db: Conn, place: Place, messageId: string): Promise<MessageRow | null> {
  return (await one(db, { ...place, messageId }))[0] ?? null
}

/** Holds a message until the end of the transaction. */
export async function lockMessage(db: Conn, place: Place, messageId: string): Promise<MessageRow | null> {
  return (await locked(db, { ...place, messageId }))[0] ?? null
}

/** How many of these are known already. */
export async function countKnown(db: Conn, place: Place, messageIds: readonly string[]): Promise<number> {
  let known = 0
  for (let from = 0; from < messageIds.length; from += 500) {
    const rows = await db.kysely
      .selectFrom('efactura_message')
      .select(sql<number>`cast(count(*) as bigint)`.as('n'))
      .where('company_id', '=', place.companyId)
      .where('environment', '=', place.environment)
      .where('message_id', 'in', messageIds.slice(from, from + 500))
      .execute()
    known += Number(rows[0]?.n ?? 0)
  }
  return known
}

/** By ANAF's id, by our id, or by the number on the wire. */
export async function findAnyMessage(db: Conn, companyId: string, sent: string): Promise<MessageRow | null> {
  const seq = /^\d{1,15}$/.test(sent) ? Number(sent) : -1
  const rows = await db.kysely
    .selectFrom('efactura_message')
    .selectAll()
    .where('company_id', '=', companyId)
    .where((eb) => eb.or([eb('message_id', '=', sent), eb('id', '=', sent), eb('seq', '=', seq)]))
    .orderBy(sql`case when message_id = ${sent} then 0 when id = ${sent} then 1 else 2 end`)
    .limit(1)
    .execute()
  return rows[0] ?? null
}

/** An hour after the first failure, two after the second, then every three: ten a day (contract efactura 1.7). */
const PAUSE_SECONDS = 3_600
const PAUSES = 3

/**
 * Messages whose files are to be fetched now, those that failed least first, so that a few that ANAF does not hand out
 * stand in nobody's way. `now` in Unix seconds.
 */
export async function listToFetch(db: Conn, place: Place, now: number, limit: number): Promise<MessageRow[]> {
  return db.kysely
    .selectFrom('efactura_message')
    .selectAll()
    .where('company_id', '=', place.companyId)
    .where('environment', '=', place.environment)
    .where('state', '=', sql.lit('listed') as never)
    .where(
      sql<boolean>`(attempts = 0 or updated_at > ${now} or
        updated_at + case when attempts > ${PAUSES} then ${PAUSES} else attempts end * ${PAUSE_SECONDS} <= ${now})`,
    )
    .orderBy('attempts')
    .orderBy('seq')
    .limit(limit)
    .execute()
}

export interface MessageFilter {
  readonly sinceUnix: number
  readonly kinds: readonly string[] | null
  readonly state: MessageRow['state'] | null
}

export async function listMessages(
  db: Conn,
  companyId: string,
  filter: MessageFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ rows: MessageRow[]; total: number }> {
  const matching = db.kysely
    .selectFrom('efactura_message')
    .where('company_id', '=', companyId)
    .where('listed_at', '>=', filter.sinceUnix)
    .$if(filter.kinds !== null, (q) => q.where('kind', 'in', [...(filter.kinds ?? [])]))
    .$if(filter.state !== null, (q) => q.where('state', '=', filter.state as MessageRow['state']))
  const [rows, counted] = await Promise.all([
    matching
      .selectAll()
      .orderBy('listed_at', 'desc')
      .orderBy('seq', 'desc')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    matching.select(sql<number>`cast(count(*) as bigint)`.as('n')).execute(),
  ])
  return { rows, total: Number(counted[0]?.n ?? 0) }
}

export function updateMessage(
  db: Conn,
  { company_id, id }: Pick<MessageRow, 'company_id' | 'id'>,
  changes: Partial<Omit<MessageRow, 'seq' | 'id' | 'company_id'>>,
): void {
  updateRow(db, 'efactura_message', { company_id, id }, changes)
}

export async function findInbox(db: Conn, place: Place, cif: string): Promise<InboxRow | null> {
  const rows = await db.kysely
    .selectFrom('efactura_inbox')
    .selectAll()
    .where('company_id', '=', place.companyId)
    .where('environment', '=', place.environment)
    .where('cif', '=', cif)
    .execute()
  return rows[0] ?? null
}

export function saveInbox(db: Conn, row: InboxRow): void {
  insertRows(
    db,
    'efactura_inbox',
    [row],
    `on conflict (company_id, environment, cif) do update set synced_until_ms = excluded.synced_until_ms,
      last_synced_at = excluded.last_synced_at, last_error = excluded.last_error`,
  )
}
