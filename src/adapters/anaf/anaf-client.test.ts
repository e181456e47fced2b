import { describe, expect, test } from 'vitest'
import { anUpload, hostsAt, type Played, playing, TOKEN } from '../../../test/anaf.ts'
import { loopback } from '../../../test/loopback.ts'
import type { AnafClient } from './anaf.ts'
import { makeAnafClient } from './anaf-client.ts'

const XML = new TextEncoder().encode('<Invoice>ș</Invoice>')

describe('requests', () => {
  test.each<[string, (client: AnafClient) => Promise<unknown>, string]>([
    ['upload', (c) => c.upload(TOKEN, anUpload()), 'POST /test/FCTEL/rest/upload?standard=UBL&cif=8000000000'],
    [
      'upload to a person, with every flag',
      (c) =>
        c.upload(
          TOKEN,
          anUpload({ isConsumer: true, isExtern: true, isSelfBilled: true, isEnforcement: true, standard: 'CN' }),
        ),
      'POST /test/FCTEL/rest/uploadb2c?standard=CN&cif=8000000000&extern=DA&autofactura=DA&executare=DA',
    ],
    ['status', (c) => c.status(TOKEN, '38&x=1'), 'GET /test/FCTEL/rest/stareMesaj?id_incarcare=38%26x%3D1'],
    [
      'list',
      (c) => c.list(TOKEN, { cif: '8', days: 60, filter: null }),
      'GET /test/FCTEL/rest/listaMesajeFactura?zile=60&cif=8',
    ],
    [
      'a page',
      (c) => c.listPage(TOKEN, { cif: '8', fromMs: 1_700_000_000_000, toMs: 1_700_000_060_000, page: 2, filter: 'P' }),
      'GET /test/FCTEL/rest/listaMesajePaginatieFactura?startTime=1700000000000&endTime=1700000060000&cif=8&pagina=2&filtru=P',
    ],
    ['download', (c) => c.download(TOKEN, '3001503294'), 'GET /test/FCTEL/rest/descarcare?id=3001503294'],
    ['validate', (c) => c.validate(XML, 'CN'), 'POST /prod/FCTEL/rest/validare/FCN'],
    [
      'transform',
      (c) => c.transform(XML, 'UBL', { skipValidation: false }),
      'POST /prod/FCTEL/rest/transformare/FACT1',
    ],
    [
      'transform as it is',
      (c) => c.transform(XML, 'CN', { skipValidation: true }),
      'POST /prod/FCTEL/rest/transformare/FCN/DA',
    ],
  ])('%s', async (_what, call, expected) => {
    const { client, seen } = await playing({})
    await call(client)
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([expected])
    const isPublic = expected.includes('/prod/')
    expect(seen[0]?.headers.authorization).toBe(isPublic ? undefined : `Bearer ${TOKEN}`)
    if (!expected.startsWith('POST')) return
    expect(seen[0]?.headers['content-type']).toBe('text/plain')
    // A body of known length is not sent in chunks, which some gateways refuse.
    expect(seen[0]?.headers['content-length']).toBe(String(XML.length))
    expect(new Uint8Array(seen[0]?.body ?? [])).toEqual(XML)
  })

  test('an upload that may not leave any more does not', async () => {
    const { client, seen } = await playing({})
    const answer = await client.upload(TOKEN, anUpload({ mayLeave: () => false }))
    expect(answer).toMatchObject({ kind: 'failure', mayHaveArrived: false })
    await client.upload(TOKEN, anUpload({ mayLeave: () => true }))
    expect(seen).toHaveLength(1)
  })

  test('in production they go to prod, and a base may end with a slash', async () => {
    const { origin, seen } = await loopback((response) => response.end())
    const hosts = { ...hostsAt(origin), api: `${origin}/` }
    await makeAnafClient({ hosts, environment: 'live', transport: fetch }).status(TOKEN, '1')
    expect(seen[0]?.url).toBe('/prod/FCTEL/rest/stareMesaj?id_incarcare=1')
  })

  test('a signature goes out beside its document, byte for byte', async () => {
    const { client, seen } = await playing({ body: '{}' })
    await client.checkSignature(XML, new Uint8Array([0xff, 0xfe, 0x0d, 0x0a]))
    const [sent] = seen
    expect(sent?.url).toBe('/api/validate/signature')
    const form = await new Response(new Uint8Array(sent?.body ?? []), {
      headers: { 'content-type': String(sent?.headers['content-type']) },
    }).formData()
    const bytesOf = async (name: string) => new Uint8Array(await (form.get(name) as unknown as Blob).arrayBuffer())
    expect(await bytesOf('file')).toEqual(XML)
    expect(await bytesOf('signature')).toEqual(new Uint8Array([0xff, 0xfe, 0x0d, 0x0a]))
  })
})

const upload = (attributes: string, inside = '') =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<header xmlns="mfp:anaf:dgti:spv:respUploadFisier:v1" ${attributes}>${inside}</header>\n`
const status = (attributes: string, inside = '') =>
  `<header xmlns="mfp:anaf:dgti:efactura:stareMesajFactura:v1" ${attributes}>${inside}</header>`
const NO_RIGHT = 'Nu aveti drept in SPV pentru CIF=8000000000'

describe('an upload is answered', () => {
  test.each<[string, Played, object]>([
    [
      'received',
      { body: upload('dateResponse="202108051140" ExecutionStatus="0" index_incarcare="3828"') },
      { kind: 'received', uploadId: '3828' },
    ],
    [
      'received, in other cases',
      { body: upload('executionStatus="0" Index_incarcare="3828"') },
      { kind: 'received', uploadId: '3828' },
    ],
    [
      'received, after a byte order mark',
      { body: `\ufeff${upload('ExecutionStatus="0" index_incarcare="1"')}` },
      { kind: 'received', uploadId: '1' },
    ],
    [
      'refused',
      {
        body: upload(
          'ExecutionStatus="1"',
          '<Errors errorMessage="Fisierul transmis nu este valid. a"/><Errors errorMessage="b"/>',
        ),
      },
      { kind: 'refusal', cause: 'content', errors: ['Fisierul transmis nu este valid. a', 'b'] },
    ],
    [
      'refused for rights',
      { body: upload('ExecutionStatus="1"', `<Errors errorMessage="${NO_RIGHT}"/>`) },
      { kind: 'refusal', cause: 'rights', errors: [NO_RIGHT] },
    ],
    [
      'refused without a word',
      { body: upload('ExecutionStatus="1"') },
      { kind: 'refusal', cause: 'other', errors: [] },
    ],
    [
      'refused without a status',
      { body: upload('', '<Errors errorMessage="x"/>') },
      { kind: 'refusal', errors: ['x'] },
    ],
    [
      'neither',
      { body: upload('ExecutionStatus="0"') },
      { kind: 'failure', reason: 'unreadable', mayHaveArrived: true },
    ],
    [
      'with an index that is none',
      { body: upload('ExecutionStatus="0" index_incarcare="x1"') },
      { kind: 'failure', reason: 'unreadable', mayHaveArrived: true },
    ],
    [
      'by the answer to something else',
      { body: status('stare="ok" id_descarcare="1"') },
      { kind: 'failure', reason: 'unreadable', mayHaveArrived: true },
    ],
    [
      'by another root',
      { body: '<head xmlns="mfp:anaf:dgti:spv:respUploadFisier:v1" index_incarcare="1"/>' },
      { kind: 'failure', reason: 'unreadable' },
    ],
    [
      '400 in JSON',
      {
        status: 400,
        body: '{"timestamp":"05-08-2021 12:04:01","status":400,"error":"Bad Request","message":"Parametrul standard este obligatoriu"}',
      },
      { kind: 'refusal', cause: 'content', errors: ['Parametrul standard este obligatoriu'] },
    ],
    ['an error in JSON', { body: `{"eroare":"${NO_RIGHT}","titlu":"Upload"}` }, { kind: 'refusal', cause: 'rights' }],
    ['413', { status: 413, body: '<html/>' }, { kind: 'refusal', cause: 'content' }],
  ])('%s', async (_what, played, expected) => {
    const { client } = await playing(played)
    expect(await client.upload(TOKEN, anUpload())).toMatchObject(expected)
  })
})

describe('a status is', () => {
  test.each<[string, Played, object]>([
    ['accepted', { body: status('stare="ok" id_descarcare="1234"') }, { kind: 'accepted', downloadId: '1234' }],
    ['accepted without a download', { body: status('stare="ok"') }, { kind: 'failure', reason: 'unreadable' }],
    ['rejected', { body: status('stare="nok" id_descarcare="1234"') }, { kind: 'rejected', downloadId: '1234' }],
    [
      'rejected without a download',
      { body: status('stare="nok" id_descarcare=""') },
      { kind: 'rejected', downloadId: null },
    ],
    ['processing', { body: status('stare="in prelucrare"') }, { kind: 'processing' }],
    ['not taken', { body: status('stare="XML cu erori nepreluat de sistem"') }, { kind: 'not_taken', errors: [] }],
    [
      'refused',
      { body: status('', '<Errors errorMessage="Nu exista factura cu id_incarcare= 15000"/>') },
      { kind: 'refusal', cause: 'not_found' },
    ],
    [
      'refused for today',
      { body: status('', '<Errors errorMessage="S-au facut deja 20 descarcari de mesaj in cursul zilei"/>') },
      { kind: 'refusal', cause: 'limit' },
    ],
    [
      'something new',
      { body: status('stare="altfel"') },
      { kind: 'failure', reason: 'unreadable', detail: expect.stringContaining('altfel') },
    ],
    ['nothing', { body: status('') }, { kind: 'failure', reason: 'unreadable' }],
    [
      'the answer to an upload',
      { body: upload('ExecutionStatus="0" index_incarcare="1"') },
      { kind: 'failure', reason: 'unreadable' },
    ],
    [
      '400',
      { status: 400, body: '{"message":"Parametrul id_incarcare este obligatoriu"}' },
      { kind: 'refusal', cause: 'content' },
    ],
  ])('%s', async (_what, played, expected) => {
    const { client } = await playing(played)
    expect(await client.status(TOKEN, '1')).toMatchObject(expected)
  })
})

describe('a validation is', () => {
  test.each<[string, Played, object]>([
    ['passed', { body: '{"stare":"ok","trace_id":"1"}' }, { kind: 'valid' }],
    [
      'failed',
      { body: '{"stare":"nok","Messages":[{"message":"E: a"},{"message":"E: b"}],"trace_id":"1"}' },
      { kind: 'invalid', messages: ['E: a', 'E: b'] },
    ],
    [
      'failed under 400, in other words',
      { status: 400, body: '{"stare":"NOK","messages":["E: a",7]}' },
      { kind: 'invalid', messages: ['E: a'] },
    ],
    ['refused', { status: 400, body: '{"message":"Corpul cererii lipseste"}' }, { kind: 'refusal', cause: 'content' }],
    ['unreadable', { body: '[]' }, { kind: 'failure', reason: 'unreadable' }],
  ])('%s', async (_what, played, expected) => {
    const { client } = await playing(played)
    expect(await client.validate(XML, 'UBL')).toMatchObject(expected)
    // What is no PDF is read alike.
    const transformed = await client.transform(XML, 'UBL', { skipValidation: false })
    expect(transformed).toMatchObject('kind' in expected && expected.kind === 'valid' ? { kind: 'failure' } : expected)
  })

  test('a PDF, byte for byte', async () => {
    const pdf = new Uint8Array([...Buffer.from('%PDF-1.5\n'), 0xff, 0x00, 0xd8])
    const { client } = await playing({ body: pdf })
    expect(await client.transform(XML, 'UBL', { skipValidation: true })).toEqual({ kind: 'pdf', pdf })
  })
})

test.each<[string, string, object]>([
  [
    'fits',
    '{"msg":"Fișierele încărcate au fost validate cu succes, din perspectiva autenticității semnăturii aplicate"}',
    { kind: 'valid' },
  ],
  ['does not fit', '{"msg":"Fișierele încărcate NU au putut fi validate cu succes"}', { kind: 'invalid' }],
  [
    'does not fit, in other words',
    '{"msg":"Semnatura nu corespunde"}',
    { kind: 'invalid', message: 'Semnatura nu corespunde' },
  ],
  ['cannot be checked', '{"eroare":"Eroare tehnica"}', { kind: 'refusal', cause: 'technical' }],
  ['is not spoken of', '<html/>', { kind: 'failure', reason: 'unreadable' }],
])('a signature that %s', async (_what, body, expected) => {
  const { client } = await playing({ body })
  expect(await client.checkSignature(XML, XML)).toMatchObject(expected)
})
