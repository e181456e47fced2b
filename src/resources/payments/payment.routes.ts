import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { notFound } from '../../domain/errors.ts'
import { Deleted } from '../../http/answers.ts'
import { wantsPlainList } from '../../http/compat/plain-list.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { ListOf, listJson, pagingOf } from '../../http/paging.ts'
import { PaymentJson } from '../invoices/invoice-answer.schema.ts'
import { documentOf, presentPayment } from '../invoices/invoice-parts-json.schema.ts'
import { changePayment, deletePayment } from './change-payment.ts'
import { PaymentChanges, PaymentQuery, presentListed } from './payment.schema.ts'
import { listPayments, type PaymentFilter } from './payment.store.ts'

const tag = 'Payments'
const idOf = (params: Readonly<Record<string, string>>) => pathId('pay', params.id, 'payment')
const NO_FILTER: PaymentFilter = {
  id: undefined,
  invoiceId: undefined,
  clientId: undefined,
  method: undefined,
  from: undefined,
  to: undefined,
  workPointId: undefined,
}

export function paymentRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/payments',
    scope: 'payments:read',
    tag,
    summary: 'List payments',
    query: PaymentQuery,
    answer: Type.Union([ListOf(PaymentJson), Type.Array(PaymentJson)]),
    example: { path: '/payments?method=bank_transfer&per_page=5' },
    run: async (ctx, { query, request }) => {
      const paging = pagingOf(query)
      const { payments, total } = await listPayments(ctx, {
        filter: {
          id: undefined,
          invoiceId: query.invoice_id,
          clientId: query.client_id,
          method: query.method,
          from: query.start_date,
          to: query.end_date,
          workPointId: ctx.workPointId ?? undefined,
        },
        sort: query.sort ?? 'date',
        order: query.order ?? 'desc',
        limit: paging.perPage,
        offset: (paging.page - 1) * paging.perPage,
      })
      const rows = payments.map(presentListed)
      return wantsPlainList(request) ? rows : listJson(rows, paging, total)
    },
  })
  readEndpoint(app, services, {
    url: '/payments/:id',
    scope: 'payments:read',
    tag,
    summary: 'Retrieve a payment',
    answer: PaymentJson,
    example: { path: '/payments/pay_demo000001' },
    run: async (ctx, { params }) => {
      const filter = { ...NO_FILTER, id: idOf(params) }
      const { payments } = await listPayments(ctx, { filter, sort: 'date', order: 'desc', limit: 1, offset: 0 })
      const payment = payments[0]
      if (!payment) throw notFound('payment')
      return presentListed(payment)
    },
  })
  writeEndpoint(app, services, {
    method: ['PATCH', 'PUT'],
    url: '/payments/:id',
    scope: 'payments:write',
    tag,
    summary: 'Correct a payment',
    body: PaymentChanges,
    answer: PaymentJson,
    example: { path: '/payments/pay_demo000001', body: { reference: 'OP 4521' } },
    run: async (ctx, { params, body }) => {
      const { invoice, payment } = await changePayment(ctx, idOf(params), {
        amountBani: body.amount,
        paidOn: body.payment_date,
        method: body.payment_method,
        reference: body.reference,
        observations: body.observations,
      })
      return presentPayment(payment, documentOf(invoice))
    },
  })
  writeEndpoint(app, services, {
    method: 'DELETE',
    url: '/payments/:id',
    scope: 'payments:write',
    tag,
    summary: 'Delete a payment; a paid invoice becomes open again',
    answer: Deleted,
    example: { path: '/payments/pay_demo000002' },
    run: async (ctx, { params }) => {
      const id = idOf(params)
      await deletePayment(ctx, id)
      return { id, object: 'payment', deleted: true }
    },
  })
}
