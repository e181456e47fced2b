import type { FastifyInstance } from 'fastify'
import { Deleted } from '../../http/answers.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { warningsText } from '../../http/envelope.ts'
import { pathId } from '../../http/fields.ts'
import { JsonText } from '../../http/json.ts'
import { ListOf, listJson, pagingOf } from '../../http/paging.ts'
import { ClientChanges, ClientJson, ClientQuery, NewClient, partyChanges } from './client.schema.ts'
import { renderClient } from './client-json.schema.ts'
import { listClients } from './client-list.store.ts'
import { getRenderedClient, renderClients } from './client-rendering.store.ts'
import { createClient } from './create-client.ts'
import { deleteClient } from './delete-client.ts'
import { changeClient } from './update-client.ts'

const idOf = (params: Readonly<Record<string, string>>) => pathId('cli', params.id, 'client')

export function clientRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/clients',
    scope: 'clients:read',
    tag: 'Clients',
    summary: 'List clients',
    query: ClientQuery,
    answer: ListOf(ClientJson),
    example: { path: '/clients?search=bucuresti&per_page=5' },
    run: async (ctx, { query }) => {
      const paging = pagingOf(query)
      const { clients, total } = await listClients(ctx, {
        filter: {
          search: query.search ?? undefined,
          cui: query.cui?.replace(/^[A-Za-z]{2}/, '') ?? undefined,
          city: query.city ?? undefined,
          county: query.county ?? undefined,
          isActive: query.is_active,
        },
        sort: query.sort ?? 'name',
        order: query.order ?? 'asc',
        limit: paging.perPage,
        offset: (paging.page - 1) * paging.perPage,
      })
      return listJson(
        (await renderClients(ctx, clients)).map((client) => new JsonText([client])),
        paging,
        total,
      )
    },
  })
  readEndpoint(app, services, {
    url: '/clients/:id',
    scope: 'clients:read',
    tag: 'Clients',
    summary: 'Retrieve a client, with metadata and stats',
    answer: ClientJson,
    example: { path: '/clients/cli_demo000001' },
    run: async (ctx, { params }) => new JsonText([await getRenderedClient(ctx, idOf(params))]),
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: '/clients',
    scope: 'clients:write',
    tag: 'Clients',
    summary: 'Create a client',
    status: 201,
    body: NewClient,
    answer: ClientJson,
    example: {
      path: '/clients',
      body: {
        name: 'Exemplu SRL',
        cui: 'RO1234567897',
        email: 'office@exemplu.ro',
        city: 'Cluj-Napoca',
        county: 'Cluj',
        address: 'Str. Lungă nr. 1',
      },
    },
    run: async (ctx, { body }) => {
      const { client, warnings } = await createClient(ctx, {
        changes: partyChanges(body),
        notes: body.notes ?? null,
        isActive: body.is_active ?? true,
      })
      return renderClient(client, ctx.today, warningsText(warnings, ctx.language))
    },
  })
  writeEndpoint(app, services, {
    method: ['PUT', 'PATCH'],
    url: '/clients/:id',
    scope: 'clients:write',
    tag: 'Clients',
    summary: 'Update a client',
    description: 'Only the fields that are sent change. An empty text clears a field; null leaves it as it is.',
    body: ClientChanges,
    answer: ClientJson,
    example: { path: '/clients/cli_demo000001', body: { phone: '+40722000111' } },
    run: async (ctx, { params, body }) => {
      const update = { changes: partyChanges(body), notes: body.notes, isActive: body.is_active }
      const { client, warnings } = await changeClient(ctx, idOf(params), update)
      return renderClient(client, ctx.today, warningsText(warnings, ctx.language))
    },
  })
  writeEndpoint(app, services, {
    method: 'DELETE',
    url: '/clients/:id',
    scope: 'clients:write',
    tag: 'Clients',
    summary: 'Delete a client that has no invoices',
    answer: Deleted,
    example: { path: '/clients/cli_demospare1' },
    run: async (ctx, { params }) => {
      const id = idOf(params)
      await deleteClient(ctx, id)
      return { id, object: 'client', deleted: true }
    },
  })
}
