import { randomUUID } from 'node:crypto'
import { badRequest, json } from './anaf-answers.ts'
import type { Call, Simulated } from './call.ts'
import { judgementOf, readInvoice, readUpload, Unreadable } from './read-document.ts'
import { isSignatureOf } from './sign-document.ts'

/** The names of validate and transform differ from those of upload (efactura 1.2). */
const ROOTS = { FACT1: 'Invoice', FCN: 'CreditNote' } as const
export type DocumentKind = keyof typeof ROOTS

const VALID =
  'Fișierele încărcate au fost validate cu succes, din perspectiva autenticității semnăturii aplicate și a apartenenței acesteia la factura transmisă'
const NOT_VALID =
  'Fișierele încărcate NU au putut fi validate cu succes, din perspectiva autenticității semnăturii aplicate și a apartenenței acesteia la factura transmisă'

/** `validare` (efactura 1.6). */
export async function validateDocument(simulated: Simulated, call: Call, kind: DocumentKind): Promise<Response> {
  const bytes = await bytesOf(call)
  return bytes === null ? missingFile(call) : verdict((await checked(simulated, call, bytes, kind)).faults)
}

/** `transformare`: a PDF, or what validate says. `/DA` skips the rules, and what is no invoice is refused all the same. */
export async function transformDocument(
  simulated: Simulated,
  call: Call,
  kind: DocumentKind,
  isUnchecked: boolean,
): Promise<Response> {
  const bytes = await bytesOf(call)
  if (bytes === null) return missingFile(call)
  const { faults, pdf } = await checked(simulated, call, bytes, kind, isUnchecked ? 'unchecked' : 'pdf')
  if (faults.length > 0 || pdf === null) return verdict(faults)
  return new Response(pdf, { headers: { 'content-type': 'application/pdf' } })
}

/** Whether a signature from a ZIP of the simulator belongs to the file beside it. */
export async function checkSignature(simulated: Simulated, call: Pick<Call, 'request' | 'nowMs'>): Promise<Response> {
  const form = await call.request.formData().catch(() => null)
  const [file, signature] = [form?.get('file'), form?.get('signature')]
  if (!(file instanceof Blob) || !(signature instanceof Blob)) {
    return badRequest(call.nowMs, 'Fisierele file si signature sunt obligatorii')
  }
  const content = new Uint8Array(await file.arrayBuffer())
  const isValid = isSignatureOf(content, await signature.text(), await simulated.signingKey())
  return json({ msg: isValid ? VALID : NOT_VALID })
}

async function bytesOf({ request }: Call): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.length === 0 ? null : bytes
}

function missingFile({ nowMs }: Call): Response {
  return badRequest(nowMs, 'Trebuie sa aveti atasat in request un fisier de tip xml')
}

interface Checked {
  readonly faults: readonly string[]
  readonly pdf: Uint8Array<ArrayBuffer> | null
}

async function checked(
  simulated: Simulated,
  { tenant }: Call,
  bytes: Uint8Array,
  kind: DocumentKind,
  how: 'head' | 'pdf' | 'unchecked' = 'head',
): Promise<Checked> {
  const tooLarge = bytes.length > simulated.settings.validateLimitBytes
  if (tooLarge) return { faults: ['Marime fisier transmis mai mare de 5 MB.'], pdf: null }
  try {
    const document = await readUpload(simulated, bytes, tenant, how === 'head' ? 'head' : 'pdf')
    readInvoice(document, ROOTS[kind])
    const { pdf } = document
    if (how === 'unchecked') return { faults: [], pdf }
    const { schemaFault, errors } = judgementOf(document)
    return { faults: schemaFault === null ? errors : [schemaFault], pdf }
  } catch (error) {
    if (error instanceof Unreadable) return { faults: [error.message], pdf: null }
    throw error
  }
}

function verdict(faults: readonly string[]): Response {
  const trace_id = randomUUID()
  if (faults.length === 0) return json({ stare: 'ok', trace_id })
  return json({ stare: 'nok', Messages: faults.map((message) => ({ message })), trace_id })
}
