import type { FastifyInstance } from 'fastify'
import type { AnafAccess } from '../../adapters/anaf/anaf-access.ts'
import { AppError } from '../../domain/errors.ts'
import { callEndpoint } from '../../http/call-endpoint.ts'
import { readEndpoint, type Services } from '../../http/endpoint.ts'
import { ListOf, listJson, pagingOf } from '../../http/paging.ts'
import { getCompany } from '../settings/company.store.ts'
import { getMessage } from './find-message.ts'
import {
  askedKinds,
  askedState,
  iso,
  MessageJson,
  MessageQuery,
  MessageWithRepliesJson,
  presentMessage,
  presentReply,
  SyncBody,
  SyncedJson,
} from './message.schema.ts'
import { listMessages } from './message.store.ts'
import { listReplies } from './reply.store.ts'
import { syncInTurn } from './sync-in-turn.ts'

const DEFAULT_DAYS = 7
const DAY_SECONDS = 86_400
/** Between callers who have the inbox read. The simulator of a sandbox may be asked at any time. */
const PAUSE_SECONDS = 60
const common = { scope: 'efactura:read', tag: 'e-Factura' } as const

/** What ANAF has for the company: invoices of suppliers, of its own, refusals and messages (contract 9.4). */
export function messageRoutes(app: FastifyInstance, services: Services & { readonly anafAccess?: AnafAccess }): void {
  const now = () => Math.floor(services.clock.nowMs() / 1000)
  readEndpoint(app, services, {
    ...common,
    url: '/efactura/messages',
    summary: 'List the inbox',
    description:
      'Newest first, of the last `days` (7). The inbox is read every quarter of an hour; `sync-messages` does it now.',
    query: MessageQuery,
    answer: ListOf(MessageJson),
    example: { path: '/efactura/messages?type=received&days=30', inSandbox: true },
    run: async (ctx, { query }) => {
      const paging = pagingOf(query)
      const { rows, total } = await listMessages(
        ctx.db,
        ctx.companyId,
        {
          sinceUnix: now() - (query.days ?? DEFAULT_DAYS) * DAY_SECONDS,
          kinds: askedKinds(query.type),
          state: askedState(query.status),
        },
        { limit: paging.perPage, offset: (paging.page - 1) * paging.perPage },
      )
      return listJson(rows.map(presentMessage), paging, total)
    },
  })
  readEndpoint(app, services, {
    ...common,
    url: '/efactura/messages/:id',
    summary: 'Retrieve a message of the inbox, with what was answered to it',
    answer: MessageWithRepliesJson,
    example: { path: '/efactura/messages/3001000001', inSandbox: true },
    run: async (ctx, { params }) => {
      const row = await getMessage(ctx.db, ctx.companyId, params.id ?? '')
      const replies = await listReplies(ctx.db, ctx.companyId, row.id)
      return { ...presentMessage(row), replies: replies.map((reply) => presentReply(reply, now())) }
    },
  })
  callEndpoint(app, services, {
    tag: 'e-Factura',
    method: 'POST',
    scope: 'efactura:write',
    url: '/efactura/sync-messages',
    operationId: 'syncEfacturaMessages',
    summary: 'Read the inbox now',
    description:
      'Everything since the last time; `days` reaches further back, up to the 60 that ANAF keeps. At most 200 files are fetched at once, the rest follows by itself. One reading of a company at a time (409 `efactura_sync_under_way`), and one a minute that a caller asks for (429); `Retry-After` says when to come back.',
    body: SyncBody,
    answer: SyncedJson,
    example: { path: '/efactura/sync-messages', body: { days: 7 }, inSandbox: true },
    begin: async (ctx) => {
      const company = await getCompany(ctx)
      const environment = company.mode === 'test' ? 'test' : company.efactura_environment
      if (company.cui === null) throw new AppError('oauth_not_configured', { environment })
      return { cif: company.cui, environment, pauseSeconds: company.mode === 'test' ? 0 : PAUSE_SECONDS } as const
    },
    call: async ({ cif, environment, pauseSeconds }, { body, request }) => {
      if (!services.anafAccess) throw new AppError('service_unavailable')
      const place = { companyId: request.caller?.companyId ?? '', environment }
      const since = body.days === undefined ? {} : { sinceMs: services.clock.nowMs() - body.days * DAY_SECONDS * 1000 }
      return syncInTurn(services, services.anafAccess, place, cif, { pauseSeconds, ...since })
    },
    finish: async (ctx, { environment }, synced) => {
      switch (synced.kind) {
        case 'no_token':
          throw new AppError('oauth_not_configured', { environment })
        case 'problem':
          throw new AppError('anaf_unavailable', {
            detail: synced.problem,
            ...(synced.retryAfterSeconds === null ? {} : { retry_after: synced.retryAfterSeconds }),
          })
        case 'under_way':
          throw new AppError('efactura_sync_under_way', { retry_after: synced.retryAfterSeconds })
        case 'too_soon':
          throw new AppError('rate_limit_exceeded', { retry_after: synced.retryAfterSeconds })
        case 'synced':
          return {
            object: 'efactura_sync',
            new_messages: synced.found,
            downloaded: synced.fetched,
            is_complete: synced.isComplete,
            synced_at: iso(ctx.now),
          }
      }
    },
  })
}
