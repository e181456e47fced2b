import fc from 'fast-check'
import type { Adjustment } from '../../src/domain/amounts.ts'
import { decimal } from '../../src/domain/decimal.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import type { AdjustmentInput } from '../../src/domain/invoice-content.ts'
import { bani } from '../../src/domain/money.ts'
import type { PartyChanges } from '../../src/domain/party.ts'
import type { Seller } from '../../src/domain/snapshot.ts'
import { AMERICAN, CONSUMER, GERMAN, GREEK, SMALL_SELLER } from './golden-cases.ts'
import { type GivenInvoice, type GivenLine, issued, SELLER, storned } from './issued.ts'

/** A document of ours with complete parties, and who issued it. */
export interface AnyInvoice {
  readonly invoice: Invoice
  readonly seller: Seller
}

/** Any text that says something and is at most so long, with what XML has to escape. */
const text = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom('a', 'Ș', '&', '<b>', ']]>', '"', '€', '名', '#1a#'),
      fc.oneof(
        fc.string({ maxLength: maxLength - 4, unit: 'grapheme-ascii' }),
        fc.string({ maxLength: Math.floor(maxLength / 4), unit: 'binary' }),
        fc.constant('ț'.repeat(maxLength - 4)),
      ),
    )
    .map((parts) => parts.join(''))
const optional = (maxLength: number) => fc.option(text(maxLength))

/** Of discounts and charges: a part of the line, or a few bani. */
const adjustment: fc.Arbitrary<Adjustment> = fc.oneof(
  fc.integer({ min: 0, max: 10_000 }).map((n) => ({ kind: 'percent' as const, percent: decimal(`${n / 100}`) })),
  fc.nat(40).map((n) => ({ kind: 'amount' as const, amountBani: bani(n) })),
)
const adjusted: fc.Arbitrary<AdjustmentInput> = fc.record({
  adjustment,
  reason: optional(100),
  group: fc.constant(null),
})

const digits = (unscaled: fc.Arbitrary<number>, decimals: number) =>
  unscaled.map((n) => (n / 10 ** decimals).toFixed(decimals))
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map(String),
  digits(fc.integer({ min: 1, max: 90_000 }), 3),
  digits(fc.integer({ min: 1, max: 900_000_000 }), 6),
)
const price = fc.oneof(
  digits(fc.integer({ min: 0, max: 50_000 }), 2),
  digits(fc.integer({ min: 0, max: 9_000_000 }), 4),
  digits(fc.integer({ min: 0, max: 900_000_000 }), 8),
  fc.constant('0'),
)

type Vat = Pick<GivenLine, 'vat' | 'key'>
const line = (vat: fc.Arbitrary<Vat>): fc.Arbitrary<GivenLine> =>
  fc
    .record({
      description: text(100),
      quantity,
      price,
      vat,
      texts: fc.record({
        descriptionExtended: optional(200),
        unit: fc.constantFrom('buc', 'ore', 'bax', 'kg', 'mp'),
        discount: fc.option(adjusted, { freq: 2 }),
        charge: fc.option(adjusted, { freq: 2 }),
        sku: optional(100),
        ublNc: fc.constantFrom(null, '84713000'),
        ublCpv: fc.constantFrom(null, '30213100-6'),
      }),
    })
    .map(({ vat: of, ...rest }) => ({ ...rest, ...of }))

/** Who sells to whom, and with which categories of VAT that makes sense. */
interface Deal {
  readonly seller: Seller
  readonly buyer: PartyChanges
  readonly vats: readonly Vat[]
}
const S: readonly Vat[] = [{ vat: 21 }, { vat: 21 }, { vat: 11 }]
const HOME: readonly Vat[] = [...S, { vat: 0 }, { vat: 0, key: 'E' }, { vat: 0, key: 'Z' }]
const REVERSED: readonly Vat[] = [...HOME, { vat: 0, key: 'AE' }]
const OUTSIDE: readonly Vat[] = [{ vat: 0, key: 'O' }]
const SMALL: readonly Vat[] = [{ vat: 0 }]
const WITHOUT_CODE: PartyChanges = { ...AMERICAN, cui: null, rc: '0400123456' }
const NOT_PAYER: PartyChanges = { cui: '14399840', cuiPrefix: null }
const BY_CNP: PartyChanges = { ...CONSUMER, cui: '1900101410011' }

const HOME_BUYERS: readonly PartyChanges[] = [{}, NOT_PAYER, CONSUMER, BY_CNP]
export const DEALS: readonly Deal[] = [
  ...HOME_BUYERS.map((buyer) => ({ seller: SELLER, buyer, vats: HOME })),
  ...[{}, NOT_PAYER, BY_CNP].map((buyer) => ({ seller: SELLER, buyer, vats: REVERSED })),
  ...[GERMAN, GREEK].map((buyer) => ({ seller: SELLER, buyer, vats: [{ vat: 0, key: 'K' }] as const })),
  ...[GERMAN, AMERICAN, WITHOUT_CODE].map((buyer) => ({ seller: SELLER, buyer, vats: HOME })),
  ...[AMERICAN, WITHOUT_CODE].map((buyer) => ({ seller: SELLER, buyer, vats: [{ vat: 0, key: 'G' }] as const })),
  ...[...HOME_BUYERS, GERMAN, AMERICAN].map((buyer) => ({ seller: SELLER, buyer, vats: OUTSIDE })),
  ...[...HOME_BUYERS, GERMAN, AMERICAN].map((buyer) => ({ seller: SMALL_SELLER, buyer, vats: SMALL })),
]

const given = ({ buyer, seller, vats }: Deal): fc.Arbitrary<GivenInvoice> =>
  fc.record({
    buyer: fc.constant(buyer),
    lines: fc.array(line(fc.constantFrom(...vats)), { minLength: 1, maxLength: 6 }),
    discounts: fc.array(adjusted, { maxLength: 2 }),
    charges: fc.array(adjusted, { maxLength: 2 }),
    currency: fc.constantFrom('RON', 'RON', 'EUR'),
    exchangeRate: fc.constantFrom('5.0893', '0.0133'),
    dueDate: fc.constantFrom(null, '2026-11-20', '2026-12-31'),
    texts: fc.record({
      pricesIncludeVat: fc.boolean(),
      hasCashVat: fc.constant(seller === SELLER).chain((may) => (may ? fc.boolean() : fc.constant(false))),
      sellerIsVatPayer: fc.constant(seller === SELLER),
      observations: optional(700),
      notes: optional(300),
      paymentMethod: fc.oneof(fc.constantFrom(null, 'bank_transfer', 'cash', 'card'), text(50)),
      paymentInstallments: fc.constantFrom(null, 3),
    }),
  })

/** Some drafts are refused, as a discount above what it applies to; they never become invoices. */
function invoiceOf(from: GivenInvoice): Invoice {
  const isRon = from.currency === 'RON'
  const { exchangeRate, ...rest } = from
  try {
    return issued(isRon || exchangeRate === undefined ? rest : { ...rest, exchangeRate })
  } catch {
    return fc.pre(false) as never
  }
}

export interface Recipe {
  readonly from: GivenInvoice
  readonly seller: Seller
}
export interface StornoRecipe {
  readonly source: Recipe
  /** How much of each line was reversed before, and how much of the rest is now: from 0 to 1. */
  readonly taken: number
  readonly share: number
}
const part = fc.double({ min: 0, max: 1, noNaN: true })

export const anyInvoice: fc.Arbitrary<Recipe> = fc
  .constantFrom(...DEALS)
  .chain((deal) => given(deal).map((from) => ({ from, seller: deal.seller })))
export const anyStorno: fc.Arbitrary<StornoRecipe> = fc.record({ source: anyInvoice, taken: part, share: part })

/** To be called inside a property: it passes over what never becomes an invoice. */
export function made({ from, seller }: Recipe): AnyInvoice {
  return { invoice: invoiceOf(from), seller }
}

export function madeStorno({ source, taken, share }: StornoRecipe): AnyInvoice {
  const { invoice, seller } = made(source)
  const sizes = invoice.lines.map(({ quantity: { unscaled, scale } }) => Number(unscaled) / 10 ** scale)
  const before = sizes.map((size) => Math.floor(size * taken))
  const now = sizes.map((size, index) => Math.floor((size - (before[index] ?? 0)) * share))
  const isWhole = share > 0.8 || now.every((size) => size === 0)
  const storno = storned(invoice, isWhole ? undefined : now.map(String), before.map(String))
  // Nothing was left to reverse.
  fc.pre(storno.lines.length > 0)
  return { seller, invoice: storno }
}
