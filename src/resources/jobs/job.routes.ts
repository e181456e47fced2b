import type { FastifyInstance } from 'fastify'
import { notFound } from '../../domain/errors.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { ListOf, listJson, pagingOf } from '../../http/paging.ts'
import { findJob, listJobs } from '../../jobs/job-list.store.ts'
import { JobJson, JobQuery, presentJob } from './job.schema.ts'
import { retryFailedJob } from './retry-failed-job.ts'

const tag = 'Jobs'
const idOf = (params: Readonly<Record<string, string>>) => pathId('job', params.id, 'job')

export function jobRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/jobs',
    scope: 'jobs:read',
    tag,
    summary: 'List jobs',
    description: 'What waits, runs or was given up, newest first. A job that is done is no longer listed.',
    query: JobQuery,
    answer: ListOf(JobJson),
    example: { path: '/jobs?state=failed' },
    run: async (ctx, { query }) => {
      const paging = pagingOf(query)
      const { jobs, total } = await listJobs(ctx.db, ctx.companyId, {
        filter: { state: query.state, kind: query.kind || undefined },
        limit: paging.perPage,
        offset: (paging.page - 1) * paging.perPage,
      })
      return listJson(jobs.map(presentJob), paging, total)
    },
  })
  readEndpoint(app, services, {
    url: '/jobs/:id',
    scope: 'jobs:read',
    tag,
    summary: 'Retrieve a job',
    answer: JobJson,
    example: { path: '/jobs/job_demo000001' },
    run: async (ctx, { params }) => {
      const row = await findJob(ctx.db, ctx.companyId, idOf(params))
      if (!row) throw notFound('job')
      return presentJob(row)
    },
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: '/jobs/:id/retry',
    scope: 'jobs:write',
    tag,
    summary: 'Retry a job',
    description: 'Has a job that failed, or waits for its next attempt, tried at once. One that runs is left to run.',
    answer: JobJson,
    example: { path: '/jobs/job_demo000001/retry' },
    run: async (ctx, { params }) => presentJob(await retryFailedJob(ctx, idOf(params))),
  })
}
