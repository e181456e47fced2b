import { describe, expect, test } from 'vitest'
import { dialects } from '../../test/harness.ts'
import { type Anaf, anaf, BUYER, INVOICE, numbered, SELLER } from '../../test/simulator/anaf.ts'

const DAY_MS = 86_400_000
const list = (query: string) => `listaMesajeFactura?${query}`

function paged({ clock }: Anaf, cif: string, page: number, more = ''): string {
  const now = clock.nowMs()
  return `listaMesajePaginatieFactura?startTime=${now - DAY_MS}&endTime=${now}&cif=${cif}&pagina=${page}${more}`
}

describe.each(dialects)('lists on %s', (dialect) => {
  test('pages hold so many messages, newest first, and the simple list says to page when there are more', async () => {
    const played = await anaf(dialect, { pageSize: 2 })
    const { as, send, clock, mailbox } = played
    const ids: string[] = []
    for (const number of ['F 1', 'F 2', 'F 3']) {
      ids.unshift(await send(numbered(number)))
      clock.advance(1)
      if (ids.length === 2) expect(await mailbox(SELLER)).toHaveLength(2)
    }
    expect((await as(SELLER).get(list(`zile=1&cif=${SELLER}`))).json).toEqual({
      eroare:
        'Lista de mesaje este mai mare decat numarul de 2 elemente permise in pagina. Folositi endpoint-ul cu paginatie.',
      titlu: 'Lista Mesaje',
    })
    const first = await as(SELLER).get(paged(played, SELLER, 1))
    const second = await as(SELLER).get(paged(played, SELLER, 2))
    const counts = { numar_total_inregistrari_per_pagina: 2, numar_total_inregistrari: 3, numar_total_pagini: 2 }
    expect(first.json).toMatchObject({ ...counts, numar_inregistrari_in_pagina: 2, index_pagina_curenta: 1 })
    expect(second.json).toMatchObject({ ...counts, numar_inregistrari_in_pagina: 1, index_pagina_curenta: 2 })
    const listed = [...first.json.mesaje, ...second.json.mesaje]
    expect(listed.map(({ id_solicitare }) => id_solicitare)).toEqual(ids)
    const third = await as(SELLER).get(paged(played, SELLER, 3))
    expect(third).toMatchObject({ status: 400, json: { titlu: 'Lista Mesaje' } })
    expect(third.json.eroare).toContain('Pagina solicitata 3')
  })

  test('filters choose errors, sent, received, and messages of buyers', async () => {
    const { as, send } = await anaf(dialect)
    const id = await send()
    await send(INVOICE.replace('RO-CJ', 'CJ'))
    const header = `<header xmlns="mfp:anaf:dgti:spv:reqMesaj:v1" index_incarcare="${id}" message="x"/>`
    await as(BUYER).post(`upload?standard=RASP&cif=${BUYER}`, header)
    const types = async (cif: string, filter: string) => {
      const { json } = await as(cif).get(list(`zile=1&cif=${cif}&filtru=${filter}`))
      return json.mesaje?.map(({ tip }: { tip: string }) => tip) ?? json.eroare
    }
    expect(await types(SELLER, 'E')).toEqual(['ERORI FACTURA'])
    expect(await types(SELLER, 'T')).toEqual(['FACTURA TRIMISA'])
    expect(await types(SELLER, 'P')).toBe('Nu exista mesaje in ultimele 1 zile')
    expect(await types(BUYER, 'P')).toEqual(['FACTURA PRIMITA'])
    expect(await types(SELLER, 'R')).toEqual(['MESAJ CUMPARATOR PRIMIT'])
    expect(await types(SELLER, 'X')).toBe('Valorile acceptate pentru parametrul filtru sunt E, T, P sau R')
  })

  test('after sixty days a message is neither listed nor downloaded', async () => {
    const { as, send, clock, mailbox } = await anaf(dialect)
    await send()
    const [{ id } = { id: '' }] = await mailbox(SELLER)
    clock.advance(60 * DAY_MS)
    expect(await mailbox(SELLER)).toHaveLength(1)
    clock.advance(1)
    expect(await mailbox(SELLER)).toEqual([])
    expect((await as(SELLER).get(`descarcare?id=${id}`)).json.eroare).toContain('nu exista inregistrata nici o factura')
  })

  test('limits of a day are counted, and forgotten the next', async () => {
    const { as, send, clock, mailbox } = await anaf(dialect, {
      statusCallsPerDay: 1,
      downloadsPerDay: 1,
      listCallsPerDay: 2,
    })
    const upload = await send()
    const [{ id } = { id: '' }] = await mailbox(SELLER)
    const seller = as(SELLER)
    const ask = async () => {
      const answers = [
        seller.get(`stareMesaj?id_incarcare=${upload}`),
        seller.get(`descarcare?id=${id}`),
        seller.get(list(`zile=1&cif=${SELLER}`)),
      ]
      return (await Promise.all(answers)).map(({ text }) => /S-au facut deja (\d+)/.exec(text)?.[1] ?? 'fine')
    }
    expect(await ask()).toEqual(['fine', 'fine', 'fine'])
    expect(await ask()).toEqual(['1', '1', '2'])
    clock.advance(DAY_MS - 1)
    expect(await ask()).toEqual(['fine', 'fine', 'fine'])
  })

  test('a token has so many calls a minute', async () => {
    const { as, clock, send } = await anaf(dialect, { callsPerMinute: 5 })
    const id = await send()
    const seller = as(SELLER)
    const ask = async () => (await seller.get(`stareMesaj?id_incarcare=${id}`)).status
    const answers = await Promise.all(Array.from({ length: 8 }, ask))
    expect(answers.filter((status) => status === 200)).toHaveLength(5)
    expect(answers.filter((status) => status === 429)).toHaveLength(3)
    clock.advance(60_000)
    expect(await ask()).toBe(200)
  })
})

test.each([
  ['cif=1234567897', 400, 'Parametrii zile si cif sunt obligatorii'],
  ['zile=x&cif=1234567897', 200, 'Numarul de zile introdus= x nu este un numar intreg'],
  ['zile=0&cif=1234567897', 200, 'Numarul de zile trebuie sa fie intre 1 si 60'],
  ['zile=61&cif=1234567897', 200, 'Numarul de zile trebuie sa fie intre 1 si 60'],
  ['zile=60&cif=1234567897', 200, 'Nu exista mesaje in ultimele 60 zile'],
  ['zile=1&cif=RO1', 200, 'CIF introdus= RO1 nu este un numar'],
  ['zile=1&cif=1459002', 200, 'Nu aveti drept in SPV pentru CIF=1459002'],
])('listaMesajeFactura?%s answers %i and says why', async (query, status, message) => {
  const answer = await (await anaf('sqlite')).as(SELLER).get(list(query))
  expect(answer.status).toBe(status)
  expect(answer.json.eroare ?? answer.json.message).toBe(message)
})

test.each([
  [{ pagina: '' }, 'Parametrii startTime, endTime, cif si pagina sunt obligatorii'],
  [{ startTime: -60 * DAY_MS - 1 }, 'nu poate fi mai vechi de 60 de zile'],
  [{ endTime: 1 }, 'nu poate fi in viitor'],
  [{ startTime: -1, endTime: -1 }, 'trebuie sa fie mai mare decat startTime'],
  [{ pagina: '0' }, 'Numarul paginii trebuie sa fie cel putin 1'],
  [{ pagina: 'a' }, 'pagina = a nu este un numar intreg'],
  [{ cif: BUYER }, 'Nu aveti drept in SPV'],
  [{ startTime: -60 * DAY_MS, endTime: 0 }, 'Nu exista mesaje in intervalul selectat'],
])('listaMesajePaginatieFactura with %o answers 400 and says why', async (given, message) => {
  const { as, clock } = await anaf('sqlite')
  const query = { startTime: -1000, endTime: 0, cif: SELLER, pagina: '1', ...given }
  const [start, end] = [clock.nowMs() + query.startTime, clock.nowMs() + query.endTime]
  const path = `listaMesajePaginatieFactura?startTime=${start}&endTime=${end}&cif=${query.cif}&pagina=${query.pagina}`
  const answer = await as(SELLER).get(path)
  expect(answer.status).toBe(400)
  expect(answer.json.eroare ?? answer.json.message).toContain(message)
})

test.each([
  ['stareMesaj', 'Parametrul id_incarcare este obligatoriu'],
  ['stareMesaj?id_incarcare=x', 'Id_incarcare introdus= x nu este un numar intreg'],
  ['stareMesaj?id_incarcare=5001000099', 'Nu exista factura cu id_incarcare= 5001000099'],
  ['descarcare', 'Parametrul id este obligatoriu'],
  ['descarcare?id=x', 'Id descarcare introdus= x nu este un numar intreg'],
  ['descarcare?id=3001000099', 'Pentru id=3001000099 nu exista inregistrata nici o factura'],
])('GET %s says what is wrong', async (path, message) => {
  const answer = await (await anaf('sqlite')).as(SELLER).get(path)
  expect(answer.status).toBe(path.includes('?') ? 200 : 400)
  expect(answer.text).toContain(message)
})

test('the status of an upload is for its parties alone, and the other world has none of it', async () => {
  const { as, send } = await anaf('sqlite')
  const id = await send()
  expect((await as(BUYER).get(`stareMesaj?id_incarcare=${id}`)).text).toContain('Nu aveti dreptul de interogare')
  const inProduction = await as(SELLER).get(`/prod/FCTEL/rest/stareMesaj?id_incarcare=${id}`)
  expect(inProduction.text).toContain('Nu exista factura')
  expect((await as(SELLER).get('/prod/FCTEL/rest/listaMesajeFactura?zile=1&cif=1234567897')).json.eroare).toBeDefined()
})
