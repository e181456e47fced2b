import type { Judged } from '../adapters/xml/xml-judge.ts'
import type { EInvoice, EParty } from '../domain/efactura/einvoice.ts'
import { isFatal } from '../domain/efactura/rules/validate-ubl.ts'
import { isCnpShape, isCuiShape, parseFiscalCode } from '../domain/fiscal-code.ts'
import type { Simulated } from './call.ts'

const BUYER_MESSAGE = 'mfp:anaf:dgti:spv:reqMesaj:v1'

/** A document that does not get past the door; the message is in ANAF's manner. */
export class Unreadable extends Error {}

/** A message from the buyer to the issuer (efactura 1.2). */
export interface BuyerMessage {
  readonly uploadId: string
  readonly text: string
}

/** A document that is read and judged. */
export type Document = Extract<Judged, { kind: 'judged' }>

/** Too many large documents wait, or this one is too much. */
export class Overloaded extends Error {
  readonly retryAfterSeconds: number
  constructor(retryAfterSeconds: number) {
    super('too many large documents are being judged')
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const TOO_SLOW_SECONDS = 60

/** Throws `Unreadable` for what is no XML, and `Overloaded`. `pdf` is for whoever needs the picture too. */
export async function readUpload(
  { judge }: Pick<Simulated, 'judge'>,
  bytes: Uint8Array,
  tenant: string,
  wanted: 'head' | 'pdf' = 'head',
): Promise<Document> {
  const judged = await judge(bytes, tenant, wanted)
  switch (judged.kind) {
    case 'judged':
      return judged
    case 'not_xml':
      throw new Unreadable(saxMessage(judged.line, judged.column, judged.reason.en))
    case 'busy':
      throw new Overloaded(judged.retryAfterSeconds)
    case 'too_slow':
      throw new Overloaded(TOO_SLOW_SECONDS)
  }
}

/** The invoice in a document, with everything but the shape of UBL still to be judged. */
export function readInvoice({ root, invoice }: Document, expected: 'Invoice' | 'CreditNote'): EInvoice {
  if (invoice?.syntax !== expected) {
    const what = `cvc-elt.1.a: Cannot find the declaration of element '${root.name}'.`
    throw new Unreadable(saxMessage(root.line, 1, what))
  }
  return invoice
}

export function readBuyerMessage({ root }: Document): BuyerMessage {
  const { indexIncarcare: uploadId, message: text } = root
  if (root.uri !== BUYER_MESSAGE || root.name !== 'header' || uploadId === null || text === null) {
    const what = `cvc-elt.1.a: Cannot find the declaration of element '${root.name}'.`
    throw new Unreadable(saxMessage(root.line, 1, what))
  }
  return { uploadId, text }
}

export interface Judgement {
  /** What the XSD would refuse at the door; null when it would not. */
  readonly schemaFault: string | null
  /** What the rules refuse later, one sentence each. */
  readonly errors: readonly string[]
}

/** Our rules in ANAF's words (efactura 1.3, 1.6): FCT-X are those of the XSD, other FCT its unpublished ones. */
export function judgementOf({ findings }: Document): Judgement {
  const fatal = findings.filter(isFatal)
  const ofSchema = fatal.find(({ ruleId }) => ruleId.startsWith('FCT-X'))
  const errors = fatal.map(({ ruleId, path, messageRo }) =>
    ruleId.startsWith('FCT-')
      ? `E: ${path} eroare regula: R_${ruleId.replace('-', '_')}: ${messageRo}`
      : schematronError(ruleId, messageRo),
  )
  const schemaFault = ofSchema ? saxMessage(ofSchema.line, 1, `cvc-complex-type.2.4.a: ${ofSchema.messageEn}`) : null
  return { schemaFault, errors }
}

export function schematronError(ruleId: string, message: string): string {
  return `E: validari globale SCHEMATRON eroare: [${ruleId}]-${message}`
}

function saxMessage(line: number, column: number, what: string): string {
  const at = `lineNumber: ${line}; columnNumber: ${column}`
  return `Fisierul transmis nu este valid. org.xml.sax.SAXParseException; ${at}; ${what}`
}

/** The Romanian code of a party, digits only: a CUI, or the CNP of a person. Null for foreigners and for no code. */
export function cifOf({ vatId, legalId, taxRegistration, address }: EParty): string | null {
  for (const written of [vatId, legalId?.id, taxRegistration?.id]) {
    const code = parseFiscalCode(written ?? '')
    if (code === null) continue
    const isRomanian = code.prefix === 'RO' || (code.prefix === null && address?.country === 'RO')
    if (isRomanian && (isCuiShape(code.code) || isCnpShape(code.code))) return code.code
  }
  return null
}
