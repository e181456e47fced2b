import type { Invoice } from '../src/domain/invoice.ts'
import { keepFile } from '../src/resources/efactura/file.store.ts'
import { insertMessages } from '../src/resources/efactura/message.store.ts'
import { insertSubmission } from '../src/resources/efactura/submission.store.ts'
import { blankSubmission } from '../src/resources/efactura/submit-invoice.ts'
import type { Database } from '../src/store/conn.ts'
import type { Ctx } from '../src/store/ctx.ts'

/** A submission that waits and a received invoice, with their files, as rows; the secret is in everything. */
export async function insertEfactura(
  database: Database,
  { companyId, invoiceId, secret }: { companyId: string; invoiceId: string; secret: string },
) {
  const [upload, message] = ['5900000001', '3900000001']
  const made = await database.transact(async (db) => {
    const ctx = { db, companyId, now: 1, newId: () => 'sub_zxqw000001' } as unknown as Ctx
    const file = { companyId, kind: 'received_xml', bytes: Buffer.from(`<a>${secret}</a>`), now: 1 } as const
    const blank = blankSubmission(ctx, { id: invoiceId } as Invoice, 'live', { corrections: null, actorName: secret })
    const xml = keepFile(db, file).id
    insertMessages(db, [receivedMessage(companyId, message, xml, secret)])
    return insertSubmission(db, { ...blank, upload_id: upload, last_error: secret, xml_file_id: xml })
  })
  return { sub: [made.id, String(made.seq)], upload, msg: [message, 'msg_zxqw000001'] }
}

function receivedMessage(companyId: string, messageId: string, xml: string, secret: string) {
  return {
    id: 'msg_zxqw000001',
    company_id: companyId,
    environment: 'live' as const,
    message_id: messageId,
    upload_id: '5900000002',
    kind: 'received',
    cif: '1',
    seller_cif: '2',
    buyer_cif: '1',
    details: secret,
    listed_at: 4_000_000_000,
    state: 'stored' as const,
    attempts: 1,
    last_error: null,
    archive_file_id: xml,
    xml_file_id: xml,
    summary: null,
    created_at: 1,
    updated_at: 1,
  }
}
