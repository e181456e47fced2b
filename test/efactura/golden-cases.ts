import { buildEInvoice } from '../../src/domain/efactura/build-einvoice.ts'
import type { EInvoice } from '../../src/domain/efactura/einvoice.ts'
import { bani } from '../../src/domain/money.ts'
import type { PartyChanges } from '../../src/domain/party.ts'
import type { Seller } from '../../src/domain/snapshot.ts'
import { EVERY_TERM, EVERY_TERM_OF_A_CREDIT_NOTE } from './every-term.ts'
import { type GivenInvoice, issued, percentOff, SELLER, storned } from './issued.ts'

/** A seller outside VAT (art. 310). */
export const SMALL_SELLER: Seller = { ...SELLER, name: 'Ion Ionescu PFA', cuiPrefix: null, rc: 'F12/345/2019' }

export const GERMAN: PartyChanges = {
  name: 'Beispiel GmbH',
  cui: 'DE123456789',
  rc: 'HRB 12345',
  address: 'Hauptstraße 1',
  city: 'Berlin',
  county: 'Berlin',
  country: 'DE',
  postalCode: '10115',
}
export const GREEK: PartyChanges = {
  name: 'Παράδειγμα ΑΕ',
  cui: 'EL123456789',
  rc: null,
  address: 'Ermou 1',
  city: 'Athina',
  county: 'Attiki',
  country: 'GR',
  postalCode: '10563',
}
export const AMERICAN: PartyChanges = {
  name: 'Example Inc.',
  cui: '12-3456789',
  rc: null,
  address: '1 Main Street',
  city: 'Springfield',
  county: 'IL',
  country: 'US',
  postalCode: '62701',
}
export const CONSUMER: PartyChanges = {
  name: 'Maria Ionescu',
  cui: null,
  rc: null,
  type: 'person',
  contactPerson: null,
  address: 'Str. Florilor nr. 3, Sector 6',
  city: 'București',
  county: null,
  postalCode: null,
}

const MIXED: GivenInvoice = {
  lines: [
    {
      description: 'Laptop 14" <model A> & accesorii',
      quantity: '2',
      price: '3499.9',
      texts: { sku: 'LAP-14', ublNc: '84713000', ublCpv: '30213100-6', descriptionExtended: 'Garanție 24 de luni' },
    },
    { description: 'Cărți', quantity: '10', price: '45.5', vat: 11, texts: { unit: 'bucăți' } },
    { description: 'Instalare', quantity: '1.5', price: '180', texts: { unit: 'ore' } },
    { description: 'Manipulare', quantity: '3', price: '12.3456', texts: { unit: 'bax' } },
  ],
  texts: { paymentMethod: 'bank_transfer', observations: 'Livrare la sediul clientului.\nPers. contact: Ana Pop' },
}

const DISCOUNTED: GivenInvoice = {
  lines: [
    { quantity: '3', price: '33.33', texts: { discount: percentOff('10', 'Client fidel') } },
    { description: 'Transport', quantity: '1', price: '50', texts: { charge: percentOff('2.5') } },
    { description: 'Apă', quantity: '7', price: '4.99', vat: 11 },
  ],
  discounts: [
    percentOff('5', 'Campanie'),
    { adjustment: { kind: 'amount', amountBani: bani(1001) }, reason: null, group: null },
  ],
  charges: [
    {
      adjustment: { kind: 'amount', amountBani: bani(1500) },
      reason: 'Livrare urgentă',
      group: { vatCategory: 'S', vatRateBp: 2100 },
    },
  ],
}

const THIRDS: GivenInvoice = {
  lines: [
    { quantity: '3', price: '0.335' },
    { quantity: '2', price: '10' },
  ],
}
const EURO: GivenInvoice = { currency: 'EUR', exchangeRate: '5.0893' }
const KINDS_OF_EXEMPTION: GivenInvoice['lines'] = [
  { key: 'E', vat: 0 },
  {
    description: 'Excursie',
    key: 'E',
    vat: 0,
    texts: { exemptionCode: 'VATEX-EU-309', exemptionReason: 'Regimul marjei — agenții de turism' },
  },
  { description: 'Garanție SGR', key: 'E', vat: 0, price: '0.5', texts: { exemptionCode: 'VATEX-EU-79-C' } },
  { description: 'Consultanță' },
]

const LONG_ADDRESS = `Șoseaua București–Ploiești nr. 172-176, Clădirea Platinum Business & Convention Center, corp A, scara 2, etaj 7, biroul 712, ${'intrare prin curtea interioară, lângă lifturile de marfă, '.repeat(2)}interfon 712`

function model(given: GivenInvoice = {}, seller: Seller = SELLER): EInvoice {
  return buildEInvoice(issued(given), seller).einvoice
}

/** A final invoice takes its advance back with a line of minus, which our own invoices cannot have yet. */
function finalAfterAdvance(): EInvoice {
  const final = model({
    lines: [
      { description: 'Mobilă la comandă', price: '1000' },
      { description: 'Avans FCT-2026-00001', price: '300' },
    ],
  })
  const [work, advance] = final.lines
  if (!work || !advance) throw new Error('two lines')
  const totals = { linesBani: 70000, withoutVatBani: 70000, vatBani: 14700, withVatBani: 84700, payableBani: 84700 }
  return {
    ...final,
    number: 'FCT-2026-00009',
    precedingInvoices: [{ number: 'FCT-2026-00001', issueDate: '2026-11-01' }],
    lines: [work, { ...advance, quantity: { unscaled: -1n, scale: 0 }, netBani: bani(-30000) }],
    totals: { ...final.totals, ...(totals as Partial<EInvoice['totals']>) },
    vatBreakdown: final.vatBreakdown.map((one) => ({ ...one, baseBani: bani(70000), vatBani: bani(14700) })),
  }
}

/** Every way of writing of contract efactura 4.4 and 4.6, one golden file each. */
export const CASES: Readonly<Record<string, () => EInvoice>> = {
  ordinary: () => model(MIXED),
  'storno-380': () => buildEInvoice(storned(issued(MIXED)), SELLER).einvoice,
  'storno-381': () => buildEInvoice(storned(issued(MIXED)), SELLER, { typeCode: '381' }).einvoice,
  'storno-384': () => buildEInvoice(storned(issued(MIXED)), SELLER, { typeCode: '384' }).einvoice,
  'storno-partial': () => buildEInvoice(storned(issued(THIRDS), ['1', '1'], ['1']), SELLER).einvoice,
  'storno-discounted': () => buildEInvoice(storned(issued(DISCOUNTED)), SELLER).einvoice,
  'storno-discounted-381': () => buildEInvoice(storned(issued(DISCOUNTED)), SELLER, { typeCode: '381' }).einvoice,
  'storno-euro-381': () => buildEInvoice(storned(issued(EURO)), SELLER, { typeCode: '381' }).einvoice,
  advance: () =>
    model({ lines: [{ description: 'Avans conform contract 12/2026', price: '300' }], texts: { notes: 'avans' } }),
  'final-after-advance': finalAfterAdvance,
  discounts: () => model(DISCOUNTED),
  'discounts-with-vat': () => model({ ...DISCOUNTED, texts: { pricesIncludeVat: true } }),
  'prices-with-vat': () =>
    model({
      lines: [
        { quantity: '3', price: '33.35' },
        { price: '9.99', vat: 11 },
      ],
      texts: { pricesIncludeVat: true },
    }),
  euro: () => model(EURO),
  'cash-vat': () => model({ texts: { hasCashVat: true } }),
  'cash-payment': () => model({ dueDate: null, texts: { paymentMethod: 'cash' } }),
  'no-due-date': () => model({ dueDate: null }),
  consumer: () => model({ buyer: CONSUMER }),
  'consumer-with-cnp': () => model({ buyer: { ...CONSUMER, cui: '1900101410011' } }),
  'buyer-outside-vat': () => model({ buyer: { cui: '14399840', cuiPrefix: null } }),
  'eu-service': () => model({ buyer: GERMAN, lines: [{ key: 'AE', vat: 0 }] }),
  'intra-community': () =>
    model({ ...EURO, buyer: GREEK, lines: [{ key: 'K', vat: 0, description: 'Piese auto', quantity: '12' }] }),
  'intra-community-delegate': () =>
    model({
      buyer: GERMAN,
      lines: [{ key: 'K', vat: 0 }],
      texts: {
        withDelegate: true,
        delegate: { name: 'Ion', identityCard: null, transport: 'B-01-AAA', date: '2026-11-18', time: null },
      },
    }),
  export: () => model({ currency: 'USD', exchangeRate: '4.4021', buyer: AMERICAN, lines: [{ key: 'G', vat: 0 }] }),
  'reverse-charge': () =>
    model({
      lines: [{ description: 'Cereale', quantity: '12.5', price: '900', texts: { unit: 'tone' } }],
      texts: { withVatInverted: true },
    }),
  'seller-outside-vat': () => model({ texts: { sellerIsVatPayer: false } }, SMALL_SELLER),
  'seller-outside-vat-euro': () => model({ ...EURO, buyer: GERMAN, texts: { sellerIsVatPayer: false } }, SMALL_SELLER),
  'not-subject-to-vat': () => model({ lines: [{ key: 'O', vat: 0 }] }),
  exempt: () => model({ lines: [{ key: 'E', vat: 0, description: 'Consultație medicală' }, {}] }),
  'exempt-kinds': () => model({ lines: KINDS_OF_EXEMPTION }),
  'zero-rate': () => model({ lines: [{ key: 'Z', vat: 0 }] }),
  'old-rates': () => model({ lines: [{ vat: 19 }, { vat: 9 }, { vat: 5 }] }),
  'free-of-charge': () => model({ lines: [{ price: '0' }, { vat: 11 }] }),
  'storno-free-of-charge': () =>
    buildEInvoice(storned(issued({ lines: [{ price: '0' }, { vat: 11 }] })), SELLER).einvoice,
  'long-texts': () =>
    model({
      buyer: { address: LONG_ADDRESS, city: 'Mun. București, Sector 1', county: 'Sector 1' },
      texts: {
        observations: 'Marfa se recepționează cantitativ și calitativ la livrare. '.repeat(8),
        notes: 'Vă mulțumim!',
      },
    }),
  'self-billed': () => buildEInvoice(issued(), SELLER, { typeCode: '389' }).einvoice,
  'accounting-only': () => buildEInvoice(issued(), SELLER, { typeCode: '751' }).einvoice,
  'every-term': () => EVERY_TERM,
  'every-term-credit-note': () => EVERY_TERM_OF_A_CREDIT_NOTE,
}
