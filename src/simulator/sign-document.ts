import { createPublicKey, hash, sign, verify, X509Certificate } from 'node:crypto'
import { escapeXml } from '../domain/efactura/write/xml-text.ts'
import type { SigningKey } from './signing-key.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/**
 * A detached XML-DSig signature of a file (efactura 1.5): the digest is over its bytes as they are, without transforms.
 * `SignedInfo` is written in its exclusive canonical form at once, but for the namespace that it has from its parent,
 * so that no canonicaliser is needed here and any other may check it.
 */
export function signDocument(content: Uint8Array, fileName: string, key: SigningKey): string {
  const signedInfo =
    `<SignedInfo><CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="${RSA_SHA256}"></SignatureMethod>` +
    `<Reference URI="${escapeXml(fileName)}"><DigestMethod Algorithm="${SHA256}"></DigestMethod>` +
    `<DigestValue>${digestOf(content)}</DigestValue></Reference></SignedInfo>`
  const value = sign('sha256', canonical(signedInfo), key.privateKey).toString('base64')
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<Signature xmlns="${DSIG}">${signedInfo}` +
    `<SignatureValue>${value}</SignatureValue>` +
    `<KeyInfo><X509Data><X509Certificate>${key.certificate}</X509Certificate></X509Data></KeyInfo></Signature>`
  )
}

/**
 * Whether a signature is ours and of this content. One that was written anew, even with nothing but spaces added inside
 * `SignedInfo`, is not: white space there is signed.
 */
export function isSignatureOf(content: Uint8Array, signature: string, key: SigningKey): boolean {
  const signedInfo = /<SignedInfo>.*<\/SignedInfo>/s.exec(signature)?.[0]
  const value = textOf(signature, 'SignatureValue')
  const certificate = textOf(signature, 'X509Certificate')
  if (signedInfo === undefined || value === null || certificate !== key.certificate) return false
  if (textOf(signedInfo, 'DigestValue') !== digestOf(content)) return false
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'))
  const isOurs = publicKey.equals(createPublicKey(key.privateKey))
  return isOurs && verify('sha256', canonical(signedInfo), publicKey, Buffer.from(value, 'base64'))
}

/** As a document of its own, `SignedInfo` declares the namespace itself. */
function canonical(signedInfo: string): Buffer {
  return Buffer.from(signedInfo.replace('<SignedInfo>', `<SignedInfo xmlns="${DSIG}">`), 'utf8')
}

function digestOf(content: Uint8Array): string {
  return hash('sha256', content, 'base64')
}

function textOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}
