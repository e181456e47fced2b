import type { FastifyInstance } from 'fastify'
import { type Services, writeEndpoint } from '../../http/endpoint.ts'
import { getInvoice } from '../invoices/invoice.store.ts'
import { cancelSubmission } from './cancel-submission.ts'
import { correctionsAsked, RetryBody } from './corrections.schema.ts'
import { presentSubmission, presentSubmitted, SubmissionJson, SubmittedJson } from './efactura.schema.ts'
import { getRepeatable, getSubmission } from './find-submission.ts'
import { retrySubmission } from './retry-submission.ts'

const common = { method: 'POST', scope: 'efactura:write', tag: 'e-Factura' } as const

/** What a person does about a submission: send it again, or take it back (contract 9.4). */
export function repeatRoutes(app: FastifyInstance, services: Services): void {
  writeEndpoint(app, services, {
    ...common,
    url: '/efactura/retry/:id',
    operationId: 'retrySubmission',
    summary: 'Send a rejected invoice again, corrected',
    description:
      'For what was rejected, failed, was cancelled, or was never sent because our rules refused it; by the number of the submission or the id of the invoice. Number and date stay. `corrections` may change who the client is and how lines are described, never an amount; what was issued stays as it is, and later corrections are laid over earlier ones.',
    offersDryRun: true,
    body: RetryBody,
    answer: SubmittedJson,
    example: {
      path: '/efactura/retry/inv_testreject',
      body: { corrections: { client: { city: 'București, Sectorul 3', county: 'București' } } },
      inSandbox: true,
    },
    run: async (ctx, { params, body, request }) => {
      const row = await getRepeatable(ctx.db, ctx.companyId, params.id ?? '')
      const submitted = await retrySubmission(
        ctx,
        row,
        body.corrections && correctionsAsked(body.corrections),
        request.caller?.keyName ?? '',
      )
      return presentSubmitted(submitted, ctx.language)
    },
  })
  writeEndpoint(app, services, {
    ...common,
    url: '/efactura/cancel/:id',
    operationId: 'cancelSubmission',
    summary: 'Take back a submission that has not been sent',
    description:
      'By the number of the submission or the id of the invoice. What ANAF has, or may have, only a storno undoes.',
    answer: SubmissionJson,
    example: { path: '/efactura/cancel/inv_testqueue1', inSandbox: true },
    run: async (ctx, { params }) => {
      const row = await getSubmission(ctx.db, ctx.companyId, params.id ?? '')
      const cancelled = await cancelSubmission(ctx, row)
      return presentSubmission(cancelled, await getInvoice(ctx, row.invoice_id), ctx.language)
    },
  })
}
