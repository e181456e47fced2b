import type { FastifyInstance } from 'fastify'
import { addDays } from '../../domain/dates.ts'
import { efacturaDeadline } from '../../domain/efactura/deadline.ts'
import { notFound } from '../../domain/errors.ts'
import { readEndpoint, type Services } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { ListOf, listJson, pagingOf, WholeListOf } from '../../http/paging.ts'
import { dayBegins } from '../../store/clock.ts'
import { getInvoice } from '../invoices/invoice.store.ts'
import { type Addressed, configureUrlOf } from './configure-url.ts'
import { presentSubmission, SubmissionJson } from './efactura.schema.ts'
import { findByUpload, findLatestSubmission, listSubmissions } from './submission.store.ts'
import { listCompanySubmissions, listEfacturaEvents } from './submission-list.store.ts'
import {
  askedStates,
  InvoiceEfacturaJson,
  presentInvoiceStatus,
  presentWithEvents,
  SubmissionHistoryJson,
  SubmissionQuery,
} from './submission-reads.schema.ts'

const MOST_EVENTS = 500
const read = { scope: 'efactura:read', tag: 'e-Factura' } as const

/** What was sent to ANAF and what became of it (contract 9.4). */
export function submissionReadRoutes(app: FastifyInstance, services: Services & Addressed): void {
  readEndpoint(app, services, {
    ...read,
    url: '/efactura/submissions',
    summary: 'List what was sent to RO e-Factura',
    description:
      'Newest first. `status` takes the words of the answer; `state` the finer ones of docs/efactura.md. Dates are those of the submission, in Europe/Bucharest.',
    query: SubmissionQuery,
    answer: ListOf(SubmissionJson),
    example: { path: '/efactura/submissions?status=rejected', inSandbox: true },
    run: async (ctx, { query }) => {
      const paging = pagingOf(query)
      const { rows, total } = await listCompanySubmissions(
        ctx.db,
        ctx.companyId,
        {
          states: askedStates(query),
          environment: query.environment ?? null,
          invoiceId: query.invoice_id ?? null,
          fromUnix: query.start_date === undefined ? null : dayBegins(query.start_date),
          untilUnix: query.end_date === undefined ? null : dayBegins(addDays(query.end_date, 1)),
        },
        { limit: paging.perPage, offset: (paging.page - 1) * paging.perPage },
      )
      const items = rows.map(({ invoice_number: number, ...row }) =>
        presentSubmission(row, { issued: number === null ? null : { number } }, ctx.language),
      )
      return listJson(items, paging, total)
    },
  })
  readEndpoint(app, services, {
    ...read,
    url: '/efactura/status/:id',
    operationId: 'getEfacturaSubmission',
    summary: 'Retrieve a submission by the index that ANAF gave it',
    answer: SubmissionJson,
    example: { path: '/efactura/status/5001000003', inSandbox: true },
    run: async (ctx, { params }) => {
      const id = params.id ?? ''
      const row = /^\w{1,40}$/.test(id) ? await findByUpload(ctx.db, ctx.companyId, id) : null
      if (!row) throw notFound('submission')
      return presentSubmission(row, await getInvoice(ctx, row.invoice_id), ctx.language)
    },
  })
  readEndpoint(app, services, {
    ...read,
    url: '/efactura/invoice/:id/status',
    summary: 'Retrieve how an invoice stands with RO e-Factura',
    answer: InvoiceEfacturaJson,
    example: { path: '/efactura/invoice/inv_testsent01/status', inSandbox: true },
    run: async (ctx, { params }) => {
      const invoice = await getInvoice(ctx, pathId('inv', params.id, 'invoice'))
      const latest = await findLatestSubmission(ctx.db, ctx.companyId, invoice.id)
      const isDue = invoice.documentType === 'fiscal' && invoice.issued !== null
      const about = { deadline: isDue ? efacturaDeadline(invoice.date) : null, configureUrl: configureUrlOf(services) }
      return presentInvoiceStatus(invoice, latest, about, ctx.language)
    },
  })
  readEndpoint(app, services, {
    ...read,
    url: '/efactura/invoice/:id/history',
    summary: 'List every submission of an invoice, with what happened to it',
    description: 'Both newest first.',
    answer: WholeListOf(SubmissionHistoryJson),
    example: { path: '/efactura/invoice/inv_testsent01/history', inSandbox: true },
    run: async (ctx, { params }) => {
      const invoice = await getInvoice(ctx, pathId('inv', params.id, 'invoice'))
      const [rows, events] = await Promise.all([
        listSubmissions(ctx.db, ctx.companyId, invoice.id),
        listEfacturaEvents(ctx.db, ctx.companyId, invoice.id, MOST_EVENTS),
      ])
      const data = rows.map((row) => presentWithEvents(row, invoice, events, ctx.language))
      return { object: 'list', data, total: rows.length }
    },
  })
}
