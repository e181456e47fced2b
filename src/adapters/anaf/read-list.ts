import { fold } from '../../domain/text.ts'
import type { AnafMessage, AnafMessageKind, ListAnswer } from './anaf.ts'
import { bucharestUnix } from './bucharest-time.ts'
import { type Reply, unreadable } from './call-anaf.ts'
import { fieldsOf, type JsonFields, jsonOf, jsonRefusal } from './read-json.ts'

const NO_MESSAGES = /nu exista mesaje/
/** "Lista de mesaje este mai mare decat numarul de 500 …", "… folositi paginatia": never the number of days. */
const TOO_MANY = /mesaje.*(mai mare|mai mult|depas|peste).*\d|(mai mare|mai mult|depas|peste).*\d.*mesaje|paginati/
const PAST_THE_END = /^pagina solicitata .*numarul total de pagini (\d+)/

/** Efactura 1.5: the simple list, and with `page` one page of the other. Errors come under 200 or 400 alike. */
export function readList(reply: Reply, page = 1): ListAnswer {
  const json = jsonOf(reply)
  const listed = json?.list('mesaje') ?? null
  const said = fold(json?.text('eroare', 'message') ?? '')
  const empty = { kind: 'messages', messages: [], page, pages: 0, total: 0 } as const
  if (listed === null || listed.length === 0) {
    if (NO_MESSAGES.test(said)) return empty
    const pages = PAST_THE_END.exec(said)?.[1]
    if (pages !== undefined) return { ...empty, pages: Number(pages) }
    if (TOO_MANY.test(said)) return { kind: 'too_many' }
    const refused = jsonRefusal(reply)
    if (refused !== null) return refused
  }
  if (json === null || listed === null || reply.status >= 400) return unreadable(reply, 'not a list of messages')
  const messages: AnafMessage[] = []
  for (const item of listed) {
    const fields = fieldsOf(item)
    const message = fields && readMessage(fields)
    // Leaving it out would lose an invoice without a word.
    if (!message) return unreadable(reply, 'a message without id')
    messages.push(message)
  }
  return {
    kind: 'messages',
    messages,
    page: json.count('index_pagina_curenta') ?? page,
    pages: json.count('numar_total_pagini') ?? (messages.length > 0 ? 1 : 0),
    total: json.count('numar_total_inregistrari') ?? messages.length,
  }
}

function readMessage(fields: JsonFields): AnafMessage | null {
  const id = fields.text('id', 'id_descarcare')
  if (!/^\d{1,30}$/.test(id)) return null
  const details = fields.text('detalii')
  const inDetails = (name: string) => new RegExp(`\\b${name}\\s*=\\s*([0-9A-Za-z]+)`, 'i').exec(details)?.[1] ?? ''
  const kindText = fields.text('tip')
  const createdAt = fields.text('data_creare', 'creation_date')
  return {
    id,
    uploadId: fields.text('id_solicitare', 'id_incarcare') || inDetails('id_incarcare'),
    kind: kindOf(kindText),
    kindText,
    createdAt,
    createdAtUnix: bucharestUnix(createdAt),
    cif: fields.text('cif'),
    sellerCif: fields.text('cif_emitent') || inDetails('cif_emitent') || null,
    buyerCif: fields.text('cif_beneficiar') || inDetails('cif_beneficiar') || null,
    details,
  }
}

const KINDS: readonly (readonly [RegExp, AnafMessageKind])[] = [
  [/^factura trimisa/, 'sent'],
  [/^factura primita/, 'received'],
  [/^erori/, 'errors'],
  [/^mesaj cumparator primit/, 'buyer_message_received'],
  [/^mesaj cumparator (transmis|trimis)/, 'buyer_message_sent'],
]

function kindOf(text: string): AnafMessageKind {
  const folded = fold(text)
  return KINDS.find(([pattern]) => pattern.test(folded))?.[1] ?? 'other'
}
