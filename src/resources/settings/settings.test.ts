import { describe, expect, test } from 'vitest'
import { dialects, type TestApp, testApp } from '../../../test/harness.ts'

const RON = 'RO49AAAA1B31007593840000'
const EUR = 'RO66BACX0000001234567890'
const WRONG_DIGITS = 'RO50AAAA1B31007593840000'

async function patch(app: TestApp, changes: object) {
  const { status, body } = await app.patch('/settings', changes)
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined })
  return body.data
}

async function events(app: TestApp): Promise<{ type: string; fields: string[] }[]> {
  const rows = await app.database.read.kysely
    .selectFrom('event')
    .select(['type', 'data'])
    .where('object_type', '=', 'settings')
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ type: row.type, fields: JSON.parse(row.data).fields }))
}

describe.each(dialects)('GET /settings on %s', (dialect) => {
  test('answers both generations of the contract, honestly', async () => {
    const { get, live } = await testApp(dialect)
    const { status, body } = await get('/settings')
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      object: 'settings',
      api_version: 'v1',
      mode: 'live',
      firm: { id: live.companyId, name: 'Firma mea SRL', cui: '', rc: '', country: 'RO' },
      invoice_series: [{ name: 'FAC', prefix: 'FAC', is_default: true }, { name: 'PRF' }],
      primary_series: { fiscal: { name: 'FAC' }, proforma: { name: 'PRF' } },
      efactura: {
        enabled: false,
        oauth_configured: false,
        oauth_expires_at: null,
        settings: { environment: 'live', auto_send: false },
      },
      e_factura: { enabled: false, oauth_configured: false, environment: 'live' },
      efactura_settings: { environment: 'live' },
      bank_accounts: [],
      work_points: [{ id: live.workPointId, is_default: true }],
      default_currency: 'RON',
      vat_rates: [21, 11, 0],
      subscription: { plan: 'self-hosted', status: 'active', expires_at: null, invoices_limit: null, invoices_used: 0 },
      features: { multi_currency: true, api_access: true },
      vat_payer: true,
      vat_on_collection: false,
      default_vat_rate: 21,
      currency: 'RON',
      payment_terms_days: 30,
      strict_identifiers: false,
      invoice_settings: {
        prefix: 'FAC',
        next_number: 1,
        auto_numbering: true,
        payment_terms_days: 30,
        split_payment: false,
      },
      bank_account: null,
      bank_name: null,
      logo_url: null,
    })
    expect(body.data.currencies).toEqual(expect.arrayContaining(['RON', 'EUR', 'USD']))
    expect(body.data.payment_types).toHaveLength(7)
    expect(body.data.payment_types[0]).toEqual({ id: 1, name: 'Cash' })
  })

  test('names things in Romanian when asked', async () => {
    const { get } = await testApp(dialect)
    const { body } = await get('/settings', { 'accept-language': 'ro' })
    expect(body.data.payment_types[0]).toEqual({ id: 1, name: 'Numerar' })
  })

  test('counts the fiscal documents of the month and the next number', async () => {
    const app = await testApp(dialect)
    const invoice = {
      client_data: { name: 'Exemplu SRL' },
      items: [{ description: 'x', quantity: 1, price: 1, vat_rate: 21 }],
    }
    await app.post('/invoices', { ...invoice, date: '2026-10-31' })
    await app.post('/invoices', invoice)
    await app.post('/invoices', { ...invoice, is_draft: true })
    await app.post('/invoices', { ...invoice, document_type: 'proforma' })
    const { body } = await app.get('/settings')
    expect(body.data.subscription.invoices_used).toBe(1)
    expect(body.data.invoice_settings.next_number).toBe(3)
  })

  test('tells the limit of the key that asks', async () => {
    const app = await testApp(dialect, { config: { rateLimitPerMinute: 90 } })
    await app.get('/ping')
    const { body } = await app.get('/settings')
    expect(body.data.rate_limits).toEqual({
      requests_per_hour: 5400,
      creates_per_minute: 90,
      current_usage: 2,
      reset_at: Date.parse('2026-11-21T10:01:00Z') / 1000,
    })
    const unlimited = await testApp(dialect)
    expect((await unlimited.get('/settings')).body.data.rate_limits).toMatchObject({
      requests_per_hour: null,
      creates_per_minute: null,
      current_usage: 0,
    })
  })

  test('needs a key; the sandbox sees itself', async () => {
    const app = await testApp(dialect)
    expect(await app.withKey(null).get('/settings')).toMatchObject({ status: 401 })
    expect((await app.asTest.get('/settings')).body.data).toMatchObject({
      mode: 'test',
      firm: { id: app.sandbox.companyId },
      e_factura: { environment: 'test' },
    })
  })
})

describe.each(dialects)('PATCH /settings on %s', (dialect) => {
  test('says who the company is, in firm or flat, and nobody else changes', async () => {
    const app = await testApp(dialect)
    const firm = {
      name: 'Atelier SRL',
      legal_name: 'Atelier de Test SRL',
      cui: 'RO 1234567897',
      rc: 'J12/1/2020',
      address: 'Str. Lungă nr. 1',
      city: 'Cluj-Napoca',
      county: 'CJ',
      email: 'a@atelier.ro',
    }
    const data = await patch(app, { firm, phone: '+40722000111', website: 'https://atelier.ro' })
    expect(data).toMatchObject({
      firm: { ...firm, cui: 'RO1234567897', phone: '+40722000111' },
      phone: '+40722000111',
      email: 'a@atelier.ro',
      website: 'https://atelier.ro',
      warnings: [],
    })
    expect((await app.get('/settings')).body.data.firm).toEqual(data.firm)
    expect((await app.asOther.get('/settings')).body.data.firm.name).toBe('Alta Firma SRL')
    expect((await app.asTest.get('/settings')).body.data.firm.name).toBe('Firma mea SRL')
    expect(await events(app)).toEqual([
      { type: 'settings.updated', fields: expect.arrayContaining(['name', 'legal_name', 'cui', 'phone']) },
    ])
  })

  test('what is null or absent stays, an empty text clears', async () => {
    const app = await testApp(dialect)
    await patch(app, { firm: { phone: '1', email: 'a@b.ro', rc: 'J1/1/2020' } })
    expect((await patch(app, { firm: { phone: null, email: '', rc: '' } })).firm).toMatchObject({
      phone: '1',
      email: null,
      rc: '',
    })
    expect((await patch(app, {})).firm).toMatchObject({ name: 'Firma mea SRL', phone: '1' })
  })

  test('taxes and terms', async () => {
    const app = await testApp(dialect)
    const data = await patch(app, {
      vat_on_collection: '1',
      default_vat_rate: '11',
      invoice_settings: { payment_terms_days: 15 },
      currency: 'eur',
      strict_identifiers: true,
    })
    expect(data).toMatchObject({
      vat_on_collection: true,
      default_vat_rate: 11,
      payment_terms_days: 15,
      invoice_settings: { payment_terms_days: 15 },
      currency: 'EUR',
      default_currency: 'EUR',
      strict_identifiers: true,
    })
  })

  test('the prefix RO and TVA la încasare go with the VAT registration', async () => {
    const app = await testApp(dialect)
    await patch(app, { cui: '1234567897', vat_on_collection: true })
    expect((await app.get('/settings')).body.data.firm.cui).toBe('RO1234567897')
    expect(await patch(app, { vat_payer: false })).toMatchObject({
      firm: { cui: '1234567897' },
      vat_payer: false,
      vat_on_collection: false,
    })
    expect(await patch(app, { vat_payer: true })).toMatchObject({
      firm: { cui: 'RO1234567897' },
      vat_on_collection: false,
    })
  })

  test('an old VAT rate is stored with a warning', async () => {
    const app = await testApp(dialect)
    expect(await patch(app, { default_vat_rate: 19 })).toMatchObject({
      default_vat_rate: 19,
      warnings: [{ code: 'rate_not_in_force', field: 'default_vat_rate' }],
    })
  })

  test.each([
    ['a company without a name', { firm: { name: '' } }, 'firm.name'],
    ['a code that is none', { firm: { cui: 'ABC' } }, 'firm.cui'],
    ['a code that is none, flat', { cui: '1' }, 'cui'],
    ['an unknown county', { firm: { county: 'Transilvania' } }, 'firm.county'],
    ['București without a sector', { firm: { county: 'București', city: 'București' } }, 'firm.city'],
    ['a country that is none', { firm: { country: 'Utopia' } }, 'firm.country'],
    ['an e-mail address that is none', { firm: { contact_email: 'x' } }, 'firm.contact_email'],
    ['an unknown VAT rate', { default_vat_rate: 17 }, 'default_vat_rate'],
    ['a VAT rate that is none', { default_vat_rate: 'many' }, 'default_vat_rate'],
    ['a negative term', { payment_terms_days: -1 }, 'payment_terms_days'],
    ['a currency that is none', { currency: 'LEI' }, 'currency'],
    ['TVA la încasare without registration', { vat_payer: false, vat_on_collection: true }, 'vat_on_collection'],
    ['a flag that is none', { strict_identifiers: 'maybe' }, 'strict_identifiers'],
    ['an account without an IBAN', { bank_accounts: [{ bank_name: 'BCR' }] }, 'bank_accounts.0.iban'],
    ['an IBAN that is none', { bank_accounts: [{ iban: 'RO49' }] }, 'bank_accounts.0.iban'],
    [
      'one IBAN twice',
      { bank_accounts: [{ iban: RON }, { iban: 'RO49 AAAA 1B31 0075 9384 0000' }] },
      'bank_accounts.1.iban',
    ],
    [
      'two primary accounts of one currency',
      {
        bank_accounts: [
          { iban: RON, is_primary: 1 },
          { iban: WRONG_DIGITS, is_primary: 1 },
        ],
      },
      'bank_accounts.1.is_primary',
    ],
  ])('refuses %s and changes nothing', async (_what, changes, path) => {
    const app = await testApp(dialect)
    const before = (await app.get('/settings')).body.data
    const { status, body } = await app.patch('/settings', { phone: '1', ...changes })
    expect({ status, paths: Object.keys(body.error.errors) }).toEqual({ status: 400, paths: [path] })
    expect((await app.get('/settings')).body.data).toEqual(before)
    expect(await events(app)).toEqual([])
  })

  test('wrong check digits are warned of, or refused by a strict company', async () => {
    const app = await testApp(dialect)
    const doubtful = { firm: { cui: 'RO12345678' }, bank_accounts: [{ iban: WRONG_DIGITS }] }
    const { warnings } = await patch(app, doubtful)
    expect(warnings).toMatchObject([
      { code: 'wrong_check_digit', field: 'firm.cui' },
      { code: 'wrong_check_digit', field: 'bank_accounts.0.iban' },
    ])
    const { status, body } = await app.patch('/settings', { ...doubtful, strict_identifiers: true })
    expect({ status, paths: Object.keys(body.error.errors) }).toEqual({
      status: 400,
      paths: ['firm.cui', 'bank_accounts.0.iban'],
    })
  })

  test('the list of bank accounts is replaced whole, and each currency has one primary account', async () => {
    const app = await testApp(dialect)
    const third = 'RO09BCYP0000001234567890'
    const first = await patch(app, {
      bank_accounts: [
        { iban: 'ro49 aaaa 1b31 0075 9384 0000', bank: 'BCR' },
        { iban: EUR, currency: 'EUR', bank_name: 'UniCredit' },
      ],
    })
    expect(first.bank_accounts).toMatchObject([
      {
        iban: RON,
        bank_name: 'BCR',
        bank: 'BCR',
        currency: 'RON',
        is_primary: true,
        is_default: true,
        is_active: true,
      },
      { iban: EUR, currency: 'EUR', is_primary: true },
    ])
    expect(first).toMatchObject({ bank_account: RON, bank_name: 'BCR' })
    const second = await patch(app, { bank_accounts: [{ iban: third, is_active: false }, { iban: RON }] })
    expect(second.bank_accounts).toMatchObject([
      { iban: third, is_primary: false, is_active: false },
      { id: first.bank_accounts[0].id, is_primary: true },
    ])
    const chosen = await patch(app, { bank_accounts: [{ iban: RON }, { iban: third, is_default: true }] })
    expect(chosen.bank_accounts.map((account: { is_primary: boolean }) => account.is_primary)).toEqual([false, true])
    expect((await patch(app, { phone: '1' })).bank_accounts).toHaveLength(2)
    expect((await patch(app, { bank_accounts: [] })).bank_accounts).toEqual([])
    expect((await app.asOther.get('/settings')).body.data.bank_accounts).toEqual([])
  })

  test('a key that may only read does not write', async () => {
    const app = await testApp(dialect)
    await app.database.transact(
      async (db) =>
        void (await db.kysely
          .updateTable('api_key')
          .set({ scopes: 'settings:read' })
          .where('company_id', '=', app.live.companyId)
          .execute()),
    )
    expect(await app.get('/settings')).toMatchObject({ status: 200 })
    expect(await app.patch('/settings', { phone: '1' })).toMatchObject({
      status: 403,
      body: { error: { code: 'insufficient_permissions' } },
    })
  })
})

describe.each(dialects)('small lists on %s', (dialect) => {
  test('currencies and units are plain arrays', async () => {
    const { get } = await testApp(dialect)
    expect((await get('/settings/currencies')).body.data).toContainEqual({ code: 'EUR', name: 'Euro' })
    expect((await get('/settings/currencies', { 'accept-language': 'ro' })).body.data).toContainEqual({
      code: 'RON',
      name: 'leu românesc',
    })
    expect((await get('/settings/units')).body.data[0]).toEqual({ name: 'buc', code: 'H87' })
  })

  test('ping and version answer any valid key and nobody else', async () => {
    const app = await testApp(dialect)
    expect((await app.asTest.get('/ping')).body.data).toMatchObject({ message: 'pong' })
    expect((await app.get('/version')).body.data).toMatchObject({ api_version: 'v1' })
    expect((await app.withKey(null).get('/ping')).status).toBe(401)
  })
})
