import type { FastifyInstance } from 'fastify'
import { type Services, writeEndpoint } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { askedEnvironment, presentSubmitted, SendBody, SendQuery, SubmittedJson } from './efactura.schema.ts'
import { submitInvoice } from './submit-invoice.ts'

/** Sending an invoice to RO e-Factura: the route of the contract (9.2) and its alias of the PHP SDK (9.4). */
export function sendToSpvRoutes(app: FastifyInstance, services: Services): void {
  for (const url of ['/invoices/:id/send-to-spv', '/efactura/submit/:id']) {
    writeEndpoint(app, services, {
      method: 'POST',
      url,
      scope: 'efactura:write',
      tag: 'e-Factura',
      offersDryRun: true,
      summary: url.startsWith('/invoices') ? 'Send an invoice to RO e-Factura' : 'The same, by the name of the PHP SDK',
      description:
        'The XML is made and checked at once; what ANAF would refuse is refused here, with the field and the rule. Sending, asking and archiving go on by themselves: read the invoice with `expand[]=efactura`, or listen to the events `efactura.*`.',
      query: SendQuery,
      body: SendBody,
      answer: SubmittedJson,
      example: {
        path: url.replace(':id', url.startsWith('/invoices') ? 'inv_testopen01' : 'inv_testopen02'),
        inSandbox: true,
      },
      run: async (ctx, { params, query, body, request }) => {
        const submitted = await submitInvoice(ctx, pathId('inv', params.id, 'invoice'), {
          environment: askedEnvironment(query, body),
          actorName: request.caller?.keyName ?? '',
        })
        return presentSubmitted(submitted, ctx.language)
      },
    })
  }
}
