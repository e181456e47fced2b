import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { seriesItemRoutes } from '../../resources/series/series.routes.ts'
import { presentSeries, SeriesJson, SeriesQuery } from '../../resources/series/series.schema.ts'
import { listStandings } from '../../resources/series/series-standing.store.ts'
import { readEndpoint, type Services } from '../endpoint.ts'

/** `/series`, as the PHP SDK calls `/invoice-series`. Its list answers a plain array (contract 8.8, C18, C20). */
export function seriesAliases(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/series',
    scope: 'series:read',
    tag: 'Series',
    summary: 'List invoice series',
    query: SeriesQuery,
    answer: Type.Array(SeriesJson),
    example: { path: '/series' },
    isAlias: true,
    run: async (ctx, { query }) =>
      (await listStandings(ctx, query.document_type)).map((series) => presentSeries(series, ctx.today)),
  })
  seriesItemRoutes(app, services, { base: '/series', isAlias: true })
}
