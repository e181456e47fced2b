import type { FastifyInstance } from 'fastify'
import type { Services } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { fileEndpoint } from '../../http/file-endpoint.ts'
import { readArchive, readInvoiceXml } from './invoice-xml.ts'
import { listSubmissions } from './submission.store.ts'

const common = { scope: 'efactura:read', tag: 'e-Factura' } as const

/** The files of an invoice at RO e-Factura (contract 9.4). */
export function invoiceFileRoutes(app: FastifyInstance, services: Services): void {
  fileEndpoint(app, services, {
    ...common,
    url: '/efactura/xml/:id',
    type: 'application/xml',
    summary: 'Download the XML of an invoice',
    description:
      'As it was sent last, byte for byte; of an invoice that was never sent, and of a draft, as it would be.',
    example: { path: '/efactura/xml/inv_testsent01', inSandbox: true },
    run: (ctx, { params }) => readInvoiceXml(ctx, pathId('inv', params.id, 'invoice'), services.xmlJudge),
  })
  fileEndpoint(app, services, {
    ...common,
    url: '/efactura/archive/:id',
    type: 'application/zip',
    summary: 'Download the archive of ANAF with its signature',
    description: 'Byte for byte as ANAF handed it out: together with the signature in it, it is the legal original.',
    example: { path: '/efactura/archive/inv_testsent01', inSandbox: true, saveAs: 'factura.zip' },
    run: async (ctx, { params }) => {
      const id = pathId('inv', params.id, 'invoice')
      return readArchive(ctx, id, await listSubmissions(ctx.db, ctx.companyId, id))
    },
  })
}
