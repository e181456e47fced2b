import type { FastifyInstance } from 'fastify'
import { Deleted } from '../../http/answers.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { pathId } from '../../http/fields.ts'
import { WholeListOf } from '../../http/paging.ts'
import { createSeries } from './create-series.ts'
import { deleteSeries } from './delete-series.ts'
import { ChangedSeries, NewSeries, presentSeries, SeriesJson, SeriesQuery, seriesChanges } from './series.schema.ts'
import { getStanding, listStandings } from './series-standing.store.ts'
import { setPrimary } from './set-primary.ts'
import { changeSeries } from './update-series.ts'

const idOf = (params: Readonly<Record<string, string>>) => pathId('ser', params.id, 'series')

export function seriesRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/invoice-series',
    scope: 'series:read',
    tag: 'Series',
    summary: 'List invoice series',
    query: SeriesQuery,
    answer: WholeListOf(SeriesJson),
    example: { path: '/invoice-series?document_type=fiscal' },
    run: async (ctx, { query }) => {
      const data = (await listStandings(ctx, query.document_type)).map((series) => presentSeries(series, ctx.today))
      return { object: 'list', data, total: data.length }
    },
  })
  seriesItemRoutes(app, services, { base: '/invoice-series', isAlias: false })
}

/** Creating a series and everything about a single one, under an address of choice. */
export function seriesItemRoutes(
  app: FastifyInstance,
  services: Services,
  { base, isAlias }: { base: string; isAlias: boolean },
): void {
  readEndpoint(app, services, {
    url: `${base}/:id`,
    scope: 'series:read',
    tag: 'Series',
    summary: 'Retrieve an invoice series',
    answer: SeriesJson,
    example: { path: '/invoice-series/ser_demo000001' },
    isAlias,
    run: async (ctx, { params }) => presentSeries(await getStanding(ctx, idOf(params)), ctx.today),
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: base,
    scope: 'series:write',
    tag: 'Series',
    summary: 'Create an invoice series',
    description: 'The first series of a type becomes its primary one; making another primary takes the flag from it.',
    status: 201,
    body: NewSeries,
    answer: SeriesJson,
    example: {
      path: '/invoice-series',
      body: { name: 'EXP', document_type: 'fiscal', description: 'Export', start_number: 1, reset_yearly: true },
    },
    isAlias,
    run: async (ctx, { body }) => {
      const { id } = await createSeries(ctx, body.name, body.document_type, seriesChanges(body))
      return presentSeries(await getStanding(ctx, id), ctx.today)
    },
  })
  writeEndpoint(app, services, {
    method: ['PUT', 'PATCH'],
    url: `${base}/:id`,
    scope: 'series:write',
    tag: 'Series',
    summary: 'Update an invoice series',
    description:
      'Only the fields that are sent change. `next_number` may be any number above the highest one issued. Name, `start_number` and `reset_yearly` change only while the series has no documents.',
    body: ChangedSeries,
    answer: SeriesJson,
    example: { path: '/invoice-series/ser_demo000001', body: { description: 'Facturi' } },
    isAlias,
    run: async (ctx, { params, body }) => {
      const id = idOf(params)
      await changeSeries(ctx, id, seriesChanges(body))
      return presentSeries(await getStanding(ctx, id), ctx.today)
    },
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: `${base}/:id/set-primary`,
    scope: 'series:write',
    tag: 'Series',
    summary: 'Make a series the primary one of its type',
    answer: SeriesJson,
    example: { path: '/invoice-series/ser_demo000001/set-primary' },
    isAlias,
    run: async (ctx, { params }) => {
      const id = idOf(params)
      await setPrimary(ctx, id)
      return presentSeries(await getStanding(ctx, id), ctx.today)
    },
  })
  writeEndpoint(app, services, {
    method: 'DELETE',
    url: `${base}/:id`,
    scope: 'series:write',
    tag: 'Series',
    summary: 'Delete a series that has no documents',
    description: 'When it was the primary one of its type, the oldest other active series takes its place.',
    answer: Deleted,
    example: { path: '/invoice-series/ser_demospare1' },
    isAlias,
    run: async (ctx, { params }) => {
      const id = idOf(params)
      await deleteSeries(ctx, id)
      return { id, object: 'invoice_series', deleted: true }
    },
  })
}
