import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'

const YEARS_VALID = 10
const TAG = { integer: 0x02, bits: 0x03, none: 0x05, oid: 0x06, utf8: 0x0c, utcTime: 0x17, sequence: 0x30, set: 0x31 }
const EXPLICIT_VERSION = 0xa0
/** 1.2.840.113549.1.1.11, sha256WithRSAEncryption. */
const SHA256_WITH_RSA = Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b])
/** 2.5.4.3, the common name. */
const COMMON_NAME = Buffer.from([0x55, 0x04, 0x03])

/**
 * A self-signed X.509 certificate (RFC 5280) in DER, with nothing but a name in it. `privateKey` is PEM. Node reads
 * certificates and makes none; a library would be one more dependency for these few bytes.
 */
export function selfSignedCertificate(privateKey: string, commonName: string, nowMs: number): Buffer {
  const key = createPrivateKey(privateKey)
  const algorithm = sequence(der(TAG.oid, SHA256_WITH_RSA), der(TAG.none))
  const name = sequence(
    der(TAG.set, sequence(der(TAG.oid, COMMON_NAME), der(TAG.utf8, Buffer.from(commonName, 'utf8')))),
  )
  const validity = sequence(utcTime(nowMs), utcTime(nowMs, YEARS_VALID))
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const version = der(EXPLICIT_VERSION, der(TAG.integer, Buffer.from([2])))
  const body = sequence(version, der(TAG.integer, serial()), algorithm, name, validity, name, publicKey)
  const signature = sign('sha256', body, key)
  return sequence(body, algorithm, der(TAG.bits, Buffer.concat([Buffer.from([0]), signature])))
}

/** Positive, and without a leading zero byte, which DER would have to drop. */
function serial(): Buffer {
  const bytes = randomBytes(8)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

/** `yyMMddHHmmssZ`, which lasts until 2049. */
function utcTime(ms: number, yearsLater = 0): Buffer {
  const date = new Date(ms)
  date.setUTCFullYear(date.getUTCFullYear() + yearsLater)
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14)
  return der(TAG.utcTime, Buffer.from(`${digits}Z`, 'latin1'))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(TAG.sequence, ...parts)
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const digits = length.toString(16)
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}
