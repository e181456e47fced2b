import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import { presentWarnings } from '../../http/envelope.ts'
import type { Allowance } from '../../http/rate-limit.ts'
import type { ReadCtx } from '../../store/ctx.ts'
import { readSettings } from './read-settings.ts'
import {
  ChangedSettings,
  CurrencyJson,
  presentCurrencies,
  presentUnits,
  settingsChanges,
  UnitJson,
} from './settings.schema.ts'
import { presentSettings, SettingsJson } from './settings-answer.schema.ts'
import { changeSettings } from './update-settings.ts'

export function settingsRoutes(app: FastifyInstance, services: Services): void {
  readEndpoint(app, services, {
    url: '/settings',
    scope: 'settings:read',
    tag: 'Settings',
    summary: 'Retrieve the settings of the company',
    answer: SettingsJson,
    example: { path: '/settings' },
    run: async (ctx, { request }) => answer(services, ctx, request),
  })
  writeEndpoint(app, services, {
    method: ['PATCH', 'PUT'],
    url: '/settings',
    scope: 'settings:write',
    tag: 'Settings',
    summary: 'Update the settings of the company',
    description:
      'Only the fields that are sent change. The data of the company may lie inside `firm` or flat. `bank_accounts` replaces the whole list.',
    body: ChangedSettings,
    answer: SettingsJson,
    example: { path: '/settings', body: { firm: { phone: '+40722000111' }, payment_terms_days: 30 } },
    run: async (ctx, { body, request }) => {
      const warnings = await changeSettings(ctx, settingsChanges(body))
      return { ...(await answer(services, ctx, request)), warnings: presentWarnings(warnings, ctx.language) }
    },
  })
  readEndpoint(app, services, {
    url: '/settings/currencies',
    scope: 'settings:read',
    tag: 'Settings',
    summary: 'List the currencies an invoice can be written in',
    answer: Type.Array(CurrencyJson),
    example: { path: '/settings/currencies' },
    run: async (ctx) => presentCurrencies(ctx.language),
  })
  readEndpoint(app, services, {
    url: '/settings/units',
    scope: 'settings:read',
    tag: 'Settings',
    summary: 'List units of measure and their codes',
    answer: Type.Array(UnitJson),
    example: { path: '/settings/units' },
    run: async () => presentUnits(),
  })
}

async function answer(
  { clock }: Services,
  ctx: Pick<ReadCtx, 'db' | 'companyId' | 'today' | 'language'>,
  request: FastifyRequest,
) {
  const { today, language } = ctx
  const now = Math.floor(clock.nowMs() / 1000)
  return presentSettings(await readSettings(ctx), { today, language, now, allowance: request.allowance as Allowance })
}
