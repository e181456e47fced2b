import type { FastifyInstance } from 'fastify'
import { readEndpoint, type Services } from '../../http/endpoint.ts'
import { object, pathId } from '../../http/fields.ts'
import type { JsonText } from '../../http/json.ts'
import { ListOf, listJson, pagingFields, pagingOf } from '../../http/paging.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { getRenderedClient } from '../clients/client-rendering.store.ts'
import { listEventsOf } from '../events/event.store.ts'
import { HistoryJson, presentEvent } from './history.schema.ts'
import { getInvoice } from './invoice.store.ts'
import { InvoiceJson, InvoiceRowJson } from './invoice-answer.schema.ts'
import { composeInvoice, type Expansion, renderInvoice, SHAPE } from './invoice-json.schema.ts'
import { listInvoices } from './invoice-list.store.ts'
import { cursorOf, filterOf, ListQuery, ReadQuery, readCursor } from './invoice-query.schema.ts'
import { getRendered, type RenderedRow } from './invoice-read.store.ts'

const read = { scope: 'invoices:read', tag: 'Invoices' } as const
const idOf = (params: Readonly<Record<string, string>>) => pathId('inv', params.id, 'invoice')
const HistoryQuery = object(pagingFields)

export function invoiceReads(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    ...read,
    url: '/invoices',
    summary: 'List invoices',
    description:
      'Drafts and voided documents are included unless `status` says otherwise; `issued` means issued and not paid in full, overdue ones included. Page with `page`, or with `after` when the list is long.',
    query: ListQuery,
    answer: ListOf(InvoiceRowJson),
    example: { path: '/invoices?status=overdue&sort=due_date&order=asc&per_page=5' },
    run: async (ctx, { query }) => {
      const paging = pagingOf(query)
      const after = readCursor(query.after, query.sort ?? 'date')
      const expand = query.expand ?? new Set<string>()
      const { rows, total } = await listInvoices(ctx, {
        filter: filterOf(query, ctx.workPointId),
        sort: query.sort ?? 'date',
        order: query.order ?? 'desc',
        limit: paging.perPage + 1,
        offset: after ? 0 : (paging.page - 1) * paging.perPage,
        after,
        withLines: expand.has('lines'),
        withPayments: expand.has('payments'),
        withEfactura: expand.has('efactura'),
      })
      const shown = rows.slice(0, paging.perPage)
      const last = rows.length > paging.perPage ? shown.at(-1) : undefined
      const items = await Promise.all(shown.map((row) => presentRead(ctx, row, expand, false)))
      return listJson(items, paging, total, { hasMore: last !== undefined, nextCursor: last ? cursorOf(last) : null })
    },
  })
  readEndpoint(app, services, {
    ...read,
    url: '/invoices/:id',
    summary: 'Retrieve an invoice',
    description:
      'Lines and payments are always expanded; `expand[]` takes `lines`, `payments`, `client` and `efactura`.',
    query: ReadQuery,
    answer: InvoiceJson,
    example: { path: '/invoices/inv_demo000001?expand[]=client' },
    run: async (ctx, { params, query }) => {
      const expand = query.expand ?? new Set<string>()
      return presentRead(ctx, await getRendered(ctx, idOf(params), expand.has('efactura')), expand, true)
    },
  })
  readEndpoint(app, services, {
    ...read,
    url: '/invoices/:id/history',
    summary: 'What happened to an invoice, newest first',
    query: HistoryQuery,
    answer: HistoryJson,
    example: { path: '/invoices/inv_demo000001/history' },
    run: async (ctx, { params, query }) => {
      const paging = pagingOf(query)
      const id = idOf(params)
      await getRendered(ctx, id)
      const { events, total } = await listEventsOf(ctx, id, paging.perPage, (paging.page - 1) * paging.perPage)
      const pagination = {
        page: paging.page,
        per_page: paging.perPage,
        total,
        total_pages: Math.ceil(total / paging.perPage),
      }
      return listJson(
        events.map((event) => presentEvent(event, ctx.language)),
        paging,
        total,
        { pagination },
      )
    },
  })
}

/** The answer to a read. Documents rendered for an older shape are rendered anew. */
async function presentRead(
  ctx: ReadCtx,
  row: RenderedRow,
  expand: ReadonlySet<string>,
  isSingle: boolean,
): Promise<JsonText> {
  const client = expand.has('client') ? await clientJson(ctx, row.client_id) : null
  const expansion: Expansion = {
    lines: isSingle || expand.has('lines'),
    payments: isSingle || expand.has('payments'),
    efactura: expand.has('efactura'),
    client,
  }
  const current = row.json_shape === SHAPE ? row : { ...row, ...renderInvoice(await getInvoice(ctx, row.id)) }
  return composeInvoice(current, ctx, expansion)
}

async function clientJson(ctx: ReadCtx, clientId: string): Promise<string> {
  return Buffer.from(await getRenderedClient(ctx, clientId)).toString('utf8')
}
