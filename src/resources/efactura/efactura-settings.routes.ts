import type { FastifyInstance } from 'fastify'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { presentWarnings } from '../../http/envelope.ts'
import type { Conn } from '../../store/conn.ts'
import { findToken } from '../efactura-oauth/token.store.ts'
import { getCompany } from '../settings/company.store.ts'
import { type Addressed, configureUrlOf } from './configure-url.ts'
import {
  ChangedEfacturaSettings,
  ChangedEfacturaSettingsJson,
  EfacturaSettingsJson,
  EfacturaStatusJson,
  efacturaSettingsChanges,
  presentEfacturaSettings,
  presentEfacturaStatus,
} from './efactura-settings.schema.ts'
import { changeEfacturaSettings } from './efactura-settings.ts'
import { findInbox } from './message.store.ts'

/** How a company stands with RO e-Factura, and how it sends (contract 9.1, 9.4). */
export function efacturaSettingsRoutes(app: FastifyInstance, services: Services & Addressed): void {
  const tag = 'e-Factura'
  readEndpoint(app, services, {
    url: '/efactura/status',
    scope: 'efactura:read',
    tag,
    summary: 'Retrieve how the company stands with RO e-Factura',
    answer: EfacturaStatusJson,
    example: { path: '/efactura/status' },
    run: async ({ db, companyId }) => {
      const company = await getCompany({ db, companyId })
      const environment = company.mode === 'test' ? 'test' : company.efactura_environment
      const inbox = company.cui === null ? null : await findInbox(db, { companyId, environment }, company.cui)
      return presentEfacturaStatus({
        company,
        tokens: await tokensOf(db, companyId),
        inbox,
        configureUrl: configureUrlOf(services),
        now: Math.floor(services.clock.nowMs() / 1000),
      })
    },
  })
  readEndpoint(app, services, {
    url: '/efactura/settings',
    scope: 'efactura:read',
    tag,
    summary: 'Retrieve how the company sends to RO e-Factura',
    answer: EfacturaSettingsJson,
    example: { path: '/efactura/settings' },
    run: async (ctx) => presentEfacturaSettings(await getCompany(ctx)),
  })
  writeEndpoint(app, services, {
    method: ['PATCH', 'PUT'],
    url: '/efactura/settings',
    scope: 'efactura:write',
    tag,
    summary: 'Update how the company sends to RO e-Factura',
    description:
      'Only the fields that are sent change. `daily` sends at `auto_send_daily_hour` o’clock in Europe/Bucharest, `delayed` so many hours after issue; `auto_send_delay_days` is the same in days.',
    body: ChangedEfacturaSettings,
    answer: ChangedEfacturaSettingsJson,
    example: { path: '/efactura/settings', body: { auto_send_timing: 'daily', auto_send_daily_hour: 20 } },
    run: async (ctx, { body }) => {
      const warnings = await changeEfacturaSettings(ctx, efacturaSettingsChanges(body))
      const settings = presentEfacturaSettings(await getCompany(ctx))
      return { ...settings, warnings: presentWarnings(warnings, ctx.language) }
    },
  })
}

async function tokensOf(db: Conn, companyId: string) {
  const [test, live] = await Promise.all([findToken(db, companyId, 'test'), findToken(db, companyId, 'live')])
  return { test, live }
}
