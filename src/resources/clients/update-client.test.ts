import { describe, expect, test } from 'vitest'
import { CLIENT, done, eventsOf, given, invalid, read, refusal, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const FULL = {
  ...CLIENT,
  phone: '0722',
  rc: 'J12/1/2020',
  postal_code: '400001',
  iban: 'RO49AAAA1B31007593840000',
  bank: 'BCR',
  contact_person: 'Ana',
  notes: 'x',
}

describe.each(dialects)('PUT and PATCH /clients/{id} on %s', (dialect) => {
  test('change what was sent and nothing else', async () => {
    const app = await testApp(dialect)
    const before = await given(app).client(FULL)
    app.clock.advance(5_000)
    const expected = {
      ...before,
      phone: '0733',
      updated_at: before.updated_at + 5,
      modified_at: '2026-11-21T10:00:05.000Z',
    }
    expect(done(await app.put(`/clients/${before.id}`, { phone: '0733' }))).toEqual(expected)
    expect(done(await app.patch(`/clients/${before.id}`, { is_active: 0, bank_name: 'BRD' }))).toEqual({
      ...expected,
      is_active: false,
      bank: 'BRD',
      bank_name: 'BRD',
    })
    const { warnings: _none, ...stored } = { ...expected, is_active: false, bank: 'BRD', bank_name: 'BRD' }
    expect(await read(app, `/clients/${before.id.slice(4)}`)).toEqual(stored)
    expect(await eventsOf(app, before.id)).toEqual(['client.created', 'client.updated', 'client.updated'])
  })

  test.each([
    'email',
    'phone',
    'rc',
    'address',
    'city',
    'county',
    'postal_code',
    'iban',
    'bank',
    'contact_person',
    'notes',
    'cui',
  ])('an empty %s is cleared, and null leaves it', async (field) => {
    const app = await testApp(dialect)
    const before = await given(app).client(FULL)
    expect(done(await app.put(`/clients/${before.id}`, { [field]: null }))[field]).toBe(before[field])
    const after = done(await app.put(`/clients/${before.id}`, { [field]: '' }))
    expect(after[field]).toBeNull()
    if (field === 'cui') expect(after).toMatchObject({ cui_prefix: null, type: 'person' })
  })

  test('another code decides anew whether it is a company, unless that was said', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    const update = async (fields: object) => done(await app.put(`/clients/${id}`, fields))
    expect(await update({ cui: '1960101123456' })).toMatchObject({ cui_prefix: null, client_type: 'b2c' })
    expect(await update({ cui: '12345674', type: 'person' })).toMatchObject({ cui_prefix: 'RO', client_type: 'b2c' })
    expect(await update({ phone: '1' })).toMatchObject({ client_type: 'b2c' })
    expect(await update({ type: 'b2b' })).toMatchObject({ cui: '12345674', client_type: 'b2b' })
  })

  test('a client that moves abroad leaves the Romanian rules behind', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    expect(
      done(await app.put(`/clients/${id}`, { country: 'DE', county: 'Bayern', city: 'München', cui: 'DE123456789' })),
    ).toMatchObject({
      cui: '123456789',
      cui_prefix: 'DE',
      county: 'Bayern',
      warnings: [],
    })
    expect(await refused(app, () => app.put(`/clients/${id}`, { country: 'RO' }))).toEqual(
      invalid({ county: 'not_county' }),
    )
  })

  test('older data that breaks a younger rule does not stand in the way of other changes', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    await app.database.transact(
      async (db) =>
        void (await db.kysely
          .updateTable('client')
          .set({ city: 'București', cui: '1' })
          .where('id', '=', id)
          .execute()),
    )
    expect(await read(app, `/clients/${id}`)).toMatchObject({ city: 'București', cui: '1' })
    expect(done(await app.put(`/clients/${id}`, { phone: '1' }))).toMatchObject({ phone: '1', city: 'București' })
    expect(await refused(app, () => app.put(`/clients/${id}`, { county: 'B' }))).toEqual(
      invalid({ city: 'sector_missing' }),
    )
  })

  test('issued invoices keep the client as it was, drafts follow it', async () => {
    const app = await testApp(dialect)
    const client = await given(app).client()
    const issued = await given(app).invoice({ client_id: client.id })
    const draft = await given(app).draft({ client_id: client.id })
    done(await app.put(`/clients/${client.id}`, { name: 'Alt Nume SRL' }))
    expect((await read(app, `/invoices/${issued.id}`)).client.name).toBe('Exemplu SRL')
    expect(done(await app.put(`/invoices/${draft.id}`, { is_draft: 0 })).client.name).toBe('Alt Nume SRL')
    expect((await read(app, `/invoices/${issued.id}?expand[]=client`)).client.name).toBe('Alt Nume SRL')
    expect(await read(app, '/invoices?search=alt%20nume')).toMatchObject({ total: 2 })
  })
})

describe.each(dialects)('PUT /clients/{id} refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, Record<string, string>]>([
    ['an empty name', { name: '' }, { name: 'required' }],
    ['a wrong address', { email: 'x' }, { email: 'not_email' }],
    ['a wrong code', { cui: 'RO1' }, { cui: 'not_fiscal_code' }],
    ['a wrong IBAN', { iban: 'x' }, { iban: 'not_iban' }],
    ['București without its sector', { city: 'Bucuresti' }, { city: 'sector_missing' }],
    ['a county that turns its city into București', { county: 'București' }, { city: 'sector_missing' }],
  ])('%s', async (_what, fields, problems) => {
    const { id } = await given(shared()).client()
    expect(await refused(shared(), () => shared().put(`/clients/${id}`, fields))).toEqual(invalid(problems))
  })

  test('a client that is not there', async () => {
    expect(await refused(shared(), () => shared().put('/clients/cli_nothing', { phone: '1' }))).toEqual(
      refusal(404, 'resource_not_found'),
    )
  })

  test('a wrong check digit only when the company is strict', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    expect(done(await app.put(`/clients/${id}`, { cui: 'RO98765432' })).warnings).toMatchObject([{ field: 'cui' }])
    done(await app.patch('/settings', { strict_identifiers: 1 }))
    expect(await refused(app, () => app.put(`/clients/${id}`, { cui: 'RO98765431' }))).toEqual(
      invalid({ cui: 'wrong_check_digit' }),
    )
    expect(done(await app.put(`/clients/${id}`, { phone: '1' })).warnings).toEqual([])
  })
})

describe.each(dialects)('two changes at once on %s', (dialect) => {
  test('both happen', async () => {
    const app = await testApp(dialect)
    const { id } = await given(app).client()
    const fields = [
      { phone: '1' },
      { rc: 'J1/1/2020' },
      { notes: 'x' },
      { contact_person: 'Ana' },
      { postal_code: '4' },
    ]
    await Promise.all(fields.map(async (changes) => done(await app.put(`/clients/${id}`, changes))))
    expect(await read(app, `/clients/${id}`)).toMatchObject(Object.assign({}, ...fields))
  })
})
