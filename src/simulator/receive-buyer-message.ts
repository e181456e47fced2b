import type { Conn } from '../store/conn.ts'
import type { SimulatorUploadRow } from '../store/simulator-tables.ts'
import { uploadReceived, uploadRefused } from './anaf-answers.ts'
import { type Call, type Place, type Simulated, uploadIdOf, uploadSeqOf } from './call.ts'
import { isBeyondDaily } from './limits.ts'
import { findInMailbox, findTenantOf, insertMessages, type Mailbox } from './messages.store.ts'
import { type Document, readBuyerMessage } from './read-document.ts'
import { findUpload, insertUpload } from './uploads.store.ts'

interface Received {
  readonly document: Document
  readonly cif: string
  readonly xml: string
}

/** `standard=RASP`: a buyer writes to the issuer of an invoice that it received (efactura 1.2). */
export async function receiveBuyerMessage(simulated: Simulated, call: Call, received: Received): Promise<Response> {
  const { nowMs, world, tenant } = call
  const { database, settings } = simulated
  const { cif, document, xml } = received
  const { uploadId } = readBuyerMessage(document)
  const limit = settings.buyerMessagesPerDay
  if (await isBeyondDaily(simulated, call, `rasp ${cif}`, limit)) {
    return uploadRefused(nowMs, `S-au incarcat deja ${limit} de mesaje de tip RASP pentru cui=${cif} in cursul zilei`)
  }
  // An invoice that never reached the caller's mailbox does not exist for it.
  const invoice = await findKnown(database.read, call, cif, uploadSeqOf(uploadId))
  const isKnown = invoice !== null && invoice.errors === null && invoice.processed_at_ms <= nowMs
  if (!isKnown || invoice.standard === 'RASP') {
    return uploadRefused(nowMs, `Nu exista factura cu index_incarcare= ${uploadId}`)
  }
  if (invoice.buyer_cif !== cif) {
    return uploadRefused(nowMs, `CIF=${cif} nu este cumparatorul facturii cu index_incarcare= ${uploadId}`)
  }
  const createdAtMs = nowMs + settings.processingMs
  const seq = await database.transact((db) =>
    storeBuyerMessage(db, { world, tenant, invoice, cif, xml, nowMs, createdAtMs }),
  )
  return uploadReceived(nowMs, uploadIdOf(seq))
}

/** What the caller's tenant sent or received. */
async function findKnown(db: Conn, at: Place, cif: string, seq: number): Promise<SimulatorUploadRow | null> {
  return (await findUpload(db, at, seq)) ?? (await findInMailbox(db, at, cif, seq))
}

interface Stored extends Place {
  readonly invoice: SimulatorUploadRow
  readonly cif: string
  readonly xml: string
  readonly nowMs: number
  readonly createdAtMs: number
}

/** Keeps a message of a buyer and puts it in both mailboxes. */
async function storeBuyerMessage(db: Conn, stored: Stored): Promise<number> {
  const { world, tenant, invoice, cif, xml, nowMs, createdAtMs } = stored
  const seq = await insertUpload(db, {
    world,
    tenant,
    standard: 'RASP',
    uploaded_by: cif,
    seller_cif: invoice.seller_cif,
    buyer_cif: cif,
    number: invoice.number,
    is_consumer: 0,
    xml,
    errors: null,
    uploaded_at_ms: nowMs,
    processed_at_ms: createdAtMs,
  })
  const details = `Mesaj cu id_incarcare=${uploadIdOf(seq)} al cumparatorului cif=${cif} pentru factura cu id_incarcare=${uploadIdOf(invoice.seq)}`
  const common = { world, upload_seq: seq, details, created_at_ms: createdAtMs }
  const issuer = invoice.seller_cif ?? invoice.uploaded_by
  const issuersTenant = (await findTenantOf(db, invoice.seq, issuer)) ?? invoice.tenant
  insertMessages(db, [{ ...common, tenant: issuersTenant, cif: issuer, type: 'MESAJ CUMPARATOR PRIMIT' }])
  if (cif !== issuer) insertMessages(db, [{ ...common, tenant, cif, type: 'MESAJ CUMPARATOR TRANSMIS' }])
  return seq
}

/** A message of nobody in particular about an invoice into a mailbox, for the fault that makes pages drift. */
export async function sendDriftMessage(
  db: Conn,
  { world, tenant, cif, toMs }: Mailbox,
  invoice: SimulatorUploadRow,
): Promise<void> {
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1" index_incarcare="${uploadIdOf(invoice.seq)}" message="page_drift"/>`
  const from = invoice.buyer_cif ?? cif
  const drifting = { ...invoice, seller_cif: cif, tenant }
  await storeBuyerMessage(db, {
    ...{ world, tenant, cif: from, xml, invoice: drifting },
    ...{ nowMs: toMs, createdAtMs: toMs },
  })
}
