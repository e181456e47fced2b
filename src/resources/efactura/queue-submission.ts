import { findingSentence } from '../../domain/efactura/finding-problems.ts'
import type { EfacturaDocument } from '../../domain/efactura/make-document.ts'
import type { Finding } from '../../domain/efactura/rules/finding.ts'
import { HELD, type WaitReason } from '../../domain/efactura/waiting.ts'
import type { Invoice } from '../../domain/invoice.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import type { CompanyRow } from '../../store/tables.ts'
import { nextTimeOfDay } from '../../store/time-of-day.ts'
import { findWaitReason } from './may-be-sent.ts'
import { queueStep } from './queue-step.ts'
import { insertSubmission, standingOf } from './submission.store.ts'
import { blankSubmission, environmentOf } from './submit-invoice.ts'

/** Who sends what nobody sent by hand, as jobs are named in the history. */
const BY_ITSELF = 'Facturier'

export interface QueuedSubmission {
  /** Showing its submission. */
  readonly invoice: Invoice
  readonly submission: SubmissionRow
  /** When it is sent, in Unix seconds; null when somebody has to put it right first. */
  readonly sendAt: number | null
  /** Not null: nobody authorised the company, and it waits until somebody does (contract 3.2). */
  readonly waitsFor: WaitReason | null
}

/** Puts an invoice that is being issued on its way, at the time that the company chose. Its row is still to come. */
export async function queueSubmission(
  ctx: Ctx,
  invoice: Invoice,
  company: CompanyRow,
  document: EfacturaDocument,
): Promise<QueuedSubmission> {
  const environment = environmentOf(company, invoice, undefined)
  const waitsFor = await findWaitReason(ctx, company, environment)
  const submission = await insertSubmission(ctx.db, {
    ...unsent(ctx, invoice, environment, document),
    last_error: waitsFor,
  })
  const sendAt = timeToSend(company, ctx.now)
  queueStep(ctx.db, submission, sendAt, ctx.now)
  return { invoice: { ...invoice, efactura: standingOf(submission) }, submission, sendAt, waitsFor }
}

/**
 * Puts down that an invoice that is being issued does not go by itself: `failed`, with what stands in the way, to be
 * corrected and repeated, or sent as it is by somebody who knows better.
 */
export async function holdSubmission(
  ctx: Ctx,
  invoice: Invoice,
  company: CompanyRow,
  { document, stopping }: { readonly document: EfacturaDocument; readonly stopping: readonly Finding[] },
): Promise<QueuedSubmission> {
  const environment = environmentOf(company, invoice, undefined)
  const submission = await insertSubmission(ctx.db, {
    ...unsent(ctx, invoice, environment, document),
    state: 'failed',
    errors: JSON.stringify(stopping.map(findingSentence)),
    last_error: HELD,
    decided_at: ctx.now,
  })
  return { invoice: { ...invoice, efactura: standingOf(submission) }, submission, sendAt: null, waitsFor: null }
}

function unsent(ctx: Ctx, invoice: Invoice, environment: 'test' | 'live', document: EfacturaDocument) {
  return {
    ...blankSubmission(ctx, invoice, environment, { actorName: BY_ITSELF }),
    cif: document.cif,
    standard: document.standard,
    is_consumer: document.isConsumer ? 1 : 0,
    is_extern: document.isExtern ? 1 : 0,
    deadline: document.deadline,
  }
}

/** Tells the history of it, after the event of the issuing itself. */
export function recordQueued(ctx: Ctx, queued: QueuedSubmission | null): void {
  if (!queued) return
  const { invoice, submission, sendAt } = queued
  const about = {
    number: invoice.issued?.number,
    submission_id: submission.seq,
    environment: submission.environment,
  }
  const object = { type: 'invoice', id: invoice.id } as const
  if (sendAt === null) ctx.record('efactura.error', object, { ...about, errors: JSON.parse(submission.errors) })
  else ctx.record('efactura.queued', object, { ...about, send_at: sendAt })
}

/** In Unix seconds, from the settings `immediate`, `daily` at an hour of Bucharest, or `delayed` by hours. */
export function timeToSend(
  company: Pick<CompanyRow, 'efactura_timing' | 'efactura_daily_hour' | 'efactura_delay_hours'>,
  now: number,
): number {
  switch (company.efactura_timing) {
    case 'immediate':
      return now
    case 'daily':
      return nextTimeOfDay({ hour: company.efactura_daily_hour, minute: 0 }, now)
    case 'delayed':
      return now + company.efactura_delay_hours * 3600
  }
}
