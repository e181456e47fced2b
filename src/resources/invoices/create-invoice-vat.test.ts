import { beforeAll, describe, expect, test } from 'vitest'
import { CLIENT, done, given, invalid, LINE, refused, sharedApp } from '../../../test/given.ts'
import { dialects, testApp } from '../../../test/harness.ts'

const GERMAN = { name: 'Beispiel GmbH', country: 'DE', cui: 'DE123456789' }
const AMERICAN = { name: 'Example Inc', country: 'US' }
const PERSON = { name: 'Ion Pop' }
const line = (fields: object) => ({ description: 'Marfă', quantity: 1, price: 100, ...fields })

interface Warning {
  readonly field: string
  readonly code: string
}
const short = (warnings: readonly Warning[]) => warnings.map(({ field, code }) => `${field} ${code}`)

describe.each(dialects)('several VAT rates on %s', (dialect) => {
  test('are computed once for each rate and shared out to the lines, to the cent', async () => {
    const app = await testApp(dialect)
    const items = [
      line({ quantity: 3, price: 33.33, vat_rate: 21 }),
      line({ quantity: 2.5, price: 19.99, vat_rate: 21 }),
      line({ quantity: 7, price: 1.11, vat_rate: 11 }),
      line({ quantity: 1, price: 50, vat_rate: 0 }),
    ]
    const answer = await app.post('/invoices', { client_data: CLIENT, items })
    expect(done(answer)).toMatchObject({
      lines: [
        { subtotal: 99.99, vat_amount: 21, total: 120.99, vat_category: 'S' },
        { subtotal: 49.98, vat_amount: 10.49, total: 60.47, vat_category: 'S' },
        { subtotal: 7.77, vat_amount: 0.85, total: 8.62, vat_category: 'S' },
        { subtotal: 50, vat_amount: 0, total: 50, vat_category: 'E' },
      ],
      vat_breakdown: [
        { vat_key: 'S', vat_rate: 21, subtotal: 149.97, vat_amount: 31.49 },
        { vat_key: 'S', vat_rate: 11, subtotal: 7.77, vat_amount: 0.85 },
        { vat_key: 'E', vat_rate: 0, subtotal: 50, vat_amount: 0 },
      ],
      subtotal: 207.74,
      vat_amount: 32.34,
      total: 240.08,
      mentions: ['Scutit de TVA, art. 292 Cod fiscal'],
    })
    for (const raw of ['"vat_amount":21.00,', '"subtotal":50.00,', '"price":50.00,', '"quantity":2.5,']) {
      expect(answer.text).toContain(raw)
    }
  })

  test('a ban of VAT goes to the line that is nearest to it', async () => {
    const app = await testApp(dialect)
    const { lines, vat_amount } = await given(app).invoice({
      items: Array(3).fill(line({ price: 0.02, vat_rate: 21 })),
    })
    expect(lines.map((one: { vat_amount: number }) => one.vat_amount)).toEqual([0.01, 0, 0])
    expect(vat_amount).toBe(0.01)
  })
})

describe.each(dialects)('rates and days on %s', (dialect) => {
  const shared = sharedApp(dialect)
  beforeAll(async () => void (await given(shared()).series({ name: 'TVA', is_primary: true })))

  test.each<[string, object, string[]]>([
    ['the rates of today', { items: [line({ vat_rate: 21 }), line({ vat_rate: 11 }), line({ vat_key: 'E' })] }, []],
    [
      '19 % today, as the PHP SDK sends it',
      { items: [line({ vat_rate: 19 })] },
      ['items.0.vat_rate rate_not_in_force'],
    ],
    ['19 % on its last day', { items: [line({ vat_rate: 19 })], date: '2025-07-31' }, []],
    [
      '19 % the day after',
      { items: [line({ vat_rate: 19 })], date: '2025-08-01' },
      ['items.0.vat_rate rate_not_in_force'],
    ],
    [
      '21 % a day early',
      { items: [line({ vat_rate: 21 })], date: '2025-07-31' },
      ['items.0.vat_rate rate_not_in_force'],
    ],
    ['9 % on homes, while it lasts', { items: [line({ vat_rate: 9 })], date: '2026-07-31' }, []],
    ['9 % afterwards', { items: [line({ vat_rate: 9 })], date: '2026-08-01' }, ['items.0.vat_rate rate_not_in_force']],
    ['5 % today, on the second line', { items: [LINE, line({ vat_rate: 5 })] }, ['items.1.vat_rate rate_not_in_force']],
  ])('%s', async (_what, fields, warnings) => {
    const draft = await given(shared()).invoice({ ...fields, force_chronology: false })
    expect(short(draft.warnings.filter(({ field }: Warning) => field !== 'date'))).toEqual(warnings)
  })

  test('a line without a rate takes the one of the company', async () => {
    const app = await testApp(dialect)
    expect((await given(app).invoice({ items: [line({})] })).lines[0].vat_rate).toBe(21)
    done(await app.patch('/settings', { default_vat_rate: 11 }))
    expect(
      (await given(app).invoice({ items: [line({}), line({ vat_key: 'S' })] })).lines.map(
        (one: { vat_rate: number }) => one.vat_rate,
      ),
    ).toEqual([11, 11])
  })
})

describe.each(dialects)('VAT categories on %s', (dialect) => {
  const shared = sharedApp(dialect)

  test.each<[string, object, object, string | null, string[]]>([
    ['S', { vat_key: 'S', vat_rate: 21 }, CLIENT, null, []],
    ['Z', { vat_key: 'Z', vat_rate: 0 }, CLIENT, null, []],
    ['E', { vat_key: 'E', vat_rate: 0 }, CLIENT, 'Scutit de TVA, art. 292 Cod fiscal', []],
    ['E', { vat_key: 'E' }, PERSON, 'Scutit de TVA, art. 292 Cod fiscal', []],
    ['AE', { vat_key: 'AE', vat_rate: 0 }, CLIENT, 'Taxare inversă', []],
    [
      'K',
      { vat_key: 'K', vat_rate: 0 },
      GERMAN,
      'Livrare intracomunitară scutită de TVA, art. 294 alin. (2) Cod fiscal',
      [],
    ],
    [
      'K',
      { vat_key: 'k' },
      { ...GERMAN, country: 'AT' },
      'Livrare intracomunitară scutită de TVA, art. 294 alin. (2) Cod fiscal',
      [],
    ],
    ['G', { vat_key: 'G', vat_rate: 0 }, AMERICAN, 'Export scutit de TVA, art. 294 alin. (1) Cod fiscal', []],
    [
      'G',
      { vat_key: 'G' },
      GERMAN,
      'Export scutit de TVA, art. 294 alin. (1) Cod fiscal',
      ['items.0.vat_key export_buyer_in_eu'],
    ],
    ['O', { vat_key: 'O', vat_rate: 0 }, CLIENT, 'Operațiune neimpozabilă în sfera TVA', []],
  ])('%s: %j', async (category, fields, client_data, mention, warnings) => {
    const invoice = await given(shared()).invoice({ client_data, items: [line(fields)] })
    expect(invoice).toMatchObject({
      lines: [{ vat_category: category, vat_key: category }],
      vat_breakdown: [{ vat_key: category }],
      total: category === 'S' ? 121 : 100,
      mentions: mention === null ? [] : [mention],
    })
    expect(short(invoice.warnings)).toEqual(warnings)
  })

  test.each([
    [1, 21, 'S', '1'],
    ['2', 0, 'E', '2'],
    [9999, 11, 'S', '9999'],
  ])(
    'the number %j of an older client says nothing of the category, and comes back',
    async (vat_key, vat_rate, category, sent) => {
      const { lines } = await given(shared()).invoice({ items: [line({ vat_key, vat_rate })] })
      expect(lines[0]).toMatchObject({ vat_category: category, vat_key: sent, vat_rate })
    },
  )

  test('may stand beside each other, but for O', async () => {
    const items = [line({ vat_rate: 21 }), line({ vat_key: 'E' }), line({ vat_key: 'AE' }), line({ vat_key: 'Z' })]
    expect(await given(shared()).invoice({ items })).toMatchObject({
      total: 421,
      mentions: ['Scutit de TVA, art. 292 Cod fiscal', 'Taxare inversă'],
    })
  })

  test.each<[string, object, object[], Record<string, string>]>([
    [
      'S without a rate',
      CLIENT,
      [{ vat_key: 'S', vat_rate: 0 }],
      { 'items.0.vat_rate': 'vat_rate_must_be_above_zero' },
    ],
    ['Z with a rate', CLIENT, [{ vat_key: 'Z', vat_rate: 21 }], { 'items.0.vat_rate': 'vat_rate_must_be_zero' }],
    ['E with a rate', CLIENT, [{ vat_key: 'E', vat_rate: 11 }], { 'items.0.vat_rate': 'vat_rate_must_be_zero' }],
    ['AE with a rate', CLIENT, [{ vat_key: 'AE', vat_rate: 21 }], { 'items.0.vat_rate': 'vat_rate_must_be_zero' }],
    ['G with a rate', AMERICAN, [{ vat_key: 'G', vat_rate: 21 }], { 'items.0.vat_rate': 'vat_rate_must_be_zero' }],
    ['O with a rate', CLIENT, [{ vat_key: 'O', vat_rate: 21 }], { 'items.0.vat_rate': 'vat_rate_must_be_zero' }],
    [
      'AE for somebody without a code',
      PERSON,
      [{ vat_key: 'AE' }],
      { 'items.0.vat_key': 'vat_key_needs_buyer_fiscal_code' },
    ],
    ['K for a Romanian', CLIENT, [{ vat_key: 'K' }], { 'items.0.vat_key': 'vat_key_needs_eu_buyer' }],
    ['K for an American', AMERICAN, [{ vat_key: 'K' }], { 'items.0.vat_key': 'vat_key_needs_eu_buyer' }],
    [
      'K for a German without a number',
      { ...GERMAN, cui: null },
      [{ vat_key: 'K' }],
      { 'items.0.vat_key': 'vat_key_needs_eu_buyer' },
    ],
    ['O beside another', CLIENT, [{ vat_key: 'O' }, { vat_rate: 21 }], { 'items.0.vat_key': 'vat_key_o_not_mixed' }],
    ['a letter that is none', CLIENT, [{ vat_key: 'X' }], { 'items.0.vat_key': 'unknown_vat_key' }],
    ['a word that every object knows', CLIENT, [{ vat_key: 'constructor' }], { 'items.0.vat_key': 'unknown_vat_key' }],
    [
      'several lines at once',
      CLIENT,
      [{ vat_key: 'E', vat_rate: 21 }, { vat_rate: 21 }, { vat_key: 'K' }],
      { 'items.0.vat_rate': 'vat_rate_must_be_zero', 'items.2.vat_key': 'vat_key_needs_eu_buyer' },
    ],
  ])('%s is refused', async (_what, client_data, lines, problems) => {
    const call = () => shared().post('/invoices', { client_data, items: lines.map(line) })
    expect(await refused(shared(), call)).toEqual(invalid(problems))
  })
})

describe.each(dialects)('VAT 0 without a word on why, on %s', (dialect) => {
  const shared = sharedApp(dialect)
  const assumed = (index: number) => `items.${index}.vat_exemption_reason vat_exemption_assumed`

  test.each<[string, object, string[]]>([
    ['alone', { items: [line({ vat_rate: 0 })] }, [assumed(0)]],
    ['with the number of an older client', { items: [line({ vat_rate: 0, vat_key: 2 })] }, [assumed(0)]],
    ['on some lines', { items: [LINE, line({ vat_rate: 0 }), line({ vat_rate: 0 })] }, [assumed(1), assumed(2)]],
    ['to somebody abroad', { client_data: GERMAN, items: [line({ vat_rate: 0 })] }, [assumed(0)]],
    ['on a proforma', { document_type: 'proforma', items: [line({ vat_rate: 0 })] }, [assumed(0)]],
    ['with a letter', { items: [line({ vat_rate: 0, vat_key: 'E' }), line({ vat_rate: 0, vat_key: 'Z' })] }, []],
    ['with a code', { items: [line({ vat_rate: 0, vat_exemption_code: 'VATEX-EU-143' })] }, []],
    ['with a reason', { items: [line({ vat_rate: 0, vat_exemption_reason: 'Scutit, art. 315' })] }, []],
    ['with an empty reason', { items: [line({ vat_rate: 0, vat_exemption_reason: '' })] }, [assumed(0)]],
    ['under reverse charge', { with_vat_inverted: true, items: [line({ vat_rate: 0 })] }, []],
  ])('%s', async (_what, fields, warnings) => {
    const made = given(shared())
    for (const document of [await made.invoice(fields), await made.draft(fields)])
      expect(short(document.warnings)).toEqual(warnings)
  })

  test('stays an exemption under art. 292, and the warning names it in both languages', async () => {
    const body = { client_data: CLIENT, items: [line({ vat_rate: 0 })] }
    const said = async (language: string) =>
      done(await shared().post('/invoices?dry_run=true', body, { 'accept-language': language }))
    const [en, ro] = [await said('en'), await said('ro')]
    for (const { lines, mentions, warnings } of [en, ro]) {
      expect([lines[0].vat_category, mentions]).toEqual(['E', ['Scutit de TVA, art. 292 Cod fiscal']])
      expect(warnings[0].message).toMatch(/art\. 292 .*VATEX-EU-132.*vat_key.*vat_exemption_code.*vat_exemption_reason/)
    }
    expect(en.warnings[0].message).not.toBe(ro.warnings[0].message)
  })

  test('is told of a draft until it says why, and not of its storno', async () => {
    const draft = await given(shared()).draft({ items: [line({ vat_rate: 0 })] })
    const put = async (body: object) => short(done(await shared().put(`/invoices/${draft.id}`, body)).warnings)
    expect(await put({ notes: 'x' })).toEqual([assumed(0)])
    const reason = 'Regimul marjei, art. 312'
    expect(await put({ items: [line({ vat_rate: 0, vat_exemption_reason: reason })] })).toEqual([])
    const { id } = await given(shared()).invoice({ items: [line({ vat_rate: 0 })] })
    expect((await given(shared()).storno(id)).warnings).toEqual([])
  })

  test('comes from the default rate of a company as well', async () => {
    const app = await testApp(dialect)
    done(await app.patch('/settings', { default_vat_rate: 0 }))
    expect(short((await given(app).invoice({ items: [line({})] })).warnings)).toEqual([assumed(0)])
    done(await app.patch('/settings', { vat_payer: false }))
    expect((await given(app).invoice({ items: [line({}), line({ vat_rate: 0 })] })).warnings).toEqual([])
  })
})

describe.each(dialects)('reverse charge on %s', (dialect) => {
  test('takes VAT off every line and says so', async () => {
    const app = await testApp(dialect)
    const items = [line({ vat_rate: 21 }), line({ vat_key: 'S', vat_rate: 11 }), line({})]
    expect(await given(app).invoice({ with_vat_inverted: 1, items })).toMatchObject({
      with_vat_inverted: true,
      lines: Array(3).fill({ vat_rate: 0, vat_amount: 0, vat_category: 'AE' }),
      vat_breakdown: [{ vat_key: 'AE', vat_rate: 0, subtotal: 300, vat_amount: 0 }],
      total: 300,
      mentions: ['Taxare inversă'],
      warnings: [],
    })
  })

  test('takes it off a charge and a discount that name a rate', async () => {
    const app = await testApp(dialect)
    const adjusted = { charges: [{ amount: 10, vat_rate: 21 }], discounts: [{ amount: 30, vat_rate: 21 }] }
    const invoice = await given(app).invoice({ with_vat_inverted: true, ...adjusted })
    expect(invoice).toMatchObject({ subtotal: 80, vat_amount: 0, total: 80, vat_breakdown: [{ vat_key: 'AE' }] })
    expect(await given(app).storno(invoice.id)).toMatchObject({ subtotal: -80, vat_amount: 0, total: -80 })
  })

  test('needs a client with a fiscal code', async () => {
    const app = await testApp(dialect)
    const call = () => app.post('/invoices', { client_data: PERSON, items: [LINE], with_vat_inverted: true })
    expect(await refused(app, call)).toEqual(invalid({ 'items.0.vat_key': 'vat_key_needs_buyer_fiscal_code' }))
  })
})

describe.each(dialects)('a company that is not registered for VAT on %s', (dialect) => {
  const shared = sharedApp(dialect)
  beforeAll(async () => void done(await shared().patch('/settings', { vat_payer: false })))

  test('issues everything without VAT, and doubts rates that were sent', async () => {
    const items = [LINE, line({ vat_rate: 11, vat_key: 'S' }), line({ vat_rate: 0 }), line({})]
    const invoice = await given(shared()).invoice({ items })
    expect(invoice).toMatchObject({
      lines: Array(4).fill({ vat_rate: 0, vat_amount: 0, vat_category: 'O' }),
      vat_breakdown: [{ vat_key: 'O', vat_rate: 0, subtotal: 400, vat_amount: 0 }],
      total: 400,
      mentions: ['Neplătitor de TVA, regim special de scutire art. 310 Cod fiscal'],
    })
    expect(short(invoice.warnings)).toEqual(['items.0.vat_rate vat_not_applied', 'items.1.vat_rate vat_not_applied'])
  })

  test('charges no VAT on transport either', async () => {
    const invoice = await given(shared()).invoice({ items: [line({})], charges: [{ amount: 10, vat_rate: 21 }] })
    expect(invoice).toMatchObject({
      subtotal: 110,
      vat_amount: 0,
      total: 110,
      vat_breakdown: [{ vat_key: 'O', subtotal: 110 }],
    })
    expect(short(invoice.warnings)).toEqual(['charges.0.vat_rate vat_not_applied'])
  })

  test.each(['AE', 'K', 'G'])('may not use %s', async (vat_key) => {
    const call = () => shared().post('/invoices', { client_data: GERMAN, items: [line({ vat_key })] })
    expect(await refused(shared(), call)).toEqual(invalid({ 'items.0.vat_key': 'vat_key_needs_vat_registered_seller' }))
  })

  test('issues a draft with VAT once it is registered, and one of before without it afterwards', async () => {
    const app = await testApp(dialect)
    const before = await given(app).draft()
    done(await app.patch('/settings', { vat_payer: false }))
    const after = await given(app).draft({ items: [line({}), LINE] })
    expect([before.total, after.total]).toEqual([121, 200])
    expect(done(await app.put(`/invoices/${before.id}`, { is_draft: 0 }))).toMatchObject({
      total: 100,
      lines: [{ vat_category: 'O' }],
    })
    done(await app.patch('/settings', { vat_payer: true }))
    expect(done(await app.put(`/invoices/${after.id}`, { is_draft: 0 }))).toMatchObject({ total: 242, mentions: [] })
  })
})

describe.each(dialects)('TVA la încasare on %s', (dialect) => {
  test('is said on documents with VAT, and on no others', async () => {
    const app = await testApp(dialect)
    done(await app.patch('/settings', { vat_on_collection: true }))
    const invoice = await given(app).invoice()
    expect(invoice).toMatchObject({ vat_on_collection: true, mentions: ['TVA la încasare'], total: 121 })
    expect(await given(app).invoice({ items: [line({ vat_key: 'E' })] })).toMatchObject({
      mentions: ['Scutit de TVA, art. 292 Cod fiscal'],
    })
    done(await app.patch('/settings', { vat_on_collection: false }))
    expect((await given(app).invoice()).mentions).toEqual([])
    expect(await given(app).storno(invoice.id)).toMatchObject({ mentions: ['TVA la încasare'] })
  })
})
