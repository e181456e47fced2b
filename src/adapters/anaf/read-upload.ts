import type { StatusAnswer, UploadAnswer } from './anaf.ts'
import { type Reply, unreadable } from './call-anaf.ts'
import { attributeOf, errorsOf, isHeader, xmlOf } from './read-header.ts'
import { jsonRefusal } from './read-json.ts'
import { refusal } from './refusal.ts'

const DIGITS = /^\d{1,30}$/

/** Efactura 1.3. A refusal comes under HTTP 200 as well; only an index says that ANAF has the document. */
export function readUpload(reply: Reply): UploadAnswer {
  const refused = jsonRefusal(reply)
  if (refused !== null) return refused
  const root = xmlOf(reply.text)
  if (root === null || !isHeader(root, 'respUploadFisier')) return unreadable(reply, 'not an answer to an upload')
  const uploadId = attributeOf(root, 'index_incarcare') ?? ''
  const errors = errorsOf(root)
  const status = attributeOf(root, 'ExecutionStatus')
  if (status === '1' || (uploadId === '' && errors.length > 0)) return refusal(errors)
  if (DIGITS.test(uploadId)) return { kind: 'received', uploadId }
  return unreadable(reply, `no index with ExecutionStatus ${status ?? 'missing'}`)
}

/** Efactura 1.4. */
export function readStatus(reply: Reply): StatusAnswer {
  const refused = jsonRefusal(reply)
  if (refused !== null) return refused
  const root = xmlOf(reply.text)
  if (root === null || !isHeader(root, 'stareMesajFactura')) return unreadable(reply, 'not an answer about a status')
  const state = (attributeOf(root, 'stare') ?? '').toLowerCase()
  const download = attributeOf(root, 'id_descarcare') ?? ''
  const downloadId = DIGITS.test(download) ? download : null
  const errors = errorsOf(root)
  if (state === '' && errors.length > 0) return refusal(errors)
  if (state === 'ok' && downloadId !== null) return { kind: 'accepted', downloadId }
  if (state === 'ok') return unreadable(reply, 'accepted without id_descarcare')
  if (state === 'nok') return { kind: 'rejected', downloadId }
  if (state.includes('nepreluat')) return { kind: 'not_taken', errors }
  if (state.includes('prelucrare')) return { kind: 'processing' }
  return unreadable(reply, `the state "${state}"`)
}
