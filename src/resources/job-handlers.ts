import type { JobHandler } from '../jobs/job.ts'
import { deadlineJob } from './efactura/deadline.job.ts'
import { inboxJob, inboxRoundJob } from './efactura/inbox.job.ts'
import { submissionJob } from './efactura/submission.job.ts'
import { refreshTokensJob } from './efactura-oauth/refresh-tokens.job.ts'
import { forgetAnswersJob } from './housekeeping/forget-answers.job.ts'
import { forgetBudgetsJob } from './housekeeping/forget-budgets.job.ts'
import { forgetSimulatedJob } from './housekeeping/forget-simulated.job.ts'
import type { AppServices } from './index.ts'

/** Everything that happens without a request, one handler per kind of job. */
export function jobHandlers({ anaf, anafAccess, sandboxMail, xmlJudge }: AppServices): readonly JobHandler[] {
  return [
    forgetAnswersJob,
    ...(sandboxMail ? [forgetSimulatedJob(sandboxMail)] : []),
    forgetBudgetsJob,
    ...(anaf ? [refreshTokensJob(anaf)] : []),
    ...(anafAccess
      ? [submissionJob(anafAccess, xmlJudge), inboxJob(anafAccess, xmlJudge), inboxRoundJob, deadlineJob]
      : []),
  ]
}
