import { describe, expect, test } from 'vitest'
import { dialects } from '../../test/harness.ts'
import { anaf, BUYER, replyOf, SELLER } from '../../test/simulator/anaf.ts'

describe.each(dialects)('callers of the simulator on %s', (dialect) => {
  test('do not use up the faults of a CIF that they have no rights on', async () => {
    const { as, control, send } = await anaf(dialect)
    const id = await send()
    await control('POST', 'faults', { kind: '500', cif: SELLER })
    const stranger = as('99')
    expect((await stranger.get(`listaMesajeFactura?zile=1&cif=${SELLER}`)).status).toBe(200)
    expect((await stranger.get(`stareMesaj?id_incarcare=${id}`)).status).toBe(200)
    expect((await as(SELLER).get(`stareMesaj?id_incarcare=${id}`)).status).toBe(500)
  })

  test('of tenants are apart from those from outside, whatever rights they have', async () => {
    const { simulator, mailbox, send } = await anaf(dialect)
    await send()
    const ask = async (cif: string, tenant?: string) => {
      const headers = { authorization: `Bearer ${simulator.issueToken(['*'], tenant)}` }
      const path = `http://anaf/test/FCTEL/rest/listaMesajeFactura?zile=1&cif=${cif}`
      return (await replyOf(await simulator.handle(new Request(path, { headers })))).json.mesaje?.length ?? 0
    }
    expect([await ask(SELLER), await ask(SELLER, 'cmp_a'), await ask(BUYER, 'cmp_a')]).toEqual([1, 0, 0])
    expect(await mailbox(BUYER)).toHaveLength(1)
  })

  test('have a limit of a day for each tenant', async () => {
    const { simulator } = await anaf(dialect, { listCallsPerDay: 1 })
    const ask = async (tenant: string) => {
      const headers = { authorization: `Bearer ${simulator.issueToken(['*'], tenant)}` }
      const path = `http://anaf/test/FCTEL/rest/listaMesajeFactura?zile=1&cif=${SELLER}`
      return (await replyOf(await simulator.handle(new Request(path, { headers })))).json.eroare as string
    }
    expect(await ask('cmp_a')).toContain('Nu exista mesaje')
    expect(await ask('cmp_a')).toContain('S-au facut deja 1')
    expect(await ask('cmp_b')).toContain('Nu exista mesaje')
  })

  test('from outside are sent a sample invoice when they ask for it', async () => {
    const { as, control } = await anaf(dialect)
    const sent = await control('POST', 'invoices', { cif: BUYER })
    expect(sent).toMatchObject({ status: 201, json: { number: expect.stringMatching(/^PROBA-/) } })
    const { json } = await as(BUYER).get(`listaMesajeFactura?zile=1&cif=${BUYER}`)
    expect(json.mesaje).toMatchObject([{ tip: 'FACTURA PRIMITA', id_solicitare: sent.json.upload_id }])
    for (const body of [{}, { cif: 'x' }, { cif: BUYER, name: '' }, { cif: BUYER, world: 'moon' }]) {
      expect((await control('POST', 'invoices', body)).status).toBe(400)
    }
  })
})
