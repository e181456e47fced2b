import { describe, expect, test } from 'vitest'
import { SAMPLES } from '../../test/efactura/ubl-samples.ts'
import { dialects } from '../../test/harness.ts'
import { anaf, attributeOf, BUYER, INVOICE, numbered, SELLER, unzipped } from '../../test/simulator/anaf.ts'
import { makeAnafSimulator } from './anaf-simulator.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

describe.each(dialects)('two companies that send to each other on %s', (dialect) => {
  test('an invoice reaches the buyer, byte for byte', async () => {
    const { send, mailbox, as } = await anaf(dialect)
    const xml = `\ufeff${INVOICE.replace('Client SA', 'Clientă „Ș” SA')}\r\n<!-- end -->\n`
    const id = await send(xml)
    const status = await as(SELLER).get(`stareMesaj?id_incarcare=${id}`)
    expect(status.text).toContain('xmlns="mfp:anaf:dgti:efactura:stareMesajFactura:v1"')
    expect(attributeOf(status.text, 'stare')).toBe('ok')
    const [sent] = await mailbox(SELLER)
    const [received] = await mailbox(BUYER)
    expect(sent).toEqual({
      data_creare: '202611211200',
      cif: SELLER,
      id_solicitare: id,
      detalii: `Factura cu id_incarcare=${id} emisa de cif_emitent=${SELLER} pentru cif_beneficiar=${BUYER}`,
      tip: 'FACTURA TRIMISA',
      id: attributeOf(status.text, 'id_descarcare'),
    })
    expect(received).toMatchObject({ tip: 'FACTURA PRIMITA', id_solicitare: id, cif: BUYER })
    for (const [cif, message] of [
      [SELLER, sent],
      [BUYER, received],
    ] as const) {
      const download = await as(cif).get(`descarcare?id=${message?.id}`)
      const files = unzipped(download.bytes)
      expect(Object.keys(files)).toEqual([`${id}.xml`, `semnatura_${id}.xml`])
      expect(decoder.decode(files[`${id}.xml`])).toBe(xml)
    }
    expect((await as('99').get(`descarcare?id=${sent?.id}`)).json.eroare).toBe(
      'Nu aveti dreptul sa descarcati acest mesaj',
    )
  })

  test('a credit note goes the same way, and the buyer answers with a message', async () => {
    const { as, mailbox, send } = await anaf(dialect)
    const note = await as(SELLER).post(`upload?standard=CN&cif=${SELLER}`, SAMPLES['credit note'])
    expect(note.text).toContain('ExecutionStatus="0"')
    const id = await send()
    const header = (uploadId: string) =>
      `<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1" index_incarcare="${uploadId}" message="Suma este greșită"/>`
    const answer = await as(BUYER).post(`upload?standard=RASP&cif=${BUYER}`, header(id))
    expect(answer.text).toContain('ExecutionStatus="0"')
    expect((await mailbox(SELLER)).map(({ tip }) => tip).sort()).toEqual([
      'FACTURA TRIMISA',
      'FACTURA TRIMISA',
      'MESAJ CUMPARATOR PRIMIT',
    ])
    const [newest] = await mailbox(BUYER)
    expect(newest).toMatchObject({ tip: 'MESAJ CUMPARATOR TRANSMIS' })
    const download = await as(BUYER).get(`descarcare?id=${newest?.id}`)
    expect(decoder.decode(Object.values(unzipped(download.bytes))[0])).toBe(header(id))
    const stranger = await as(SELLER).post(`upload?standard=RASP&cif=${SELLER}`, header(id))
    expect(stranger.text).toContain('nu este cumparatorul facturii')
    const unknown = await as(BUYER).post(`upload?standard=RASP&cif=${BUYER}`, header('5001999999'))
    expect(unknown.text).toContain('Nu exista factura cu index_incarcare= 5001999999')
  })

  test('what breaks a rule is refused later, with the errors in the ZIP, and the buyer never sees it', async () => {
    const { clock, ...rest } = await anaf(dialect, { processingMs: 1000 })
    const id = await rest.send(INVOICE.replace('RO-CJ', 'CJ').replace('RO1459002', 'RO1459003'))
    const ask = async () => (await rest.as(SELLER).get(`stareMesaj?id_incarcare=${id}`)).text
    expect(attributeOf(await ask(), 'stare')).toBe('in prelucrare')
    expect(await rest.mailbox(SELLER)).toEqual([])
    clock.advance(1000)
    expect(attributeOf(await ask(), 'stare')).toBe('nok')
    expect(await rest.mailbox(SELLER)).toMatchObject([{ tip: 'ERORI FACTURA', id_solicitare: id }])
    expect(await rest.mailbox(BUYER)).toEqual([])
    const download = await rest.as(SELLER).get(`descarcare?id=${attributeOf(await ask(), 'id_descarcare')}`)
    const errors = decoder.decode(unzipped(download.bytes)[`${id}.xml`])
    expect(errors).toContain(
      `<header xmlns="mfp:anaf:dgti:efactura:mesajEroriFactuta:v1" Index_incarcare="${id}" Cif_emitent="${SELLER}">`,
    )
    expect(errors).toContain('errorMessage="E: validari globale SCHEMATRON eroare: [BR-RO-110]')
    expect(errors).toMatch(/errorMessage="E: \/Invoice\/cac:AccountingCustomerParty\S* eroare regula: R_FCT_I\d\d: /)
  })

  test('the same invoice twice is two invoices, and they are counted', async () => {
    const { send, control, mailbox } = await anaf(dialect)
    await Promise.all([send(), send(), send(numbered('FCT 0002'))])
    expect(await mailbox(BUYER)).toHaveLength(3)
    const { json } = await control('GET', 'messages?world=test')
    expect(json.invoices).toEqual([
      { world: 'test', seller_cif: SELLER, number: 'FCT 0001', uploads: 2, accepted: 2 },
      { world: 'test', seller_cif: SELLER, number: 'FCT 0002', uploads: 1, accepted: 1 },
    ])
    expect((await control('GET', 'messages?world=prod')).json).toEqual({ messages: [], invoices: [] })
  })

  test('a self-billed invoice is sent by the buyer and received by the seller', async () => {
    const { send, mailbox } = await anaf(dialect)
    const id = await send(SAMPLES.plain, BUYER, '&autofactura=DA')
    expect(await mailbox(BUYER)).toMatchObject([{ tip: 'FACTURA TRIMISA', id_solicitare: id }])
    expect(await mailbox(SELLER)).toMatchObject([{ tip: 'FACTURA PRIMITA', id_solicitare: id }])
  })

  test('who sends for somebody else is refused by the rules', async () => {
    const { send, mailbox, as } = await anaf(dialect)
    const id = await send(INVOICE, BUYER)
    expect(await mailbox(BUYER)).toMatchObject([{ tip: 'ERORI FACTURA', id_solicitare: id }])
    expect(await mailbox(SELLER)).toEqual([])
    expect(attributeOf((await as(BUYER).get(`stareMesaj?id_incarcare=${id}`)).text, 'stare')).toBe('nok')
  })
})

test('an invoice for a consumer has no mailbox to go to', async () => {
  const { as, mailbox, control } = await anaf('sqlite')
  const sent = await as(SELLER).post(`uploadb2c?standard=UBL&cif=${SELLER}`, SAMPLES['to a consumer'])
  expect(sent.text).toContain('ExecutionStatus="0"')
  expect(await mailbox(SELLER)).toMatchObject([{ tip: 'FACTURA TRIMISA' }])
  expect((await control('GET', 'messages')).json.messages).toMatchObject([{ cif: SELLER, is_consumer: true }])
})

const OWN = `standard=UBL&cif=${SELLER}`
const ORDER = INVOICE.replace(/<cbc:ID>FCT 0001<\/cbc:ID>/, '').replace(
  '</Invoice>',
  '<cbc:ID>FCT 0001</cbc:ID></Invoice>',
)

test.each([
  ['another standard', `standard=XML&cif=${SELLER}`, INVOICE, 'Valorile acceptate pentru parametrul standard'],
  ['CII, which the simulator cannot judge', `standard=CII&cif=${SELLER}`, INVOICE, 'SIMULATOR-CII'],
  ['a CIF with letters', 'standard=UBL&cif=RO1234567897', INVOICE, 'CIF introdus= RO1234567897 nu este un numar'],
  ['a CIF without rights', 'standard=UBL&cif=1459002', INVOICE, 'Nu aveti drept in SPV pentru CIF=1459002'],
  ['extern=NU', `${OWN}&extern=NU`, INVOICE, 'extern este folosit, valoarea acceptata este DA'],
  ['autofactura=1', `${OWN}&autofactura=1`, INVOICE, 'autofactura este folosit'],
  ['executare=DA of anybody', `${OWN}&executare=DA`, INVOICE, 'registrul organelor de executare'],
  ['what is no XML', OWN, 'hello', 'org.xml.sax.SAXParseException; lineNumber: 1;'],
  ['a broken tag', OWN, INVOICE.replace('</cac:Party>', ''), 'org.xml.sax.SAXParseException; lineNumber:'],
  ['another document', OWN, '<Order xmlns="urn:x"/>', "Cannot find the declaration of element 'Order'"],
  ['a credit note as an invoice', OWN, SAMPLES['credit note'], "Cannot find the declaration of element 'CreditNote'"],
  ['an invoice as a credit note', `standard=CN&cif=${SELLER}`, INVOICE, 'Cannot find the declaration'],
  ['an invoice as a message', `standard=RASP&cif=${SELLER}`, INVOICE, 'Cannot find the declaration'],
  ['what the XSD refuses', OWN, ORDER, 'cvc-complex-type.2.4.a'],
])('upload refuses %s at the door, with HTTP 200', async (_what, query, xml, message) => {
  const { as, control } = await anaf('sqlite')
  const answer = await as(SELLER).post(`upload?${query}`, xml)
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('<header xmlns="mfp:anaf:dgti:spv:respUploadFisier:v1" dateResponse="202611211200"')
  expect(answer.text).toContain('ExecutionStatus="1">')
  expect(answer.text).toContain(message)
  expect(answer.text).not.toContain('index_incarcare=')
  expect((await control('GET', 'messages')).json).toEqual({ messages: [], invoices: [] })
})

test('upload takes 10 MB and refuses one byte more', async () => {
  const { as } = await anaf('sqlite', { uploadLimitBytes: Buffer.byteLength(INVOICE) })
  expect((await as(SELLER).post(`upload?${OWN}`, INVOICE)).text).toContain('ExecutionStatus="0"')
  expect((await as(SELLER).post(`upload?${OWN}`, `${INVOICE} `)).text).toContain('mai mare de 10 MB')
})

test.each([
  ['upload?cif=1', INVOICE, 'Parametrii standard si cif sunt obligatorii'],
  [`upload?standard=UBL`, INVOICE, 'Parametrii standard si cif sunt obligatorii'],
  [`upload?${OWN}`, undefined, 'Trebuie sa aveti atasat in request un fisier de tip xml'],
])('POST %s without what it needs is a bad request', async (path, body, message) => {
  const { as } = await anaf('sqlite')
  const answer = await as(SELLER).post(path, body)
  expect(answer.status).toBe(400)
  expect(answer.json).toEqual({ timestamp: '21-11-2026 12:00:00', status: 400, error: 'Bad Request', message })
})

test('a certificate without any rights is told so', async () => {
  const { as } = await anaf('sqlite')
  expect((await as().post(`upload?${OWN}`, INVOICE)).text).toContain('Nu exista niciun CIF')
})

test('an enforcement body in the register may send with executare=DA', async () => {
  const { send, mailbox } = await anaf('sqlite', { enforcementCifs: [SELLER] })
  await send(INVOICE, SELLER, '&executare=DA')
  expect(await mailbox(SELLER)).toHaveLength(1)
})

test('a buyer sends so many messages a day', async () => {
  const { as, send, mailbox } = await anaf('sqlite', { buyerMessagesPerDay: 1 })
  const id = await send()
  const header = `<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1" index_incarcare="${id}" message="x"/>`
  const answer = () => as(BUYER).post(`upload?standard=RASP&cif=${BUYER}`, header)
  expect((await answer()).text).toContain('ExecutionStatus="0"')
  expect((await answer()).text).toContain('S-au incarcat deja 1 de mesaje de tip RASP')
  expect(await mailbox(SELLER)).toHaveLength(2)
})

test('without control nobody orders a fault, sees a message or gets a token', async () => {
  const { database, clock } = await anaf('sqlite')
  const simulator = makeAnafSimulator({ database, clock, secret: 'x', hasControl: false })
  for (const path of ['faults', 'messages', 'tokens']) {
    const request = new Request(`http://anaf/simulator/${path}`, { method: 'POST', body: '{"cifs":["*"]}' })
    expect((await simulator.handle(request)).status).toBe(404)
  }
})
