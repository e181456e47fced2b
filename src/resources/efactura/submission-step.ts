import type { AnafAccess, AnafConnection } from '../../adapters/anaf/anaf-access.ts'
import type { DocumentMaker } from '../../domain/efactura/document-desk.ts'
import type { DocumentReader } from '../../domain/efactura/summary.ts'
import type { Clock } from '../../store/clock.ts'
import type { Conn, Database } from '../../store/conn.ts'
import type { Ctx } from '../../store/ctx.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { changeSubmission, type SubmissionChange } from './change-submission.ts'
import { inCompany } from './in-company.ts'
import { queueStep } from './queue-step.ts'

/** When the next step is due, in Unix seconds; null when there is none. A `problem` is a failure that may pass. */
export interface NextStep {
  readonly at: number | null
  readonly problem?: string
}

export type Connected = Extract<AnafConnection, { kind: 'connected' }>

/** What a step works with: the submission as it was read, and the run that it belongs to. */
export interface Step {
  readonly row: SubmissionRow
  readonly tools: { readonly database: Database; readonly clock: Clock }
  readonly access: AnafAccess
  /** Makes and reads large documents. */
  readonly xmlJudge: (DocumentMaker & DocumentReader) | undefined
  isStillMine(): Promise<boolean>
  /** Begins the lease anew, before each of many calls. Throws when the job is somebody else's. */
  holdOn(): Promise<void>
  /** Whether an error says that the job is somebody else's. */
  isLeaseLost(error: unknown): boolean
  /** Ends the run in the transaction of its last change. */
  settle(db: Conn, next: NextStep): Promise<void>
}

export function nowOf({ tools }: Pick<Step, 'tools'>): number {
  return Math.floor(tools.clock.nowMs() / 1000)
}

/** Changes the submission, with files to keep, and ends the run, all in one transaction. */
export async function conclude(
  step: Step,
  decide: (row: SubmissionRow) => SubmissionChange | null,
  next: NextStep,
  files?: { keep(ctx: Ctx): Partial<SubmissionRow> },
): Promise<NextStep> {
  await inCompany(step.tools, step.row.company_id, step.row.id, async (ctx) => {
    await changeSubmission(ctx, step.row, (row) => {
      const change = decide(row)
      return change && files ? { ...change, set: { ...change.set, ...files.keep(ctx) } } : change
    })
    await step.settle(ctx.db, next)
  })
  return next
}

/**
 * Like `conclude`, but what was learnt is written down even where the job is another run's by now. That run, or the
 * next, goes on from it.
 */
export async function concludeSurely(
  step: Step,
  decide: (ctx: Ctx) => Promise<(row: SubmissionRow) => SubmissionChange | null>,
  next: NextStep,
): Promise<NextStep> {
  const { row, tools } = step
  const change = async (ctx: Ctx) => changeSubmission(ctx, row, await decide(ctx))
  try {
    await inCompany(tools, row.company_id, row.id, async (ctx) => {
      await change(ctx)
      await step.settle(ctx.db, next)
    })
  } catch (error) {
    if (!step.isLeaseLost(error)) throw error
    await inCompany(tools, row.company_id, row.id, async (ctx) => {
      await change(ctx)
      queueStep(ctx.db, row, next.at ?? ctx.now, ctx.now)
    })
  }
  return next
}

/** Notes what stands in the way, and comes back later: `at`, or when the queue sees fit. */
export async function waitFor(step: Step, problem: string, at: number | null): Promise<NextStep> {
  const next: NextStep = at === null ? { at: nowOf(step), problem } : { at }
  return conclude(step, () => ({ set: { last_error: problem } }), next)
}
