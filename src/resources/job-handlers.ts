import type { Services } from '../http/endpoint.ts'
import type { JobHandler } from '../jobs/job.ts'
import { forgetAnswersJob } from './housekeeping/forget-answers.job.ts'

/** Everything that happens without a request, one handler per kind of job. */
export const jobHandlers: readonly ((services: Services) => JobHandler)[] = [() => forgetAnswersJob]
