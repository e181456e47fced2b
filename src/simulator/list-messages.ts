import type { SimulatorMessageRow } from '../store/simulator-tables.ts'
import { badRequest, json, refusedInJson } from './anaf-answers.ts'
import { compactTime, readableTime } from './anaf-time.ts'
import { type Call, downloadIdOf, hasRight, type Place, type Simulated, uploadIdOf, uploadSeqOf } from './call.ts'
import { isBeyondDaily } from './limits.ts'
import { countMessages, findInMailbox, listMessages, type Mailbox, type MessageType } from './messages.store.ts'
import { sendDriftMessage } from './receive-buyer-message.ts'
import { findUpload } from './uploads.store.ts'

const TITLE = 'Lista Mesaje'
const DAY_MS = 86_400_000
const MOST_DAYS = 60
/** The paged form shows its errors under 400, the simple one under 200 (efactura 1.5). */
const PAGED_ERROR = 400

const FILTERS: ReadonlyMap<string, readonly MessageType[]> = new Map<string, readonly MessageType[]>([
  ['E', ['ERORI FACTURA']],
  ['T', ['FACTURA TRIMISA']],
  ['P', ['FACTURA PRIMITA']],
  ['R', ['MESAJ CUMPARATOR PRIMIT', 'MESAJ CUMPARATOR TRANSMIS']],
])

/** `listaMesajeFactura` (efactura 1.5): everything of the last days, or an error where that is more than a page. */
export async function listRecent(simulated: Simulated, call: Call): Promise<Response> {
  const { query, nowMs } = call
  const { settings, database } = simulated
  const days = query.get('zile')
  const cif = query.get('cif')
  if (days === null || cif === null) return badRequest(nowMs, 'Parametrii zile si cif sunt obligatorii')
  if (!/^\d+$/.test(days)) return refusedInJson(TITLE, `Numarul de zile introdus= ${days} nu este un numar intreg`)
  if (Number(days) < 1 || Number(days) > MOST_DAYS) {
    return refusedInJson(TITLE, `Numarul de zile trebuie sa fie intre 1 si ${MOST_DAYS}`)
  }
  const limit = settings.listCallsPerDay
  const refusal = refusalOfAll(call, cif) ?? (await refusalOfCount(simulated, call, 'lista', cif, limit))
  if (refusal !== null) return refusedInJson(TITLE, refusal)
  const mailbox = mailboxOf(simulated, call, cif, nowMs - Number(days) * DAY_MS, nowMs)
  const count = await countMessages(database.read, mailbox)
  if (count > settings.pageSize || call.fault?.kind === 'too_many') {
    const most = settings.pageSize
    const eroare = `Lista de mesaje este mai mare decat numarul de ${most} elemente permise in pagina. Folositi endpoint-ul cu paginatie.`
    return refusedInJson(TITLE, eroare)
  }
  if (count === 0) return refusedInJson(TITLE, `Nu exista mesaje in ultimele ${days} zile`)
  const rows = await listMessages(database.read, mailbox, { limit: settings.pageSize, offset: 0 })
  const titlu = `Lista Mesaje disponibile din ultimele ${days} zile`
  return json({ mesaje: presented(rows, call), ...ownerOf(call, cif), titlu })
}

/** `listaMesajePaginatieFactura` (efactura 1.5). */
export async function listPage(simulated: Simulated, call: Call): Promise<Response> {
  const { query, nowMs } = call
  const { settings, database } = simulated
  const [start, end, cif, page] = ['startTime', 'endTime', 'cif', 'pagina'].map((name) => query.get(name))
  if (!start || !end || !cif || !page) {
    return badRequest(nowMs, 'Parametrii startTime, endTime, cif si pagina sunt obligatorii')
  }
  const refusal =
    refusalOfPage({ start, end, page }, nowMs) ??
    refusalOfAll(call, cif) ??
    (await refusalOfCount(simulated, call, 'pagini', cif, settings.pagedListCallsPerDay))
  if (refusal !== null) return refusedInJson(TITLE, refusal, PAGED_ERROR)
  const mailbox = mailboxOf(simulated, call, cif, Number(start), Number(end))
  if (call.fault?.kind === 'page_drift') await drift(simulated, mailbox)
  const count = await countMessages(database.read, mailbox)
  const interval = `${readableTime(Number(start))} - ${readableTime(Number(end))}`
  if (count === 0) return refusedInJson(TITLE, `Nu exista mesaje in intervalul selectat: ${interval}`, PAGED_ERROR)
  const pages = Math.ceil(count / settings.pageSize)
  if (Number(page) > pages) {
    const eroare = `Pagina solicitata ${page} este mai mare decat numarul total de pagini ${pages}`
    return refusedInJson(TITLE, eroare, PAGED_ERROR)
  }
  const offset = (Number(page) - 1) * settings.pageSize
  const mesaje = presented(await listMessages(database.read, mailbox, { limit: settings.pageSize, offset }), call)
  return json({
    mesaje,
    numar_inregistrari_in_pagina: mesaje.length,
    numar_total_inregistrari_per_pagina: settings.pageSize,
    numar_total_inregistrari: count,
    numar_total_pagini: pages,
    index_pagina_curenta: Number(page),
    ...ownerOf(call, cif),
    titlu: `Lista Mesaje disponibile din intervalul ${interval}`,
  })
}

function refusalOfPage(given: { start: string; end: string; page: string }, nowMs: number): string | null {
  for (const [name, value] of [
    ['startTime', given.start],
    ['endTime', given.end],
    ['pagina', given.page],
  ] as const) {
    if (!/^\d{1,15}$/.test(value)) return `${name} = ${value} nu este un numar intreg`
  }
  const [start, end] = [Number(given.start), Number(given.end)]
  if (start < nowMs - MOST_DAYS * DAY_MS) {
    return `startTime = ${start} nu poate fi mai vechi de ${MOST_DAYS} de zile fata de momentul requestului`
  }
  if (end > nowMs) return `endTime = ${end} nu poate fi in viitor fata de momentul requestului`
  if (end <= start) return `endTime = ${end} trebuie sa fie mai mare decat startTime = ${start}`
  return Number(given.page) < 1 ? 'Numarul paginii trebuie sa fie cel putin 1' : null
}

function refusalOfAll({ query, rights }: Call, cif: string): string | null {
  if (!/^\d+$/.test(cif)) return `CIF introdus= ${cif} nu este un numar`
  if (rights.length === 0) return 'Nu exista niciun CIF pentru care sa aveti drept in SPV'
  if (!hasRight(rights, cif)) return `Nu aveti drept in SPV pentru CIF=${cif}`
  const filter = query.get('filtru')
  return filter === null || FILTERS.has(filter)
    ? null
    : 'Valorile acceptate pentru parametrul filtru sunt E, T, P sau R'
}

async function refusalOfCount(
  simulated: Simulated,
  call: Call,
  list: string,
  cif: string,
  limit: number,
): Promise<string | null> {
  const isBeyond = await isBeyondDaily(simulated, call, `${list} ${cif}`, limit)
  return isBeyond ? `S-au facut deja ${limit} de interogari de lista pentru cif=${cif} in cursul zilei` : null
}

function mailboxOf({ settings }: Simulated, call: Call, cif: string, fromMs: number, toMs: number): Mailbox {
  const kept = call.nowMs - settings.retentionDays * DAY_MS
  const types = FILTERS.get(call.query.get('filtru') ?? '') ?? null
  return {
    world: call.world,
    tenant: call.tenant,
    cif,
    fromMs: Math.max(fromMs, kept),
    toMs: Math.min(toMs, call.nowMs),
    types,
  }
}

/** A message arrives at the very end of the interval, and everything that the caller has not read yet moves by one. */
async function drift({ database }: Simulated, mailbox: Mailbox): Promise<void> {
  const [newest] = await listMessages(database.read, { ...mailbox, types: null }, { limit: 1, offset: 0 })
  if (newest === undefined) return
  await database.transact(async (db) => {
    const upload = await findInMailbox(db, mailbox, mailbox.cif, newest.upload_seq)
    if (upload !== null) await sendDriftMessage(db, mailbox, upload)
  })
}

function presented(rows: readonly SimulatorMessageRow[], { fault }: Call) {
  const [first] = rows
  const shown = fault?.kind === 'duplicate' && first !== undefined ? [first, ...rows] : rows
  return shown.map((row) => ({
    data_creare: compactTime(row.created_at_ms),
    cif: row.cif,
    id_solicitare: uploadIdOf(row.upload_seq),
    detalii: row.details,
    tip: row.type,
    id: downloadIdOf(row.seq),
  }))
}

/** The certificate's serial number and the CIFs that it reaches. */
function ownerOf({ rights }: Call, cif: string): { serial: string; cui: string } {
  return { serial: '1234AA456', cui: rights.includes('*') ? cif : rights.join(',') }
}

/** Whose call it is, where only an upload is named: for faults that care. */
export async function cifsOfUpload({ database }: Simulated, at: Place, id: string): Promise<string[]> {
  const upload = await findUpload(database.read, at, uploadSeqOf(id))
  return upload === null ? [] : [upload.uploaded_by, upload.seller_cif ?? upload.uploaded_by]
}
