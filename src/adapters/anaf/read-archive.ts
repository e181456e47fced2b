import { CREDIT_NOTE_NAMESPACE, INVOICE_NAMESPACE, type XmlElement } from '../../domain/efactura/xml-tree.ts'
import { rootNameOf } from '../../domain/xml/parse-xml.ts'
import { isZip, readZip, type ZipEntry, ZipError } from '../zip/read-zip.ts'
import type { DocumentKind, DownloadAnswer } from './anaf.ts'
import { type Reply, unreadable } from './call-anaf.ts'
import { errorsOf, isHeader, xmlOf } from './read-header.ts'
import { jsonRefusal } from './read-json.ts'

/**
 * Two files are what ANAF sends; a document is at most 10 MB, and its signature may be a signed copy of it
 * (efactura 1.5, 1.7). The rest is room.
 */
const LIMITS = { entries: 20, entryBytes: 24 * 1024 * 1024, totalBytes: 48 * 1024 * 1024 }
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'
const SIGNATURE_NAME = /(^|[\\/])semnatura_/i
const CII = 'CrossIndustryInvoice'

/** Efactura 1.5. Errors are JSON under HTTP 200 too, so the first bytes decide what this is. */
export function readArchive(reply: Reply): DownloadAnswer {
  if (!isZip(reply.bytes)) return jsonRefusal(reply) ?? unreadable(reply, 'not a ZIP')
  const about = { ...reply, text: '' }
  try {
    const files = readZip(reply.bytes, LIMITS).map(looked)
    const document = chooseDocument(files)
    if (document === null) return unreadable(about, 'a ZIP without a document')
    return {
      kind: 'archive',
      zip: reply.bytes,
      document: document.bytes,
      documentName: plainName(document.name),
      documentKind: document.kind,
      signature: chooseSignature(files, document),
      errors: document.kind === 'errors' && document.root !== null ? errorsOf(document.root) : [],
    }
  } catch (error) {
    if (error instanceof ZipError) return unreadable(about, `a ZIP that cannot be read, ${error.message}`)
    throw error
  }
}

interface LookedAt extends ZipEntry {
  readonly root: XmlElement | null
  readonly kind: DocumentKind | 'signature'
  /** Holds a signature around the whole document, or has the name of one. */
  readonly isSigned: boolean
  readonly isNamedSignature: boolean
}

interface Document extends LookedAt {
  readonly kind: DocumentKind
}

/** Above this size an invoice is known by its root alone: its tree takes a second of everybody's time, and says no more. */
const LARGE_BYTES = 16 * 1024

function looked(entry: ZipEntry): LookedAt {
  const isNamedSignature = SIGNATURE_NAME.test(entry.name)
  if (entry.bytes.length > LARGE_BYTES) {
    const root = rootNameOf(entry.bytes)
    if (root !== null && isInvoice(root)) {
      const isSigned = Buffer.from(entry.bytes.buffer, entry.bytes.byteOffset, entry.bytes.length).includes(XMLDSIG)
      return { ...entry, root: null, kind: 'invoice', isSigned, isNamedSignature }
    }
  }
  const root = xmlOf(entry.bytes)
  return {
    ...entry,
    root,
    kind: root === null ? 'other' : kindOf(root),
    isSigned: root?.children.some(isSignature) ?? false,
    isNamedSignature,
  }
}

function kindOf(root: XmlElement): LookedAt['kind'] {
  if (isSignature(root)) return 'signature'
  if (isInvoice(root)) return 'invoice'
  if (isHeader(root, 'mesajEroriFactuta') || isHeader(root, 'mesajEroriFactura')) return 'errors'
  return isHeader(root, 'reqMesaj') ? 'message' : 'other'
}

function isInvoice({ uri, name }: Pick<XmlElement, 'uri' | 'name'>): boolean {
  return uri === INVOICE_NAMESPACE || uri === CREDIT_NOTE_NAMESPACE || name === CII
}

function isSignature(element: XmlElement): boolean {
  return element.uri === XMLDSIG && element.name === 'Signature'
}

const RANKS: Readonly<Record<DocumentKind, number>> = { errors: 0, invoice: 1, message: 2, other: 3 }

/** By root element; of two alike, the one without ANAF's signature inside, and the name only when that says nothing. */
function chooseDocument(files: readonly LookedAt[]): Document | null {
  const documents = files.filter((file): file is Document => file.kind !== 'signature')
  const [best] = documents.toSorted(
    (a, b) =>
      RANKS[a.kind] - RANKS[b.kind] ||
      Number(a.isSigned) - Number(b.isSigned) ||
      Number(a.isNamedSignature) - Number(b.isNamedSignature),
  )
  return best ?? null
}

/** Detached if there is one, else a signed copy, else what is at least named so. */
function chooseSignature(files: readonly LookedAt[], document: LookedAt): Uint8Array | null {
  const others = files.filter((file) => file !== document)
  const found =
    others.find((file) => file.kind === 'signature') ??
    others.find((file) => file.isSigned) ??
    others.find((file) => file.isNamedSignature)
  return found?.bytes ?? null
}

function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const plain = last
    .replace(/[^0-9A-Za-z._-]/g, '_')
    .replace(/^\.+/, '')
    .slice(-100)
  return plain === '' ? 'document.xml' : plain
}
