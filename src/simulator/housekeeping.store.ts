import type { Conn } from '../store/conn.ts'

/** Rows of one kind that go at once, so that no transaction takes long. */
const MOST_ROWS = 1_000

/**
 * Forgets what came before a moment, in Unix milliseconds: messages, documents, spent contents and ordered faults.
 * False when there is more to forget.
 */
export async function forgetBefore(db: Conn, beforeMs: number): Promise<boolean> {
  // A document goes after its last message: one of today may be about an invoice of last month.
  const messages = db.kysely.selectFrom('simulator_message').select('seq').where('created_at_ms', '<', beforeMs)
  const uploads = db.kysely
    .selectFrom('simulator_upload as upload')
    .select('upload.seq')
    .where('uploaded_at_ms', '<', beforeMs)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('simulator_message')
            .select('simulator_message.seq')
            .whereRef('simulator_message.upload_seq', '=', 'upload.seq'),
        ),
      ),
    )
  const gone = [
    await db.kysely
      .deleteFrom('simulator_message')
      .where('seq', 'in', messages.orderBy('created_at_ms').limit(MOST_ROWS))
      .returning('seq')
      .execute(),
    await db.kysely
      .deleteFrom('simulator_upload')
      .where('seq', 'in', uploads.orderBy('uploaded_at_ms').limit(MOST_ROWS))
      .returning('seq')
      .execute(),
  ]
  await db.kysely.deleteFrom('simulator_spent_content').where('spent_at_ms', '<', beforeMs).execute()
  await db.kysely.deleteFrom('simulator_fault').where('created_at_ms', '<', beforeMs).execute()
  return gone.every((rows) => rows.length < MOST_ROWS)
}
