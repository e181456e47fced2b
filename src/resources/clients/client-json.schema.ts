import type { Client } from '../../domain/client.ts'
import { averagePaymentDays } from '../../domain/client-figures.ts'
import { type Day, type LabelledMonth, lastMonths, unixMidnightUtc } from '../../domain/dates.ts'
import { type Bani, formatLei } from '../../domain/money.ts'
import { JsonText } from '../../http/json.ts'

/**
 * The client of contract 18.1, in the order of the reference response, with the extras of older clients behind. Lists
 * answer it a hundred times over, so its numbers are written as text at once. `extra` is more keys, each with a
 * leading comma.
 */
export function renderClient(client: Client, today: Day, extra = ''): JsonText {
  const { party, figures } = client
  const isCompany = party.type === 'company'
  const head = JSON.stringify({
    id: client.id,
    object: 'client',
    name: party.name,
    email: party.email,
    phone: party.phone,
    cui: party.cui,
    cui_prefix: party.cuiPrefix,
    rc: party.rc,
    address: party.address,
    city: party.city,
    county: party.county,
    country: party.country,
    postal_code: party.postalCode,
    iban: party.iban,
    bank: party.bank,
    contact_person: party.contactPerson,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  })
  const tail = JSON.stringify({
    type: party.type,
    client_type: isCompany ? 'b2b' : 'b2c',
    is_firm: isCompany,
    is_active: client.isActive,
    bank_name: party.bank,
    notes: client.notes,
    modified_at: new Date(client.updatedAt * 1000).toISOString(),
  })
  const metadata = `{"invoices_count":${figures.invoicesCount},"total_invoiced":${lei(figures.invoicedBani)},"unpaid_total":${lei(figures.unpaidBani)}}`
  return new JsonText(
    `${head.slice(0, -1)},"metadata":${metadata},"stats":${statsText(client, today)},${tail.slice(1, -1)}${extra}}`,
  )
}

function statsText({ figures, lastPayment }: Client, today: Day): string {
  const last = lastPayment
    ? `{"date":${unixMidnightUtc(lastPayment.paidOn)},"amount":${lei(lastPayment.amountBani)},"currency":"${lastPayment.currency}","bill_id":"${lastPayment.invoiceId}","bill_number":${JSON.stringify(lastPayment.invoiceNumber)}}`
    : 'null'
  const series = monthsUntil(today).map(({ key, text }) => {
    const [invoiced, collected] = figures.months[key] ?? [0, 0]
    return `${text}"invoiced":${lei(invoiced)},"collected":${lei(collected)}}`
  })
  return `{"total_invoiced":${lei(figures.invoicedBani)},"total_collected":${lei(figures.collectedBani)},"avg_payment_days":${averagePaymentDays(figures)},"last_payment":${last},"monthly_series":[${series.join()}]}`
}

function lei(amount: number): string {
  return formatLei(amount as Bani)
}

let monthsDay: Day = ''
let months: readonly { readonly key: string; readonly text: string }[] = []

/** The last twelve months with the part of their text that is the same for every client, made once a day. */
function monthsUntil(today: Day): typeof months {
  if (today !== monthsDay) {
    monthsDay = today
    months = lastMonths(today).map(({ label, year, month, key }: LabelledMonth) => ({
      key,
      text: `{"label":"${label}","year":${year},"month":${month},`,
    }))
  }
  return months
}
