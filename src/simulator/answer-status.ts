import { badRequest, status, statusRefused } from './anaf-answers.ts'
import { type Call, downloadIdOf, hasRight, type Simulated, uploadSeqOf } from './call.ts'
import { isBeyondDaily } from './limits.ts'
import { findSendersMessage } from './messages.store.ts'
import { findUpload } from './uploads.store.ts'

/** `stareMesaj` (efactura 1.4). */
export async function answerStatus(simulated: Simulated, call: Call): Promise<Response> {
  const { world, tenant, query, rights, nowMs } = call
  const { read } = simulated.database
  const id = query.get('id_incarcare')
  if (id === null || id === '') return badRequest(nowMs, 'Parametrul id_incarcare este obligatoriu')
  if (!/^\d+$/.test(id)) return statusRefused(`Id_incarcare introdus= ${id} nu este un numar intreg`)
  if (rights.length === 0) return statusRefused('Nu exista niciun CIF pentru care sa aveti drept in SPV')
  const upload = await findUpload(read, { world, tenant }, uploadSeqOf(id))
  if (upload === null) return statusRefused(`Nu exista factura cu id_incarcare= ${id}`)
  const owners = [upload.uploaded_by, upload.standard === 'RASP' ? null : upload.seller_cif]
  if (!owners.some((cif) => hasRight(rights, cif))) {
    return statusRefused(`Nu aveti dreptul de interogare pentru id_incarcare= ${id}`)
  }
  const limit = simulated.settings.statusCallsPerDay
  if (await isBeyondDaily(simulated, call, `stareMesaj ${id}`, limit)) {
    return statusRefused(`S-au facut deja ${limit} de interogari de stare pentru id_incarcare= ${id} in cursul zilei`)
  }
  if (upload.processed_at_ms > nowMs) return status('in prelucrare', null)
  const downloadSeq = await findSendersMessage(read, world, upload.seq)
  const isHidden = downloadSeq === null || call.fault?.kind === 'no_download_yet'
  return status(upload.errors === null ? 'ok' : 'nok', isHidden ? null : downloadIdOf(downloadSeq))
}
