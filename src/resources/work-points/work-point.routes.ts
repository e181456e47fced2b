import type { FastifyInstance } from 'fastify'
import { AppError } from '../../domain/errors.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { fullId, type ValueOf } from '../../http/fields.ts'
import { WholeListOf } from '../../http/paging.ts'
import { createWorkPoint, type WorkPointChanges } from './create-work-point.ts'
import { changeWorkPoint } from './update-work-point.ts'
import { ChangedWorkPoint, NewWorkPoint, presentWorkPoint, WorkPointJson } from './work-point.schema.ts'
import { findWorkPoint, listWorkPoints } from './work-point.store.ts'

const idOf = (params: Readonly<Record<string, string>>) => fullId('wp', params.id ?? '')
const changesOf = ({ name, address, city, county }: ValueOf<typeof ChangedWorkPoint>): WorkPointChanges => ({
  name,
  address,
  city,
  county,
})

export function workPointRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/work-points',
    scope: 'settings:read',
    tag: 'Work points',
    summary: 'List work points',
    answer: WholeListOf(WorkPointJson),
    example: { path: '/work-points' },
    run: async (ctx) => {
      const data = (await listWorkPoints(ctx.db, ctx.companyId)).map(presentWorkPoint)
      return { object: 'list', data, total: data.length }
    },
  })
  readEndpoint(app, services, {
    url: '/work-points/:id',
    scope: 'settings:read',
    tag: 'Work points',
    summary: 'Retrieve a work point',
    answer: WorkPointJson,
    example: { path: '/work-points/wp_demo000001' },
    run: async (ctx, { params }) => {
      const row = await findWorkPoint(ctx.db, ctx.companyId, idOf(params))
      if (!row) throw new AppError('work_point_not_found')
      return presentWorkPoint(row)
    },
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: '/work-points',
    scope: 'settings:write',
    tag: 'Work points',
    summary: 'Create a work point',
    status: 201,
    body: NewWorkPoint,
    answer: WorkPointJson,
    example: {
      path: '/work-points',
      body: { name: 'Depozit Cluj', address: 'Str. Fabricii nr. 7', city: 'Cluj-Napoca', county: 'Cluj' },
    },
    run: async (ctx, { body }) => presentWorkPoint(await createWorkPoint(ctx, changesOf(body))),
  })
  writeEndpoint(app, services, {
    method: ['PUT', 'PATCH'],
    url: '/work-points/:id',
    scope: 'settings:write',
    tag: 'Work points',
    summary: 'Update a work point',
    body: ChangedWorkPoint,
    answer: WorkPointJson,
    example: { path: '/work-points/wp_demo000001', body: { address: 'Str. Lungă nr. 120' } },
    run: async (ctx, { params, body }) => presentWorkPoint(await changeWorkPoint(ctx, idOf(params), changesOf(body))),
  })
}
