import { addDays, type Day } from '../dates.ts'
import { ONE } from '../decimal.ts'
import { withCheckDigit } from '../fiscal-code.ts'
import { bani } from '../money.ts'
import type { Party } from '../party.ts'
import type { Seller } from '../snapshot.ts'
import { buildBuyer, buildSeller } from './build/build-party.ts'
import { TextLimits } from './build/text-limits.ts'
import { NO_REFERENCES } from './build-einvoice.ts'
import { CIUS_RO, TYPE_CODES } from './codes.ts'
import type { EInvoice, ELine } from './einvoice.ts'

const NET_BANI = bani(100_000)
const VAT_BANI = bani(21_000)
const TOTAL_BANI = bani(121_000)
const VAT = { category: 'S', percent: { unscaled: 21n, scale: 0 } }

/** Sells to sandboxes and is nobody: its code is beyond those that are given out. */
export const SAMPLE_SUPPLIER: Seller = {
  name: 'Furnizor de Probă SRL',
  cui: withCheckDigit('999999999'),
  cuiPrefix: 'RO',
  rc: 'J40/999/2020',
  address: 'Calea Probei nr. 1',
  city: 'București, Sectorul 1',
  county: 'București',
  country: 'RO',
  postalCode: null,
  phone: null,
  email: 'office@furnizor-de-proba.example',
  accounts: [],
}

/** An invoice of 1,000.00 + 21 % VAT from an invented supplier, for whoever wants to try receiving one. */
export function sampleInvoice(buyer: Party, as: { readonly number: string; readonly date: Day }): EInvoice {
  const limits = new TextLimits()
  return {
    ...NO_REFERENCES,
    syntax: 'Invoice',
    customizationId: CIUS_RO,
    number: as.number,
    issueDate: as.date,
    typeCode: TYPE_CODES.invoice,
    currency: 'RON',
    vatCurrency: null,
    taxPointCode: null,
    dueDate: addDays(as.date, 30),
    paymentTerms: null,
    notes: [{ subjectCode: null, text: 'Factură de probă a simulatorului ANAF, fără valoare juridică' }],
    precedingInvoices: [],
    seller: buildSeller(SAMPLE_SUPPLIER, false, limits),
    buyer: buildBuyer(buyer, { isOutsideVat: false, isExport: false }, limits),
    delivery: null,
    paymentMeans: [],
    allowances: [],
    charges: [],
    totals: {
      linesBani: NET_BANI,
      allowancesBani: null,
      chargesBani: null,
      withoutVatBani: NET_BANI,
      vatBani: VAT_BANI,
      vatInVatCurrencyBani: null,
      withVatBani: TOTAL_BANI,
      paidBani: null,
      roundingBani: null,
      payableBani: TOTAL_BANI,
    },
    vatBreakdown: [{ ...VAT, baseBani: NET_BANI, vatBani: VAT_BANI, exemptionReason: null, exemptionCode: null }],
    attachments: [],
    lines: [line('1', 'Servicii de probă', 60_000, 'HUR'), line('2', 'Produs de probă', 40_000, 'H87')],
  }
}

function line(id: string, name: string, netBani: number, unitCode: string): ELine {
  return {
    id,
    note: null,
    object: null,
    quantity: ONE,
    unitCode,
    netBani: bani(netBani),
    orderLineReference: null,
    accountingReference: null,
    period: null,
    allowances: [],
    charges: [],
    price: {
      net: { unscaled: BigInt(netBani), scale: 2 },
      discount: null,
      gross: null,
      baseQuantity: null,
      baseUnitCode: null,
    },
    vat: VAT,
    item: {
      name,
      description: null,
      sellersId: null,
      buyersId: null,
      standardId: null,
      classifications: [],
      originCountry: null,
      attributes: [],
    },
  }
}
