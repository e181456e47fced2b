import { addDays, type Day } from '../../domain/dates.ts'
import { efacturaDeadline } from '../../domain/efactura/deadline.ts'
import type { Clock } from '../../store/clock.ts'
import type { Database } from '../../store/conn.ts'
import { listSenders, listUnsent, type Unsent } from './deadline.store.ts'
import { inCompany } from './in-company.ts'

/** Issue days that are looked at: the longest deadline over the longest holidays, and as much after it. */
const LOOK_BACK_DAYS = 30
/** How many days before the end the first warning comes; then the day itself, and the day after. */
const FIRST_WARNING_DAYS = 2

/**
 * Records `efactura.deadline` for every invoice whose last legal day is near, today, or was yesterday, and that is not
 * accepted (contract efactura 3.1). Once per invoice and day, however often it runs.
 */
export async function warnOfDeadlines(
  tools: { readonly database: Database; readonly clock: Clock },
  today: Day,
): Promise<number> {
  const days = Array.from({ length: LOOK_BACK_DAYS + 1 }, (_, ago) => addDays(today, -ago))
  const due = days.filter((day) => isDue(efacturaDeadline(day), today))
  let warned = 0
  for (const companyId of await listSenders(tools.database.read)) {
    const unsent = await listUnsent(tools.database.read, companyId, due, today)
    for (const invoice of unsent) await warn(tools, invoice, today)
    warned += unsent.length
  }
  return warned
}

function isDue(deadline: Day | null, today: Day): deadline is Day {
  return deadline !== null && deadline >= addDays(today, -1) && deadline <= addDays(today, FIRST_WARNING_DAYS)
}

async function warn(
  tools: { readonly database: Database; readonly clock: Clock },
  invoice: Unsent,
  today: Day,
): Promise<void> {
  const deadline = efacturaDeadline(invoice.date)
  await inCompany(tools, invoice.companyId, `deadline ${today}`, async (ctx) => {
    const isLate = deadline !== null && deadline < today
    const data = { number: invoice.number, deadline, efactura_status: invoice.status, is_late: isLate }
    ctx.record('efactura.deadline', { type: 'invoice', id: invoice.id }, data)
  })
}
