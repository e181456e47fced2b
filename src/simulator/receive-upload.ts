import { hash } from 'node:crypto'
import type { EInvoice } from '../domain/efactura/einvoice.ts'
import { isCuiShape } from '../domain/fiscal-code.ts'
import { badRequest, uploadReceived, uploadRefused } from './anaf-answers.ts'
import { type Call, hasRight, isFlagged, type Simulated, uploadIdOf } from './call.ts'
import { faultsInNotes } from './document-faults.ts'
import type { Fault } from './faults.ts'
import { insertMessages, type NewMessage } from './messages.store.ts'
import {
  cifOf,
  type Document,
  judgementOf,
  readInvoice,
  readUpload,
  schematronError,
  Unreadable,
} from './read-document.ts'
import { receiveBuyerMessage } from './receive-buyer-message.ts'
import { sufferAfter, sufferBefore } from './suffer-fault.ts'
import { tenantOf } from './tenants.store.ts'
import { insertUpload, spendContent } from './uploads.store.ts'

const ROOTS = { UBL: 'Invoice', CN: 'CreditNote' } as const
/** Keeps a byte order mark, which is part of what was sent. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** `upload` and `uploadb2c` (efactura 1.3). `0` means received: the rules' verdict comes with the status. */
export async function receiveUpload(simulated: Simulated, call: Call, isConsumer: boolean): Promise<Response> {
  const { query, nowMs, request } = call
  const standard = query.get('standard')
  const cif = query.get('cif')
  if (standard === null || cif === null) return badRequest(nowMs, 'Parametrii standard si cif sunt obligatorii')
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length === 0) return badRequest(nowMs, 'Trebuie sa aveti atasat in request un fisier de tip xml')
  const refusal = refusalOfParameters(simulated, call, standard, cif, bytes.length)
  if (refusal !== null) return uploadRefused(nowMs, refusal)
  try {
    const document = await readUpload(simulated, bytes, call.tenant)
    const xml = decoder.decode(bytes)
    if (standard === 'RASP') return await receiveBuyerMessage(simulated, call, { document, cif, xml })
    const invoice = readInvoice(document, standard === 'UBL' ? ROOTS.UBL : ROOTS.CN)
    return await receiveInvoice(simulated, call, { standard, cif, xml, isConsumer, document, invoice })
  } catch (error) {
    if (error instanceof Unreadable) return uploadRefused(nowMs, error.message)
    throw error
  }
}

function refusalOfParameters(
  { settings }: Simulated,
  { query, rights }: Call,
  standard: string,
  cif: string,
  size: number,
): string | null {
  // CII is accepted by ANAF; the simulator has no rules to judge it by, and says so instead of waving it through.
  if (standard === 'CII') return 'A aparut o eroare tehnica. Cod: SIMULATOR-CII (simulatorul judeca numai UBL)'
  if (!['UBL', 'CN', 'RASP'].includes(standard)) {
    return 'Valorile acceptate pentru parametrul standard sunt UBL, CN, CII sau RASP'
  }
  for (const name of ['extern', 'autofactura', 'executare']) {
    const value = query.get(name)
    if (value !== null && value !== 'DA') return `Daca parametrul ${name} este folosit, valoarea acceptata este DA`
  }
  if (!/^\d+$/.test(cif)) return `CIF introdus= ${cif} nu este un numar`
  if (rights.length === 0) return 'Nu exista niciun CIF pentru care sa aveti drept in SPV'
  if (!hasRight(rights, cif)) return `Nu aveti drept in SPV pentru CIF=${cif}`
  if (isFlagged(query, 'executare') && !settings.enforcementCifs.includes(cif)) {
    return `CIF-ul introdus= ${cif} nu este inregistrat in registrul organelor de executare`
  }
  return size > settings.uploadLimitBytes ? 'Marime fisier transmis mai mare de 10 MB.' : null
}

interface Received {
  readonly standard: string
  readonly cif: string
  readonly xml: string
  readonly isConsumer: boolean
  readonly document: Document
  readonly invoice: EInvoice
}

async function receiveInvoice(simulated: Simulated, call: Call, received: Received): Promise<Response> {
  const { nowMs } = call
  const faults = await spendFaultsOf(simulated, call, received)
  for (const fault of faults) {
    const ending = await sufferBefore(fault, nowMs, simulated.closing)
    if (ending !== null) return ending
  }
  const { schemaFault, errors } = judgementOf(received.document)
  if (schemaFault !== null) return uploadRefused(nowMs, schemaFault)
  const asked = [...faults, ...(call.fault === null ? [] : [call.fault])].filter(({ kind }) => kind === 'reject')
  const uploadId = await store(simulated, call, received, [...errors, ...asked.flatMap(askedErrors)])
  for (const fault of faults) sufferAfter(fault)
  return uploadReceived(nowMs, uploadId)
}

/** What the notes ask for happens once for the same content, so that sending it again gets through. */
async function spendFaultsOf({ database }: Simulated, call: Call, { invoice, xml }: Received): Promise<Fault[]> {
  const faults = faultsInNotes(invoice.notes)
  if (faults.length === 0) return []
  const { world, tenant, nowMs } = call
  const content = hash('sha256', tenant === '' ? xml : `${tenant}\n${xml}`, 'hex')
  const isFirst = await database.transact((db) => spendContent(db, world, content, nowMs))
  return isFirst ? faults : []
}

function askedErrors({ rules }: Fault): string[] {
  const named = rules.length > 0 ? rules : ['SIMULATOR']
  return named.map((rule) => schematronError(rule, 'Respins la cererea celui care foloseste simulatorul.'))
}

async function store(simulated: Simulated, call: Call, received: Received, errors: readonly string[]): Promise<string> {
  const { world, tenant, nowMs, rights } = call
  const { invoice, cif } = received
  const seller = cifOf(invoice.seller)
  const buyer = cifOf(invoice.buyer)
  const isSelfBilled = isFlagged(call.query, 'autofactura')
  const sender = isSelfBilled ? buyer : seller
  // Assumed: that the CIF of the call alone does not give the right to send for somebody else.
  const isForeign = sender !== null && !hasRight(rights, sender)
  const role = isSelfBilled ? 'cumparatorului' : 'vanzatorului'
  const all = isForeign ? [...errors, `E: Nu aveti drept in SPV pentru CIF-ul ${role}: ${sender}`] : errors
  const processedAtMs = nowMs + simulated.settings.processingMs
  return simulated.database.transact(async (db) => {
    const seq = await insertUpload(db, {
      world,
      tenant,
      standard: received.standard,
      uploaded_by: cif,
      seller_cif: seller,
      buyer_cif: buyer,
      number: invoice.number,
      is_consumer: received.isConsumer ? 1 : 0,
      xml: received.xml,
      errors: all.length === 0 ? null : JSON.stringify(all),
      uploaded_at_ms: nowMs,
      processed_at_ms: processedAtMs,
    })
    const uploadId = uploadIdOf(seq)
    const common = { world, tenant, upload_seq: seq, created_at_ms: processedAtMs }
    if (all.length > 0) {
      const details = `Erori de validare identificate la factura transmisa cu id_incarcare=${uploadId}`
      // Errors go to the CIF of the call where the sender cannot be read, or is not the caller's (efactura 1.2).
      const owner = sender === null || isForeign ? cif : sender
      insertMessages(db, [{ ...common, cif: owner, type: 'ERORI FACTURA', details }])
    } else {
      const receiver = isSelfBilled ? seller : buyer
      const details = `Factura cu id_incarcare=${uploadId} emisa de cif_emitent=${seller ?? ''} pentru cif_beneficiar=${buyer ?? ''}`
      const sent: NewMessage = { ...common, cif: sender ?? cif, type: 'FACTURA TRIMISA', details }
      // A consumer gets it the usual way (efactura 3.1): a CNP has no mailbox here.
      const isDelivered = receiver !== null && isCuiShape(receiver) && receiver !== sent.cif
      insertMessages(db, [sent])
      if (isDelivered) {
        const to = await tenantOf(db, receiver, tenant)
        insertMessages(db, [{ ...sent, tenant: to, cif: receiver, type: 'FACTURA PRIMITA' }])
      }
    }
    return uploadId
  })
}
