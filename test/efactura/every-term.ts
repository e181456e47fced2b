import { decimal } from '../../src/domain/decimal.ts'
import { CIUS_RO } from '../../src/domain/efactura/codes.ts'
import type { EAddress, EInvoice, ELine, EParty, Identifier } from '../../src/domain/efactura/einvoice.ts'
import { bani } from '../../src/domain/money.ts'

function address(of: string): EAddress {
  return {
    line1: `Strada ${of} 1`,
    line2: `Bloc ${of}`,
    line3: `Scara ${of}`,
    city: 'Iași',
    postCode: '700001',
    county: 'RO-IS',
    country: 'RO',
  }
}

function party(of: string, vatId: string, ...more: readonly Identifier[]): EParty {
  return {
    name: `${of} SRL`,
    tradingName: `La ${of}`,
    identifiers: [{ id: '5940000000017', schemeId: '0088' }, ...more],
    legalId: { id: 'J22/1/2001', schemeId: '0106' },
    vatId,
    taxRegistration: null,
    legalInfo: null,
    electronicAddress: { id: `${of.toLowerCase()}@exemplu.ro`, schemeId: 'EM' },
    sepaCreditorId: null,
    address: address(of),
    contact: { name: `Popescu ${of}`, phone: '0232123456', email: 'p@exemplu.ro' },
  }
}

const S21 = { category: 'S', percent: decimal('21') }

const LINE: ELine = {
  id: 'A-1',
  note: 'Lot 7',
  object: { id: 'CONTOR-5', schemeId: 'AVV' },
  quantity: decimal('10'),
  unitCode: 'KGM',
  netBani: bani(9500),
  orderLineReference: '3',
  accountingReference: '371.01',
  period: { start: '2026-10-01', end: '2026-10-31' },
  allowances: [
    { amountBani: bani(1000), baseBani: bani(10000), percent: decimal('10'), reason: 'Cantitate', reasonCode: '95' },
  ],
  charges: [{ amountBani: bani(500), baseBani: null, percent: null, reason: 'Ambalaj', reasonCode: 'PC' }],
  price: {
    net: decimal('20'),
    discount: decimal('2.125'),
    gross: decimal('22.125'),
    baseQuantity: decimal('2'),
    baseUnitCode: 'KGM',
  },
  vat: S21,
  item: {
    name: 'Mere',
    description: 'Mere ionatan,\ncalitatea I',
    sellersId: 'M-1',
    buyersId: 'FR-9',
    standardId: { id: '5940000000024', schemeId: '0160' },
    classifications: [
      { code: '08081080', listId: 'HS', listVersionId: '2026' },
      { code: '03222321-9', listId: 'STI', listVersionId: null },
    ],
    originCountry: 'RO',
    attributes: [
      { name: 'Culoare', value: 'roșu' },
      { name: 'Calibru', value: '65+' },
    ],
  },
}

/** An invoice with every term of EN 16931 that goes with the others (BT-7 and BT-8, for one, exclude each other). */
export const EVERY_TERM: EInvoice = {
  syntax: 'Invoice',
  customizationId: CIUS_RO,
  profileId: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  number: 'T-1',
  issueDate: '2026-11-01',
  typeCode: '380',
  currency: 'EUR',
  vatCurrency: 'RON',
  taxPointDate: '2026-10-31',
  taxPointCode: null,
  dueDate: '2026-11-30',
  buyerReference: 'Achiziții 4',
  projectReference: 'PR-1',
  contractReference: 'C-1',
  orderReference: 'CO-1',
  salesOrderReference: 'SO-1',
  receiptReference: 'NIR-1',
  despatchReference: 'AV-1',
  tenderReference: 'LIC-1',
  invoicedObject: { id: 'OB-1', schemeId: 'ABT' },
  accountingReference: '4111.1',
  paymentTerms: 'Scadent la 30 de zile; penalități 0,1 % pe zi',
  notes: [
    { subjectCode: 'AAI', text: 'Prima notă' },
    { subjectCode: null, text: 'A doua,\npe două rânduri, cu "ghilimele" și <semne> & altele' },
  ],
  precedingInvoices: [
    { number: 'T-0', issueDate: '2026-10-01' },
    { number: 'S-9', issueDate: '2026-10-15' },
  ],
  seller: {
    ...party('Vânzător', 'RO1234567897', { id: 'V-77', schemeId: null }),
    taxRegistration: { id: '1234567897', schemeId: 'NOT_EU_VAT' },
    legalInfo: 'Capital social 200 lei',
    sepaCreditorId: 'RO99ZZZ123',
  },
  buyer: party('Cumpărător', 'RO14399840'),
  payee: {
    name: 'Factor SA',
    identifier: { id: 'F-1', schemeId: '0088' },
    legalId: { id: 'J40/9/1999', schemeId: null },
    sepaCreditorId: null,
  },
  taxRepresentative: { name: 'Reprezentant SRL', vatId: 'RO14399840', address: address('Reprezentant') },
  delivery: {
    partyName: 'Depozit Nord',
    location: { id: '5940000000031', schemeId: '0088' },
    date: '2026-10-30',
    address: address('Depozit'),
  },
  period: { start: '2026-10-01', end: '2026-10-31' },
  paymentMeans: [
    {
      code: 'ZZZ',
      text: 'Transfer',
      remittance: 'T-1/2026',
      account: { id: 'RO49AAAA1B31007593840000', name: 'Factor SA', bic: 'AAAAROBU' },
      card: null,
      directDebit: null,
    },
    {
      code: 'ZZZ',
      text: null,
      remittance: null,
      account: null,
      card: { number: '1234', network: 'VISA', holder: 'A. Pop' },
      directDebit: null,
    },
    {
      code: 'ZZZ',
      text: null,
      remittance: null,
      account: null,
      card: null,
      directDebit: { mandate: 'MAN-1', debitedAccount: 'RO09BCYP0000001234567890' },
    },
  ],
  allowances: [
    {
      amountBani: bani(950),
      baseBani: bani(9500),
      percent: decimal('10'),
      vat: S21,
      reason: 'Fidelitate',
      reasonCode: '95',
    },
  ],
  charges: [{ amountBani: bani(450), baseBani: null, percent: null, vat: S21, reason: 'Transport', reasonCode: 'FC' }],
  totals: {
    linesBani: bani(9500),
    allowancesBani: bani(950),
    chargesBani: bani(450),
    withoutVatBani: bani(9000),
    vatBani: bani(1890),
    vatInVatCurrencyBani: bani(9619),
    withVatBani: bani(10890),
    paidBani: bani(1000),
    roundingBani: bani(10),
    payableBani: bani(9900),
  },
  vatBreakdown: [
    { baseBani: bani(9000), vatBani: bani(1890), ...S21, exemptionReason: null, exemptionCode: null },
    {
      baseBani: bani(0),
      vatBani: bani(0),
      category: 'E',
      percent: decimal('0'),
      exemptionReason: 'Scutit',
      exemptionCode: 'VATEX-EU-132',
    },
  ],
  attachments: [
    {
      reference: 'AN-1',
      description: 'Proces-verbal',
      uri: null,
      file: { base64: 'JVBERi0xLjQK', mimeCode: 'application/pdf', filename: 'proces verbal.pdf' },
    },
    { reference: 'AN-2', description: null, uri: 'https://exemplu.ro/anexa?a=1&b=2', file: null },
  ],
  lines: [LINE],
}

/** The same in UBL's other shape, where the project, the tender, the tax point and the due date stand elsewhere. */
export const EVERY_TERM_OF_A_CREDIT_NOTE: EInvoice = {
  ...EVERY_TERM,
  syntax: 'CreditNote',
  typeCode: '381',
  taxPointDate: null,
  taxPointCode: '432',
  notes: [...EVERY_TERM.notes, { subjectCode: null, text: 'TVA la încasare' }],
  orderReference: null,
}
