import type { Random } from './random.ts'
import { dayAround, type World } from './world.ts'

const NAMES = ['Alfa', 'Beta', 'Șerban Construct', 'Țara Media', 'Ion Ionescu', 'Délta', 'Omega Trade', 'Zăpada']
const CITIES = ['Cluj-Napoca', 'Iași', 'Timișoara', 'Brașov', 'Oradea']
const RATES = { EUR: [4.9771, 5.0512, 5], USD: [4.55, 4.3812], HUF: [0.012871] } as const
const CATEGORIES = ['S', 'Z', 'E', 'AE', 'O', '3']

export function clientBody(random: Random): Record<string, unknown> {
  const name = `${random.one(NAMES)} ${random.whole(1, 30)}`
  return {
    name,
    ...(random.chance(0.5) ? { email: `c${random.whole(1, 20)}@exemplu.ro` } : {}),
    ...(random.chance(0.5) ? { cui: `RO${random.whole(100_000, 100_020)}` } : {}),
    ...(random.chance(0.3) ? { city: random.one(CITIES) } : {}),
  }
}

export function linesBody(random: Random): Record<string, unknown>[] {
  const category = random.chance(0.15) ? random.one(CATEGORIES) : undefined
  return random.list(1, 4, (index) => ({
    description: `Linia ${index + 1}`,
    quantity: random.chance(0.5) ? random.whole(1, 20) : Math.max(0.001, random.decimal(50, 3)),
    price: price(random),
    ...(category === undefined ? { vat_rate: random.one([21, 21, 11, 19, 9, 0]) } : { vat_key: category }),
    ...(category === 'S' || category === '3' ? { vat_rate: 21 } : {}),
    ...lineDiscount(random),
    ...(random.chance(0.08) ? { charge_amount: random.decimal(30, 2) } : {}),
  }))
}

function price(random: Random): number {
  if (random.chance(0.01)) return 0
  if (random.chance(0.05)) return 0.000001
  return Math.max(0.01, random.decimal(500, random.chance(0.2) ? 6 : 2))
}

function lineDiscount(random: Random): Record<string, unknown> {
  if (random.chance(0.8)) return {}
  return random.weighted([
    [3, { discount_percent: random.decimal(60, 2) }],
    [2, { discount_amount: random.decimal(20, 2) }],
    [2, { discount_percent: 100 }],
  ])
}

export function currencyBody(random: Random): Record<string, unknown> {
  if (random.chance(0.7)) return {}
  const currency = random.one(['EUR', 'EUR', 'USD', 'HUF'] as const)
  return { currency, ...(random.chance(0.95) ? { currency_rate: random.one(RATES[currency]) } : {}) }
}

export function documentDiscounts(random: Random): Record<string, unknown> {
  if (random.chance(0.75)) return {}
  return random.weighted<Record<string, unknown>>([
    [3, { discount_percent: random.decimal(40, 2) }],
    [2, { discount_amount: random.decimal(50, 2) }],
    [1, { discount_percent: 100 }],
    [2, { charges: [{ amount: random.decimal(40, 2), reason: 'Transport' }] }],
    [
      1,
      { discounts: [{ percent: 5 }, { amount: random.decimal(9, 2) }], charges: [{ percent: random.decimal(9, 2) }] },
    ],
    [1, { discounts: [{ amount: random.decimal(5, 2), vat_rate: 21 }] }],
  ])
}

export function newInvoiceBody(world: World): Record<string, unknown> {
  const { random, clients } = world
  const type = random.chance(0.15) ? 'proforma' : 'fiscal'
  const known = random.chance(0.85) ? random.maybe([...clients]) : undefined
  return {
    ...(known ? { client_id: known } : { client_data: clientBody(random) }),
    items: linesBody(random),
    ...(type === 'proforma' ? { document_type: type } : {}),
    ...(random.chance(0.2) ? { is_draft: true } : {}),
    ...(random.chance(0.25) ? { prices_include_vat: true } : {}),
    ...(random.chance(0.25) ? { date: dayAround(world, 60, 3), force_chronology: random.chance(0.4) } : {}),
    ...(random.chance(0.3) ? { due_days: random.whole(0, 40) } : {}),
    ...(random.chance(0.25) ? { series_id: seriesOf(world, type) } : {}),
    ...(random.chance(0.2) ? { observations: `Comanda ${random.whole(1, 99)}` } : {}),
    ...currencyBody(random),
    ...documentDiscounts(random),
  }
}

/** A series for the type of document, now and then one of the other. */
export function seriesOf({ random, series }: World, type: string): string | undefined {
  const isOther = random.chance(0.05)
  return random.maybe([...series].filter(([, of]) => (of === type) !== isOther).map(([id]) => id))
}
