import type { AnafAccess, AnafConnection } from '../../adapters/anaf/anaf-access.ts'
import type { DocumentMaker } from '../../domain/efactura/document-desk.ts'
import type { DocumentReader } from '../../domain/efactura/summary.ts'
import type { WaitReason } from '../../domain/efactura/waiting.ts'
import { type JobHandler, type JobOutcome, type JobTools, LeaseLost } from '../../jobs/job.ts'
import type { SubmissionRow } from '../../store/efactura-tables.ts'
import { archiveStep } from './archive-step.ts'
import { checkStep } from './check-step.ts'
import { pollStep } from './poll-step.ts'
import { SUBMISSION_JOB } from './queue-step.ts'
import { sendStep } from './send-step.ts'
import { findSubmission } from './submission.store.ts'
import { type Connected, conclude, type NextStep, nowOf, type Step, waitFor } from './submission-step.ts'
import { unknownStep } from './unknown-step.ts'

/** Longer than a refresh of the token and an upload, or a status and a download, may take together. */
const LEASE_SECONDS = 300
const LONGEST_PAUSE_SECONDS = 900
/** How often a company without authorisation is looked at again. */
const WITHOUT_TOKEN_SECONDS = 900

/**
 * Takes a submission one step further (the table of states is in docs/efactura.md). Each step is a transaction, a call
 * to ANAF, and a transaction, so that a worker may die anywhere. It is tried for ever: patience is what ANAF needs.
 */
export function submissionJob(access: AnafAccess, xmlJudge?: DocumentMaker & DocumentReader): JobHandler {
  return {
    kind: SUBMISSION_JOB,
    maxAttempts: null,
    leaseSeconds: LEASE_SECONDS,
    firstPauseSeconds: 10,
    maxPauseSeconds: LONGEST_PAUSE_SECONDS,
    async run(job, tools) {
      const row = await findSubmission(tools.database.read, job.companyId ?? '', job.subject)
      if (!row) return { kind: 'done' }
      return outcomeOf(await takeStep(stepOf(row, { access, xmlJudge }, tools)))
    },
  }
}

function stepOf(row: SubmissionRow, means: Pick<Step, 'access' | 'xmlJudge'>, tools: JobTools): Step {
  return {
    row,
    tools,
    ...means,
    isStillMine: () => tools.isStillMine(),
    holdOn: () => tools.extendLease(),
    isLeaseLost: (error) => error instanceof LeaseLost,
    settle: (db, next) => tools.settle(db, outcomeOf(next)),
  }
}

async function takeStep(step: Step): Promise<NextStep> {
  const { row } = step
  switch (row.state) {
    case 'queued':
      return checkStep(step)
    case 'sending':
      // Whoever was sending is gone, and nobody knows how far it came.
      return conclude(step, (current) => (current.state === 'sending' ? { to: 'unknown' } : null), { at: nowOf(step) })
    case 'checked':
      return connected(step, sendStep)
    case 'unknown':
      return connected(step, unknownStep)
    case 'processing':
      return connected(step, pollStep)
    case 'accepted':
      return row.archive_file_id === null ? connected(step, archiveStep) : { at: null }
    case 'rejected':
    case 'failed':
    case 'cancelled':
      return { at: null }
  }
}

async function connected(step: Step, take: (step: Step, to: Connected) => Promise<NextStep>): Promise<NextStep> {
  const connection = await step.access.connect(step.row.company_id, step.row.environment)
  switch (connection.kind) {
    case 'connected':
      return take(step, connection)
    case 'no_token':
      return waitFor(step, waitReason(connection), nowOf(step) + WITHOUT_TOKEN_SECONDS)
    case 'unavailable':
      return waitFor(step, connection.detail, null)
  }
}

function waitReason({ isExpired }: Extract<AnafConnection, { kind: 'no_token' }>): WaitReason {
  return isExpired ? 'oauth_expired' : 'oauth_not_configured'
}

function outcomeOf({ at, problem }: NextStep): JobOutcome {
  if (at === null) return { kind: 'done' }
  return problem === undefined ? { kind: 'again', at } : { kind: 'retry', note: problem }
}
