import { zipSync } from 'fflate'
import { badRequest, errorsFile, refusedInJson } from './anaf-answers.ts'
import { type Call, downloadSeqOf, hasRight, type Simulated, uploadIdOf } from './call.ts'
import { isBeyondDaily } from './limits.ts'
import { type DownloadRow, findDownload } from './messages.store.ts'
import { signDocument } from './sign-document.ts'
import type { SigningKey } from './signing-key.ts'

const TITLE = 'Descarcare mesaj'
const DAY_MS = 86_400_000

/** `descarcare` (efactura 1.5): the same bytes at every call. */
export async function downloadMessage(simulated: Simulated, call: Call): Promise<Response> {
  const { query, rights, nowMs } = call
  const { settings, database } = simulated
  const id = query.get('id')
  if (id === null || id === '') return badRequest(nowMs, 'Parametrul id este obligatoriu')
  if (!/^\d+$/.test(id)) return refusedInJson(TITLE, `Id descarcare introdus= ${id} nu este un numar intreg`)
  const message = await findDownload(database.read, call, downloadSeqOf(id))
  const oldestMs = nowMs - settings.retentionDays * DAY_MS
  const isThere = message !== null && message.created_at_ms <= nowMs && message.created_at_ms >= oldestMs
  if (!isThere || call.fault?.kind === 'no_download_yet') {
    return refusedInJson(TITLE, `Pentru id=${id} nu exista inregistrata nici o factura`)
  }
  if (!hasRight(rights, message.cif)) return refusedInJson(TITLE, 'Nu aveti dreptul sa descarcati acest mesaj')
  const limit = settings.downloadsPerDay
  if (await isBeyondDaily(simulated, call, `descarcare ${id}`, limit)) {
    return refusedInJson(TITLE, `S-au facut deja ${limit} descarcari de mesaj in cursul zilei`)
  }
  const zip = zipOf(message, await simulated.signingKey())
  return new Response(zip, {
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${id}.zip"` },
  })
}

/** `<id_incarcare>.xml` as it was sent, or the errors instead of it, and the signature of that file. */
function zipOf({ upload, cif, created_at_ms }: DownloadRow, key: SigningKey): Uint8Array<ArrayBuffer> {
  const uploadId = uploadIdOf(upload.seq)
  const errors = upload.errors === null ? null : (JSON.parse(upload.errors) as string[])
  const text = errors === null ? upload.xml : errorsFile(uploadId, upload.seller_cif ?? cif, errors)
  const content = Buffer.from(text, 'utf8')
  const name = `${uploadId}.xml`
  const signature = Buffer.from(signDocument(content, name, key), 'utf8')
  return zipSync({ [name]: content, [`semnatura_${uploadId}.xml`]: signature }, { mtime: created_at_ms })
}
