import { randomInt } from 'node:crypto'
import { SAMPLE_SUPPLIER, sampleInvoice } from '../domain/efactura/sample-invoice.ts'
import { writeUbl } from '../domain/efactura/write-ubl.ts'
import type { Party } from '../domain/party.ts'
import { bucharestDay } from '../store/clock.ts'
import type { Conn } from '../store/conn.ts'
import { type Place, uploadIdOf } from './call.ts'
import { forgetBefore } from './housekeeping.store.ts'
import { insertMessages } from './messages.store.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { insertUpload } from './uploads.store.ts'

const DAY_MS = 86_400_000
/** What may no longer be listed may still be fetched by who listed it a moment before. */
const GRACE_MS = DAY_MS
const SELLER = SAMPLE_SUPPLIER.cui ?? ''

/** What is done to mailboxes from within the program: the caller's transaction is where it is written. */
export const sandboxMail = {
  /** Puts a sample invoice of an invented supplier into the buyer's mailbox; seen at once. `cui` is the buyer's. */
  receiveSample: (
    db: Conn,
    companyId: string,
    buyer: Party & { readonly cui: string },
    nowMs: number,
  ): Promise<{ uploadId: string; number: string }> =>
    receiveSample(db, { world: 'test', tenant: companyId }, buyer, nowMs),
  /** Forgets what ANAF would have archived by now (efactura 1.7). False when there is more of it. */
  forgetOld: (db: Conn, nowMs: number): Promise<boolean> => forgetOld(db, nowMs, DEFAULT_SETTINGS.retentionDays),
}

export function forgetOld(db: Conn, nowMs: number, keptDays: number): Promise<boolean> {
  return forgetBefore(db, nowMs - keptDays * DAY_MS - GRACE_MS)
}

export async function receiveSample(
  db: Conn,
  { world, tenant }: Place,
  buyer: Party & { readonly cui: string },
  nowMs: number,
): Promise<{ uploadId: string; number: string }> {
  const date = bucharestDay(nowMs)
  const number = `PROBA-${date.replaceAll('-', '')}-${String(randomInt(1_000_000)).padStart(6, '0')}`
  const seq = await insertUpload(db, {
    world,
    tenant,
    standard: 'UBL',
    uploaded_by: SELLER,
    seller_cif: SELLER,
    buyer_cif: buyer.cui,
    number,
    is_consumer: 0,
    xml: writeUbl(sampleInvoice(buyer, { number, date })),
    errors: null,
    uploaded_at_ms: nowMs,
    processed_at_ms: nowMs,
  })
  const uploadId = uploadIdOf(seq)
  const details = `Factura cu id_incarcare=${uploadId} emisa de cif_emitent=${SELLER} pentru cif_beneficiar=${buyer.cui}`
  const message = { world, tenant, upload_seq: seq, created_at_ms: nowMs, details }
  insertMessages(db, [{ ...message, cif: buyer.cui, type: 'FACTURA PRIMITA' }])
  return { uploadId, number }
}
