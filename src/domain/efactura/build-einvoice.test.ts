import { describe, expect, test } from 'vitest'
import { faultsOfArithmetic } from '../../../test/efactura/arithmetic.ts'
import { AMERICAN, GERMAN, SMALL_SELLER } from '../../../test/efactura/golden-cases.ts'
import {
  buyer,
  type GivenInvoice,
  type GivenLine,
  issued,
  percentOff,
  SELLER,
  storned,
} from '../../../test/efactura/issued.ts'
import { formatDecimal } from '../decimal.ts'
import type { Invoice } from '../invoice.ts'
import { bani } from '../money.ts'
import { type BuildOptions, buildEInvoice } from './build-einvoice.ts'
import { TYPE_CODES } from './codes.ts'
import type { EInvoice, LineAllowance } from './einvoice.ts'

const built = (given: GivenInvoice = {}, options?: BuildOptions): EInvoice =>
  buildEInvoice(issued(given), SELLER, options).einvoice
const reversed = (source: Invoice, options?: BuildOptions): EInvoice =>
  buildEInvoice(storned(source), SELLER, options).einvoice

describe('the document', () => {
  test('is identified', () => {
    expect(built({ number: 'FCT-9', date: '2026-02-03', dueDate: '2026-03-05' })).toMatchObject({
      syntax: 'Invoice',
      typeCode: '380',
      number: 'FCT-9',
      issueDate: '2026-02-03',
      dueDate: '2026-03-05',
      currency: 'RON',
      vatCurrency: null,
      profileId: null,
      precedingInvoices: [],
    })
  })

  test('of a draft has no number', () => {
    expect(buildEInvoice({ ...issued(), issued: null }, SELLER).einvoice.number).toBe(null)
  })

  test('is the same whatever was paid since', () => {
    const invoice = issued()
    const paid = {
      ...invoice,
      state: 'paid' as const,
      payments: [{ amountBani: invoice.totalBani }],
    } as unknown as Invoice
    expect(buildEInvoice(paid, SELLER)).toEqual(buildEInvoice(invoice, SELLER))
  })

  test('in another currency tells VAT in RON', () => {
    const { currency, vatCurrency, totals } = built({ currency: 'EUR', exchangeRate: '5.0893' })
    expect({ currency, vatCurrency }).toEqual({ currency: 'EUR', vatCurrency: 'RON' })
    expect([totals.vatBani, totals.vatInVatCurrencyBani]).toEqual([2100, 10688])
  })

  test('carries what is attached', () => {
    const attachments = [{ reference: 'A', description: null, uri: 'https://exemplu.ro/a', file: null }]
    expect(built({}, { attachments }).attachments).toEqual(attachments)
  })
})

describe('a storno', () => {
  const source = issued({ lines: [{ quantity: '2', price: '10.5' }], discounts: [percentOff('10')] })

  test('has negative quantities and amounts, positive prices, and its original', () => {
    const einvoice = reversed(source)
    expect(einvoice).toMatchObject({
      syntax: 'Invoice',
      typeCode: '380',
      dueDate: null,
      paymentTerms: null,
      paymentMeans: [],
      precedingInvoices: [{ number: 'FCT-2026-00001', issueDate: '2026-11-20' }],
      allowances: [{ amountBani: -210, baseBani: -2100 }],
      totals: { linesBani: -2100, allowancesBani: -210, withoutVatBani: -1890, vatBani: -397, payableBani: -2287 },
    })
    expect(einvoice.lines.map(({ quantity, price }) => [quantity && formatDecimal(quantity), price.net])).toEqual([
      ['-2', { unscaled: 105n, scale: 1 }],
    ])
  })

  test('as a credit note is its mirror, with terms because it is above zero (BR-CO-25)', () => {
    const einvoice = reversed(source, { typeCode: TYPE_CODES.creditNote })
    expect(einvoice).toMatchObject({
      syntax: 'CreditNote',
      typeCode: '381',
      paymentTerms: 'Conform înțelegerii părților',
      precedingInvoices: [{ number: 'FCT-2026-00001' }],
      allowances: [{ amountBani: 210, baseBani: 2100 }],
      vatBreakdown: [{ baseBani: 1890, vatBani: 397 }],
      totals: { linesBani: 2100, allowancesBani: 210, vatBani: 397, payableBani: 2287 },
      lines: [{ quantity: { unscaled: 2n, scale: 0 }, netBani: 2100 }],
    })
  })

  test('may be a corrected invoice', () => {
    expect(reversed(source, { typeCode: '384' })).toMatchObject({ syntax: 'Invoice', typeCode: '384' })
  })

  test('is the only thing a credit note can be', () => {
    expect(() => built({}, { typeCode: TYPE_CODES.creditNote })).toThrow(RangeError)
  })

  test('in part keeps quantity × price true with a rounding', () => {
    const thirds = issued({
      lines: [
        { quantity: '3', price: '0.335' },
        { quantity: '3', price: '0.115' },
      ],
    })
    const { einvoice } = buildEInvoice(storned(thirds, ['1', '1'], ['1', '1']), SELLER)
    const [first, second] = einvoice.lines
    expect([first?.netBani, first?.charges, first?.allowances]).toMatchObject([
      -33,
      [{ amountBani: 1, reason: 'Rotunjire' }],
      [],
    ])
    expect([second?.netBani, second?.allowances]).toMatchObject([-11, []])
    expect(faultsOfArithmetic(einvoice)).toEqual([])
    const creditNote = buildEInvoice(storned(thirds, ['1', '1'], ['1', '1']), SELLER, { typeCode: '381' }).einvoice
    expect([creditNote.lines[0]?.netBani, creditNote.lines[0]?.allowances]).toMatchObject([33, [{ amountBani: 1 }]])
    expect(faultsOfArithmetic(creditNote)).toEqual([])
  })
})

describe('discounts and charges', () => {
  const shown = (list: readonly LineAllowance[] | undefined) =>
    list?.map(({ amountBani, baseBani, percent, reason }) => [
      amountBani,
      baseBani,
      percent && formatDecimal(percent),
      reason,
    ])

  test('of a line, with the percentage when it explains the amount', () => {
    const [line] = built({
      lines: [
        {
          quantity: '3',
          price: '33.33',
          texts: { discount: percentOff('12.5', 'Client fidel'), charge: percentOff('2') },
        },
      ],
    }).lines
    expect(shown(line?.allowances)).toEqual([[1250, 9999, '12.5', 'Client fidel']])
    expect(shown(line?.charges)).toEqual([[200, 9999, '2', 'Taxă suplimentară']])
  })

  test('as an amount, with a reason of ours (BR-42)', () => {
    const discount = { adjustment: { kind: 'amount' as const, amountBani: bani(500) }, reason: ' ', group: null }
    const [line] = built({ lines: [{ texts: { discount } }] }).lines
    expect(shown(line?.allowances)).toEqual([[500, null, null, 'Reducere comercială']])
  })

  test('of nothing are not there', () => {
    expect(built({ lines: [{ texts: { discount: percentOff('0') } }] }).lines[0]).toMatchObject({
      allowances: [],
      charges: [],
    })
  })

  test('of the document, one per VAT group', () => {
    const { allowances, totals } = built({
      lines: [{ price: '100' }, { price: '50', vat: 11 }],
      discounts: [percentOff('10', 'Campanie')],
    })
    expect(shown(allowances)).toEqual([
      [1000, 10000, '10', 'Campanie'],
      [500, 5000, '10', 'Campanie'],
    ])
    expect(allowances.map(({ vat }) => [vat?.category, vat?.percent && formatDecimal(vat.percent)])).toEqual([
      ['S', '21'],
      ['S', '11'],
    ])
    expect(totals).toMatchObject({ allowancesBani: 1500, chargesBani: null })
  })

  test('with prices that include VAT, without a percentage that would not add up', () => {
    const [line] = built({
      lines: [{ price: '10', texts: { discount: percentOff('10') } }],
      texts: { pricesIncludeVat: true },
    }).lines
    expect(shown(line?.allowances)).toEqual([[82, null, null, 'Reducere comercială']])
  })
})

describe('the lines', () => {
  const item = (texts: GivenLine['texts'] = {}) => built({ lines: [{ texts }] }).lines[0]

  test.each([
    ['buc', null, 'H87', 0],
    ['Ore', null, 'HUR', 0],
    ['buc', 'kgm', 'KGM', 0],
    ['bax', null, 'H87', 1],
    ['bax', 'XBX', 'XBX', 0],
    ['', null, 'H87', 0],
  ])('unit %j with code %j is %s', (unit, ublUm, code, attributes) => {
    const line = item({ unit, ublUm })
    expect([line?.unitCode, line?.item.attributes.length]).toEqual([code, attributes])
  })

  test('carry the codes of the goods', () => {
    expect(item({ sku: 'A1', ublNc: '84713000', ublCpv: '30213100-6' })?.item).toMatchObject({
      sellersId: 'A1',
      classifications: [
        { code: '84713000', listId: 'HS' },
        { code: '30213100-6', listId: 'STI' },
      ],
    })
  })

  test('report texts that are too long, in full all the same', () => {
    const description =
      'Servicii de întreținere a sistemului informatic, conform contractului 123 din 1 martie 2026, luna noiembrie'
    const { einvoice, findings } = buildEInvoice(
      issued({
        lines: [{}, { description, texts: { descriptionExtended: 'x'.repeat(201) } }],
        discounts: [percentOff('1', 'y '.repeat(60))],
      }),
      SELLER,
    )
    expect(einvoice.lines[1]?.item.name).toBe(description)
    expect(findings).toEqual([
      { path: 'discounts.0.reason', term: 'BT-97', max: 100, length: 119, suggested: `${'y '.repeat(49)}y…` },
      {
        path: 'items.1.description',
        term: 'BT-153',
        max: 100,
        length: 107,
        suggested: 'Servicii de întreținere a sistemului informatic, conform contractului 123 din 1 martie 2026, luna…',
      },
      { path: 'items.1.description_extended', term: 'BT-154', max: 200, length: 201, suggested: `${'x'.repeat(199)}…` },
    ])
  })
})

describe('VAT', () => {
  const breakdown = (given: GivenInvoice, seller = SELLER) => buildEInvoice(issued(given), seller).einvoice.vatBreakdown

  test.each([
    ['S', {}, null, null],
    ['Z', { lines: [{ key: 'Z' as const, vat: 0 }] }, null, null],
    ['E', { lines: [{ vat: 0 }] }, 'VATEX-EU-132', 'Scutit de TVA, art. 292 Cod fiscal'],
    ['AE', { texts: { withVatInverted: true } }, 'VATEX-EU-AE', 'Taxare inversă'],
    [
      'K',
      { buyer: GERMAN, lines: [{ key: 'K' as const, vat: 0 }] },
      'VATEX-EU-IC',
      'Livrare intracomunitară scutită de TVA, art. 294 alin. (2) Cod fiscal',
    ],
    [
      'G',
      { buyer: AMERICAN, lines: [{ key: 'G' as const, vat: 0 }] },
      'VATEX-EU-G',
      'Export scutit de TVA, art. 294 alin. (1) Cod fiscal',
    ],
    ['O', { lines: [{ key: 'O' as const, vat: 0 }] }, 'VATEX-EU-O', 'Operațiune neimpozabilă în sfera TVA'],
  ])('of category %s', (category, given, exemptionCode, exemptionReason) => {
    const [group] = breakdown(given)
    expect(group).toMatchObject({ category, exemptionCode, exemptionReason })
    expect(group?.percent === null).toBe(category === 'O')
  })

  test('of a seller outside VAT is O, without a VAT number on either side', () => {
    const { einvoice } = buildEInvoice(issued({ texts: { sellerIsVatPayer: false } }), SMALL_SELLER)
    expect(einvoice).toMatchObject({
      seller: { vatId: null, legalId: { id: '1234567897' }, legalInfo: 'F12/345/2019' },
      buyer: { vatId: null, legalId: { id: '14399840' } },
      vatBreakdown: [{ exemptionReason: 'Neplătitor de TVA, regim special de scutire art. 310 Cod fiscal' }],
      lines: [{ vat: { category: 'O', percent: null } }],
    })
  })

  const e = (exemptionCode: string | null, exemptionReason: string | null): GivenLine => ({
    vat: 0,
    texts: { exemptionCode, exemptionReason },
  })
  test.each([
    ['a reason alone replaces our code', [e(null, 'Art. 152')], null, 'Art. 152'],
    ['a code alone goes without our text', [e('vatex-eu-309', null)], 'VATEX-EU-309', null],
    ['our code may be given', [e('VATEX-EU-132', null)], 'VATEX-EU-132', 'Scutit de TVA, art. 292 Cod fiscal'],
    ['code and reason', [e('VATEX-EU-309', 'Marjă')], 'VATEX-EU-309', 'Marjă'],
    ['the same code with two reasons', [e('VATEX-EU-309', 'a'), e('VATEX-EU-309', 'b')], 'VATEX-EU-309', 'a; b'],
    ['two codes', [e('VATEX-EU-309', 'a'), e('VATEX-EU-79-C', null)], null, 'a; VATEX-EU-79-C'],
    ['said and unsaid', [e(null, 'a'), e(null, null)], null, 'a; Scutit de TVA, art. 292 Cod fiscal'],
  ])('exempt: %s', (_what, lines, exemptionCode, exemptionReason) => {
    expect(breakdown({ lines })).toMatchObject([{ exemptionCode, exemptionReason }])
  })

  test('a reason too long is reported at its line', () => {
    const { findings } = buildEInvoice(issued({ lines: [{}, e(null, 'x'.repeat(101))] }), SELLER)
    expect(findings).toMatchObject([{ path: 'items.1.vat_exemption_reason', term: 'BT-120', max: 100 }])
  })

  test('every category that stands on a line is broken down, zero or not', () => {
    const source = issued({ lines: [{ price: '0', vat: 11 }, {}] })
    expect(
      reversed(source).vatBreakdown.map(({ baseBani, percent }) => [baseBani, percent && formatDecimal(percent)]),
    ).toEqual([
      [-10000, '21'],
      [0, '11'],
    ])
  })

  test('on payment is told by code and note, for taxed lines', () => {
    const texts = { hasCashVat: true }
    expect(built({ texts })).toMatchObject({ taxPointCode: '432', notes: [{ text: 'TVA la încasare' }] })
    expect(built({ texts, lines: [{ vat: 0 }] })).toMatchObject({ taxPointCode: null, notes: [] })
  })
})

describe('delivery', () => {
  const K: GivenInvoice = { buyer: GERMAN, lines: [{ key: 'K', vat: 0 }] }
  const delegate = { name: null, identityCard: null, transport: null, date: '2026-11-18', time: null }

  test('within the Union goes to the buyer, on the day of the invoice', () => {
    expect(built(K).delivery).toEqual({
      partyName: null,
      location: null,
      date: '2026-11-20',
      address: built(K).buyer.address,
    })
  })

  test('is on the day that the delegate took the goods', () => {
    expect(built({ ...K, texts: { withDelegate: true, delegate } }).delivery?.date).toBe('2026-11-18')
    expect(built({ texts: { withDelegate: true, delegate } }).delivery).toMatchObject({
      date: '2026-11-18',
      address: null,
    })
    expect(built({ texts: { withDelegate: false, delegate } }).delivery).toBe(null)
  })

  test('to a buyer with an address here goes to the country of the VAT number', () => {
    const { delivery } = built({
      ...K,
      buyer: { ...GERMAN, country: 'RO', cui: 'EL123456789', cuiPrefix: 'EL', county: 'Cluj' },
    })
    expect(delivery?.address).toMatchObject({ line1: null, country: 'GR' })
  })
})

describe('payment', () => {
  const means = (texts: GivenInvoice['texts'], currency = 'RON') =>
    built({ currency, exchangeRate: currency === 'RON' ? '1' : '5', ...(texts && { texts }) }).paymentMeans.map(
      ({ code, text, account }) => [code, text, account?.id ?? null],
    )

  test.each([
    [null, 'RON', [['42', null, 'RO49AAAA1B31007593840000']]],
    [null, 'EUR', [['42', null, 'RO09BCYP0000001234567890']]],
    [null, 'USD', []],
    ['bank_transfer', 'RON', [['42', 'Ordin de plată', 'RO49AAAA1B31007593840000']]],
    ['op', 'USD', [['42', 'Ordin de plată', null]]],
    ['Numerar', 'RON', [['10', 'Chitanță', null]]],
    ['card', 'RON', [['48', 'Card', null]]],
    ['cec', 'RON', [['20', 'Cec', null]]],
    ['bo', 'RON', [['60', 'Bilet la ordin', null]]],
    ['bon fiscal', 'RON', [['ZZZ', 'Bon fiscal', null]]],
    ['compensare', 'RON', [['97', 'Compensare', null]]],
    ['Barter', 'RON', [['ZZZ', 'Barter', null]]],
  ])('by %j in %s', (paymentMethod, currency, expected) => {
    expect(means({ paymentMethod }, currency)).toEqual(expected)
  })

  test('to every account of the currency', () => {
    const accounts = [...SELLER.accounts, { iban: 'RO98 BBBB 1B31 0075 9384 0000', bank: null, currency: 'RON' }]
    const { paymentMeans } = buildEInvoice(issued(), { ...SELLER, accounts }).einvoice
    expect(paymentMeans.map(({ account }) => account?.id)).toEqual([
      'RO49AAAA1B31007593840000',
      'RO98BBBB1B31007593840000',
    ])
  })

  test.each([
    ['with a due date', {}, null],
    ['without', { dueDate: null }, 'Conform înțelegerii părților'],
    ['of nothing', { dueDate: null, lines: [{ price: '0' }] }, null],
    ['in installments', { texts: { paymentInstallments: 3 } }, 'Plata în 3 rate'],
    ['in one', { texts: { paymentInstallments: 1 } }, null],
  ])('%s (BR-CO-25)', (_what, given, terms) => {
    expect(built(given).paymentTerms).toBe(terms)
  })
})

describe('notes', () => {
  test('are the mentions, the observations and the notes, never the internal text', () => {
    const texts = { hasCashVat: true, observations: ' una\r\ndouă ', notes: 'trei', info: 'secret' }
    expect(built({ texts }, { typeCode: '389' }).notes.map(({ text }) => text)).toEqual([
      'TVA la încasare',
      'Autofactură',
      'una\ndouă',
      'trei',
    ])
  })

  test('go on in the next when long', () => {
    const notes = 'cuvânt '.repeat(90)
    const { einvoice, findings } = buildEInvoice(issued({ texts: { notes } }), SELLER)
    expect(einvoice.notes.map(({ text }) => text.length)).toEqual([300, 300, 27])
    expect(findings).toEqual([])
  })

  test('more than twenty are reported where there are most (BR-RO-A020)', () => {
    const texts = { observations: 'x'.repeat(5000), notes: 'y'.repeat(3000), hasCashVat: true }
    const { einvoice, findings } = buildEInvoice(issued({ texts }), SELLER)
    expect(einvoice.notes).toHaveLength(28)
    const [finding] = findings
    expect(finding).toMatchObject({ path: 'observations', term: 'BT-22' })
    const repaired = buildEInvoice(issued({ texts: { ...texts, observations: finding?.suggested ?? '' } }), SELLER)
    expect(repaired.einvoice.notes).toHaveLength(20)
    expect(repaired.findings).toEqual([])
  })
})

test('nothing of the party is invented', () => {
  const nobody = buyer({
    cui: null,
    type: 'company',
    rc: null,
    address: null,
    city: null,
    county: null,
    postalCode: null,
  })
  const { einvoice } = buildEInvoice({ ...issued(), buyer: { ...nobody, contactPerson: null, email: null } }, SELLER)
  expect(einvoice.buyer).toMatchObject({
    vatId: null,
    legalId: null,
    contact: null,
    address: { line1: null, city: null },
  })
})
