import { addDays, type Day, daysBetween } from '../../domain/dates.ts'
import type { PaymentMethod } from '../../domain/payment-method.ts'
import { after, euroRate, isWorkingDay, type Moment, someTimeOn, workingDayFrom } from './calendar.ts'
import type { Chance } from './chance.ts'
import type { InventedClient } from './invent-clients.ts'
import { type Item, inventLines, type LineWishes } from './invent-lines.ts'
import { SERIES_IDS, WORK_POINT_ID } from './landmarks.ts'
import type { Theme } from './lists/goods.ts'
import { NOTES, OBSERVATIONS, VOID_REASONS } from './lists/sentences.ts'
import type { Step } from './plan.ts'

export interface Market {
  readonly chance: Chance
  readonly newId: (prefix: string) => string
  readonly clients: readonly InventedClient[]
  readonly from: Day
  readonly today: Day
}

/** Documents a working day at the beginning and today: the company grows. */
const SALES_A_DAY = [1.5, 3.7] as const
/** Summer and January are quiet, the end of the year is not: percent of a usual month. */
const SEASONS: Readonly<Record<string, number>> = { '01': 75, '07': 90, '08': 70, '11': 115, '12': 130 }

/** Everything that was sold, paid, voided and reversed from the first day until today. */
export function inventSales(market: Market): Step[] {
  const steps: Step[] = []
  const { from, today, clients, chance } = market
  const days = Math.max(1, daysBetween(from, today))
  for (let day = workingDayFrom(addDays(from, 1)); day <= today; day = workingDayFrom(addDays(day, 1))) {
    for (const client of clients) if (isDue(client, day)) steps.push(...subscription(market, client, day))
    const reached = daysBetween(from, day) / days
    const season = (SEASONS[day.slice(5, 7)] ?? 100) / 100
    const mean = (SALES_A_DAY[0] + (SALES_A_DAY[1] - SALES_A_DAY[0]) * reached) * season
    const count = Math.floor(mean) + (chance.percent((mean % 1) * 100) ? 1 : 0)
    for (let n = 0; n < count; n++) steps.push(...sale(market, customer(market, day), someTimeOn(day, chance)))
  }
  return steps
}

function customer({ chance, clients }: Market, day: Day): InventedClient {
  return chance.weighted(clients.map((client) => [client, isBuying(client, day) ? client.weight : 0] as const))
}

function isBuying(client: InventedClient, day: Day): boolean {
  return client.since < day && (client.until === null || day < client.until)
}

/** Subscriptions are invoiced on the first working day of the month. */
function isDue(client: InventedClient, day: Day): boolean {
  if (!client.isSubscriber || !isBuying(client, day) || Number(day.slice(8)) > 5) return false
  const first = `${day.slice(0, 8)}01`
  return isWorkingDay(day) && workingDayFrom(first) === day
}

function subscription(market: Market, client: InventedClient, day: Day): Step[] {
  const at = someTimeOn(day, market.chance)
  const items = inventLines(market.chance, wishes('subscriptions', market.chance.whole(1, 2), day))
  const body = { client_id: client.id, items, due_days: client.dueDays, observations: `Abonament ${day.slice(0, 7)}` }
  const id = market.newId('inv')
  return [{ what: 'create invoice', at, id, body }, ...payments(market, client, { at, id })]
}

/** One sale with all that follows from it: a proforma or draft before, payments, a storno or a voiding after. */
function sale(market: Market, client: InventedClient, at: Moment): Step[] {
  const { chance, newId } = market
  const id = newId('inv')
  const body = bodyFor(chance, client, at.day)
  const place = client.kind === 'person' && chance.percent(60) ? { workPointId: WORK_POINT_ID } : {}
  const create: Step = { what: 'create invoice', at, id, body, ...place }
  if (client.kind === 'person') return [create, ...payments(market, client, { at, id })]
  const fate = chance.whole(1, 1_000)
  if (fate <= 70) return [...proforma(market, client, create, body)]
  if (fate <= 120) return drafted(market, client, create, body)
  if (fate <= 136) return voided(market, client, create, body)
  if (fate <= 154) {
    const storno: Step = {
      what: 'storno invoice',
      at: after(at, chance.whole(2, 20), chance),
      id: newId('inv'),
      invoiceId: id,
      parts: null,
    }
    return [create, storno]
  }
  if (fate <= 180) return [create, ...returned(market, client, create)]
  return [create, ...payments(market, client, { at, id })]
}

/** What is ordered on a proforma is mostly invoiced within days, and paid already. */
function proforma(market: Market, client: InventedClient, create: Step, body: Body): Step[] {
  const { chance, newId } = market
  const { series_id: _series, ...rest } = body
  const offer: Step = { ...create, what: 'create invoice', body: { ...rest, document_type: 'proforma' } }
  if (chance.percent(30)) return [offer]
  const at = after(create.at, chance.whole(2, 9), chance)
  const id = newId('inv')
  const again = { ...bodyFor(chance, client, at.day), items: body.items, observations: 'Conform facturii proforme' }
  const next = chance.percent(75)
    ? paid(market, { at: after(at, 0, chance), id })
    : payments(market, client, { at, id })
  return [offer, { what: 'create invoice', at, id, body: again }, ...next]
}

function drafted(market: Market, client: InventedClient, create: Step, body: Body): Step[] {
  const { chance } = market
  const draft: Step = { ...create, what: 'create invoice', body: { ...body, is_draft: true } }
  if (chance.percent(6)) return [draft]
  const at = after(create.at, chance.whole(0, 4), chance)
  return [draft, { what: 'issue draft', at, id: create.id }, ...payments(market, client, { at, id: create.id })]
}

function voided(market: Market, client: InventedClient, create: Step, body: Body): Step[] {
  const { chance, newId } = market
  const at = after(create.at, chance.whole(0, 1), chance)
  const voiding: Step = { what: 'void invoice', at, id: create.id, reason: chance.pick(VOID_REASONS) }
  if (chance.percent(40)) return [create, voiding]
  const again = after(at, 0, chance)
  const id = newId('inv')
  return [
    create,
    voiding,
    { what: 'create invoice', at: again, id, body },
    ...payments(market, client, { at: again, id }),
  ]
}

/** Part of the goods comes back, mostly after they were paid. */
function returned(market: Market, client: InventedClient, create: Step): Step[] {
  const { chance, newId } = market
  const { at, id } = create
  const paying = payments(market, client, { at, id })
  const back = after(at, chance.whole(3, 40), chance)
  const part = { line: 0, percent: chance.pick([25, 50, 100]) }
  return [...paying, { what: 'storno invoice', at: back, id: newId('inv'), invoiceId: id, parts: [part] }]
}

type Body = Readonly<Record<string, unknown>> & { readonly items: readonly Item[] }

function bodyFor(chance: Chance, client: InventedClient, day: Day): Body {
  const header = {
    client_id: client.id,
    due_days: client.dueDays,
    ...(chance.percent(18) ? { observations: chance.pick(OBSERVATIONS) } : {}),
    ...(chance.percent(6) ? { notes: chance.pick(NOTES) } : {}),
  }
  switch (client.kind) {
    case 'person': {
      const theme = chance.pick(['office', 'furniture', 'hardware', 'books', 'pantry'] as const)
      const pricesIncludeVat = chance.percent(85)
      const items = inventLines(chance, { ...wishes(theme, chance.whole(1, 3), day), pricesIncludeVat })
      return { ...header, items, ...(pricesIncludeVat ? { prices_include_vat: true } : {}) }
    }
    case 'european':
    case 'overseas': {
      const isService = chance.percent(45)
      const vatKey = client.kind === 'european' ? (isService ? 'AE' : 'K') : isService ? 'O' : 'G'
      const rate = euroRate(day)
      const theme = isService ? 'services' : chance.pick(['furniture', 'hardware'] as const)
      const items = inventLines(chance, { ...wishes(theme, chance.whole(1, 4), day), perLeu: 1 / rate, vatKey })
      return { ...header, items, series_id: SERIES_IDS.foreign, currency: 'EUR', currency_rate: rate }
    }
    default:
      return { ...header, ...domestic(chance, client, day) }
  }
}

function domestic(chance: Chance, client: InventedClient, day: Day) {
  const theme = chance.weighted<Theme>([
    ['services', 26],
    ['office', 30],
    ['furniture', 14],
    ['hardware', 14],
    ['pantry', 10],
    ['books', 6],
  ])
  // Laptops for more than 22,500 lei go without VAT to whoever is registered (Cod fiscal art. 331 (2) i).
  if (theme === 'hardware' && client.kind === 'company' && chance.percent(16)) {
    const laptop = {
      description: 'Laptop 16" i7, 32 GB, 1 TB SSD',
      unit: 'buc',
      price: 6_890,
      vat_rate: 0,
      vat_key: 'AE',
    }
    return { items: [{ ...laptop, quantity: chance.whole(4, 12), sku: 'LT-16I7' }], with_vat_inverted: true }
  }
  const count = chance.weighted([
    [1, 24],
    [2, 26],
    [3, 20],
    [4, 12],
    [5, 8],
    [6, 5],
    [7, 3],
    [8, 2],
  ] as const)
  const items = inventLines(chance, wishes(theme, count, day))
  // Some customers abroad in spirit: the contract is in euro, the invoice too.
  const rate = euroRate(day)
  const isInEuro = theme === 'services' && chance.percent(10)
  const inEuro = isInEuro
    ? {
        currency: 'EUR',
        currency_rate: rate,
        items: inventLines(chance, { ...wishes(theme, count, day), perLeu: 1 / rate }),
      }
    : {}
  const discount =
    !isInEuro && chance.percent(4)
      ? { discounts: [{ percent: chance.pick([2, 3, 5]), reason: 'Discount de fidelitate' }] }
      : {}
  return { items, ...inEuro, ...discount, ...(theme === 'furniture' && chance.percent(15) ? delegate(day) : {}) }
}

function delegate(day: Day) {
  const details = {
    delegate_name: 'Dănuț Crișan',
    delegate_ci: 'CJ 904217',
    delegate_transport: 'CJ 90 BRC',
    delegate_date: day,
  }
  return { with_delegate: true, delegate: details }
}

function wishes(theme: Theme, count: number, day: Day): LineWishes {
  return { theme, count, day, perLeu: 1, pricesIncludeVat: false, vatKey: null }
}

interface Bought {
  readonly at: Moment
  readonly id: string
}

/** When and how an invoice is paid: in the way of its client, in one go or in parts, or not at all. */
function payments(market: Market, client: InventedClient, bought: Bought): Step[] {
  const { chance } = market
  if (client.kind === 'person') {
    const method = chance.weighted<PaymentMethod>([
      ['card', 60],
      ['receipt', 28],
      ['bank_transfer', 12],
    ])
    return paid(market, { ...bought, at: after(bought.at, method === 'bank_transfer' ? 3 : 0, chance) }, method)
  }
  const days = delay(chance, client)
  if (days === null) return []
  if (!chance.percent(11)) return paid(market, { ...bought, at: after(bought.at, days, chance) })
  const first = paid(
    market,
    { ...bought, at: after(bought.at, Math.ceil(days / 2), chance) },
    null,
    chance.whole(25, 65),
  )
  if (chance.percent(12)) return first
  return [...first, ...paid(market, { ...bought, at: after(bought.at, days + chance.whole(5, 25), chance) })]
}

/** Days from the invoice to its payment; null when nobody pays. */
function delay(chance: Chance, { dueDays, payer }: InventedClient): number | null {
  if (payer === 'prompt') return chance.percent(1) ? null : chance.whole(1, Math.max(2, dueDays))
  if (payer === 'late') return chance.percent(2) ? null : dueDays + chance.whole(2, 28)
  return chance.percent(12) ? null : dueDays + chance.whole(25, 95)
}

function paid(
  { chance, newId }: Market,
  { at, id }: Bought,
  wanted: PaymentMethod | null = null,
  percent: number | null = null,
): Step[] {
  const method =
    wanted ??
    chance.weighted<PaymentMethod>([
      ['bank_transfer', 88],
      ['card', 6],
      ['promissory_note', 3],
      ['compensation', 2],
      ['check', 1],
    ])
  return [
    { what: 'pay invoice', at, id: newId('pay'), invoiceId: id, percent, method, reference: reference(chance, method) },
  ]
}

function reference(chance: Chance, method: PaymentMethod): string | null {
  if (method === 'bank_transfer') return `OP ${chance.whole(1, 9_999)}`
  if (method === 'promissory_note') return `BO BTRL3A ${chance.whole(1_000_000, 9_999_999)}`
  return method === 'check' ? `CEC ${chance.whole(100_000, 999_999)}` : null
}
