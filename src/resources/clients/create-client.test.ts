import { describe, expect, test } from 'vitest'
import { CLIENT, done, eventsOf, given, invalid, read, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const CUI = '1234567897'

describe.each(dialects)('POST /clients on %s', (dialect) => {
  test('makes a client with everything that was said of it', async () => {
    const app = await testApp(dialect)
    const fields = {
      name: '  Exemplu SRL  ',
      email: 'Office@Exemplu.ro',
      phone: '+40 722 000 111',
      cui: `RO${CUI}`,
      rc: 'J12/1/2020',
      address: 'Str. Lungă nr. 1\nEt. 2',
      city: 'Cluj-Napoca',
      county: 'CJ',
      country: 'RO',
      postal_code: '400001',
      iban: 'ro49 aaaa 1b31 0075 9384 0000',
      bank: 'BCR',
      contact_person: 'Ana Pop',
      notes: 'Bun de plată',
    }
    const { status, body } = await app.post('/clients', fields)
    expect(status).toBe(201)
    const expected = { ...fields, name: 'Exemplu SRL', cui: CUI, cui_prefix: 'RO', iban: 'RO49AAAA1B31007593840000' }
    expect(body.data).toMatchObject({
      ...expected,
      object: 'client',
      id: expect.stringMatching(/^cli_[a-z0-9]{10}$/),
      bank_name: 'BCR',
      type: 'company',
      client_type: 'b2b',
      is_firm: true,
      is_active: true,
      created_at: app.clock.nowMs() / 1000,
      updated_at: app.clock.nowMs() / 1000,
      modified_at: '2026-11-21T10:00:00.000Z',
      metadata: { invoices_count: 0, total_invoiced: 0, unpaid_total: 0 },
      stats: { total_invoiced: 0, total_collected: 0, avg_payment_days: null, last_payment: null },
      warnings: [],
    })
    expect(body.data.stats.monthly_series).toHaveLength(12)
    const { warnings: _none, ...created } = body.data
    expect(await read(app, `/clients/${body.data.id}`)).toEqual(created)
    expect(await eventsOf(app, body.data.id)).toEqual(['client.created'])
  })

  test('a name is all it needs', async () => {
    const app = await testApp(dialect)
    expect(done(await app.post('/clients', { name: 'Ion' }))).toMatchObject({
      name: 'Ion',
      email: null,
      cui: null,
      cui_prefix: null,
      country: 'RO',
      city: null,
      type: 'person',
      client_type: 'b2c',
    })
  })

  test('two clients may share a fiscal code', async () => {
    const app = await testApp(dialect)
    const [first, second] = [await given(app).client(), await given(app).client()]
    expect(first.id).not.toBe(second.id)
    expect(await read(app, '/clients')).toMatchObject({ total: 2 })
  })
})

describe.each(dialects)('the words of older clients on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object]>([
    [
      'the code split, as the PHP SDK sends it',
      { cui: CUI, cui_prefix: 'RO', country: 'RO' },
      { cui: CUI, cui_prefix: 'RO' },
    ],
    ['a small prefix', { cui: CUI, cui_prefix: 'ro' }, { cui: CUI, cui_prefix: 'RO' }],
    ['a bare code gets RO', { cui: CUI }, { cui: CUI, cui_prefix: 'RO' }],
    ['a code as a number', { cui: Number(CUI) }, { cui: CUI, cui_prefix: 'RO' }],
    [
      'an empty prefix: not registered for VAT',
      { cui: CUI, cui_prefix: '' },
      { cui: CUI, cui_prefix: null, type: 'company' },
    ],
    ['cif', { cif: `RO ${CUI}` }, { cui: CUI, cui_prefix: 'RO' }],
    ['vat_id', { vat_id: `RO${CUI}` }, { cui: CUI, cui_prefix: 'RO' }],
    ['reg_com', { reg_com: 'J12/1/2020' }, { rc: 'J12/1/2020' }],
    ['bank_name', { bank_name: 'BCR' }, { bank: 'BCR', bank_name: 'BCR' }],
    ['bank_account', { bank_account: 'RO49AAAA1B31007593840000' }, { iban: 'RO49AAAA1B31007593840000' }],
    ['the country by its name', { country: 'România' }, { country: 'RO' }],
    ['a flag', { is_active: '0' }, { is_active: false }],
  ])('%s', async (_what, sent, expected) => {
    expect(done(await shared().post('/clients', { name: 'Exemplu SRL', ...sent }))).toMatchObject(expected)
  })

  test.each([
    ['type', 'company', 'company', 'b2b'],
    ['type', 'person', 'person', 'b2c'],
    ['type', 'b2b', 'company', 'b2b'],
    ['type', 'b2c', 'person', 'b2c'],
    ['type', 'business', 'company', 'b2b'],
    ['type', 'individual', 'person', 'b2c'],
    ['client_type', 'B2B', 'company', 'b2b'],
    ['client_type', 'b2c', 'person', 'b2c'],
  ])('%s: %s is a %s', async (field, word, type, clientType) => {
    expect(done(await shared().post('/clients', { name: 'X', [field]: word }))).toMatchObject({
      type,
      client_type: clientType,
      is_firm: type === 'company',
    })
  })
})

describe.each(dialects)('fiscal codes on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object, string[]]>([
    [
      'a CNP has no prefix and makes a person',
      { cui: '1960101123456' },
      { cui: '1960101123456', cui_prefix: null, type: 'person' },
      [],
    ],
    ['a dash stands for no CNP', { cui: '-' }, { cui: null, cui_prefix: null, type: 'person' }, []],
    ['thirteen zeros are no CNP in particular', { cui: '0000000000000' }, { cui: '0000000000000', type: 'person' }, []],
    ['a wrong check digit is stored', { cui: 'RO98765432' }, { cui: '98765432', cui_prefix: 'RO' }, ['cui']],
    ['a CNP with a wrong check digit too', { cui: '1960101123450' }, { cui: '1960101123450' }, ['cui']],
    ['and an IBAN', { iban: 'RO50AAAA1B31007593840000' }, { iban: 'RO50AAAA1B31007593840000' }, ['iban']],
    ['both at once', { cui: '98765432', iban: 'RO50AAAA1B31007593840000' }, {}, ['cui', 'iban']],
    [
      'a German client',
      { country: 'DE', cui: 'DE123456789', county: 'Bayern', city: 'München' },
      { cui: '123456789', cui_prefix: 'DE', county: 'Bayern' },
      [],
    ],
    ['a Greek client', { country: 'gr', cui: '123456789' }, { country: 'GR', cui_prefix: 'EL' }, []],
    [
      'an American client',
      { country: 'US', cui: '12-3456789', city: 'Bucharest', county: 'CA' },
      { cui: '123456789', cui_prefix: null, city: 'Bucharest' },
      [],
    ],
    ['a code with letters abroad', { country: 'ES', cui: 'ESB12345678' }, { cui: 'B12345678', cui_prefix: 'ES' }, []],
  ])('%s', async (_what, sent, expected, doubted) => {
    const client = done(await shared().post('/clients', { name: 'Exemplu SRL', ...sent }))
    expect(client).toMatchObject(expected)
    expect(client.warnings).toMatchObject(doubted.map((field) => ({ field, code: 'wrong_check_digit' })))
  })
})

describe.each(dialects)('București on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each([
    'București, Sector 3',
    'București, Sectorul 3',
    'Bucuresti Sector 3',
    'BUCUREŞTI, SECTORUL 6',
    'Bucharest, sector 1',
    'București sect. 4',
    'Sector 2',
    'Sectorul 5, București',
  ])('%s names its sector', async (city) => {
    for (const county of ['București', 'B', undefined]) {
      expect(done(await shared().post('/clients', { name: 'X', city, county }))).toMatchObject({ city })
    }
  })

  test.each([
    ['the city alone', { city: 'București' }],
    ['the city without diacritics', { city: 'bucuresti' }],
    ['the city in English', { city: 'Bucharest' }],
    ['a seventh sector', { city: 'București, Sector 7' }],
    ['the word without a number', { city: 'București, Sector' }],
    ['another place in the county of București', { city: 'Titan', county: 'București' }],
  ])('%s is refused', async (_what, place) => {
    const call = () => shared().post('/clients', { name: 'X', ...place })
    expect(await refused(shared(), call)).toEqual(invalid({ city: 'sector_missing' }))
  })

  test('is refused under client_data too, and makes no client', async () => {
    const call = () =>
      shared().post('/invoices', {
        client_data: { name: 'X', city: 'București' },
        items: [{ name: 'x', quantity: 1, price: 1 }],
      })
    expect(await refused(shared(), call)).toEqual(invalid({ 'client_data.city': 'sector_missing' }))
  })
})

describe.each(dialects)('POST /clients refuses on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, Record<string, string>]>([
    ['no name', { name: undefined }, { name: 'required' }],
    ['an empty name', { name: '  ' }, { name: 'required' }],
    ['a name of 256 characters', { name: 'x'.repeat(256) }, { name: 'too_long' }],
    ['a name that is a list', { name: ['x'] }, { name: 'not_text' }],
    ['an invisible character', { name: 'A\u0000B' }, { name: 'control_characters' }],
    ['half a character', { notes: 'a\ud800' }, { notes: 'control_characters' }],
    ['an address that is no e-mail address', { email: 'ana@' }, { email: 'not_email' }],
    ['a code of one digit', { cui: '1' }, { cui: 'not_fiscal_code' }],
    ['a code of eleven digits', { cui: 'RO12345678901' }, { cui: 'not_fiscal_code' }],
    ['a code of letters', { cui: undefined, cif: 'abc' }, { cui: 'not_fiscal_code' }],
    ['an IBAN that is none', { iban: 'RO49AAAA' }, { iban: 'not_iban' }],
    ['a county that is none', { county: 'Ardeal' }, { county: 'not_county' }],
    ['a country that is none', { country: 'Narnia' }, { country: 'not_country' }],
    ['a type that is none', { type: 'firma' }, { type: 'not_one_of' }],
    ['a flag that is none', { is_active: 'da' }, { is_active: 'not_flag' }],
    ['everything at once', { name: '', email: 'x', cui: '1' }, { name: 'required', email: 'not_email' }],
  ])('%s', async (_what, fields, problems) => {
    expect(await refused(shared(), () => shared().post('/clients', { ...CLIENT, ...fields }))).toEqual(
      invalid(problems),
    )
  })
})

describe.each(dialects)('a company that asks for strict identifiers on %s', (dialect) => {
  test('refuses a wrong check digit, on its own and inside an invoice', async () => {
    const app = await testApp(dialect)
    done(await app.patch('/settings', { strict_identifiers: true }))
    const wrong = { name: 'Exemplu SRL', cui: 'RO98765432', iban: 'RO50AAAA1B31007593840000' }
    expect(await refused(app, () => app.post('/clients', wrong))).toEqual(
      invalid({ cui: 'wrong_check_digit', iban: 'wrong_check_digit' }),
    )
    const items = [{ name: 'x', quantity: 1, price: 1 }]
    expect(await refused(app, () => app.post('/invoices', { client_data: wrong, items }))).toEqual(
      invalid({ 'client_data.cui': 'wrong_check_digit', 'client_data.iban': 'wrong_check_digit' }),
    )
    expect(done(await app.post('/clients', CLIENT)).warnings).toEqual([])
  })
})
