import { foundCompany } from '../src/cli/first-start.ts'
import { done, given } from './given.ts'
import { COMPLETE_BUYER, FIRM } from './given-efactura.ts'
import type { Answer, Caller, TestApp } from './harness.ts'

export { COMPLETE_BUYER as BUYER, FIRM }

export async function beFirm(app: TestApp, fields: object = {}) {
  return done(await app.asTest.patch('/settings', { ...FIRM, ...fields }))
}

/** An issued invoice of the sandbox that has everything e-Factura wants. */
export async function issued(app: TestApp, fields: object = {}) {
  await beFirm(app)
  return given(app.asTest).invoice({ client_data: COMPLETE_BUYER, ...fields })
}

/** Lets everything happen that is going to, in an hour at most. */
export async function settle(app: TestApp, minutes = 60) {
  for (let minute = 0; minute < minutes; minute++) {
    await app.runDue()
    app.clock.advance(60_000)
  }
}

export function codeOf({ status, body }: Answer) {
  return [status, body?.error?.code]
}

/** An invoice of ours that ANAF rejected for the rules named. */
export async function rejected(app: TestApp, rules = 'BR-RO-110') {
  const invoice = await issued(app, { notes: `[simulator:reject ${rules}]` })
  const sent = done(await app.asTest.post(`/invoices/${invoice.id}/send-to-spv`))
  await settle(app, 5)
  return { invoice, sent }
}

/** A sandbox of somebody else on the same server, with these settings. */
export async function secondSandbox(app: TestApp, settings: object = {}): Promise<Caller & { companyId: string }> {
  const now = Math.floor(app.clock.nowMs() / 1000)
  const { secret, companyId } = await app.database.transact((db) => foundCompany(db, 'test', 'A doua SRL', now))
  const caller = app.withKey(secret)
  done(await caller.patch('/settings', settings))
  return { ...caller, companyId }
}
