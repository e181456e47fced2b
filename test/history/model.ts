import type { Shown } from './world.ts'

/** What contract decisions 12 and 13 say of a client, from nothing but the documents that the API shows. */
export interface Expected {
  readonly metadata: { invoices_count: number; total_invoiced: number; unpaid_total: number }
  readonly total_invoiced: number
  readonly total_collected: number
  readonly avg_payment_days: number | null
  /** Any of these may be the last: those of one second cannot be told apart from outside. */
  readonly last_payments: readonly {
    date: number
    amount: number
    currency: string
    bill_id: string
    bill_number: string | null
  }[]
  readonly months: ReadonlyMap<string, { invoiced: number; collected: number }>
}

export function expectedOf(documents: readonly Shown[]): Expected {
  const counted = documents.filter((one) => one.document_type === 'fiscal' && !one.is_draft && !one.is_voided)
  let invoiced = 0
  let collected = 0
  let days = 0
  let settled = 0
  const months = new Map<string, { invoiced: number; collected: number }>()
  const add = (day: string, to: 'invoiced' | 'collected', bani: number) => {
    const month = months.get(day.slice(0, 7)) ?? { invoiced: 0, collected: 0 }
    month[to] += bani
    months.set(day.slice(0, 7), month)
  }
  for (const document of counted) {
    invoiced += bani(document.total_ron)
    add(document.date, 'invoiced', bani(document.total_ron))
    for (const { day, ron } of collectedIn(document)) {
      collected += ron
      add(day, 'collected', ron)
    }
    const last = document.payments
      .map((payment) => payment.date)
      .sort()
      .at(-1)
    if (!document.is_paid || last === undefined) continue
    settled += 1
    days += (Date.parse(last) - Date.parse(document.date)) / 86_400_000
  }
  return {
    metadata: {
      invoices_count: counted.length,
      total_invoiced: invoiced / 100,
      unpaid_total: (invoiced - collected) / 100,
    },
    total_invoiced: invoiced / 100,
    total_collected: collected / 100,
    avg_payment_days: settled === 0 ? null : oneDecimal(days, settled),
    last_payments: lastPayments(counted),
    months,
  }
}

/** A document's payments in RON: each takes the paid part so far from one whole ban to the next, the last what is left. */
export function collectedIn(document: Shown): { day: string; ron: number }[] {
  let paid = 0
  let before = 0
  return document.payments.map((payment) => {
    paid += bani(payment.amount)
    const reached = paid === bani(document.total) ? bani(document.total_ron) : inRon(paid, document.exchange_rate)
    const ron = reached - before
    before = reached
    return { day: payment.date, ron }
  })
}

/** Exchange rates have at most six decimals; half away from zero. */
function inRon(amount: number, rate: number): number {
  const micros = BigInt(amount) * BigInt(Math.round(rate * 1_000_000))
  return Number((micros + 500_000n) / 1_000_000n)
}

function lastPayments(documents: readonly Shown[]): Expected['last_payments'] {
  const all = documents.flatMap((document) => document.payments.map((payment) => ({ document, payment })))
  if (all.length === 0) return []
  const days = all.map(({ payment }) => payment.date).sort()
  const ofDay = all.filter(({ payment }) => payment.date === days.at(-1))
  const recorded = Math.max(...ofDay.map(({ payment }) => payment.created_at))
  return ofDay
    .filter(({ payment }) => payment.created_at === recorded)
    .map(({ document, payment }) => ({
      date: Date.parse(payment.date) / 1000,
      amount: payment.amount,
      currency: document.currency,
      bill_id: document.id,
      bill_number: document.number,
    }))
}

function oneDecimal(sum: number, count: number): number {
  const tenths = (Math.abs(sum) * 10) / count
  return (Math.sign(sum) * Math.floor(tenths + 0.5)) / 10 || 0
}

export function bani(lei: number): number {
  return Math.round(lei * 100)
}
