import type { AnafClient, AnafEnvironment, AnafFailure, AnafHosts, ListFilter, Transport, Upload } from './anaf.ts'
import { type Call, callAnaf, type Reply } from './call-anaf.ts'
import { readArchive } from './read-archive.ts'
import { readList } from './read-list.ts'
import { readStatus, readUpload } from './read-upload.ts'
import { readSignatureCheck, readTransformation, readValidation } from './read-validation.ts'

const MEGABYTE = 1024 * 1024
/** A ZIP holds up to 10 MB twice over; every other answer is a few lines, or a list of 500 messages. */
const DOWNLOAD_BYTES = 30 * MEGABYTE
const ANSWER_BYTES = MEGABYTE

/** For the whole answer, headers and body. */
export interface AnafTimeouts {
  /** Generous: an upload that runs out of time is unknown, and costs a look at the message list. */
  readonly upload: number
  readonly download: number
  readonly other: number
}

export const ANAF_TIMEOUTS_MS: AnafTimeouts = { upload: 120_000, download: 120_000, other: 60_000 }

export interface AnafClientOptions {
  readonly hosts: AnafHosts
  readonly environment: AnafEnvironment
  readonly transport: Transport
  readonly timeoutMs?: Partial<AnafTimeouts>
}

/** Speaks to ANAF, one request per call: no retries, no redirects. Whoever calls decides what comes next. */
export function makeAnafClient({ hosts, environment, transport, timeoutMs }: AnafClientOptions): AnafClient {
  const limitMs = { ...ANAF_TIMEOUTS_MS, ...timeoutMs }
  const rest = `${base(hosts.api)}/${environment === 'live' ? 'prod' : 'test'}/FCTEL/rest`
  const services = base(hosts.services)

  async function ask<T>(
    call: Omit<Call, 'timeoutMs' | 'limitBytes'>,
    read: (reply: Reply) => T,
    limits: Partial<Pick<Call, 'timeoutMs' | 'limitBytes'>> = {},
  ): Promise<T | AnafFailure> {
    const reply = await callAnaf(transport, { timeoutMs: limitMs.other, limitBytes: ANSWER_BYTES, ...call, ...limits })
    return reply.kind === 'reply' ? read(reply) : reply
  }
  const get = (token: string, path: string, query: Readonly<Record<string, string>>) =>
    ({ method: 'GET', url: `${rest}/${path}?${new URLSearchParams(query)}`, token }) as const

  return {
    upload: async (token, upload) => {
      if (upload.mayLeave?.() === false) return HELD_UP
      return ask({ method: 'POST', url: `${rest}/${uploadPath(upload)}`, token, body: upload.xml }, readUpload, {
        timeoutMs: limitMs.upload,
      })
    },
    status: (token, uploadId) => ask(get(token, 'stareMesaj', { id_incarcare: uploadId }), readStatus),
    list: (token, { cif, days, filter }) =>
      ask(get(token, 'listaMesajeFactura', { zile: String(days), cif, ...filtered(filter) }), (reply) =>
        readList(reply),
      ),
    listPage: (token, { cif, fromMs, toMs, page, filter }) => {
      const period = { startTime: String(fromMs), endTime: String(toMs) }
      const query = { ...period, cif, pagina: String(page), ...filtered(filter) }
      return ask(get(token, 'listaMesajePaginatieFactura', query), (reply) => readList(reply, page))
    },
    download: (token, id) =>
      ask(get(token, 'descarcare', { id }), readArchive, { timeoutMs: limitMs.download, limitBytes: DOWNLOAD_BYTES }),
    validate: (xml, standard) =>
      ask(
        { method: 'POST', url: `${services}/prod/FCTEL/rest/validare/${FORMS[standard]}`, token: null, body: xml },
        readValidation,
      ),
    transform: (xml, standard, { skipValidation }) => {
      const path = `transformare/${FORMS[standard]}${skipValidation ? '/DA' : ''}`
      return ask(
        { method: 'POST', url: `${services}/prod/FCTEL/rest/${path}`, token: null, body: xml },
        readTransformation,
        { timeoutMs: limitMs.download, limitBytes: DOWNLOAD_BYTES },
      )
    },
    checkSignature: (document, signature) => {
      const body = new FormData()
      body.append('file', xmlFile(document), 'factura.xml')
      body.append('signature', xmlFile(signature), 'semnatura.xml')
      return ask({ method: 'POST', url: `${services}/api/validate/signature`, token: null, body }, readSignatureCheck)
    },
  }
}

/** Of an upload whose time to leave was over. */
const HELD_UP: AnafFailure = {
  kind: 'failure',
  reason: 'unavailable',
  mayHaveArrived: false,
  retryAfterSeconds: 1,
  status: null,
  detail: 'the upload was held up before it left',
}

/** Validate and transform have names of their own for the same documents (efactura 1.2). */
const FORMS = { UBL: 'FACT1', CN: 'FCN' } as const

/** `DA` is the only legal value of a flag; otherwise the parameter stays out. */
function uploadPath({ standard, cif, isConsumer, isExtern, isSelfBilled, isEnforcement }: Upload): string {
  const query = new URLSearchParams({
    standard,
    cif,
    ...(isExtern ? { extern: 'DA' } : {}),
    ...(isSelfBilled ? { autofactura: 'DA' } : {}),
    ...(isEnforcement ? { executare: 'DA' } : {}),
  })
  return `${isConsumer ? 'uploadb2c' : 'upload'}?${query}`
}

function filtered(filter: ListFilter): Readonly<Record<string, string>> {
  return filter === null ? {} : { filtru: filter }
}

function base(host: string): string {
  return host.replace(/\/+$/, '')
}

function xmlFile(bytes: Uint8Array): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'text/xml' })
}
