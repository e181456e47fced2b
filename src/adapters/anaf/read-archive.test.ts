import { type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { type Played, playing, TOKEN } from '../../../test/anaf.ts'
import type { DownloadAnswer } from './anaf.ts'

const SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'
const invoice = (inside = '') =>
  `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:b="urn:b"><b:ID>ș1</b:ID>${inside}</Invoice>`
const CREDIT_NOTE = '<c:CreditNote xmlns:c="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>'
const ERRORS =
  '<header xmlns="mfp:anaf:dgti:efactura:mesajEroriFactuta:v1" Index_incarcare="7" Cif_emitent="8"><Error errorMessage="E: a"/><Error errorMessage=" E: b "/></header>'
const RASP = '<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1" index_incarcare="7" message="text"/>'
const SIGNED_ERRORS = ERRORS.replace('</header>', `${SIGNATURE}</header>`)

/** Too large for its tree to be made, but for what is no invoice. */
const MUCH = '<!-- x -->'.repeat(4_000)
const LARGE_ERRORS = ERRORS.replace('</header>', `${MUCH}</header>`)

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (content: Uint8Array | null) => content && new TextDecoder().decode(content)

async function downloaded(played: Played): Promise<DownloadAnswer> {
  const { client } = await playing(played)
  return client.download(TOKEN, '1')
}

async function archived(files: Readonly<Record<string, string>>) {
  const zippable: Zippable = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytes(content)]))
  const zip = zipSync(zippable)
  const answer = await downloaded({ body: zip, headers: { 'content-type': 'text/plain' } })
  if (answer.kind !== 'archive') throw new Error(JSON.stringify(answer))
  expect(answer.zip).toEqual(zip)
  return { ...answer, document: text(answer.document), signature: text(answer.signature) }
}

describe('an archive with', () => {
  const detached = { documentName: '7.xml', signature: SIGNATURE, errors: [] }
  test.each<[string, Readonly<Record<string, string>>, object]>([
    [
      'an invoice',
      { '7.xml': invoice(), 'semnatura_7.xml': SIGNATURE },
      { ...detached, document: invoice(), documentKind: 'invoice' },
    ],
    [
      'the signature first',
      { 'semnatura_7.xml': SIGNATURE, '7.xml': invoice() },
      { ...detached, document: invoice(), documentKind: 'invoice' },
    ],
    [
      'a credit note',
      { '7.xml': CREDIT_NOTE, 'semnatura_7.xml': SIGNATURE },
      { ...detached, document: CREDIT_NOTE, documentKind: 'invoice' },
    ],
    [
      'misleading names',
      { 'semnatura_7.xml': invoice(), '7.xml': SIGNATURE },
      { documentName: 'semnatura_7.xml', document: invoice(), signature: SIGNATURE },
    ],
    [
      'a signed copy',
      { 'semnatura_7.xml': invoice(SIGNATURE), '7.xml': invoice() },
      { document: invoice(), signature: invoice(SIGNATURE), documentKind: 'invoice' },
    ],
    [
      'two of the same, told apart by name',
      { 'semnatura_7.xml': invoice(' '), '7.xml': invoice() },
      { document: invoice(), signature: invoice(' ') },
    ],
    [
      'a large invoice',
      { 'semnatura_7.xml': SIGNATURE, '7.xml': invoice(MUCH) },
      { ...detached, document: invoice(MUCH), documentKind: 'invoice' },
    ],
    [
      'a large signed copy',
      { 'b.xml': invoice(`${MUCH}${SIGNATURE}`), 'a.xml': invoice(MUCH) },
      { document: invoice(MUCH), signature: invoice(`${MUCH}${SIGNATURE}`), documentKind: 'invoice' },
    ],
    [
      'many errors beside the invoice',
      { '7.xml': invoice(MUCH), '8.xml': LARGE_ERRORS },
      { document: LARGE_ERRORS, documentKind: 'errors', errors: ['E: a', 'E: b'] },
    ],
    [
      'errors',
      { '7.xml': ERRORS, 'semnatura_7.xml': SIGNATURE },
      { ...detached, document: ERRORS, documentKind: 'errors', errors: ['E: a', 'E: b'] },
    ],
    [
      'errors and a signed copy',
      { 'semnatura_7.xml': SIGNED_ERRORS, '7.xml': ERRORS },
      { document: ERRORS, signature: SIGNED_ERRORS, errors: ['E: a', 'E: b'] },
    ],
    ["a buyer's message", { '7.xml': RASP, 'semnatura_7.xml': SIGNATURE }, { document: RASP, documentKind: 'message' }],
    [
      'something new',
      { '7.xml': '<x/>', 'semnatura_7.xml': SIGNATURE },
      { document: '<x/>', documentKind: 'other', signature: SIGNATURE },
    ],
    [
      'a signature that is not XML',
      { '7.xml': invoice(), 'semnatura_7.xml': 'MIIB' },
      { document: invoice(), documentKind: 'invoice', signature: 'MIIB' },
    ],
    ['no signature', { '7.xml': invoice() }, { document: invoice(), signature: null }],
    ['a path for a name', { '../../etc/a b"\n.xml': invoice() }, { documentName: 'a_b__.xml' }],
    ['a path of Windows', { 'C:\\x\\..xml': invoice() }, { documentName: 'xml' }],
    [
      'a signed copy under the name of the document',
      { '7.xml': invoice(SIGNATURE), 'semnatura_7.xml': invoice() },
      { document: invoice(), signature: invoice(SIGNATURE) },
    ],
    ['something new in front of the errors', { 'a.xml': '<x/>', '7.xml': ERRORS }, { documentKind: 'errors' }],
  ])('%s', async (_what, files, expected) => {
    expect(await archived(files)).toMatchObject(expected)
  })
})

describe('a download that is', () => {
  const UNREADABLE = { kind: 'failure', reason: 'unreadable', status: 200 }
  test.each<[string, Played, object]>([
    [
      'refused',
      { body: '{"eroare":"Pentru id=4596 nu exista inregistrata nici o factura","titlu":"Descarcare mesaj"}' },
      { kind: 'refusal', cause: 'not_found' },
    ],
    [
      'refused for today',
      { body: '{"eroare":"S-au facut deja 10 descarcari de mesaj in cursul zilei"}' },
      { kind: 'refusal', cause: 'limit' },
    ],
    [
      'refused for rights',
      { body: '{"eroare":"Nu aveti dreptul sa descarcati aceasta factura"}' },
      { kind: 'refusal', cause: 'rights' },
    ],
    [
      '400',
      { status: 400, body: '{"message":"Parametrul id este obligatoriu"}' },
      { kind: 'refusal', cause: 'content' },
    ],
    ['a page', { body: '<html>rejected</html>' }, UNREADABLE],
    ['empty', { body: '' }, UNREADABLE],
    ['cut short', { body: zipSync({ a: bytes(invoice()) }).subarray(0, 60) }, UNREADABLE],
    ['an empty archive', { body: zipSync({}) }, UNREADABLE],
    ['an archive of folders', { body: zipSync({ 'a/': {} }) }, UNREADABLE],
    ['only a signature', { body: zipSync({ 'semnatura_7.xml': bytes(SIGNATURE) }) }, UNREADABLE],
    [
      'a bomb',
      { body: zipSync({ '7.xml': new Uint8Array(40_000_000) }) },
      { ...UNREADABLE, detail: expect.stringContaining('too large') },
    ],
    [
      'larger than 30 MB',
      { body: new Uint8Array(31 * 1024 * 1024) },
      { ...UNREADABLE, detail: expect.stringContaining('too large') },
    ],
  ])('%s', async (_what, played, expected) => {
    expect(await downloaded(played)).toMatchObject(expected)
  })
})
