import type { FastifyInstance } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { WholeListOf } from '../../http/paging.ts'
import type { Conn } from '../../store/conn.ts'
import { FaultBody, FaultJson, faultAsked, presentFault } from './sandbox-faults.schema.ts'
import { orderFault, type SandboxFaults, sandboxCif } from './sandbox-faults.ts'

type SandboxServices = Services & { readonly sandboxFaults?: SandboxFaults }

const url = '/efactura/simulator/faults'
const tag = 'e-Factura'

/** What the simulator of ANAF does wrong to one sandbox, so that an integration can be tried. Live keys find nothing here. */
export function sandboxFaultRoutes(app: FastifyInstance, services: SandboxServices): void {
  const faults = () => {
    if (!services.sandboxFaults) throw new AppError('service_unavailable')
    return services.sandboxFaults
  }
  const listed = async (db: Conn, cif: string) => {
    const data = (await faults().list(db, cif)).map(presentFault)
    return { object: 'list', data, total: data.length }
  }
  readEndpoint(app, services, {
    url,
    scope: 'efactura:read',
    tag,
    summary: 'Sandbox: list the faults of the simulated ANAF',
    answer: WholeListOf(FaultJson),
    example: { path: url, inSandbox: true },
    run: async (ctx) => listed(ctx.db, await sandboxCif(ctx)),
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
      const cif = await sandboxCif(ctx)
      await faults().clear(ctx.db, cif)
      return listed(ctx.db, cif)
    },
  })
}
