import { crc32, inflateRawSync } from 'node:zlib'

export interface ZipLimits {
  readonly entries: number
  /** Of one file and of all together, inflated. */
  readonly entryBytes: number
  readonly totalBytes: number
}

export interface ZipEntry {
  /** As written in the archive: a label, never a path to write to. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** The archive cannot be read, or is larger inside than we take. */
export class ZipError extends Error {}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END_BYTES = 22
const COMMENT_BYTES = 65_535
const STORED = 0
const DEFLATED = 8
const IS_ENCRYPTED = 1

/** Whether these are the first bytes of a ZIP with something in it. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && viewOf(bytes).getUint32(0, true) === LOCAL
}

/**
 * The files of a ZIP, in the order of its directory. Our own reader, because the document is a legal original from
 * outside: the package that we write ZIPs with neither stops a file that grows past its stated size nor checks the
 * CRC. Inflating itself is Node's, with a hard limit on what comes out.
 * Throws `ZipError`.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits): ZipEntry[] {
  try {
    return readEntries(bytes, limits)
  } catch (error) {
    if (error instanceof ZipError) throw error
    // A RangeError of a view, or an error of zlib: the archive is cut short or broken.
    throw new ZipError(`the archive is broken: ${(error as Error).message}`)
  }
}

function readEntries(bytes: Uint8Array, limits: ZipLimits): ZipEntry[] {
  const view = viewOf(bytes)
  const end = endOf(view)
  const count = view.getUint16(end + 10, true)
  if (count > limits.entries) throw new ZipError(`${count} files are too many`)
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  let left = limits.totalBytes
  for (let n = 0; n < count; n++) {
    if (view.getUint32(at, true) !== CENTRAL) throw new ZipError('the directory is broken')
    const nameBytes = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(slice(bytes, at + 46, nameBytes))
    const isFolder = name.endsWith('/') || name.endsWith('\\')
    if (!isFolder) {
      const content = readContent(bytes, view, at, Math.min(limits.entryBytes, left))
      left -= content.length
      entries.push({ name, bytes: content })
    }
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

/** Where the end record is: it is last, and only a comment may follow it. */
function endOf(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES)
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) if (view.getUint32(at, true) === END) return at
  throw new ZipError('the archive has no directory')
}

/** Sizes and CRC come from the directory, because a writer that streams leaves them out of the file's own header. */
function readContent(bytes: Uint8Array, view: DataView, entry: number, limit: number): Uint8Array {
  if (view.getUint16(entry + 8, true) & IS_ENCRYPTED) throw new ZipError('a file is encrypted')
  const method = view.getUint16(entry + 10, true)
  const crc = view.getUint32(entry + 16, true)
  const packed = view.getUint32(entry + 20, true)
  const size = view.getUint32(entry + 24, true)
  const local = view.getUint32(entry + 42, true)
  if (size > limit) throw new ZipError(`a file of ${size} bytes is too large`)
  if (view.getUint32(local, true) !== LOCAL) throw new ZipError('a file is not where the directory says')
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const content = unpack(slice(bytes, start, packed), method, size)
  if (content.length !== size || crc32(content) !== crc) throw new ZipError('a file is damaged')
  return content
}

function unpack(packed: Uint8Array, method: number, size: number): Uint8Array {
  if (method === STORED) return packed.slice()
  // A limit of 0 would mean none, and a file of no bytes still has a packed end mark.
  if (method === DEFLATED) return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }))
  throw new ZipError(`packing method ${method} is not read`)
}

function slice(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start + length > bytes.length) throw new ZipError('the archive is cut short')
  return bytes.subarray(start, start + length)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
