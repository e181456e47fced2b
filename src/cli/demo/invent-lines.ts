import { type Day, yearOf } from '../../domain/dates.ts'
import { VAT_RATES } from '../../domain/vat.ts'
import type { Chance } from './chance.ts'
import { CATALOGUE, type Good, type RateClass, type Theme } from './lists/goods.ts'
import { DISCOUNT_REASONS } from './lists/sentences.ts'

/** A line of `POST /v1/invoices`. */
export type Item = Readonly<Record<string, unknown>>

export interface LineWishes {
  readonly theme: Theme
  readonly count: number
  readonly day: Day
  /** How many units of the invoice's currency a leu is worth. */
  readonly perLeu: number
  readonly pricesIncludeVat: boolean
  /** A category without VAT for every line, or null for the rates of the law. */
  readonly vatKey: 'AE' | 'K' | 'G' | 'O' | null
}

/** Different goods of one theme; sometimes the coffee comes along. */
export function inventLines(chance: Chance, wishes: LineWishes): Item[] {
  const goods = chance.shuffled(CATALOGUE[wishes.theme]).slice(0, wishes.count)
  const isMixed = wishes.vatKey === null && goods.length > 1 && wishes.theme !== 'subscriptions' && chance.percent(18)
  const extra = chance.pick([...CATALOGUE.pantry, ...CATALOGUE.books])
  const chosen = isMixed && !goods.includes(extra) ? [...goods.slice(1), extra] : goods
  return chosen.map((good) => lineOf(chance, good, wishes))
}

export function lineOf(chance: Chance, good: Good, wishes: LineWishes): Item {
  const rate = wishes.vatKey === null ? rateOf(good.rateClass, wishes.day) : 0
  const gross = wishes.pricesIncludeVat ? 1 + rate / 100 : 1
  const quantity = quantityOf(chance, good)
  const isDiscounted = chance.percent(7)
  return {
    description: good.description,
    quantity,
    unit: good.unit,
    price: cents(good.price * drift(wishes.day) * wishes.perLeu * gross),
    vat_rate: rate,
    ...(wishes.vatKey === null ? {} : { vat_key: wishes.vatKey }),
    ...(good.sku === null ? {} : { sku: good.sku }),
    ...(isDiscounted
      ? { discount_percent: chance.pick([5, 10, 15]), discount_reason: chance.pick(DISCOUNT_REASONS) }
      : {}),
  }
}

/** Hours and kilograms come in halves and quarters too. */
function quantityOf(chance: Chance, { unit, quantities: [min, max] }: Good): number {
  const whole = chance.whole(min, chance.percent(70) ? Math.ceil((min + max) / 2) : max)
  const fraction = (unit === 'oră' || unit === 'kg') && chance.percent(30) ? chance.pick([0.25, 0.5, 0.75]) : 0
  return whole + fraction
}

/** The rate of the law on that day, in percent: 19, 9 and 5 before 2025-08-01, 21 and 11 since (Legea 141/2025). */
function rateOf(rateClass: RateClass, day: Day): number {
  const rates = VAT_RATES.filter(
    ({ scope, since, until, rateBp }) =>
      scope === 'general' && rateBp > 0 && since <= day && (until === null || day <= until),
  ).map(({ rateBp }) => rateBp / 100)
  const standard = Math.max(...rates)
  if (rateClass === 'standard') return standard
  const reduced = rates.filter((rate) => rate < standard)
  return rateClass === 'food' ? Math.max(...reduced) : Math.min(...reduced)
}

/** Prices rise by four percent at the beginning of each year. */
function drift(day: Day): number {
  return 1.04 ** Math.max(0, yearOf(day) - 2024)
}

/** To the cent; above fifty to the tenth, as in a price list. */
function cents(price: number): number {
  const step = price >= 50 ? 10 : 100
  return Math.max(0.01, Math.round(price * step) / step)
}
