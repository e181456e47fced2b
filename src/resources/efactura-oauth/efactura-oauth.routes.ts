import type { FastifyInstance } from 'fastify'
import { AppError, fieldError } from '../../domain/errors.ts'
import type { Caller } from '../../http/auth.ts'
import { callEndpoint } from '../../http/call-endpoint.ts'
import { readEndpoint, type Services, writeEndpoint } from '../../http/endpoint.ts'
import type { Conn } from '../../store/conn.ts'
import { type AnafServices, placeOf, redirectUriOf } from './anaf-services.ts'
import { findOpenAuthorization } from './authorization.store.ts'
import { claimAuthorization, exchangeCode, settleAuthorization } from './complete-authorization.ts'
import {
  AuthorizationJson,
  Callback,
  ChosenEnvironment,
  type Connections,
  instant,
  NewAuthorization,
  OAuthStatusJson,
  presentStatus,
} from './efactura-oauth.schema.ts'
import { openAuthorization } from './open-authorization.ts'
import { revokeAuthorization } from './revoke-authorization.ts'
import { findToken } from './token.store.ts'

type OAuthServices = Services & { readonly anaf?: AnafServices }

/** How a company is connected to ANAF (contract 9.4, efactura 1.8). */
export function efacturaOAuthRoutes(app: FastifyInstance, services: OAuthServices): void {
  const anaf = () => {
    if (!services.anaf) throw new AppError('service_unavailable')
    return services.anaf
  }
  readEndpoint(app, services, {
    url: '/efactura/oauth/status',
    scope: 'efactura:read',
    tag: 'e-Factura',
    summary: 'Retrieve the connection to ANAF',
    query: ChosenEnvironment,
    answer: OAuthStatusJson,
    example: { path: '/efactura/oauth/status' },
    run: async ({ db, companyId }, { query }) => {
      const now = Math.floor(services.clock.nowMs() / 1000)
      return status(db, companyId, query.environment, now)
    },
  })
  callEndpoint(app, services, {
    method: 'POST',
    url: '/efactura/oauth/initialize',
    scope: 'efactura:write',
    tag: 'e-Factura',
    summary: 'Start to connect the company to ANAF',
    description:
      'Send `link_url` to the owner of the qualified certificate: no account is needed to open it. It works once, for seven days, and until the next one is made. `client_id` and `client_secret` are those of your application on the portal of ANAF; without them, those of the server.',
    status: 201,
    body: NewAuthorization,
    answer: AuthorizationJson,
    isAnswerSecret: true,
    example: {
      path: '/efactura/oauth/initialize',
      body: { environment: 'live', client_id: 'a1b2c3…', client_secret: 'd4e5f6…' },
    },
    begin: async (ctx) => ctx.companyId,
    // Sealing may have to read or make the key of the installation, which is a file.
    call: async (companyId, { body: { environment = 'live', client_id, client_secret } }) => {
      if ((client_id === undefined) !== (client_secret === undefined)) {
        const path = client_id === undefined ? 'client_id' : 'client_secret'
        throw fieldError('missing_required_field', { path, code: 'required' })
      }
      if (client_id === undefined || client_secret === undefined) return null
      const place = placeOf({ company_id: companyId, environment }, 'client_secret')
      return { clientId: client_id, clientSecret: anaf().vault.seal(client_secret, place) }
    },
    finish: async (ctx, _companyId, application, { body: { environment = 'live' }, request }) => {
      const { oauth, application: own, publicUrl } = anaf()
      const { keyId, keyName } = request.caller as Caller
      const { row, link, state } = await openAuthorization(ctx, {
        environment,
        application,
        hasDefaultApplication: own !== null,
        madeBy: { id: keyId, name: keyName },
      })
      const redirectUri = redirectUriOf(anaf())
      return {
        object: 'efactura_authorization',
        environment,
        authorize_url: oauth.authorizeUrl({ clientId: row.client_id ?? own?.clientId ?? '', redirectUri, state }),
        link_url: `${publicUrl}/anaf/link/${link}`,
        state,
        redirect_uri: redirectUri,
        expires_at: instant(row.expires_at),
      }
    },
  })
  callEndpoint(app, services, {
    method: 'POST',
    url: '/efactura/oauth/callback',
    scope: 'efactura:write',
    tag: 'e-Factura',
    summary: 'Finish to connect the company to ANAF',
    description:
      'For programs that receive the code themselves. ANAF accepts it for 60 seconds. A code is tried once; if ANAF refuses it, the same `state` may come back with another.',
    body: Callback,
    answer: OAuthStatusJson,
    example: { path: '/efactura/oauth/callback', body: { code: '9f2c…', state: 'kZx1…' } },
    begin: async (ctx, { body }) => claimAuthorization(ctx, body),
    call: async (row, { body }) => exchangeCode(anaf(), row, body.code, services.clock.nowMs()),
    finish: async (ctx, row, outcome) =>
      (await settleAuthorization(ctx, row, outcome)) ?? status(ctx.db, ctx.companyId, row.environment, ctx.now),
  })
  writeEndpoint(app, services, {
    method: 'POST',
    url: '/efactura/oauth/revoke',
    scope: 'efactura:write',
    tag: 'e-Factura',
    summary: 'Disconnect the company from ANAF',
    description: 'Forgets the tokens and withdraws links that still wait. The access given at ANAF itself ends there.',
    body: ChosenEnvironment,
    answer: OAuthStatusJson,
    example: { path: '/efactura/oauth/revoke', body: { environment: 'test' } },
    run: async (ctx, { body: { environment = 'live' } }) => {
      await revokeAuthorization(ctx, environment)
      return status(ctx.db, ctx.companyId, environment, ctx.now)
    },
  })

  async function status(db: Conn, companyId: string, chosen: 'test' | 'live' = 'live', now: number) {
    return presentStatus(await connectionsOf(db, companyId, now), chosen, redirectUriOf(anaf()), now)
  }
}

async function connectionsOf(db: Conn, companyId: string, now: number): Promise<Connections> {
  const of = async (environment: 'test' | 'live') => ({
    token: await findToken(db, companyId, environment),
    authorization: await findOpenAuthorization(db, companyId, environment, now),
  })
  return { test: await of('test'), live: await of('live') }
}
