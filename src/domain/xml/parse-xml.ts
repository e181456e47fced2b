import type { XmlElement } from '../../domain/efactura/xml-tree.ts'
import { XmlError } from './xml-error.ts'
import { XmlReader } from './xml-reader.ts'

/** ANAF takes files up to 10 MB (efactura 1.7). */
const MAX_BYTES = 10 * 1024 * 1024
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Anything that XML 1.0 does not count as a character. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/**
 * Reads one XML 1.0 document with namespaces. It comes from outside, so: UTF-8 only (with or without byte order mark),
 * no DOCTYPE and therefore no entities of its own, bounds on size, depth, elements and attributes, and time that grows
 * with the size and with nothing else. Throws `XmlError`, which says what is wrong and where.
 */
export function parseXml(source: Uint8Array | string): XmlElement {
  const text = normaliseLines(typeof source === 'string' ? withinLimit(source) : decode(source))
  const strange = text.search(FORBIDDEN)
  if (strange >= 0) throw new XmlError('character', text, strange)
  return new XmlReader(text).document()
}

/** Before the root there are a declaration and perhaps a comment. */
const HEAD_BYTES = 64 * 1024
const lenient = new TextDecoder('utf-8')

/**
 * What the root of a document is called, from its first 64 KB, in no time even of 10 MB; null where they do not say.
 * Nothing else is looked at: whether it is XML at all, `parseXml` tells.
 */
export function rootNameOf(source: Uint8Array): Pick<XmlElement, 'uri' | 'name'> | null {
  try {
    return new XmlReader(normaliseLines(lenient.decode(source.subarray(0, HEAD_BYTES)))).rootName()
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}

function withinLimit(text: string): string {
  if (text.length > MAX_BYTES) throw new XmlError('too_large', '', 0)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) throw new XmlError('too_large', '', 0)
  try {
    return decoder.decode(bytes)
  } catch {
    throw new XmlError('encoding', '', 0)
  }
}

/** XML 1.0, 2.11: whatever ends a line reads as a line feed. */
function normaliseLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
