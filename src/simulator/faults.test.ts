import { describe, expect, test } from 'vitest'
import { dialects } from '../../test/harness.ts'
import { anaf, attributeOf, BUYER, INVOICE, replyOf, SELLER, withNote } from '../../test/simulator/anaf.ts'
import { ConnectionLost } from './connection-lost.ts'
import { ENDPOINTS, FAULT_KINDS } from './faults.ts'
import { inProcessTransport } from './in-process-transport.ts'

const UPLOAD = `upload?standard=UBL&cif=${SELLER}`
const LIST = `listaMesajeFactura?zile=1&cif=${SELLER}`

describe.each(dialects)('faults on %s', (dialect) => {
  test.each([
    ['500', 500, 'A aparut o eroare tehnica'],
    ['html', 200, 'The requested URL was rejected'],
    ['expired_token', 401, 'Unauthorized'],
    ['forbidden', 403, 'Forbidden'],
    ['empty', 204, ''],
    ['too_many', 200, 'Folositi endpoint-ul cu paginatie'],
  ])('%s happens as often as it was asked for', async (kind, status, text) => {
    const { as, control } = await anaf(dialect)
    const ordered = await control('POST', 'faults', { kind, endpoint: 'listaMesajeFactura', times: 2, after: 1 })
    expect(ordered).toMatchObject({ status: 201, json: { kind, times_left: 2, after: 1, cif: null } })
    const answers = []
    for (let n = 0; n < 4; n++) answers.push(await as(SELLER).get(LIST))
    expect(answers[0]?.json?.eroare).toContain('Nu exista mesaje')
    for (const spoilt of answers.slice(1, 3)) {
      expect(spoilt.status).toBe(status)
      expect(spoilt.text).toContain(text)
    }
    expect(answers[3]?.json?.eroare).toContain('Nu exista mesaje')
    expect((await control('GET', 'faults')).json.faults).toMatchObject([{ kind, times_left: 0, after: 0 }])
    expect((await control('DELETE', 'faults')).json).toEqual({ faults: [] })
    expect((await control('GET', 'faults')).json).toEqual({ faults: [] })
  })

  test('ten calls at once spend a fault exactly as often as it was asked for', async () => {
    const { as, control } = await anaf(dialect)
    await control('POST', 'faults', { kind: '429', times: 3, after: 2, delay_ms: 7000 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => as(SELLER).get(LIST)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(3)
    expect(refused[0]?.headers.get('retry-after')).toBe('7')
  })

  test('an answer lost after accepting leaves one invoice, lost before leaves none', async () => {
    const { simulator, as, control, mailbox } = await anaf(dialect)
    await control('POST', 'faults', { kind: 'timeout_before', endpoint: 'upload' })
    await expect(as(SELLER).post(UPLOAD, INVOICE)).rejects.toThrow(ConnectionLost)
    expect(await mailbox(SELLER)).toEqual([])
    await control('POST', 'faults', { kind: 'timeout_after_accepting', endpoint: 'upload' })
    const headers = { authorization: `Bearer ${simulator.issueToken([SELLER])}` }
    const request = new Request(`http://anaf/test/FCTEL/rest/${UPLOAD}`, { method: 'POST', headers, body: INVOICE })
    const error = await inProcessTransport(simulator)(request).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } })
    expect(await mailbox(BUYER)).toHaveLength(1)
    const { json } = await control('GET', 'messages')
    expect(json.invoices).toEqual([{ world: 'test', seller_cif: SELLER, number: 'FCT 0001', uploads: 1, accepted: 1 }])
  })

  test('a fault may be meant for one CIF, at every endpoint that names or reaches it', async () => {
    const { as, control, send, mailbox } = await anaf(dialect)
    const id = await send()
    const [{ id: download } = { id: '' }] = await mailbox(SELLER)
    await control('POST', 'faults', { kind: 'forbidden', cif: SELLER, times: 4 })
    expect((await as(BUYER).get(`listaMesajeFactura?zile=1&cif=${BUYER}`)).status).toBe(200)
    const paths = [LIST, `stareMesaj?id_incarcare=${id}`, `descarcare?id=${download}`, LIST, LIST]
    const statuses = []
    for (const path of paths) statuses.push((await as(SELLER).get(path)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 200])
  })

  test('reject refuses a good invoice for the rules that are named', async () => {
    const { as, control, send } = await anaf(dialect)
    await control('POST', 'faults', { kind: 'reject', rules: ['BR-RO-110'] })
    const id = await send()
    const { text } = await as(SELLER).get(`stareMesaj?id_incarcare=${id}`)
    expect(attributeOf(text, 'stare')).toBe('nok')
    const [message] = (await control('GET', 'messages')).json.messages
    expect(message.errors).toEqual([expect.stringContaining('SCHEMATRON eroare: [BR-RO-110]')])
    expect(attributeOf((await as(SELLER).get(`stareMesaj?id_incarcare=${await send()}`)).text, 'stare')).toBe('ok')
  })

  test('duplicate, no_download_yet and page_drift', async () => {
    const { as, control, send, mailbox, clock } = await anaf(dialect, { pageSize: 1 })
    const id = await send()
    await control('POST', 'faults', { kind: 'duplicate', endpoint: 'listaMesajeFactura' })
    const twice = await mailbox(SELLER)
    expect(twice).toHaveLength(2)
    expect(twice[0]).toEqual(twice[1])
    await control('POST', 'faults', { kind: 'no_download_yet', times: 2 })
    const status = () => as(SELLER).get(`stareMesaj?id_incarcare=${id}`)
    expect((await status()).text).toMatch(/stare="ok"\/>$/)
    expect((await as(SELLER).get(`descarcare?id=${twice[0]?.id}`)).json.titlu).toBe('Descarcare mesaj')
    expect((await status()).text).toContain('id_descarcare=')
    clock.advance(1000)
    await send()
    clock.advance(1000)
    const end = clock.nowMs()
    const page = async (n: number) =>
      (
        await as(SELLER).get(
          `listaMesajePaginatieFactura?startTime=${end - 9000}&endTime=${end}&cif=${SELLER}&pagina=${n}`,
        )
      ).json
    const [first] = (await page(1)).mesaje
    await control('POST', 'faults', { kind: 'page_drift', endpoint: 'listaMesajePaginatieFactura' })
    const shifted = await page(2)
    expect(shifted.mesaje).toEqual([first])
    expect(shifted.numar_total_pagini).toBe(3)
    const [drifted] = (await page(1)).mesaje
    expect(drifted.tip).toBe('MESAJ CUMPARATOR PRIMIT')
    expect((await as(SELLER).get(`descarcare?id=${drifted.id}`)).headers.get('content-type')).toBe('application/zip')
  })
})

describe.each(dialects)('faults in the notes of an invoice on %s', (dialect) => {
  test('happen once for the same content', async () => {
    const { as, control } = await anaf(dialect)
    const upload = (note: string) => as(SELLER).post(UPLOAD, withNote(note))
    expect((await upload('[simulator:html]')).text).toContain('support ID')
    expect((await upload('[simulator:html]')).text).toContain('ExecutionStatus="0"')
    expect((await upload('Plata în 10 zile [simulator:500]')).status).toBe(500)
    await expect(upload('[simulator:timeout]')).rejects.toThrow(ConnectionLost)
    await expect(upload('[simulator:timeout-before]')).rejects.toThrow(ConnectionLost)
    const rejected = await upload('[simulator:reject BR-RO-110 BR-CO-15]')
    const ids = attributeOf(rejected.text, 'index_incarcare')
    expect(attributeOf((await as(SELLER).get(`stareMesaj?id_incarcare=${ids}`)).text, 'stare')).toBe('nok')
    expect((await upload('[simulator:unknown] [simulator:page_drift]')).text).toContain('ExecutionStatus="0"')
    const { json } = await control('GET', 'messages')
    expect(json.invoices).toMatchObject([{ uploads: 4, accepted: 3 }])
    expect(json.messages.find((m: { errors: string[] }) => m.errors.length > 0).errors).toEqual([
      expect.stringContaining('[BR-RO-110]'),
      expect.stringContaining('[BR-CO-15]'),
    ])
  })
})

test('slow answers late, and a caller who does not wait gets its own reason', async () => {
  const { simulator, control } = await anaf('sqlite')
  await control('POST', 'faults', { kind: 'slow', delay_ms: 150, times: 2 })
  const transport = inProcessTransport(simulator)
  const headers = { authorization: `Bearer ${simulator.issueToken(['*'])}` }
  const request = (signal?: AbortSignal) =>
    new Request(`http://anaf/test/FCTEL/rest/${LIST}`, { headers, ...(signal ? { signal } : {}) })
  const before = performance.now()
  expect((await replyOf(await transport(request()))).json.eroare).toContain('Nu exista mesaje')
  expect(performance.now() - before).toBeGreaterThan(140)
  await expect(transport(request(AbortSignal.timeout(10)))).rejects.toThrow(/timeout/)
  await expect(transport(request(AbortSignal.abort(new Error('gone'))))).rejects.toThrow('gone')
})

test.each([
  [{}, 'kind must be'],
  [{ kind: 'toString' }, 'kind must be'],
  [{ kind: 'html', endpoint: 'nowhere' }, 'endpoint must be'],
  [{ kind: 'reject', endpoint: 'descarcare' }, 'reject cannot happen at descarcare'],
  [{ kind: 'html', times: 0 }, 'times must be'],
  [{ kind: 'html', after: -1 }, 'after must be'],
  [{ kind: 'slow', delay_ms: 1.5 }, 'delay_ms must be'],
  [{ kind: 'html', cif: 12 }, 'cif must be'],
  [{ kind: 'reject', rules: 'BR-1' }, 'rules must be'],
])('a fault like %o is not taken', async (body, message) => {
  const { control } = await anaf('sqlite')
  const answer = await control('POST', 'faults', body)
  expect(answer).toMatchObject({ status: 400, json: { error: expect.stringContaining(message) } })
  expect((await control('GET', 'faults')).json.faults).toEqual([])
})

test('every fault is in the documentation, and so is every endpoint', async () => {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(new URL('../../docs/simulator.md', import.meta.url), 'utf8')
  for (const kind of Object.keys(FAULT_KINDS)) expect(text).toContain(`| \`${kind}\` |`)
  for (const endpoint of ENDPOINTS) expect(text).toContain(`\`${endpoint}\``)
})
