import type { CompanyRow } from '../src/store/tables.ts'
import { done, given } from './given.ts'
import type { TestApp } from './harness.ts'

/** A company that may issue e-invoices. */
export const FIRM = {
  name: 'Exemplu Prod SRL',
  cui: 'RO1234567897',
  rc: 'J12/34/2020',
  address: 'Str. Lungă nr. 1',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}
/** A buyer with everything that RO e-Factura wants. */
export const COMPLETE_BUYER = {
  name: 'Client Model SRL',
  cui: 'RO14399840',
  address: 'Bd. Eroilor nr. 5',
  city: 'Cluj-Napoca',
  county: 'Cluj',
}

type Switches = Partial<
  Pick<
    CompanyRow,
    | 'efactura_enabled'
    | 'efactura_auto_send'
    | 'efactura_timing'
    | 'efactura_daily_hour'
    | 'efactura_delay_hours'
    | 'efactura_storno_as'
  >
>

/** The settings of e-Factura of the sandbox, or of another company, with the seller's data in order. */
export async function givenSwitches(app: TestApp, switches: Switches, of: 'sandbox' | 'live' = 'sandbox') {
  const caller = of === 'sandbox' ? app.asTest : app
  done(await caller.patch('/settings', FIRM))
  await app.database.transact(async (db) => {
    await db.kysely.updateTable('company').set(switches).where('id', '=', app[of].companyId).execute()
  })
  return given(caller)
}

/** The sandbox sends by itself; a builder of its documents. */
export async function givenAutoSend(app: TestApp, switches: Switches = {}) {
  return givenSwitches(app, { efactura_enabled: 1, efactura_auto_send: 1, ...switches })
}

/** Lets everything happen that is going to within an hour. */
export async function settle(app: TestApp): Promise<void> {
  for (let minute = 0; minute < 60; minute++) {
    await app.runDue()
    app.clock.advance(60_000)
  }
}

/** The submissions of an invoice, oldest first, and when their jobs are due. */
export async function submissionsOf(app: TestApp, invoiceId: string) {
  const { kysely } = app.database.read
  const rows = await kysely
    .selectFrom('efactura_submission')
    .leftJoin('job', 'job.subject', 'efactura_submission.id')
    .select(['efactura_submission.id', 'efactura_submission.state', 'deadline', 'efactura_submission.last_error'])
    .select(['standard', 'environment', 'job.run_at'])
    .where('invoice_id', '=', invoiceId)
    .orderBy('efactura_submission.seq')
    .execute()
  return rows.map(({ run_at, ...row }) => ({
    ...row,
    sendAt: run_at === null ? null : new Date(Number(run_at) * 1000).toISOString(),
  }))
}
