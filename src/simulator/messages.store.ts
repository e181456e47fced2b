import type { Conn } from '../store/conn.ts'
import { insertRows } from '../store/insert.ts'
import type { SimulatorMessageRow, SimulatorUploadRow } from '../store/simulator-tables.ts'
import type { Place, World } from './call.ts'

/** What lies in a mailbox (efactura 1.5). */
export type MessageType =
  | 'FACTURA TRIMISA'
  | 'FACTURA PRIMITA'
  | 'ERORI FACTURA'
  | 'MESAJ CUMPARATOR PRIMIT'
  | 'MESAJ CUMPARATOR TRANSMIS'

export interface NewMessage extends Place {
  readonly cif: string
  readonly upload_seq: number
  readonly type: MessageType
  readonly details: string
  readonly created_at_ms: number
}

export function insertMessages(db: Conn, rows: readonly NewMessage[]): void {
  insertRows(db, 'simulator_message', rows)
}

export interface Mailbox extends Place {
  readonly cif: string
  /** Both included. */
  readonly fromMs: number
  readonly toMs: number
  readonly types: readonly MessageType[] | null
}

function inMailbox(db: Conn, { world, tenant, cif, fromMs, toMs, types }: Mailbox) {
  const query = db.kysely
    .selectFrom('simulator_message')
    .where('world', '=', world)
    .where('tenant', '=', tenant)
    .where('cif', '=', cif)
    .where('created_at_ms', '>=', fromMs)
    .where('created_at_ms', '<=', toMs)
  return types === null ? query : query.where('type', 'in', types)
}

export async function countMessages(db: Conn, mailbox: Mailbox): Promise<number> {
  const query = inMailbox(db, mailbox).select((eb) => eb.cast<number>(eb.fn.countAll(), 'bigint').as('n'))
  return (await query.executeTakeFirstOrThrow()).n
}

/** Newest first, so that one that arrives between two pages shifts the rest. */
export async function listMessages(
  db: Conn,
  mailbox: Mailbox,
  page: { readonly limit: number; readonly offset: number },
): Promise<SimulatorMessageRow[]> {
  return inMailbox(db, mailbox)
    .selectAll()
    .orderBy('created_at_ms', 'desc')
    .orderBy('seq', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
}

export interface DownloadRow extends SimulatorMessageRow {
  readonly upload: SimulatorUploadRow
}

/** A message of a tenant with what was uploaded, by whomever. */
export async function findDownload(db: Conn, { world, tenant }: Place, seq: number): Promise<DownloadRow | null> {
  const messages = db.kysely.selectFrom('simulator_message').selectAll().where('world', '=', world)
  const message = await messages.where('tenant', '=', tenant).where('seq', '=', seq).executeTakeFirst()
  if (message === undefined) return null
  const uploads = db.kysely.selectFrom('simulator_upload').selectAll().where('world', '=', world)
  return { ...message, upload: await uploads.where('seq', '=', message.upload_seq).executeTakeFirstOrThrow() }
}

/** The download number that the status of an upload names: the first message made of it, which is the sender's. */
export async function findSendersMessage(db: Conn, world: World, uploadSeq: number): Promise<number | null> {
  const query = db.kysely.selectFrom('simulator_message').select('seq').where('world', '=', world)
  return (await query.where('upload_seq', '=', uploadSeq).orderBy('seq').executeTakeFirst())?.seq ?? null
}

/** An upload of which a message lies in a mailbox of the tenant: one that it received, or sent. */
export async function findInMailbox(
  db: Conn,
  { world, tenant }: Place,
  cif: string,
  uploadSeq: number,
): Promise<SimulatorUploadRow | null> {
  const messages = db.kysely.selectFrom('simulator_message').select('seq').where('world', '=', world)
  const mine = messages.where('tenant', '=', tenant).where('cif', '=', cif).where('upload_seq', '=', uploadSeq)
  if ((await mine.executeTakeFirst()) === undefined) return null
  const uploads = db.kysely.selectFrom('simulator_upload').selectAll().where('world', '=', world)
  return (await uploads.where('seq', '=', uploadSeq).executeTakeFirst()) ?? null
}

/** Whose mailbox of this CIF holds a message of an upload; null when none does. */
export async function findTenantOf(db: Conn, uploadSeq: number, cif: string): Promise<string | null> {
  const query = db.kysely.selectFrom('simulator_message').select('tenant').where('upload_seq', '=', uploadSeq)
  return (await query.where('cif', '=', cif).orderBy('seq').executeTakeFirst())?.tenant ?? null
}

/** The newest messages of a world for whoever watches, whether or not they are seen yet. */
export async function watchMessages(db: Conn, world: World, cif: string | null, limit: number) {
  const query = db.kysely
    .selectFrom('simulator_message as message')
    .innerJoin('simulator_upload as upload', 'upload.seq', 'message.upload_seq')
    .select(['message.seq', 'message.cif', 'message.type', 'message.details', 'message.created_at_ms'])
    .select([
      'message.upload_seq',
      'upload.seller_cif',
      'upload.buyer_cif',
      'upload.number',
      'upload.errors',
      'upload.is_consumer',
    ])
    .where('message.world', '=', world)
    .orderBy('message.seq', 'desc')
    .limit(limit)
  return (cif === null ? query : query.where('message.cif', '=', cif)).execute()
}
