import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { standsInTheWay } from '../../domain/efactura/submission.ts'
import { type Invoice, type Payment, paidBani, remainingBani } from '../../domain/invoice.ts'
import { formatLei } from '../../domain/money.ts'
import { Amount, Deleted, Text } from '../../http/answers.ts'
import { type Services, writeEndpoint } from '../../http/endpoint.ts'
import { pathId, type ValueOf } from '../../http/fields.ts'
import type { JsonText } from '../../http/json.ts'
import type { Ctx } from '../../store/ctx.ts'
import { invoiceUpdateAsked, newInvoiceAsked } from './asked-invoice.schema.ts'
import { createInvoice, type Written } from './create-invoice.ts'
import { deleteInvoice } from './delete-invoice.ts'
import { InvoiceChanges, NewInvoice, NewPayment, PaymentBody, StornoBody, VoidBody } from './invoice.schema.ts'
import { PaymentJson, writtenInvoice } from './invoice-answer.schema.ts'
import { isoTime, presentWritten } from './invoice-json.schema.ts'
import { documentOf, presentPayment } from './invoice-parts-json.schema.ts'
import { invoiceReads } from './invoice-reads.routes.ts'
import { type AskedPayment, payInvoice } from './pay-invoice.ts'
import { stornoInvoice } from './storno-invoice.ts'
import { updateInvoice } from './update-invoice.ts'
import { unvoidInvoice, voidInvoice } from './void-invoice.ts'
import { efacturaText } from './written-efactura.schema.ts'

const write = { scope: 'invoices:write', tag: 'Invoices', offersDryRun: true } as const
const idOf = (params: Readonly<Record<string, string>>) => pathId('inv', params.id, 'invoice')

export function invoiceRoutes(app: FastifyInstance, services: Services): void {
  invoiceReads(app, services)
  writes(app, services)
  payments(app, services)
  reversals(app, services)
}

const line = { description: 'Servicii de consultanță', quantity: 2, price: 150.5, vat_rate: 21, unit: 'ora' }

function writes(app: FastifyInstance, services: Services): void {
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices',
    summary: 'Create an invoice or a draft',
    description:
      'Exactly one of `client_id` and `client_data`. `is_draft` keeps it without a number; `dry_run` answers what would happen, with `efactura_findings`, and stores nothing. Where the company sends to RO e-Factura by itself, what ANAF would refuse is refused here.',
    status: 201,
    body: NewInvoice,
    answer: writtenInvoice(),
    example: { path: '/invoices', body: { client_id: 'cli_demo000001', items: [line] } },
    run: async (ctx, { body }) => {
      return presentDocument(ctx, await createInvoice(ctx, newInvoiceAsked(body)))
    },
  })
  writeEndpoint(app, services, {
    ...write,
    method: ['PUT', 'PATCH'],
    url: '/invoices/:id',
    summary: 'Change a draft, issue it, or change the texts of an issued invoice',
    description:
      'Drafts change freely; `items` replaces all lines; `is_draft: false` issues the draft. An issued invoice changes only `info`, `observations`, `notes` and `due_date`.',
    body: InvoiceChanges,
    answer: writtenInvoice(),
    example: { path: '/invoices/inv_demodraft1', body: { observations: 'Plata în 30 de zile' } },
    run: async (ctx, { params, body }) => {
      return presentDocument(ctx, await updateInvoice(ctx, idOf(params), invoiceUpdateAsked(body)))
    },
  })
  writeEndpoint(app, services, {
    ...write,
    method: 'DELETE',
    url: '/invoices/:id',
    summary: 'Delete a draft, or a voided invoice that is the last of its series',
    answer: Type.Object({ ...Deleted.properties, deleted_at: Text, message: Text }),
    example: { path: '/invoices/inv_demodraft2' },
    run: async (ctx, { params }) => {
      const id = idOf(params)
      await deleteInvoice(ctx, id)
      return {
        object: 'invoice',
        id,
        deleted: true,
        deleted_at: isoTime(ctx.now),
        message: ctx.language === 'ro' ? 'Factura a fost ștearsă' : 'Invoice deleted',
      }
    },
  })
}

function presentDocument(ctx: Ctx, { invoice, warnings, efactura }: Written): JsonText {
  return presentWritten(ctx, invoice, warnings, efacturaText(efactura, ctx.language))
}

function payments(app: FastifyInstance, services: Services): void {
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices/:id/pay',
    summary: 'Record a payment, by default of all that is left',
    body: PaymentBody,
    answer: writtenInvoice('PaidInvoice', {
      payment_id: Text,
      invoice_id: Text,
      amount: Amount,
      payment_date: Text,
      total_amount: Amount,
      total_paid: Amount,
      remaining: Amount,
      message: Text,
    }),
    example: { path: '/invoices/inv_demoopen01/pay', body: { amount: 10, payment_method: 'card' } },
    run: async (ctx, { params, body }) => {
      const { invoice, payment } = await payInvoice(ctx, idOf(params), paymentAsked(body))
      return presentWritten(
        ctx,
        invoice,
        [],
        paidExtra(invoice, payment, ctx.language === 'ro' ? 'Încasarea a fost înregistrată' : 'Payment recorded'),
      )
    },
  })
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices/:id/payments',
    summary: 'Record a payment and answer the payment',
    status: 201,
    body: NewPayment,
    answer: PaymentJson,
    example: {
      path: '/invoices/inv_demoopen01/payments',
      body: { amount: 10, payment_method: 'bank_transfer', reference: 'OP 1287' },
    },
    run: async (ctx, { params, body }) => {
      const { invoice, payment } = await payInvoice(ctx, idOf(params), paymentAsked(body))
      return presentPayment(payment, documentOf(invoice))
    },
  })
}

function paymentAsked(body: ValueOf<typeof PaymentBody>): AskedPayment {
  return {
    amountBani: body.amount,
    paidOn: body.payment_date,
    method: body.payment_method,
    reference: body.reference ?? null,
    observations: body.observations ?? null,
  }
}

/** The keys of both older generations of the pay answer (contract 3.6); the invoice has its own `payment_method`. */
function paidExtra(invoice: Invoice, payment: Payment, message: string): string {
  const paid = formatLei(paidBani(invoice))
  return `,"payment_id":"${payment.id}","invoice_id":"${invoice.id}","amount":${formatLei(payment.amountBani)},"payment_date":"${payment.paidOn}","total_amount":${formatLei(invoice.totalBani)},"total_paid":${paid},"remaining":${formatLei(remainingBani(invoice))},"message":${JSON.stringify(message)}`
}

function reversals(app: FastifyInstance, services: Services): void {
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices/:id/void',
    summary: 'Void an issued invoice; its number stays taken',
    body: VoidBody,
    answer: writtenInvoice('VoidedInvoice', {
      voided: Type.Boolean(),
      invoice_number: Text,
      efactura_available: Type.Boolean(),
      message: Text,
    }),
    example: { path: '/invoices/inv_demoopen02/void', body: { reason: 'Emisă din greșeală' } },
    run: async (ctx, { params, body }) => {
      const { invoice, warnings } = await voidInvoice(ctx, idOf(params), body.reason ?? null)
      return presentWritten(
        ctx,
        invoice,
        warnings,
        voidExtra(invoice, true, ctx.language === 'ro' ? 'Factura a fost anulată' : 'Invoice voided'),
      )
    },
  })
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices/:id/unvoid',
    summary: 'Take the voiding of an invoice back',
    answer: writtenInvoice('ReinstatedInvoice', {
      voided: Type.Boolean(),
      invoice_number: Text,
      unvoided_at: Text,
      efactura_available: Type.Boolean(),
      message: Text,
    }),
    example: { path: '/invoices/inv_demovoid01/unvoid' },
    run: async (ctx, { params }) => {
      const invoice = await unvoidInvoice(ctx, idOf(params))
      const extra = `,"unvoided_at":"${isoTime(ctx.now)}"${voidExtra(invoice, false, ctx.language === 'ro' ? 'Factura a fost reactivată' : 'Invoice reinstated')}`
      return presentWritten(ctx, invoice, [], extra)
    },
  })
  writeEndpoint(app, services, {
    ...write,
    method: 'POST',
    url: '/invoices/:id/storno',
    summary: 'Issue the reversal of an invoice, whole or in part',
    description:
      'Without a body everything that is left is reversed; `items` names lines and quantities. The reversal takes the next number of the same series.',
    status: 201,
    body: StornoBody,
    answer: writtenInvoice(),
    example: { path: '/invoices/inv_demoopen03/storno' },
    run: async (ctx, { params, body }) => {
      const written = await stornoInvoice(ctx, idOf(params), {
        items: body.items,
        date: body.date,
        ignoresChronology: body.force_chronology === false,
      })
      return presentDocument(ctx, written)
    },
  })
}

function voidExtra(invoice: Invoice, isVoided: boolean, message: string): string {
  // What is on its way or was accepted stays unavailable (contract 3.8).
  const isTaken = invoice.efactura !== null && standsInTheWay(invoice.efactura, invoice.efactura.environment)
  const isAvailable = !isVoided && invoice.documentType === 'fiscal' && !isTaken
  return `,"voided":${isVoided},"invoice_number":${JSON.stringify(invoice.issued?.number ?? null)},"efactura_available":${isAvailable},"message":${JSON.stringify(message)}`
}
