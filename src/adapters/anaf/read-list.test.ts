import { describe, expect, test } from 'vitest'
import { type Played, playing, TOKEN } from '../../../test/anaf.ts'

const SENT = {
  data_creare: '202211011336',
  cif: '8000000000',
  id_solicitare: '5001131297',
  detalii: 'Factura cu id_incarcare=5001131297 emisa de cif_emitent=8000000000 pentru cif_beneficiar=3',
  tip: 'FACTURA TRIMISA',
  id: '3001503294',
}
const listOf = (...mesaje: readonly unknown[]) =>
  JSON.stringify({
    mesaje,
    serial: '1234AA456',
    cui: '8000000000',
    titlu: 'Lista Mesaje disponibile din ultimele 1 zile',
  })
const error = (eroare: string) => JSON.stringify({ eroare, titlu: 'Lista Mesaje' })
const EMPTY = { kind: 'messages', messages: [], page: 1, pages: 0, total: 0 }

async function listed(played: Played) {
  const { client } = await playing(played)
  return client.list(TOKEN, { cif: '8000000000', days: 1, filter: null })
}

async function onlyMessage(item: object) {
  const answer = await listed({ body: listOf(item) })
  return answer.kind === 'messages' ? answer.messages[0] : answer
}

describe('a message', () => {
  test('in the words of the swagger', async () => {
    expect(await listed({ body: listOf(SENT) })).toEqual({
      kind: 'messages',
      page: 1,
      pages: 1,
      total: 1,
      messages: [
        {
          id: '3001503294',
          uploadId: '5001131297',
          kind: 'sent',
          kindText: 'FACTURA TRIMISA',
          createdAt: '202211011336',
          createdAtUnix: Date.parse('2022-11-01T11:36:00Z') / 1000,
          cif: '8000000000',
          sellerCif: '8000000000',
          buyerCif: '3',
          details: SENT.detalii,
        },
      ],
    })
  })

  test('with numbers, the codes as fields, and names in capitals', async () => {
    const { id, id_solicitare, detalii: _left, ...rest } = SENT
    const item = { ...rest, ID: Number(id), Id_Solicitare: Number(id_solicitare), cif_emitent: '1', CIF_BENEFICIAR: 2 }
    expect(await onlyMessage(item)).toMatchObject({
      id,
      uploadId: id_solicitare,
      sellerCif: '1',
      buyerCif: '2',
      details: '',
    })
  })

  test('with a time that cannot be read, and without codes', async () => {
    const item = { id: '1', tip: 'ERORI FACTURA', data_creare: 'ieri', detalii: 'Erori de validare la id_incarcare=7' }
    expect(await onlyMessage(item)).toMatchObject({
      uploadId: '7',
      createdAt: 'ieri',
      createdAtUnix: null,
      sellerCif: null,
      buyerCif: null,
      cif: '',
    })
  })

  test.each([
    ['FACTURA TRIMISA', 'sent'],
    ['FACTURA PRIMITA', 'received'],
    ['Factură primită', 'received'],
    ['ERORI FACTURA', 'errors'],
    ['MESAJ CUMPARATOR PRIMIT', 'buyer_message_received'],
    ['MESAJ CUMPARATOR TRANSMIS', 'buyer_message_sent'],
    ['ALTCEVA', 'other'],
  ])('%s is %s', async (tip, kind) => {
    expect(await onlyMessage({ ...SENT, tip })).toMatchObject({ kind, kindText: tip })
  })
})

describe('a list is', () => {
  const TOO_MANY =
    'Lista de mesaje este mai mare decat numarul de 500 elemente permise in pagina. Folositi endpoint-ul cu paginatie.'
  test.each<[string, Played, object]>([
    ['empty, as an error', { body: error('Nu exista mesaje in ultimele 5 zile') }, EMPTY],
    ['empty, as an error under 400', { status: 400, body: error('Nu există mesaje în intervalul selectat') }, EMPTY],
    ['empty, as a list', { body: listOf() }, EMPTY],
    ['empty, as both', { body: '{"message":"Nu exista mesaje in intervalul 1 - 2","mesaje":[]}' }, EMPTY],
    ['too long', { body: error(TOO_MANY) }, { kind: 'too_many' }],
    [
      'too long, in other words',
      { body: error('Lista depaseste 500 de mesaje. Folositi paginatia') },
      { kind: 'too_many' },
    ],
    [
      'refused for too many days',
      { body: error('Numarul de zile introdus este mai mare de 60') },
      { kind: 'refusal', cause: 'content' },
    ],
    [
      'refused for rights',
      { body: error('Nu aveti drept in SPV pentru CIF=8000000000') },
      { kind: 'refusal', cause: 'rights' },
    ],
    [
      'refused for today',
      { body: error('S-au facut deja 1000 interogari de lista mesaje de catre utilizator in cursul zilei') },
      { kind: 'refusal', cause: 'limit' },
    ],
    [
      'refused under 400',
      { status: 400, body: '{"status":400,"message":"Parametrul cif este obligatoriu"}' },
      { kind: 'refusal', cause: 'content' },
    ],
    ['without a list', { body: '{"titlu":"Lista Mesaje"}' }, { kind: 'failure', reason: 'unreadable' }],
    [
      'with a message that cannot be fetched',
      { body: listOf(SENT, { ...SENT, id: '' }) },
      { kind: 'failure', reason: 'unreadable' },
    ],
    ['with something else in it', { body: listOf('x') }, { kind: 'failure', reason: 'unreadable' }],
    ['an array', { body: '[1]' }, { kind: 'failure', reason: 'unreadable' }],
    [
      'a page of a firewall',
      { body: '<html>The requested URL was rejected</html>' },
      { kind: 'failure', reason: 'unreadable' },
    ],
    ['nothing', { status: 204 }, { kind: 'failure', reason: 'forbidden' }],
  ])('%s', async (_what, played, expected) => {
    expect(await listed(played)).toMatchObject(expected)
  })
})

describe('a page', () => {
  const asked = async (played: Played, page: number) => {
    const { client } = await playing(played)
    return client.listPage(TOKEN, { cif: '8000000000', fromMs: 1, toMs: 2, page, filter: null })
  }

  test('says where it stands', async () => {
    const counts = {
      numar_inregistrari_in_pagina: 1,
      numar_total_inregistrari_per_pagina: 500,
      numar_total_inregistrari: '14130',
      numar_total_pagini: 29,
      index_pagina_curenta: 29,
    }
    const body = JSON.stringify({ mesaje: [SENT], ...counts })
    expect(await asked({ body }, 29)).toMatchObject({ kind: 'messages', page: 29, pages: 29, total: 14_130 })
  })

  test.each([200, 400])('past the last is empty and says how many there are, under %i', async (status) => {
    const body = error('Pagina solicitata 3 este mai mare decat numarul total de pagini 2')
    expect(await asked({ status, body }, 3)).toEqual({ kind: 'messages', messages: [], page: 3, pages: 2, total: 0 })
  })
})
