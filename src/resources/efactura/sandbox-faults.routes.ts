import type { FastifyInstance } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { WholeListOf } from '../../http/paging.ts'
import type { Conn } from '../../store/conn.ts'
import { receiveSample, type SandboxMail } from './receive-sample.ts'
import { FaultBody, FaultJson, faultAsked, presentFault, SampleJson } from './sandbox-faults.schema.ts'
import { getSandbox, orderFault, type SandboxFaults } from './sandbox-faults.ts'

type SandboxServices = Services & { readonly sandboxFaults?: SandboxFaults; readonly sandboxMail?: SandboxMail }

const url = '/efactura/simulator/faults'
const tag = 'e-Factura'

/** What the simulator of ANAF does wrong to one sandbox, so that an integration can be tried. Live keys find nothing here. */
export function sandboxFaultRoutes(app: FastifyInstance, services: SandboxServices): void {
  const faults = () => {
    if (!services.sandboxFaults) throw new AppError('service_unavailable')
    return services.sandboxFaults
  }
  writeEndpoint(app, services, {
    method: 'POST',
    url: '/efactura/simulator/invoices',
    scope: 'efactura:write',
    tag,
    summary: 'Sandbox: receive a sample invoice',
    description:
      'An invented supplier sends the company an invoice of 1,000.00 + 21 % VAT through the simulated ANAF, and the inbox is read: a moment later it is in `GET /efactura/messages`.',
    status: 201,
    answer: SampleJson,
    example: { path: '/efactura/simulator/invoices', inSandbox: true },
    run: async (ctx) => {
      if (!services.sandboxMail) throw new AppError('service_unavailable')
      const { number, uploadId } = await receiveSample(ctx, services.sandboxMail)
      return { object: 'simulator_invoice', number, upload_id: uploadId }
    },
  })
  const listed = async (db: Conn, companyId: string) => {
    const data = (await faults().list(db, companyId)).map(presentFault)
    return { object: 'list', data, total: data.length }
  }
  readEndpoint(app, services, {
    url,
    scope: 'efactura:read',
    tag,
    summary: 'Sandbox: list the faults of the simulated ANAF',
    answer: WholeListOf(FaultJson),
    example: { path: url, inSandbox: true },
    run: async (ctx) => listed(ctx.db, (await getSandbox(ctx)).id),
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url,
    scope: 'efactura:write',
    tag,
    summary: 'Sandbox: have the simulated ANAF do something wrong',
    description:
      'Only to calls of this sandbox: slow and lost answers, rejections, limits, pages of a firewall. `times` calls are spoiled after `after` that pass. What each kind does is in docs/simulator.md.',
    status: 201,
    body: FaultBody,
    answer: FaultJson,
    example: { path: url, body: { kind: 'reject', endpoint: 'upload', rules: ['BR-RO-110'] }, inSandbox: true },
    run: async (ctx, { body }) => presentFault(await orderFault(ctx, faults(), faultAsked(body))),
  })
  writeEndpoint(app, services, {
    method: 'DELETE',
    url,
    scope: 'efactura:write',
    tag,
    summary: 'Sandbox: remove the faults of the simulated ANAF',
    answer: WholeListOf(FaultJson),
    example: { path: url, inSandbox: true },
    run: async (ctx) => {
      const { id } = await getSandbox(ctx)
      await faults().clear(ctx.db, id)
      return listed(ctx.db, id)
    },
  })
}
