import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dialects, makeClock, TEST_NOW } from '../../test/harness.ts'
import { type Anaf, anaf, attributeOf, INVOICE, replyOf, SELLER, unzipped } from '../../test/simulator/anaf.ts'
import { attribute, child, textAt, type XmlElement } from '../domain/efactura/xml-tree.ts'
import { parseXml } from '../domain/xml/parse-xml.ts'
import { signingKeyOf } from './signing-key.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'

async function downloaded(played: Anaf, xml = INVOICE): Promise<{ id: string; file: Uint8Array; signature: string }> {
  const { as, send } = played
  const id = await send(xml)
  const status = await as(SELLER).get(`stareMesaj?id_incarcare=${id}`)
  const { bytes } = await as(SELLER).get(`descarcare?id=${attributeOf(status.text, 'id_descarcare')}`)
  const files = unzipped(bytes)
  const [file, signature] = [files[`${id}.xml`], files[`semnatura_${id}.xml`]]
  if (!file || !signature) throw new Error('the ZIP lacks a file')
  return { id, file, signature: Buffer.from(signature).toString('utf8') }
}

/** Exclusive C14N of an element whose names are all in one default namespace, from what was read and not from the text. */
function canonical(element: XmlElement, isApex = true): string {
  const attributes = [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1))
  const written = attributes.map(({ name, value }) => ` ${name}="${value}"`).join('')
  const content = element.children.map((inner) => canonical(inner, false)).join('') + element.text
  return `<${element.name}${isApex ? ` xmlns="${element.uri}"` : ''}${written}>${content}</${element.name}>`
}

function verified(signature: string, file: Uint8Array): { isDigestRight: boolean; isSignatureRight: boolean } {
  const root = parseXml(signature)
  expect(root).toMatchObject({ name: 'Signature', uri: DSIG })
  const info = child(root, 'SignedInfo') as XmlElement
  const algorithm = (path: string) => attribute(child(info, path) as XmlElement, 'Algorithm')
  expect(algorithm('CanonicalizationMethod')).toBe('http://www.w3.org/2001/10/xml-exc-c14n#')
  expect(algorithm('SignatureMethod')).toBe('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256')
  expect(algorithm('Reference/DigestMethod')).toBe('http://www.w3.org/2001/04/xmlenc#sha256')
  const der = Buffer.from(textAt(root, 'KeyInfo/X509Data/X509Certificate') ?? '', 'base64')
  const { publicKey } = new X509Certificate(der)
  const verifier = createVerify('RSA-SHA256').update(canonical(info))
  const value = Buffer.from(textAt(root, 'SignatureValue') ?? '', 'base64')
  return {
    isDigestRight: textAt(info, 'Reference/DigestValue') === createHash('sha256').update(file).digest('base64'),
    isSignatureRight: verifier.verify(publicKey, value),
  }
}

async function ask({ simulator }: Anaf, file: Uint8Array, signature: string) {
  const form = new FormData()
  form.set('file', new Blob([Buffer.from(file)]), 'invoice.xml')
  form.set('signature', new Blob([signature]), 'signature.xml')
  const request = new Request('http://anaf/api/validate/signature', { method: 'POST', body: form })
  return replyOf(await simulator.handle(request))
}

describe.each(dialects)('the signature in the ZIP on %s', (dialect) => {
  test('is right by an independent computation, for invoices and for errors', async () => {
    const played = await anaf(dialect)
    for (const xml of [INVOICE, INVOICE.replace('RO-CJ', 'CJ')]) {
      const { file, signature, id } = await downloaded(played, xml)
      expect(verified(signature, file)).toEqual({ isDigestRight: true, isSignatureRight: true })
      expect(signature).toContain(`URI="${id}.xml"`)
    }
  })

  test('is made with one key pair per database, whoever asks first', async () => {
    const { database, clock } = await anaf(dialect)
    const keys = await Promise.all(Array.from({ length: 3 }, () => signingKeyOf(database, clock)))
    const later = await signingKeyOf(database, makeClock('2027-01-01T00:00:00Z'))
    expect(new Set([...keys, later].map(({ certificate }) => certificate)).size).toBe(1)
    expect(
      new Set([...keys, later].map(({ privateKey }) => privateKey.export({ type: 'pkcs8', format: 'pem' }))).size,
    ).toBe(1)
  })
})

test('the certificate signs itself and is valid for ten years', async () => {
  const { database, clock } = await anaf('sqlite')
  const { certificate } = await signingKeyOf(database, clock)
  const read = new X509Certificate(Buffer.from(certificate, 'base64'))
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read).toMatchObject({ subject: 'CN=FACTURIER SIMULATOR ANAF', issuer: 'CN=FACTURIER SIMULATOR ANAF' })
  expect(read.validFromDate).toEqual(new Date(TEST_NOW))
  expect(read.validToDate).toEqual(new Date('2036-11-21T10:00:00Z'))
})

test('validate/signature knows its own from what was changed', async () => {
  const played = await anaf('sqlite')
  const { file, signature } = await downloaded(played)
  const other = await downloaded(await anaf('sqlite'))
  const changed = Buffer.from(file).toString('utf8').replace('200.00', '300.00')
  const digest = createHash('sha256').update(changed).digest('base64')
  const forged = signature.replace(/<DigestValue>[^<]*/, `<DigestValue>${digest}`)
  const right = await ask(played, file, signature)
  expect(right).toMatchObject({ status: 200, json: { msg: expect.stringContaining('au fost validate cu succes') } })
  for (const [content, signed] of [
    [Buffer.from(changed), signature],
    [Buffer.from(changed), forged],
    [file, other.signature],
    [file, '<Signature/>'],
  ] as const) {
    expect((await ask(played, content, signed)).json.msg).toContain('NU au putut fi validate')
  }
  const request = new Request('http://anaf/api/validate/signature', { method: 'POST', body: 'x' })
  expect((await played.simulator.handle(request)).status).toBe(400)
})
